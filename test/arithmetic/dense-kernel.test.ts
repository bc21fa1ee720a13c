import { describe, expect, it } from 'vitest';
import {
  lambdaMinLower,
  lambdaMinLowerByCholesky,
  lambdaMinLowerByIntegers,
} from '../../src/arithmetic/definite.ts';
import { DenseKernel, hearingOfFactors } from '../../src/arithmetic/dense-kernel.ts';
import { type EnclosedMatrix, enclosedMatrix } from '../../src/arithmetic/enclosed.ts';
import { approximately } from '../../src/arithmetic/exact.ts';

/** Sizes of one block, and of several with and without padding. */
const SIZES = [5, 510, 512, 513, 575, 576, 640];

/** H D H with H = I − 2vvᵀ, D = diag(1 + i/size) but for `least` at one place: its spectrum is that of D. */
function reflected(size: number, least: number, place: number): EnclosedMatrix {
  const d = Float64Array.from({ length: size }, (_, i) => (i === place ? least : 1 + i / size));
  const v = Float64Array.from({ length: size }, (_, i) => 1 + ((i * 7) % 11));
  const length = Math.hypot(...v);
  let s = 0;
  for (let i = 0; i < size; i++) {
    v[i]! /= length;
    s += d[i]! * v[i]! ** 2;
  }
  const mid = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      const entry = (i === j ? d[i]! : 0) + v[i]! * v[j]! * (4 * s - 2 * (d[i]! + d[j]!));
      mid[i * size + j] = entry;
      mid[j * size + i] = entry;
    }
  return enclosedMatrix(size, mid, 0);
}

describe('who hears of factors', () => {
  it('is told of each block column of a large one, up to its end, and of no other', () => {
    const told: number[] = [];
    let whole = 0;
    const hear = (done: number, of: number): void => {
      told.push(done);
      whole = of;
    };
    const large = reflected(640, 0.5, 1);
    const kernel = DenseKernel.ofSize(640);
    const outer: number[] = [];
    hearingOfFactors(
      (done) => void outer.push(done),
      () => {
        hearingOfFactors(hear, () => kernel.factor(large.mid, 0));
        expect(outer).toEqual([]);
        // It has it again, also after an error.
        expect(() =>
          hearingOfFactors(hear, () => {
            throw new RangeError('on the way');
          }),
        ).toThrow(RangeError);
        DenseKernel.ofSize(512).factor(reflected(512, 0.5, 1).mid, 0);
        expect(outer).toEqual([]);
        kernel.factor(large.mid, 0);
      },
    );
    // 10 rows of blocks: column j takes j(10 − j) products, and one more for itself.
    let sum = 0;
    const expected = Array.from({ length: 10 }, (_, j) => {
      sum += j * (10 - j) + 1;
      return sum;
    });
    expect(told).toEqual(expected);
    expect(whole).toBe(sum);
    expect(outer).toEqual(expected);
    kernel.factor(large.mid, 0);
    expect(told).toHaveLength(10);
  });
});

describe.each(SIZES)('a factor of size %i', (size) => {
  it.each([0, size >> 1, size - 1])('tells the least eigenvalue, with its direction at place %i', (place) => {
    const least = 0.125;
    const matrix = reflected(size, least, place);
    const bound = approximately(lambdaMinLower(matrix, 'cholesky')!);
    // The entries are off by their roundings.
    expect(bound).toBeLessThan(least + 1e-13);
    expect(bound).toBeGreaterThan(least - 1e-10);
    expect(lambdaMinLowerByCholesky(matrix, least + 1e-10)).toBe(null);
    expect(lambdaMinLowerByCholesky(reflected(size, -1e-3, place), 0)).toBe(null);
  });

  it('solves equations, and has the exact residual', () => {
    const matrix = reflected(size, 0.5, 1);
    const kernel = DenseKernel.ofSize(size);
    expect(kernel.factor(matrix.mid, 0.25)).toBe(true);
    const right = Float64Array.from({ length: size }, (_, i) => Math.cos(i));
    const x = right.slice();
    kernel.solve(x);
    for (let i = 0; i < size; i++) {
      let sum = -0.25 * x[i]!;
      for (let j = 0; j < size; j++) sum += matrix.mid[i * size + j]! * x[j]!;
      expect(Math.abs(sum - right[i]!), `row ${i}`).toBeLessThan(1e-12);
    }
    const bound = approximately(lambdaMinLowerByIntegers(matrix, 0.5 - 1e-8)!);
    expect(bound).toBeLessThan(0.5);
    expect(bound).toBeGreaterThan(0.5 - 2e-8);
  });
});
