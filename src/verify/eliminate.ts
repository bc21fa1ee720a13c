import { checkObject } from '../arithmetic/argument.ts';
import { checkLambda, type Elimination, proveEliminated } from '../elimination/population/eliminate.ts';
import type { Candidate } from '../model/candidate.ts';
import { checkCandidate } from '../model/check-candidate.ts';
import type { PointCertificate } from '../proof/figures.ts';
import type { VerifyOptions } from '../proof/options.ts';
import { PRODUCER } from '../proof/producer.ts';
import { proposeBlockDirection } from '../proposals/elimination/block-direction.ts';
import { proposeDirection } from '../proposals/elimination/direction.ts';
import { verify } from './verify.ts';

/** How a candidate is verified first, and λ. What is left out is as in `spurious eliminate`. */
export interface EliminateOptions extends VerifyOptions {
  /** λ of the explicit point, a positive decimal, '1'; the theorem holds for every λ > 0. */
  readonly lambda?: string | undefined;
}

/**
 * Proves that one added exponential neuron eliminates a spurious local minimum: that of a certificate, which the checker
 * should have accepted, or one that is proved first next to a candidate.
 *
 * @example
 * const result = eliminate(readCandidate(text), { lambda: '0.5' });
 * console.log('certificate' in result ? writeCertificate(result.certificate) : result.reason);
 */
export function eliminate(
  subject: Candidate | PointCertificate,
  options: EliminateOptions = {},
): Elimination {
  checkObject('subject', subject);
  checkObject('options', options);
  const { lambda = '1', ...verifyOptions } = options;
  checkLambda(lambda);
  const found = 'form' in subject ? verifiedMinimum(subject, verifyOptions) : subject;
  if ('reason' in found) return found;
  return proveEliminated(found, {
    lambda,
    propose: proposeDirection,
    proposeBlocks: proposeBlockDirection,
    producer: options.producer ?? PRODUCER,
  });
}

function verifiedMinimum(
  candidate: Candidate,
  options: VerifyOptions,
): PointCertificate | { readonly reason: string } {
  checkCandidate(candidate, 'subject');
  const { verdict, reason, certify } = verify(candidate, options);
  const certificate = verdict === 'spurious-local-minimum' ? certify() : null;
  if (certificate !== null) return certificate;
  return {
    reason: `the verdict is ${verdict}, not spurious-local-minimum${reason === null ? '' : `: ${reason}`}`,
  };
}
