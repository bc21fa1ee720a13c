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
/** The greatest of the four products of the ends, and the greatest of their opposites. */
// @ts-ignore: decorator
@inline
export function multiply(x: v128, y: v128): v128 {
  const same = f64x2.mul(x, y);
  const cross = f64x2.mul(x, swapped(y));
  const highs = f64x2.max(same, f64x2.neg(cross));
  const lows = f64x2.max(f64x2.neg(same), cross);
  return up(f64x2.max(v128.shuffle<f64>(lows, highs, 0, 2), v128.shuffle<f64>(lows, highs, 1, 3)));
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
  const l = low(x);
  const h = high(x);
  return l >= 0 ? x : h <= 0 ? swapped(x) : interval(0, max(-l, h));
}
// @ts-ignore: decorator
@inline
export function square(x: v128): v128 {
  const y = absolute(x);
  const r = up(f64x2.mul(f64x2.abs(y), y));
  return interval(max(0, low(r)), high(r));
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
  const l = sqrt(max(0, low(x)));
  const h = sqrt(max(0, high(x)));
  const r = up(interval(l, h));
  return interval(max(0, low(r)), high(r));
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

/** pi minus the angle in [0, pi] of the vector (z, r), r >= 0, up to 5u (trajectories.md 3.4); NaN for the vector 0. */
function supplement(r: f64, z: f64): f64 {
  const size = abs(z);
  const flat = size >= r;
  const t = flat ? r / size : size / r;
  if (!(t <= 1)) return NaN;
  const j = <i32>(t * 64 + 0.5);
  const c = <f64>j * 0.015625;
  const v = (t - c) / (1 + t * c);
  const q = v * v;
  const series = v - v * q * (1.0 / 3.0 - q * (0.2 - q * (1.0 / 7.0 - q * (1.0 / 9.0))));
  const a = load<f64>(ARCTANGENTS + (<usize>j << 3)) + series;
  if (flat) return z > 0 ? PI_LOW - a : a;
  return z > 0 ? HALF_PI + a : HALF_PI - a;
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
  const least = supplement(left > 0 ? farthest : nearest, left) - ARC;
  const most = supplement(right > 0 ? nearest : farthest, right) + ARC;
  // Comparisons with NaN are false.
  return interval(least > 0 ? least : 0, most < PI_HIGH ? most : PI_HIGH);
}
