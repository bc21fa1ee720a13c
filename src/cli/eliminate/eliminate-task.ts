import { type EliminationCertificate, serialise } from '../../certificate/index.ts';
import { checkCertificate } from '../../checker/index.ts';
import type { Candidate } from '../../model/candidate.ts';
import type { VerifySettings } from '../../proof/options.ts';
import { eliminate } from '../../verify/eliminate.ts';
import { checkedSubject } from './subject.ts';

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

/** Proves that one added neuron eliminates a spurious local minimum, or says why nothing is claimed. */
export default function eliminateTask({
  subject,
  options,
  lambda,
  recheck,
}: EliminateTask): EliminateOutcome {
  const found = typeof subject === 'string' ? checkedSubject(subject) : subject;
  if ('reason' in found || 'invalid' in found) return found;
  const elimination = eliminate(found, { ...options, lambda });
  if ('reason' in elimination) return elimination;
  const { certificate } = elimination;
  const answer = recheck ? checkCertificate(serialise(certificate)) : null;
  return { certificate, rejected: answer === null || answer.accepted ? null : answer.reason };
}
