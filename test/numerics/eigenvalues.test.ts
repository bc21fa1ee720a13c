import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eigenvalues } from '../../src/numerics/eigenvalues.ts';
import { eigenpairs } from '../../src/numerics/matrix.ts';

const symmetric = (rows: readonly (readonly number[])[]): Float64Array =>
  Float64Array.from(rows.flatMap((row, i) => row.map((_, j) => rows[Math.max(i, j)]![Math.min(i, j)]!)));

describe('eigenvalues of a symmetric matrix', () => {
  it('are those of cyclic Jacobi rotations, ascending', () => {
    const matrix = fc.integer({ min: 1, max: 9 }).chain((size) =>
      fc.array(
        fc.array(fc.oneof(fc.double({ min: -5, max: 5, noNaN: true }), fc.constant(0), fc.constant(1)), {
          minLength: size,
          maxLength: size,
        }),
        { minLength: size, maxLength: size },
      ),
    );
    fc.assert(
      fc.property(matrix, (rows) => {
        const flat = symmetric(rows);
        const size = rows.length;
        const full = Array.from({ length: size }, (_, i) => [...flat.slice(i * size, (i + 1) * size)]);
        const expected = eigenpairs(full).values;
        const found = eigenvalues(flat, size);
        const scale = Math.max(1, ...expected.map(Math.abs));
        found.forEach((x, i) => {
          expect(Math.abs(x - expected[i]!) / scale).toBeLessThan(1e-12);
        });
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['zero', new Float64Array(9), [0, 0, 0]],
    ['diagonal', Float64Array.of(3, 0, 0, 0, 1, 0, 0, 0, 2), [1, 2, 3]],
    ['all ones', new Float64Array(9).fill(1), [0, 0, 3]],
    [
      'a small entry beside a large one',
      Float64Array.of(5, 0, 3e-9, 0, 0, 5, 3e-9, 5, 0),
      [-5, 5 - 3e-9 / Math.SQRT2, 5 + 3e-9 / Math.SQRT2],
    ],
    ['the least double', Float64Array.of(0, 1, 0, 1, 0, -5e-324, 0, -5e-324, 0), [-1, 0, 1]],
  ] as const)('of a matrix that is %s', (_, matrix, expected) => {
    eigenvalues(matrix, 3).forEach((x, i) => {
      expect(x).toBeCloseTo(expected[i]!, 14);
    });
  });

  it('leave the matrix as it was', () => {
    const matrix = Float64Array.of(1, 2, 2, 1);
    eigenvalues(matrix, 2);
    expect([...matrix]).toEqual([1, 2, 2, 1]);
  });
});
