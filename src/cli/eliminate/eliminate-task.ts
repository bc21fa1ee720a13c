import {
  CertificateError,
  type EliminationCertificate,
  readCertificate,
  serialise,
} from '../../certificate/index.ts';
import { checkCertificate } from '../../checker/index.ts';
import type { Candidate } from '../../model/candidate.ts';
import type { PointCertificate } from '../../proof/figures.ts';
import type { VerifySettings } from '../../proof/options.ts';
import { eliminate } from '../../verify/eliminate.ts';

/** A candidate to verify first, or the text of a certificate to check first. */
export interface EliminateTask {
  readonly subject: Candidate | string;
  /** How a candidate is verified. */
  readonly options: VerifySettings;
  /** λ of the explicit point. */
  readonly lambda: string;
  /** Whether the checker is to confirm the elimination certificate. */
  readonly recheck: boolean;
}

/** What became of it; `rejected` is the checker's reason against the certificate made, `invalid` against the one given. */
export type EliminateOutcome =
  | { readonly certificate: EliminationCertificate; readonly rejected: string | null }
  | { readonly reason: string }
  | { readonly invalid: string };

type Subject = PointCertificate | { readonly reason: string } | { readonly invalid: string };

/** Proves that one added neuron eliminates a spurious local minimum, or says why nothing is claimed. */
export default function eliminateTask({
  subject,
  options,
  lambda,
  recheck,
}: EliminateTask): EliminateOutcome {
  const found = typeof subject === 'string' ? checked(subject) : subject;
  if ('reason' in found || 'invalid' in found) return found;
  const elimination = eliminate(found, { ...options, lambda });
  if ('reason' in elimination) return elimination;
  const { certificate } = elimination;
  const answer = recheck ? checkCertificate(serialise(certificate)) : null;
  return { certificate, rejected: answer === null || answer.accepted ? null : answer.reason };
}

/** The certificate that was given, once the checker has confirmed it. */
function checked(text: string): Subject {
  try {
    const certificate = readCertificate(text);
    if (certificate.kind !== 'dense' && certificate.kind !== 'block')
      return { reason: `a certificate of kind "${certificate.kind}" is not about one point` };
    const answer = checkCertificate(text);
    return answer.accepted ? certificate : { invalid: answer.reason };
  } catch (error) {
    if (error instanceof CertificateError) return { invalid: error.message };
    throw error;
  }
}
