/** Certificates as their producer writes them. */
import { hashOf } from './canonical.ts';
import type { Certificate } from './kinds.ts';
import { certificateOf } from './read.ts';
import { statementOf } from './statement.ts';

/** What a producer decides; the statement and the hash follow from it. */
export type CertificateParts<C extends Certificate = Certificate> = C extends Certificate
  ? Omit<C, 'statement' | 'sha256'>
  : never;

/** The certificate with statement and hash; throws a CertificateError where the parts have not the form. */
export function makeCertificate<C extends Certificate>(parts: CertificateParts<C>): C {
  const form = certificateOf({ ...parts, statement: 'to be written', sha256: '0'.repeat(64) });
  const draft = { ...form, statement: statementOf(form) };
  return { ...draft, sha256: hashOf(draft) } as C;
}
