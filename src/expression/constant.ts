import { type Ball, BallField, DomainError } from '../arithmetic/ball.ts';
import { compareRationals, decimalOf, type Rational, rationalOf } from '../arithmetic/exact.ts';
import { evaluateTree } from './algebra.ts';
import { BallAlgebra } from './balls.ts';
import { type Exactly, exactAlgebra, isKnown } from './exact.ts';
import type { Tree } from './tree.ts';

/** Digits after the point that are tried in turn. */
const DIGITS = [24, 40, 80, 160, 400];
/** Significant digits of a number that is rounded to a decimal. */
const DECIMAL_DIGITS = 40;
/** Such a decimal is off by at most this, for a number of size at most 1, and in proportion for a larger one. */
const MOST_OFF: Rational = { numerator: 1n, denominator: 10n ** 38n };

/** A formula without variables, over balls. */
export type Constant = (balls: BallAlgebra) => Ball;

/**
 * The doubles nearest to the values of formulas, by enclosures: rounding is monotone, so that where both ends of an enclosure
 * round to the same double the number does. Null where 400 digits do not decide it (a number half-way between two doubles), or a
 * formula has no value. Of numbers of one kind the digits that were enough for one are tried first for the next, and `first` for
 * the first of them.
 */
export function nearestDoubles(
  constants: readonly Constant[],
  first: number = DIGITS[0]!,
): (number | null)[] {
  let enough = first;
  return constants.map((constant) => {
    const inTurn = [
      enough,
      ...DIGITS.filter((digits) => digits > enough),
      ...DIGITS.filter((digits) => digits < enough),
    ];
    for (const { field, value, digits } of enclosures(constant, inTurn)) {
      const lower = Number(decimalOf(field.lowerRational(value), 'down', digits));
      const upper = Number(decimalOf(field.upperRational(value), 'up', digits));
      if (lower !== upper || !Number.isFinite(lower)) continue;
      enough = digits;
      // Of the two zeros the positive one is meant.
      return lower + 0;
    }
    return null;
  });
}

/** A decimal in the place of a number, and how far from it it is at most. */
export interface RoundedNumber {
  readonly decimal: string;
  readonly off: Rational;
}

/** A decimal of 40 digits beside the value of a formula without variables, or that value itself; null where it has none. */
export function nearDecimal(tree: Tree): RoundedNumber | null {
  const exact = evaluateTree<Exactly>(exactAlgebra, tree, {}, { values: new Map(), shared: null });
  if (isKnown(exact)) return between(exact, exact);
  const constant: Constant = (balls) => evaluateTree(balls, tree, {}, { values: new Map(), shared: null });
  for (const { field, value } of enclosures(constant, DIGITS)) {
    const found = between(field.lowerRational(value), field.upperRational(value));
    const size = rationalOf(found.decimal.replace('-', ''));
    const allowed = compareRationals(size, ONE) > 0 ? times(MOST_OFF, size) : MOST_OFF;
    if (compareRationals(found.off, allowed) <= 0) return found;
  }
  return null;
}

const ONE: Rational = { numerator: 1n, denominator: 1n };

/** The decimal of 40 digits below a number that is at least `low` and at most `high`. */
function between(low: Rational, high: Rational): RoundedNumber {
  const decimal = decimalOf(low, 'down', DECIMAL_DIGITS);
  const { numerator, denominator } = rationalOf(decimal);
  const off = {
    numerator: high.numerator * denominator - numerator * high.denominator,
    denominator: high.denominator * denominator,
  };
  return { decimal, off };
}

function times(a: Rational, b: Rational): Rational {
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator };
}

/** Enclosures of the value with so many digits; those that are too coarse to have one are left out. */
function* enclosures(
  constant: Constant,
  inTurn: readonly number[],
): Generator<{ field: BallField; value: Ball; digits: number }> {
  for (const digits of inTurn) {
    const field = BallField.ofDigits(digits);
    const value = enclosureOf(field, constant);
    if (value !== null) yield { field, value, digits };
  }
}

function enclosureOf(field: BallField, constant: Constant): Ball | null {
  try {
    return constant(new BallAlgebra(field));
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}
