import { describe, expect, it } from 'vitest';
import { enclosedMatrix } from '../../src/arithmetic/enclosed.ts';
import { rayleighUpper, reflected, reflectionOf } from '../../src/proof/reflection.ts';
import { generator, rotation } from '../points.ts';

const SIZE = 7;

/** A symmetric matrix with the given eigenvalues and eigenvectors in the rows of a rotation. */
function matrixOf(values: readonly number[], vectors: number[][]): Float64Array {
  const entries = new Float64Array(SIZE * SIZE);
  for (let i = 0; i < SIZE; i++)
    for (let j = 0; j <= i; j++) {
      const sum = values.reduce((s, value, c) => s + value * vectors[c]![i]! * vectors[c]![j]!, 0);
      entries[i * SIZE + j] = sum;
      entries[j * SIZE + i] = sum;
    }
  return entries;
}

describe('reflections', () => {
  it('turn the negative eigenvalues around', () => {
    const vectors = rotation(SIZE, 3);
    const values = [-2, -0.5, 0.25, 1, 2, 3, 4];
    const matrix = enclosedMatrix(SIZE, matrixOf(values, vectors), 1e-14);
    const reflection = reflectionOf(
      [0, 1].map((c) => Float64Array.from(vectors[c]!)),
      SIZE,
    )!;
    expect(reflection.normUpper).toBeGreaterThanOrEqual(1);
    expect(reflection.normUpper).toBeLessThan(1 + 1e-10);
    const turned = reflected(matrix, reflection);
    const expected = matrixOf(
      values.map((x, c) => (c < 2 ? -x : x)),
      vectors,
    );
    for (let i = 0; i < expected.length; i++)
      expect(Math.abs(turned.mid[i]! - expected[i]!)).toBeLessThan(1e-11);
    expect(turned.errorUpper).toBeGreaterThanOrEqual(1e-14);
    expect(rayleighUpper(matrix, reflection.columns[0]!)).toBeGreaterThanOrEqual(-2 - 1e-13);
    expect(rayleighUpper(matrix, reflection.columns[0]!)).toBeLessThan(-2 + 1e-9);
  });

  it('are refused for directions that are not orthonormal, or not numbers', () => {
    const uniform = generator(1);
    const rows = [0, 1, 2].map(() => Float64Array.from({ length: SIZE }, () => uniform()));
    expect(reflectionOf(rows, SIZE)).toBeNull();
    const good = rotation(SIZE, 5).map((row) => Float64Array.from(row));
    for (const spoiled of [0, 1, 2]) {
      const bad = good.slice(0, 3).map((row) => row.slice());
      bad[spoiled]![2] = Number.NaN;
      expect(reflectionOf(bad, SIZE)).toBeNull();
    }
    expect(reflectionOf([], SIZE)!.normUpper).toBeLessThan(1 + 1e-15);
  });
});
