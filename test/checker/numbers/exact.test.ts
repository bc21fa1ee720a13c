import { describe, expect, it } from 'vitest';
import {
  decimalsOf,
  floorDivide,
  floorTimes,
  integerRows,
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
