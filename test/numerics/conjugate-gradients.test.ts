import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { conjugateGradients } from '../../src/numerics/conjugate-gradients.ts';
import { dot, image } from '../../src/numerics/vectors.ts';

/** A number whose square, and what is left of it at the end, is 0 or normal. */
const entry = fc.double({ min: -1, max: 1, noNaN: true }).map((x) => (Math.abs(x) < 1e-100 ? 0 : x));

/** GGᵀ + I/8 with random G. */
const definite = fc.integer({ min: 1, max: 24 }).chain((size) =>
  fc.record({
    g: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: size ** 2, maxLength: size ** 2 }),
    b: fc.array(entry, { minLength: size, maxLength: size }),
  }),
);

function matrixOf(g: readonly number[], size: number): Float64Array {
  return Float64Array.from({ length: size ** 2 }, (_, c) => {
    const [i, j] = [Math.floor(c / size), c % size];
    let sum = i === j ? 1 / 8 : 0;
    for (let e = 0; e < size; e++) sum += g[i * size + e]! * g[j * size + e]!;
    return sum;
  });
}

it('a solution leaves next to nothing of the right-hand side, which stays as it was', () => {
  fc.assert(
    fc.property(definite, ({ g, b }) => {
      const a = matrixOf(g, b.length);
      const right = Float64Array.from(b);
      const x = conjugateGradients((y) => image(a, y), right)!;
      expect([...right]).toEqual(b);
      const rest = image(a, x);
      for (let i = 0; i < b.length; i++) rest[i]! -= b[i]!;
      expect(Math.sqrt(dot(rest, rest))).toBeLessThanOrEqual(1e-11 * Math.sqrt(dot(right, right)));
    }),
    { numRuns: 200 },
  );
});

it('nothing is found where a direction has no curvature, or after too many steps', () => {
  const right = new Float64Array(4).fill(1);
  for (const entries of [
    [1, 1, -3, 1],
    [0, 0, 0, 0],
    [1, Number.NaN, 1, 1],
  ])
    expect(conjugateGradients((x) => x.map((value, i) => entries[i]! * value), right)).toBeNull();
  // Eigenvalues spread over fourteen powers of ten.
  const many = new Float64Array(2000).fill(1);
  expect(conjugateGradients((x) => x.map((value, i) => 10 ** (-i / 143) * value), many)).toBeNull();
});
