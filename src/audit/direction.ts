import { DenseKernel } from '../arithmetic/dense-kernel.ts';
import type { EnclosedMatrix } from '../arithmetic/enclosed.ts';
import { negativeDirections } from '../polish/negative-directions.ts';

/** Inverse iterations: with the shift just below λ_min each gains a factor of thousands on most spectra. */
const STEPS = 8;

/**
 * Untrusted: a vector close to an eigenvector of the smallest eigenvalue, for a Rayleigh quotient; by inverse iteration with
 * a shift just below `lambdaMin` if that is a lower bound, else the first of the negative directions.
 */
export function lowestDirection(
  { mid, size, largest }: EnclosedMatrix,
  lambdaMin: number | null,
): Float64Array {
  let state = 12345;
  const x = Float64Array.from({ length: size }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
  if (lambdaMin === null) return negativeDirections(mid, size)?.[0] ?? x;
  const kernel = DenseKernel.ofSize(size);
  kernel.load(mid);
  if (!kernel.factor(lambdaMin - size * 2 ** -46 * largest) && !kernel.factor(0)) return x;
  for (let step = 0; step < STEPS; step++) {
    kernel.solve(x);
    let length = 0;
    for (const value of x) length += value * value;
    length = Math.sqrt(length);
    for (let i = 0; i < size; i++) x[i]! /= length;
  }
  return x;
}
