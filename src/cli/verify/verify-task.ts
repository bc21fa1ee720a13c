import type { Candidate } from '../../model/candidate.ts';
import type { Figures, PointCertificate } from '../../proof/figures.ts';
import type { VerifySettings } from '../../proof/options.ts';
import { verify } from '../../verify/verify.ts';
import { milliseconds as now } from '../shared/clock.ts';

/** One candidate and how to verify it, in a form that can be sent to a worker. */
export interface VerifyTask {
  readonly candidate: Candidate;
  readonly options: VerifySettings;
  /** Whether the certificate is wanted; it is made only then. */
  readonly certificate: boolean;
}

export interface VerifyOutcome {
  readonly figures: Figures;
  readonly certificate: PointCertificate | null;
  readonly milliseconds: number;
}

/** Verifies one candidate. Throws RangeError when the options do not fit it. */
export default function verifyTask({ candidate, options, certificate }: VerifyTask): VerifyOutcome {
  const start = now();
  const { certify, ...figures } = verify(candidate, options);
  return { figures, certificate: certificate ? certify() : null, milliseconds: now() - start };
}
