import { describe, expect, it } from 'vitest';
import {
  decimalsOf,
  floorDivide,
  floorTimes,
  inOneUnit,
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

  it('takes a power of two for the unit where all numbers are multiples of one, else of ten', () => {
    const { unit, lists } = inOneUnit([[['0.25', '-3']], [['1e2', '-0.5E-1']], []]);
    expect(unit).toEqual({ twos: 2, fives: 2 });
    expect(lists).toEqual([[[25n, -300n]], [[10000n, -5n]], []]);
    const dyadic = inOneUnit([
      [['0.25', '-3']],
      [
        ['1e2', '-0.125e1'],
        ['-0', '0.000'],
      ],
    ]);
    expect(dyadic.unit).toEqual({ twos: 3, fives: 0 });
    expect(dyadic.lists).toEqual([
      [[2n, -24n]],
      [
        [800n, -10n],
        [0n, 0n],
      ],
    ]);
    expect(inOneUnit([[['7', '1e3']]])).toEqual({ unit: { twos: 0, fives: 0 }, lists: [[[7n, 1000n]]] });
  });
});
