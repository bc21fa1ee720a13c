// Boxes of directions with exactly one zero. `newton` only proposes.

import { directions, equations, jacobian, norms } from './equations';
import { high, interval, low, middle, point, width } from './interval';
import { EMPTY, inverse, krawczyk, UNIQUE } from './krawczyk';
import { at, CENTRE, E, INVERSE, KNOWN, KNOWN_MOST, KNOWN_SIZE, MIDDLE, put, X } from './memory';
import { evaluate } from './terms';

let known: i32 = 0;

export function knownBoxes(): i32 {
  return known;
}
export function forgetKnownBoxes(): void {
  known = 0;
}

/** Newton's iteration from the middle of X, into MIDDLE; false where it does not converge. Proposes only. */
export function newton(): bool {
  for (let i = 0; i < 5; i++) store<f64>(MIDDLE + (i << 3), middle(at(X, i)));
  for (let round = 0; round < 12; round++) {
    for (let i = 0; i < 5; i++) put(X, i, point(load<f64>(MIDDLE + (i << 3))));
    directions();
    evaluate();
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
  evaluate();
  if (!norms()) return false;
  jacobian(at(X, 3), at(X, 4));
  return krawczyk() == UNIQUE;
}

/** The largest box of directions about a proposed zero that is proved to hold exactly one, into KNOWN. */
export function inflate(): bool {
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
    evaluate();
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

/** Whether a box of directions lies in one that holds exactly one zero. */
export function isKnown(box: usize): bool {
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

/** Whether the proposed zero in MIDDLE lies near a box, with norms above 0, and in no known one. */
export function newtonIsNews(box: usize, wide: f64): bool {
  for (let i = 0; i < 3; i++) {
    const x = load<f64>(MIDDLE + (i << 3));
    const b = box + (i << 4);
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
