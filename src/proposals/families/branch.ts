import { type Ball, BallField, DomainError } from '../../arithmetic/ball.ts';
import { decimalOf } from '../../arithmetic/exact.ts';
import type { Scalars } from '../../arithmetic/scalars.ts';
import { BallLandscape } from '../../landscape/ball-field.ts';
import { floatField } from '../../landscape/float-field.ts';
import { solveLinear } from '../../numerics/matrix.ts';
import { type Family, shapeOf } from '../../symmetry/families/family.ts';
import {
  entryPlace,
  type FamilyShape,
  memberGradient,
  memberPoint,
  unknownWeights,
} from '../../symmetry/families/member.ts';
import { trivialBlock } from '../../symmetry/point/summed-blocks.ts';
import { type LimitPoint, minimiseEnergy, type ScaledNeuron } from './limit-energy.ts';

/**
 * Untrusted: finds the member of a family at a real k. It starts from the limit energy at s = k^(−1/2) = 0 (from known
 * figures for types A and I), follows the branch in s with Newton's iteration in doubles, in scaled unknowns that stay of
 * order one, and ends with Newton's iteration in more digits. The result is a proposal for a proof.
 */

/** Unknowns are offset + s^power·y. */
interface Scaling {
  readonly offsets: (s: number) => number[];
  readonly powers: readonly number[];
}

/** A point of the branch: s and the scaled unknowns. */
interface Scaled {
  readonly s: number;
  readonly y: readonly number[];
}

/** Numbers with a way to doubles. */
interface Numbers<S> {
  readonly field: Scalars<S>;
  readonly toDouble: (x: S) => number;
}

const DOUBLES: Numbers<number> = { field: floatField, toDouble: (x) => x };

/** Below this s the equations in natural unknowns lose too much in doubles. */
const LEAST_S = 0.02;

/** Scaled members to begin with at k = 7: [a, b] and [a, b, c, d, e]. */
const START_K = 7;
const START_A: readonly number[] = [-0.71262818, 0.2834951];
const START_I: readonly number[] = [-0.65796489, 0.32622953, -0.0120281, 0.0181832, 1.06942458];

function scalingOf(family: Family): Scaling {
  if (family.type === 'A') return { offsets: () => [-1, 0], powers: [2, 2] };
  if (family.type === 'I') return { offsets: () => [-1, 0, 0, 0, 1], powers: [2, 2, 4, 2, 2] };
  const { bad, singles } = shapeOf(family);
  const count = Array.from({ length: singles }, (_, t) => t);
  const each = Array.from({ length: bad }, (_, beta) => beta);
  return {
    offsets: (s) => [
      1,
      0,
      ...each.map(() => 2 * s * s),
      ...count.flatMap((t) => [0, ...each.map((beta) => (t === beta ? -1 : 0))]),
    ],
    powers: [3, 4, ...each.map(() => 3), ...count.flatMap(() => [2, ...each.map(() => 1)])],
  };
}

/** Extras to begin with: entries below 0 on the bad coordinates that share them. */
export function patternStart(bad: number, sets: readonly (readonly number[])[]): number[][] {
  return sets.map((set) => [
    0.9,
    ...Array.from({ length: bad }, (_, beta) =>
      set.includes(beta + 1) ? -1.2 / Math.sqrt(set.length) : 0.1,
    ),
  ]);
}

/** Does every extra lean on its own bad coordinates more than on any other? */
function hasPattern(extras: readonly ScaledNeuron[], sets: readonly (readonly number[])[]): boolean {
  return extras.every((extra, u) => {
    const inside = extra.slice(1).filter((_, beta) => sets[u]!.includes(beta + 1));
    const outside = extra.slice(1).filter((_, beta) => !sets[u]!.includes(beta + 1));
    return Math.max(...inside) < 0 && Math.max(...inside) < Math.min(...outside) - 1e-6;
  });
}

/** The limit of a type II family; null if the limit energy has no minimum with this pattern of extras. */
export function limitOf(family: Family): LimitPoint | null {
  const limit = minimiseEnergy(family.bad, patternStart(family.bad, family.extras));
  return limit !== null && hasPattern(limit.extras, family.extras) ? limit : null;
}

