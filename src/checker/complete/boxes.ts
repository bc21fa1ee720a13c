/** Tests of boxes of directions in one chart, and the replay of a subdivision (docs/complete.md 3.3 to 3.5). */
import { confirm, Rejection } from '../rejection.ts';
import {
  common,
  exactly,
  isApartFromZero,
  isEmpty,
  minus,
  multiple,
  over,
  PI,
  plus,
  type Span,
  span,
  times,
} from './doubles.ts';
import { equationsAt, jacobianAt, normsAt, type Sizes, type Terms, termsAt } from './equations.ts';

export interface Chart {
  /** The coordinate of (A, B) that is ±1, of A and of B, and the sign. */
  readonly faces: readonly (readonly [face: number, sign: 1 | -1])[];
  /** The others, in order. */
  readonly free: readonly number[];
}

export function chartOf(number: number): Chart {
  const bit = (i: number): number => Math.floor(number / 2 ** i) % 2;
  const faces = [
    [Math.floor(number / 8), bit(2) === 1 ? -1 : 1],
    [3 + bit(1), bit(0) === 1 ? -1 : 1],
  ] as const;
  return { faces, free: [0, 1, 2, 3, 4].filter((i) => faces.every(([face]) => face !== i)) };
}

/** A box of the three free directions, with τ and t where they are known. */
export type DirectionBox = readonly Span[];

const CUT = 0.4871;
/** Rounds of Krawczyk's operator in one box. */
const ROUNDS = 4;
/** Where the checker's enclosures are wider than those of the prover, it cuts a box on its own: at most so often in a row. */
const MORE_CUTS = 9;

/** The subdivisions of one k. */
export class Boxes {
  readonly sizes: Sizes;
  private readonly chart: Chart;

  constructor(sizes: Sizes, chart: Chart) {
    this.sizes = sizes;
    this.chart = chart;
  }

  private directions(box: DirectionBox): Span[] {
    const { faces, free } = this.chart;
    const q = new Array<Span>(5);
    for (const [face, sign] of faces) q[face] = exactly(sign);
    for (let i = 0; i < free.length; i++) q[free[i]!] = box[i]!;
    return q;
  }

  /**
   * Krawczyk's operator x₀ − C E(x₀) + (I − CJ)(x − x₀) about the middle of a box of directions and norms: the part of the box in its image, which
   * holds all zeros of the box; null where there is none. `unique`: the image is inside, so that there is exactly one zero.
   */
  private contracted(
    box: DirectionBox,
    jacobian: readonly (readonly Span[])[],
  ): { readonly box: DirectionBox; readonly unique: boolean } | null | 'unknown' {
    const middles = jacobian.map((row) => row.map(middleOf));
    const C = approximateInverse(middles);
    if (C === null) return 'unknown';
    const centre = box.map(middleOf);
    const radius = box.map((x, i) => up(Math.max(x.hi - centre[i]!, centre[i]! - x.lo)));
    const q = this.directions(centre.map(exactly));
    const norms = [exactly(centre[3]!), exactly(centre[4]!)] as const;
    const values = equationsAt(this.sizes, q, norms, termsAt(this.sizes, q, []));
    // |J − its middle| in each entry.
    const radii = jacobian.map((row, i) =>
      row.map((x, j) => up(Math.max(x.hi - middles[i]![j]!, middles[i]![j]! - x.lo))),
    );
    let unique = true;
    const result: Span[] = [];
    const size = box.length;
    for (let i = 0; i < size; i++) {
      const row = C[i]!;
      let image = exactly(centre[i]!);
      for (let j = 0; j < size; j++) image = minus(image, multiple(row[j]!, values[j]!));
      let reach = 0;
      for (let j = 0; j < size; j++) {
        // |δ − Σ C J| ≤ |δ − Σ C (middle)| + Σ |C| radius, with 12 roundings of numbers of total size `total`.
        let sum = i === j ? 1 : 0;
        let total = sum;
        let spread = 0;
        for (let l = 0; l < size; l++) {
          const c = row[l]!;
          const product = c * middles[l]![j]!;
          sum -= product;
          total += Math.abs(product);
          spread += Math.abs(c) * radii[l]![j]!;
        }
        reach += (Math.abs(sum) + spread + total * ROUNDINGS) * radius[j]!;
      }
      reach = reach * (1 + ROUNDINGS) + TINY;
      image = plus(image, span(-reach, reach));
      const before = box[i]!;
      if (!(image.lo > before.lo && image.hi < before.hi)) unique = false;
      const both = common(before, image);
      if (isEmpty(both)) return null;
      result.push(both);
    }
    return { box: result, unique };
  }

