// Intervals of doubles, the critical equations of docs/complete.md 2 and 3 on boxes of directions, and the subdivision of a
// chart. Everything here is a proof step but `newton`, `inverse` and `widest`, which only propose.
//
// An interval [l, h] is the pair (-l, h), so that both numbers are rounded up. WebAssembly prescribes IEEE 754 for
// + - * / sqrt in doubles, to nearest even, without contraction (docs/complete.md 4.1).

/** 2^-52: more than the rounding of one operation, relative to its result. */
const SPREAD: f64 = 2.220446049250313e-16;
/** Covers results that are subnormal. */
const TINY: f64 = 1e-300;
/** 8u, where 5u is proved for `supplement`. */
const ARC: f64 = 8.881784197001252e-16;
const PI_LOW: f64 = 3.141592653589793;
const PI_HIGH: f64 = 3.1415926535897936;
const HALF_PI: f64 = 1.5707963267948966;

/** 65 doubles, atan(j/64) up to u; written by the host. */
export const ARCTANGENTS: usize = 1024;

// Cells of 16 bytes, each an interval.
const Q: usize = 2048; // a, beta, c, delta, e: the directions
const GS: usize = Q + 5 * 16; // gradient of S by A
const G2: usize = GS + 3 * 16; // of v2 by A and B
const GHA: usize = G2 + 5 * 16;
const GHB: usize = GHA + 3 * 16;
const HS: usize = GHB + 2 * 16; // second derivatives, row by row
const H2: usize = HS + 9 * 16;
const HHA: usize = H2 + 25 * 16;
const HHB: usize = HHA + 9 * 16;
const AB: usize = HHB + 4 * 16; // A/|A|, B/|B|
const UA: usize = AB + 5 * 16; // second derivatives of |A|, |B|
const UB: usize = UA + 9 * 16;
const W: usize = UB + 4 * 16; // scratch: gradients of z, of n, D, E
const GZ: usize = W;
const GN: usize = W + 5 * 16;
const DD: usize = W + 10 * 16;
export const E: usize = W + 15 * 16; // values of the equations
export const J: usize = E + 5 * 16; // Jacobian
export const X: usize = J + 25 * 16; // the box: three directions, tau, t
const N: usize = X + 5 * 16; // its image under Krawczyk's operator
const MIDDLE: usize = N + 5 * 16; // 5 doubles
const INVERSE: usize = MIDDLE + 5 * 8; // 25 doubles
const GAUSS: usize = INVERSE + 25 * 8; // 50 doubles
const SAVED: usize = GAUSS + 50 * 8; // 5 cells
const CENTRE: usize = SAVED + 5 * 16; // 3 doubles
const CENTRES: usize = CENTRE + 4 * 8; // 25 doubles: the middle of J, and its radius
const RADII: usize = CENTRES + 25 * 8;
const STACK: usize = 16384; // boxes of three directions: 6 doubles each
const STACK_END: usize = STACK + 512 * 48;
/** Boxes in which there is exactly one zero: 6 doubles, centre and radius, 4, the enclosure of the zero, 10. */
export const KNOWN: usize = 49152;
const KNOWN_SIZE: usize = 160;
const KNOWN_MOST: i32 = 100;
/** One letter a node. */
export const TRACE: usize = 65536;

