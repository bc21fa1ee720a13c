import { describe, expect, it } from 'vitest';
import {
  chi,
  type Generator,
  generatorOf,
  outsideWidth,
  reducedNormals,
  sampleGenerator,
} from '../../src/search/generator.ts';
import type { Plan } from '../../src/search/plan.ts';
import { PointBook } from '../../src/search/points.ts';
import { problemOf, startOf } from '../../src/search/problem.ts';
import { performRun } from '../../src/search/run.ts';
import { search } from '../../src/search/search.ts';
import { givenWidth, reducedTargets, triangleOf, unitExponent } from '../../src/search/targets.ts';

const SEED = 51;
const stream = (run: number): Generator => generatorOf({ seed: SEED, k: 1, n: 1, run });
function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Largest distance of two empirical distribution functions. */
function kolmogorov(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [Float64Array.from(a).sort(), Float64Array.from(b).sort()];
  let [i, j, most] = [0, 0, 0];
  while (i < x.length && j < y.length) {
    if (x[i]! <= y[j]!) i += 1;
    else j += 1;
    most = Math.max(most, Math.abs(i / x.length - j / y.length));
  }
  return most;
}
/** Exceeded with probability 10⁻⁴ for two samples of this size. */
const bound = (count: number): number => 2.23 * Math.sqrt(2 / count);

function rowsOf(flat: Float64Array, width: number): number[][] {
  return Array.from({ length: flat.length / width }, (_, i) => [
    ...flat.subarray(i * width, i * width + width),
  ]);
}

describe('chi variates', () => {
  it.each([1, 2, 3, 4, 7, 30])('of %i degrees are lengths of normal vectors', (degrees) => {
    const count = 4000;
    const { normal } = stream(1);
    const direct = Array.from({ length: count }, () =>
      Math.hypot(...Array.from({ length: degrees }, () => normal())),
    );
    const own = stream(2);
    const drawn = Array.from({ length: count }, () => chi(degrees, own));
    expect(kolmogorov(direct, drawn), `seed ${SEED}`).toBeLessThan(bound(count));
  });

  it.each([100, 1e4, 1e9, 2 ** 53 - 1])('of %i degrees have the mean and the variance of chi', (degrees) => {
    const count = 20_000;
    const own = stream(3);
    // chi − √(degrees − ½) is nearly normal with variance ½.
    const centre = Math.sqrt(degrees - 0.5);
    const values = Array.from({ length: count }, () => chi(degrees, own) - centre);
    const mean = values.reduce((a, b) => a + b) / count;
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / count;
    expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(0.5 / count) + 1 / degrees);
    expect(Math.abs(variance - 0.5)).toBeLessThan(5 * Math.sqrt(0.5 / count) + 1 / degrees);
  });
});

describe('random vectors in reduced coordinates', () => {
  it.each([
    [3, 3, 3],
    [3, 4, 5],
    [2, 3, 9],
    [4, 4, 2],
  ])('%i targets and %i neurons of R^%i have the Gram matrix of vectors drawn there', (k, n, d) => {
    const count = 4000;
    const span = Math.min(k, d);
    const statistics = (v: number[][], w: number[][]): number[] => [
      dot(v[0]!, v[1]!),
      dot(v[k - 1]!, v[k - 1]!),
      dot(w[0]!, v[1]!),
      dot(w[n - 1]!, v[k - 1]!),
      dot(w[0]!, w[1]!),
      dot(w[n - 1]!, w[n - 1]!),
      dot(w[0]!, w[n - 1]!) * dot(v[0]!, w[1]!),
    ];
    const { normal } = stream(4);
    const vectors = (m: number): number[][] => {
      const rows: number[][] = [];
      for (let i = 0; i < m; i++) {
        const row: number[] = [];
        for (let a = 0; a < d; a++) row.push(normal());
        rows.push(row);
      }
      return rows;
    };
    const direct = Array.from({ length: count }, () => statistics(vectors(k), vectors(n)));
    const width = span + outsideWidth(n, { d, span });
    const own = stream(5);
    const reduced = Array.from({ length: count }, () => {
      const v = rowsOf(reducedNormals(k, { d, span: 0 }, own), span);
      const w = rowsOf(reducedNormals(n, { d, span }, own), width);
      return statistics(
        v.map((row) => [...row, ...new Array<number>(width - span).fill(0)]),
        w,
      );
    });
    direct[0]!.forEach((_, s) => {
      const gap = kolmogorov(
        direct.map((all) => all[s]!),
        reduced.map((all) => all[s]!),
      );
      expect(gap, `statistic ${s}, seed ${SEED}`).toBeLessThan(bound(count));
    });
  });

  it('come from streams that are frozen', () => {
    const id = { seed: 2018, d: 1e9, k: 3, n: 2, sample: 1, start: 2 };
    const first = [0, 1].map((n) => sampleGenerator({ ...id, n, start: n }).uniform());
    const others = [{ d: 1 }, { sample: 2 }, { start: 3 }, { k: 4 }, { seed: 2019 }].map((other) =>
      sampleGenerator({ ...id, ...other }).uniform(),
    );
    expect(new Set([...first, ...others, sampleGenerator(id).uniform()]).size).toBe(8);
    expect(first).toEqual([0.6062991513916995, 0.766429295173893]);
    for (const bad of [
      { d: -1 },
      { k: 0 },
      { sample: 2 ** 32 },
      { start: 0.5 },
      { seed: 2 ** 53 },
      { n: 65536 },
    ])
      expect(() => sampleGenerator({ ...id, ...bad })).toThrow(RangeError);
  });
});

