// The subdivision of a chart into boxes of directions, each with the test that closes it (docs/complete.md 3). Everything here is a
// proof step but what says that it proposes, and the choice of cuts.

import { directions, equations, jacobian, norms, selectChart, totalLength } from './boxes/equations';
import { excludesZero, high, interval, magnitude, multiply, point, scale, width } from './boxes/interval';
import { EMPTY, krawczyk, near } from './boxes/krawczyk';
import { at, E, J, put, STACK, STACK_END, TRACE, X } from './boxes/memory';
import { acute, evaluate, m, sine } from './boxes/terms';
import { forgetKnownBoxes, inflate, isKnown, newton, newtonIsNews } from './boxes/zeros';

export { circle } from './boxes/circle';
export { enclose, encloseNorms } from './boxes/equations';
export { ARCTANGENTS, E, J, KNOWN, TRACE, X } from './boxes/memory';
export { prepare } from './boxes/terms';
export { knownBoxes } from './boxes/zeros';

let depth: usize = 0;
let written: usize = 0;
let least: f64 = 0;

/** Begins chart 0 <= chart < 24; boxes narrower than `narrowest` are left undecided. */
export function begin(chart: i32, narrowest: f64): void {
  selectChart(chart);
  forgetKnownBoxes();
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
      evaluate();
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
      if (newton() && newtonIsNews(STACK + depth * 48, wide) && inflate()) {
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
