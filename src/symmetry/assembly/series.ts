// Taylor coefficients f_j of As(X) = asin(√X)/√X and At(X) = atan(√X)/√X at x ≥ 0 in pairs of doubles, high + low, for models.ts.
// The recurrence and the far coefficient are those of ../uniform/quotients.ts,
//
//     f_j = (h_j − 2x(j+1) f_{j+1})/(2j+1),   0 ≤ f_j ≤ h_j/(2j+1) for As;   |f_j| ≤ (1 + x)|h_j| for At, since
//
// |f_j| = ∫_0^1 t^(2j)/(1 + xt²)^(j+1) dt, t²/(1 + xt²) ≤ 1/(1 + x) and |h_j| = (1 + x)^(−j−1). It is run downwards: beside f_j an error shrinks by about x/(1 ∓ x) a step. For At signs alternate: of |h_j| and |f_{j+1}| it is a sum.
//
// Roundings. Sums and products of two doubles are exact as pairs (Knuth; Dekker, Veltkamp; numbers here are far from overflow, and
// far from underflow or 0), and a sum, a product, a quotient of pairs as below is off by at most 7u² + O(u³) of its size (Joldes,
// Muller, Popescu, Tight and rigorous error bounds for basic building blocks of double-word arithmetic, 2017): less than W/4, W = 2^−100.
//   1/(1 ∓ x) and its root are found by a step of Newton's from a double that is off by e ≤ 3u: off by 3e²/2 and three roundings, < W.
//   h_j: j times a factor that is off by less than W and three roundings, so by less than (2j + 2)W h_j.
//   f_j, with t = 2x(j+1)|f_{j+1}| after two roundings, one of the sum (≤ h_j + t) and one of the quotient: by less than
//     E_j = ((2j + 3)W h_j + W t + 2x(j+1) E_{j+1})/(2j+1).
// Where E_j ≤ u f_j, the double next to the pair is off by less than 2u times its size, which is what is written beside it.

// @ts-nocheck: AssemblyScript

/** `count` coefficients of As (0) or At (1) at x, each a double and a bound of its error, written at `to`. */
@external('env', 'coefficients')
declare function elsewhere(series: i32, x: f64, count: i32, to: usize): void;

const ROUNDOFF: f64 = 1.1102230246251565e-16; // u = 2^−53
const UNIT: f64 = 2.220446049250313e-16; // 2u
const MARGIN: f64 = 1.0000000000009095; // 1 + 2^−40
const TINY: f64 = 1e-280;
const W: f64 = 7.888609052210118e-31; // 2^−100
/** An error shrinks to this much of itself, the part of the far coefficient that is not known. */
const FAR: f64 = 1e-33;
/** Up to these x it is done so here; between 0 and the least, and beyond them, elsewhere. */
const MOST_AS: f64 = 0.45, MOST_AT: f64 = 1, LEAST: f64 = 1e-60;

/** So many coefficients are made: the least that do. The first two are kept; the last are as many as are ever asked for. */
const FEW: i32 = 32, MORE: i32 = 48, MOST: i32 = 144;
/** Kept lists: count, series, x, then coefficients. For the longest there is a place before them. */
const LISTS: usize = 4096, LIST: usize = 1024, HEAD: usize = 24;
/** The pairs h_j. */
const WORK: usize = LISTS + 256 * LIST;
/** Memory from here on is not used here. */
export const FREE: usize = WORK + 16384;

/** The last pair. */
let high: f64 = 0, low: f64 = 0;

/** a + b, where |a| ≥ |b| or a = 0. */
@inline function quickSum(a: f64, b: f64): void {
  const sum = a + b;
  low = b - (sum - a);
  high = sum;
}

@inline function sum(a: f64, b: f64): void {
  const s = a + b;
  const part = s - a;
  low = a - (s - part) + (b - part);
  high = s;
}

@inline function product(a: f64, b: f64): void {
  const p = a * b;
  let c: f64 = 134217729 * a; // 2^27 + 1
  const a1 = c - (c - a), a0 = a - a1;
  c = 134217729 * b;
  const b1 = c - (c - b), b0 = b - b1;
  low = a0 * b0 - (p - a1 * b1 - a0 * b1 - a1 * b0);
  high = p;
}