describe('triangular coordinates', () => {
  const rows = [
    [1, 2, 0, -1, 4],
    [0.5, 0, 0, 1, 1],
    [3, 3, 3, 0, -2],
  ];

  it('give the rows back, positive on the diagonal', () => {
    const triangle = triangleOf(rows);
    if ('dependent' in triangle) throw new Error('these rows are independent');
    const { span, basis } = triangle;
    const own = rowsOf(triangle.rows, span);
    own.forEach((row, j) => {
      expect(row[j]).toBeGreaterThan(0);
      expect(row.slice(j + 1).every((x) => x === 0)).toBe(true);
      for (let c = 0; c < 5; c++)
        expect(row.reduce((sum, x, a) => sum + x * basis[a * 5 + c]!, 0)).toBeCloseTo(rows[j]![c]!, 14);
    });
    expect(rowsOf(basis, 5).map((q) => rowsOf(basis, 5).map((p) => dot(p, q)))).toEqual(
      [0, 1, 2].map((i) => [0, 1, 2].map((j) => expect.closeTo(Number(i === j), 14))),
    );
  });

  it('name a vector of the span of those before', () => {
    expect(
      triangleOf([
        [1, 0, 1],
        [2, 0, 2],
        [0, 1, 0],
      ]),
    ).toEqual({ dependent: 1 });
    expect(
      triangleOf([
        [1, 0],
        [0, 1],
        [1, 1],
      ]),
    ).toMatchObject({ span: 2 });
  });

  it('are those of a plan beyond R^2k, and are otherwise left alone', () => {
    expect(reducedTargets(rows)).toBe(rows);
    expect(
      [
        [10, 5],
        [10, 19],
        [10, 20],
        [32, 33],
        [100, 50],
        [100, 101],
      ].map(([k, d]) => givenWidth(k!, d!)),
    ).toEqual([5, 19, 10, 32, 50, 100]);
    const wide = rows.map((row) => [...row, 0.25, -1].map((x) => x * 2 ** -40));
    const reduced = reducedTargets(wide) as number[][];
    expect(reduced.map(({ length }) => length)).toEqual([3, 3, 3]);
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++)
        expect(dot(reduced[i]!, reduced[j]!) * 2 ** 80).toBeCloseTo(dot(wide[i]!, wide[j]!) * 2 ** 80, 12);
  });

  it('measure lengths in the power of 2 next to the longest target', () => {
    expect(
      [
        [[1, 0]],
        [[0.8, 0]],
        [[1.4, 0]],
        [[1.5, 0]],
        [[0.7, 0]],
        [
          [3, 4],
          [0, 1],
        ],
      ].map(unitExponent),
    ).toEqual([0, 0, 0, 1, -1, 2]);
    expect(unitExponent([[2 ** -60, 2 ** -60]])).toBe(-59);
  });
});

const producer = { name: 'test', version: '0' };
const PLAN = {
  format: 'spurious-search-plan',
  version: 1,
  seed: 1,
  runs: 40,
  step: 0.1,
  drop: 1e-3,
  maxIterations: 1e6,
} as const;

/** Verdict and point of every run, and the objective. */
function found(targets: Plan['targets'], runs: readonly number[]): (string | number | null)[][] {
  const row = { k: 7, n: 7, d: 7 };
  const plan = { ...PLAN, ...(targets !== undefined && { targets }), rows: [row] };
  const problem = problemOf(plan, row, 0);
  const book = new PointBook(row, producer, problem);
  return runs.map((run) => {
    const { weights, objective } = performRun(plan, row, run, problem);
    const answer = weights === null ? null : book.identify(weights);
    return [answer?.verdict ?? null, answer?.point ?? null, objective];
  });
}

