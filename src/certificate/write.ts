/** Certificates as their producer writes them. */
import { canonicalBytes, canonicalText, type Json } from './canonical.ts';
import type { Certificate } from './kinds.ts';
import { certificateOf } from './read.ts';
import { sha256 } from './sha256.ts';
import { statementOf } from './statement.ts';

/** What a producer decides; the statement and the hash follow from it. */
export type CertificateParts<C extends Certificate = Certificate> = C extends Certificate
  ? Omit<C, 'statement' | 'sha256'>
  : never;

/** The sha256 of a certificate: of the canonical bytes of everything but the field of that name. */
export function hashOf(certificate: Omit<Certificate, 'sha256'>): string {
  const { sha256: _stored, ...hashed } = certificate as Certificate;
  return sha256(canonicalBytes(hashed as unknown as Json));
}

/** The certificate with statement and hash; throws a CertificateError where the parts have not the form. */
export function makeCertificate<C extends Certificate>(parts: CertificateParts<C>): C {
  const form = certificateOf({ ...parts, statement: 'to be written', sha256: '0'.repeat(64) });
  const draft = { ...form, statement: statementOf(form) };
  return { ...draft, sha256: hashOf(draft) } as C;
}

/** The text of the file: its UTF-8 bytes are the canonical bytes. */
export function serialise(certificate: Certificate): string {
  return canonicalText(certificate as unknown as Json);
}
