/** The check of a certificate of a spurious local minimum that another certificate contains. */
import { type PointCertificate, pointStatement } from '../../certificate/subject.ts';
import type { MinimumClaim } from '../../certificate/types.ts';
import { confirmEmbedded } from '../embedded.ts';
import { isPositive, type Precisions } from '../numbers/interval.ts';
import { confirm } from '../rejection.ts';
import { checkBlock } from './block.ts';
import { checkDense } from './dense.ts';
import { checkWide } from './wide.ts';

/** Throws a Rejection unless every number of a claim about one point is confirmed. */
export function checkPoint(certificate: PointCertificate, precisions: Precisions): void {
  switch (certificate.kind) {
    case 'dense':
      checkDense(certificate, precisions);
      break;
    case 'block':
      checkBlock(certificate, precisions);
      break;
    case 'wide':
      checkWide(certificate, precisions);
      break;
  }
}

/** The claim of the subject, once it is confirmed as that of a certificate of its own would be. */
export function checkSubject(subject: PointCertificate, precisions: Precisions): MinimumClaim {
  confirmEmbedded(subject, pointStatement(subject));
  const { claim } = subject;
  if (claim.verdict !== 'spurious-local-minimum') throw new Error('the form of the subject was not read');
  checkPoint(subject, precisions);
  confirm(isPositive(precisions(60).of(claim.objective.lower)), 'subject: objective.lower > 0');
  return claim;
}
