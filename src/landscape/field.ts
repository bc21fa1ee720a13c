import type { ExactNumber } from '../arithmetic/exact.ts';
import type { Scalars } from '../arithmetic/scalars.ts';

/** c·(x yᵀ + y xᵀ)/2, a part of a symmetric d x d block. */
export interface Term<S, V> {
  readonly coefficient: S;
  readonly left: V;
  readonly right: V;
}

/**
 * The arithmetic that the formulas of the landscape are written over: scalars S and vectors V of R^d. Instances:
 * doubles (for proposals), balls (for proofs), and doubles with a bound on their error (for matrices in proofs).
 */
export interface Field<S, V> extends Scalars<S> {
  vector(entries: readonly ExactNumber[]): V;
  /** The j-th standard basis vector of R^d. */
  unitVector(d: number, j: number): V;
  dot(x: V, y: V): S;
  /** Σ coefficients[i]·vectors[i]. */
  combine(d: number, coefficients: readonly S[], vectors: readonly V[]): V;
}

/** What pairs, gradient and objective need. */
export type FormulaField<S, V> = Omit<
  Field<S, V>,
  'halfPi' | 'sqrt' | 'isSafelyPositive' | 'vector' | 'unitVector'
>;

/** A field with symmetric nd x nd matrices M that are made of d x d blocks. */
export interface MatrixField<S, V, M>
  extends Omit<Scalars<S>, 'halfPi' | 'crossNorm' | 'angle'>,
    Pick<Field<S, V>, 'combine'> {
  matrix(n: number, d: number): M;
  /**
   * Block (i, j) and its mirror image (j, i) become diagonal·I + Σ terms + E, where E is unknown with spectral
   * norm at most every number that `slack` may stand for.
   */
  setBlock(m: M, i: number, j: number, diagonal: S, terms: readonly Term<S, V>[], slack: S): void;
}