  /** Encloses the one zero with directions in the box, whatever its norms; throws unless there is exactly one. */
  uniqueZero(box: DirectionBox, place: string): DirectionBox {
    let found: DirectionBox | null = null;
    let current = box.slice(0, 3);
    for (let round = 0; round < 30; round++) {
      const q = this.directions(current);
      const terms = termsAt(this.sizes, q, this.chart.free);
      const norms = round === 0 ? normsAt(this.sizes, terms) : ([found![3]!, found![4]!] as const);
      confirm(norms !== null, `${place}: norms fit`);
      const whole = [...current, ...norms!];
      const jacobian = jacobianAt(this.sizes, this.chart.free, q, norms!, terms);
      const next = this.contracted(whole, jacobian);
      if (round === 0) {
        const isOne = next !== null && next !== 'unknown' && next.unique;
        confirm(isOne, `${place}: the box has exactly one zero of the equations, by Krawczyk's operator`);
      }
      if (next === null || next === 'unknown') throw new Rejection(`${place}: the zero is enclosed`);
      const before = found ?? whole;
      found = next.box;
      if (!found.some((x, i) => x.hi - x.lo < 0.9 * (before[i]!.hi - before[i]!.lo))) break;
      current = found.slice(0, 3);
    }
    confirm(found![3]!.lo > 0 && found![4]!.lo > 0, `${place}: no neuron is 0`);
    return found!;
  }

  /** Throws unless the trace accounts for the whole chart. Known boxes hold one zero each. Returns the number of letters. */
  replay(
    trace: string,
    known: readonly DirectionBox[],
    place: string,
    progress: (letters: number) => void,
  ): void {
    const stack: DirectionBox[] = [[span(-1, 1), span(-1, 1), span(-1, 1)]];
    for (let at = 0; at < trace.length; at++) {
      if (at % 10_000 === 0) progress(at);
      const box = stack.pop();
      if (box === undefined) throw new Rejection(`${place}: the trace ends with its last box`);
      const letter = trace[at]!;
      const axis = '012'.indexOf(letter);
      if (axis >= 0) stack.push(...cutAt(box, axis));
      else if (!this.closes(letter, box, known, MORE_CUTS))
        throw new Rejection(`${place}: box ${at + 1} of the trace is closed by test "${letter}"`);
    }
    confirm(stack.length === 0, `${place}: the trace accounts for every box`);
  }

  private closes(letter: string, box: DirectionBox, known: readonly DirectionBox[], cuts: number): boolean {
    const isKnown = known.some((one) => box.every((x, i) => x.lo >= one[i]!.lo && x.hi <= one[i]!.hi));
    if (letter === 'k') return isKnown;
    if (this.passes(letter, box)) return true;
    if (cuts === 0) return false;
    const axis = [0, 1, 2].reduce((best, i) => (widthOf(box[i]!) > widthOf(box[best]!) ? i : best), 0);
    return cutAt(box, axis).every((part) => this.closes(letter, part, known, cuts - 1));
  }

