// Intervals of doubles.
//
// An interval [l, h] is the pair (-l, h), so that both numbers are rounded up. WebAssembly prescribes IEEE 754 for
// + - * / sqrt in doubles, to nearest even, without contraction (docs/complete.md 4.1).

import { ARCTANGENTS } from './memory';

/** 2^-52: more than the rounding of one operation, relative to its result. */
const SPREAD: f64 = 2.220446049250313e-16;
/** Covers results that are subnormal. */
export const TINY: f64 = 1e-300;
/** 8u, where 5u is proved for `supplement`. */
const ARC: f64 = 8.881784197001252e-16;
export const PI_LOW: f64 = 3.141592653589793;
const PI_HIGH: f64 = 3.1415926535897936;
const HALF_PI: f64 = 1.5707963267948966;

// @ts-ignore: decorator
@inline
function up(x: v128): v128 {
  return f64x2.add(x, f64x2.add(f64x2.mul(f64x2.abs(x), f64x2.splat(SPREAD)), f64x2.splat(TINY)));
}
// @ts-ignore: decorator
@inline
export function interval(low: f64, high: f64): v128 {
  return f64x2.replace_lane(f64x2.splat(-low), 1, high);
}
// @ts-ignore: decorator
@inline
export function point(x: f64): v128 {
  return interval(x, x);
}
// @ts-ignore: decorator
@inline
export function low(x: v128): f64 {
  return -f64x2.extract_lane(x, 0);
}
// @ts-ignore: decorator
@inline
export function high(x: v128): f64 {
  return f64x2.extract_lane(x, 1);
}
// @ts-ignore: decorator
@inline
export function middle(x: v128): f64 {
  return 0.5 * (low(x) + high(x));
}
// @ts-ignore: decorator
@inline
export function width(x: v128): f64 {
  return high(x) - low(x);
}
// @ts-ignore: decorator
@inline
export function magnitude(x: v128): f64 {
  return max(abs(low(x)), abs(high(x)));
}
// @ts-ignore: decorator
@inline
function swapped(x: v128): v128 {
  return v128.shuffle<f64>(x, x, 1, 0);
}
// @ts-ignore: decorator
@inline
export function negative(x: v128): v128 {
  return swapped(x);
}
// @ts-ignore: decorator
@inline
export function add(x: v128, y: v128): v128 {
  return up(f64x2.add(x, y));
}
// @ts-ignore: decorator
@inline
export function subtract(x: v128, y: v128): v128 {
  return up(f64x2.add(x, swapped(y)));
}
/**
 * The greatest of the four products of the ends, and the greatest of their opposites; NaN if one of them is. pmax takes one
 * instruction where max takes eight, but may drop NaN.
 */
// @ts-ignore: decorator
@inline
export function multiply(x: v128, y: v128): v128 {
  const same = f64x2.mul(x, y);
  const cross = f64x2.mul(x, swapped(y));
  const highs = f64x2.pmax(same, f64x2.neg(cross));
  const lows = f64x2.pmax(f64x2.neg(same), cross);
  const most = f64x2.pmax(v128.shuffle<f64>(lows, highs, 0, 2), v128.shuffle<f64>(lows, highs, 1, 3));
  const isNaN = v128.or(f64x2.ne(same, same), f64x2.ne(cross, cross));
  return up(v128.or(most, v128.or(isNaN, swapped(isNaN))));
}
/** By a number that is exact. */
// @ts-ignore: decorator
@inline
export function scale(c: f64, x: v128): v128 {
  return up(f64x2.mul(f64x2.splat(abs(c)), c >= 0 ? x : swapped(x)));
}
/** By a power of two: exact up to underflow. */
// @ts-ignore: decorator
@inline
export function twice(x: v128): v128 {
  return f64x2.add(x, x);
}
// @ts-ignore: decorator
@inline
export function absolute(x: v128): v128 {
  const y = swapped(x);
  return v128.shuffle<f64>(f64x2.pmin(f64x2.pmin(x, y), f64x2.splat(-0.0)), f64x2.max(x, y), 0, 3);
}
/** The numbers >= 0 of an interval that has some. */
// @ts-ignore: decorator
@inline
function aboveZero(x: v128): v128 {
  return f64x2.pmin(x, interval(0, Infinity));
}
// @ts-ignore: decorator
@inline
export function square(x: v128): v128 {
  const y = absolute(x);
  return aboveZero(up(f64x2.mul(f64x2.abs(y), y)));
}
/** Of a positive interval; anything else gives what no test passes. */
// @ts-ignore: decorator
@inline
export function reciprocal(x: v128): v128 {
  return low(x) > 0 ? up(f64x2.div(interval(1, 1), swapped(f64x2.abs(x)))) : interval(-Infinity, Infinity);
}
// @ts-ignore: decorator
@inline
export function divide(x: v128, y: v128): v128 {
  return multiply(x, reciprocal(y));
}
/** Of a number known to be >= 0. */
// @ts-ignore: decorator
@inline
export function root(x: v128): v128 {
  const minus = interval(0, 0);
  const ends = f64x2.pmax(v128.xor(x, minus), f64x2.splat(0));
  return aboveZero(up(v128.xor(f64x2.sqrt(ends), minus)));
}
// @ts-ignore: decorator
@inline
export function meet(x: v128, y: v128): v128 {
  return f64x2.min(x, y);
}
// @ts-ignore: decorator
@inline
export function hull(x: v128, y: v128): v128 {
  return f64x2.max(x, y);
}
// @ts-ignore: decorator
@inline
export function isEmpty(x: v128): bool {
  return high(x) < low(x);
}
// @ts-ignore: decorator
@inline
export function excludesZero(x: v128): bool {
  return low(x) > 0 || high(x) < 0;
}

