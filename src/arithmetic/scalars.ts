/**
 * The operations on numbers that formulas are written over. Instances: balls (for proofs), doubles (for proposals), and
 * dual numbers over either. Sizes of blocks are such numbers too, so that they may be real or depend on a parameter.
 */
export interface Scalars<S> {
  readonly zero: S;
  readonly pi: S;
  readonly halfPi: S;
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
  /** Is the number certainly positive, and not so small that a division by it is useless? */
  isSafelyPositive(a: S): boolean;
}

/** Σ of a list. */
export function total<S>(field: Pick<Scalars<S>, 'zero' | 'add'>, values: readonly S[]): S {
  return values.reduce((a, b) => field.add(a, b), field.zero);
}
