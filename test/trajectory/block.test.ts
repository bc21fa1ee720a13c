import { describe, expect, it } from 'vitest';
import { SHADOW_KINDS, shadowCase } from '../../scripts/shadow-cases.mjs';
import { BallField } from '../../src/arithmetic/ball.ts';
import { lambdaMinLowerByBigIntegers } from '../../src/arithmetic/definite.ts';
import { BallLandscape } from '../../src/landscape/ball-field.ts';
import { Evaluation } from '../../src/landscape/evaluation.ts';
import { lipschitzOf, normData, plainLipschitzParts } from '../../src/landscape/lipschitz.ts';
import { pointOf } from '../../src/landscape/problem.ts';
import { sharpMoments } from '../../src/landscape/sharp-lipschitz.ts';
import { hessianNormUpper } from '../../src/proof/hessian-norm.ts';
import {
  EigenvalueTrail,
  isBelow,
  lipschitzUpper,
  normBounds,
  SHIFT_UNIT,
} from '../../src/trajectory/block.ts';
import { Shadow } from '../../src/trajectory/shadow.ts';

const field = new BallLandscape(BallField.ofDigits(32));
const { balls } = field;
const number = (x: { readonly mid: bigint }): number => Number(x.mid) * field.doubleScale;

/** A point by the kernel, and by balls. */
function both(seed: number) {
  const { kind, n, k, weights } = shadowCase(seed, 7);
  const shadow = new Shadow(n, k, 1);
  shadow.start(weights);
  const matrix = shadow.hessian(0)!;
  const rows = Array.from({ length: n }, (_, i) => field.vector([...weights.subarray(i * k, i * k + k)]));
  const targets = Array.from({ length: k }, (_, j) => field.unitVector(k, j));
  const exact = new Evaluation(field, pointOf(field, k, rows, targets, true));
  return { kind, n, k, shadow, matrix, norms: normBounds(shadow.norms(), k), exact };
}

/** A Rayleigh quotient, near the largest eigenvalue unless one below −4 is larger in absolute value: power iteration. */
function topQuotient({ size, mid }: { readonly size: number; readonly mid: Float64Array }): number {
  const x = Float64Array.from({ length: size }, (_, i) => 1 + Math.sin(i + 1));
  const unit = new Float64Array(size);
  let quotient = 0;
  for (let step = 0; step < 500; step++) {
    let squares = 0;
    for (let i = 0; i < size; i++) squares += x[i]! * x[i]!;
    const norm = Math.sqrt(squares);
    for (let i = 0; i < size; i++) unit[i] = x[i]! / norm;
    let product = 0;
    for (let i = 0; i < size; i++) {
      let sum = 4 * unit[i]!;
      for (let j = 0; j < size; j++) sum += mid[i * size + j]! * unit[j]!;
      x[i] = sum;
      product += sum * unit[i]!;
    }
    quotient = product - 4;
  }
  return quotient;
}

