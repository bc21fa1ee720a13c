/**
 * Canonical bytes: the one way to write a document down. Keys stand in the order in which the object holds them
 * (the strict reader builds objects in the order of the specification), two spaces a level, an array of strings
 * and numbers on one line, a line feed at the end, UTF-8.
 */
import { sha256 } from './sha256.ts';

/** What a document is made of; numbers are integers. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The canonical text of a document, final line feed included. */
export function canonicalText(document: Json): string {
  return write(document, '') + '\n';
}

/** The canonical bytes of a document: UTF-8 of its canonical text. */
export function canonicalBytes(document: Json): Uint8Array {
  return new TextEncoder().encode(canonicalText(document));
}

/** The text of the file of a document: its UTF-8 bytes are the canonical bytes. */
export function serialise(document: object): string {
  return canonicalText(document as Json);
}

/** The sha256 of a document: of the canonical bytes of everything but the field of that name. */
export function hashOf(document: object): string {
  return canonicalForm(document).hash();
}

/** Both of these, with each field written once. */
export function canonicalForm(document: object): { readonly text: string; readonly hash: () => string } {
  const fields = Object.entries(document as { readonly [key: string]: Json }).map(
    ([key, value]) => [key, field(key, value, '  ')] as const,
  );
  const joined = (those: typeof fields): string => `{\n${those.map(([, text]) => text).join(',\n')}\n}\n`;
  return {
    text: joined(fields),
    hash: () => sha256(new TextEncoder().encode(joined(fields.filter(([key]) => key !== 'sha256')))),
  };
}

/** Printable characters of ASCII but " and \: JSON writes a string of them as it is, between quotes. */
const PLAIN = /^[ !#-[\]-~]*$/;

function scalar(value: string | number | boolean | null): string {
  return typeof value === 'string' && PLAIN.test(value) ? `"${value}"` : JSON.stringify(value);
}

function write(value: Json, indent: string): string {
  if (value === null || typeof value !== 'object') return scalar(value);
  const deeper = indent + '  ';
  if (isArray(value)) {
    if (value.every(isScalar)) return '[' + value.map(scalar).join(', ') + ']';
    const rows = value.map((item) => deeper + write(item, deeper));
    return '[\n' + rows.join(',\n') + '\n' + indent + ']';
  }
  const fields = Object.entries(value).map(([key, item]) => field(key, item, deeper));
  return '{\n' + fields.join(',\n') + '\n' + indent + '}';
}

function field(key: string, value: Json, indent: string): string {
  return indent + scalar(key) + ': ' + write(value, indent);
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isScalar(value: Json): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
