import type { TriangularTargets } from './descent.ts';
import { randomStart, reducedNormals, sampleGenerator } from './generator.ts';
import { type Plan, type Row, sourcesOf, spanOf, widthOf } from './plan.ts';
import { type ExactRows, scaledRows, triangleOf, unitExponent } from './targets.ts';

/** What the runs of one sample of a row have in common. */
export interface Problem {
  /** The targets of the descent, in the unit of the lengths; null for the standard basis. */
  readonly targets: TriangularTargets | null;
  /** The targets of what is proved at the ends; null for the standard basis. */
  readonly exact: ExactRows | null;
  /** 2^u, the unit in which lengths are measured; see unitExponent. */
  readonly unit: number;
  /** An end of the descent, to be proved: in the coordinates of `exact`, without its part outside the span of the targets. */
  endOf(weights: Float64Array): End;
}

export interface End {
  /** n rows of as many entries as `exact` has. */
  readonly weights: Float64Array;
  /** The norm of the part that was cut off. */
  readonly outside: number;
}

/** The targets of one sample; `plan.from` has the standard basis for all. */
export function problemOf(plan: Plan, row: Row, sample: number): Problem {
  const { k, n, d } = row;
  const width = widthOf(row);
  if (plan.targets === undefined || d === undefined)
    return { targets: null, exact: null, unit: 1, endOf: (weights) => ({ weights, outside: 0 }) };
  const span = spanOf(row);
  const exponent = plan.targets === 'gaussian' ? 0 : unitExponent(plan.targets);
  const { rows, basis } =
    plan.targets === 'gaussian'
      ? { rows: gaussianTargets(plan, k, d, sample), basis: null }
      : triangular(scaledRows(plan.targets, -exponent));
  const exact =
    plan.targets === 'gaussian'
      ? Array.from({ length: k }, (_, j) => [...rows.subarray(j * span, j * span + span)])
      : plan.targets;
  const padded = new Float64Array(k * width);
  for (let j = 0; j < k; j++) padded.set(rows.subarray(j * span, j * span + span), j * width);
  const unit = 2 ** exponent;
  const given = exact[0]!.length;
  return {
    targets: { width, rows: padded },
    exact,
    unit,
    endOf(weights) {
      const end = new Float64Array(n * given);
      let outside = 0;
      for (let i = 0; i < n; i++) {
        for (let a = 0; a < span; a++) {
          const x = weights[i * width + a]! * unit;
          if (basis === null) end[i * given + a] = x;
          else for (let c = 0; c < given; c++) end[i * given + c]! += x * basis[a * given + c]!;
        }
        for (let a = span; a < width; a++) outside += weights[i * width + a]! ** 2;
      }
      return { weights: end, outside: Math.sqrt(outside) * unit };
    },
  };
}

/** The start of a run, in the coordinates of the descent. */
export function startOf(plan: Plan, row: Row, run: number): Float64Array {
  const { k, n, d } = row;
  const { seed, runs, variance, from } = plan;
  const sample = Math.floor(run / runs);
  const start = run % runs;
  if (from !== undefined && d === undefined) return splitStart(plan, row, sample, start);
  if (d === undefined) {
    if (variance === undefined) return randomStart({ seed, k, n, run });
    const factor = Math.sqrt(variance * k);
    return randomStart({ seed, k, n, run }).map((x) => x * factor);
  }
  const generator = sampleGenerator({ seed, d, k, n, sample, start });
  const factor = Math.sqrt(variance ?? (from === undefined ? 1 / d : PUSH_VARIANCE));
  const normals = reducedNormals(n, { d, span: spanOf(row) }, generator).map((x) => x * factor);
  if (from === undefined) return normals;
  const { rows, width } = problemOf(plan, row, sample).targets!;
  // The point's neuron Σ_j w_j e_j is carried to Σ_j w_j v_j.
  for (const [i, w] of sourcesOf(from, row)[0]!.weights.entries())
    for (let c = 0; c < width; c++)
      normals[i * width + c]! += w.reduce((sum, x, j) => sum + x * rows[j * width + c]!, 0);
  return normals;
}

/** The variance of the push of a weight away from the point where a run starts, where nobody says otherwise. */
export const PUSH_VARIANCE = 1e-6;

/**
 * Neuron `start` mod n of the sample's point is split in parts αw and (1 − α)w, α uniform on [0, 1); then every weight is moved
 * by a normal variate.
 */
function splitStart(
  { seed, variance = PUSH_VARIANCE, from = [] }: Plan,
  row: Row,
  sample: number,
  start: number,
): Float64Array {
  const { k, n } = row;
  const { weights } = sourcesOf(from, row)[sample]!;
  const generator = sampleGenerator({ seed, d: 0, k, n, sample, start });
  const split = start % (n - 1);
  const alpha = generator.uniform();
  const first = weights.map((w, i) => (i === split ? w.map((x) => alpha * x) : w));
  const rows = [...first, weights[split]!.map((x) => (1 - alpha) * x)];
  const deviation = Math.sqrt(variance);
  return Float64Array.from(rows.flat(), (x) => x + deviation * generator.normal());
}

/** v_j ~ N(0, I/d) in coordinates in which they are triangular. */
function gaussianTargets({ seed }: Plan, k: number, d: number, sample: number): Float64Array {
  const generator = sampleGenerator({ seed, d, k, n: 0, sample, start: 0 });
  const scale = Math.sqrt(1 / d);
  return reducedNormals(k, { d, span: 0 }, generator).map((x) => x * scale);
}

function triangular(rows: readonly (readonly number[])[]): { rows: Float64Array; basis: Float64Array } {
  const triangle = triangleOf(rows);
  if ('dependent' in triangle)
    throw new RangeError(`target ${triangle.dependent} depends on those before it`);
  return triangle;
}
