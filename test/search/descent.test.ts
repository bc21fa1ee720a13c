import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { floatField } from '../../src/landscape/float-field.ts';
import { gradient } from '../../src/landscape/gradient.ts';
import { objective } from '../../src/landscape/objective.ts';
import { pairsOf } from '../../src/landscape/pairs.ts';
import { pointOf } from '../../src/landscape/problem.ts';
import { descend, evaluate, type UnderWay } from '../../src/search/descent.ts';
import { generatorOf, randomStart } from '../../src/search/generator.ts';
import { reference } from './reference.ts';

/** F and ∇F by the formulas that the proofs use, over doubles. */
function landscape(weights: Float64Array, n: number, k: number): { objective: number; gradient: number[] } {
  const neurons = Array.from({ length: n }, (_, i) => weights.slice(i * k, i * k + k));
  const targets = Array.from({ length: k }, (_, j) => floatField.unitVector(k, j));
  const point = pointOf(floatField, k, neurons, targets, true);
  const pairs = pairsOf(floatField, point);
  return {
    objective: objective(floatField, point, pairs),
    gradient: gradient(floatField, point, pairs).flatMap((row) => [...row]),
  };
}

function expectAgreement(weights: Float64Array, n: number, k: number): void {
  const kernel = evaluate(weights, n, k);
  const expected = reference(weights, n, k);
  // Rounding of sums of n + k terms of the size of the norms, for F of their products.
  const length =
    k +
    Array.from({ length: n }, (_, i) => Math.hypot(...weights.subarray(i * k, i * k + k))).reduce(
      (a, b) => a + b,
    );
  expect(Math.abs(kernel.objective - expected.objective)).toBeLessThan(4e-16 * length * length);
  expect(largestGap(kernel.gradient, expected.gradient)).toBeLessThan(4e-16 * length);
}

/** NaN where one of the numbers is. */
function largestGap(a: Float64Array, b: Float64Array): number {
  return Math.max(...a.map((x, i) => Math.abs(x - b[i]!)));
}

const sizes: [n: number, k: number][] = [
  ...[1, 2, 3, 4, 5, 6, 7, 8].flatMap((n) => [1, 2, 3, 4, 5].map((k): [number, number] => [n, k])),
  [9, 8],
  [20, 20],
  [20, 19],
  [21, 23],
  [40, 60],
];

