import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BlockMatrix, type Product } from '../../src/arithmetic/block-matrix.ts';
import { expectEqual } from '../equal.ts';
import { holdsByShape } from './support.ts';

/** The entry (a, b), b ≤ a, of a block, in the order of operations that the kernel promises. */
function entryOf(diagonal: number, products: readonly Product[], a: number, b: number): number {
  let sum = a === b ? diagonal : 0;
  for (const { coefficient, left, right } of products) {
    if (left === right) {
      const p = coefficient * left[a]!;
      if (p !== 0) sum += p * left[b]!;
    } else {
      const p = 0.5 * coefficient * left[a]!;
      const q = 0.5 * coefficient * right[a]!;
      if (p !== 0 || q !== 0) sum += p * right[b]! + q * left[b]!;
    }
  }
  return sum;
}

const number = fc.oneof(
  fc.double({ min: -1e3, max: 1e3, noNaN: true }),
  fc.constantFrom(0, -0, 1, 2 ** -1060, 1e300, Number.POSITIVE_INFINITY, Number.NaN),
);

const matrices = fc
  .record({ n: fc.integer({ min: 1, max: 4 }), d: fc.integer({ min: 1, max: 7 }) })
  .chain(({ n, d }) => {
    const vector = fc.array(number, { minLength: d, maxLength: d });
    const place = fc.nat(n * n - 1);
    return fc.record({
      n: fc.constant(n),
      d: fc.constant(d),
      vectors: fc.array(vector, { minLength: 1, maxLength: 5 }),
      blocks: fc.array(
        fc.record({
          place,
          diagonal: number,
          products: fc.array(fc.tuple(number, fc.nat(4), fc.nat(4)), { maxLength: 6 }),
        }),
        { maxLength: 6 },
      ),
    });
  });

describe('matrices put together block by block', () => {
  test('are bit for bit what the formulas say, and symmetric; the largest entry is seen', () => {
    holdsByShape(
      matrices,
      ({ n, d }) => 8 * n + d,
      ({ n, d, vectors, blocks }) => {
        const arrays = vectors.map((x) => Float64Array.from(x));
        const size = n * d;
        const expected = new Float64Array(size * size);
        const matrix = new BlockMatrix(n, d);
        for (const { place, diagonal, products } of blocks) {
          const [i, j] = [Math.floor(place / n), place % n];
          const terms = products.map(([coefficient, x, y]) => ({
            coefficient,
            left: arrays[x % arrays.length]!,
            right: arrays[y % arrays.length]!,
          }));
          matrix.set(i, j, diagonal, terms);
          for (let a = 0; a < d; a++)
            for (let b = 0; b < d; b++) {
              const value = entryOf(diagonal, terms, Math.max(a, b), Math.min(a, b));
              expected[(i * d + a) * size + j * d + b] = value;
              expected[(j * d + a) * size + i * d + b] = value;
            }
        }
        // + 0: an entry 0 may have another sign.
        const bits = (x: Float64Array): number[] => Array.from(x, (value) => value + 0);
        expectEqual(bits(matrix.entries), bits(expected));
        expectEqual(
          matrix.largest,
          expected.reduce((most, x) => Math.max(most, Math.abs(x)), 0),
        );
      },
      1000,
    );
  });

  test('more vectors than are kept at once, in products of two', () => {
    const d = 3;
    const vectors = Array.from({ length: 700 }, (_, i) =>
      Float64Array.from({ length: d }, (_, a) => Math.sin(3 * i + a)),
    );
    const products = vectors.map((left, i) => ({
      coefficient: Math.cos(i),
      left,
      right: vectors[(i * 311 + 5) % vectors.length]!,
    }));
    const matrix = new BlockMatrix(1, d);
    matrix.set(0, 0, 2, products);
    for (let a = 0; a < d; a++)
      for (let b = 0; b <= a; b++) expect(matrix.entries[a * d + b]).toBe(entryOf(2, products, a, b));
  });

  test('a second matrix of the same shape leaves the first as it was, and begins with zeros', () => {
    const x = Float64Array.of(1, 2);
    const first = new BlockMatrix(2, 2);
    first.set(0, 0, 1, []);
    first.set(1, 0, 3, [{ coefficient: 1, left: x, right: x }]);
    x[0] = 5;
    const second = new BlockMatrix(2, 2);
    second.set(1, 1, 7, [{ coefficient: 1, left: x, right: x }]);
    expect([...first.entries]).toEqual([1, 0, 4, 2, 0, 1, 2, 7, 4, 2, 0, 0, 2, 7, 0, 0]);
    expect([...second.entries]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 32, 10, 0, 0, 10, 11]);
    expect(() => first.set(0, 0, 1, [])).toThrow('finished');
  });
});

test('a matrix that is lent is empty rather than another one, once its place is taken', () => {
  const one = Float64Array.of(1, 2, 3, 4, 5);
  const large = new BlockMatrix(206, 5, 'lent');
  large.set(205, 205, 1, [{ coefficient: 1, left: one, right: one }]);
  const { entries } = large;
  expect(entries.at(-1)).toBe(26);
  new BlockMatrix(206, 5, 'lent').set(0, 0, 7, []);
  expect(entries).toHaveLength(0);
  expect(new BlockMatrix(206, 5, 'lent').entries.every((x) => x === 0)).toBe(true);
  const first = (keeping: 'copied' | 'lent') =>
    [1, 2, 3]
      .map((diagonal) => {
        const matrix = new BlockMatrix(2, 5, keeping);
        matrix.set(0, 0, diagonal, []);
        return matrix.entries;
      })
      .map((x) => x[0]);
  expect(first('lent')).toEqual([undefined, 2, 3]);
  expect(first('copied')).toEqual([1, 2, 3]);
});