describe('the constants of a block', () => {
  it.each([...SHADOW_KINDS.keys()])('kind %i of points: Hessian, Λ and L against balls', (kind) => {
    let worst = 0;
    for (let round = 0; round < 8; round++) {
      const seed = kind + SHADOW_KINDS.length * round;
      const { k, shadow, matrix, norms, exact } = both(seed);
      const other = exact.hessians.hessian;
      // Two enclosures of one matrix: entries differ by no more than both errors.
      const slack = matrix.errorUpper + other.errorUpper;
      const wrong: string[] = [];
      matrix.mid.forEach((x, at) => {
        if (!(Math.abs(x - other.mid[at]!) <= slack)) wrong.push(`entry ${at}: ${x} and ${other.mid[at]}`);
      });

      // Symmetric, and known to almost all digits unless neurons are nearly parallel.
      for (let at = 0; at < matrix.size ** 2; at++) {
        const turned = matrix.mid[(at % matrix.size) * matrix.size + Math.floor(at / matrix.size)];
        if (!Object.is(matrix.mid[at], turned))
          wrong.push(`entry ${at}: ${matrix.mid[at]}, turned ${turned}`);
      }
      expect(wrong, `seed ${seed}`).toEqual([]);
      if (SHADOW_KINDS[kind] === 'start') expect(matrix.errorUpper).toBeLessThan(1e-9);

      const largest = matrix.lambdaMaxUpper;
      const minus = { ...other, mid: other.mid.map((x) => -x) };
      const proved = lambdaMinLowerByBigIntegers(minus, -(largest + 1e-6));
      expect(proved, `Λ, seed ${seed}`).not.toBeNull();
      // The test of definiteness comes close to λ_max from above: a Rayleigh quotient is below it, the bound on λ_min(−H) not far.
      let [low, high] = [-1, largest + 1];
      while (high - low > 1e-6) {
        const middle = (low + high) / 2;
        if (isBelow(matrix, middle)) high = middle;
        else low = middle;
      }
      const quotient = topQuotient(matrix);
      expect(high - quotient, `seed ${seed}`).toBeGreaterThan(-matrix.errorUpper);
      const same = new EigenvalueTrail().lower({ ...matrix, mid: matrix.mid.map((x) => -x) }, 1e-4);
      expect(high + same!, `seed ${seed}`).toBeLessThan(1e-5 + 3 * matrix.errorUpper);

      // The targets are left out of it: at most ‖H‖ of mathematics.md 1.7, or the same.
      expect(largest).toBeLessThanOrEqual(number(hessianNormUpper(exact)) * (1 + 1e-4) + 1e-4);

      const least = Math.min(...norms.low);
      for (const radius of [0, 1e-5, least / 3]) {
        const parts = plainLipschitzParts(balls, normData(field, exact.point), balls.exact(radius), (a, b) =>
          balls.max(a, b),
        );
        const truth = number(lipschitzOf(balls, parts, (a, b) => balls.max(a, b)));
        const upper = lipschitzUpper(norms, k, radius);
        expect(upper, `L, seed ${seed}, radius ${radius}`).toBeGreaterThanOrEqual(truth * (1 - 1e-25));
        expect(upper).toBeLessThanOrEqual(truth * (1 + 1e-9));

        const sharp = shadow.sharpParts(radius);
        sharpMoments(field, exact.point, balls.exact(radius)).forEach((moments, i) => {
          // Lower ends: where a moment is 0, 64 bits know it to 1e-5 only.
          const [norm, rho, sigma] = [moments.norm, moments.rho, moments.sigma].map(
            ({ mid, rad }) => Math.max(Number(mid - rad), 0) * 2 ** -64,
          ) as [number, number, number];
          const least = Math.min(Math.sqrt(27 * rho ** 2 + 15 * sigma ** 2), 2 * rho + Math.sqrt(15) * sigma);
          const truth = least / (Math.sqrt(2 * Math.PI) * (norm - radius) ** 2);
          expect(sharp[i], `sharp L₂, seed ${seed}, radius ${radius}, neuron ${i}`).toBeGreaterThanOrEqual(
            truth * (1 - 1e-9),
          );
          if (SHADOW_KINDS[kind] === 'start') worst = Math.max(worst, sharp[i]! / truth);
        });
        expect(lipschitzUpper(norms, k, radius, sharp)).toBeLessThanOrEqual(upper);
      }
      expect(lipschitzUpper(norms, k, least)).toBe(Number.POSITIVE_INFINITY);
    }
    // The rounding bounds of the kernel cost next to nothing where no vectors are nearly parallel.
    expect(worst).toBeLessThan(1 + 1e-3);
  });

  it('λ is below λ_min by about the slack, again and again', () => {
    const trail = new EigenvalueTrail();
    for (const seed of [0, 8, 16, 0, 24]) {
      const { matrix } = both(seed);
      for (const slack of [1e-2, 1e-4]) {
        const lambda = trail.lower(matrix, slack)!;
        expect(Number.isInteger(lambda / SHIFT_UNIT)).toBe(true);
        expect(lambdaMinLowerByBigIntegers(matrix, lambda + SHIFT_UNIT / 2), `seed ${seed}`).not.toBeNull();
      }
      const close = new EigenvalueTrail().lower(matrix, 1e-4)!;
      expect(lambdaMinLowerByBigIntegers(matrix, close + 1e-2), `seed ${seed}`).toBeNull();
    }
  });
});