describe('the kernel and the formulas (S6)–(S8)', () => {
  it.each(sizes)('agree at random points, n = %i, k = %i', (n, k) => {
    for (let run = 0; run < (n * k > 1000 ? 1 : 5); run++) {
      const start = randomStart({ seed: 11, k, n, run });
      expectAgreement(start, n, k);
      expectAgreement(
        start.map((x) => 30 * x),
        n,
        k,
      );
    }
  });

  it('agree at the targets and their permutations', () => {
    for (const k of [2, 5, 6]) {
      const identity = Float64Array.from({ length: k * k }, (_, i) => Number(i % (k + 1) === 0));
      expectAgreement(identity, k, k);
      expect(Math.abs(evaluate(identity, k, k).objective)).toBeLessThan(1e-15 * k);
      expectAgreement(identity.toReversed(), k, k);
    }
  });

  it('agree where vectors are collinear, exactly and nearly', () => {
    const noise = generatorOf({ seed: 5, k: 1, n: 1, run: 0 });
    const [n, k] = [6, 5];
    for (const scale of [0, 1e-300, 1e-160, 1e-17, 1e-15, 1e-12, 1e-9, 1e-8, 1e-7, 1e-5, 1e-3, 0.1]) {
      const u = [0.3, -0.2, 0.5, 0.7, -0.1];
      const rows = [
        [1.3, 0, 0, 0, 0],
        [0, -0.4, 0, 0, 0],
        u,
        u.map((x) => 2 * x),
        u.map((x) => -x / 3),
        [0, 0, 0.7, 0, 0],
      ];
      expectAgreement(
        Float64Array.from(rows.flat(), (x) => x + scale * noise.normal()),
        n,
        k,
      );
    }
  });

  it('agree with zero entries and zero neurons', () => {
    expectAgreement(Float64Array.of(0, 0.5, 0, -0.5, 0, 0.25, 0, 0, 1), 3, 3);
    expectAgreement(Float64Array.of(0, 0.5, 0, 0, 0, 0, 0.1, 0, 1), 3, 3);
  });

  it('agree along a descent, whose angles are corrected from step to step', () => {
    for (const [n, k] of [
      [5, 4],
      [6, 6],
      [8, 7],
    ] as const) {
      const start = randomStart({ seed: 2, k, n, run: 1 });
      const expected = start.slice();
      for (let step = 0; step < 300; step++) {
        const { gradient } = reference(expected, n, k);
        for (let i = 0; i < n * k; i++) expected[i]! -= 0.1 * gradient[i]!;
      }
      const result = descend(start, n, k, { maxIterations: 300, drop: 0 });
      expect(result.iterations).toBe(300);
      expect(largestGap(result.weights, expected)).toBeLessThan(1e-12);
    }
  });

  it('agree with src/landscape over doubles along a descent to a spurious minimum', () => {
    const [n, k] = [8, 8];
    let largest = 0;
    for (let run = 0; run < 12; run++) {
      const start = randomStart({ seed: 4, k, n, run });
      for (const maxIterations of [0, 1, 5, 63, 64, 65, 200, 1000, 4000]) {
        const { weights } = descend(start, n, k, { maxIterations, drop: 0 });
        const kernel = evaluate(weights, n, k);
        const plain = landscape(weights, n, k);
        largest = Math.max(largest, Math.abs(kernel.objective - plain.objective));
        kernel.gradient.forEach((g, i) => {
          largest = Math.max(largest, Math.abs(g - plain.gradient[i]!));
        });
      }
    }
    expect(largest).toBeLessThan(1e-13);
  });

  it('take the same way as descent with the gradient of src/landscape', () => {
    for (const [n, k, run] of [
      [8, 8, 1],
      [9, 8, 2],
      [12, 12, 3],
    ] as const) {
      const start = randomStart({ seed: 4, k, n, run });
      const expected = start.slice();
      const steps = 300;
      for (let step = 0; step < steps; step++) {
        const { gradient } = landscape(expected, n, k);
        for (let i = 0; i < n * k; i++) expected[i]! -= 0.1 * gradient[i]!;
      }
      const { weights } = descend(start, n, k, { maxIterations: steps, drop: 0 });
      expect(largestGap(weights, expected)).toBeLessThan(1e-12);
    }
  });

  it('agree in the midst of corrections, when angles still change fast', () => {
    let largest = 0;
    for (let run = 0; run < 20; run++) {
      const start = randomStart({ seed: 3, k: 12, n: 12, run });
      // The way to a bound begins with that to the one before, which is taken up at its last multiple of 64 steps.
      let common: UnderWay | null = null;
      for (let drop = 0.6; drop > 0.02; drop *= 0.9) {
        const corrected = descend(start, 12, 12, { drop }, null, common);
        const fresh = evaluate(corrected.weights, 12, 12);
        const rows = Array.from({ length: 12 }, (_, i) =>
          Math.hypot(...fresh.gradient.subarray(12 * i, 12 * i + 12)),
        );
        const gap = Math.abs(corrected.gradientNorm - 2 * Math.PI * Math.max(...rows));
        largest = Math.max(largest, gap, Math.abs(corrected.objective - fresh.objective));
        const spent = corrected.iterations - (corrected.iterations % 64);
        if (drop * 0.9 <= 0.02) {
          const { increases, largestIncrease, ...found } = descend(start, 12, 12, { drop });
          expect(corrected).toMatchObject(found);
        } else if (spent > (common?.spent ?? 0)) {
          const { weights } = descend(start, 12, 12, { drop, maxIterations: spent }, null, common);
          common = { weights, spent, previous: Number.POSITIVE_INFINITY, increases: 0, largestIncrease: 0 };
        }
      }
    }
    expect(largest).toBeLessThan(1e-14);
  });
});

