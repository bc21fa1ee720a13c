import { describe, expect, it } from 'vitest';
import {
  addMultiple,
  dot,
  randomVectors,
  rayleighQuotient,
  subtractParts,
} from '../../src/numerics/vectors.ts';

const SIZES = [1, 2, 3, 4, 5, 8, 11, 60];

describe.each(SIZES)('in %i coordinates, double for double', (size) => {
  it.each([0, 1, 2, 5])('parts along %i vectors are subtracted one after the other', (count) => {
    const [given, ...basis] = randomVectors(size, count + 1) as [Float64Array, ...Float64Array[]];
    const expected = given.slice();
    for (const u of basis) addMultiple(expected, -dot(u, expected), u);
    subtractParts(given, basis);
    expect([...given]).toEqual([...expected]);
  });

  it('a Rayleigh quotient is summed row by row', () => {
    const [x, ...rows] = randomVectors(size, size + 1) as [Float64Array, ...Float64Array[]];
    const sum = rows.reduce((s, row, i) => s + x[i]! * dot(row, x), 0);
    const matrix = Float64Array.from(rows.flatMap((row) => [...row]));
    expect(rayleighQuotient(matrix, x)).toBe(sum / dot(x, x));
  });
});
