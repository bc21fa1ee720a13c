/**
 * The exponential function and the normal distribution on intervals, from + − × ÷ √ with directed rounding
 * (mathematics.md 14.2).
 */
import type { Decimal } from 'decimal.js';
import { Rejection } from '../rejection.ts';
import type { Interval, Intervals } from './interval.ts';

/** Arguments beyond this are refused: no claim needs them. */
const GREATEST = 5000;
/** From here on the tail 1 − Φ(x) is enclosed by [0, φ(x)/x]. */
const TAIL = 20;

const point = (x: Decimal): Interval => ({ lo: x, hi: x });

/** e^x, increasing: between the values at the endpoints. */
export function exponential(I: Intervals, x: Interval): Interval {
  const low = exponentialAt(I, x.lo);
  return x.lo.eq(x.hi) ? low : I.hull(low, exponentialAt(I, x.hi));
}

/**
 * e^v = (e^y)^(2^h) with y = v/2^h, |y| ≤ 1/8. After the terms below y^N/N! the rest of the series of e^y is at most
 * |y|^N/N! · (1 + |y| + |y|² + …) ≤ 2|y|^N/N!.
 */
function exponentialAt(I: Intervals, v: Decimal): Interval {
  const size = v.abs();
  if (size.gt(GREATEST)) throw new Rejection(`an exponent is beyond ${GREATEST}`);
  const halvings = Math.max(0, Math.ceil(Math.log2(8 * Math.max(size.toNumber(), 1e-300))) + 1);
  const y = I.divide(point(v), I.integer(2 ** halvings));
  const bound = I.absolute(y);
  const small = I.of(`1e-${I.digits + 5}`);
  let term = I.one;
  let sum = I.one;
  let rest = I.one;
  for (let n = 1; ; n++) {
    term = I.divide(I.multiply(term, y), I.integer(n));
    rest = I.divide(I.multiply(rest, bound), I.integer(n));
    if (rest.hi.lt(small.lo)) break;
    sum = I.add(sum, term);
  }
  const left = I.add(rest, rest);
  let power: Interval = { lo: I.subtract(sum, left).lo, hi: I.add(sum, left).hi };
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
  const low = cdfAt(I, x.lo);
  return x.lo.eq(x.hi) ? low : I.hull(low, cdfAt(I, x.hi));
}

/**
 * For v > 0: Φ(v) = ½ + φ(v)·Σ T_n, T_0 = v, T_n = T_(n−1)·v²/(2n+1), all positive. Once 2v² ≤ 2n + 3 every term is
 * at most half of the one before it, so that what follows T_n is at most T_n. For v > 20, 0 ≤ 1 − Φ(v) ≤ φ(v)/v.
 */
function cdfAt(I: Intervals, v: Decimal): Interval {
  if (v.isNeg()) return I.subtract(I.one, cdfAt(I, v.neg()));
  const x = point(v);
  if (v.gt(TAIL)) {
    const tail = I.divide(normalDensity(I, x), x);
    return I.subtract(I.one, { lo: I.zero.lo, hi: tail.hi });
  }
  const square = I.square(x);
  const twice = 2 * square.hi.toNumber();
  const small = I.of(`1e-${I.digits + 5}`);
  let term = x;
  let sum = x;
  for (let n = 1; ; n++) {
    term = I.divide(I.multiply(term, square), I.integer(2 * n + 1));
    sum = I.add(sum, term);
    if (term.hi.lt(small.lo) && twice + 1 <= 2 * n + 3) break;
  }
  sum = { lo: sum.lo, hi: I.add(sum, term).hi };
  return I.add(I.of('0.5'), I.multiply(normalDensity(I, x), sum));
}
