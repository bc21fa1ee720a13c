import type { ExactNumber } from '../arithmetic/exact.ts';

/** c·(x yᵀ + y xᵀ)/2, a part of a symmetric d x d block. */
export interface Term<S, V> {
  readonly coefficient: S;
  readonly left: V;
  readonly right: V;
}

/**
 * The arithmetic that the formulas of the landscape are written over: scalars S, vectors V of R^d, symmetric
 * nd x nd matrices M made of d x d blocks. Two instances: doubles (for proposals) and balls (for proofs).
 */
export interface Field<S, V, M> {
  readonly zero: S;
  readonly pi: S;
  integer(n: number): S;
  add(a: S, b: S): S;
  sub(a: S, b: S): S;
  neg(a: S): S;
  mul(a: S, b: S): S;
  div(a: S, b: S): S;
  /** Square root of a quantity known to be ≥ 0. */
  sqrt(a: S): S;
  /** Angle in [0, π] of the vector (z, r), r ≥ 0. */
  angle(z: S, r: S): S;
  /** Is the number certainly positive, and not so small that a division by it is useless? */
  isSafelyPositive(a: S): boolean;
  vector(entries: readonly ExactNumber[]): V;
  /** The j-th standard basis vector of R^d. */
  unitVector(d: number, j: number): V;
  dot(x: V, y: V): S;
  /** Σ coefficients[i]·vectors[i]. */
  combine(d: number, coefficients: readonly S[], vectors: readonly V[]): V;
  matrix(n: number, d: number): M;
  /**
   * Block (i, j) and its mirror image (j, i) become diagonal·I + Σ terms + E, where E is unknown with spectral
   * norm at most `slack` (slack.upper for enclosures).
   */
  setBlock(m: M, i: number, j: number, diagonal: S, terms: readonly Term<S, V>[], slack: S): void;
}
