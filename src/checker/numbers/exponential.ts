/**
 * The exponential function and the normal distribution on intervals, from + − × ÷ √ with directed rounding
 * (mathematics.md 14.2).
 */

import { Rejection } from '../rejection.ts';
import { ceilOf, type Interval, type Intervals, isAtMost, isLess } from './interval.ts';

/** Arguments beyond this are refused: no claim needs them. */
const GREATEST = 5000;
/** From here on the tail 1 − Φ(x) is enclosed by [0, φ(x)/x]. */
const TAIL = 20;

/** e^x, increasing: between the values at the endpoints. */
export function exponential(I: Intervals, x: Interval): Interval {
  const low = exponentialAt(I, I.lower(x));
  return x.lo === x.hi ? low : I.hull(low, exponentialAt(I, I.upper(x)));
}

/**
 * e^v = (e^y)^(2^h) with y = v/2^h, |y| ≤ 1/8. After the terms below y^N/N! the rest of the series of e^y is at most
 * |y|^N/N! · (1 + |y| + |y|² + …) ≤ 2|y|^N/N!.
 */
function exponentialAt(I: Intervals, v: Interval): Interval {
  const size = I.absolute(v);
  if (!isAtMost(size, I.integer(GREATEST))) throw new Rejection(`an exponent is beyond ${GREATEST}`);
  const halvings = Number(ceilOf(size, 0)).toString(2).length + 3;
  const bound = I.absolute(I.divide(v, I.integer(2 ** halvings)));
  const small = I.of(`1e-${I.digits + 5}`);
  const negative = isLess(v, I.zero);
  let sum = I.one;
  let rest = I.one;
  for (let n = 1; ; n++) {
    // |y|^n/n!, and with its sign a term: v is a single number.
    rest = I.divide(I.multiply(rest, bound), I.integer(n));
    if (isLess(rest, small)) break;
    sum = negative && n % 2 === 1 ? I.subtract(sum, rest) : I.add(sum, rest);
  }
  const left = I.add(rest, rest);
  let power = I.hull(I.subtract(sum, left), I.add(sum, left));
  for (let i = 0; i < halvings; i++) power = I.square(power);
  return power;
}

/** φ(x) = e^(−x²/2)/√(2π) */
export function normalDensity(I: Intervals, x: Interval): Interval {
  const exponent = I.negate(I.divide(I.square(x), I.integer(2)));
  return I.divide(exponential(I, exponent), I.sqrt(I.twoPi));
}

/** Φ(x), increasing: between the values at the endpoints. */
export function normalCdf(I: Intervals, x: Interval): Interval {
  const low = cdfAt(I, I.lower(x));
  return x.lo === x.hi ? low : I.hull(low, cdfAt(I, I.upper(x)));
}

/**
 * For v > 0: Φ(v) = ½ + φ(v)·Σ T_n, T_0 = v, T_n = T_(n−1)·v²/(2n+1), all positive. Once 2v² ≤ 2n + 3 every term is
 * at most half of the one before it, so that what follows T_n is at most T_n. For v > 20, 0 ≤ 1 − Φ(v) ≤ φ(v)/v.
 */
function cdfAt(I: Intervals, v: Interval): Interval {
  if (v.lo < 0n) return I.subtract(I.one, cdfAt(I, I.negate(v)));
  if (isLess(I.integer(TAIL), v)) {
    const tail = I.divide(normalDensity(I, v), v);
    return I.subtract(I.one, I.hull(I.zero, tail));
  }
  const square = I.square(v);
  const twice = 2 * Number(ceilOf(square, 0));
  const small = I.of(`1e-${I.digits + 5}`);
  let term = v;
  let sum = v;
  for (let n = 1; ; n++) {
    term = I.divide(I.multiply(term, square), I.integer(2 * n + 1));
    sum = I.add(sum, term);
    if (isLess(term, small) && twice <= 2 * n + 3) break;
  }
  sum = I.hull(sum, I.add(sum, term));
  return I.add(I.of('0.5'), I.multiply(normalDensity(I, v), sum));
}
