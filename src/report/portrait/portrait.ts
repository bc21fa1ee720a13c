/**
 * What the pictures of a certificate show, in doubles: entries, norms and angles, eigenvalues, F along lines and in planes.
 * A function of the certificate alone that needs no document, so that a worker can compute it.
 */
import { BallField } from '../../arithmetic/ball.ts';
import type { ExactNumber } from '../../arithmetic/exact.ts';
import type {
  BlockCertificate,
  BlockNeurons,
  PointCertificate,
  WideCertificate,
  WideRow,
} from '../../certificate/index.ts';
import { rowNumbers } from '../../certificate/wide.ts';
import { eigenvalues } from '../../numerics/eigenvalues.ts';
import { dot } from '../../numerics/vectors.ts';
import { SymmetricEvaluation } from '../../symmetry/point/evaluation.ts';
import { exactPoint } from '../../symmetry/point/shape.ts';
import { BlockSpectrum } from '../../symmetry/point/spectrum.ts';
import type { PictureName } from '../pictures/names.ts';
import { cutsOf, type Plane, type Segment, weakestDirection } from './cuts.ts';
import { type Order, symmetricOrder } from './order.ts';
import { type FloatPoint, hessianOf } from './point.ts';

/** W as a matrix to be looked at. */
export interface HeatMap extends Order {
  readonly entries: readonly (readonly number[])[];
  /** Numbers of neurons and coordinates as people count them, from 1; not used where a few stand for many. */
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

/** A point whose targets are rows, or the first k standard basis vectors. */
export interface DrawnPoint extends Omit<FloatPoint, 'targets'> {
  readonly k: number;
  readonly targets: readonly Float64Array[] | null;
}

/** The portrait of the centre of a certificate about one point; lines and planes of all pictures, or of `only` one. */
export function portraitOf(certificate: PointCertificate, only: PictureName | null = null): Portrait {
  if (certificate.kind === 'block') return blockPortrait(certificate, only);
  if (certificate.kind === 'wide') return densePortrait(widePoint(certificate), only);
  const { problem, point } = certificate;
  const { k, d, targets } = problem;
  const weights = floatRows(point.centre);
  return densePortrait(
    { k, d, weights, targets: targets === 'standard-basis' ? null : floatRows(targets) },
    only,
  );
}

/** The centre in the coordinates in which it was proved, those of the span of the targets; else the candidate as given. */
function widePoint({ problem, point, reduction }: WideCertificate): DrawnPoint {
  const { k, d, targets } = problem;
  if (point.centre !== null && reduction !== null) {
    // The coordinates of the targets are a lower triangle.
    const whole = reduction.coordinates.map((row) => [
      ...row,
      ...new Array<string>(k - row.length).fill('0'),
    ]);
    return { k, d: k, weights: floatRows(point.centre), targets: floatRows(whole) };
  }
  const rows = (given: readonly WideRow[]): Float64Array[] =>
    floatRows(given.map((row) => rowNumbers(row, d)));
  return {
    k,
    d,
    weights: rows(point.candidate),
    targets: targets === 'standard-basis' ? null : rows(targets),
  };
}

/** Rows of exact numbers in doubles. */
export function floatRows(rows: readonly (readonly ExactNumber[])[]): Float64Array[] {
  return rows.map((row) => Float64Array.from(row, Number));
}

function standardBasis(k: number, d: number): Float64Array[] {
  return Array.from({ length: k }, (_, j) => Float64Array.from({ length: d }, (_, a) => (a === j ? 1 : 0)));
}

/** The portrait of a point with all its coordinates. */
export function densePortrait(
  { weights, targets, d, k }: DrawnPoint,
  only: PictureName | null = null,
): Portrait {
  const entries = weights.map((row) => [...row]);
  const size = weights.length * d;
  const order = size <= LARGEST_ORDERED ? symmetricOrder(entries) : unordered(weights.length, d);
  const rows = someOf(order.rows, order.rowClasses);
  const columns = someOf(order.columns, order.columnClasses);
  const names = (list: readonly number[]): string[] => list.map((i) => String(i + 1));
  const whole = rows.lines === order.rows && columns.lines === order.columns;
  const heat: HeatMap = {
    rows: rows.lines,
    columns: columns.lines,
    rowClasses: rows.classes,
    columnClasses: columns.classes,
    entries: rows.lines.map((i) => columns.lines.map((a) => entries[i]![a]!)),
    labels: { rows: names(rows.lines), columns: names(columns.lines) },
    counts: whole
      ? null
      : {
          rows: order.rowClasses.slice(0, rows.classes.length),
          columns: order.columnClasses.slice(0, columns.classes.length),
        },
  };
  let at = 0;
  const neurons = order.rowClasses.slice(0, MOST_LINES).map((count) => {
    const i = order.rows[at]!;
    at += count;
    return { count, first: i + 1, ...anglesOf(weights[i]!, targets, k) };
  });
  if (size > LARGEST_DRAWN) return { heat, neurons, spectrum: null, segments: [], planes: [] };
  // Targets that are 0 add nothing to F.
  const present = targets?.filter((row) => row.some((x) => x !== 0)) ?? standardBasis(k, d);
  const point = { weights, d, targets: present };
  const hessian = hessianOf(point);
  const values = eigenvalues(hessian, size);
  const weakest = weakestDirection(hessian, values[0]!, size);
  return { heat, neurons, spectrum: gathered([...values]), ...cutsOf(point, hessian, weakest, only) };
}

/** Largest n·d whose symmetry is looked for here. */
const LARGEST_ORDERED = 4096;
/** Rows and columns of a heat map, and classes of neurons. */
const MOST_LINES = 64;

/** All neurons, and all coordinates, in one class, as they stand. */
function unordered(n: number, d: number): Order {
  const all = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
  return { rows: all(n), columns: all(d), rowClasses: [n], columnClasses: [d] };
}

/** Of many lines some of each class. */
function someOf(
  lines: readonly number[],
  classes: readonly number[],
): { readonly lines: readonly number[]; readonly classes: readonly number[] } {
  if (lines.length <= MOST_LINES) return { lines, classes };
  let from = 0;
  const chosen = classes.slice(0, MOST_LINES).map((count) => {
    const first = from;
    from += count;
    return lines.slice(first, first + Math.max(1, Math.floor((MOST_LINES * count) / lines.length)));
  });
  return { lines: chosen.flat(), classes: chosen.map((list) => list.length) };
}

function anglesOf(
  w: Float64Array,
  targets: readonly Float64Array[] | null,
  k: number,
): Pick<NeuronClass, 'norm' | 'nearest' | 'farthest'> {
  const norm = Math.sqrt(dot(w, w));
  const inner =
    targets === null ? w.subarray(0, k) : targets.map((v) => dot(w, v) / (Math.sqrt(dot(v, v)) || 1));
  let [most, least] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const x of inner) {
    most = Math.max(most, x);
    least = Math.min(least, x);
  }
  return { norm, nearest: degrees(most / norm), farthest: degrees(least / norm) };
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
function blockPortrait({ problem, point }: BlockCertificate, only: PictureName | null): Portrait {
  const { blocks, n, k } = problem;
  const types = point.centre;
  if (n * k <= LARGEST_DRAWN) {
    const weights = writtenOut(types, blocks);
    return densePortrait({ k, d: k, weights, targets: null }, only);
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
