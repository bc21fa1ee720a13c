import { addMultiple, randomVectors } from './vectors.ts';

/**
 * Lanczos' method with an operator B that is largest where a matrix A is smallest, A⁻¹ or c·I − A, step by step; vectors are where it
 * can work with them.
 */
export interface LanczosSteps {
  readonly size: number;
  readonly mostSteps: number;
  /** The relative change of the largest eigenvalue of B by a step at which it is known well enough. */
  readonly settledChange: number;
  /** How near an eigenvalue has to be then, relative to what was found. */
  readonly settledSpread: number;
  /** The eigenvalue of A that belongs to one of B; null if none does. */
  eigenvalueOf(largest: number): number | null;
  lanczosVector(i: number): Float64Array;
  /**
   * Normalises vector i, to v, and makes vector i + 1 of Bv, without its parts along vectors 0 … i: vᵀBv and the length of vector
   * i + 1.
   */
  lanczosStep(i: number): { readonly along: number; readonly length: number };
}

/** An eigenvalue, if one was found, and its direction, approximately; `settled` if more steps would hardly have changed it. */
export interface RitzPair {
  readonly value: number | null;
  /** An eigenvalue is this near, and if there are many of them side by side, most are. */
  readonly spread: number;
  readonly vector: Float64Array;
  readonly settled: boolean;
}

/** The smallest eigenvalue and an approximate eigenvector of a matrix. */
export function lowestRitzPair(matrix: LanczosSteps): RitzPair {
  const { size } = matrix;
  const alpha: number[] = [];
  const beta: number[] = [];
  matrix.lanczosVector(0).set(randomVectors(size, 1)[0]!);
  let best = 0;
  let settled = false;
  const found = (): Omit<RitzPair, 'vector' | 'settled'> & { readonly coordinates: readonly number[] } => {
    const coordinates = eigenvector(alpha, beta, best);
    // The residual of the pair: the part of its image along the next vector.
    const residual = (beta.at(-1)! * Math.abs(coordinates.at(-1)!)) / Math.hypot(...coordinates);
    const value = matrix.eigenvalueOf(best);
    const spread = value === null ? 0 : Math.abs(value - matrix.eigenvalueOf(best + residual)!);
    return { value, spread, coordinates };
  };
  for (let step = 0; step < matrix.mostSteps && !settled; step++) {
    const { along, length } = matrix.lanczosStep(step);
    alpha.push(along);
    beta.push(length);
    const top = largestEigenvalue(alpha, beta);
    const change = Math.abs(top - best);
    best = top;
    settled = step >= 4 && change <= matrix.settledChange * top;
    if (settled && matrix.settledSpread < Number.POSITIVE_INFINITY) {
      const { value, spread } = found();
      settled = spread <= matrix.settledSpread * Math.abs(value!);
    }
    // A next vector of length 0 means that the basis spans all that the start can reach.
    settled ||= length <= 1e-14 * top;
  }
  const { value, spread, coordinates } = found();
  const vector = new Float64Array(size);
  coordinates.forEach((c, i) => {
    addMultiple(vector, c, matrix.lanczosVector(i));
  });
  return { value, spread, vector, settled };
}

/** An eigenvector of the symmetric tridiagonal matrix for its largest eigenvalue, by one step of inverse iteration. */
function eigenvector(alpha: readonly number[], beta: readonly number[], largest: number): number[] {
  // (T − (1 + 1e-13)θ)x = 1 by elimination: all pivots are negative above the spectrum.
  const count = alpha.length;
  const shift = largest * (1 + 1e-13);
  const pivots: number[] = [];
  const x: number[] = [];
  for (let i = 0; i < count; i++) {
    const ratio = i === 0 ? 0 : beta[i - 1]! / pivots[i - 1]!;
    pivots.push(alpha[i]! - shift - (i === 0 ? 0 : ratio * beta[i - 1]!));
    x.push(1 - (i === 0 ? 0 : ratio * x[i - 1]!));
  }
  for (let i = count - 1; i >= 0; i--)
    x[i] = (x[i]! - (i + 1 < count ? beta[i]! * x[i + 1]! : 0)) / pivots[i]!;
  return x;
}

/** Largest eigenvalue of the symmetric tridiagonal matrix, by bisection on Sturm counts. */
function largestEigenvalue(alpha: readonly number[], beta: readonly number[]): number {
  let high = 0;
  for (let i = 0; i < alpha.length; i++)
    high = Math.max(high, alpha[i]! + (i > 0 ? beta[i - 1]! : 0) + (i + 1 < alpha.length ? beta[i]! : 0));
  let low = Math.max(...alpha);
  for (let step = 0; step < 200 && high - low > 1e-16 * high; step++) {
    const middle = (low + high) / 2;
    let pivot = alpha[0]! - middle;
    let above = pivot > 0;
    for (let i = 1; i < alpha.length && !above; i++) {
      pivot = alpha[i]! - middle - (beta[i - 1]! * beta[i - 1]!) / (pivot === 0 ? 1e-300 : pivot);
      above = pivot > 0;
    }
    if (above) low = middle;
    else high = middle;
    if (middle === (low + high) / 2) break;
  }
  return high;
}
