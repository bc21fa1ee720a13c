// The critical equations of one chart on a box of directions and norms, and all norms that fit to directions (docs/complete.md 2.1, 2.2).

import {
  add, high, interval, isEmpty, low, meet, multiply, pi, PI_LOW, point, reciprocal, scale, square,
  subtract, twice,
} from './interval';
import { at, E, G2, GHA, GHB, GS, H2, HHA, HHB, HS, J, put, Q, X } from './memory';
import { evaluate, evaluateSecond, hA, hB, m, rX, rY, S, v2, X2, Y2 } from './terms';

/** The five equations at norms tau, t: gradient by A over m tau, gradient by B over t, times 2 pi. */
export function equations(tau: v128, t: v128): void {
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

/** Chart 0 <= chart < 24 (docs/complete.md 3.3). */
export function selectChart(chart: i32): void {
  faceA = chart >> 3;
  signA = (chart >> 2) & 1 ? -1 : 1;
  faceB = 3 + ((chart >> 1) & 1);
  signB = chart & 1 ? -1 : 1;
  free0 = faceA == 0 ? 1 : 0;
  free1 = faceA == 2 ? 1 : 2;
  free2 = faceB == 3 ? 4 : 3;
}
// @ts-ignore: decorator
@inline
function free(i: i32): i32 {
  return i == 0 ? free0 : i == 1 ? free1 : free2;
}

/** Derivatives of the equations by the three free directions, tau and t, after `evaluate`. */
export function jacobian(tau: v128, t: v128): void {
  evaluateSecond(faceA, faceB);
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

export function directions(): void {
  put(Q, faceA, point(signA));
  put(Q, faceB, point(signB));
  for (let i = 0; i < 3; i++) put(Q, free(i), at(X, i));
}

/**
 * All tau, t >= 0 with 2 S tau + v2 t = hA and m v2 tau + pi Y t = hB, into X; false where there are none. S, Y > 0 and
 * v2, hA, hB >= 0.
 */
export function norms(): bool {
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
export function totalLength(): f64 {
  const sum = high(add(scale(m, multiply(at(X, 3), rX)), multiply(at(X, 4), rY)));
  const cross = low(multiply(v2, reciprocal(multiply(rX, rY))));
  const own = low(multiply(twice(S), reciprocal(scale(m, X2))));
  const first = high(multiply(multiply(hA, reciprocal(rX)), reciprocal(point(min(own, cross)))));
  const second = high(multiply(multiply(hB, reciprocal(rY)), reciprocal(point(min(cross, PI_LOW)))));
  return min(sum, min(first, second));
}

/** Encloses the equations, and their Jacobian, on the directions and norms in X, which the host wrote; for tests. */
export function enclose(): void {
  directions();
  evaluate();
  equations(at(X, 3), at(X, 4));
  jacobian(at(X, 3), at(X, 4));
}

/** Encloses all norms that fit to the directions in X, into X; NaN where there are none, else a bound on the sum of lengths. For tests. */
export function encloseNorms(): f64 {
  directions();
  evaluate();
  return norms() ? totalLength() : NaN;
}
