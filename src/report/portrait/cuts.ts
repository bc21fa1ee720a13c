import { solveInPlace } from '../../numerics/lu.ts';
import { eigenpairs } from '../../numerics/matrix.ts';
import { addMultiple, dot, normalise, randomVectors } from '../../numerics/vectors.ts';
import type { PictureName } from '../pictures/names.ts';
import { assignment } from './assignment.ts';
import { type FloatPoint, lossOf } from './point.ts';

/** F along a straight line through the point, in doubles. */
export interface Segment {
  readonly kind: 'targets' | 'weakest' | 'split';
  readonly at: readonly number[];
  readonly loss: readonly number[];
}

/** F on a grid of a plane through the point, which is at (0, 0); both axes in lengths of R^{nd}. */
export interface Plane {
  readonly kind: 'targets' | 'split';
  /** Where it begins and ends. The grid has one more cell on each side. */
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly columns: number;
  readonly rows: number;
  /** Row by row, from the least y. */
  readonly loss: readonly number[];
  /** F at the point itself. */
  readonly centre: number;
  /** Where the nearest permutation of the targets is, on the axis of x; null: not in this plane. */
  readonly targets: number | null;
  /** F near the point is F* + ½(a x² + 2b xy + c y²), with these a, b, c. */
  readonly curvature: readonly [number, number, number];
}

type Rows = readonly Float64Array[];

/** W + Σ c·D */
function moved(weights: Rows, ...steps: readonly (readonly [number, Rows])[]): Float64Array[] {
  return weights.map((w, i) => {
    const x = w.slice();
    for (const [c, rows] of steps) addMultiple(x, c, rows[i]!);
    return x;
  });
}

const flat = (rows: Rows): Float64Array => Float64Array.from(rows.flatMap((row) => [...row]));
const unflat = (x: Float64Array, d: number): Float64Array[] =>
  Array.from({ length: x.length / d }, (_, i) => x.slice(i * d, i * d + d));

/** The global minimum of least distance among those where each target has one neuron of its own and all others are 0. */
export function nearestCopy({ weights, targets, d }: FloatPoint): Float64Array[] | null {
  if (targets.length > weights.length) return null;
  // ‖w − v‖² − ‖w‖² = ‖v‖² − 2 w·v is what a target adds to the squared distance when it takes w.
  const owners = assignment(targets.map((v) => weights.map((w) => dot(v, v) - 2 * dot(w, v))));
  const copy = weights.map(() => new Float64Array(d));
  owners.forEach((i, j) => {
    copy[i] = targets[j]!.slice();
  });
  return copy;
}

/** A unit eigenvector of the least eigenvalue, by inverse iteration. */
export function weakestDirection(hessian: Float64Array, least: number, size: number): Float64Array {
  const shifted = hessian.slice();
  const shift = least - 1e-7 * Math.max(1, Math.abs(least));
  for (let i = 0; i < size; i++) shifted[i * size + i]! -= shift;
  const x = randomVectors(size, 1)[0]!;
  const solve = solveInPlace(shifted, size);
  for (let step = 0; step < 4 && solve !== null; step++) {
    normalise(x);
    solve(x);
  }
  normalise(x);
  // The sign that makes the first large entry positive: pictures do not depend on rounding.
  const salient = x.find((y) => Math.abs(y) > 0.5 / Math.sqrt(size)) ?? 1;
  return salient < 0 ? x.map((y) => -y) : x;
}

/**
 * The neuron whose split leads down most: i, and the unit eigenvector z of the least eigenvalue β of B_i = ∂²F/∂w_i² − ½I
 * (docs/split.md); F' of the point with w_i split in two halves has the curvature 4β along (z, −z).
 */
export function splitDirection(
  { weights, d }: FloatPoint,
  hessian: Float64Array,
): { readonly neuron: number; readonly direction: Float64Array; readonly value: number } {
  const size = weights.length * d;
  const found = weights.map((_, neuron) => {
    const block = Array.from({ length: d }, (_, a) =>
      Array.from(
        { length: d },
        (_, b) => hessian[(neuron * d + a) * size + neuron * d + b]! - (a === b ? 0.5 : 0),
      ),
    );
    const { values, vectors } = eigenpairs(block);
    return { neuron, direction: Float64Array.from(vectors[0]!), value: values[0]! };
  });
  return found.reduce((best, each) => (each.value < best.value ? each : best));
}

const POINTS = 121;

function range(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
}

function quadratic(hessian: Float64Array, x: Float64Array, y: Float64Array): number {
  let sum = 0;
  const size = x.length;
  for (let i = 0; i < size; i++) {
    let row = 0;
    for (let j = 0; j < size; j++) row += hessian[i * size + j]! * y[j]!;
    sum += x[i]! * row;
  }
  return sum;
}

