/** A certificate that is part of another one: what is said of it there is said by its hash. */
import { type Certificate, hashOf, statementOf } from '../certificate/index.ts';
import { confirm } from './rejection.ts';

export function confirmEmbedded(subject: Certificate): void {
  confirm(subject.sha256 === hashOf(subject), 'the sha256 of the subject is that of its canonical bytes');
  confirm(subject.statement === statementOf(subject), 'the statement of the subject says what is claimed');
}
