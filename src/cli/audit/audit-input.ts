import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CertificateError, readCertificate, rowNumbers, type WideRow } from '../../certificate/index.ts';
import {
  FileError,
  type JsonObject,
  type JsonValue,
  looksLikeJson,
  readCandidates,
  readJsonFile,
  readTextFile,
  STANDARD_INPUT,
} from '../../files/index.ts';
import type { Candidate, DenseCandidate } from '../../model/candidate.ts';
import { expandBlocks } from '../../model/expand.ts';
import { sizesOf } from '../../model/sizes.ts';
import type { Unreadable } from '../../papers/safran-shamir/index.ts';
import {
  type Architecture,
  type Claim,
  ClaimsError,
  claimsOf,
  looksLikeClaims,
  RUNS_PER_ROW,
} from '../../papers/safran-shamir/index.ts';
import { isReducible } from '../../verify/symmetric.ts';
import { onePoint } from '../search/search-results.ts';

/** A family as it was read. */
export interface ReadFamily {
  readonly source: string;
  readonly family: number | null;
  readonly candidate: Candidate;
  readonly runs: number | null;
}

/** A file of families of one shape, with the runs of each. */
export interface Archive {
  readonly path: string;
  readonly source: string;
  readonly k: number;
  readonly n: number;
  readonly runs: readonly number[];
}

/** Everything that the files of an audit hold. */
export interface AuditInput {
  readonly families: ReadFamily[];
  readonly architectures: Architecture[];
  /** Archives in the published form, which may hold constants of their own. */
  readonly archives: Archive[];
  readonly unreadable: Unreadable[];
  /** Files of claims that were met among the candidates. */
  readonly claims: { readonly path: string; readonly claims: Claim[] }[];
}

const READABLE = /\.(mat|npy|npz|safetensors|json)$/i;
/** Entries of a symmetric point that is written out as a matrix. */
const MAX_ENTRIES = 1 << 16;

/** A file of an audit, or why there is none. */
export type AuditFile = { readonly path: string } | { readonly path: string; readonly fault: FileError };

/** The files that are asked for, those of folders one by one. */
export function auditFiles(paths: readonly string[]): AuditFile[] {
  return paths.flatMap((path): AuditFile[] => {
    try {
      return filesAt(path).map((file) => ({ path: file }));
    } catch (fault) {
      if (!(fault instanceof FileError)) throw fault;
      return [{ path, fault }];
    }
  });
}

/** Reads files, one at a time, into one input; what cannot be read is reported and left out. */
export function auditReader(note: (text: string) => void): {
  readonly input: AuditInput;
  read(file: AuditFile): void;
} {
  const input: AuditInput = { families: [], architectures: [], archives: [], unreadable: [], claims: [] };
  const labels = new Set<string>();
  return {
    input,
    read(file) {
      attempt(file.path, input, () => {
        if ('fault' in file) throw file.fault;
        readFile(file.path, labels, input, note);
      });
    },
  };
}

/** Claims of a file. Throws FileError. */
export function readClaims(path: string): Claim[] {
  return claimsIn(readJsonFile(path), path);
}

function claimsIn(value: JsonValue, path: string): Claim[] {
  try {
    return claimsOf(value);
  } catch (error) {
    if (!(error instanceof ClaimsError)) throw error;
    throw new FileError(path, '', error.message, 'claims: { "families": [ { "k", "n", "index", … } ] }');
  }
}

function attempt<T>(source: string, input: AuditInput, action: () => T): T | null {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    input.unreadable.push({ source: basename(source), message: error.message });
    return null;
  }
}

/** A file itself; of a folder the files of formats that are read, a search by its manifest alone. */
function filesAt(path: string): string[] {
  if (path === STANDARD_INPUT) return [path];
  let names: string[];
  try {
    if (!statSync(path).isDirectory()) return [path];
    names = readdirSync(path);
  } catch {
    // The reader of the file finds out what is wrong, and says so.
    return [path];
  }
  if (names.includes('manifest.json')) return [join(path, 'manifest.json')];
  const collator = new Intl.Collator('en', { numeric: true });
  const files = names.filter((name) => READABLE.test(name)).sort(collator.compare);
  if (files.length === 0)
    throw new FileError(
      path,
      '',
      'a folder without candidates',
      'files .mat, .npy, .npz, .safetensors or .json',
    );
  return files.map((name) => join(path, name));
}

/** The name of a file without its folder; with it where that is needed to tell two apart. */
function labelOf(path: string, used: Set<string>): string {
  const name = basename(path);
  const label = used.has(name) ? path : name;
  used.add(label);
  return label;
}