describe('targets that are the standard basis in disguise', () => {
  const identity = Array.from({ length: 7 }, (_, i) => Array.from({ length: 7 }, (_, j) => Number(i === j)));
  const expected = found(
    identity,
    Array.from({ length: 40 }, (_, run) => run),
  );
  const spurious = expected.flatMap(([verdict], run) => (verdict === 'spurious-local-minimum' ? [run] : []));
  // Runs that tell: all that are spurious, and two that are not.
  const runs = [...spurious.slice(0, 3), ...[0, 1, 2].filter((run) => !spurious.includes(run)).slice(0, 2)];

  it('have the published minimum, one up to permutations of neurons and coordinates', () => {
    expect(spurious.length).toBeGreaterThan(1);
    for (const run of spurious) {
      expect(expected[run]![1]).toBe(1);
      expect(expected[run]![2]).toBeCloseTo(0.0232027149, 9);
    }
  });

  it('times a power of 2 give the same answers, digit by digit', () => {
    const scaled = found(
      identity.map((row) => row.map((x) => x * 2 ** -23)),
      runs,
    );
    expect(scaled).toEqual(
      runs.map((run) => [expected[run]![0], expected[run]![1], (expected[run]![2] as number) * 4 ** -23]),
    );
  });

  it('permuted give the same answers, and rotated the same verdicts and values', () => {
    const order = [3, 0, 6, 1, 5, 2, 4];
    const permuted = found(
      order.map((j) => identity[j]!),
      runs,
    );
    expect(permuted.map(([verdict, point]) => [verdict, point])).toEqual(
      runs.map((run) => expected[run]!.slice(0, 2)),
    );
    // Two plane rotations: no permutation of coordinates maps the targets to themselves.
    const rotated = identity.map((row) => {
      const [c, s] = [Math.cos(0.7), Math.sin(0.7)];
      const [a, b, e, ...rest] = row as [number, number, number, ...number[]];
      const [a1, b1] = [c * a - s * b, s * a + c * b];
      return [a1, c * b1 - s * e, s * b1 + c * e, ...rest];
    });
    for (const [i, [verdict, , objective]] of found(rotated, runs).entries()) {
      expect(verdict).toBe(expected[runs[i]!]![0]);
      expect(objective).toBeCloseTo(expected[runs[i]!]![2] as number, 8);
    }
  });
});

describe('the library', () => {
  it('searches random targets, and refuses what is no search', () => {
    const row = { k: 7, n: 7, d: 1e9 };
    const options = { targets: 'gaussian', samples: 2, runs: 3, seed: 1, maxIterations: 3000 } as const;
    const { results } = search(row, options);
    expect(results.map(({ run, sample }) => [run, sample])).toEqual(
      [0, 1, 2, 3, 4, 5].map((r) => [r, r < 3 ? 0 : 1]),
    );
    expect(() => search({ k: 7, n: 7 }, options)).toThrow(RangeError);
    expect(() => search(row, { ...options, samples: 0 })).toThrow(RangeError);
    expect(() => search(row, { runs: 1, seed: 1, targets: [[1, 0]] })).toThrow(RangeError);
    const rows = [
      [1, 0, 0, 0, 0],
      [0.5, 1, 0, 0, 0],
    ];
    const wide = search({ k: 2, n: 2, d: 5 }, { runs: 2, seed: 1, targets: rows, maxIterations: 2000 });
    expect(wide.results).toHaveLength(2);
  });
});

describe('starts from split points', () => {
  const weights = [
    [1, 2],
    [3, -1],
  ];
  const plan: Plan = {
    ...PLAN,
    variance: 1e-12,
    from: [{ k: 2, n: 2, claim: '0123456789abcdef', weights }],
    rows: [{ k: 2, n: 3 }],
  };

  it('are the point with one neuron in two parts, each neuron in turn, and a small push', () => {
    for (let run = 0; run < 8; run++) {
      const [a, b, c] = rowsOf(startOf(plan, plan.rows[0]!, run), 2) as [number[], number[], number[]];
      const split = run % 2;
      const parts = [a, b][split]!;
      expect(Math.hypot(...[a, b][1 - split]!.map((x, j) => x - weights[1 - split]![j]!))).toBeLessThan(1e-5);
      expect(Math.hypot(...parts.map((x, j) => x + c[j]! - weights[split]![j]!))).toBeLessThan(1e-5);
      const alpha = dot(parts, weights[split]!) / dot(weights[split]!, weights[split]!);
      expect(alpha).toBeGreaterThan(-1e-5);
      expect(alpha).toBeLessThan(1 + 1e-5);
      expect(Math.hypot(...parts.map((x, j) => x - alpha * weights[split]![j]!))).toBeLessThan(1e-5);
    }
  });
});
