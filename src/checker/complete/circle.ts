/**
 * Matrices with a on the diagonal and b elsewhere (docs/complete.md 5): a = τ cos φ, √(k−1)·b = τ sin φ, s = (k−1)^(−1/2). The critical directions
 * are the zeros of E = 2h'G − hG' with h = g(b) + s²g(a), G = g(z) + πs², z = 1 − p², p = a − b at τ = 1, g(c) = √(1−c²) + (π − arccos c)c, derivatives
 * by φ.
 */
import type { CircleSlab } from '../../certificate/complete.ts';
import { confirm, Rejection } from '../rejection.ts';
import {
  clamped,
  common,
  decimalSpan,
  exactly,
  inverted,
  minus,
  multiple,
  opposite,
  over,
  PI,
  plus,
  rooted,
  type Span,
  size,
  span,
  squared,
  supplements,
  times,
  UNITY,
} from './doubles.ts';

/** Cuts that the checker adds to a trace on its own, in a row. */
const MORE_CUTS = 6;

/** Throws unless E has exactly four zeros for every s of the slab. */
export function confirmSlab(slab: CircleSlab, place: string): void {
  const s = span(decimalSpan(slab.from).lo, decimalSpan(slab.to).hi);
  const parts = replay(slab.right, 1, s, `${place}.right`) + replay(slab.left, -1, s, `${place}.left`);
  confirm(zerosOf(parts) === 4, `${place}: E has exactly four zeros`);
}

/** The parts of one half in order, each with its letter confirmed. */
function replay(trace: string, side: 1 | -1, s: Span, place: string): string {
  const stack: Span[] = [span(-1, 1)];
  let parts = '';
  for (const letter of trace) {
    const part = stack.pop();
    if (part === undefined) throw new Rejection(`${place}: the trace ends with its last part`);
    if (letter === 'x') {
      const middle = 0.5 * (part.lo + part.hi);
      stack.push(span(middle, part.hi), span(part.lo, middle));
    } else {
      confirm(
        holds(letter, part, side, s, MORE_CUTS),
        `${place}: "${letter}" for u in [${part.lo}, ${part.hi}]`,
      );
      parts += letter;
    }
  }
  confirm(stack.length === 0, `${place}: the trace accounts for the whole half`);
  return parts;
}

function holds(letter: string, u: Span, side: 1 | -1, s: Span, cuts: number): boolean {
  const { value, slope } = criticalFunction(u, side, s);
  const wanted = letter === '+' || letter === '-' ? value : slope;
  if (letter === '+' || letter === '<' ? wanted.lo > 0 : wanted.hi < 0) return true;
  if (cuts === 0) return false;
  const middle = 0.5 * (u.lo + u.hi);
  return [span(u.lo, middle), span(middle, u.hi)].every((part) => holds(letter, part, side, s, cuts - 1));
}

/** cos φ and sin φ for the half-angle u: ±(1 − u², 2u)/(1 + u²). */
function direction(u: number, side: 1 | -1): readonly [Span, Span] {
  const x = exactly(u);
  const inverse = inverted(plus(UNITY, squared(x)));
  return [multiple(side, times(minus(UNITY, squared(x)), inverse)), multiple(2 * side, times(x, inverse))];
}

function hull(x: Span, y: Span): Span {
  return clamped(span(Math.min(x.lo, y.lo), Math.max(x.hi, y.hi)), 1);
}

/** E and its derivative by φ. */
export function criticalFunction(
  u: Span,
  side: 1 | -1,
  s: Span,
): { readonly value: Span; readonly slope: Span } {
  // 1 − u² over 1 + u² falls with |u|; 2u over 1 + u² grows with u in [−1, 1].
  const far = Math.max(Math.abs(u.lo), Math.abs(u.hi));
  const near = u.lo <= 0 && u.hi >= 0 ? 0 : Math.min(Math.abs(u.lo), Math.abs(u.hi));
  const a = hull(direction(near, side)[0], direction(far, side)[0]);
  const beta = hull(direction(u.lo, side)[1], direction(u.hi, side)[1]);
  const b = times(s, beta);
  const s2 = squared(s);
  const p = minus(a, b);
  const p2 = squared(p);
  // p' and (p²)/2'
  const dp = opposite(plus(beta, times(s, a)));
  const dp2 = squared(dp);
  const far2 = rooted(minus(exactly(2), p2));
  const z = common(
    minus(UNITY, p2),
    plus(times(minus(UNITY, s2), squared(beta)), multiple(2, times(times(a, beta), s))),
  );
  const areaZ = times(size(p), far2);
  const gz1 = supplements(areaZ, z);
  const gz = plus(areaZ, times(z, gz1));
  const areaA = size(beta);
  const ga1 = supplements(areaA, a);
  const ga = plus(areaA, times(a, ga1));
  const areaB = rooted(minus(UNITY, squared(b)));
  const gb1 = supplements(areaB, b);
  const gb = plus(areaB, times(b, gb1));
  const h = plus(gb, times(s2, ga));
  const G = plus(gz, times(PI, s2));
  // b' = sa, a' = −β
  const dh = minus(times(times(gb1, s), a), times(s2, times(ga1, beta)));
  const dG = multiple(-2, times(gz1, times(p, dp)));
  const value = minus(multiple(2, times(dh, G)), times(h, dG));
  // a'' = −a, b'' = −b, p'' = −p; g''(a)a'² = |β| and g''(z)z'² = 4|p|p'²/√(2 − p²).
  const d2h = plus(
    minus(over(squared(times(s, a)), areaB), times(gb1, b)),
    times(s2, minus(areaA, times(ga1, a))),
  );
  const d2G = minus(multiple(4, over(times(size(p), dp2), far2)), multiple(2, times(gz1, minus(dp2, p2))));
  const slope = plus(multiple(2, times(d2h, G)), minus(times(dh, dG), times(h, d2G)));
  return { value, slope };
}

/**
 * Zeros of a continuous function on a circle: where it has a sign there are none; a run of parts on which it grows (or falls) between two with signs
 * has one zero if the signs differ in that way, and none if they agree.
 */
function zerosOf(parts: string): number {
  const start = parts.search(/[+-]/);
  confirm(start >= 0, 'E has a sign somewhere');
  const cycle = [...parts.slice(start), ...parts.slice(0, start + 1)];
  let zeros = 0;
  let before = cycle[0]!;
  let run = '';
  for (const letter of cycle.slice(1)) {
    if (letter === '<' || letter === '>') {
      confirm(run === '' || run === letter, 'E is monotone between two signs');
      run = letter;
      continue;
    }
    if (letter !== before) {
      confirm(run === (letter === '+' ? '<' : '>'), 'E grows from - to +, and falls from + to -');
      zeros += 1;
    }
    before = letter;
    run = '';
  }
  return zeros;
}
