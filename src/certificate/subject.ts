/** The certificate of a spurious local minimum as a part of another one. */
import { type BlockCertificate, blockCertificate, blockStatement } from './block.ts';
import { denseCertificate, denseStatement } from './dense.ts';
import { CertificateError } from './error.ts';
import { literal, plainObject, type Reader } from './fields.ts';
import type { DenseCertificate, WideCertificate } from './types.ts';
import { wideCertificate, wideStatement } from './wide.ts';

/** A certificate about one point. */
export type PointCertificate = DenseCertificate | BlockCertificate | WideCertificate;

const READERS: { readonly [K in PointCertificate['kind']]: (document: unknown) => PointCertificate } = {
  dense: denseCertificate,
  block: blockCertificate,
  wide: wideCertificate,
};

/** The reader of a certificate in another one: errors name the place in the certificate around it. */
export function embedded<T>(read: (document: unknown) => T): Reader<T> {
  return (value, place) => {
    try {
      return read(value);
    } catch (error) {
      if (!(error instanceof CertificateError)) throw error;
      throw new CertificateError(error.place.replace('certificate', place), error.expected);
    }
  };
}

export const subject: Reader<PointCertificate> = (value, place) => {
  const kind = literal<PointCertificate['kind']>(
    'dense',
    'block',
    'wide',
  )(plainObject(value, place)['kind'], `${place}.kind`);
  return embedded(READERS[kind])(value, place);
};

/** The claim in words. */
export function pointStatement(subject: PointCertificate): string {
  switch (subject.kind) {
    case 'dense':
      return denseStatement(subject);
    case 'block':
      return blockStatement(subject);
    case 'wide':
      return wideStatement(subject);
  }
}

/** Throws unless the certificate claims a spurious local minimum. */
export function requireMinimum({ claim }: PointCertificate): void {
  if (claim.verdict !== 'spurious-local-minimum')
    throw new CertificateError('certificate.subject.claim.verdict', '"spurious-local-minimum"');
}

/** The first sentence about a subject: where its notation stands. */
export function subjectSentence({ problem, sha256 }: PointCertificate): string {
  const dimension =
    problem.dimension === 'all' ? `every dimension D >= ${problem.d}` : `dimension D = ${problem.dimension}`;
  return (
    `Let F, the targets v_j, D and the spurious local minimum W* of F (k = ${problem.k}, n = ${problem.n}, ${dimension}) ` +
    `be those of the certificate with sha256 ${sha256}, which is the subject of this one and part of it.`
  );
}
