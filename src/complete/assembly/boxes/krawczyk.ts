// Krawczyk's operator on a box of directions and norms (docs/complete.md 3.4). `inverse` only proposes.

import { directions, equations } from './equations';
import {
  add, high, interval, isEmpty, low, meet, middle, point, scale, subtract, TINY, width,
} from './interval';
import { at, CENTRES, E, GAUSS, INVERSE, J, MIDDLE, put, RADII, SAVED, X } from './memory';
import { evaluate } from './terms';

/** An approximate inverse of the middles of J; false where there is none. */
export function inverse(): bool {
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

export const EMPTY: i32 = 0;
export const UNIQUE: i32 = 1;
const OPEN: i32 = 2;
/** Whether Newton's step from the middle of the last X stays near: a hint where to look for zeros. */
export let near: bool = false;

/**
 * Krawczyk's operator about the middle of X with the J of X: every zero in X is in its image N. X becomes X and N.
 * UNIQUE: N is inside of X, so that X holds exactly one zero (docs/complete.md 3.4).
 */
export function krawczyk(): i32 {
  if (!inverse()) return OPEN;
  for (let i = 0; i < 5; i++) {
    store<f64>(MIDDLE + (i << 3), middle(at(X, i)));
    put(SAVED, i, at(X, i));
  }
  for (let i = 0; i < 5; i++) put(X, i, point(load<f64>(MIDDLE + (i << 3))));
  directions();
  evaluate();
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
