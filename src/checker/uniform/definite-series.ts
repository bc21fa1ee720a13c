/** Positive definiteness of a symmetric matrix of enclosed functions, for every t in [−1, 1] (mathematics.md 11.7). */
import type { Triangle } from './blocks.ts';
import { congruenceNorms } from './layers.ts';
import { approximate, Series } from './series.ts';

/** Halvings of [−1, 1] before a block is given up. */
const DEPTH = 5;
/** Units of the congruence: 1/FINE. */
const FINE = 2 ** 50;

/** Tests of one block: one part as deep as DEPTH allows, or all parts of a quarter; a proof needs one as a rule. */
const MOST_TESTS = 16;

/**
 * Whether every matrix within the enclosures is positive definite, for every t in [−1, 1], follows on [−1, 1] or on
 * the parts into which it is halved.
 */
export function positiveDefinite(matrix: Triangle): boolean {
  let tests = 0;
  const definiteOn = (part: Triangle, depth: number): boolean => {
    tests += 1;
    if (definiteAtOnce(part)) return true;
    if (depth === 0 || tests + 2 > MOST_TESTS) return false;
    return [-1n, 1n].every((side) =>
      definiteOn(
        part.map((row) => row.map((entry) => half(entry, side))),
        depth - 1,
      ),
    );
  };
  return definiteOn(matrix, DEPTH);
}

/** x((τ ± 1)/2) for τ in [−1, 1]; every coefficient is exact before one shift. */
function half(x: Series, side: bigint): Series {
  const c = x.coefficients;
  const top = c.length - 1;
  const shifted = c.map((value, i) => value << BigInt(top - i));
  // Horner's scheme for t → t ± 1: after pass j the coefficient j is final.
  for (let j = 0; j < top; j++) {
    for (let i = top - 1; i >= j; i--) shifted[i]! += side * shifted[i + 1]!;
  }
  return new Series(
    x.order,
    shifted.map((value) => value >> BigInt(top)),
    x.radius + BigInt(c.length),
  );
}

/**
 * With any matrix C, B(t) is positive definite if C B(t) Cᵀ is, so if ‖C B(t) Cᵀ − I‖ < 1; and a symmetric matrix with
 * |entries| ≤ E has norm ≤ max_i (E x)_i/x_i for any x > 0 (Collatz–Wielandt: the spectral radius of the nonnegative E
 * is at most that). C and x are untrusted; the sum E x falls short by less than a factor 1 − 2^−30.
 */
function definiteAtOnce(matrix: Triangle): boolean {
  const inverse = inverseCholesky(
    matrix.map((row) => row.map((entry) => approximate(entry.coefficients[0]!))),
  );
  if (inverse === null) return false;
  const C = inverse.map((row) => {
    const rounded = new Float64Array(inverse.length);
    row.forEach((entry, j) => {
      rounded[j] = Math.round(entry * FINE) / FINE;
    });
    return rounded;
  });
  const error = congruenceNorms(C, matrix);
  const x = dominant(error);
  return error.every(
    (row, i) => row.reduce((sum, entry, j) => sum + entry * x[j]!, 0) * (1 + 2 ** -30) < x[i]!,
  );
}

/** Untrusted: L⁻¹ of the Cholesky factor L, row by row; null if there is none. */
function inverseCholesky(matrix: readonly (readonly number[])[]): number[][] | null {
  const size = matrix.length;
  const L: number[][] = [];
  for (let i = 0; i < size; i++) {
    const row: number[] = [];
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]![j]!;
      for (let l = 0; l < j; l++) sum -= row[l]! * (i === j ? row[l]! : L[j]![l]!);
      if (i === j && !(sum > 0)) return null;
      row.push(i === j ? Math.sqrt(sum) : sum / L[j]![j]!);
    }
    L.push(row);
  }
  const inverse: number[][] = [];
  for (let i = 0; i < size; i++) {
    const row: number[] = [];
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? 1 : 0;
      for (let l = j; l < i; l++) sum -= L[i]![l]! * inverse[l]![j]!;
      row.push(sum / L[i]![i]!);
    }
    if (!row.every(Number.isFinite)) return null;
    inverse.push(row);
  }
  return inverse;
}

/** Untrusted: a positive vector near the dominant eigenvector of a nonnegative symmetric matrix, at most 1. */
function dominant(matrix: readonly Float64Array[]): number[] {
  let x = matrix.map(() => 1);
  for (let round = 0; round < 30; round++) {
    const next = matrix.map((row, i) => row.reduce((sum, entry, j) => sum + entry * x[j]!, 1e-6 * x[i]!));
    const largest = Math.max(...next);
    x = next.map((entry) => entry / largest + 1e-9);
  }
  return x;
}
