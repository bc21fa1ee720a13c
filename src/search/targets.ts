import { type ExactNumber, timesPowerOfTwo } from '../arithmetic/exact.ts';
import { scaleExponent } from '../proof/scale.ts';

/** Rows of exact numbers. */
export type ExactRows = readonly (readonly ExactNumber[])[];

/** Vectors in coordinates of their span: row j of V is row j of `rows` times `basis`. */
export interface Triangle {
  readonly span: number;
  /** k x span; row j vanishes beyond coordinate j, with a positive entry there. */
  readonly rows: Float64Array;
  /** span x d, orthonormal rows up to rounding. */
  readonly basis: Float64Array;
}

/** A vector that adds less than this share of its length to the span of those before counts as one of that span. */
const DEPENDENT = 1e-10;

/**
 * Gram–Schmidt in order, every vector twice; `dependent` where one of the first min(k, d) vectors lies in the span of those before.
 */
export function triangleOf(rows: readonly (readonly number[])[]): Triangle | { readonly dependent: number } {
  const k = rows.length;
  const d = rows[0]!.length;
  const span = Math.min(k, d);
  const result = new Float64Array(k * span);
  const basis = new Float64Array(span * d);
  for (let j = 0; j < k; j++) {
    const rest = Float64Array.from(rows[j]!);
    const length = norm(rest);
    for (let pass = 0; pass < 2; pass++)
      for (let a = 0; a < Math.min(j, span); a++) {
        const q = basis.subarray(a * d, a * d + d);
        let inner = 0;
        for (let c = 0; c < d; c++) inner += q[c]! * rest[c]!;
        result[j * span + a]! += inner;
        for (let c = 0; c < d; c++) rest[c]! -= inner * q[c]!;
      }
    if (j >= span) continue;
    const own = norm(rest);
    if (!(own > DEPENDENT * length)) return { dependent: j };
    result[j * span + j] = own;
    for (let c = 0; c < d; c++) basis[j * d + c] = rest[c]! / own;
  }
  return { span, rows: result, basis };
}

function norm(x: Float64Array): number {
  let sum = 0;
  for (const entry of x) sum += entry * entry;
  return Math.sqrt(sum);
}

/**
 * u, the power of 2 next to the longest target: √½ ≤ max‖v_j‖/2^u < √2. Lengths of a search are measured in it, so that
 * targets of length about 1 are taken as they are and a power of 2 as a factor changes nothing.
 */
export function unitExponent(targets: ExactRows): number {
  const e = roughScale(targets);
  let square = 0;
  for (const row of scaledRows(targets, e)) square = Math.max(square, norm(Float64Array.from(row)) ** 2);
  let u = 0;
  for (; square >= 2; square /= 4) u += 1;
  for (; square < 0.5; square *= 4) u -= 1;
  return u - e;
}

/** e with 2^e·targets in the middle of the range of doubles: on the digits only where there are decimal strings. */
function roughScale(targets: ExactRows): number {
  let largest = 0;
  for (const row of targets)
    for (const x of row) {
      if (typeof x === 'string')
        return scaleExponent({ form: 'dense', k: targets.length, n: 0, d: row.length, weights: [], targets });
      largest = Math.max(largest, Math.abs(x));
    }
  if (largest === 0) throw new RangeError('all targets are zero');
  return -Math.round(Math.log2(largest));
}

/** Rows times 2^e, as doubles. */
export function scaledRows(rows: ExactRows, e: number): number[][] {
  return rows.map((row) => row.map((x) => Number(timesPowerOfTwo(x, e))));
}

/** The most numbers that a plan takes as targets of more coordinates than there are targets. */
const MAX_GIVEN = 1024;

/**
 * The width in which a plan holds k targets of R^d: as they are below R^2k, so that dense proofs hold them and as many neurons;
 * beyond, where runs need fewer coordinates than there are, in coordinates of their own.
 */
export function givenWidth(k: number, d: number): number {
  return d <= k || (d < 2 * k && k * d <= MAX_GIVEN) ? d : k;
}

/**
 * Targets as a plan holds them. In coordinates of their own they are k x k, rounded to doubles. That moves them by some 1e-15 of their length, and the results are about the targets so rounded.
 */
export function reducedTargets(targets: ExactRows): ExactRows {
  const k = targets.length;
  const d = targets[0]!.length;
  if (givenWidth(k, d) === d) return targets;
  const unit = unitExponent(targets);
  const triangle = triangleOf(scaledRows(targets, -unit));
  if ('dependent' in triangle)
    throw new RangeError(`target ${triangle.dependent} depends on those before it`);
  return Array.from({ length: k }, (_, j) =>
    Array.from(triangle.rows.subarray(j * k, j * k + k), (x) => timesPowerOfTwo(x, unit)),
  );
}
