// The pairs of vectors at a box of directions, their first and second derivatives (docs/complete.md 3.1, 3.2).

import {
  absolute, add, clipped, divide, high, interval, low, meet, multiply, negative, pi, point,
  reciprocal, root, scale, square, subtract, supplements, twice,
} from './interval';
import { AB, at, CONSTANTS, DD, G2, GHA, GHB, GN, GS, GZ, H2, HHA, HHB, HS, put, Q, UA, UB } from './memory';

// Constants of k: m = k - 1 good neurons, M = k - 2.
export let m: f64 = 0;
let M: f64 = 0;
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

export let X2: v128 = i64x2(0, 0); // |A|^2
export let Y2: v128 = i64x2(0, 0); // |B|^2
export let rX: v128 = i64x2(0, 0);
export let rY: v128 = i64x2(0, 0);
export let S: v128 = i64x2(0, 0);
export let v2: v128 = i64x2(0, 0);
export let hA: v128 = i64x2(0, 0);
export let hB: v128 = i64x2(0, 0);
/** Whether the angles between neurons are certainly below a right angle, and the greatest of their sines. */
export let acute: bool = false;
export let sine: f64 = 0;

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
export function evaluate(second: bool): void {
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
