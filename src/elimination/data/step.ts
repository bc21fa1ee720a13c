import type { Ball } from '../../arithmetic/ball.ts';
import {
  type Augmented,
  augmentedGradient,
  augmentedValue,
  type BallPoint,
  featuresOf,
  neuronValues,
} from './augmented.ts';
import type { Evaluated } from './empirical.ts';
import type { Moment } from './moment.ts';
import { excludesZero } from './residual.ts';
import { doubleOf } from './ring.ts';

/** A step in (a, b, W) that certainly decreases L̃. */
export interface DescentStep {
  /** Changes of a, b and W, exact doubles. */
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly w: readonly (readonly number[])[];
  readonly before: Ball;
  readonly after: Ball;
}

/** Lengths ε of the change of W that are tried, in units of the direction of the moment. */
const LENGTHS = [2 ** -10, 2 ** -6, 2 ** -3, 2 ** -16, 2 ** -24];
const TRIES = 40;

/**
 * A step from a point with a = 0 along a moment: δw = εu (ε = 0 for order 0), δb = εc, δa = −sgn(h(ε))·η. The size η is
 * a guess that is quartered until balls certify L̃(after) < L̃(before); null when they never do (mathematics.md 13.6).
 */
export function stepAlong(
  augmented: Augmented,
  evaluated: Evaluated,
  point: BallPoint,
  moment: Moment,
): DescentStep | null {
  const { field, ring } = evaluated;
  const { output: k, order, direction, offset } = moment;
  const features = featuresOf(augmented, evaluated);
  const residual = evaluated.residuals.map((row) => row[k]!);
  const before = augmentedValue(augmented, evaluated, point);
  for (const length of order === 0 ? [0] : LENGTHS) {
    const change = {
      a: point.a.map(() => 0),
      b: point.b.map((_, i) => (i === k ? length * offset : 0)),
      w: point.w.map((row, i) => row.map((_, c) => (i === k ? length * direction[c]! : 0))),
    };
    const moved = movedBy(evaluated, point, change);
    const values = neuronValues(augmented, evaluated, moved, k, features);
    const slope = ring.dot(residual, values);
    if (!excludesZero(slope)) continue;
    let size = guessedSize(augmented, evaluated, k, doubleOf(slope), values.map(doubleOf));
    for (let i = 0; i < TRIES && size > 0; i++, size /= 4) {
      const a = point.a.map((_, index) => (index === k ? (slope.mid > 0n ? -size : size) : 0));
      const after = augmentedValue(augmented, evaluated, movedBy(evaluated, point, { ...change, a }));
      if (field.less(after, before) === 'yes') return { ...change, a, before, after };
    }
  }
  return null;
}

/** A step against the gradient in (a, b, W), for points with a ≠ 0; halved until it certainly decreases L̃. */
export function stepAgainstGradient(
  augmented: Augmented,
  evaluated: Evaluated,
  point: BallPoint,
): DescentStep | null {
  const { field } = evaluated;
  const gradient = augmentedGradient(augmented, evaluated, point);
  const a = gradient.a.map(doubleOf);
  const b = gradient.b.map(doubleOf);
  const w = gradient.w.map((row) => row.map(doubleOf));
  const norm = Math.hypot(...a, ...b, ...w.flat());
  if (!(norm > 0 && Number.isFinite(norm))) return null;
  const before = augmentedValue(augmented, evaluated, point);
  let size = Math.min(1, 1 / norm);
  for (let i = 0; i < 2 * TRIES; i++, size /= 2) {
    const change = {
      a: a.map((x) => -size * x),
      b: b.map((x) => -size * x),
      w: w.map((row) => row.map((x) => -size * x)),
    };
    const after = augmentedValue(augmented, evaluated, movedBy(evaluated, point, change));
    if (field.less(after, before) === 'yes') return { ...change, before, after };
  }
  return null;
}

type Change = Pick<DescentStep, 'a' | 'b' | 'w'>;

/** The point after a change of its parameters. */
export function movedBy({ field, ring }: Evaluated, point: BallPoint, change: Change): BallPoint {
  const add = (x: Ball, by: number): Ball => (by === 0 ? x : field.add(x, ring.of(by)));
  return {
    a: point.a.map((x, k) => add(x, change.a[k]!)),
    b: point.b.map((x, k) => add(x, change.b[k]!)),
    w: point.w.map((row, k) => row.map((x, c) => add(x, change.w[k]![c]!))),
  };
}

/** |h|/curvature, a guess at the minimum of L̃ along a_k; at most 1/2. */
function guessedSize(
  { problem, lambda }: Augmented,
  { outputs }: Evaluated,
  k: number,
  slope: number,
  values: readonly number[],
): number {
  const { loss, groups, examples } = problem;
  let curvature = 2 * Number(lambda) * examples;
  for (const [j, value] of values.entries()) {
    const q = Math.abs(doubleOf(outputs[j]![k]!));
    const secondDerivative =
      loss.kind === 'hinge'
        ? loss.power * (loss.power - 1) * (1 + q) ** (loss.power - 2)
        : loss.kind === 'squared'
          ? 2
          : 0.25;
    curvature += secondDerivative * groups[j]!.count * value * value;
  }
  const size = Math.min(0.5, Math.abs(slope) / curvature);
  // A power of two reads well and loses nothing.
  return size > 0 && Number.isFinite(size) ? 2 ** Math.floor(Math.log2(size)) : 0;
}
