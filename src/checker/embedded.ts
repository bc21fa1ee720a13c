/** A certificate that is part of another one: what is said of it there is said by its hash. */
import { hashOf } from '../certificate/canonical.ts';
import type { CertificateHead } from '../certificate/head.ts';
import { confirm } from './rejection.ts';

/** Confirms its hash, and that its statement is this one, which says what it claims. */
export function confirmEmbedded(subject: CertificateHead, statement: string): void {
  confirm(subject.sha256 === hashOf(subject), 'the sha256 of the subject is that of its canonical bytes');
  confirm(subject.statement === statement, 'the statement of the subject says what is claimed');
}
