import type { DenseCandidate } from '../../../src/model/candidate.ts';
import { auditFamily } from '../../../src/papers/safran-shamir/family.ts';
import type { Claim, FamilyOutcome, PublishedFamily } from '../../../src/papers/safran-shamir/types.ts';
import { projectCandidate } from '../../points.ts';

export const producer = { name: 'test', version: '0' };

export function outcomeOf(
  candidate: DenseCandidate,
  claim: Claim | null = null,
  sharp = false,
): FamilyOutcome {
  return auditFamily({ candidate, claim, sharp, producer });
}

/** Claims about candidates/6-6.json in the published form; all of them true. */
export function claimOf66(change: Partial<Claim> = {}): Claim {
  return {
    k: 6,
    n: 6,
    index: 0,
    runs: 3,
    lambdaMin: 0.0047,
    objective: 0.025080581002463,
    r: 1e-7,
    deviation: 8e-13,
    maxFroDiff: 0,
    ...change,
  };
}

export function familyOf(candidate: DenseCandidate, change: Partial<PublishedFamily> = {}): PublishedFamily {
  const { k, n, d } = candidate;
  const claim = change.claim ?? null;
  const family = { source: 'archive', family: 0, k, n, d, candidate, runs: 3, claim };
  return { ...family, outcome: change.outcome ?? outcomeOf(candidate, claim), ...change };
}

/** The candidate with entry [i][a] = weights[neurons[i]][coordinates[a]]. */
export function permuted(
  candidate: DenseCandidate,
  neurons: readonly number[],
  coordinates: readonly number[],
): DenseCandidate {
  const weights = neurons.map((i) => coordinates.map((a) => candidate.weights[i]![a]!));
  return { ...candidate, weights };
}

/** The candidate with one entry moved. */
export function moved(candidate: DenseCandidate, i: number, a: number, by: number): DenseCandidate {
  const weights = candidate.weights.map((row, r) =>
    row.map((x, c) => (r === i && c === a ? Number(x) + by : x)),
  );
  return { ...candidate, weights };
}

export const point66 = (): DenseCandidate => projectCandidate('6-6');
export const point89 = (): DenseCandidate => projectCandidate('8-9');
