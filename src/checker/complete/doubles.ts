/**
 * Intervals of doubles, for the million boxes of a complete list (docs/complete.md 4.1). ECMAScript prescribes IEEE 754 for + − × ÷,
 * to nearest even, and engines round √ correctly. The result r of one of them is off by at most 2^−53|r| + 2^−1075, and r + (2^−52|r| + 10^−300),
 * computed, is at least r plus one unit in the last place of r, or plus 10^−300 where r is small: it is an upper bound of the true
 * value, and the same below. NaN, from infinite ends, passes no test: tests ask for what holds, never for its opposite.
 */
export interface Span {
  readonly lo: number;
  readonly hi: number;
}

const SPREAD = 2 ** -52;
const TINY = 1e-300;

function up(x: number): number {
  return x + (Math.abs(x) * SPREAD + TINY);
}

function down(x: number): number {
  return x - (Math.abs(x) * SPREAD + TINY);
}

export function span(lo: number, hi: number): Span {
  return { lo, hi };
}

export function exactly(x: number): Span {
  return { lo: x, hi: x };
}

/** A decimal number: the double nearest to it is off by half a unit in the last place. */
export function decimalSpan(decimal: string): Span {
  const x = Number(decimal);
  return { lo: down(x), hi: up(x) };
}

export const ZERO: Span = exactly(0);
export const UNITY: Span = exactly(1);
/** π = Math.PI + 1.22…·10^−16 lies between these neighbours. */
export const PI: Span = span(Math.PI, Math.PI + 2 ** -51);
const SINE: Span = span(0, 1);

export function plus(x: Span, y: Span): Span {
  return { lo: down(x.lo + y.lo), hi: up(x.hi + y.hi) };
}

export function minus(x: Span, y: Span): Span {
  return { lo: down(x.lo - y.hi), hi: up(x.hi - y.lo) };
}

export function opposite(x: Span): Span {
  return { lo: -x.hi, hi: -x.lo };
}

/** The extreme products are among those of the ends; where a sign is known, it is known which. */
export function times(x: Span, y: Span): Span {
  if (x.lo >= 0) {
    if (y.lo >= 0) return { lo: down(x.lo * y.lo), hi: up(x.hi * y.hi) };
    if (y.hi <= 0) return { lo: down(x.hi * y.lo), hi: up(x.lo * y.hi) };
    return { lo: down(x.hi * y.lo), hi: up(x.hi * y.hi) };
  }
  if (x.hi <= 0) {
    if (y.lo >= 0) return { lo: down(x.lo * y.hi), hi: up(x.hi * y.lo) };
    if (y.hi <= 0) return { lo: down(x.hi * y.hi), hi: up(x.lo * y.lo) };
    return { lo: down(x.lo * y.hi), hi: up(x.lo * y.lo) };
  }
  if (y.lo >= 0) return { lo: down(x.lo * y.hi), hi: up(x.hi * y.hi) };
  if (y.hi <= 0) return { lo: down(x.hi * y.lo), hi: up(x.lo * y.lo) };
  // Not by comparisons: these would drop a NaN.
  return {
    lo: down(Math.min(x.lo * y.hi, x.hi * y.lo)),
    hi: up(Math.max(x.lo * y.lo, x.hi * y.hi)),
  };
}

/** By a double that is meant exactly. */
export function multiple(c: number, x: Span): Span {
  return c >= 0 ? { lo: down(c * x.lo), hi: up(c * x.hi) } : { lo: down(c * x.hi), hi: up(c * x.lo) };
}

export function size(x: Span): Span {
  if (x.lo >= 0) return x;
  if (x.hi <= 0) return opposite(x);
  return { lo: 0, hi: Math.max(-x.lo, x.hi) };
}

export function squared(x: Span): Span {
  const s = size(x);
  return { lo: atLeastZero(down(s.lo * s.lo)), hi: up(s.hi * s.hi) };
}

