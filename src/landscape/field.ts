import type { ExactNumber } from '../arithmetic/exact.ts';

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
export interface Field<S, V> {
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
  /** √(xy − z²), known to be ≥ 0: ‖a‖‖b‖ sin θ from x = ‖a‖², y = ‖b‖², z = a·b. */
  crossNorm(x: S, y: S, z: S): S;
  /** Angle in [0, π] of the vector (z, r), r ≥ 0. */
  angle(z: S, r: S): S;
  vector(entries: readonly ExactNumber[]): V;
  /** The j-th standard basis vector of R^d. */
  unitVector(d: number, j: number): V;
  dot(x: V, y: V): S;
  /** Σ coefficients[i]·vectors[i]. */
  combine(d: number, coefficients: readonly S[], vectors: readonly V[]): V;
}

/** What pairs, gradient and objective need. */
export type FormulaField<S, V> = Pick<
  Field<S, V>,
  | 'zero'
  | 'pi'
  | 'integer'
  | 'add'
  | 'sub'
  | 'neg'
  | 'mul'
  | 'div'
  | 'crossNorm'
  | 'angle'
  | 'dot'
  | 'combine'
>;

/** A field with symmetric nd x nd matrices M that are made of d x d blocks. */
export interface MatrixField<S, V, M>
  extends Pick<
    Field<S, V>,
    'zero' | 'pi' | 'integer' | 'add' | 'sub' | 'neg' | 'mul' | 'div' | 'sqrt' | 'combine'
  > {
  /** Is the number certainly positive, and not so small that a division by it is useless? */
  isSafelyPositive(a: S): boolean;
  matrix(n: number, d: number): M;
  /**
   * Block (i, j) and its mirror image (j, i) become diagonal·I + Σ terms + E, where E is unknown with spectral
   * norm at most every number that `slack` may stand for.
   */
  setBlock(m: M, i: number, j: number, diagonal: S, terms: readonly Term<S, V>[], slack: S): void;
}
