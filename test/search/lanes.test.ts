import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DescentOptions, type DescentResult, descend } from '../../src/search/descent.ts';
import { generatorOf, randomStart } from '../../src/search/generator.ts';
import { descendAll } from '../../src/search/lanes.ts';
import { expectEqual } from '../equal.ts';

function all(
  starts: readonly Float64Array[],
  n: number,
  k: number,
  options: DescentOptions,
): { results: DescentResult[]; order: number[] } {
  const results: DescentResult[] = [];
  const order: number[] = [];
  descendAll(starts, n, k, options, (at, result) => {
    results[at] = result;
    order.push(at);
  });
  return { results, order };
}

/** Bit for bit: signs of zeros and what is no number as well. */
const bits = (result: DescentResult): unknown =>
  Object.entries(result).map(([name, value]) => [
    name,
    value instanceof Float64Array ? [...new BigUint64Array(value.buffer)] : value,
  ]);

const STARTS = 3;

describe('runs side by side end, bit for bit, as they do alone', () => {
  // With 12 neurons and with more than 15 they go one after the other.
  const sizes: [n: number, k: number][] = [
    ...[1, 2, 3, 4, 5, 6, 7].flatMap((n) => [1, 2, 3, 4, 5, 6, 7].map((k): [number, number] => [n, k])),
    ...[8, 9, 12, 13, 15, 16].flatMap((n): [number, number][] => [
      [n, n],
      [n, n - 1],
    ]),
  ];
  it.each(sizes)('n = %i, k = %i, whatever the options', (n, k) => {
    const starts = Array.from({ length: STARTS }, (_, run) => randomStart({ seed: 71, k, n, run }));
    const sets: DescentOptions[] = [
      { maxIterations: 500 },
      ...[0, 1, 63, 64, 65, 300].map((maxIterations) => ({ maxIterations })),
      { maxIterations: 300, drop: 0, tolerance: 1e-4 },
      { maxIterations: 300, tolerance: 1e-2, slack: -1e-7 },
      { maxIterations: 300, step: 2, drop: 0.05 },
      { maxIterations: 200, step: 6.4 },
      { maxIterations: 200, step: 1e300 },
      { maxIterations: 200, ceiling: 0.8 },
    ];
    const outcomes = new Set<string>();
    for (const options of sets) {
      const { results, order } = all(starts, n, k, options);
      expectEqual(
        order.toSorted((a, b) => a - b),
        [0, 1, 2],
      );
      starts.forEach((start, run) => {
        const alone = descend(start, n, k, options);
        expectEqual(bits(results[run]!), bits(alone), `${JSON.stringify(options)}, run ${run}`);
        outcomes.add(alone.outcome);
      });
    }
    expect(outcomes.has('unresolved')).toBe(true);
  });

  it('to their ends, with a long run beside short ones', () => {
    const [n, k] = [10, 10];
    const starts = Array.from({ length: 7 }, (_, run) => randomStart({ seed: 1, k, n, run }));
    const { results, order } = all(starts, n, k, {});
    const alone = starts.map((start) => descend(start, n, k));
    expectEqual(results.map(bits), alone.map(bits));
    expect(new Set(alone.map(({ outcome }) => outcome))).toEqual(new Set(['stationary', 'dropped']));
    expect(order).not.toEqual(order.toSorted((a, b) => a - b));
  });

  it('from any starts, zero neurons and equal ones among them', () => {
    const sizes = fc.record({ n: fc.integer({ min: 1, max: 9 }), k: fc.integer({ min: 1, max: 9 }) });
    const entry = fc.oneof(
      { weight: 4, arbitrary: fc.double({ min: -2, max: 2, noNaN: true }) },
      { weight: 1, arbitrary: fc.constantFrom(0, -0, 1, -1, 1e-160, 1e-300, -1e150) },
    );
    const cases = sizes.chain(({ n, k }) =>
      fc.record({
        n: fc.constant(n),
        k: fc.constant(k),
        starts: fc.array(fc.array(entry, { minLength: n * k, maxLength: n * k }), {
          minLength: 0,
          maxLength: 5,
        }),
        maxIterations: fc.integer({ min: 1, max: 200 }),
      }),
    );
    fc.assert(
      fc.property(cases, ({ n, k, starts, maxIterations }) => {
        const points = starts.map((start) => Float64Array.from(start));
        const { results } = all(points, n, k, { maxIterations });
        expectEqual(
          results.map(bits),
          points.map((start) => bits(descend(start, n, k, { maxIterations }))),
        );
      }),
      { numRuns: 150 },
    );
  });
});

describe('descend', () => {
  it('takes a run up under way as if it had not stopped', () => {
    const [n, k] = [9, 8];
    const { normal } = generatorOf({ seed: 72, k, n, run: 0 });
    const start = Float64Array.from({ length: n * k }, () => normal());
    const options = { maxIterations: 1000, drop: 0, tolerance: 1e-300, slack: -1e-6 };
    const whole = descend(start, n, k, options);
    const half = descend(start, n, k, { ...options, maxIterations: 640 });
    const before = descend(start, n, k, { ...options, maxIterations: 639 });
    const { weights, increases, largestIncrease } = half;
    const underWay = { weights, spent: 640, previous: before.objective, increases, largestIncrease };
    const resumed = descend(start, n, k, options, null, underWay);
    expect(resumed.iterations).toBe(1000);
    expect(bits({ ...resumed, largestIncrease: 0 })).toEqual(bits({ ...whole, largestIncrease: 0 }));
  });
});

describe('descendAll', () => {
  it('refuses what it cannot run, and does nothing for no starts', () => {
    expect(() => all([new Float64Array(5)], 2, 3, {})).toThrow(RangeError);
    expect(() => all([Float64Array.of(Number.NaN)], 1, 1, {})).toThrow(RangeError);
    expect(() => all([new Float64Array(4)], 2, 2, { step: 0 })).toThrow(RangeError);
    expect(all([], 3, 3, {}).results).toEqual([]);
  });
});
