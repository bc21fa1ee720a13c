/** Random targets v_j ~ N(0, cI_D): how likely they are near enough to orthonormal ones (mathematics.md 7.4). */
import { checkObject, checkPositive, checkThat, checkWhole } from '../arithmetic/argument.ts';
import { type Ball, BallField } from '../arithmetic/ball.ts';
import {
  compareRationals,
  decimalOf,
  type ExactNumber,
  isExactNumber,
  rationalOf,
} from '../arithmetic/exact.ts';
import { exp, log } from '../arithmetic/exponential.ts';

/** A minimum for the standard basis in every dimension from d on that lasts while targets move by at most a radius in all. */
export interface RobustMinimum {
  readonly k: number;
  readonly d: number;
  /** Δ */
  readonly robustnessRadius: ExactNumber;
}

/** √(2 ln 100) < 3.0348543: ln 100 < 4.6051702 (its digits are 4.60517018598…) and 3.0348543² = 9.21034062… > 9.2103404. */
const DEVIATION_FOR_99_PERCENT = '3.0348543';
/** Places to which other deviations are rounded up, as this one is. */
const PLACES = 7;
/** Significant digits of a probability. */
const DIGITS = 15;
/** Characters of a probability or a dimension, at most: its logarithm and exponential are cheap then. */
const LONGEST = 100;
const ONE = { numerator: 1n, denominator: 1n };
/** Bits that hold 1/(1 − P) and D of LONGEST digits, and bounds of the results. */
const field = new BallField(512);

/**
 * A dimension that suffices with probability 99 %: the least integer at or above
 * max( 40k², d, k((k+1)/2 + √(2 ln 100))²/Δ² ), as a decimal integer.
 */
export function gaussianDimension(
  balls: BallField,
  sizes: { readonly k: number; readonly d: number },
  robustness: Ball,
): string {
  return dimensionFor(balls, sizes, robustness, DEVIATION_FOR_99_PERCENT);
}

/**
 * A dimension from which on k Gaussian targets have a strict spurious local minimum with at least a given probability P,
 * as a decimal integer: max( 40k², d, k((k+1)/2 + √(2 ln(1/(1 − P))))²/Δ² ) rounded up.
 *
 * @example
 * const { k, d, robustnessRadius } = JSON.parse(text).results[0];
 * console.log(gaussianDimensionFor({ k, d, robustnessRadius }, '0.9'));
 */
export function gaussianDimensionFor(minimum: RobustMinimum, probability: ExactNumber): string {
  checkMinimum(minimum);
  checkProbability('probability', probability);
  const { numerator, denominator } = rationalOf(probability);
  const odds = field.rational({ numerator: denominator, denominator: denominator - numerator });
  const upper = field.upperRational(field.sqrt(field.scale(log(field, odds), 2)));
  const unit = 10n ** BigInt(PLACES);
  const deviation = `${(upper.numerator * unit) / upper.denominator + 1n}e-${PLACES}`;
  return dimensionFor(field, minimum, field.exact(minimum.robustnessRadius), deviation);
}

/**
 * A number that is at most the probability that k Gaussian targets in R^D have a strict spurious local minimum:
 * 1 − exp(−(Δ√(D/k) − (k+1)/2)²/2), or 0 where that root is at most (k+1)/2 or D is below 40k² or d. A decimal.
 *
 * @example
 * console.log(gaussianProbability({ k: 6, d: 6, robustnessRadius: '1e-6' }, '400000000000000'));
 */
export function gaussianProbability(minimum: RobustMinimum, dimension: ExactNumber): string {
  checkMinimum(minimum);
  checkDimension('dimension', dimension);
  const { k, d, robustnessRadius } = minimum;
  const D = rationalOf(dimension);
  const least = rationalOf(String(Math.max(40 * k * k, d)));
  if (compareRationals(D, least) < 0) return '0';
  const root = field.sqrt(field.divideByInteger(field.rational(D), k));
  const reached = field.mul(field.exact(robustnessRadius), root);
  const deviation = field.sub(reached, field.divideByInteger(field.integer(k + 1), 2));
  if (field.positive(deviation) !== 'yes') return '0';
  const failure = exp(field, field.neg(field.divideByInteger(field.square(deviation), 2)));
  const probability = field.lowerRational(field.sub(field.one, failure));
  return probability.numerator > 0n ? decimalOf(probability, 'down', DIGITS) : '0';
}

function dimensionFor(
  balls: BallField,
  { k, d }: { readonly k: number; readonly d: number },
  robustness: Ball,
  deviation: string,
): string {
  const base = balls.add(balls.divideByInteger(balls.integer(k + 1), 2), balls.exact(deviation));
  const ratio = balls.div(base, robustness);
  const { numerator, denominator } = balls.upperRational(balls.scale(balls.square(ratio), k));
  const padded = numerator + (numerator >> 40n);
  const least = (padded + denominator - 1n) / denominator;
  const smallest = 40n * BigInt(k) * BigInt(k);
  const floor = smallest > BigInt(d) ? smallest : BigInt(d);
  return (least > floor ? least : floor).toString();
}

function checkMinimum(minimum: RobustMinimum): void {
  checkObject('minimum', minimum);
  checkWhole('minimum.k', minimum.k, 1, 1_000_000_000);
  checkWhole('minimum.d', minimum.d, minimum.k, 1_000_000_000);
  checkPositive('minimum.robustnessRadius', minimum.robustnessRadius);
}

/** A probability above 0 and below 1; a double or a decimal. */
export function checkProbability(name: string, x: unknown): void {
  const holds =
    isExactNumber(x) &&
    String(x).length <= LONGEST &&
    rationalOf(x).numerator > 0n &&
    compareRationals(rationalOf(x), ONE) < 0;
  checkThat(holds, name, x, `a number above 0 and below 1 of at most ${LONGEST} characters`);
}

/** A dimension: a whole number, or its digits where a double does not hold it. */
export function checkDimension(name: string, x: unknown): void {
  const holds =
    (typeof x === 'number' && Number.isSafeInteger(x) && x >= 1) ||
    (typeof x === 'string' && x.length <= LONGEST && /^[1-9]\d*$/.test(x));
  checkThat(holds, name, x, `a whole number from 1 on of at most ${LONGEST} digits`);
}