/** Of an interval above 0; of another one, everything. */
export function inverted(x: Span): Span {
  return x.lo > 0 ? { lo: down(1 / x.hi), hi: up(1 / x.lo) } : { lo: -Infinity, hi: Infinity };
}

export function over(x: Span, y: Span): Span {
  return times(x, inverted(y));
}

/** Of a number known to be ≥ 0. */
export function rooted(x: Span): Span {
  return { lo: atLeastZero(down(Math.sqrt(atLeastZero(x.lo)))), hi: up(Math.sqrt(atLeastZero(x.hi))) };
}

function atLeastZero(x: number): number {
  return x < 0 ? 0 : x;
}

/** The numbers in both; `isEmpty` where there are none. */
export function common(x: Span, y: Span): Span {
  return { lo: Math.max(x.lo, y.lo), hi: Math.min(x.hi, y.hi) };
}

export function isEmpty(x: Span): boolean {
  return x.hi < x.lo;
}

/** A sine of an angle in [0, π]. */
export function sineOf(x: Span): Span {
  return common(x, SINE);
}

/** Within ±bound. */
export function clamped(x: Span, bound: number): Span {
  return { lo: Math.max(x.lo, -bound), hi: Math.min(x.hi, bound) };
}

export function isApartFromZero(x: Span): boolean {
  return x.lo > 0 || x.hi < 0;
}

/** u = 2^−53 */
const UNIT = 2 ** -53;
/** More than the error of `supplement`, and of the subtraction of this from its result. */
const ARC = 10 * UNIT;
/**
 * atan(j/64) as doubles, off by half a unit in the last place and 2^−100: atan(j/64) − atan((j−1)/64) = atan(t), t = 64/(4096 + j(j−1)), whose series is
 * summed in units of 2^−120, each of its at most 12 terms off by at most three units.
 */
const ANGLES: Float64Array = (() => {
  const one = 1n << 120n;
  let angle = 0n;
  return Float64Array.from({ length: 65 }, (_, j) => {
    if (j === 0) return 0;
    const divisor = BigInt(4096 + j * (j - 1));
    let power = (64n * one) / divisor;
    for (let odd = 1n; power > 0n; odd += 2n) {
      angle += odd % 4n === 1n ? power / odd : -(power / odd);
      power = (power * 4096n) / (divisor * divisor);
    }
    return Number(angle) * 2 ** -120;
  });
})();

/**
 * π − θ for the vector (z, r), r ≥ 0, of angle θ in [0, π], off by at most 7u; NaN for the vector 0. With t = min/max of |z|, r, c = j/64 next
 * to t and v = (t − c)/(1 + tc), |v| < 1/127: atan t = atan c + atan v. In units of u: t is rounded, ½; v is off by 4|v|, .04; the series is cut off
 * below |v|^11/11 < 10^−24 and evaluated up to .02; atan c as a double, ½; the sum below 1, ½; π and π/2 as doubles, 1.2; the last sum below 4, 2.
 */
function supplement(r: number, z: number): number {
  const width = Math.abs(z);
  const t = width >= r ? r / width : width / r;
  if (!(t <= 1)) return Number.NaN;
  const j = Math.round(64 * t);
  const c = j / 64;
  const v = (t - c) / (1 + t * c);
  const w = v * v;
  const angle = ANGLES[j]! + v * (1 - w * (1 / 3 - w * (1 / 5 - w * (1 / 7 - w / 9))));
  if (width >= r) return z > 0 ? Math.PI - angle : angle;
  return z > 0 ? Math.PI / 2 + angle : Math.PI / 2 - angle;
}

/** π − θ for all (z, r) of two intervals, r ≥ 0: it grows with z, and with r away from π/2 towards it. */
export function supplements(r: Span, z: Span): Span {
  const near = atLeastZero(r.lo);
  const lo = supplement(z.lo > 0 ? r.hi : near, z.lo) - ARC;
  const hi = supplement(z.hi > 0 ? near : r.hi, z.hi) + ARC;
  return { lo: lo > 0 ? lo : 0, hi: hi < PI.hi ? hi : PI.hi };
}
