import type { Ball, BallField } from '../arithmetic/ball.ts';
import { decimalOf, formatDecimal, type Rational, roundedDecimal } from '../arithmetic/exact.ts';

/** A bound as it is claimed: a decimal, and the ball of exactly that number. */
export interface Bound {
  readonly text: string;
  readonly value: Ball;
}

/** Significant digits of claimed bounds. */
const DIGITS = 15;
/**
 * Claimed bounds are moved outward by 2^−44 of their size before they are rounded, so that any other sound
 * arithmetic of 25 digits or more confirms them (mathematics.md 14.3).
 */
const SLACK_BITS = 44n;

const slack = (x: bigint): bigint => ((x < 0n ? -x : x) >> SLACK_BITS) + 1n;

/** A decimal that is at least every number of the ball. */
export function upperBound(field: BallField, x: Ball): Bound {
  const { numerator, denominator } = field.upperRational(x);
  if (numerator === 0n) return { text: '0', value: field.zero };
  return boundOf(field, { numerator: numerator + slack(numerator), denominator }, 'up');
}

/** A decimal that is at most every number of the ball. */
export function lowerBound(field: BallField, x: Ball): Bound {
  const { numerator, denominator } = field.lowerRational(x);
  if (numerator === 0n) return { text: '0', value: field.zero };
  return boundOf(field, { numerator: numerator - slack(numerator), denominator }, 'down');
}

/** The nearest decimal on that side of the rational number. */
function boundOf(field: BallField, x: Rational, side: 'down' | 'up'): Bound {
  const { mantissa, exponent } = roundedDecimal(x, side, DIGITS);
  const value = field.rational(
    exponent >= 0
      ? { numerator: mantissa * 10n ** BigInt(exponent), denominator: 1n }
      : { numerator: mantissa, denominator: 10n ** BigInt(-exponent) },
  );
  return { text: formatDecimal(mantissa, exponent), value };
}

/** The same for what is never negative, as a norm: at least 0. */
export function lowerBoundOfNorm(field: BallField, x: Ball): Bound {
  return field.lowerRational(x).numerator > 0n ? lowerBound(field, x) : { text: '0', value: field.zero };
}

/** A decimal that is at most the rational number. */
export function lowerBoundOfRational(field: BallField, x: Rational): Bound {
  return boundOf(field, x, 'down');
}

/** A ball for people: its midpoint to a few digits. */
export function shown(field: BallField, x: Ball): string {
  const upper = field.upperRational(x);
  return decimalOf(upper, 'up', 6);
}
