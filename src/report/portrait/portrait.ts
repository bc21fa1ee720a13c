/**
 * What the pictures of a certificate show, in doubles: entries, norms and angles, eigenvalues, F along lines and in planes.
 * A function of the certificate alone that needs no document, so that a worker can compute it.
 */
import { BallField } from '../../arithmetic/ball.ts';
import type { BlockCertificate, BlockNeurons, PointCertificate } from '../../certificate/index.ts';
import { eigenvalues } from '../../numerics/eigenvalues.ts';
import { dot } from '../../numerics/vectors.ts';
import { SymmetricEvaluation } from '../../symmetry/point/evaluation.ts';
import { exactPoint } from '../../symmetry/point/shape.ts';
import { BlockSpectrum } from '../../symmetry/point/spectrum.ts';
import { cutsOf, type Plane, type Segment, weakestDirection } from './cuts.ts';
import { type Order, symmetricOrder } from './order.ts';
import { type FloatPoint, hessianOf } from './point.ts';

/** W as a matrix to be looked at. */
export interface HeatMap extends Order {
  readonly entries: readonly (readonly number[])[];
  /** Numbers of neurons and coordinates as people count them, from 1; null where a few stand for many. */
  readonly labels: { readonly rows: readonly string[]; readonly columns: readonly string[] };
  /** How many neurons and coordinates the classes have, where not all of them are drawn; else null. */
  readonly counts: { readonly rows: readonly number[]; readonly columns: readonly number[] } | null;
}

/** Neurons that are alike up to a permutation of the coordinates. */
export interface NeuronClass {
  readonly count: number;
  /** The first of them, from 1; null where a few stand for many. */
  readonly first: number | null;
  readonly norm: number;
  /** Degrees to the target that is nearest in angle, and to the one that is farthest. */
  readonly nearest: number;
  readonly farthest: number;
}

/** An eigenvalue of the Hessian, so many times. */
export interface Eigenvalue {
  readonly value: number;
  readonly count: number;
}

export interface Portrait {
  readonly heat: HeatMap;
  readonly neurons: readonly NeuronClass[];
  /** Ascending; null where it was not computed. */
  readonly spectrum: readonly Eigenvalue[] | null;
  readonly segments: readonly Segment[];
  readonly planes: readonly Plane[];
}

/** Largest n·d of a point that is drawn with all its pictures. */
export const LARGEST_DRAWN = 1024;
/** Coordinates of a block that stand for all of it in a heat map. */
const SHOWN = 6;

/** The portrait of the centre of a certificate about one point. */
export function portraitOf(certificate: PointCertificate): Portrait {
  return certificate.kind === 'dense'
    ? densePortrait(pointOfCertificate(certificate))
    : blockPortrait(certificate);
}

function pointOfCertificate({ problem, point }: Extract<PointCertificate, { kind: 'dense' }>): FloatPoint {
  const { k, d, targets } = problem;
  return {
    d,
    weights: point.centre.map((row) => Float64Array.from(row, Number)),
    targets:
      targets === 'standard-basis'
        ? standardBasis(k, d)
        : targets
            .map((row) => Float64Array.from(row, Number))
            // Targets that are 0 add nothing to F.
            .filter((row) => row.some((x) => x !== 0)),
  };
}

function standardBasis(k: number, d: number): Float64Array[] {
  return Array.from({ length: k }, (_, j) => Float64Array.from({ length: d }, (_, a) => (a === j ? 1 : 0)));
}

/** The portrait of a point with all its coordinates. */
export function densePortrait(point: FloatPoint): Portrait {
  const { weights, d } = point;
  const entries = weights.map((row) => [...row]);
  const order = symmetricOrder(entries);
  const size = weights.length * d;
  const names = (list: readonly number[]): string[] => list.map((i) => String(i + 1));
  const heat: HeatMap = {
    ...order,
    entries: order.rows.map((i) => order.columns.map((a) => entries[i]![a]!)),
    labels: { rows: names(order.rows), columns: names(order.columns) },
    counts: null,
  };
  let at = 0;
  const neurons = order.rowClasses.map((count) => {
    const i = order.rows[at]!;
    at += count;
    return { count, first: i + 1, ...anglesOf(weights[i]!, point.targets) };
  });
  if (size > LARGEST_DRAWN) return { heat, neurons, spectrum: null, segments: [], planes: [] };
  const hessian = hessianOf(point);
  const values = eigenvalues(hessian, size);
  const weakest = weakestDirection(hessian, values[0]!, size);
  return { heat, neurons, spectrum: gathered([...values]), ...cutsOf(point, hessian, weakest) };
}

