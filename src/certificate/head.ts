/** The fields that certificates of every kind have in common. */
import { CertificateError } from './error.ts';
import { integer, literal, object, type Reader } from './fields.ts';

/** Metadata: who made a certificate, and with how many digits; proves nothing. */
export interface Producer {
  readonly name: string;
  readonly version: string;
  readonly digits: number;
}

/** What all kinds have in common. */
export interface CertificateHead {
  readonly format: 'spurious-certificate';
  readonly version: 1;
  readonly producer: Producer;
  /** The claim in words; a function of the other fields (statement.ts). */
  readonly statement: string;
  /** Lower-case hex sha256 of the canonical bytes of the document without this field. */
  readonly sha256: string;
}

function text(fits: (value: string) => boolean, expected: string): Reader<string> {
  return (value, place) => {
    if (typeof value !== 'string' || !fits(value)) throw new CertificateError(place, expected);
    return value;
  };
}

const ascii = text((value) => /^[\x20-\x7e]{1,200}$/.test(value), 'up to 200 printable ASCII characters');

/** The fields that every kind of certificate begins with. */
export const header: { readonly format: Reader<'spurious-certificate'>; readonly version: Reader<1> } = {
  format: literal('spurious-certificate'),
  version: literal(1),
};
export const producer: Reader<Producer> = object<Producer>({
  name: ascii,
  version: ascii,
  digits: integer(1, 1_000_000),
});
/** The fields that every kind of certificate ends with. */
export const footer: { readonly statement: Reader<string>; readonly sha256: Reader<string> } = {
  statement: text(({ length }) => 1 <= length && length <= 40_000, 'a text of at most 40000 characters'),
  sha256: text((value) => /^[0-9a-f]{64}$/.test(value), '64 lower-case hex digits'),
};
