import { describe, expect, it } from 'vitest';
import { addMultiple, dot, image, randomVectors, subtractParts } from '../../src/numerics/vectors.ts';

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
