import { rationalOf } from '../../arithmetic/exact.ts';
import type { DenseCandidate } from '../../model/candidate.ts';

/** A number as a fraction in lowest terms, so that equal numbers have equal texts. */
function reduced(x: number | string): string {
  if (Number.isSafeInteger(x)) return x === 0 ? '0' : `${x}/1`;
  const { numerator, denominator } = rationalOf(x);
  let [a, b] = [numerator < 0n ? -numerator : numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? '0' : `${numerator / a}/${denominator / a}`;
}

/** Equal for candidates whose targets are the same multiset of vectors of the same space. */
export function targetsKey({ k, d, targets }: DenseCandidate): string {
  const basis = (j: number): number[] => Array.from({ length: d }, (_, a) => (a === j ? 1 : 0));
  return (targets ?? Array.from({ length: k }, (_, j) => basis(j)))
    .map((row) => row.map(reduced).join(' '))
    .sort()
    .join(';');
}

/** Does exchanging the coordinates permute the targets? Only then is F invariant under it. */
export function preservesTargets(candidate: DenseCandidate, coordinates: readonly number[]): boolean {
  const { k, targets } = candidate;
  if (targets === null) return coordinates.every((c, a) => c < k === a < k);
  const permuted = targets.map((row) => coordinates.map((c) => row[c]!));
  return targetsKey({ ...candidate, targets: permuted }) === targetsKey(candidate);
}
