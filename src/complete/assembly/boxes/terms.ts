// The pairs of vectors at a box of directions, their first and second derivatives (docs/complete.md 3.1, 3.2).

import {
  absolute, add, clipped, divide, high, interval, low, meet, multiply, negative, pi, point,
  reciprocal, root, scale, square, subtract, supplements, twice,
} from './interval';
import {
  AB, at, CONSTANTS, DD, G2, GHA, GHB, GN, GS, GV, GZ, H2, HHA, HHB, HS, put, Q, TARGETS, UA, UB,
} from './memory';

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
function directionForms(): void {
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

/** What the second derivatives of a target take from its first ones, in cells of TARGETS: R, z, sine, gradient of z. */
const TARGET_CELLS: i32 = 6;

/** Target `u`, against A (from = 0, count = 3) or B (3, 2): its inner product has the gradient in GZ. Adds to h, gh. */
function target(
  u: i32,
  from: i32,
  count: i32,
  times: f64,
  z: v128,
  R: v128,
  inverseLength: v128,
  gh: usize,
): v128 {
  const pt = supplements(R, z);
  const s = meet(multiply(R, inverseLength), interval(0, 1));
  const kept = TARGET_CELLS * u;
  put(TARGETS, kept, R);
  put(TARGETS, kept + 1, z);
  put(TARGETS, kept + 2, s);
  for (let i = 0; i < count; i++) {
    put(TARGETS, kept + 3 + i, at(GZ, i));
    const x = add(multiply(pt, at(GZ, i)), multiply(s, at(AB, from + i)));
    put(gh, i, add(at(gh, i), scale(times, x)));
  }
  return scale(times, add(R, multiply(z, pt)));
}

/** Adds the second derivatives of target `u` to Hh. `face`: the coordinate that is not free. */
function targetSecond(
  u: i32,
  from: i32,
  count: i32,
  times: f64,
  inverseLength: v128,
  Hh: usize,
  U: usize,
  face: i32,
): void {
  const kept = TARGET_CELLS * u;
  const R = at(TARGETS, kept);
  const s = at(TARGETS, kept + 2);
  const rho = clipped(multiply(at(TARGETS, kept + 1), inverseLength), 1);
  const kappa = high(inverseLength);
  const reach = high(multiply(point(high(R)), point(kappa)));
  for (let i = 0; i < count; i++)
    put(DD, i, clipped(subtract(at(TARGETS, kept + 3 + i), multiply(rho, at(AB, from + i))), reach));
  const bound = high(multiply(point(reach), point(kappa)));
  const inverseR = reciprocal(R);
  for (let i = 0; i < count; i++)
    for (let j = 0; j <= i; j++) {
      if (i == face && j == face) continue;
      const c = count * i + j;
      const x = add(multiply(s, at(U, c)), turning(i, j, R, inverseR, bound));
      const sum = add(at(Hh, c), scale(times, x));
      put(Hh, c, sum);
      put(Hh, count * j + i, sum);
    }
}

// What the second derivatives take from `evaluate`: of two good neurons, R = |p| Q2; of a good neuron and the bad one.
let iX: v128 = i64x2(0, 0);
let irX: v128 = i64x2(0, 0);
let irY: v128 = i64x2(0, 0);
let p: v128 = i64x2(0, 0);
let size: v128 = i64x2(0, 0);
let Q2: v128 = i64x2(0, 0);
let goodR: v128 = i64x2(0, 0);
let goodSine: v128 = i64x2(0, 0);
let goodAngle: v128 = i64x2(0, 0);
let crossR: v128 = i64x2(0, 0);
let crossSine: v128 = i64x2(0, 0);
let crossAngle: v128 = i64x2(0, 0);
let crossZ: v128 = i64x2(0, 0);
let inverseN: v128 = i64x2(0, 0);

/** Values and first derivatives of all terms at the directions Q (docs/complete.md 3.1). */
export function evaluate(): void {
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
  iX = reciprocal(X2);
  irX = reciprocal(rX);
  irY = reciprocal(rY);
  for (let i = 0; i < 3; i++) put(AB, i, clipped(multiply(at(Q, i), irX), 1));
  for (let i = 3; i < 5; i++) put(AB, i, clipped(multiply(at(Q, i), irY), 1));
  p = subtract(a, b);
  const p2 = square(p);
  size = absolute(p);
  for (let i = 0; i < 3; i++) put(GHA, i, point(0));
  for (let i = 0; i < 2; i++) put(GHB, i, point(0));
  // Two good neurons: X - z = p^2, X + z = Q^2, R = |p| Q.
  const sum = add(add(square(add(a, b)), twice(scale(M - 1, square(b)))), twice(c2));
  Q2 = root(meet(subtract(twice(X2), p2), sum));
  goodR = multiply(size, Q2);
  const z1 = meet(
    subtract(X2, p2),
    add(add(twice(multiply(multiply(a, beta), inverseRootM())), multiply(shareM(), beta2)), c2),
  );
  goodAngle = supplements(goodR, z1);
  goodSine = meet(multiply(goodR, iX), interval(0, 1));
  S = add(scale(0.5, multiply(pi(), X2)), scale(0.5 * M, add(goodR, multiply(z1, goodAngle))));
  put(GZ, 0, twice(b));
  put(GZ, 1, twice(add(multiply(a, inverseRootM()), multiply(shareM(), beta))));
  put(GZ, 2, twice(c));
  for (let i = 0; i < 3; i++) {
    const x = add(multiply(goodAngle, at(GZ, i)), twice(multiply(goodSine, at(Q, i))));
    put(GS, i, add(multiply(pi(), at(Q, i)), scale(0.5 * M, x)));
  }
  // A good neuron and the bad one.
  const rowSum = add(a, multiply(rootM(), beta));
  crossZ = add(multiply(d, rowSum), multiply(c, e));
  const n = multiply(rX, rY);
  const wedge = add(
    add(scale(M, square(multiply(p, d))), square(subtract(multiply(a, e), multiply(c, d)))),
    square(subtract(multiply(beta, e), multiply(rootM(), multiply(c, d)))),
  );
  crossR = meet(root(wedge), interval(0, high(n)));
  crossAngle = supplements(crossR, crossZ);
  inverseN = multiply(irX, irY);
  crossSine = meet(multiply(crossR, inverseN), interval(0, 1));
  v2 = add(crossR, multiply(crossZ, crossAngle));
  acute = low(z1) > 0 && low(crossZ) > 0;
  sine = max(high(goodSine), high(crossSine));
  put(GV, 0, d);
  put(GV, 1, multiply(rootM(), d));
  put(GV, 2, e);
  put(GV, 3, multiply(rowSum, inverserootm()));
  put(GV, 4, c);
  for (let i = 0; i < 5; i++) {
    put(GN, i, multiply(at(AB, i), i < 3 ? rY : rX));
    put(G2, i, add(multiply(crossAngle, at(GV, i)), multiply(crossSine, at(GN, i))));
  }
  // The targets: of a good neuron its own, the other good ones, that of the bad coordinate; of the bad neuron good, bad.
  const zero = point(0);
  put(GZ, 0, point(1));
  put(GZ, 1, zero);
  put(GZ, 2, zero);
  hA = target(0, 0, 3, 1, a, root(add(beta2, c2)), irX, GHA);
  put(GZ, 0, zero);
  put(GZ, 1, inverseRootM());
  const others = root(add(add(a2, multiply(beta2, shareM())), c2));
  hA = add(hA, target(1, 0, 3, M, b, others, irX, GHA));
  put(GZ, 1, zero);
  put(GZ, 2, point(1));
  hA = add(hA, target(2, 0, 3, 1, c, root(add(a2, beta2)), irX, GHA));
  put(GZ, 0, inverserootm());
  put(GZ, 1, zero);
  const rest = root(add(multiply(square(delta), sharem()), square(e)));
  hB = target(3, 3, 2, m, d, rest, irY, GHB);
  put(GZ, 0, zero);
  put(GZ, 1, point(1));
  hB = add(hB, target(4, 3, 2, 1, e, absolute(delta), irY, GHB));
}

/** The second derivatives, after `evaluate`, but those by the coordinates `faceA` and `faceB` only, which are not free. */
export function evaluateSecond(faceA: i32, faceB: i32): void {
  directionForms();
  for (let i = 0; i < 9; i++) put(HHA, i, point(0));
  for (let i = 0; i < 4; i++) put(HHB, i, point(0));
  for (let i = 0; i < 3; i++) put(DD, i, multiply(multiply(p, at(Q, i)), iX));
  put(DD, 0, subtract(at(DD, 0), point(1)));
  put(DD, 1, add(at(DD, 1), inverseRootM()));
  const f = scale(4, multiply(size, reciprocal(Q2)));
  const farthest = high(multiply(scale(4, point(high(goodR))), iX));
  const known = low(Q2) > 0;
  for (let i = 0; i < 3; i++)
    for (let j = 0; j <= i; j++) {
      if (i == faceA && j == faceA) continue;
      let x = interval(i == j ? 0 : -farthest, farthest);
      if (known) x = meet(x, multiply(f, i == j ? square(at(DD, i)) : multiply(at(DD, i), at(DD, j))));
      if (i == j) {
        x = add(x, twice(goodSine));
        if (i == 1) x = add(x, twice(multiply(goodAngle, shareM())));
        if (i == 2) x = add(x, twice(goodAngle));
        x = add(scale(0.5 * M, x), pi());
      } else {
        if (i == 1) x = add(x, twice(multiply(goodAngle, inverseRootM())));
        x = scale(0.5 * M, x);
      }
      put(HS, 3 * i + j, x);
      put(HS, 3 * j + i, x);
    }
  // A good neuron and the bad one.
  const rho = clipped(multiply(crossZ, inverseN), 1);
  const ka = high(irX);
  const kb = high(irY);
  const reachA = high(multiply(point(high(crossR)), point(ka)));
  const reachB = high(multiply(point(high(crossR)), point(kb)));
  for (let i = 0; i < 5; i++)
    put(DD, i, clipped(subtract(at(GV, i), multiply(rho, at(GN, i))), i < 3 ? reachA : reachB));
  const inverseR = reciprocal(crossR);
  for (let i = 0; i < 5; i++)
    for (let j = 0; j <= i; j++) {
      if ((i == faceA || i == faceB) && (j == faceA || j == faceB)) continue;
      const bound = high(multiply(point(i < 3 ? reachA : reachB), point(j < 3 ? ka : kb)));
      const curved =
        i < 3
          ? multiply(at(UA, 3 * i + j), rY)
          : j >= 3
            ? multiply(at(UB, 2 * (i - 3) + j - 3), rX)
            : multiply(at(AB, i), at(AB, j));
      let x = add(multiply(crossSine, curved), turning(i, j, crossR, inverseR, bound));
      if (i == 3 && j == 0) x = add(x, multiply(crossAngle, inverserootm()));
      if (i == 3 && j == 1) x = add(x, multiply(crossAngle, quotient()));
      if (i == 4 && j == 2) x = add(x, crossAngle);
      put(H2, 5 * i + j, x);
      put(H2, 5 * j + i, x);
    }
  targetSecond(0, 0, 3, 1, irX, HHA, UA, faceA);
  targetSecond(1, 0, 3, M, irX, HHA, UA, faceA);
  targetSecond(2, 0, 3, 1, irX, HHA, UA, faceA);
  targetSecond(3, 3, 2, m, irY, HHB, UB, faceB - 3);
  targetSecond(4, 3, 2, 1, irY, HHB, UB, faceB - 3);
}
