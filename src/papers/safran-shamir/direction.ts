import { DenseKernel } from '../../arithmetic/dense-kernel.ts';
import type { EnclosedMatrix } from '../../arithmetic/enclosed.ts';
import { orthonormalise, type RitzPair, ritzPairs } from '../../numerics/subspace.ts';
import { randomVectors } from '../../numerics/vectors.ts';
import { rayleighUpper } from '../../proof/reflection.ts';
import { negativeDirections } from '../../proposals/dense/negative-directions.ts';

/** Inverse iterations between two looks at the Ritz values; for a single vector, which is not looked at; looks without a new vector. */
const STEPS = 2;
const STEPS_OF_ONE = 8;
const MAX_ROUNDS = 12;
/** Vectors that are iterated together. */
const WIDTH = 8;
/** Residual, relative to the matrix, at which Ritz vectors are good enough. */
const SETTLED = 1e-12;

/** How far a Rayleigh quotient may lie above a lower bound, in units of what bounds of such a matrix lose to rounding. */
const CLOSE = 4;

/**
 * λ_min ≤ xᵀHx/‖x‖² from above. `lower` is a known lower bound, or null; `proposed`, untrusted, an approximate eigenvector of this matrix or
 * one close to it: where its quotient is not beside `lower`, another is looked for.
 */
export function leastEigenvalueUpper(
  matrix: EnclosedMatrix,
  lower: number | null,
  proposed: Float64Array | null,
): number {
  if (proposed !== null && lower !== null) {
    const upper = rayleighUpper(matrix, proposed);
    if (upper - lower <= CLOSE * matrix.size * 2 ** -45 * Math.max(1, matrix.largest)) return upper;
  }
  return rayleighUpper(matrix, lowestDirection(matrix, lower));
}

/**
 * Untrusted: a vector close to an eigenvector of the smallest eigenvalue, for a Rayleigh quotient; by inverse iteration with
 * a shift just below `lambdaMin` if that is a lower bound, else the first of the negative directions.
 */
function lowestDirection(matrix: EnclosedMatrix, lambdaMin: number | null): Float64Array {
  const { mid, size } = matrix;
  const x = randomVectors(size, 1)[0]!;
  if (lambdaMin === null) return negativeDirections(mid, size)?.[0] ?? x;
  const kernel = shiftedKernel(matrix, lambdaMin);
  if (kernel === null) return x;
  for (let step = 0; step < STEPS_OF_ONE; step++) {
    kernel.solve(x);
    orthonormalise([x]);
  }
  return x;
}

/**
 * Untrusted: orthonormal approximate eigenvectors of all eigenvalues below `threshold` of a positive definite matrix, lowest
 * first, by subspace iteration with a shift just below its smallest eigenvalue; null if they do not settle. A few vectors at a time,
 * orthogonal to those that have settled: there are as many as an eigenvalue is multiple, often some dozens, and each is iterated once.
 */
export function lowestSubspace(
  matrix: EnclosedMatrix,
  lambdaMin: number,
  threshold: number,
): Float64Array[] | null {
  const { mid, size, largest } = matrix;
  const kernel = shiftedKernel(matrix, lambdaMin);
  if (kernel === null) return null;
  const tolerance = SETTLED * largest * Math.sqrt(size);
  const settled: RitzPair[] = [];
  let open: Float64Array[] = [];
  for (let made = 0; ; ) {
    const more = Math.min(WIDTH, size - made);
    open.push(...randomVectors(size, made + more).slice(made));
    made += more;
    for (let round = 0; ; round++) {
      if (round === MAX_ROUNDS) return null;
      const basis = [...settled.map(({ vector }) => vector), ...open];
      for (let step = 0; step < STEPS; step++) {
        for (const x of open) kernel.solve(x);
        orthonormalise(basis, settled.length);
      }
      const pairs = ritzPairs(mid, size, open);
      const wanted = pairs.filter(({ value }) => value < threshold);
      const ready = wanted.filter(({ residual }) => residual <= tolerance);
      settled.push(...ready);
      open = pairs.filter((pair) => !ready.includes(pair)).map(({ vector }) => vector);
      // There may be more of them than vectors.
      if (wanted.length === pairs.length && made < size) break;
      if (ready.length === wanted.length)
        return settled.sort((a, b) => a.value - b.value).map(({ vector }) => vector);
    }
  }
}

/** The last factor: the lowest direction of a matrix and its lowest subspace, with some thresholds, take the same one. */
let last: {
  readonly mid: Float64Array;
  readonly lambdaMin: number;
  readonly kernel: DenseKernel | null;
} | null = null;

/** The factor of the matrix with a shift just below λ_min, or without; null if neither is positive definite. */
function shiftedKernel({ mid, size, largest }: EnclosedMatrix, lambdaMin: number): DenseKernel | null {
  if (last?.mid === mid && last.lambdaMin === lambdaMin) return last.kernel;
  const kernel = last?.kernel?.size === size ? last.kernel : DenseKernel.unshared(size);
  const factored = kernel.factor(mid, lambdaMin - size * 2 ** -46 * largest) || kernel.factor(mid, 0);
  last = { mid, lambdaMin, kernel: factored ? kernel : null };
  return last.kernel;
}
