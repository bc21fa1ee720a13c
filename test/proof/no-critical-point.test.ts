import { describe, expect, it } from 'vitest';
import { BallField } from '../../src/arithmetic/ball.ts';
import { serialise } from '../../src/certificate/index.ts';
import { checkCertificate } from '../../src/checker/index.ts';
import { BallLandscape } from '../../src/landscape/ball-field.ts';
import { Evaluation } from '../../src/landscape/evaluation.ts';
import { pointOf, targetVectors } from '../../src/landscape/problem.ts';
import { hessianNormUpper } from '../../src/proof/hessian-norm.ts';
import { hessianNormFromNorms, onlyZeroNeuronsCritical } from '../../src/proof/no-critical-point.ts';
import { dense, generator, projectCandidate, randomMatrix, verified } from '../points.ts';

describe('a gradient far from small', () => {
  it('the bound on the Hessian from norms is at least that from angles', () => {
    const field = new BallLandscape(BallField.ofDigits(32));
    const shapes: [number, number, number][] = [
      [1, 1, 1],
      [2, 1, 3],
      [5, 5, 0.1],
      [7, 3, 10],
      [9, 12, 1],
    ];
    const points = shapes.map(([n, d, size], i) => dense(randomMatrix(n, d, 70 + i, size)));
    for (const candidate of [...points, projectCandidate('6-6'), projectCandidate('8-9')]) {
      const neurons = candidate.weights.map((row) => field.vector(row));
      const point = new Evaluation(
        field,
        pointOf(field, candidate.d, neurons, targetVectors(field, candidate), true),
      );
      const { balls } = field;
      expect(
        balls.lessOrEqual(hessianNormUpper(point), hessianNormFromNorms(point)),
        JSON.stringify(candidate.weights),
      ).not.toBe('no');
    }
  });

  // Two seconds are asked for; a minute is what these took by way of eigenvalues.
  it.each([
    [50, 50],
    [64, 64],
    [4, 800],
    [128, 32],
    [92, 2],
    [512, 8],
    [1024, 4],
    [2048, 2],
  ])('%i random neurons in R^%i: no critical point', { timeout: 30_000 }, (n, d) => {
    const candidate = dense(randomMatrix(n, d, 12, 1), Math.min(n, d));
    const start = performance.now();
    const { verdict, certificate } = verified(candidate);
    expect(verdict).toBe('no-critical-point');
    expect(performance.now() - start).toBeLessThan(10_000);
    if (n <= 92 && d <= 50)
      expect(checkCertificate(serialise(certificate!))).toMatchObject({ accepted: true });
  });

  it('4096 neurons on a line', { timeout: 30_000 }, () => {
    const uniform = generator(4);
    const weights = Array.from({ length: 4096 }, () => [(uniform() < 0.5 ? -1 : 1) * (0.5 + uniform())]);
    const start = performance.now();
    expect(verified(dense(weights)).verdict).toBe('no-critical-point');
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

describe('a neuron so short that nothing can be claimed', () => {
  const evaluationAt = (weights: readonly (readonly number[])[]): Evaluation => {
    const field = new BallLandscape(BallField.ofDigits(32));
    const candidate = dense(weights as number[][]);
    const neurons = weights.map((row) => field.vector(row));
    return new Evaluation(field, pointOf(field, candidate.d, neurons, targetVectors(field, candidate), true));
  };
  const excluded = (weights: readonly (readonly number[])[]): boolean => {
    const point = evaluationAt(weights);
    return onlyZeroNeuronsCritical(point, point.quickGradientNorm());
  };

  it('far from a critical point: inconclusive at once, for that reason', { timeout: 30_000 }, () => {
    const start = performance.now();
    for (const [n, d] of [
      [20, 3],
      [64, 64],
      [2048, 2],
    ] as const) {
      const weights = randomMatrix(n, d, 5, 1).map((row, i) => (i === 7 ? row.map((x) => x * 1e-6) : row));
      const { verdict, reason } = verified(dense(weights));
      expect(verdict).toBe('inconclusive');
      expect(reason).toContain('no point without a zero neuron is critical there');
    }
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('in the ball no gradient of the neurons that are not short is small', () => {
    const uniform = generator(9);
    let done = 0;
    for (let seed = 0; seed < 100; seed++) {
      const n = 2 + (seed % 9);
      const d = 1 + (seed % 4);
      const size = 10 ** (2 * uniform() - 1);
      const weights = randomMatrix(n, d, 300 + seed, size).map((row, i) =>
        i === 0 ? row.map((x) => x * 1e-5) : row,
      );
      if (!excluded(weights)) continue;
      done++;
      const radius = Math.max(...weights.map((row) => Math.hypot(...row))) / 1000;
      for (let step = 0; step < 20; step++) {
        const direction = randomMatrix(n, d, 1000 * seed + step, 1);
        const length = Math.hypot(...direction.flat());
        const moved = weights.map((row, i) => row.map((x, a) => x + (radius / length) * direction[i]![a]!));
        const { balls, gradient, field } = evaluationAt(moved);
        expect(
          balls.positive(field.norm(gradient.slice(1))),
          JSON.stringify({ seed, step, weights, moved }),
        ).toBe('yes');
      }
    }
    expect(done).toBeGreaterThan(20);
  });

  it('is not said next to critical points, smooth or not', () => {
    const { weights } = projectCandidate('6-6');
    expect(excluded(weights as number[][])).toBe(false);
    const identity = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    for (const short of [1e-2, 2e-3, 1e-3, 1e-6]) {
      expect(excluded([...identity, [short, -short, 0]])).toBe(false);
      // Split in two, within r0 of a global minimum.
      expect(excluded([[1 - short, 0, 0], [short, 0, 0], ...identity.slice(1)])).toBe(false);
    }
  });
});
