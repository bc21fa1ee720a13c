/** Elementary functions on intervals, from + − × ÷ √ and the exponential function (mathematics.md 14.2). */

import { floorDivide } from '../numbers/exact.ts';
import { exponential, normalCdf } from '../numbers/exponential.ts';
import {
  ceilOf,
  floorOf,
  type Interval,
  type Intervals,
  isAtMost,
  isLess,
  isPositive,
} from '../numbers/interval.ts';
import { confirm } from '../rejection.ts';

/** e^−4000 < 10^−1700. */
const FAR = 4000;
const ALMOST_NOTHING = '1e-1700';

/** For an increasing function: between its values at the ends. */
function increasing(I: Intervals, x: Interval, at: (end: Interval) => Interval): Interval {
  const low = at(I.lower(x));
  return x.lo === x.hi ? low : I.hull(low, at(I.upper(x)));
}

/** e^−|v| at one number. */
function decay(I: Intervals, v: Interval): Interval {
  const size = I.absolute(v);
  if (isLess(I.integer(FAR), size)) return I.hull(I.zero, I.of(ALMOST_NOTHING));
  return exponential(I, I.negate(size));
}

function isNegative(I: Intervals, x: Interval): boolean {
  return isPositive(I.negate(x));
}

/** x/y where y is certainly not 0. */
export function quotient(I: Intervals, x: Interval, y: Interval): Interval {
  return isNegative(I, y) ? I.divide(I.negate(x), I.negate(y)) : I.divide(x, y);
}

function halved(I: Intervals, x: Interval): Interval {
  return I.multiply(I.of('0.5'), x);
}

export function tanh(I: Intervals, x: Interval): Interval {
  return increasing(I, x, (v) => {
    const small = decay(I, I.add(v, v));
    const size = I.divide(I.subtract(I.one, small), I.add(I.one, small));
    return isNegative(I, v) ? I.negate(size) : size;
  });
}

/** 1/(1 + e^−x) */
export function sigmoid(I: Intervals, x: Interval): Interval {
  return increasing(I, x, (v) => {
    const small = decay(I, v);
    return I.divide(isNegative(I, v) ? small : I.one, I.add(I.one, small));
  });
}

/** log(1 + e^x) = max(0, x) + log(1 + e^−|x|) */
export function softplus(I: Intervals, x: Interval): Interval {
  return increasing(I, x, (v) => I.add(I.max(I.zero, v), logarithm(I, I.add(I.one, decay(I, v)))));
}

/** log x: with v = f·2^k, 1/2 ≤ f ≤ 2 about, log v = k log 2 + 2 artanh((f − 1)/(f + 1)), |t| ≤ 2/5. */
export function logarithm(I: Intervals, x: Interval): Interval {
  confirm(isPositive(x), 'a logarithm is taken of numbers above 0');
  return increasing(I, x, (v) => {
    const k = exponentOf(v);
    const f = I.multiply(v, I.exact(1n, k, 0));
    const t = quotient(I, I.subtract(f, I.one), I.add(f, I.one));
    confirm(isAtMost(I.absolute(t), I.of('0.4')), 'the argument of a logarithm is in range');
    return I.add(I.multiply(I.integer(k), logTwo(I)), twiceArtanh(I, t));
  });
}

/** log 2 = 2 artanh ⅓, once for each precision. */
const LOG_TWO = new WeakMap<Intervals, Interval>();

function logTwo(I: Intervals): Interval {
  let known = LOG_TWO.get(I);
  if (known === undefined) {
    known = twiceArtanh(I, I.divide(I.one, I.integer(3)));
    LOG_TWO.set(I, known);
  }
  return known;
}

/** About log₂ of a number above 0. */
function exponentOf(v: Interval): number {
  for (let places = 64; ; places *= 4) {
    const units = ceilOf(v, places);
    if (units > 1n << 20n) return units.toString(2).length - 1 - places;
  }
}

/** 2 Σ t^(2j+1)/(2j+1) for |t| ≤ 1/2: after the first J terms at most 2|t|^(2J+1)/(1 − t²) ≤ 3|t|^(2J+1) is left. */
function twiceArtanh(I: Intervals, t: Interval): Interval {
  const square = I.square(t);
  const small = I.of(`1e-${I.digits + 5}`);
  let power = t;
  let sum = I.zero;
  for (let j = 0; ; j++) {
    const left = I.multiply(I.integer(3), I.absolute(power));
    if (isLess(left, small)) return I.hull(I.subtract(sum, left), I.add(sum, left));
    sum = I.add(sum, I.divide(I.add(power, power), I.integer(2 * j + 1)));
    power = I.multiply(power, square);
  }
}

/** A number of x, and how far the others are from it. */
function centred(I: Intervals, x: Interval): { middle: Interval; reach: Interval } {
  const middle = halved(I, I.add(I.lower(x), I.upper(x)));
  return { middle, reach: I.upper(I.absolute(I.subtract(x, middle))) };
}

/** |sin'| ≤ 1: the sine of a middle number, widened, and cut to [−1, 1]. */
export function sine(I: Intervals, x: Interval): Interval {
  const { middle, reach } = centred(I, x);
  const one = I.one;
  if (!isLess(reach, one)) return I.hull(I.negate(one), one);
  const value = sineOf(I, middle);
  const wide = I.hull(I.subtract(value, reach), I.add(value, reach));
  return I.min(one, I.max(I.negate(one), wide));
}

export function cosine(I: Intervals, x: Interval): Interval {
  return sine(I, I.add(x, I.halfPi));
}

/**
 * v = 2πk + r, r about within [−π, π]. Σ (−1)^j r^(2j+1)/(2j+1)!; by Taylor's theorem the rest is at most the size of the first term
 * left out.
 */
function sineOf(I: Intervals, v: Interval): Interval {
  const turns = I.divide(v, I.twoPi);
  const k = floorDivide(floorOf(turns, 1) + 1n, 2n);
  const r = I.subtract(v, I.multiply(I.exact(k, 0), I.twoPi));
  const square = I.square(r);
  const small = I.of(`1e-${I.digits + 5}`);
  let term = r;
  let sum = I.zero;
  for (let j = 1; ; j++) {
    sum = j % 2 === 1 ? I.add(sum, term) : I.subtract(sum, term);
    term = I.divide(I.multiply(term, square), I.integer(2 * j * (2 * j + 1)));
    const left = I.absolute(term);
    if (isLess(left, small)) return I.hull(I.subtract(sum, left), I.add(sum, left));
  }
}

export function arctangent(I: Intervals, x: Interval): Interval {
  return increasing(I, x, (v) => {
    const size = I.absolute(v);
    const angle = I.angle(size, I.one, I.sqrt(I.add(I.one, I.square(size))));
    return isNegative(I, v) ? I.negate(angle) : angle;
  });
}

/** erf x = 2Φ(√2 x) − 1 */
export function errorFunction(I: Intervals, x: Interval): Interval {
  const value = normalCdf(I, I.multiply(I.sqrt(I.integer(2)), x));
  return I.subtract(I.add(value, value), I.one);
}

/** aⁿ, n ≥ 0: an even power by the size of a. */
export function wholePower(I: Intervals, a: Interval, n: number): Interval {
  const base = n % 2 === 0 ? I.absolute(a) : a;
  return increasing(I, base, (v) => {
    let result = I.one;
    for (const bit of n.toString(2)) {
      result = I.multiply(result, result);
      if (bit === '1') result = I.multiply(result, v);
    }
    return result;
  });
}

/** [0, 1] */
export function unitInterval(I: Intervals): Interval {
  return I.hull(I.zero, I.one);
}
