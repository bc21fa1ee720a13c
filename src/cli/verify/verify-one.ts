import { type FactorListener, hearingOfFactors, LARGE } from '../../arithmetic/dense-kernel.ts';
import { serialise } from '../../certificate/index.ts';
import type { Candidate } from '../../model/candidate.ts';
import type { Figures, Verification } from '../../proof/figures.ts';
import type { VerifySettings } from '../../proof/options.ts';
import { verify } from '../../verify/verify.ts';
import { milliseconds as now } from '../shared/clock.ts';

/**
 * Factors of a proof of a minimum: for Newton's method, which needs none of a large Hessian, and at the claimed eigenvalue. Where more
 * are needed, the end moves away.
 */
function factorsAsParts(candidate: Candidate, parts: (done: number, of: number) => void): FactorListener {
  const factors = candidate.form === 'dense' && candidate.n * candidate.d > LARGE ? 1 : 2;
  let made = 0;
  return (done, of) => {
    // In hundredths: a count of products tells nobody anything.
    parts(Math.floor((100 * (made + done / of)) / Math.max(factors, made + 1)), 100);
    if (done === of) made++;
  };
}

/** One candidate and how to verify it, in a form that can be sent to a worker. */
export interface VerifyTask {
  readonly candidate: Candidate;
  readonly options: VerifySettings;
  /** Whether the certificate is wanted; it is made only then. */
  readonly certificate: boolean;
}

export interface VerifyOutcome {
  readonly figures: Figures;
  /** The text of the certificate, if there is one and it is wanted. */
  readonly text: string | null;
  readonly milliseconds: number;
}

/** Verifies one candidate; `parts` hears of large factors. Throws RangeError when the options do not fit it. */
export function verifyOne(
  { candidate, options, certificate }: VerifyTask,
  parts?: (done: number, of: number) => void,
): VerifyOutcome {
  const start = now();
  const work = (): Verification => verify(candidate, options);
  const { certify, ...figures } =
    parts === undefined ? work() : hearingOfFactors(factorsAsParts(candidate, parts), work);
  const certified = certificate ? certify() : null;
  const milliseconds = now() - start;
  return { figures, text: certified && serialise(certified), milliseconds };
}