/** The unknowns of a type II family at s = 0 (mathematics.md 11.9). */
export function scaledLimit({ matched, extras }: LimitPoint): number[] {
  const bad = matched.length;
  const all = [...matched, ...extras];
  const lengths = extras.reduce((sum, p) => sum + Math.hypot(...p), 0);
  return [
    matched.reduce((sum, p, beta) => sum + p[1 + beta]!, 0) - lengths,
    -all.reduce((sum, p) => sum + p[0]!, 0),
    ...Array.from({ length: bad }, (_, beta) => -all.reduce((sum, p) => sum + p[1 + beta]!, 0)),
    ...all.flat(),
  ];
}

/** One Newton step in scaled unknowns: the equations and their Jacobian, the trivial block, are scaled like kF in y. */
function newtonStep<S>(
  { field, toDouble }: Numbers<S>,
  shape: FamilyShape,
  k: S,
  scales: readonly S[],
  x: readonly S[],
): number[] | null {
  const point = memberPoint(field, shape, k, x);
  const weights = unknownWeights(field, shape, k).map((w, i) => field.mul(field.mul(k, w), scales[i]!));
  const residual = memberGradient(shape, point).map((value, i) => -toDouble(field.mul(value, weights[i]!)));
  const { entries } = trivialBlock(point);
  const matrix = x.map((_, i) =>
    x.map((__, j) => {
      const entry = entries[entryPlace(shape, i)]![entryPlace(shape, j)]!;
      return toDouble(field.mul(field.mul(k, entry), field.mul(scales[i]!, scales[j]!)));
    }),
  );
  return solveLinear(matrix, residual);
}

/** Newton's iteration in doubles from a nearby y; null unless it contracts from its first, small step on. */
function correct(family: Family, { s, y }: Scaled): Scaled | null {
  const shape = shapeOf(family);
  const { offsets, powers } = scalingOf(family);
  const offset = offsets(s);
  const scales = powers.map((power) => s ** power);
  let current = [...y];
  let previous = 0.3 * Math.hypot(1, ...y);
  for (let round = 0; round < 12; round++) {
    const x = current.map((value, i) => offset[i]! + scales[i]! * value);
    const step = newtonStep(DOUBLES, shape, s ** -2, scales, x);
    if (step === null) return null;
    const length = Math.hypot(...step);
    if (!(length <= 0.5 * previous)) return round > 1 && length < 1e-6 ? { s, y: current } : null;
    current = current.map((value, i) => value + step[i]!);
    if (length < 1e-11) return { s, y: current };
    previous = length;
  }
  return null;
}

/** Follows the branch from known points (the last one or two) to another s; null where it cannot be followed. */
function follow(family: Family, known: readonly Scaled[], target: number): Scaled[] | null {
  const points = [...known];
  let step = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 400; round++) {
    const last = points.at(-1)!;
    const way = target - last.s;
    if (way === 0) return points;
    const h = Math.sign(way) * Math.min(Math.abs(way), step);
    const s = Math.abs(h) === Math.abs(way) ? target : last.s + h;
    const next = correct(family, { s, y: extrapolate(points, s) });
    if (next !== null) {
      points.push(next);
      step = 2 * Math.abs(h);
    } else {
      step = Math.min(Math.abs(h), 0.4) / 2;
      if (step < 1e-4) return null;
    }
  }
  return null;
}

/** Linear extrapolation from the last two points. */
function extrapolate(points: readonly Scaled[], s: number): number[] {
  const last = points.at(-1)!;
  const before = points.at(-2);
  if (before === undefined) return [...last.y];
  const t = (s - last.s) / (last.s - before.s);
  return last.y.map((value, i) => value + t * (value - before.y[i]!));
}

