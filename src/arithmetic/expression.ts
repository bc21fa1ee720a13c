import { type Ball, BallField, DomainError } from './ball.ts';
import { decimalOf, type Rational } from './exact.ts';

/** A real number, exactly, as a formula. Parts may be shared. */
export type Expression =
  | { readonly kind: 'rational'; readonly value: Rational }
  | { readonly kind: 'pi' }
  | { readonly kind: 'sum' | 'product'; readonly terms: readonly Expression[] }
  | { readonly kind: 'power'; readonly base: Expression; readonly exponent: number }
  | { readonly kind: 'root' | 'arccos'; readonly of: Expression };

/** Digits after the point that are tried in turn. */
const DIGITS = [24, 40, 80, 160, 400];
/** Numbers of this many bits before the point are not followed. */
const MAX_MAGNITUDE_BITS = 2048n;

/**
 * The double nearest to the number, by enclosures: rounding is monotone, so that where both ends of an enclosure round to the
 * same double the number does. Null where 400 digits do not decide it (a number half-way between two doubles), the
 * formula has no value, or a part of it is beyond 2^2048.
 */
export function nearestDouble(expression: Expression): number | null {
  for (const digits of DIGITS) {
    const balls = BallField.ofDigits(digits);
    const value = enclosureOf(balls, expression);
    if (value === null) continue;
    const lower = Number(decimalOf(balls.lowerRational(value), 'down', digits));
    const upper = Number(decimalOf(balls.upperRational(value), 'up', digits));
    // Of the two zeros the positive one is meant.
    if (lower === upper && Number.isFinite(lower)) return lower + 0;
  }
  return null;
}

/** An enclosure of the number; null where the field is too coarse for one, or the formula has no value. */
export function enclosureOf(balls: BallField, expression: Expression): Ball | null {
  const known = new Map<Expression, Ball>();
  const largest = 1n << (BigInt(balls.bits) + MAX_MAGNITUDE_BITS);
  const of = (part: Expression): Ball => {
    const before = known.get(part);
    if (before !== undefined) return before;
    const value = checked(compute(part));
    known.set(part, value);
    return value;
  };
  const compute = (part: Expression): Ball => {
    switch (part.kind) {
      case 'rational':
        return balls.rational(part.value);
      case 'pi':
        return balls.pi;
      case 'sum':
        return part.terms.map(of).reduce((a, b) => balls.add(a, b), balls.zero);
      case 'product':
        return part.terms.reduce((a, b) => checked(balls.mul(a, of(b))), balls.one);
      case 'root':
        return balls.sqrt(of(part.of));
      case 'arccos':
        return balls.acos(of(part.of));
      case 'power': {
        const base = of(part.base);
        let power = balls.one;
        for (let i = 0; i < Math.abs(part.exponent); i++) power = checked(balls.mul(power, base));
        return part.exponent < 0 ? balls.div(balls.one, power) : power;
      }
    }
  };
  const checked = (value: Ball): Ball => {
    if (value.mid > largest || value.mid < -largest || value.rad > largest)
      throw new DomainError('a number out of range');
    return value;
  };
  try {
    return of(expression);
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}
