import { describe, expect, it } from 'vitest';
import { BallField } from '../../src/arithmetic/ball.ts';
import type { BlockMatrix } from '../../src/arithmetic/block-matrix.ts';
import { estimateLambdaMin } from '../../src/arithmetic/definite.ts';
import { enclosedMatrix } from '../../src/arithmetic/enclosed.ts';
import { BallLandscape } from '../../src/landscape/ball-field.ts';
import { Evaluation } from '../../src/landscape/evaluation.ts';
import { floatField } from '../../src/landscape/float-field.ts';
import { gradient } from '../../src/landscape/gradient.ts';
import { hessian, transverseHessian } from '../../src/landscape/hessian.ts';
import { objective } from '../../src/landscape/objective.ts';
import { pairsOf } from '../../src/landscape/pairs.ts';
import { pointOf, targetVectors } from '../../src/landscape/problem.ts';
import type { DenseCandidate } from '../../src/model/candidate.ts';
import { lipschitzUpper } from '../../src/proof/lipschitz.ts';
import { dense, projectCandidate, randomMatrix, rotation, times } from '../points.ts';

function float(candidate: DenseCandidate) {
  const targets = targetVectors(floatField, candidate);
  const neurons = candidate.weights.map((row) => floatField.vector(row));
  const point = pointOf(floatField, candidate.d, neurons, targets, candidate.targets === null);
  const pairs = pairsOf(floatField, point);
  return {
    value: objective(floatField, point, pairs),
    gradient: gradient(floatField, point, pairs).flatMap((x) => [...x]),
    hessian: (): BlockMatrix => hessian(floatField, point, pairs),
    transverse: (): BlockMatrix => transverseHessian(floatField, point, pairs),
  };
}

function rigorous(candidate: DenseCandidate, bits = 160): Evaluation {
  const field = new BallLandscape(new BallField(bits));
  const neurons = candidate.weights.map((row) => field.vector(row));
  return new Evaluation(
    field,
    pointOf(field, candidate.d, neurons, targetVectors(field, candidate), candidate.targets === null),
  );
}

function moved(candidate: DenseCandidate, direction: number[][], t: number): DenseCandidate {
  const weights = candidate.weights.map((row, i) => row.map((x, a) => Number(x) + t * direction[i]![a]!));
  return { ...candidate, weights };
}

function expectNear(a: number, b: number, tolerance: number): void {
  const gap = Math.abs(a - b);
  if (!(gap < tolerance)) expect(gap, `${a} and ${b}`).toBeLessThan(tolerance);
}

/** Points of many shapes: n = k, n > k, n < k, padded, general targets, far from critical. */
const POINTS: [string, DenseCandidate][] = [
  ['6-6', projectCandidate('6-6')],
  ['8-9', projectCandidate('8-9')],
  ['random 4 in R^5, k = 3', dense(randomMatrix(4, 5, 1), 3)],
  ['random 2 in R^4, k = 4', dense(randomMatrix(2, 4, 2), 4)],
  ['general targets', { ...dense(randomMatrix(3, 4, 3), 3), targets: randomMatrix(3, 4, 4) }],
  ['one neuron', dense([[0.7, -0.2]], 2)],
];

