import { type Rational, rationalOf } from '../arithmetic/exact.ts';
import type { DenseCandidate } from '../model/candidate.ts';
import type { Field } from './field.ts';

/**
 * A point of the landscape F(W) = E ½(Σ[w_i·x]_+ − Σ[v_j·x]_+)² over an arithmetic: neurons w_1…w_n and targets
 * v_1…v_k of R^d. Zero targets contribute nothing and are left out (mathematics.md 2.2).
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

/** The indices of the targets that are not zero. */
export function presentTargets({ k, targets }: DenseCandidate): readonly number[] {
  const all = Array.from({ length: k }, (_, j) => j);
  if (targets === null) return all;
  return all.filter((j) => targets[j]!.some((x) => rationalOf(x).numerator !== 0n));
}

/**
 * Can n neurons copy the target network, so that the least value of F is 0? (mathematics.md 2.3) They can where no more
 * than n rays (half-lines
 * from 0) hold targets: [v·x]_+ + [cv·x]_+ = [(1 + c)v·x]_+ for c > 0, so that the targets of a ray add up to one neuron;
 * a target that is 0 adds nothing, and neurons that are left over are 0. Not necessary: six targets ±u_1, ±u_2, ±u_3 with
 * u_1 + u_2 + u_3 = 0 are the network of 2u_1, 2u_2, 2u_3.
 */
export function canCopyTargets(candidate: DenseCandidate): boolean {
  const { k, n, targets } = candidate;
  if (n >= k) return true;
  if (targets === null) return false;
  const rays: (readonly Rational[])[] = [];
  for (const j of presentTargets(candidate)) {
    const row = targets[j]!.map(rationalOf);
    if (rays.some((ray) => sameRay(ray, row))) continue;
    if (rays.length === n) return false;
    rays.push(row);
  }
  return true;
}

/** Is w = c v with c > 0, for v ≠ 0 ≠ w? At a coordinate a with v_a ≠ 0: c = w_a/v_a, and v_a w_b = w_a v_b for all b. */
function sameRay(v: readonly Rational[], w: readonly Rational[]): boolean {
  const a = v.findIndex(({ numerator }) => numerator !== 0n);
  const [x, y] = [v[a]!, w[a]!];
  if (x.numerator > 0n !== y.numerator > 0n || y.numerator === 0n) return false;
  return v.every((z, b) => {
    const u = w[b]!;
    const left = x.numerator * u.numerator * y.denominator * z.denominator;
    return left === y.numerator * z.numerator * x.denominator * u.denominator;
  });
}

/** The targets of a candidate that are not zero. */
export function targetVectors<S, V>(field: Field<S, V>, candidate: DenseCandidate): readonly V[] {
  if (candidate.targets === null)
    return Array.from({ length: candidate.k }, (_, j) => field.unitVector(candidate.d, j));
  const { targets } = candidate;
  return presentTargets(candidate).map((j) => field.vector(targets[j]!));
}

/** The point with the given neurons (n vectors of R^d) and targets. */
export function pointOf<S, V>(
  field: Pick<Field<S, V>, 'dot' | 'integer'>,
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