// @ts-ignore: decorator
@inline
export function clipped(x: v128, bound: f64): v128 {
  return meet(x, interval(-bound, bound));
}
// @ts-ignore: decorator
@inline
export function pi(): v128 {
  return interval(PI_LOW, PI_HIGH);
}

// @ts-ignore: decorator
@inline
function pair(x: f64, y: f64): v128 {
  return f64x2.replace_lane(f64x2.splat(x), 1, y);
}

/** Two at once: pi minus the angle in [0, pi] of the vector (z, r), r >= 0, up to 5u (trajectories.md 3.4); NaN for the vector 0. */
// @ts-ignore: decorator
@inline
function supplement(r: v128, z: v128): v128 {
  const one = f64x2.splat(1);
  const size = f64x2.abs(z);
  const flat = f64x2.ge(size, r);
  const t = f64x2.div(v128.bitselect(r, size, flat), v128.bitselect(size, r, flat));
  // Of NaN: 0.
  const j = i32x4.trunc_sat_f64x2_s_zero(f64x2.add(f64x2.mul(t, f64x2.splat(64)), f64x2.splat(0.5)));
  const c = f64x2.mul(f64x2.convert_low_i32x4_s(j), f64x2.splat(0.015625));
  const v = f64x2.div(f64x2.sub(t, c), f64x2.add(one, f64x2.mul(t, c)));
  const q = f64x2.mul(v, v);
  let series = f64x2.sub(f64x2.splat(1.0 / 7.0), f64x2.mul(q, f64x2.splat(1.0 / 9.0)));
  series = f64x2.sub(f64x2.splat(0.2), f64x2.mul(q, series));
  series = f64x2.sub(f64x2.splat(1.0 / 3.0), f64x2.mul(q, series));
  series = f64x2.sub(v, f64x2.mul(f64x2.mul(v, q), series));
  const known = pair(
    load<f64>(ARCTANGENTS + (<usize>i32x4.extract_lane(j, 0) << 3)),
    load<f64>(ARCTANGENTS + (<usize>i32x4.extract_lane(j, 1) << 3)),
  );
  const a = f64x2.add(known, series);
  // pi - a and a where z is greater in size, for z > 0 and others; pi/2 + a and pi/2 - a where r is.
  const right = f64x2.gt(z, f64x2.splat(0));
  const from = v128.bitselect(v128.and(right, f64x2.splat(PI_LOW)), f64x2.splat(HALF_PI), flat);
  return f64x2.add(from, v128.xor(a, v128.andnot(f64x2.splat(-0.0), v128.xor(flat, right))));
}

/**
 * The same of all (z, r) of two intervals: it grows with z; at one z it falls with r for z > 0 and grows for z < 0. So the
 * ends are at ends.
 */
export function supplements(r: v128, z: v128): v128 {
  const nearest = max(0, low(r));
  const farthest = high(r);
  const left = low(z);
  const right = high(z);
  const ends = supplement(
    pair(left > 0 ? farthest : nearest, right > 0 ? nearest : farthest),
    pair(left, right),
  );
  const least = f64x2.extract_lane(ends, 0) - ARC;
  const most = f64x2.extract_lane(ends, 1) + ARC;
  // Comparisons with NaN are false.
  return interval(least > 0 ? least : 0, most < PI_HIGH ? most : PI_HIGH);
}