/** Where branches begin: the limit at s = 0, or a member at k = 7. */
function beginningOf(family: Family): Scaled | null {
  if (family.type === 'II') {
    const limit = limitOf(family);
    return limit && { s: 0, y: scaledLimit(limit) };
  }
  const s = START_K ** -0.5;
  const { offsets, powers } = scalingOf(family);
  const offset = offsets(s);
  const start = family.type === 'A' ? START_A : START_I;
  return correct(family, { s, y: start.map((x, i) => (x - offset[i]!) * s ** -powers[i]!) });
}

/** A branch of members, ready to be followed to any k. */
export class Branch {
  readonly family: Family;
  private readonly beginning: Scaled;
  private points: readonly Scaled[];

  private constructor(family: Family, beginning: Scaled) {
    this.family = family;
    this.beginning = beginning;
    this.points = [beginning];
  }

  /** Null if the family has no beginning: no minimum of the limit energy has its pattern of extras. */
  static of(family: Family): Branch | null {
    const beginning = beginningOf(family);
    return beginning && new Branch(family, beginning);
  }

  /** The unknowns at k as decimals with the given count of significant digits; null if they are not found. */
  member(k: number, digits: number): string[] | null {
    const balls = BallField.ofDigits(Math.ceil(digits + 10 + 2.5 * Math.log10(k)));
    const unknowns = this.unknowns(new BallLandscape(balls), balls.exact(k), digits);
    return unknowns?.map((x) => decimalOf(balls.lowerRational(x), 'down', digits)) ?? null;
  }

  /**
   * The unknowns at k targets (the midpoint of k counts), exact numbers of the field, to about 10^−digits in scaled
   * unknowns; null if they are not found.
   */
  unknowns(field: BallLandscape, k: Ball, digits: number): Ball[] | null {
    try {
      return this.refined(field, k, digits);
    } catch (error) {
      // Vectors that become parallel or 0 on the way: there is no member of this family here.
      if (error instanceof DomainError) return null;
      throw error;
    }
  }

  private refined(field: BallLandscape, k: Ball, digits: number): Ball[] | null {
    const { balls } = field;
    const exact = (x: Ball): Ball => balls.ofUnits(x.mid, 0n);
    const numbers: Numbers<Ball> = {
      field,
      toDouble: (x) => Number(x.mid) * field.doubleScale,
    };
    const near = this.near(numbers.toDouble(k) ** -0.5);
    if (near === null) return null;
    const shape = shapeOf(this.family);
    const { offsets, powers } = scalingOf(this.family);
    const s = balls.div(balls.one, balls.sqrt(exact(k)));
    const power = (n: number): Ball => (n === 0 ? balls.one : balls.mul(power(n - 1), s));
    const scales = powers.map(power);
    // Offsets are integers, but for 2s² of the entries c.
    const whole = offsets(0);
    const part = offsets(1).map((x, i) => balls.mul(balls.exact(x - whole[i]!), power(2)));
    let x = near.map((value, i) => {
      const offset = balls.add(balls.exact(whole[i]!), part[i]!);
      return exact(balls.add(offset, balls.mul(scales[i]!, balls.exact(value))));
    });
    let previous = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 30; round++) {
      const step = newtonStep(numbers, shape, exact(k), scales, x);
      if (step === null) return null;
      const length = Math.hypot(...step);
      if (!(length < previous)) return null;
      x = x.map((value, i) => exact(balls.add(value, balls.mul(scales[i]!, balls.exact(step[i]!)))));
      if (length <= 10 ** -digits) return x;
      previous = round === 0 ? 2 * Math.hypot(1, ...near) : length;
    }
    return null;
  }

  /** Scaled unknowns near those at s, in doubles. */
  private near(s: number): readonly number[] | null {
    const target = Math.max(s, LEAST_S);
    // From the nearest end: what was found last, or the beginning.
    const ends = [this.points, [this.beginning]];
    ends.sort((a, b) => Math.abs(a.at(-1)!.s - target) - Math.abs(b.at(-1)!.s - target));
    for (const known of ends) {
      const found = follow(this.family, known.slice(-2), target);
      if (found === null) continue;
      this.points = found;
      return s < LEAST_S ? extrapolate(found, s) : found.at(-1)!.y;
    }
    return null;
  }
}