describe.each(POINTS)('F at %s', (_, candidate) => {
  const { n, d } = candidate;
  const at = float(candidate);

  it('has the gradient of its differences', () => {
    const h = 1e-5;
    for (let i = 0; i < n * d; i++) {
      const e = Array.from({ length: n }, (_, r) =>
        Array.from({ length: d }, (_, c) => (r * d + c === i ? 1 : 0)),
      );
      const slope = (float(moved(candidate, e, h)).value - float(moved(candidate, e, -h)).value) / (2 * h);
      expectNear(slope, at.gradient[i]!, 1e-8);
    }
  });

  it('has the Hessian of the differences of its gradient', () => {
    const h = 1e-5;
    const { entries } = at.hessian();
    for (let i = 0; i < n * d; i += 3) {
      const e = Array.from({ length: n }, (_, r) =>
        Array.from({ length: d }, (_, c) => (r * d + c === i ? 1 : 0)),
      );
      const plus = float(moved(candidate, e, h)).gradient;
      const minus = float(moved(candidate, e, -h)).gradient;
      for (let j = 0; j < n * d; j++)
        expectNear((plus[j]! - minus[j]!) / (2 * h), entries[i * n * d + j]!, 1e-7);
    }
  });

  it('is the same in doubles and in balls', () => {
    const exact = rigorous(candidate);
    const { balls } = exact;
    const near = (mid: bigint, x: number): void => expectNear(Number(mid) * 2 ** -balls.bits, x, 1e-13);
    near(exact.objective.mid, at.value);
    exact.gradient.forEach((x, i) => {
      x.mids.forEach((mid, a) => {
        near(mid, at.gradient[i * d + a]!);
      });
    });
    const { entries } = at.hessian();
    const enclosed = exact.hessians.hessian;
    expect(enclosed.errorUpper).toBeLessThan(1e-12);
    for (let i = 0; i < entries.length; i++) expectNear(entries[i]!, enclosed.mid[i]!, 1e-12);
  });

  it('gains the spectrum of M with every new coordinate (Lemma 3)', () => {
    const wide: DenseCandidate = {
      ...candidate,
      d: d + 1,
      weights: candidate.weights.map((row) => [...row, 0]),
      targets: candidate.targets?.map((row) => [...row, 0]) ?? null,
    };
    const { entries } = float(wide).hessian();
    const narrow = at.hessian().entries;
    const m = at.transverse().entries;
    const size = n * (d + 1);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++)
        for (let a = 0; a <= d; a++)
          for (let b = 0; b <= d; b++) {
            const expected =
              a < d && b < d
                ? narrow[(i * d + a) * n * d + j * d + b]!
                : a === d && b === d
                  ? m[i * n + j]!
                  : 0;
            expectNear(entries[(i * (d + 1) + a) * size + j * (d + 1) + b]!, expected, 1e-12);
          }
  });

  it.each(['plain', 'sharp'] as const)('has a Hessian with the %s Lipschitz constant', (constant) => {
    const exact = rigorous(candidate, 80);
    const smallest = Math.min(...candidate.weights.map((row) => Math.hypot(...row.map(Number))));
    const radius = 0.05 * smallest;
    const bound = lipschitzUpper(exact, exact.balls.exact(radius), constant);
    const limit = Number(exact.balls.upper(bound!).mid) * 2 ** -exact.balls.bits;
    const start = at.hessian().entries;
    let worst = 0;
    for (let seed = 0; seed < 40; seed++) {
      const direction = randomMatrix(n, d, 100 + seed);
      const length = Math.hypot(...direction.flat());
      const t = radius * (seed % 2 === 0 ? 1 : 0.01);
      const end = float(moved(candidate, direction, t / length)).hessian().entries;
      const size = n * d;
      // The norm along the direction itself: (u'(H(W+tu) − H(W))u)/t samples the third derivative.
      const u = direction.flat().map((x) => x / length);
      let form = 0;
      for (let i = 0; i < size; i++)
        for (let j = 0; j < size; j++) form += u[i]! * u[j]! * (end[i * size + j]! - start[i * size + j]!);
      worst = Math.max(worst, Math.abs(form) / t);
    }
    expect(worst).toBeLessThan(limit);
    expect(limit).toBeLessThan(1e4);
  });
});

describe('invariance', () => {
  it('F, ‖∇F‖ and the spectrum do not change under a common rotation', () => {
    const candidate = projectCandidate('6-6');
    const turn = rotation(6, 7);
    const identity = Array.from({ length: 6 }, (_, i) =>
      Array.from({ length: 6 }, (_, j) => (i === j ? 1 : 0)),
    );
    const turned: DenseCandidate = {
      ...candidate,
      weights: times(candidate.weights as number[][], turn),
      targets: times(identity, turn),
    };
    expect(Math.abs(float(turned).value - float(candidate).value)).toBeLessThan(1e-14);
    const lambda = (c: DenseCandidate): number =>
      estimateLambdaMin(enclosedMatrix(36, float(c).hessian().entries, 0))!;
    expect(Math.abs(lambda(turned) - lambda(candidate))).toBeLessThan(1e-12);
  });
});

describe('collinear pairs', () => {
  it('are safe: exactly and nearly parallel and opposite vectors', () => {
    for (const angle of [0, 1e-30, 1e-16, 1e-9, 1e-6]) {
      for (const sign of [1, -1]) {
        const candidate = dense([
          [sign, angle, 0],
          [0.5, 0.3, 0.2],
        ]);
        const exact = rigorous(candidate);
        const value = Number(exact.objective.mid) * 2 ** -160;
        expect(Math.abs(value - float(candidate).value)).toBeLessThan(1e-12);
        const { hessian: enclosed } = exact.hessians;
        const { entries } = float(candidate).hessian();
        expect(Number.isFinite(enclosed.errorUpper)).toBe(true);
        for (let i = 0; i < entries.length; i++)
          expectNear(entries[i]!, enclosed.mid[i]!, enclosed.errorUpper + 1e-5);
      }
    }
  });
});
