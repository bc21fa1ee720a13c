// All neurons alike: the one equation on the circle of directions (docs/complete.md 5).

import {
  absolute, add, clipped, high, hull, interval, low, meet, multiply, negative, pi, point,
  reciprocal, root, scale, square, subtract, supplements, twice,
} from './interval';
import { at, put, Q } from './memory';

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
