import { describe, expect, it } from 'vitest';
import { serialise } from '../../src/certificate/index.ts';
import { checkCertificate } from '../../src/checker/index.ts';
import { permute, type Symmetry } from '../../src/search/canonical.ts';
import { type Generator, generatorOf } from '../../src/search/generator.ts';
import type { Plan } from '../../src/search/plan.ts';
import { PointBook } from '../../src/search/points.ts';
import { problemOf } from '../../src/search/problem.ts';
import { performRun } from '../../src/search/run.ts';
import { projectCandidate } from '../points.ts';

const producer = { name: 'test', version: '0' };
const SEED = 31;
const generator = generatorOf({ seed: SEED, k: 1, n: 1, run: 0 });

const flat = (name: string): Float64Array => Float64Array.from(projectCandidate(name).weights.flat(), Number);

function shuffled(count: number, { uniform }: Generator): number[] {
  const keys = Array.from({ length: count }, () => uniform());
  return keys.map((_, i) => i).sort((a, b) => keys[a]! - keys[b]!);
}

function disguised(a: Float64Array, n: number, k: number, noise: number): Float64Array {
  const symmetry: Symmetry = { rows: shuffled(n, generator), columns: shuffled(k, generator) };
  return permute(a, symmetry).map((x) => x + noise * generator.normal());
}

describe('a book of points for random targets', () => {
  const row = { k: 8, n: 8, d: 1e9 };
  const plan: Plan = {
    format: 'spurious-search-plan',
    version: 1,
    seed: 4,
    runs: 10,
    step: 0.1,
    drop: 1e-3,
    maxIterations: 1e6,
    targets: 'gaussian',
    samples: 1,
    rows: [row, { ...row, d: 20 }],
  };
  const problem = problemOf(plan, row, 0);
  const end = performRun(plan, row, 1, problem).weights!;
  const width = end.length / row.n;
  const book = (): PointBook => new PointBook(row, producer, problem);
  /** The end with its first neuron moved by so much outside the span of the targets. */
  const moved = (by: number): Float64Array => end.map((x, at) => (at === width - 1 ? x + by : x));

  it('cuts off what is outside their span and counts it as distance', () => {
    expect(width).toBe(16);
    const [whole, near, far] = [0, 5e-4, 2e-3].map((by) => book().identify(moved(by)));
    expect(whole).toEqual({ verdict: 'spurious-local-minimum', point: 1, reason: null });
    expect(near).toEqual(whole);
    expect(far).toMatchObject({ verdict: 'inconclusive', point: null });
    expect(far!.reason).toMatch(/outside the span/);
    // Near enough for the uniqueness ball of the known point, or not even after a proof.
    const known = book();
    known.identify(end);
    expect(known.identify(moved(1e-7)).point).toBe(1);
    expect(known.identify(moved(2e-3)).point).toBeNull();
    expect(known.points).toHaveLength(1);
  });

  it('permutes neurons, but not coordinates that the targets tell apart', () => {
    const narrow = plan.rows[1]!;
    const own = problemOf(plan, narrow, 0);
    const known = new PointBook(narrow, producer, own);
    const weights = performRun(plan, narrow, 1, own).weights!;
    expect(known.identify(weights)).toMatchObject({ verdict: 'spurious-local-minimum', point: 1 });
    const order = [3, 0, 6, 1, 5, 2, 4, 7];
    const all = Array.from({ length: width }, (_, c) => c);
    expect(known.identify(permute(weights, { rows: order, columns: all }))).toMatchObject({ point: 1 });
    const columns = [1, 0, ...all.slice(2)];
    expect(known.identify(permute(weights, { rows: all.slice(0, 8), columns })).point).not.toBe(1);
    expect(() => new PointBook({ k: 8, n: 8 }, producer, problem)).toThrow(RangeError);
  });
});

describe('a book of points', () => {
  const names = ['10-10-1', '10-10-2', '10-10-3'];

  it('merges what a permutation carries to one another, and nothing else', () => {
    const book = new PointBook({ k: 10, n: 10 }, producer);
    const points = names.map(flat);
    const order = [0, 2, 0, 1, 2, 2, 1, 0, 1, 0, 2, 1];
    const found = order.map((which, i) =>
      book.identify(disguised(points[which]!, 10, 10, i < 6 ? 0 : 1e-10)),
    );
    // Numbered by first appearance.
    const number = [1, 3, 2];
    expect(found, `seed ${SEED}`).toEqual(
      order.map((which) => ({ verdict: 'spurious-local-minimum', point: number[which], reason: null })),
    );
    expect(book.points).toHaveLength(3);
    expect(book.unseparatedPairs).toBe(0);
    for (const { certificate } of book.points)
      expect(checkCertificate(serialise(certificate)).accepted).toBe(true);
  });

  it('merges an endpoint outside the uniqueness ball only through the critical point that it leads to', () => {
    const book = new PointBook({ k: 10, n: 10 }, producer);
    book.identify(flat('10-10-1'));
    const rough = disguised(flat('10-10-1'), 10, 10, 1e-5);
    expect(book.identify(rough), `seed ${SEED}`).toMatchObject({ point: 1 });
    expect(book.points).toHaveLength(1);
  });

  it('knows the targets, and proves nothing where neurons coincide', () => {
    const book = new PointBook({ k: 6, n: 6 }, producer);
    const identity = Float64Array.from({ length: 36 }, (_, at) => Number(at % 7 === 0));
    const verdicts = [
      flat('6-6'),
      disguised(identity, 6, 6, 0),
      disguised(identity, 6, 6, 0),
      new Float64Array(36).fill(0.5),
      disguised(flat('6-6'), 6, 6, 0),
    ].map((weights) => book.identify(weights));
    expect(verdicts.map(({ verdict, point }) => [verdict, point])).toEqual([
      ['spurious-local-minimum', 1],
      ['not-spurious', 2],
      ['not-spurious', 2],
      [expect.stringMatching(/^(inconclusive|no-critical-point)$/), null],
      ['spurious-local-minimum', 1],
    ]);
    expect(verdicts[3]!.reason).not.toBeNull();
  });
});