describe('the kernel with other targets', () => {
  /** Row j vanishes beyond coordinate j; lengths from .3 to 3 and angles of all sizes. */
  function triangular(k: number, width: number, seed: number): { width: number; rows: Float64Array } {
    const { normal, uniform } = generatorOf({ seed, k, n: width, run: 0 });
    const rows = new Float64Array(k * width);
    for (let j = 0; j < k; j++) {
      const size = 0.3 * 10 ** uniform();
      for (let c = 0; c <= j && c < width; c++) rows[j * width + c] = size * normal();
    }
    return { width, rows };
  }
  const listed = ({ width, rows }: { width: number; rows: Float64Array }, k: number): number[][] =>
    Array.from({ length: k }, (_, j) => [...rows.subarray(j * width, j * width + width)]);

  it.each<[n: number, k: number, width: number]>([
    ...[1, 2, 3, 4, 5, 6, 7].flatMap((n) =>
      [1, 2, 3, 4, 5, 6].flatMap((k) => [k, k + 1, k + n].map((d): [number, number, number] => [n, k, d])),
    ),
    [5, 4, 2],
    [7, 6, 3],
    [20, 20, 20],
    [21, 19, 40],
    [20, 20, 39],
  ])('agrees with (S6)–(S8), n = %i, k = %i in R^%i', (n, k, width) => {
    const targets = triangular(k, width, 41);
    const { normal } = generatorOf({ seed: 42, k, n, run: width });
    const weights = Float64Array.from({ length: n * width }, () => normal());
    const kernel = evaluate(weights, n, k, targets);
    const expected = reference(weights, n, k, listed(targets, k));
    const length = [...listed(targets, k), ...listed({ width, rows: weights }, n)]
      .map((row) => Math.hypot(...row))
      .reduce((a, b) => a + b);
    expect(Math.abs(kernel.objective - expected.objective)).toBeLessThan(4e-16 * length * length);
    expect(largestGap(kernel.gradient, expected.gradient)).toBeLessThan(4e-16 * length);
  });

  it('goes the way of descent with the gradient of (S6)–(S8)', () => {
    for (const [n, k, width] of [
      [5, 4, 9],
      [6, 6, 6],
      [9, 8, 13],
    ] as const) {
      const targets = triangular(k, width, 43);
      const { normal } = generatorOf({ seed: 44, k, n, run: 0 });
      const start = Float64Array.from({ length: n * width }, () => normal() / Math.sqrt(width));
      const expected = start.slice();
      const rows = listed(targets, k);
      for (let step = 0; step < 300; step++) {
        const { gradient } = reference(expected, n, k, rows);
        for (let i = 0; i < expected.length; i++) expected[i]! -= 0.05 * gradient[i]!;
      }
      const options = { maxIterations: 300, drop: 0, step: 0.05, tolerance: 1e-300 };
      const { weights } = descend(start, n, k, options, targets);
      expect(largestGap(weights, expected), `n = ${n}, k = ${k}`).toBeLessThan(1e-12);
    }
  });

  it('at the standard basis is the kernel of the standard basis', () => {
    for (const [n, k] of [
      [6, 6],
      [9, 7],
      [20, 20],
    ] as const) {
      const rows = Float64Array.from({ length: k * k }, (_, at) => Number(at % (k + 1) === 0));
      const start = randomStart({ seed: 6, k, n, run: 0 });
      const options = { maxIterations: 500, drop: 0 };
      const [own, other] = [descend(start, n, k, options), descend(start, n, k, options, { width: k, rows })];
      expect(largestGap(own.weights, other.weights)).toBeLessThan(1e-12);
      expect(Math.abs(own.objective - other.objective)).toBeLessThan(1e-13);
      // One after the other in the same memory: nothing of the other targets is left.
      expect(descend(start, n, k, options)).toEqual(own);
    }
  });

  it('refuses targets that are not triangular', () => {
    const weights = Float64Array.of(1, 1);
    const rows = (...entries: number[]): { width: number; rows: Float64Array } => ({
      width: 2,
      rows: Float64Array.from(entries),
    });
    expect(evaluate(weights, 1, 2, rows(1, 0, 1, 1)).objective).toBeGreaterThan(0);
    for (const targets of [
      rows(1, 1, 1, 1),
      rows(1, 0, 1),
      rows(1, 0, Number.NaN, 1),
      { width: 0, rows: weights },
    ])
      expect(() => evaluate(weights, 1, 2, targets)).toThrow(RangeError);
  });
});

