import { floatField } from '../../landscape/float-field.ts';
import { hessian } from '../../landscape/hessian.ts';
import { objective, targetEnergy } from '../../landscape/objective.ts';
import { pairsOf } from '../../landscape/pairs.ts';
import { type Point, pointOf } from '../../landscape/problem.ts';

/** A point with all its coordinates, in doubles: for pictures, nothing is claimed by it. */
export interface FloatPoint {
  /** n rows of d numbers. */
  readonly weights: readonly Float64Array[];
  /** k rows of d numbers, the standard basis written out. */
  readonly targets: readonly Float64Array[];
  readonly d: number;
}

/** Of the targets of a point: its pictures are made of thousands of F. */
const energies = new WeakMap<FloatPoint['targets'], number>();

/** F in doubles, to about 1e-15·(n + k)². */
export function lossOf({ targets, d }: FloatPoint, weights: readonly Float64Array[]): number {
  // F does not see neurons of length 0, and the formulas do not know them.
  const neurons = weights.filter((w) => w.some((x) => x !== 0));
  const point = landscapePoint(neurons, targets, d);
  const energy = energies.get(targets) ?? targetEnergy(floatField, point);
  energies.set(targets, energy);
  return objective(floatField, point, pairsOf(floatField, point), energy);
}

/** ∇²F in doubles, row-major, n·d x n·d. */
export function hessianOf({ weights, targets, d }: FloatPoint): Float64Array {
  const point = landscapePoint(weights, targets, d);
  return hessian(floatField, point, pairsOf(floatField, point)).entries;
}

function landscapePoint(
  neurons: readonly Float64Array[],
  targets: readonly Float64Array[],
  d: number,
): Point<number, Float64Array> {
  return pointOf(floatField, d, neurons, targets, false);
}
