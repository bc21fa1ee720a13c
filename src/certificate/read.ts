/**
 * The strict reader: a document with exactly the fields of types.ts, or an error that names the place. It builds new
 * objects whose keys stand in the order of the specification, so that canonical.ts writes canonical bytes.
 */
import { blockCertificate } from './block.ts';
import { completeCertificate } from './complete.ts';
import { dataCertificate } from './data.ts';
import { decisionCertificate } from './decision.ts';
import { denseCertificate } from './dense.ts';
import { eliminationCertificate } from './elimination.ts';
import { literal, plainObject, type Reader } from './fields.ts';
import type { Certificate } from './kinds.ts';
import { parseDocument } from './parse.ts';
import { splitCertificate } from './split.ts';
import { uniformCertificate } from './uniform.ts';
import { uniformSplitCertificate } from './uniform-split.ts';
import { wideCertificate } from './wide.ts';

/** The reader of each kind of certificate. */
const KINDS: { readonly [K in Certificate['kind']]: (document: unknown) => Certificate } = {
  dense: denseCertificate,
  block: blockCertificate,
  elimination: eliminationCertificate,
  uniform: uniformCertificate,
  split: splitCertificate,
  'uniform-split': uniformSplitCertificate,
  wide: wideCertificate,
  // About a point, or with added neurons.
  data: (document) =>
    'added' in plainObject(document, 'certificate')
      ? decisionCertificate(document)
      : dataCertificate(document),
  complete: completeCertificate,
};
const kindOf: Reader<Certificate['kind']> = literal<Certificate['kind']>(
  'dense',
  'block',
  'elimination',
  'uniform',
  'split',
  'uniform-split',
  'wide',
  'data',
  'complete',
);

/** A parsed document as a certificate, its keys in the order of the specification. */
export function certificateOf(document: unknown): Certificate {
  const { kind } = plainObject(document, 'certificate');
  return KINDS[kindOf(kind, 'certificate.kind')](document);
}

/** The certificate that a text holds: form only; neither its bytes, its hash nor its mathematics are looked at. */
export function readCertificate(source: string): Certificate {
  return certificateOf(parseDocument(source));
}