/** The directions that the pictures show, each with its F: of all pictures, or only what one of them shows. */
export function cutsOf(
  point: FloatPoint,
  hessian: Float64Array,
  weakest: Float64Array,
  only: PictureName | null = null,
): { readonly segments: readonly Segment[]; readonly planes: readonly Plane[] } {
  const shown = (...names: readonly PictureName[]): boolean => only === null || names.includes(only);
  const { weights, d } = point;
  const size = weights.length * d;
  const copy = nearestCopy(point);
  const segments: Segment[] = [];
  const planes: Plane[] = [];
  const eigenRows = unflat(weakest, d);
  const length = Math.sqrt(weights.reduce((sum, w) => sum + dot(w, w), 0));

  if (copy !== null && shown('targets', 'plane')) {
    const across = copy.map((v, i) => v.map((x, a) => x - weights[i]![a]!));
    const at = range(-0.25, 1.25, POINTS);
    if (shown('targets'))
      segments.push({ kind: 'targets', at, loss: at.map((t) => lossOf(point, moved(weights, [t, across]))) });
    const along = flat(across);
    const distance = Math.sqrt(dot(along, along));
    if (distance > 1e-9 * length && shown('plane')) {
      normalise(along);
      const up = weakest.slice();
      addMultiple(up, -dot(up, along), along);
      normalise(up);
      const [u, v] = [unflat(along, d), unflat(up, d)];
      planes.push(
        planeOf('targets', [-0.4 * distance, 1.4 * distance], [-0.6 * distance, 0.6 * distance], {
          loss: (x, y) => lossOf(point, moved(weights, [x, u], [y, v])),
          targets: distance,
          curvature: [
            quadratic(hessian, along, along),
            quadratic(hessian, along, up),
            quadratic(hessian, up, up),
          ],
        }),
      );
    }
  }

  const reach = 0.25 * length;
  const beside = range(-reach, reach, POINTS);
  if (shown('weakest'))
    segments.push({
      kind: 'weakest',
      at: beside,
      loss: beside.map((t) => lossOf(point, moved(weights, [t, eigenRows]))),
    });

  const { neuron, direction, value } = splitDirection(point, hessian);
  if (value < 0 && shown('split', 'split-plane')) {
    const half = weights[neuron]!.map((x) => x / 2);
    const doubled = [...weights.map((w, i) => (i === neuron ? half : w)), half];
    // A step of length t in R^{(n+1)d}: z/√2 in one half and −z/√2 in the other.
    const apart = doubled.map((w, i) => {
      if (i !== neuron && i !== weights.length) return new Float64Array(w.length);
      const sign = i === neuron ? Math.SQRT1_2 : -Math.SQRT1_2;
      return direction.map((x) => sign * x);
    });
    const wide = 0.6 * Math.sqrt(dot(weights[neuron]!, weights[neuron]!));
    const steps = range(-wide, wide, POINTS);
    if (shown('split'))
      segments.push({
        kind: 'split',
        at: steps,
        loss: steps.map((t) => lossOf(point, moved(doubled, [t, apart]))),
      });
    // The weakest eigenvector moves both halves of the neuron as it moved the whole, by a half each.
    const kept = [
      ...eigenRows.map((w, i) => (i === neuron ? w.map((x) => x / 2) : w)),
      eigenRows[neuron]!.map((x) => x / 2),
    ];
    const norm = Math.sqrt(kept.reduce((sum, w) => sum + dot(w, w), 0));
    const unit = kept.map((w) => w.map((x) => x / norm));
    if (shown('split-plane'))
      planes.push(
        planeOf('split', [-wide, wide], [-0.65 * wide, 0.65 * wide], {
          loss: (x, y) => lossOf(point, moved(doubled, [x, apart], [y, unit])),
          targets: null,
          curvature: [2 * value, 0, quadratic(hessian, weakest, weakest) / norm ** 2],
        }),
      );
  }
  return size === 0 ? { segments: [], planes: [] } : { segments, planes };
}

const COLUMNS = 41;

function planeOf(
  kind: Plane['kind'],
  x: readonly [number, number],
  y: readonly [number, number],
  parts: {
    readonly loss: (x: number, y: number) => number;
    readonly targets: number | null;
    readonly curvature: Plane['curvature'];
  },
): Plane {
  const rows = Math.max(9, Math.round((COLUMNS * (y[1] - y[0])) / (x[1] - x[0])));
  // Plot takes the values of a grid at the middles of its cells; one more cell on each side is cut off again.
  const middles = (from: number, to: number, count: number): number[] => {
    const cell = (to - from) / (count - 2);
    return range(from - cell / 2, to + cell / 2, count);
  };
  const across = middles(...x, COLUMNS);
  const loss = middles(...y, rows).flatMap((v) => across.map((u) => parts.loss(u, v)));
  const { targets, curvature } = parts;
  return { kind, x, y, columns: COLUMNS, rows, loss, centre: parts.loss(0, 0), targets, curvature };
}
