import { describe, expect, it } from 'vitest';
import { SHADOW_KINDS, shadowCase } from '../../scripts/shadow-cases.mjs';
import { BallField } from '../../src/arithmetic/ball.ts';
import { lambdaMinLowerByBigIntegers } from '../../src/arithmetic/definite.ts';
import { BallLandscape } from '../../src/landscape/ball-field.ts';
import { Evaluation } from '../../src/landscape/evaluation.ts';
import { lipschitzOf, normData, plainLipschitzParts } from '../../src/landscape/lipschitz.ts';
import { pointOf } from '../../src/landscape/problem.ts';
import { hessianNormUpper } from '../../src/proof/hessian-norm.ts';
import {
  EigenvalueTrail,
  hessianAt,
  lambdaMaxUpper,
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
  const measured = shadow.measure(0)!;
  const rows = Array.from({ length: n }, (_, i) => field.vector([...weights.subarray(i * k, i * k + k)]));
  const targets = Array.from({ length: k }, (_, j) => field.unitVector(k, j));
  const exact = new Evaluation(field, pointOf(field, k, rows, targets, true));
  return { kind, n, k, weights, measured, norms: normBounds(measured, k), exact };
}

describe('the constants of a block', () => {
  it.each([...SHADOW_KINDS.keys()])('kind %i of points: Hessian, Λ and L against balls', (kind) => {
    for (let round = 0; round < 8; round++) {
      const seed = kind + SHADOW_KINDS.length * round;
      const { n, k, weights, measured, norms, exact } = both(seed);
      const matrix = hessianAt(weights, measured, k);
      const other = exact.hessians.hessian;
      // Two enclosures of one matrix: entries differ by no more than both errors.
      const slack = matrix.errorUpper + other.errorUpper;
      matrix.mid.forEach((x, at) => {
        expect(Math.abs(x - other.mid[at]!), `seed ${seed}, entry ${at}`).toBeLessThanOrEqual(slack);
      });

      const largest = lambdaMaxUpper(measured, norms, k);
      const minus = { ...other, mid: other.mid.map((x) => -x) };
      const proved = lambdaMinLowerByBigIntegers(minus, -(largest + 1e-6));
      expect(proved, `Λ, seed ${seed}`).not.toBeNull();
      // The targets are left out of it: at most ‖H‖ of mathematics.md 1.7, or the same.
      expect(largest).toBeLessThanOrEqual(number(hessianNormUpper(exact)) * (1 + 1e-4) + 1e-4);

      const least = Math.min(...norms.low);
      for (const radius of [0, 1e-9, least / 3]) {
        const parts = plainLipschitzParts(balls, normData(field, exact.point), balls.exact(radius), (a, b) =>
          balls.max(a, b),
        );
        const truth = number(lipschitzOf(balls, parts, (a, b) => balls.max(a, b)));
        const upper = lipschitzUpper(norms, k, radius);
        expect(upper, `L, seed ${seed}, radius ${radius}`).toBeGreaterThanOrEqual(truth * (1 - 1e-25));
        expect(upper).toBeLessThanOrEqual(truth * (1 + 1e-9));
      }
      expect(lipschitzUpper(norms, k, least)).toBe(Number.POSITIVE_INFINITY);
      expect(n).toBeGreaterThan(0);
    }
  });

  it('λ is below λ_min by about the slack, again and again', () => {
    const trail = new EigenvalueTrail();
    for (const seed of [0, 8, 16, 0, 24]) {
      const { k, weights, measured } = both(seed);
      const matrix = hessianAt(weights, measured, k);
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
