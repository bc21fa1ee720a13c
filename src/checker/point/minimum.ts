/**
 * The whole check of the theorem that a certificate of kind "dense" with the verdict "spurious-local-minimum" states, for a
 * referee: what this file imports is all that there is to read. It is what src/checker/index.ts runs of such a certificate, without
 * what the theorem does not need: the sharp Lipschitz constant, robustness, the published lemmas, canonical bytes, hash and the
 * sentences of the statement.
 *
 * If checkMinimum returns and does not throw, then for F of mathematics.md 1 with the n, k and targets of `problem`, in every
 * dimension D ≥ d or in the one that `dimension` says:
 * F has a strict local minimum W* with 0 < objective.lower ≤ F(W*) ≤ objective.upper, whereas the infimum of F is 0; it lies within
 * `radius` of the candidate and within `centreRadius` of the centre, and is the only critical point within `uniquenessRadius` of
 * that; no eigenvalue of ∇²F(W*) is below lambdaMin in R^{nd} or lambdaMinAllDimensions in R^{nD}, and none is below 0; and gradient
 * flow from within `basinRadius` of the candidate converges to W*.
 */
import { type MinimumParts, minimumParts } from '../../certificate/minimum.ts';
import { denseCase } from './dense-case.ts';
import { confirmMinimum } from './theorem.ts';

/** The parts of a certificate that the theorem is about, confirmed; throws where one is not, or the text has not the form. */
export function checkMinimum(text: string): MinimumParts {
  const parts = minimumParts(JSON.parse(text));
  const { problem, point, claim } = parts;
  confirmMinimum(denseCase(problem, point, claim), claim);
  return parts;
}