function readFile(path: string, labels: Set<string>, input: AuditInput, note: (text: string) => void): void {
  const value = looksLikeJson(path) ? readJsonFile(path) : null;
  if (looksLikeClaims(value)) {
    input.claims.push({ path, claims: claimsIn(value, path) });
    return;
  }
  const format =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? value['format'] : null;
  if (format === 'spurious-search') {
    readSearch(path, value as JsonObject, labels, input);
    return;
  }
  const source = labelOf(path, labels);
  if (format === 'spurious-certificate')
    input.families.push({ source, family: null, candidate: certified(path), runs: null });
  else readArchive(path, source, input, note);
}

function readArchive(path: string, source: string, input: AuditInput, note: (text: string) => void): void {
  const { candidates, magnitude, notes } = readCandidates(path);
  for (const text of notes.filter((line) => !line.includes('opaque object'))) note(`${path}: ${text}`);
  // Families of one dense shape with their runs are an archive in the published form.
  const published = magnitude !== null && candidates.every(({ candidate }) => candidate.form === 'dense');
  for (const [i, { family, candidate }] of candidates.entries()) {
    const place = family ?? (magnitude === null ? null : 0);
    const runs = magnitude?.[i] ?? null;
    attempt(source, input, () =>
      input.families.push({ source, family: place, candidate: takenOf(candidate, path, place), runs }),
    );
  }
  const first = candidates[0]?.candidate;
  if (!published || first?.form !== 'dense' || first.targets !== null) return;
  const { k, n } = first;
  input.architectures.push({ source, k, n, runs: RUNS_PER_ROW, unresolved: 0, published });
  input.archives.push({ path, source, k, n, runs: magnitude });
}

/** Symmetric points are verified as they are, unless their symmetry saves nothing. */
function takenOf(candidate: Candidate, path: string, family: number | null): Candidate {
  if (candidate.form === 'dense' || isReducible(candidate)) return candidate;
  const { n, k } = sizesOf(candidate);
  const size = n * k;
  if (size <= MAX_ENTRIES) return expandBlocks(candidate);
  const place = family === null ? '' : `[${family}]`;
  throw new FileError(
    path,
    place,
    `a symmetric point of n·k = ${size} entries`,
    `at most ${MAX_ENTRIES} for an audit`,
  );
}

/** The points of a search: the certificates that its manifest names, with the runs that ended there. */
function readSearch(path: string, manifest: JsonObject, labels: Set<string>, input: AuditInput): void {
  const rows = listOf(manifest['rows'], path, 'rows');
  for (const [i, row] of rows.entries()) {
    const place = `rows[${i}]`;
    const count = (name: string): number => countOf(row[name], path, `${place}.${name}`);
    const [k, n] = [count('k'), count('n')];
    const results = row['results'];
    if (typeof results !== 'string') throw new FileError(path, `${place}.results`, 'missing', 'a file name');
    const source = labelOf(join(dirname(path), results), labels);
    const unresolved = count('undecided') + count('unresolved');
    for (const [j, point] of listOf(row['points'], path, `${place}.points`).entries()) {
      const name = point['certificate'];
      const where = `${place}.points[${j}]`;
      if (typeof name !== 'string')
        throw new FileError(path, `${where}.certificate`, 'missing', 'a file name');
      const runs = countOf(point['runs'], path, `${where}.runs`);
      const file = join(dirname(path), name);
      attempt(file, input, () =>
        input.families.push({ source, family: j, candidate: certified(file), runs }),
      );
    }
    input.architectures.push({ source, k, n, runs: count('runs'), unresolved, published: false });
  }
}

function listOf(value: JsonValue | undefined, path: string, place: string): JsonObject[] {
  const isObject = (item: JsonValue): item is JsonObject =>
    typeof item === 'object' && item !== null && !Array.isArray(item);
  if (Array.isArray(value) && value.every(isObject)) return value;
  throw new FileError(path, place, 'no list of objects', 'the manifest of a search');
}

function countOf(value: JsonValue | undefined, path: string, place: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new FileError(path, place, 'no whole number ≥ 0', 'the manifest of a search');
}

/** The candidate of a certificate, to be verified anew. */
function certified(path: string): DenseCandidate {
  try {
    const { problem, point } = onePoint(readCertificate(readTextFile(path)), path);
    const { k, n, d } = problem;
    const numbers = (row: WideRow) => rowNumbers(row, d);
    const targets = problem.targets === 'standard-basis' ? null : problem.targets.map(numbers);
    return { form: 'dense', k, n, d, targets, weights: point.candidate.map(numbers) };
  } catch (error) {
    if (error instanceof CertificateError) throw new FileError(path, '', error.message, 'a certificate');
    throw error;
  }
}
