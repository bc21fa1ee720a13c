import type { Ball, BallField } from '../arithmetic/ball.ts';
import type { Field } from '../landscape/field.ts';

/**
 * The scalars that the landscape of symmetric points is written over. Instances: doubles (for proposals), balls (for
 * proofs); sizes of blocks are scalars too, so that they may be real numbers or functions of a parameter.
 */
export interface ReducedField<S>
  extends Pick<Field<S, never>, 'zero' | 'pi' | 'integer' | 'add' | 'sub' | 'neg' | 'mul' | 'div' | 'sqrt'> {
  /** The angle in [−π/2, π/2] of the vector (r, z), r ≥ 0: asin ρ for ρ = z/√(z² + r²). */
  elevation(z: S, r: S): S;
  /** Is the number certainly positive, and not so small that a division by it is useless? */
  isSafelyPositive(a: S): boolean;
}

/** Doubles: for proposals, never for proofs. */
export const reducedFloats: ReducedField<number> = {
  zero: 0,
  pi: Math.PI,
  integer: (n) => n,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  neg: (a) => -a,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  sqrt: (a) => Math.sqrt(Math.max(a, 0)),
  elevation: (z, r) => Math.atan2(z, r),
  isSafelyPositive: (a) => a > 1e-14,
};

/** Balls. */
export function reducedBalls(balls: BallField): ReducedField<Ball> {
  const quarter = balls.divideByInteger(balls.pi, 2);
  // Useful as a divisor: known to within a 2^−16th part.
  return {
    zero: balls.zero,
    pi: balls.pi,
    integer: (n) => balls.integer(n),
    add: (a, b) => balls.add(a, b),
    sub: (a, b) => balls.sub(a, b),
    neg: (a) => balls.neg(a),
    mul: (a, b) => balls.mul(a, b),
    div: (a, b) => balls.div(a, b),
    sqrt: (a) => balls.sqrt(a),
    elevation: (z, r) => balls.sub(quarter, balls.angle(z, r)),
    isSafelyPositive: (a) => a.mid > 0n && a.mid >> 16n > a.rad,
  };
}
