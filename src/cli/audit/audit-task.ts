import { serialise } from '../../certificate/index.ts';
import { auditFamily, type FamilyOutcome, type FamilyTask } from '../../papers/safran-shamir/index.ts';

export interface AuditTask extends FamilyTask {
  /** Whether the text of the certificate is wanted. */
  readonly text: boolean;
}

export interface AuditOutcome {
  /** Without the certificate, whose many numbers take as long to send as much of what they prove. */
  readonly outcome: FamilyOutcome;
  readonly text: string | null;
}

/** Audits one family; its certificate comes as a text, where that is wanted. */
export default function auditTask({ text, ...task }: AuditTask): AuditOutcome {
  const { certificate, ...outcome } = auditFamily(task);
  return {
    outcome: { ...outcome, certificate: null },
    text: text && certificate !== null ? serialise(certificate) : null,
  };
}
