import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCandidates } from '../../src/files/index.ts';
import {
  fixedRows,
  matchPoints,
  permute,
  type Symmetry,
  signatureDistance,
  signatureOf,
} from '../../src/search/canonical.ts';
import { type Generator, generatorOf, randomStart } from '../../src/search/generator.ts';

const PUBLISHED = join(process.env['SPURIOUS_SHARED'] ?? '../shared', 'published');
const present = existsSync(PUBLISHED);
if (!present) console.warn(`published files not at ${PUBLISHED}: their tests are skipped (SPURIOUS_SHARED)`);

function shuffled(count: number, generator: Generator): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(generator.uniform() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

function randomSymmetry(n: number, k: number, generator: Generator): Symmetry {
  return { rows: shuffled(n, generator), columns: shuffled(k, generator) };
}

/** a carried by a random symmetry, with normal noise of the given size. */
function disguised(a: Float64Array, n: number, k: number, noise: number, generator: Generator): Float64Array {
  return permute(a, randomSymmetry(n, k, generator)).map((x) => x + noise * generator.normal());
}

function expectMatch(a: Float64Array, b: Float64Array, n: number, k: number, tolerance: number): void {
  const match = matchPoints(a, b, n, k, tolerance);
  expect(match).not.toBeNull();
  expect(match!.rows.toSorted((x, y) => x - y)).toEqual(Array.from({ length: n }, (_, i) => i));
  expect(match!.columns.toSorted((x, y) => x - y)).toEqual(Array.from({ length: k }, (_, j) => j));
  const carried = permute(a, match!);
  const distance = Math.max(...carried.map((x, i) => Math.abs(x - b[i]!)));
  expect(distance).toBe(match!.distance);
  expect(distance).toBeLessThanOrEqual(tolerance);
}

/** The k x k matrix with diagonal a, entries b elsewhere in blocks of the given sizes, and c between the blocks. */
function blockMatrix(blocks: readonly number[], a: number, b: number, c: number): Float64Array {
  const blockOf = blocks.flatMap((size, block) => Array.from({ length: size }, () => block));
  const k = blockOf.length;
  return Float64Array.from({ length: k * k }, (_, at) => {
    const [i, j] = [Math.floor(at / k), at % k];
    if (i === j) return a;
    return blockOf[i] === blockOf[j] ? b : c;
  });
}

const generator = generatorOf({ seed: 21, k: 1, n: 1, run: 0 });

describe('matchPoints', () => {
  it('finds the permutations of generic points', () => {
    for (let run = 0; run < 20; run++) {
      const [n, k] = [5 + run, 4 + ((run * 7) % 13)];
      const a = randomStart({ seed: 1, k, n, run });
      expectMatch(a, disguised(a, n, k, 1e-9, generator), n, k, 1e-6);
    }
  });

  it('finds them for points with many equal entries', () => {
    for (const blocks of [
      [20],
      [1, 19],
      [5, 5, 5, 5],
      [2, 2, 2, 2, 2],
      [1, 2, 3, 4],
      [10, 10],
      [1, 1, 1, 1, 1, 1],
    ]) {
      const k = blocks.reduce((sum, size) => sum + size, 0);
      for (const values of [
        [1, 0, 0],
        [0.9, -0.1, 0.2],
        [0.1, 0.1, 0.1],
        [0.3, 0.2, 0.2],
      ] as [number, number, number][]) {
        const a = blockMatrix(blocks, ...values);
        expectMatch(a, disguised(a, k, k, 1e-9, generator), k, k, 1e-6);
      }
    }
  });

  it('tells apart points that have the same entries, row by row and column by column', () => {
    // Two cycles of length 3 against one of length 6: every row and column is (1, 1, 0, 0, 0, 0) up to order.
    const cycles = (next: (i: number) => number): Float64Array =>
      Float64Array.from({ length: 36 }, (_, at) =>
        Number(at % 6 === Math.floor(at / 6) || at % 6 === next(Math.floor(at / 6))),
      );
    const one = cycles((i) => (i + 1) % 6);
    const two = cycles((i) => (i % 3 === 2 ? i - 2 : i + 1));
    expect(matchPoints(one, two, 6, 6, 1e-6)).toBeNull();
    expectMatch(two, disguised(two, 6, 6, 1e-9, generator), 6, 6, 1e-6);
    const swapped = blockMatrix([3, 3], 0.9, 0.1, 0.2);
    [swapped[1], swapped[3]] = [swapped[3]!, swapped[1]!];
    expect(matchPoints(blockMatrix([3, 3], 0.9, 0.1, 0.2), swapped, 6, 6, 1e-6)).toBeNull();
  });

  it('keeps to the tolerance', () => {
    const a = randomStart({ seed: 1, k: 6, n: 6, run: 0 });
    const b = disguised(a, 6, 6, 0, generator);
    b[7]! += 1e-4;
    expect(matchPoints(a, b, 6, 6, 5e-5)).toBeNull();
    expectMatch(a, b, 6, 6, 2e-4);
  });

  it('matches rectangular points only of one shape', () => {
    expect(() => matchPoints(new Float64Array(6), new Float64Array(4), 2, 2, 1)).toThrow(RangeError);
    expect(signatureDistance(new Float64Array(6), new Float64Array(4))).toBe(Infinity);
  });
});

describe('matchPoints with other targets', () => {
  const [n, k] = [4, 5];
  const point = randomStart({ seed: 8, k, n, run: 0 });
  /** The targets after the coordinates are permuted: entry [j][i] is that of coordinate columns[i]. */
  const keeps = (targets: readonly (readonly (number | string)[])[], columns: readonly number[]): boolean => {
    const name = (row: readonly (number | string)[]): string => row.map(Number).join();
    const moved = targets.map((row) => name(columns.map((c) => row[c]!)));
    return moved.toSorted().join(';') === targets.map(name).toSorted().join(';');
  };
  // A cycle of three coordinates maps this set to itself, a transposition does not.
  const cyclic = [
    [1, 2, 3, 0, 0.5],
    [3, 1, 2, 0, 0.5],
    [2, 3, 1, 0, 0.5],
    [0, 0, 0, 1, 2],
  ];

  it('permutes coordinates only as the targets allow', () => {
    const { rows } = randomSymmetry(n, k, generator);
    for (const [columns, allowed] of [
      [[0, 1, 2, 3, 4], true],
      [[1, 2, 0, 3, 4], true],
      [[2, 0, 1, 3, 4], true],
      [[1, 0, 2, 3, 4], false],
      [[0, 1, 2, 4, 3], false],
    ] as const) {
      expect(keeps(cyclic, columns)).toBe(allowed);
      const moved = permute(point, { rows, columns });
      const match = matchPoints(point, moved, n, k, 1e-9, fixedRows(cyclic));
      expect(match !== null, columns.join()).toBe(allowed);
      if (match !== null) expect([match.columns, match.distance]).toEqual([columns, 0]);
      expect(matchPoints(point, moved, n, k, 1e-9)).not.toBeNull();
    }
  });

  it('takes targets as exact numbers, however they are written', () => {
    const moved = permute(point, { rows: [0, 1, 2, 3], columns: [1, 2, 0, 3, 4] });
    const written = [['1.0', '20e-1', 3, 0, 0.5], [3, 1, '2.00', '-0', '5e-1'], cyclic[2]!, cyclic[3]!];
    expect(matchPoints(point, moved, n, k, 1e-9, fixedRows(written))).not.toBeNull();
    const nearly = cyclic.map((row, j) => row.map((x, c) => (j === 0 && c === 0 ? 1 + 2 ** -52 : x)));
    expect(matchPoints(point, moved, n, k, 1e-9, fixedRows(nearly))).toBeNull();
    expect(matchPoints(point, point, n, k, 1e-9, fixedRows(nearly))).not.toBeNull();
  });

  it('finds a symmetry of the point that only some symmetries of the targets are', () => {
    // All neurons equal: which is which is decided by the coordinates alone.
    const flat = Float64Array.from({ length: n * k }, (_, at) => [0.1, 0.2, 0.3, 0.4, 0.5][at % k]!);
    const moved = permute(flat, { rows: [0, 1, 2, 3], columns: [2, 0, 1, 3, 4] });
    const match = matchPoints(flat, moved, n, k, 1e-9, fixedRows(cyclic));
    expect(match?.columns).toEqual([2, 0, 1, 3, 4]);
  });
});

describe('signatures', () => {
  it('never separate what a symmetry joins', () => {
    for (let run = 0; run < 500; run++) {
      const a = randomStart({ seed: 4, k: 5, n: 4, run });
      const b = permute(a, randomSymmetry(4, 5, generator)).map(
        (x) => x + 1e-3 * (2 * generator.uniform() - 1),
      );
      expect(signatureDistance(signatureOf(a), signatureOf(b))).toBeLessThanOrEqual(1e-3);
    }
  });
});

describe.runIf(present)('published families', () => {
  /** Position, in the file, of the first family that each family matches. */
  function firsts(name: string): number[] {
    const points = readCandidates(join(PUBLISHED, name)).candidates.map(({ candidate }) => {
      if (candidate.form !== 'dense') throw new Error(`${name}: not dense`);
      return { ...candidate, flat: Float64Array.from(candidate.weights.flat(), Number) };
    });
    return points.map((p) => points.findIndex((q) => matchPoints(p.flat, q.flat, p.n, p.k, 1e-5) !== null));
  }

  it('(20,20): families 10, 12, 14–20 are one point, all others differ', () => {
    const one = new Set([10, 12, 14, 15, 16, 17, 18, 19, 20]);
    expect(firsts('newExp-20-20.mat')).toEqual(Array.from({ length: 21 }, (_, i) => (one.has(i) ? 10 : i)));
  });

  it.each([
    ['newExp-10-10.mat', 2],
    ['newExp-17-17.mat', 10],
    ['newExp-18-19.mat', 11],
    ['newExp-19-20.mat', 13],
  ])('%s has %i different points', (name, count) => {
    expect(firsts(name)).toEqual(Array.from({ length: count }, (_, i) => i));
  });
});
