import { describe, expect, it } from 'vitest';
import {
  decimalsOf,
  floorDivide,
  floorTimes,
  integerRows,
  smallestEigenvalueAtLeast,
  UNIT,
  unitsAbove,
} from '../../../src/checker/numbers/exact.ts';

const ONE = 1n << BigInt(UNIT);

describe('exact numbers', () => {
  it('floors', () => {
    for (let a = -20n; a <= 20n; a++) {
      for (let b = 1n; b <= 7n; b++) {
        const q = floorDivide(a, b);
        expect(q * b <= a && a < (q + 1n) * b, `${a}/${b}`).toBe(true);
      }
    }
    expect(floorTimes('-0.05', 10n)).toBe(-1n);
    expect(floorTimes('0.05', 10n)).toBe(0n);
    expect(floorTimes('-12.5e1', 2n)).toBe(-250n);
    expect(floorTimes('1E+3', 1n)).toBe(1000n);
    expect(floorTimes('-0', 5n)).toBe(0n);
    expect(unitsAbove('0.5')).toBe(ONE / 2n);
    expect(unitsAbove('1e-60')).toBe(1n);
    expect(unitsAbove('-1e-60')).toBe(0n);
  });

  it('writes decimals as integers of one scale', () => {
    const rows = [
      ['0.25', '-3'],
      ['1e2', '1.5e-3'],
    ];
    expect(decimalsOf(rows.flat())).toBe(4);
    expect(integerRows(rows, 4)).toEqual([
      [2500n, -30000n],
      [1000000n, 15n],
    ]);
  });
});

/** The matrix c·I + a·J/N with all entries of J one: eigenvalues c (N−1 times) and c + a. */
function known(size: number, c: bigint, a: bigint): bigint[][] {
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: i + 1 }, (_, j) => a / BigInt(size) + (i === j ? c : 0n)),
  );
}

describe('smallest eigenvalue', () => {
  it('is confirmed a little below the true one and never above it', () => {
    for (const size of [1, 2, 3, 15, 16, 17, 40]) {
      for (const c of ['0.25', '0.0004', '3', '1000']) {
        const lambda = unitsAbove(c);
        const matrix = known(size, lambda, size === 1 ? 0n : 2n * ONE);
        const margin = BigInt(Math.ceil(size * 2 ** -45 * Math.max(1, Number(c) + 2) * 2 ** UNIT));
        expect(smallestEigenvalueAtLeast(matrix, 0n, lambda - margin), `N = ${size}, ${c}`).toBe(true);
        expect(smallestEigenvalueAtLeast(matrix, 0n, lambda + 1n), `N = ${size}, ${c}`).toBe(false);
        expect(smallestEigenvalueAtLeast(matrix, margin, lambda), `N = ${size}, ${c}`).toBe(false);
      }
    }
  });

  it('counts the error of the matrix in full', () => {
    const matrix = known(5, ONE, ONE);
    expect(smallestEigenvalueAtLeast(matrix, ONE / 4n, ONE / 2n)).toBe(false);
    expect(smallestEigenvalueAtLeast(matrix, 1n, ONE / 2n)).toBe(true);
  });

  it('is refused for indefinite, infinite and absurd matrices', () => {
    expect(smallestEigenvalueAtLeast([[1n], [ONE, 1n]], 0n, 1n)).toBe(false);
    expect(smallestEigenvalueAtLeast(known(4, -ONE, 0n), 0n, 1n)).toBe(false);
    expect(smallestEigenvalueAtLeast([[10n ** 2000n]], 0n, 1n)).toBe(false);
    expect(smallestEigenvalueAtLeast([[ONE], [10n ** 2000n, ONE]], 0n, 1n)).toBe(false);
  });
});
