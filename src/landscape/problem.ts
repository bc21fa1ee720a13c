import { rationalOf } from '../arithmetic/exact.ts';
import type { DenseCandidate } from '../model/candidate.ts';
import type { Field } from './field.ts';

/**
 * A point of the landscape F(W) = E ½(Σ[w_i·x]_+ − Σ[v_j·x]_+)² over an arithmetic: neurons w_1…w_n and targets
 * v_1…v_k of R^d. Zero targets contribute nothing and are left out.
 */
export interface Point<S, V> {
  readonly d: number;
  readonly neurons: readonly V[];
  readonly targets: readonly V[];
  readonly neuronNormsSquared: readonly S[];
  readonly targetNormsSquared: readonly S[];
  /** Targets are distinct standard basis vectors: pairs of them need no arithmetic. */
  readonly orthonormalTargets: boolean;
}

/** The targets of a candidate that are not zero, and whether they are the first k standard basis vectors. */
export function targetVectors<S, V>(field: Field<S, V>, candidate: DenseCandidate): readonly V[] {
  if (candidate.targets === null)
    return Array.from({ length: candidate.k }, (_, j) => field.unitVector(candidate.d, j));
  return candidate.targets
    .filter((row) => row.some((x) => rationalOf(x).numerator !== 0n))
    .map((row) => field.vector(row));
}

/** The point with the given neurons (n vectors of R^d) and targets. */
export function pointOf<S, V>(
  field: Field<S, V>,
  d: number,
  neurons: readonly V[],
  targets: readonly V[],
  orthonormalTargets: boolean,
): Point<S, V> {
  return {
    d,
    neurons,
    targets,
    neuronNormsSquared: neurons.map((w) => field.dot(w, w)),
    targetNormsSquared: orthonormalTargets
      ? targets.map(() => field.integer(1))
      : targets.map((v) => field.dot(v, v)),
    orthonormalTargets,
  };
}
