import {
  CertificateError,
  type DenseCertificate,
  type EliminationCertificate,
  readCertificate,
  serialise,
} from '../certificate/index.ts';
import { checkCertificate } from '../checker/index.ts';
import { eliminate } from '../elimination/population-proof.ts';
import { proposeDirection } from '../elimination/population-proposal.ts';
import verifyTask, { type VerifyTask } from './verify-task.ts';

/** A candidate to verify first, or the text of a certificate to check first. */
export interface EliminateTask {
  readonly subject: VerifyTask | string;
  /** λ of the explicit point. */
  readonly lambda: string;
  readonly producer: { readonly name: string; readonly version: string };
  /** Whether the checker is to confirm the elimination certificate. */
  readonly recheck: boolean;
}

/** What became of it; `rejected` is the reason of the checker against a certificate that was given or made. */
export type EliminateOutcome =
  | { readonly certificate: EliminationCertificate; readonly rejected: string | null }
  | { readonly reason: string }
  | { readonly invalid: string };

/** Proves that one added neuron eliminates a spurious local minimum, or says why nothing is claimed. */
export default function eliminateTask({
  subject,
  lambda,
  producer,
  recheck,
}: EliminateTask): EliminateOutcome {
  const found = typeof subject === 'string' ? checked(subject) : verified(subject);
  if ('reason' in found || 'invalid' in found) return found;
  const elimination = eliminate(found, { lambda, propose: proposeDirection, producer });
  if ('reason' in elimination) return elimination;
  const { certificate } = elimination;
  const answer = recheck ? checkCertificate(serialise(certificate)) : null;
  return { certificate, rejected: answer === null || answer.accepted ? null : answer.reason };
}

function checked(
  text: string,
): DenseCertificate | { readonly reason: string } | { readonly invalid: string } {
  try {
    const certificate = readCertificate(text);
    if (certificate.kind !== 'dense')
      return { reason: `a certificate of kind "${certificate.kind}" is not about one dense point` };
    const answer = checkCertificate(text);
    return answer.accepted ? certificate : { invalid: answer.reason };
  } catch (error) {
    if (error instanceof CertificateError) return { invalid: error.message };
    throw error;
  }
}

function verified(task: VerifyTask): DenseCertificate | { readonly reason: string } {
  const { verification } = verifyTask(task);
  const { certificate, verdict, reason } = verification;
  if (certificate === null || verdict !== 'spurious-local-minimum')
    return {
      reason: `the verdict is ${verdict}, not spurious-local-minimum${reason === null ? '' : `: ${reason}`}`,
    };
  return certificate;
}
