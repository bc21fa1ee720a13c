export { canonicalBytes, canonicalText, type Json } from './canonical.ts';
export { CertificateError } from './error.ts';
export { certificateOf, LIMITS, parseDocument, readCertificate } from './read.ts';
export { claimId, sha256 } from './sha256.ts';
export { statementOf } from './statement.ts';
export type * from './types.ts';
export { type CertificateParts, hashOf, makeCertificate, serialise } from './write.ts';
