import { checkDoubles, checkWhole } from '../../arithmetic/argument.ts';
import { DenseKernel } from '../../arithmetic/dense-kernel.ts';
import { orthonormalise, ritzPairs } from '../../numerics/subspace.ts';
import { randomVectors } from '../../numerics/vectors.ts';

/** Inverse iterations on a subspace. */
const STEPS = 60;

/**
 * Untrusted: approximate orthonormal eigenvectors of all negative eigenvalues of a symmetric matrix, by subspace
 * iteration with (A − σI)⁻¹, σ below the smallest eigenvalue; null if they cannot be told from the rest.
 */
export function negativeDirections(matrix: Float64Array, size: number): Float64Array[] | null {
  checkWhole('size', size, 1);
  checkDoubles('matrix', matrix, size * size);
  const kernel = DenseKernel.ofSize(size);
  if (kernel.factor(matrix, 0)) return [];
  let sigma = -1e-6;
  while (!kernel.factor(matrix, sigma)) {
    sigma *= 2;
    if (sigma < -1e6) return null;
  }
  for (let width = Math.min(size, 8); ; width = Math.min(size, 2 * width)) {
    const basis = randomVectors(size, width);
    orthonormalise(basis);
    for (let step = 0; step < STEPS; step++) {
      for (const x of basis) kernel.solve(x);
      orthonormalise(basis);
    }
    const negative = ritzPairs(matrix, size, basis).filter(({ value }) => value < 0);
    if (negative.length < width || width === size) return negative.map(({ vector }) => vector);
  }
}