describe('descend', () => {
  const stationary = { seed: 1, k: 10, n: 10, run: 3 };

  it('stops at a stationary point, at the first iterate that passes the test', () => {
    const start = randomStart(stationary);
    const result = descend(start, 10, 10);
    expect(result.outcome).toBe('stationary');
    expect(result.objective).toBeCloseTo(0.018702194585607, 13);
    expect(result.gradientNorm).toBeLessThanOrEqual(1e-9);
    const { gradient } = evaluate(result.weights, 10, 10);
    const rows = Array.from({ length: 10 }, (_, i) => Math.hypot(...gradient.subarray(10 * i, 10 * i + 10)));
    expect(Math.abs(2 * Math.PI * Math.max(...rows) - result.gradientNorm)).toBeLessThan(1e-13);
    expect([result.restarts, result.stepUsed, result.increases]).toEqual([0, 0.1, 0]);
    const earlier = descend(start, 10, 10, { maxIterations: result.iterations - 1 });
    expect(earlier.outcome).toBe('unresolved');
    expect(earlier.iterations).toBe(result.iterations - 1);
    expect(earlier.gradientNorm).toBeGreaterThan(1e-9);
  });

  it('drops a run at the first iterate below the bound', () => {
    const start = randomStart({ seed: 1, k: 10, n: 10, run: 0 });
    const result = descend(start, 10, 10);
    expect(result.outcome).toBe('dropped');
    expect(result.objective).toBeLessThan(1e-3);
    const earlier = descend(start, 10, 10, { maxIterations: result.iterations - 1 });
    expect(earlier.outcome).toBe('unresolved');
    expect(earlier.objective).toBeGreaterThanOrEqual(1e-3);
    const global = descend(start, 10, 10, { drop: 0 });
    expect(global.outcome).toBe('stationary');
    expect(Math.abs(global.objective)).toBeLessThan(1e-14);
  });

  it('starts again with half the step when the gradient explodes', () => {
    const start = randomStart({ seed: 1, k: 20, n: 20, run: 0 });
    const result = descend(start, 20, 20, { step: 6.4 });
    expect(result.restarts).toBeGreaterThan(0);
    expect(result.stepUsed).toBe(6.4 / 2 ** result.restarts);
    const direct = descend(start, 20, 20, { step: result.stepUsed });
    expect(result.weights).toEqual(direct.weights);
    expect(result.iterations).toBeGreaterThan(direct.iterations);
  });

  it('gives up when no step helps', () => {
    const result = descend(randomStart(stationary), 10, 10, { ceiling: 1e-3 });
    expect([result.outcome, result.iterations]).toEqual(['unresolved', 0]);
  });

  it('records increases of F', () => {
    const start = randomStart({ seed: 1, k: 20, n: 20, run: 0 });
    const result = descend(start, 20, 20, { step: 0.5, maxIterations: 2000 });
    expect(result.increases).toBeGreaterThan(0);
    expect(result.largestIncrease).toBeGreaterThan(1e-6);
  });

  it('reports that a minimum with k = 80 repels the step .1, which 5/k finds', () => {
    const k = 80;
    const near = Float64Array.from({ length: k * k }, (_, at) => {
      const [i, j] = [Math.floor(at / k), at % k];
      if (i === 0) return j === 0 ? -0.9 : 2 / k;
      return j === 0 ? 0.05 : Number(i === j);
    });
    const found = descend(near, k, k, { step: 5 / k });
    expect([found.outcome, found.restarts, found.increases]).toEqual(['stationary', 0, 0]);
    expect(found.objective).toBeCloseTo(0.0033765217441, 12);
    const moved = found.weights.map((x, at) => x + 1e-6 * Math.sin(at));
    const repelled = descend(moved, k, k, { step: 0.1, maxIterations: 400 });
    expect(repelled.increases).toBeGreaterThan(0);
    expect(repelled.largestIncrease).toBeGreaterThan(1e-3);
    expect(descend(moved, k, k, { step: 5 / k, maxIterations: 400 }).increases).toBe(0);
  });

  it('refuses what it cannot run', () => {
    const start = new Float64Array(4);
    expect(() => descend(start, 2, 3)).toThrow(RangeError);
    expect(() => descend(Float64Array.of(Number.NaN), 1, 1)).toThrow(RangeError);
    expect(() => descend(start, 2, 2, { step: 0 })).toThrow(RangeError);
    expect(descend(randomStart(stationary), 10, 10).outcome).toBe('stationary');
  });
});

describe('candidates/', () => {
  // F at the critical points from 60-digit Newton.
  const expected: [string, number][] = [
    ['6-6', 0.025080581002463],
    ['8-9', 0.020560791803],
    ['10-10', 0.018702194585607],
    ['20-20', 0.0420215565],
  ];
  it.each(expected)('%s is stationary with the known value, and repeats from its origin', (name, value) => {
    const file = new URL(`../../candidates/${name}.json`, import.meta.url);
    expect(existsSync(file)).toBe(true);
    const { k, n, weights, origin } = JSON.parse(readFileSync(file, 'utf8'));
    const flat = Float64Array.from(weights.flat());
    expect(evaluate(flat, n, k).objective).toBeCloseTo(value, 10);
    const result = descend(randomStart({ seed: origin.seed, k, n, run: origin.run }), n, k, {
      step: origin.step,
    });
    expect(result.iterations).toBe(origin.iterations);
    expect(result.weights).toEqual(flat);
  });
});