// @ts-ignore: decorator
@inline
function up(x: v128): v128 {
  return f64x2.add(x, f64x2.add(f64x2.mul(f64x2.abs(x), f64x2.splat(SPREAD)), f64x2.splat(TINY)));
}
// @ts-ignore: decorator
@inline
function interval(low: f64, high: f64): v128 {
  return f64x2.replace_lane(f64x2.splat(-low), 1, high);
}
// @ts-ignore: decorator
@inline
function point(x: f64): v128 {
  return interval(x, x);
}
// @ts-ignore: decorator
@inline
function low(x: v128): f64 {
  return -f64x2.extract_lane(x, 0);
}
// @ts-ignore: decorator
@inline
function high(x: v128): f64 {
  return f64x2.extract_lane(x, 1);
}
// @ts-ignore: decorator
@inline
function middle(x: v128): f64 {
  return 0.5 * (low(x) + high(x));
}
// @ts-ignore: decorator
@inline
function width(x: v128): f64 {
  return high(x) - low(x);
}
// @ts-ignore: decorator
@inline
function magnitude(x: v128): f64 {
  return max(abs(low(x)), abs(high(x)));
}
// @ts-ignore: decorator
@inline
function swapped(x: v128): v128 {
  return v128.shuffle<f64>(x, x, 1, 0);
}
// @ts-ignore: decorator
@inline
function negative(x: v128): v128 {
  return swapped(x);
}
// @ts-ignore: decorator
@inline
function add(x: v128, y: v128): v128 {
  return up(f64x2.add(x, y));
}
// @ts-ignore: decorator
@inline
function subtract(x: v128, y: v128): v128 {
  return up(f64x2.add(x, swapped(y)));
}
/** The greatest of the four products of the ends, and the greatest of their opposites. */
// @ts-ignore: decorator
@inline
function multiply(x: v128, y: v128): v128 {
  const same = f64x2.mul(x, y);
  const cross = f64x2.mul(x, swapped(y));
  const highs = f64x2.max(same, f64x2.neg(cross));
  const lows = f64x2.max(f64x2.neg(same), cross);
  return up(f64x2.max(v128.shuffle<f64>(lows, highs, 0, 2), v128.shuffle<f64>(lows, highs, 1, 3)));
}
/** By a number that is exact. */
// @ts-ignore: decorator
@inline
function scale(c: f64, x: v128): v128 {
  return up(f64x2.mul(f64x2.splat(abs(c)), c >= 0 ? x : swapped(x)));
}
/** By a power of two: exact up to underflow. */
// @ts-ignore: decorator
@inline
function twice(x: v128): v128 {
  return f64x2.add(x, x);
}
// @ts-ignore: decorator
@inline
function absolute(x: v128): v128 {
  const l = low(x);
  const h = high(x);
  return l >= 0 ? x : h <= 0 ? swapped(x) : interval(0, max(-l, h));
}
// @ts-ignore: decorator
@inline
function square(x: v128): v128 {
  const y = absolute(x);
  const r = up(f64x2.mul(f64x2.abs(y), y));
  return interval(max(0, low(r)), high(r));
}
/** Of a positive interval; anything else gives what no test passes. */
// @ts-ignore: decorator
@inline
function reciprocal(x: v128): v128 {
  return low(x) > 0 ? up(f64x2.div(interval(1, 1), swapped(f64x2.abs(x)))) : interval(-Infinity, Infinity);
}
// @ts-ignore: decorator
@inline
function divide(x: v128, y: v128): v128 {
  return multiply(x, reciprocal(y));
}
/** Of a number known to be >= 0. */
// @ts-ignore: decorator
@inline
function root(x: v128): v128 {
  const l = sqrt(max(0, low(x)));
  const h = sqrt(max(0, high(x)));
  const r = up(interval(l, h));
  return interval(max(0, low(r)), high(r));
}
// @ts-ignore: decorator
@inline
function meet(x: v128, y: v128): v128 {
  return f64x2.min(x, y);
}
// @ts-ignore: decorator
@inline
function hull(x: v128, y: v128): v128 {
  return f64x2.max(x, y);
}
// @ts-ignore: decorator
@inline
function isEmpty(x: v128): bool {
  return high(x) < low(x);
}
// @ts-ignore: decorator
@inline
function excludesZero(x: v128): bool {
  return low(x) > 0 || high(x) < 0;
}
// @ts-ignore: decorator
@inline
function at(cells: usize, i: i32): v128 {
  return v128.load(cells + (<usize>i << 4));
}
// @ts-ignore: decorator
@inline
function put(cells: usize, i: i32, x: v128): void {
  v128.store(cells + (<usize>i << 4), x);
}
// @ts-ignore: decorator
@inline
function clipped(x: v128, bound: f64): v128 {
  return meet(x, interval(-bound, bound));
}
// @ts-ignore: decorator
@inline
function pi(): v128 {
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
function supplements(r: v128, z: v128): v128 {
  const nearest = max(0, low(r));
  const farthest = high(r);
  const left = low(z);
  const right = high(z);
  const least = supplement(left > 0 ? farthest : nearest, left) - ARC;
  const most = supplement(right > 0 ? nearest : farthest, right) + ARC;
  // Comparisons with NaN are false.
  return interval(least > 0 ? least : 0, most < PI_HIGH ? most : PI_HIGH);
}

// Constants of k: m = k - 1 good neurons, M = k - 2.
let m: f64 = 0;
let M: f64 = 0;
const CONSTANTS: usize = STACK_END; // cells
// @ts-ignore: decorator
@inline
function inverseRootM(): v128 {
  return at(CONSTANTS, 0);
}
// @ts-ignore: decorator
@inline
function inverserootm(): v128 {
  return at(CONSTANTS, 1);
}
// @ts-ignore: decorator
@inline
function rootM(): v128 {
  return at(CONSTANTS, 2);
}
/** (M - 1)/M */
// @ts-ignore: decorator
@inline
function shareM(): v128 {
  return at(CONSTANTS, 3);
}
/** (m - 1)/m */
// @ts-ignore: decorator
@inline
function sharem(): v128 {
  return at(CONSTANTS, 4);
}
/** sqrt(M/m) */
// @ts-ignore: decorator
@inline
function quotient(): v128 {
  return at(CONSTANTS, 5);
}

export function prepare(k: f64): void {
  m = k - 1;
  M = k - 2;
  const r = root(point(M));
  const s = root(point(m));
  put(CONSTANTS, 0, reciprocal(r));
  put(CONSTANTS, 1, reciprocal(s));
  put(CONSTANTS, 2, r);
  put(CONSTANTS, 3, divide(point(M - 1), point(M)));
  put(CONSTANTS, 4, divide(point(m - 1), point(m)));
  put(CONSTANTS, 5, divide(r, s));
}

let X2: v128 = i64x2(0, 0); // |A|^2
let Y2: v128 = i64x2(0, 0); // |B|^2
let rX: v128 = i64x2(0, 0);
let rY: v128 = i64x2(0, 0);
let S: v128 = i64x2(0, 0);
let v2: v128 = i64x2(0, 0);
let hA: v128 = i64x2(0, 0);
let hB: v128 = i64x2(0, 0);
/** Whether the angles between neurons are certainly below a right angle, and the greatest of their sines. */
let acute: bool = false;
let sine: f64 = 0;

/** The second derivatives of |A| times |A|: I - A A^T/X, whose diagonal is a sum of squares. */
function directionForms(iX: v128, irX: v128, irY: v128): void {
  for (let i = 0; i < 3; i++) put(AB, i, clipped(multiply(at(Q, i), irX), 1));
  for (let i = 3; i < 5; i++) put(AB, i, clipped(multiply(at(Q, i), irY), 1));
  const w = multiply(iX, irX);
  const a2 = square(at(Q, 0));
  const b2 = square(at(Q, 1));
  const c2 = square(at(Q, 2));
  put(UA, 0, multiply(add(b2, c2), w));
  put(UA, 4, multiply(add(a2, c2), w));
  put(UA, 8, multiply(add(a2, b2), w));
  for (let i = 0; i < 3; i++)
    for (let j = 0; j < i; j++) {
      const x = negative(multiply(multiply(at(Q, i), at(Q, j)), w));
      put(UA, 3 * i + j, x);
      put(UA, 3 * j + i, x);
    }
  const v = multiply(multiply(irY, irY), irY);
  put(UB, 0, multiply(square(at(Q, 4)), v));
  put(UB, 3, multiply(square(at(Q, 3)), v));
  const x = negative(multiply(multiply(at(Q, 3), at(Q, 4)), v));
  put(UB, 1, x);
  put(UB, 2, x);
}

/**
 * D D^T/R for one entry, where |D_i| <= R kappa_i: at most R kappa_i kappa_j in size, and >= 0 on the diagonal
 * (docs/complete.md 3.2).
 */
// @ts-ignore: decorator
@inline
function turning(i: i32, j: i32, R: v128, inverseR: v128, bound: f64): v128 {
  let x = interval(-bound, bound);
  if (low(R) > 0) {
    const product = i == j ? square(at(DD, i)) : multiply(at(DD, i), at(DD, j));
    x = meet(x, multiply(product, inverseR));
  }
  return i == j ? meet(x, interval(0, Infinity)) : x;
}

/** A target against A (from = 0, count = 3) or B (3, 2): its inner product has the gradient in GZ. Adds to h, gh, Hh. */
function target(
  from: i32,
  count: i32,
  times: f64,
  z: v128,
  R: v128,
  inverseLength: v128,
  gh: usize,
  Hh: usize,
  U: usize,
  second: bool,
): v128 {
  const pt = supplements(R, z);
  const s = meet(multiply(R, inverseLength), interval(0, 1));
  for (let i = 0; i < count; i++) {
    const x = add(multiply(pt, at(GZ, i)), multiply(s, at(AB, from + i)));
    put(gh, i, add(at(gh, i), scale(times, x)));
  }
  if (second) {
    const rho = clipped(multiply(z, inverseLength), 1);
    const kappa = high(inverseLength);
    const reach = high(multiply(point(high(R)), point(kappa)));
    for (let i = 0; i < count; i++)
      put(DD, i, clipped(subtract(at(GZ, i), multiply(rho, at(AB, from + i))), reach));
    const bound = high(multiply(point(reach), point(kappa)));
    const inverseR = reciprocal(R);
    for (let i = 0; i < count; i++)
      for (let j = 0; j < count; j++) {
        const c = count * i + j;
        const x = add(multiply(s, at(U, c)), turning(i, j, R, inverseR, bound));
        put(Hh, c, add(at(Hh, c), scale(times, x)));
      }
  }
  return scale(times, add(R, multiply(z, pt)));
}

/** Values and first derivatives, and the second ones too, of all terms at the directions Q (docs/complete.md 3.1). */
function evaluate(second: bool): void {
  const a = at(Q, 0);
  const beta = at(Q, 1);
  const c = at(Q, 2);
  const delta = at(Q, 3);
  const e = at(Q, 4);
  const b = multiply(beta, inverseRootM());
  const d = multiply(delta, inverserootm());
  const a2 = square(a);
  const beta2 = square(beta);
  const c2 = square(c);
  X2 = add(add(a2, beta2), c2);
  Y2 = add(square(delta), square(e));
  rX = root(X2);
  rY = root(Y2);
  const iX = reciprocal(X2);
  const irX = reciprocal(rX);
  const irY = reciprocal(rY);
  directionForms(iX, irX, irY);
  const p = subtract(a, b);
  const p2 = square(p);
  const size = absolute(p);
  for (let i = 0; i < 3; i++) put(GHA, i, point(0));
  for (let i = 0; i < 2; i++) put(GHB, i, point(0));
  if (second) {
    for (let i = 0; i < 9; i++) put(HHA, i, point(0));
    for (let i = 0; i < 4; i++) put(HHB, i, point(0));
  }
  let s1: v128;
  let z1: v128;
  // Two good neurons: X - z = p^2, X + z = Q^2, R = |p| Q.
  {
    const sum = add(add(square(add(a, b)), twice(scale(M - 1, square(b)))), twice(c2));
    const Q2 = root(meet(subtract(twice(X2), p2), sum));
    const R = multiply(size, Q2);
    z1 = meet(
      subtract(X2, p2),
      add(add(twice(multiply(multiply(a, beta), inverseRootM())), multiply(shareM(), beta2)), c2),
    );
    const pt = supplements(R, z1);
    s1 = meet(multiply(R, iX), interval(0, 1));
    S = add(scale(0.5, multiply(pi(), X2)), scale(0.5 * M, add(R, multiply(z1, pt))));
    put(GZ, 0, twice(b));
    put(GZ, 1, twice(add(multiply(a, inverseRootM()), multiply(shareM(), beta))));
    put(GZ, 2, twice(c));
    for (let i = 0; i < 3; i++) {
      const x = add(multiply(pt, at(GZ, i)), twice(multiply(s1, at(Q, i))));
      put(GS, i, add(multiply(pi(), at(Q, i)), scale(0.5 * M, x)));
    }
    if (second) {
      for (let i = 0; i < 3; i++) put(DD, i, multiply(multiply(p, at(Q, i)), iX));
      put(DD, 0, subtract(at(DD, 0), point(1)));
      put(DD, 1, add(at(DD, 1), inverseRootM()));
      const f = scale(4, multiply(size, reciprocal(Q2)));
      const bound = high(multiply(scale(4, point(high(R))), iX));
      const known = low(Q2) > 0;
      for (let i = 0; i < 3; i++)
        for (let j = 0; j <= i; j++) {
          let x = interval(i == j ? 0 : -bound, bound);
          if (known) x = meet(x, multiply(f, i == j ? square(at(DD, i)) : multiply(at(DD, i), at(DD, j))));
          if (i == j) {
            x = add(x, twice(s1));
            if (i == 1) x = add(x, twice(multiply(pt, shareM())));
            if (i == 2) x = add(x, twice(pt));
            x = add(scale(0.5 * M, x), pi());
          } else {
            if (i == 1) x = add(x, twice(multiply(pt, inverseRootM())));
            x = scale(0.5 * M, x);
          }
          put(HS, 3 * i + j, x);
          put(HS, 3 * j + i, x);
        }
    }
  }
  // A good neuron and the bad one.
  {
    const rowSum = add(a, multiply(rootM(), beta));
    const z = add(multiply(d, rowSum), multiply(c, e));
    const n = multiply(rX, rY);
    const wedge = add(
      add(scale(M, square(multiply(p, d))), square(subtract(multiply(a, e), multiply(c, d)))),
      square(subtract(multiply(beta, e), multiply(rootM(), multiply(c, d)))),
    );
    const R = meet(root(wedge), interval(0, high(n)));
    const pt = supplements(R, z);
    const inverseN = multiply(irX, irY);
    const s = meet(multiply(R, inverseN), interval(0, 1));
    v2 = add(R, multiply(z, pt));
    acute = low(z1) > 0 && low(z) > 0;
    sine = max(high(s1), high(s));
    put(GZ, 0, d);
    put(GZ, 1, multiply(rootM(), d));
    put(GZ, 2, e);
    put(GZ, 3, multiply(rowSum, inverserootm()));
    put(GZ, 4, c);
    for (let i = 0; i < 5; i++) {
      put(GN, i, multiply(at(AB, i), i < 3 ? rY : rX));
      put(G2, i, add(multiply(pt, at(GZ, i)), multiply(s, at(GN, i))));
    }
    if (second) {
      const rho = clipped(multiply(z, inverseN), 1);
      const ka = high(irX);
      const kb = high(irY);
      for (let i = 0; i < 5; i++) {
        const reach = high(multiply(point(high(R)), point(i < 3 ? ka : kb)));
        put(DD, i, clipped(subtract(at(GZ, i), multiply(rho, at(GN, i))), reach));
      }
      const inverseR = reciprocal(R);
      for (let i = 0; i < 5; i++)
        for (let j = 0; j <= i; j++) {
          const reach = high(multiply(point(high(R)), point(i < 3 ? ka : kb)));
          const bound = high(multiply(point(reach), point(j < 3 ? ka : kb)));
          const curved =
            i < 3
              ? multiply(at(UA, 3 * i + j), rY)
              : j >= 3
                ? multiply(at(UB, 2 * (i - 3) + j - 3), rX)
                : multiply(at(AB, i), at(AB, j));
          let x = add(multiply(s, curved), turning(i, j, R, inverseR, bound));
          if (i == 3 && j == 0) x = add(x, multiply(pt, inverserootm()));
          if (i == 3 && j == 1) x = add(x, multiply(pt, quotient()));
          if (i == 4 && j == 2) x = add(x, pt);
          put(H2, 5 * i + j, x);
          put(H2, 5 * j + i, x);
        }
    }
  }
  // The targets: of a good neuron its own, the other good ones, that of the bad coordinate; of the bad neuron good, bad.
  const zero = point(0);
  put(GZ, 0, point(1));
  put(GZ, 1, zero);
  put(GZ, 2, zero);
  hA = target(0, 3, 1, a, root(add(beta2, c2)), irX, GHA, HHA, UA, second);
  put(GZ, 0, zero);
  put(GZ, 1, inverseRootM());
  const others = root(add(add(a2, multiply(beta2, shareM())), c2));
  hA = add(hA, target(0, 3, M, b, others, irX, GHA, HHA, UA, second));
  put(GZ, 1, zero);
  put(GZ, 2, point(1));
  hA = add(hA, target(0, 3, 1, c, root(add(a2, beta2)), irX, GHA, HHA, UA, second));
  put(GZ, 0, inverserootm());
  put(GZ, 1, zero);
  const rest = root(add(multiply(square(delta), sharem()), square(e)));
  hB = target(3, 2, m, d, rest, irY, GHB, HHB, UB, second);
  put(GZ, 0, zero);
  put(GZ, 1, point(1));
  hB = add(hB, target(3, 2, 1, e, absolute(delta), irY, GHB, HHB, UB, second));
}

/** The five equations at norms tau, t: gradient by A over m tau, gradient by B over t, times 2 pi. */
function equations(tau: v128, t: v128): void {
  for (let i = 0; i < 3; i++)
    put(E, i, subtract(add(multiply(tau, at(GS, i)), multiply(t, at(G2, i))), at(GHA, i)));
  for (let i = 3; i < 5; i++) {
    const own = multiply(multiply(t, pi()), at(Q, i));
    put(E, i, subtract(add(own, scale(m, multiply(tau, at(G2, i)))), at(GHB, i - 3)));
  }
}

// The chart: coordinate `faceA` of A is `signA`, coordinate `faceB` of B is `signB`; three coordinates are free.
let faceA: i32 = 0;
let signA: f64 = 1;
let faceB: i32 = 3;
let signB: f64 = 1;
let free0: i32 = 0;
let free1: i32 = 0;
let free2: i32 = 0;
// @ts-ignore: decorator
@inline
function free(i: i32): i32 {
  return i == 0 ? free0 : i == 1 ? free1 : free2;
}

/** Derivatives of the equations by the three free directions, tau and t. */
function jacobian(tau: v128, t: v128): void {
  for (let c = 0; c < 3; c++) {
    const j = free(c);
    for (let i = 0; i < 3; i++) {
      let x = multiply(t, at(H2, 5 * i + j));
      if (j < 3) x = add(x, subtract(multiply(tau, at(HS, 3 * i + j)), at(HHA, 3 * i + j)));
      put(J, 5 * i + c, x);
    }
    for (let i = 3; i < 5; i++) {
      let x = scale(m, multiply(tau, at(H2, 5 * i + j)));
      if (j >= 3) {
        x = subtract(x, at(HHB, 2 * (i - 3) + j - 3));
        if (i == j) x = add(x, multiply(t, pi()));
      }
      put(J, 5 * i + c, x);
    }
  }
  for (let i = 0; i < 3; i++) {
    put(J, 5 * i + 3, at(GS, i));
    put(J, 5 * i + 4, at(G2, i));
  }
  for (let i = 3; i < 5; i++) {
    put(J, 5 * i + 3, scale(m, at(G2, i)));
    put(J, 5 * i + 4, multiply(pi(), at(Q, i)));
  }
}

function directions(): void {
  put(Q, faceA, point(signA));
  put(Q, faceB, point(signB));
  for (let i = 0; i < 3; i++) put(Q, free(i), at(X, i));
}

/**
 * All tau, t >= 0 with 2 S tau + v2 t = hA and m v2 tau + pi Y t = hB, into X; false where there are none. S, Y > 0 and
 * v2, hA, hB >= 0.
 */
function norms(): bool {
  const positive = interval(0, Infinity);
  const A = meet(hA, positive);
  const B = meet(hB, positive);
  const v = meet(v2, positive);
  const left = reciprocal(twice(S));
  const right = reciprocal(multiply(pi(), Y2));
  let tau = interval(0, high(multiply(A, left)));
  let t = interval(0, high(multiply(B, right)));
  for (let round = 0; round < 3; round++) {
    tau = meet(tau, multiply(subtract(A, multiply(t, v)), left));
    if (isEmpty(tau)) return false;
    t = meet(t, multiply(subtract(B, scale(m, multiply(tau, v))), right));
    if (isEmpty(t)) return false;
  }
  const determinant = subtract(multiply(twice(S), multiply(pi(), Y2)), scale(m, square(v)));
  if (low(determinant) > 0) {
    const over = reciprocal(determinant);
    const first = subtract(multiply(A, multiply(pi(), Y2)), multiply(v, B));
    tau = meet(tau, multiply(first, over));
    const other = subtract(multiply(twice(S), B), scale(m, multiply(v, A)));
    t = meet(t, multiply(other, over));
    if (isEmpty(tau) || isEmpty(t)) return false;
  }
  put(X, 3, tau);
  put(X, 4, t);
  return true;
}

/**
 * A bound on m|w_i| + |w_k|, the least of three (docs/complete.md 2.4): from tau and t; and from each linear equation, x m|w_i| + y |w_k| =
 * c with x, y > 0, as c/min(x, y), which stays good where the equations hardly tell tau from t.
 */
function totalLength(): f64 {
  const sum = high(add(scale(m, multiply(at(X, 3), rX)), multiply(at(X, 4), rY)));
  const cross = low(multiply(v2, reciprocal(multiply(rX, rY))));
  const own = low(multiply(twice(S), reciprocal(scale(m, X2))));
  const first = high(multiply(multiply(hA, reciprocal(rX)), reciprocal(point(min(own, cross)))));
  const second = high(multiply(multiply(hB, reciprocal(rY)), reciprocal(point(min(cross, PI_LOW)))));
  return min(sum, min(first, second));
}

/** An approximate inverse of the middles of J; false where there is none. */
function inverse(): bool {
  for (let i = 0; i < 5; i++)
    for (let j = 0; j < 5; j++) {
      const x = middle(at(J, 5 * i + j));
      if (!(abs(x) < 1e100)) return false;
      store<f64>(GAUSS + ((10 * i + j) << 3), x);
      store<f64>(GAUSS + ((10 * i + 5 + j) << 3), i == j ? 1 : 0);
    }
  for (let c = 0; c < 5; c++) {
    let pivot = c;
    for (let r = c + 1; r < 5; r++)
      if (abs(load<f64>(GAUSS + ((10 * r + c) << 3))) > abs(load<f64>(GAUSS + ((10 * pivot + c) << 3)))) pivot = r;
    const value = load<f64>(GAUSS + ((10 * pivot + c) << 3));
    if (!(abs(value) > 1e-14)) return false;
    for (let j = 0; j < 10; j++) {
      const one = GAUSS + ((10 * c + j) << 3);
      const other = GAUSS + ((10 * pivot + j) << 3);
      const x = load<f64>(other);
      store<f64>(other, load<f64>(one));
      store<f64>(one, x / value);
    }
    for (let r = 0; r < 5; r++) {
      if (r == c) continue;
      const f = load<f64>(GAUSS + ((10 * r + c) << 3));
      for (let j = 0; j < 10; j++) {
        const to = GAUSS + ((10 * r + j) << 3);
        store<f64>(to, load<f64>(to) - f * load<f64>(GAUSS + ((10 * c + j) << 3)));
      }
    }
  }
  for (let i = 0; i < 5; i++)
    for (let j = 0; j < 5; j++)
      store<f64>(INVERSE + ((5 * i + j) << 3), load<f64>(GAUSS + ((10 * i + 5 + j) << 3)));
  return true;
}

/** 2^-48: more than 20 roundings of sums of a few products. */
const ROUNDINGS: f64 = 3.552713678800501e-15;

/** More than a sum of a few products of numbers >= 0 would be without rounding. */
// @ts-ignore: decorator
@inline
function outward(x: f64): f64 {
  return x * (1 + ROUNDINGS) + TINY;
}

const EMPTY: i32 = 0;
const UNIQUE: i32 = 1;
const OPEN: i32 = 2;
/** Whether Newton's step from the middle of the last X stays near: a hint where to look for zeros. */
let near: bool = false;

/**
 * Krawczyk's operator about the middle of X with the J of X: every zero in X is in its image N. X becomes X and N.
 * UNIQUE: N is inside of X, so that X holds exactly one zero (docs/complete.md 3.4).
 */
function krawczyk(): i32 {
  if (!inverse()) return OPEN;
  for (let i = 0; i < 5; i++) {
    store<f64>(MIDDLE + (i << 3), middle(at(X, i)));
    put(SAVED, i, at(X, i));
  }
  for (let i = 0; i < 5; i++) put(X, i, point(load<f64>(MIDDLE + (i << 3))));
  directions();
  evaluate(false);
  equations(at(X, 3), at(X, 4));
  for (let c = 0; c < 25; c++) {
    const x = at(J, c);
    const centre = middle(x);
    store<f64>(CENTRES + (c << 3), centre);
    store<f64>(RADII + (c << 3), outward(max(high(x) - centre, centre - low(x))));
  }
  let inside = true;
  let empty = false;
  near = true;
  for (let i = 0; i < 5; i++) {
    let s = point(load<f64>(MIDDLE + (i << 3)));
    for (let j = 0; j < 5; j++) s = subtract(s, scale(load<f64>(INVERSE + ((5 * i + j) << 3)), at(E, j)));
    // |I - C J| <= |I - C (middle of J)| + |C| (radius of J), entry by entry, times the radius of the box.
    let reach: f64 = 0;
    for (let j = 0; j < 5; j++) {
      let sum: f64 = i == j ? 1 : 0;
      let total = sum;
      let spread: f64 = 0;
      for (let l = 0; l < 5; l++) {
        const c = load<f64>(INVERSE + ((5 * i + l) << 3));
        const product = c * load<f64>(CENTRES + ((5 * l + j) << 3));
        sum -= product;
        total += abs(product);
        spread += abs(c) * load<f64>(RADII + ((5 * l + j) << 3));
      }
      const x = at(SAVED, j);
      const centre = load<f64>(MIDDLE + (j << 3));
      const radius = outward(max(high(x) - centre, centre - low(x)));
      reach += (abs(sum) + spread + total * ROUNDINGS) * radius;
    }
    if (i < 3 && !(abs(middle(s) - load<f64>(MIDDLE + (i << 3))) < 1.5 * width(at(SAVED, i)))) near = false;
    reach = outward(reach);
    s = add(s, interval(-reach, reach));
    const x = at(SAVED, i);
    if (!(low(s) > low(x) && high(s) < high(x))) inside = false;
    const both = meet(x, s);
    put(X, i, both);
    if (isEmpty(both)) empty = true;
  }
  return empty ? EMPTY : inside ? UNIQUE : OPEN;
}

/** Encloses the equations, and their Jacobian, on the directions and norms in X, which the host wrote; for tests. */
export function enclose(): void {
  directions();
  evaluate(true);
  equations(at(X, 3), at(X, 4));
  jacobian(at(X, 3), at(X, 4));
}

let known: i32 = 0;
let depth: usize = 0;
let written: usize = 0;
let least: f64 = 0;


/** Begins chart 0 <= chart < 24; boxes narrower than `narrowest` are left undecided. */
export function begin(chart: i32, narrowest: f64): void {
  faceA = chart >> 3;
  signA = (chart >> 2) & 1 ? -1 : 1;
  faceB = 3 + ((chart >> 1) & 1);
  signB = chart & 1 ? -1 : 1;
  free0 = faceA == 0 ? 1 : 0;
  free1 = faceA == 2 ? 1 : 2;
  free2 = faceB == 3 ? 4 : 3;
  known = 0;
  least = narrowest;
  depth = 1;
  for (let i = 0; i < 3; i++) {
    store<f64>(STACK + (i << 4), -1);
    store<f64>(STACK + (i << 4), 1, 8);
  }
}

export function openBoxes(): i32 {
  return <i32>depth;
}
export function knownBoxes(): i32 {
  return known;
}
/** Letters in TRACE since the last call of `explore`. */
export function letters(): i32 {
  return <i32>written;
}

// @ts-ignore: decorator
@inline
function letter(x: i32): void {
  store<u8>(TRACE + written, <u8>x);
  written++;
}

/** Newton's iteration from the middle of X, into MIDDLE; false where it does not converge. Proposes only. */
function newton(): bool {
  for (let i = 0; i < 5; i++) store<f64>(MIDDLE + (i << 3), middle(at(X, i)));
  for (let round = 0; round < 12; round++) {
    for (let i = 0; i < 5; i++) put(X, i, point(load<f64>(MIDDLE + (i << 3))));
    directions();
    evaluate(true);
    equations(at(X, 3), at(X, 4));
    jacobian(at(X, 3), at(X, 4));
    if (!inverse()) return false;
    let largest: f64 = 0;
    for (let i = 0; i < 5; i++) {
      let step: f64 = 0;
      for (let j = 0; j < 5; j++) step += load<f64>(INVERSE + ((5 * i + j) << 3)) * middle(at(E, j));
      const x = load<f64>(MIDDLE + (i << 3));
      largest = max(largest, abs(step) / max(1, abs(x)));
      store<f64>(MIDDLE + (i << 3), x - step);
    }
    if (!(largest < 0.5)) return false;
    if (largest < 1e-12) return true;
  }
  return false;
}

/**
 * Whether the directions within r of CENTRE, with all norms that the linear equations allow, hold exactly one zero; its
 * enclosure is in X.
 */
function holdsOne(r: f64): bool {
  for (let i = 0; i < 3; i++) {
    const x = load<f64>(CENTRE + (i << 3));
    put(X, i, interval(x - r, x + r));
  }
  directions();
  evaluate(true);
  if (!norms()) return false;
  jacobian(at(X, 3), at(X, 4));
  return krawczyk() == UNIQUE;
}

/** The largest box of directions about a proposed zero that is proved to hold exactly one, into KNOWN. */
function inflate(): bool {
  for (let i = 0; i < 3; i++) store<f64>(CENTRE + (i << 3), load<f64>(MIDDLE + (i << 3)));
  let best: f64 = 0;
  for (let r: f64 = 0.0000001; r < 0.5; r *= 1.6) {
    if (holdsOne(r)) best = r;
    else if (best > 0 || r > 0.001) break;
  }
  if (best == 0 || known >= KNOWN_MOST || !holdsOne(best)) return false;
  // The enclosure is made narrower by the same operator, as often as this helps.
  for (let round = 0; round < 20; round++) {
    const before = width(at(X, 0)) + width(at(X, 1)) + width(at(X, 2));
    directions();
    evaluate(true);
    jacobian(at(X, 3), at(X, 4));
    if (krawczyk() == EMPTY) return false;
    if (!(width(at(X, 0)) + width(at(X, 1)) + width(at(X, 2)) < 0.5 * before)) break;
  }
  const to = KNOWN + <usize>known * KNOWN_SIZE;
  for (let i = 0; i < 3; i++) {
    const x = load<f64>(CENTRE + (i << 3));
    store<f64>(to + (i << 4), x - best);
    store<f64>(to + (i << 4), x + best, 8);
  }
  memory.copy(to + 48, CENTRE, 24);
  store<f64>(to, best, 72);
  for (let i = 0; i < 5; i++) {
    store<f64>(to + 80 + (i << 4), low(at(X, i)));
    store<f64>(to + 80 + (i << 4), high(at(X, i)), 8);
  }
  known++;
  return true;
}

function isKnown(box: usize): bool {
  for (let u: i32 = 0; u < known; u++) {
    const at = KNOWN + <usize>u * KNOWN_SIZE;
    let inside = true;
    for (let i = 0; i < 6; i += 2)
      if (!(load<f64>(box + (i << 3)) >= load<f64>(at + (i << 3)) && load<f64>(box + (i << 3), 8) <= load<f64>(at + (i << 3), 8)))
        inside = false;
    if (inside) return true;
  }
  return false;
}

function newtonIsNews(wide: f64): bool {
  for (let i = 0; i < 3; i++) {
    const x = load<f64>(MIDDLE + (i << 3));
    const b = STACK + depth * 48 + (i << 4);
    if (!(x > load<f64>(b) - wide && x < load<f64>(b, 8) + wide)) return false;
  }
  if (!(load<f64>(MIDDLE + 24) > 0 && load<f64>(MIDDLE + 32) > 0)) return false;
  for (let u: i32 = 0; u < known; u++) {
    const at = KNOWN + <usize>u * KNOWN_SIZE;
    let inside = true;
    for (let i = 0; i < 3; i++) {
      const x = load<f64>(MIDDLE + (i << 3));
      if (!(x >= load<f64>(at + (i << 4)) && x <= load<f64>(at + (i << 4), 8))) inside = false;
    }
    if (inside) return false;
  }
  return true;
}

/** Takes at most `most` boxes from the stack; the number of boxes taken. */
export function explore(most: i32): i32 {
  written = 0;
  let taken = 0;
  while (depth > 0 && taken < most) {
    depth--;
    taken++;
    const box = STACK + depth * 48;
    if (isKnown(box)) {
      letter(107); // k
      continue;
    }
    const l0 = load<f64>(box);
    const h0 = load<f64>(box, 8);
    const l1 = load<f64>(box, 16);
    const h1 = load<f64>(box, 24);
    const l2 = load<f64>(box, 32);
    const h2 = load<f64>(box, 40);
    put(X, 0, interval(l0, h0));
    put(X, 1, interval(l1, h1));
    put(X, 2, interval(l2, h2));
    const wide = max(h0 - l0, max(h1 - l1, h2 - l2));
    let closed: i32 = 0;
    let smear0: f64 = 0;
    let smear1: f64 = 0;
    let smear2: f64 = 0;
    for (let pass = 0; pass < 3; pass++) {
      directions();
      evaluate(true);
      if (!norms()) {
        closed = pass == 0 ? 110 : 101; // n
        break;
      }
      const tau = at(X, 3);
      const t = at(X, 4);
      equations(tau, t);
      for (let i = 0; i < 5; i++)
        if (excludesZero(at(E, i))) {
          closed = pass == 0 ? 114 : 101; // r
          break;
        }
      if (closed != 0) break;
      if (acute && high(scale(2, multiply(point(sine), point(totalLength())))) < m) {
        closed = pass == 0 ? 109 : 119; // m, w
        break;
      }
      jacobian(tau, t);
      if (pass == 0)
        for (let r = 0; r < 5; r++) {
          const weight = r < 3 ? 1.0 : 1 / m;
          smear0 = max(smear0, magnitude(at(J, 5 * r)) * (h0 - l0) * weight);
          smear1 = max(smear1, magnitude(at(J, 5 * r + 1)) * (h1 - l1) * weight);
          smear2 = max(smear2, magnitude(at(J, 5 * r + 2)) * (h2 - l2) * weight);
        }
      const before = width(at(X, 0)) * width(at(X, 1)) * width(at(X, 2));
      const result = krawczyk();
      if (result == EMPTY) {
        closed = 101; // e
        break;
      }
      const after = width(at(X, 0)) * width(at(X, 1)) * width(at(X, 2));
      if (!(after < 0.5 * before)) break;
    }
    if (closed != 0) {
      letter(closed);
      continue;
    }
    if (wide < 0.05 && near) {
      if (newton() && newtonIsNews(wide) && inflate()) {
        // The box is looked at again: part of it may be known now.
        depth++;
        taken--;
        continue;
      }
    }
    if (wide < least) {
      letter(63); // ?
      continue;
    }
    let axis = 0;
    let best: f64 = -1;
    if (h0 - l0 > 0.02 * wide) {
      axis = 0;
      best = smear0 < 1e100 ? smear0 : 1e100 * (h0 - l0);
    }
    if (h1 - l1 > 0.02 * wide) {
      const s = smear1 < 1e100 ? smear1 : 1e100 * (h1 - l1);
      if (s > best) {
        axis = 1;
        best = s;
      }
    }
    if (h2 - l2 > 0.02 * wide) {
      const s = smear2 < 1e100 ? smear2 : 1e100 * (h2 - l2);
      if (s > best) axis = 2;
    }
    letter(48 + axis);
    const l = axis == 0 ? l0 : axis == 1 ? l1 : l2;
    const h = axis == 0 ? h0 : axis == 1 ? h1 : h2;
    const cut = l + 0.4871 * (h - l);
    // The lower part is taken first.
    const second = box;
    const first = box + 48;
    memory.copy(first, second, 48);
    store<f64>(second + (axis << 4), cut);
    store<f64>(first + (axis << 4), cut, 8);
    depth += 2;
    if (STACK + depth * 48 >= STACK_END) unreachable();
  }
  return taken;
}

/**
 * The directions (a, beta) = side ((1 - u^2), 2u)/(1 + u^2) of one neuron's entries for all neurons alike, s = (k-1)^(-1/2)
 * (docs/complete.md 5): a falls with |u|, beta grows with u.
 */
function turn(u: f64, side: f64): void {
  const x = point(u);
  const over = reciprocal(add(point(1), square(x)));
  put(Q, 0, scale(side, multiply(subtract(point(1), square(x)), over)));
  put(Q, 1, scale(side, multiply(twice(x), over)));
}

/**
 * What E does on low <= u <= high for all s of an interval: 1 or -1 for its sign, 2 or -2 for that of its derivative by the
 * angle, 0 if neither is certain.
 */
export function circle(lowest: f64, highest: f64, side: f64, slabLow: f64, slabHigh: f64): i32 {
  const s = interval(slabLow, slabHigh);
  const farthest = max(abs(lowest), abs(highest));
  const nearest = lowest <= 0 && highest >= 0 ? 0 : min(abs(lowest), abs(highest));
  turn(nearest, side);
  let a = at(Q, 0);
  turn(farthest, side);
  a = clipped(hull(a, at(Q, 0)), 1);
  turn(lowest, side);
  let beta = at(Q, 1);
  turn(highest, side);
  beta = clipped(hull(beta, at(Q, 1)), 1);
  const one = point(1);
  const b = multiply(s, beta);
  const s2 = square(s);
  const p = subtract(a, b);
  const p2 = square(p);
  const size = absolute(p);
  const root2 = root(subtract(point(2), p2));
  const z = meet(
    subtract(one, p2),
    add(multiply(subtract(one, s2), square(beta)), twice(multiply(multiply(a, beta), s))),
  );
  const Rz = multiply(size, root2);
  const pz = supplements(Rz, z);
  const gz = add(Rz, multiply(z, pz));
  const Ra = absolute(beta);
  const pa = supplements(Ra, a);
  const ga = add(Ra, multiply(a, pa));
  const Rb = root(subtract(one, square(b)));
  const pb = supplements(Rb, b);
  const gb = add(Rb, multiply(b, pb));
  const slope = negative(add(beta, multiply(s, a)));
  const h = add(gb, multiply(s2, ga));
  const G = add(gz, multiply(pi(), s2));
  const h1 = subtract(multiply(pb, a), multiply(s, multiply(pa, beta)));
  const dG = multiply(scale(-2, multiply(p, slope)), pz);
  const value = subtract(scale(2, multiply(s, multiply(h1, G))), multiply(h, dG));
  if (low(value) > 0) return 1;
  if (high(value) < 0) return -1;
  const h2 = subtract(
    subtract(multiply(multiply(s, square(a)), reciprocal(Rb)), multiply(pb, beta)),
    multiply(s, subtract(multiply(pa, a), Ra)),
  );
  const slope2 = square(slope);
  const d2G = scale(
    -2,
    subtract(multiply(pz, subtract(slope2, p2)), twice(multiply(multiply(size, slope2), reciprocal(root2)))),
  );
  const derivative = subtract(
    add(scale(2, multiply(s, multiply(h2, G))), multiply(s, multiply(h1, dG))),
    multiply(h, d2G),
  );
  if (low(derivative) > 0) return 2;
  if (high(derivative) < 0) return -2;
  return 0;
}
