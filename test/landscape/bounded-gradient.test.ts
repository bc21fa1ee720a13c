import { describe, expect, it } from 'vitest';
import { type Ball, BallField } from '../../src/arithmetic/ball.ts';
import { BallLandscape, type BallVector } from '../../src/landscape/ball-field.ts';
import { boundedGradientNorm } from '../../src/landscape/bounded-gradient.ts';
import { fixedEvaluation } from '../../src/landscape/fixed-field.ts';
import { gradient } from '../../src/landscape/gradient.ts';
import { pairsOf } from '../../src/landscape/pairs.ts';
import { type Point, pointOf } from '../../src/landscape/problem.ts';
import { includes } from '../arithmetic/support.ts';
import { expectTrue } from '../equal.ts';
import { generator, projectCandidate, randomMatrix } from '../points.ts';

const field = new BallLandscape(BallField.ofDigits(32));

function pointAt(
  over: BallLandscape,
  weights: readonly (readonly number[])[],
  targets: readonly (readonly number[])[],
): Point<Ball, BallVector> {
  const vectors = (rows: readonly (readonly number[])[]) => rows.map((row) => over.vector(row));
  return pointOf(over, weights[0]!.length, vectors(weights), vectors(targets), false);
}

const exactNorm = (over: BallLandscape, point: Point<Ball, BallVector>): Ball =>
  over.norm(gradient(over, point, pairsOf(over, point)));

/** Relative half width of an enclosure. */
const width = (x: Ball): number => Number(x.rad) / Number(x.mid);

describe('‖∇F‖ in doubles encloses that in balls of big integers', () => {
  // Sums that leave the range of the balls in WebAssembly, by size or by number.
  it.each([
    [1, 1, 1, 1],
    [520, 2, 1, 1e-10],
    [90, 3, 1e4, 1e-11],
    [40, 40, 1e3, 1e-11],
    [300, 1, 1e5, 1e-10],
    [3, 800, 1e5, 1e-10],
  ])('%i random neurons in R^%i of size %d', (n, d, size, tolerance) => {
    const weights = randomMatrix(n, d, n + d, size);
    const targets = randomMatrix(Math.min(d, 5), d, 7, 1);
    const point = pointAt(field, weights, targets);
    if (n > 1) expect(fixedEvaluation(field, point), 'within the range').toBeNull();
    const bounded = boundedGradientNorm(field, point)!;
    expectTrue(includes(bounded, exactNorm(field, point)), () => JSON.stringify([weights, targets]));
    expect(width(bounded)).toBeLessThan(tolerance);
  });

  it('at collinear, opposite, nearly collinear, repeated and very unequal vectors, at any digits', () => {
    const uniform = generator(31);
    let told = 0;
    for (let round = 0; round < 400; round++) {
      const d = 1 + Math.floor(uniform() * 5);
      const n = 1 + Math.floor(uniform() * 7);
      const spread = [0, 1, 10, 20][round % 4]!;
      const row = (): number[] => {
        const length = 10 ** (spread * (uniform() - 0.5));
        return Array.from({ length: d }, () => (uniform() < 0.2 ? 0 : length * (2 * uniform() - 1) + 1e-12));
      };
      const weights = [row()];
      while (weights.length < n) {
        const old = weights[Math.floor(uniform() * weights.length)]!;
        const factor = [1, -1, -3, 1 / 3][Math.floor(uniform() * 4)]!;
        const off = [0, 1e-300, 1e-16, 1e-9, 1e-4][Math.floor(uniform() * 5)]!;
        weights.push(uniform() < 0.4 ? row() : old.map((x) => factor * x * (1 + off * (uniform() - 0.5))));
      }
      if (weights.some((x) => x.every((y) => y === 0))) continue;
      const targets = [row(), weights[0]!.map((x) => -2 * x), weights[n - 1]!].filter((x) => x.some(Boolean));
      const over = new BallLandscape(BallField.ofDigits([32, 32, 60, 200][round % 4]!));
      const point = pointAt(over, weights, targets);
      const bounded = boundedGradientNorm(over, point);
      if (bounded === null) continue;
      told++;
      const exact = exactNorm(over, point);
      expectTrue(includes(bounded, exact), () => JSON.stringify({ round, weights, targets }));
      expectTrue(width(bounded) < 2e-6, () => `round ${round}: ${width(bounded)}`);
    }
    expect(told).toBeGreaterThan(300);
  });

  it('nothing is told where the gradient is small, or numbers are beyond the squares of doubles', () => {
    const { weights, k } = projectCandidate('6-6');
    const identity = Array.from({ length: k }, (_, i) => Array.from({ length: k }, (_, j) => +(i === j)));
    expect(boundedGradientNorm(field, pointAt(field, weights as number[][], identity))).toBeNull();
    expect(boundedGradientNorm(field, pointAt(field, [[1e120, 0]], [[1, 0]]))).toBeNull();
    const fine = new BallLandscape(BallField.ofDigits(250));
    expect(boundedGradientNorm(fine, pointAt(fine, [[1e-120, 0]], [[1, 0]]))).toBeNull();
    // 17 digits of entries of 1e-15 are two: the doubles are exact, the balls are not.
    const coarse = new BallLandscape(BallField.ofDigits(17));
    expect(boundedGradientNorm(coarse, pointAt(coarse, [[1e-17, 1]], [[1e-17, 0]]))).toBeNull();
  });
});
