import { describe, expect, it } from 'vitest';
import { inDoubles, inUnits } from '../../../src/checker/numbers/integer-matrix.ts';
import { Rejection } from '../../../src/checker/rejection.ts';

const matrix = (entry: number, error = 0): Parameters<typeof inUnits>[0] => {
  return { rows: [new Float64Array([entry])], error };
};

describe('a matrix of doubles in integers', () => {
  it.each([
    [Infinity, 0],
    [Number.NaN, 0],
    [1, Infinity],
    [1, Number.NaN],
  ])('is refused beyond the range of doubles: entry %d, error %d', (entry, error) => {
    expect(() => inUnits(matrix(entry, error))).toThrow(Rejection);
  });

  it('encloses what it came from, there and back', () => {
    for (const entry of [0, 1, -1, 0.1, -1 / 3, 2 ** -130, -(2 ** -130)]) {
      const { rows, error } = inDoubles(inUnits(matrix(entry, 2 ** -60)));
      expect(Math.abs(rows[0]![0]! - entry) + 2 ** -60, `${entry}`).toBeLessThanOrEqual(error);
    }
  });
});
