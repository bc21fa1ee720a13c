import { type EliminationCertificate, serialise } from '../certificate/index.ts';
import { checkCertificate } from '../checker/index.ts';
import { eliminate } from '../elimination/population/eliminate.ts';
import type { Candidate } from '../model/candidate.ts';
import { proposeBlockDirection } from '../proposals/elimination/block-direction.ts';
import { proposeDirection } from '../proposals/elimination/direction.ts';
import { checkedSubject, type Subject } from './subject.ts';
import verifyTask, { type VerifyTask } from './verify-task.ts';

/** A candidate to verify first, or the text of a certificate to check first. */
export interface EliminateTask {
  readonly subject: Candidate | string;
  /** How a candidate is verified. */
  readonly options: VerifyTask['options'];
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
  const found = typeof subject === 'string' ? checkedSubject(subject) : verified(subject, options);
  if ('reason' in found || 'invalid' in found) return found;
  const { producer } = options;
  const elimination = eliminate(found, {
    lambda,
    propose: proposeDirection,
    proposeBlocks: proposeBlockDirection,
    producer,
  });
  if ('reason' in elimination) return elimination;
  const { certificate } = elimination;
  const answer = recheck ? checkCertificate(serialise(certificate)) : null;
  return { certificate, rejected: answer === null || answer.accepted ? null : answer.reason };
}

function verified(candidate: Candidate, options: VerifyTask['options']): Subject {
  const { verification } = verifyTask({ candidate, options, certificate: true });
  const { certificate, verdict, reason } = verification;
  if (certificate === null || verdict !== 'spurious-local-minimum')
    return {
      reason: `the verdict is ${verdict}, not spurious-local-minimum${reason === null ? '' : `: ${reason}`}`,
    };
  return certificate;
}