function anglesOf(
  w: Float64Array,
  targets: readonly Float64Array[],
): Pick<NeuronClass, 'norm' | 'nearest' | 'farthest'> {
  const norm = Math.sqrt(dot(w, w));
  const cosines = targets.map((v) => dot(w, v) / (norm * Math.sqrt(dot(v, v))));
  return { norm, nearest: degrees(Math.max(...cosines)), farthest: degrees(Math.min(...cosines)) };
}

const degrees = (cosine: number): number => (180 / Math.PI) * Math.acos(Math.min(1, Math.max(-1, cosine)));

/** Eigenvalues that agree to eight digits are one. */
function gathered(values: readonly number[]): Eigenvalue[] {
  const scale = 1e-8 * Math.max(...values.map(Math.abs));
  const found: { value: number; count: number }[] = [];
  for (const value of values) {
    const last = found.at(-1);
    if (last !== undefined && value - last.value <= scale) last.count++;
    else found.push({ value, count: 1 });
  }
  return found;
}

/** A point that is drawn with all its coordinates where it is small, else with a few for each block. */
function blockPortrait({ problem, point }: BlockCertificate): Portrait {
  const { blocks, n, k } = problem;
  const types = point.centre;
  if (n * k <= LARGEST_DRAWN) {
    const weights = writtenOut(types, blocks);
    return densePortrait({ d: k, weights, targets: standardBasis(k, k) });
  }
  const shown = blocks.map((m) => Math.min(m, SHOWN));
  const weights = writtenOut(types, shown);
  const rowClasses = types.map(({ attached }) => (attached === null ? 1 : shown[attached]!));
  const heat: HeatMap = {
    entries: weights.map((row) => [...row]),
    rows: weights.map((_, i) => i),
    columns: shown.flatMap((m, r) => Array.from({ length: m }, () => r)),
    rowClasses,
    columnClasses: shown,
    labels: { rows: weights.map(() => ''), columns: shown.flatMap((m) => new Array<string>(m).fill('')) },
    counts: {
      rows: types.map(({ attached }) => (attached === null ? 1 : blocks[attached]!)),
      columns: blocks,
    },
  };
  const neurons = types.map((type) => classOfType(type, blocks));
  const evaluation = exactPoint({ form: 'block', blocks, neurons: types });
  const balls = BallField.ofDigits(40 + Math.ceil(2 * Math.log10(k)));
  const spectrum = new BlockSpectrum(
    new SymmetricEvaluation(balls, {
      shape: evaluation.shape,
      blockSizes: blocks,
      sizes: blocks.map((m) => balls.integer(m)),
      neurons: evaluation.neurons.map((entries) => entries.map((x) => balls.exact(x))),
    }),
  );
  const values = spectrum
    .guesses('hessian')
    .map(({ value, multiplicity }) => ({ value, count: Number(multiplicity) }))
    .sort((a, b) => a.value - b.value);
  return { heat, neurons, spectrum: values, segments: [], planes: [] };
}

/** The rows of W, blocks taken with these sizes. */
function writtenOut(types: readonly BlockNeurons[], sizes: readonly number[]): Float64Array[] {
  const owner = sizes.flatMap((m, r) => new Array<number>(m).fill(r));
  return types.flatMap(({ attached, diagonal, values }) => {
    const row = Float64Array.from(owner, (r) => Number(values[r]));
    if (attached === null) return [row];
    return owner.flatMap((r, a) =>
      r === attached ? [row.map((x, b) => (a === b ? Number(diagonal) : x))] : [],
    );
  });
}

function classOfType({ attached, diagonal, values }: BlockNeurons, blocks: readonly number[]): NeuronClass {
  const own = attached === null ? 0 : Number(diagonal);
  const square = values.reduce(
    (sum, x, r) => sum + Number(x) ** 2 * (blocks[r]! - (r === attached ? 1 : 0)),
    own * own,
  );
  const norm = Math.sqrt(square);
  // Cosines with the targets: entries over the norm.
  const entries = [...values.map(Number), ...(attached === null ? [] : [own])];
  return {
    count: attached === null ? 1 : blocks[attached]!,
    first: null,
    norm,
    nearest: degrees(Math.max(...entries) / norm),
    farthest: degrees(Math.min(...entries) / norm),
  };
}
