import { readCandidateBytes, readTextBytes } from './disk.ts';
import type { Matrix } from './fields.ts';
import { type JsonValue, parseJson } from './json.ts';
import { type CandidateFile, decodeText, type ParseOptions, parseCandidates, parseTargets } from './parse.ts';

/** Options of `readCandidates`: those of `parseCandidates`, and targets may also be the path of a file. */
export interface ReadOptions extends Omit<ParseOptions, 'targets'> {
  readonly targets?: Matrix | string | undefined;
}

/**
 * Reads every candidate of a file: candidate JSON, a JSON list of block minima, .npy, .npz or MATLAB 5 .mat. See
 * `parseCandidates` for shapes and orientation. Throws FileError, one line, for anything that is wrong.
 */
export function readCandidates(path: string, options: ReadOptions = {}): CandidateFile {
  const targets = typeof options.targets === 'string' ? readTargets(options.targets) : options.targets;
  return parseCandidates(readCandidateBytes(path), path, { ...options, targets });
}

/** Reads targets, k rows of d: JSON, .npy, .npz or .mat, see `parseTargets`. Throws FileError. */
export function readTargets(path: string): Matrix {
  return parseTargets(readCandidateBytes(path), path);
}

/** Reads a text file in UTF-8 of at most 2^28 bytes. Throws FileError. */
export function readTextFile(path: string): string {
  return decodeText(readTextBytes(path), path);
}

/** Reads a text file in UTF-8 of at most this many bytes, a byte order mark included. Throws FileError. */
export function readExactText(path: string, limit: number): string {
  return decodeText(readTextBytes(path, limit), path, true);
}

/** Reads any JSON file, strictly: no key twice, no number that overflows. Throws FileError. */
export function readJsonFile(path: string): JsonValue {
  return parseJson(readTextFile(path), path);
}
