import { readCertificate } from '../../certificate/index.ts';
import { checkCertificate } from '../../checker/index.ts';
import { drawnPart } from '../../report/portrait/drawn-part.ts';
import { type Portrait, portraitOf } from '../../report/portrait/portrait.ts';

export interface ReportOutcome {
  /** Why the checker rejects it; null: it is accepted. */
  readonly rejected: string | null;
  readonly portrait: Portrait | null;
}

/** Times the usual budget: certificates of one's own may be as large as they are. */
const OWN = 1e6;

/** The checker's word on a certificate, and what its pictures show; nothing is drawn of one that is rejected. */
export default function reportTask(text: string): ReportOutcome {
  const answer = checkCertificate(text, () => {}, { budget: OWN });
  if (!answer.accepted) return { rejected: answer.reason, portrait: null };
  const point = drawnPart(readCertificate(text));
  return { rejected: null, portrait: point === null ? null : portraitOf(point) };
}
