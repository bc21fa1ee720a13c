import { WIDE_LIMITS } from '../certificate/index.ts';
import type { Candidate, DenseCandidate } from '../model/candidate.ts';
import { MAX_DENSE_SIZE, SLOW_DENSE_SIZE } from './dense.ts';

/** Too large, or slow, for a dense proof as it is, but not in as many coordinates as there are targets. */
export function isWide(candidate: Candidate): boolean {
  if (candidate.form !== 'dense') return false;
  const { n, k, d } = candidate;
  const large = Math.max(n, k) * d > SLOW_DENSE_SIZE;
  return large && k < d && Math.max(n, k) * k <= MAX_DENSE_SIZE && (n + k) * d <= WIDE_LIMITS.entries;
}

/** From this n·d on the check of a dense proof takes more than a check may take. */
const SLOW_CHECK_SIZE = 1600;

/** A dense proof would do, but that in the span of given targets, of at most half as many coordinates, is much quicker. */
export function isQuickerInSpan({ n, k, d, targets }: DenseCandidate): boolean {
  return targets !== null && 2 * k <= d && n * d > SLOW_CHECK_SIZE;
}