function addPair(a: f64, da: f64, b: f64, db: f64): void {
  sum(a, b);
  const s = high, ds = low;
  sum(da, db);
  const t = low;
  quickSum(s, ds + high);
  quickSum(high, t + low);
}

function timesPair(a: f64, da: f64, b: f64, db: f64): void {
  product(a, b);
  quickSum(high, low + (a * db + da * b));
}

function times(a: f64, da: f64, n: f64): void {
  product(a, n);
  const rest = low;
  quickSum(high, da * n);
  quickSum(high, low + rest);
}

function over(a: f64, da: f64, n: f64): void {
  const quotient = a / n;
  product(quotient, n);
  quickSum(quotient, (a - high + (da - low)) / n);
}

/** Writes coefficients; false where that cannot be done so. */
function fill(series: i32, x: f64, count: i32, to: usize): bool {
  const arcsine = series === 0;
  if (!(x <= (arcsine ? MOST_AS : MOST_AT)) || (x > 0 && x < LEAST)) return false;
  const shrinks = arcsine ? x / (1 - x) : x / (1 + x);
  let last = count;
  for (let rest: f64 = 1; rest > FAR; rest *= shrinks) last++;
  // 1/(1 ∓ x)
  sum(1, arcsine ? -x : x);
  const q = high, dq = low;
  let y = 1 / q;
  times(q, dq, y);
  addPair(-high, -low, 1, 0);
  times(high, low, y);
  addPair(high, low, y, 0);
  const inverse = high, rest = low;
  if (arcsine) {
    y = 1 / Math.sqrt(q);
    product(y, y);
    timesPair(high, low, q, dq);
    addPair(-high, -low, 1, 0);
    times(high, low, 0.5 * y);
    addPair(high, low, y, 0);
  }
  for (let j = 0; ; j++) {
    const at = WORK + ((<usize>j) << 4);
    store<f64>(at, high);
    store<f64>(at, low, 8);
    if (j === last) break;
    timesPair(high, low, inverse, rest);
    if (arcsine) {
      times(high, low, <f64>(2 * j + 1));
      over(high, low, <f64>(2 * j + 2));
    }
  }
  // |f_last|
  let f: f64 = 0, df: f64 = 0;
  let error = high * (arcsine ? 1 / <f64>(2 * last + 1) : 1 + x) * MARGIN;
  for (let j = last - 1; j >= 0; j--) {
    times(f, df, 2 * x);
    times(high, low, <f64>(j + 1));
    const t = high;
    const at = WORK + ((<usize>j) << 4);
    const h = load<f64>(at);
    if (arcsine) addPair(h, load<f64>(at, 8), -high, -low);
    else addPair(h, load<f64>(at, 8), high, low);
    over(high, low, <f64>(2 * j + 1));
    f = high;
    df = low;
    error = ((<f64>(2 * j + 3) * h + t) * W + 2 * x * <f64>(j + 1) * error) / <f64>(2 * j + 1) * MARGIN + TINY;
    if (j >= count) continue;
    if (!(error <= ROUNDOFF * f)) return false;
    const entry = to + ((<usize>j) << 4);
    store<f64>(entry, arcsine || (j & 1) === 0 ? f : -f);
    store<f64>(entry, UNIT * f * MARGIN + TINY, 8);
  }
  return true;
}

/** The address of at least `count` coefficients of As (0) or At (1) at x, each a double and a bound of its error. */
export function coefficientsAt(series: i32, x: f64, count: i32): usize {
  if (count > MORE) {
    if (!fill(series, x, MOST, 0)) elsewhere(series, x, MOST, 0);
    return 0;
  }
  // Always as many for one x, so that what is found does not depend on what was asked for before.
  const kept = count > FEW ? MORE : FEW;
  const key = (reinterpret<u64>(x) ^ (<u64>kept << 1) ^ <u64>series) * 0x9e3779b97f4a7c15;
  const list = LISTS + <usize>(key >> 56) * LIST;
  if (load<i32>(list) !== kept || load<i32>(list, 4) !== series || load<f64>(list, 8) !== x) {
    // Nothing stands there until all of it does.
    store<i32>(list, 0);
    if (!fill(series, x, kept, list + HEAD)) elsewhere(series, x, kept, list + HEAD);
    store<i32>(list, kept);
    store<i32>(list, series, 4);
    store<f64>(list, x, 8);
  }
  return list + HEAD;
}
