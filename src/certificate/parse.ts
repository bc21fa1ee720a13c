/** From the text of a document to a parsed object, within limits; nothing is asked of its fields. */
import { CertificateError } from './error.ts';
import { plainObject } from './fields.ts';
import { LIMITS } from './limits.ts';

/**
 * The limit that a text exceeds, in words, or null. Found in one pass without parsing: JSON.parse would make an object of
 * every bracket first, gigabytes of them for some megabytes of brackets.
 */
export function excessOf(source: string): string | null {
  if (source.length > LIMITS.characters) return `at most ${LIMITS.characters} characters`;
  let depth = 0;
  let values = 1;
  for (let at = 0; at < source.length; at++) {
    const c = source.charCodeAt(at);
    if (c === QUOTE) at = closingQuote(source, at);
    else if (c === COMMA) values += 1;
    // An array [ or an object {, which differ in one bit; so do their ends.
    else if ((c | 0x20) === OPEN) {
      depth += 1;
      values += 1;
      if (depth > LIMITS.depth) return `at most ${LIMITS.depth} levels of arrays and objects`;
    } else if ((c | 0x20) === CLOSE) depth -= 1;
    if (values > LIMITS.values) return `at most ${LIMITS.values} values`;
  }
  return null;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** Where the string that begins at a place ends, or the end of the text: at a quote after an even number of backslashes. */
function closingQuote(source: string, from: number): number {
  for (let at = source.indexOf('"', from + 1); at >= 0; at = source.indexOf('"', at + 1)) {
    let first = at;
    while (source.charCodeAt(first - 1) === BACKSLASH) first--;
    if ((at - first) % 2 === 0) return at;
  }
  return source.length;
}

/** The JSON object that a text holds; not yet a certificate. `excess` is what excessOf says of it. */
export function parseDocument(
  source: string,
  excess: string | null = excessOf(source),
): Readonly<Record<string, unknown>> {
  if (source.charCodeAt(0) === 0xfeff) {
    throw new CertificateError('certificate', 'no byte order mark at the beginning of the file');
  }
  if (excess !== null) throw new CertificateError('certificate', excess);
  let document: unknown;
  try {
    document = JSON.parse(source);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new CertificateError('certificate', `JSON (${detail.slice(0, 200)})`);
  }
  return plainObject(document, 'certificate');
}
