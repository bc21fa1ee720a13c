import { readCandidateBytes, readTextBytes } from './disk.ts';
import { STANDARD_INPUT } from './errors.ts';
import type { Matrix } from './fields.ts';
import type { Formulas } from './formulas.ts';
import { type JsonValue, parseJson } from './json.ts';
import { type StoredConstants, storedConstants } from './mat-objects.ts';
import { type CandidateFile, decodeText, type ParseOptions, parseCandidates, parseTargets } from './parse.ts';
import { SNIFF_LENGTH, sniffFormat } from './sniff.ts';

/** Options of `readCandidates`: those of `parseCandidates`, and targets may also be the path of a file. */
export interface ReadOptions extends Omit<ParseOptions, 'targets'> {
  readonly targets?: Matrix | string | undefined;
}

/**
 * Reads every candidate of a file of any format that is read. See `parseCandidates` for formats, shapes and orientation. Throws FileError, one line, for anything that is wrong.
 */
export function readCandidates(path: string, options: ReadOptions = {}): CandidateFile {
  const targets = typeof options.targets === 'string' ? readTargets(options.targets) : options.targets;
  return parseCandidates(readCandidateBytes(path), path, { ...options, targets });
}

/** Reads targets, k rows of d, of any format that is read, see `parseTargets`. Throws FileError. */
export function readTargets(path: string, formulas?: Formulas): Matrix {
  return parseTargets(readCandidateBytes(path), path, formulas);
}

/** A string with an operator, a call or a p (as in pi) in it, as an entry of a list or of "diagonal"; no text takes more than one pass. */
const ENTRY = /(?:[[,]|"diagonal"\s*:)\s*"[^"\\*/^(p]*[*/^(p][^"\\]*"\s*[\],}]/;

/** What reads the formulas among the entries of a file; undefined where it has none. Throws FileError. */
export async function formulasOf(path: string): Promise<Formulas | undefined> {
  const bytes = readCandidateBytes(path);
  if (sniffFormat(bytes, path) !== 'json' || !ENTRY.test(decodeText(bytes, path))) return undefined;
  const { loadFormulas } = await import('./formulas.ts');
  return loadFormulas();
}

/** The constants stored in an archive of the authors; null for a file of any other kind. Throws FileError. */
export function readStoredConstants(path: string): StoredConstants | null {
  const bytes = readCandidateBytes(path);
  return sniffFormat(bytes, path) === 'mat' ? storedConstants(bytes, path) : null;
}

/** Reads a text file in UTF-8 of at most 2^28 bytes. Throws FileError. */
export function readTextFile(path: string): string {
  return decodeText(readTextBytes(path), path);
}

/** Reads a text file in UTF-8 of at most this many bytes, a byte order mark included. Throws FileError. */
export function readExactText(path: string, limit: number): string {
  return decodeText(readTextBytes(path, limit), path, true);
}

/** Does a file call itself JSON, or standard input begin like it? What is wrong with it, its reader says. */
export function looksLikeJson(path: string): boolean {
  if (path !== STANDARD_INPUT) return /\.json$/i.test(path);
  return sniffFormat(readCandidateBytes(path).subarray(0, SNIFF_LENGTH), path) === 'json';
}

/** Reads any JSON file, strictly: no key twice, no number that overflows. Throws FileError. */
export function readJsonFile(path: string): JsonValue {
  return parseJson(readTextFile(path), path);
}
