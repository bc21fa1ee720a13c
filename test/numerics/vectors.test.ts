import { describe, expect, it } from 'vitest';
import { addMultiple, dot, image, norm, randomVectors, subtractParts } from '../../src/numerics/vectors.ts';

describe.each([1, 2, 3, 4, 5, 8, 11, 60])('in %i coordinates, double for double', (size) => {
  it.each([0, 1, 2, 5])('parts along %i vectors are subtracted one after the other', (count) => {
    const [given, ...basis] = randomVectors(size, count + 2) as [Float64Array, ...Float64Array[]];
    const expected = given.slice();
    for (const u of basis.slice(0, count)) addMultiple(expected, -dot(expected, u), u);
    subtractParts(given, basis, count);
    expect([...given]).toEqual([...expected]);
  });

  it('an image is summed row by row', () => {
    const [x, ...rows] = randomVectors(size, size + 1) as [Float64Array, ...Float64Array[]];
    const matrix = Float64Array.from(rows.flatMap((row) => [...row]));
    expect([...image(matrix, x)]).toEqual(rows.map((row) => dot(row, x)));
  });
});

describe('a norm', () => {
  it.each([1, 2, 3, 60, 400])('of %i coordinates, at any scale', (size) => {
    const [x] = randomVectors(size, 1) as [Float64Array];
    for (const scale of [1, 2 ** -1000, 2 ** 1000]) {
      const expected = Math.hypot(...x) * scale;
      expect(Math.abs(norm(x.map((value) => value * scale)) / expected - 1)).toBeLessThan(1e-14);
    }
  });

  it('of zeros, and of what is no number or infinite', () => {
    expect(norm(new Float64Array(3))).toBe(0);
    expect(norm(new Float64Array(0))).toBe(0);
    expect(norm(Float64Array.of(1, Number.NaN, 2))).toBe(Number.NaN);
    expect(norm(Float64Array.of(1, Number.NEGATIVE_INFINITY))).toBe(Number.POSITIVE_INFINITY);
  });
});
