import type { Ball } from '../arithmetic/ball.ts';
import type { Scalars } from '../arithmetic/scalars.ts';
import type { Field } from './field.ts';
import type { Point } from './problem.ts';

/** Norms that the Lipschitz constants are made of; targetNormSum may exceed Σ‖v_j‖ by a perturbation. */
export interface NormData<S> {
  readonly neuronNorms: readonly S[];
  /** How many neurons have each of these norms. */
  readonly counts: readonly number[];
  readonly targetNormSum: S;
}

/** n */
function countOf({ counts }: NormData<unknown>): number {
  return counts.reduce((a, b) => a + b, 0);
}

export function normData<S, V>(
  field: Pick<Field<S, V>, 'zero' | 'add' | 'sqrt'>,
  point: Point<S, V>,
): NormData<S> {
  const root = (x: S): S => field.sqrt(x);
  let sum = field.zero;
  for (const y of point.targetNormsSquared) sum = field.add(sum, root(y));
  return {
    neuronNorms: point.neuronNormsSquared.map(root),
    counts: point.neuronNormsSquared.map(() => 1),
    targetNormSum: sum,
  };
}

/**
 * The two parts of the Lipschitz constant of the Hessian in spectral norm on B(W, R), in every R^{nd}
 * (mathematics.md 3.2): L(R) = √(L₁² + L₂²) with
 *   L₁ = (3/π) √(n−1)/m,   m = min_i ‖w_i‖ − R > 0,
 *   L₂ = max_i (3√3/4π) ( Σ_{j≠i} (‖w_j‖ + R) + Σ_j ‖v_j‖ ) / (‖w_i‖ − R)².
 * Third derivatives of t ↦ E[(w+ta)·x]_+[(v+tb)·x]_+ give the two constants by Hölder and by integration by parts;
 * Cauchy–Schwarz over the neurons and Banach's theorem on symmetric trilinear forms give the rest. For d = 1, where all
 * vectors are collinear, give each a second coordinate 0: norms stay, and the Hessian in R^n is a block of that in R^{2n}.
 * The caller sees to it that ‖w_i‖ − R > 0 for all i.
 */
export interface LipschitzParts<S> {
  /** L₁² = (9/π²)(n−1)/m² */
  readonly pairSquared: S;
  /** For each neuron its value of L₂. */
  readonly own: readonly S[];
}

export function plainLipschitzParts<S>(
  field: Scalars<S>,
  norms: NormData<S>,
  radius: S,
  max: (a: S, b: S) => S,
): LipschitzParts<S> {
  const n = countOf(norms);
  let total = field.add(norms.targetNormSum, field.mul(field.integer(n - 1), radius));
  norms.neuronNorms.forEach((x, i) => {
    total = field.add(total, field.mul(field.integer(norms.counts[i]!), x));
  });
  const constant = field.div(
    field.mul(field.integer(3), field.sqrt(field.integer(3))),
    field.mul(field.integer(4), field.pi),
  );
  let inverseSquared: S | null = null;
  const own = norms.neuronNorms.map((norm) => {
    const least = field.sub(norm, radius);
    const squared = field.div(field.integer(1), field.mul(least, least));
    inverseSquared = inverseSquared === null ? squared : max(inverseSquared, squared);
    return field.mul(field.mul(constant, field.sub(total, norm)), squared);
  });
  const overPi = field.div(field.integer(3), field.pi);
  const pairSquared = field.mul(
    field.mul(field.mul(overPi, overPi), field.integer(n - 1)),
    inverseSquared ?? field.zero,
  );
  return { pairSquared, own };
}

/** √(L₁² + max_i L₂ᵢ²). */
export function lipschitzOf<S>(field: Scalars<S>, parts: LipschitzParts<S>, max: (a: S, b: S) => S): S {
  const largest = parts.own.reduce((a, b) => max(a, b));
  return field.sqrt(field.add(parts.pairSquared, field.mul(largest, largest)));
}

/**
 * The plain constant in doubles for other sums of norms of targets, in the operations of plainLipschitzParts and lipschitzOf: a
 * search asks for a hundred of them.
 */
export function approximateLipschitzOfTargets(
  { neuronNorms, counts }: Pick<NormData<number>, 'neuronNorms' | 'counts'>,
  radius: number,
): (targetNormSum: number) => number {
  const n = counts.reduce((a, b) => a + b, 0);
  const constant = (3 * Math.sqrt(3)) / (4 * Math.PI);
  const squared = neuronNorms.map((norm) => 1 / ((norm - radius) * (norm - radius)));
  const overPi = 3 / Math.PI;
  const pairSquared = overPi * overPi * (n - 1) * Math.max(...squared);
  return (targetNormSum) => {
    let total = targetNormSum + (n - 1) * radius;
    for (let i = 0; i < counts.length; i++) total += counts[i]! * neuronNorms[i]!;
    let largest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < counts.length; i++)
      largest = Math.max(largest, constant * (total - neuronNorms[i]!) * squared[i]!);
    return Math.sqrt(Math.max(pairSquared + largest * largest, 0));
  };
}

/** The plain constant in floating point, for proposals. */
export function approximateLipschitz(data: NormData<Ball>): (radius: number) => number {
  const scale = 2 ** -data.targetNormSum.bits;
  const norms = data.neuronNorms.map((x) => Number(x.mid) * scale);
  const total = norms.reduce((a, x, i) => a + data.counts[i]! * x, Number(data.targetNormSum.mid) * scale);
  const n = countOf(data);
  const smallest = Math.min(...norms);
  const constant = (3 * Math.sqrt(3)) / (4 * Math.PI);
  return (radius) => {
    const first = ((3 / Math.PI) * Math.sqrt(n - 1)) / (smallest - radius);
    let second = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < norms.length; i++) {
      const own = (constant * (total - norms[i]! + (n - 1) * radius)) / (norms[i]! - radius) ** 2;
      second = Math.max(second, own);
    }
    return Math.hypot(first, second);
  };
}