  private passes(letter: string, box: DirectionBox): boolean {
    const { sizes } = this;
    const { free } = this.chart;
    const wanted = letter === 'e' || letter === 'w';
    let current = box;
    for (let round = 0; round < ROUNDS; round++) {
      const q = this.directions(current);
      const terms = termsAt(sizes, q, wanted ? free : []);
      const norms = normsAt(sizes, terms);
      if (norms === null) return letter === 'n' || letter === 'e';
      if (letter === 'n') return false;
      if (letter === 'm' || letter === 'w') {
        if (haveOneDirection(sizes, norms, terms)) return true;
        if (letter === 'm') return false;
      } else if (equationsAt(sizes, q, norms, terms).some(isApartFromZero)) return true;
      if (!wanted) return false;
      const next = this.contracted([...current, ...norms], jacobianAt(sizes, free, q, norms, terms));
      if (next === null) return letter === 'e';
      if (next === 'unknown') return false;
      const before = volumeOf(current);
      current = next.box.slice(0, 3);
      if (!(volumeOf(current) < 0.7 * before)) return false;
    }
    return false;
  }
}

/** All angles Θ < π/2 and 2 sin Θ Σ‖w‖ < k − 1: critical points have all their neurons in one direction (docs/complete.md 2.4). */
function haveOneDirection(sizes: Sizes, norms: readonly [Span, Span], terms: Terms): boolean {
  const bounds = lengthBounds(sizes, norms, terms);
  return (
    terms.acute &&
    bounds.some((bound) => multiple(2, times(exactly(terms.sine), exactly(bound))).hi < sizes.m)
  );
}

/** Upper bounds on Σ‖w‖: from τ and t, and c/min(x, y) from each linear equation x·m‖w_i‖ + y‖w_k‖ = c. */
export function lengthBounds(
  { m }: Sizes,
  [tau, t]: readonly [Span, Span],
  { lengthA, lengthB, squareA, own, cross, goodTargets, badTargets }: Terms,
): readonly number[] {
  const across = over(cross.value, times(lengthA, lengthB)).lo;
  const self = over(multiple(2 / m, own.value), squareA).lo * (1 - 2 ** -50);
  const bound = (c: Span, least: number): number => over(c, exactly(least)).hi;
  return [
    plus(multiple(m, times(tau, lengthA)), times(t, lengthB)).hi,
    bound(over(goodTargets.value, lengthA), Math.min(self, across)),
    bound(over(badTargets.value, lengthB), Math.min(across, PI.lo)),
  ];
}

function cutAt(box: DirectionBox, axis: number): readonly [DirectionBox, DirectionBox] {
  const { lo, hi } = box[axis]!;
  const cut = lo + CUT * (hi - lo);
  const part = (x: Span): DirectionBox => box.map((own, i) => (i === axis ? x : own));
  // The upper part lies deeper in the stack.
  return [part(span(cut, hi)), part(span(lo, cut))];
}

function middleOf(x: Span): number {
  return 0.5 * (x.lo + x.hi);
}

function widthOf(x: Span): number {
  return x.hi - x.lo;
}

function volumeOf(box: DirectionBox): number {
  return widthOf(box[0]!) * widthOf(box[1]!) * widthOf(box[2]!);
}

/** More than 20 roundings, for sums of a few products of numbers ≥ 0. */
const ROUNDINGS = 2 ** -48;
const TINY = 1e-290;

function up(x: number): number {
  return x * (1 + ROUNDINGS) + TINY;
}

/** By Gauss-Jordan with pivots; a guess, nothing depends on its quality. */
function approximateInverse(matrix: readonly (readonly number[])[]): number[][] | null {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(rows[r]![c]!) > Math.abs(rows[pivot]![c]!)) pivot = r;
    const chosen = rows[pivot]!;
    rows[pivot] = rows[c]!;
    rows[c] = chosen;
    const value = chosen[c]!;
    if (!(Math.abs(value) > 1e-14 && Math.abs(value) < 1e100)) return null;
    for (let j = c; j < 2 * n; j++) chosen[j]! /= value;
    for (let r = 0; r < n; r++) {
      const factor = rows[r]![c]!;
      if (r === c || factor === 0) continue;
      const row = rows[r]!;
      for (let j = c; j < 2 * n; j++) row[j]! -= factor * chosen[j]!;
    }
  }
  const inverse = rows.map((row) => row.slice(n));
  return inverse.every((row) => row.every(Number.isFinite)) ? inverse : null;
}
