import {
  checkExact,
  checkFunction,
  checkList,
  checkObject,
  checkOneOf,
  checkThat,
  checkWhole,
} from '../arithmetic/argument.ts';
import type { Candidate } from '../model/candidate.ts';
import { familyCount, matrixOf } from './array.ts';
import {
  type CandidateEntry,
  candidateFromJson,
  checkBlockOptions,
  checkStated,
  denseCandidate,
  noteBlockOptions,
  targetsOfCandidate,
} from './candidate.ts';
import { chooseArrays, chooseTargets } from './choose.ts';
import { FileError } from './errors.ts';
import { asMatrix, type Matrix } from './fields.ts';
import type { Formulas } from './formulas.ts';
import { type JsonValue, parseJson } from './json.ts';
import { archivedMinimum } from './minima.ts';
import {
  type ArrayFile,
  arraysOfJson,
  arraysOfMat,
  arraysOfNpy,
  arraysOfNpz,
  arraysOfSafetensors,
  arraysOfText,
  type StoredArray,
} from './named-arrays.ts';
import { sniffFormat } from './sniff.ts';

/** How the bytes of a candidate file are to be taken. */
export interface ParseOptions {
  /** Name of the array in a file that has several; those inside structs by their paths. */
  readonly variable?: string | undefined;
  /** Exchange rows and columns of the weights. */
  readonly transpose?: boolean | undefined;
  /** Targets to use instead of those of the file or the standard basis: k rows of d. */
  readonly targets?: Matrix | undefined;
  /** Number of targets: without any, the first k standard basis vectors of R^d. */
  readonly k?: number | undefined;
  /** Reads entries that are formulas, which are refused without it. */
  readonly formulas?: Formulas | undefined;
  /** Take only the family at this position, counted from 0. */
  readonly family?: number | undefined;
}

/** What a candidate file holds. */
export interface CandidateFile {
  /** The file name as given. */
  readonly source: string;
  readonly candidates: readonly CandidateEntry[];
  /** Runs that ended at each of `candidates`, in their order; null when the file does not say. */
  readonly magnitude: readonly number[] | null;
  /** Lines for people: what was skipped or not used. */
  readonly notes: readonly string[];
}

/** Candidates before one family is chosen: nothing is converted that is not asked for. */
interface CandidateList {
  /** Null for a single point, else the number of families. */
  readonly families: number | null;
  readonly entryAt: (family: number | null) => CandidateEntry;
  readonly magnitude: readonly number[] | null;
  readonly notes: readonly string[];
}

const TARGETS_SHAPE = { rows: null, columns: null, words: 'a row a target' };

/**
 * Reads the candidates in the bytes of a file of any readable format; `source` names it in messages. The format is
 * decided from the bytes. Candidate JSON and lists of block minima say what they are; every other file holds arrays:
 * 2-D is one point with a row a neuron, 3-D a list of families along the first axis, in .mat along the last; in the
 * authors' archives a column is a neuron. Without targets and k, k = d. Throws FileError only.
 */
export function parseCandidates(
  bytes: Uint8Array,
  source: string,
  options: ParseOptions = {},
): CandidateFile {
  const contents = contentsOf(bytes, source, options.formulas, false);
  if (options.targets !== undefined) asMatrix(options.targets, source, 'targets', TARGETS_SHAPE);
  const list =
    'arrays' in contents ? arrayList(contents, source, options) : jsonList(contents.json, source, options);
  const { families, magnitude, notes } = list;
  const chosen = chooseFamilies(families, options.family, source);
  if (magnitude !== null && magnitude.length !== (families ?? 1)) {
    const expected = `${families ?? 1}, one per family`;
    throw new FileError(source, 'variable magnitude', `${magnitude.length} counts`, expected);
  }
  return {
    source,
    candidates: chosen.map((family) => list.entryAt(family)),
    magnitude: magnitude === null ? null : chosen.map((family) => magnitude[family ?? 0]!),
    notes,
  };
}

/** How a candidate is read, and who hears what was skipped, assumed or not used on the way. */
export interface ReadCandidateOptions extends ParseOptions {
  /** The name in messages. */
  readonly source?: string | undefined;
  readonly note?: ((line: string) => void) | undefined;
}

/**
 * Reads one candidate from the contents of a file of any readable format, as text or as bytes; `family` chooses one of
 * several. Throws FileError for contents that are not as they should be.
 *
 * @example
 * const candidate = readCandidate(readFileSync('W.npy'), { k: 6 });
 */
export function readCandidate(contents: Uint8Array | string, options: ReadCandidateOptions = {}): Candidate {
  const isText = typeof contents === 'string';
  checkThat(isText || contents instanceof Uint8Array, 'contents', contents, 'a text or a Uint8Array');
  checkObject('options', options);
  const { source = 'candidate', note = () => {}, transpose = false, ...rest } = options;
  checkThat(typeof source === 'string', 'options.source', source, 'a string');
  checkFunction('options.note', note);
  checkOneOf('options.transpose', transpose, [true, false]);
  const { variable, targets, k, family } = rest;
  if (variable !== undefined)
    checkThat(typeof variable === 'string', 'options.variable', variable, 'a string');
  if (k !== undefined) checkWhole('options.k', k, 1);
  if (family !== undefined) checkWhole('options.family', family, 0);
  if (targets !== undefined)
    checkList('options.targets', targets, null, (place, row) => checkList(place, row, null, checkExact));
  const bytes = isText ? new TextEncoder().encode(contents) : contents;
  const { candidates, notes } = parseCandidates(bytes, source, { ...rest, transpose });
  const [first, ...others] = candidates;
  if (first === undefined || others.length > 0) {
    const expected = 'a single point';
    throw new FileError(source, '', `${candidates.length} families`, expected, 'choose one by "family"');
  }
  for (const line of notes) note(line);
  if (first.kAssumed) note('nobody says how many targets there are: k = d is taken');
  return first.candidate;
}

/**
 * Reads k rows of d target numbers from a file of any format that `parseCandidates` reads: `targets`, or the only
 * array, a row a target. Throws FileError only.
 */
export function parseTargets(bytes: Uint8Array, source: string, formulas?: Formulas): Matrix {
  const contents = contentsOf(bytes, source, formulas, true);
  if ('arrays' in contents) return chooseTargets(contents, source);
  const targets = Array.isArray(contents.json) ? null : targetsOfCandidate(contents.json, source);
  if (targets !== null) return targets;
  throw new FileError(source, 'targets', 'missing', 'a candidate file with "targets", or a list of rows');
}

/** Decodes UTF-8 text, without the byte order mark. Throws FileError on bytes that are no UTF-8. */
export function decodeText(bytes: Uint8Array, file: string, keepMark = false): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: keepMark }).decode(bytes);
  } catch {
    throw new FileError(file, '', 'bytes that are no UTF-8', 'text in UTF-8');
  }
}

/** The arrays of a file; or the JSON of one that says itself what it is. */
function contentsOf(
  bytes: Uint8Array,
  file: string,
  formulas: Formulas | undefined,
  targets: boolean,
): ArrayFile | { readonly json: JsonValue } {
  switch (sniffFormat(bytes, file)) {
    case 'npy':
      return arraysOfNpy(bytes, file);
    case 'npz':
      return arraysOfNpz(bytes, file);
    case 'mat':
      return arraysOfMat(bytes, file);
    case 'safetensors':
      return arraysOfSafetensors(bytes, file);
    case 'text':
      return arraysOfText(decodeText(bytes, file), file);
    case 'json': {
      const read = parseJson(decodeText(bytes, file), file);
      const json = formulas?.rounded(read, file, targets) ?? read;
      return isDeclared(json) ? { json } : arraysOfJson(json, file);
    }
  }
}

/** Candidate files have a format, points in block form their blocks, lists of block minima are lists of objects. */
function isDeclared(json: JsonValue): boolean {
  if (typeof json !== 'object' || json === null) return false;
  if (!Array.isArray(json)) return Object.hasOwn(json, 'format') || Object.hasOwn(json, 'blocks');
  return typeof json[0] === 'object' && json[0] !== null && !Array.isArray(json[0]);
}

function jsonList(value: JsonValue, source: string, options: ParseOptions): CandidateList {
  const notes: string[] = [];
  if (options.variable !== undefined) notes.push('the file has no named arrays: --variable is not used');
  if (!Array.isArray(value)) {
    const entry = candidateFromJson(value, source, options, notes);
    return { families: null, entryAt: () => entry, magnitude: null, notes };
  }
  const minima = value.map((item, family) => archivedMinimum(item, source, family));
  for (const { entry } of minima) checkBlockOptions(entry.candidate, source, options);
  noteBlockOptions(options, notes);
  const runs = minima.map((minimum) => minimum.runs);
  const known = runs.filter((count) => count !== null);
  return {
    families: minima.length,
    entryAt: (family) => minima[family ?? 0]!.entry,
    magnitude: known.length === runs.length ? known : null,
    notes,
  };
}

function arrayList(found: ArrayFile, source: string, options: ParseOptions): CandidateList {
  const chosen = chooseArrays(found, source, options.variable, options.targets === undefined);
  const { weights, sizes, magnitude, notes } = chosen;
  const { place } = weights;
  const columns = chosen.columns !== (options.transpose === true);
  const targets = options.targets ?? chosen.targets;
  const families = familyCount(weights, place);
  if (targets === null && sizes.n === null && sizes.d === null) refuseVector(weights);
  // Targets from outside replace those of the file with their number.
  const stated = options.targets === undefined ? sizes.k : null;
  const array = weights.read();
  return {
    families,
    entryAt: (family) => {
      const rows = matrixOf(array, family, columns, place);
      const [n, d] = [rows.length, rows[0]!.length];
      checkStated('n', n, sizes.n, 'the file', source);
      checkStated('d', d, sizes.d, 'the file', source);
      if (stated !== null && targets !== null) checkStated('k', targets.length, stated, 'the file', source);
      const k = targets?.length ?? stated ?? options.k ?? d;
      checkStated('k', k, options.k ?? null, '--k', source);
      const candidate = denseCandidate(rows, targets, k, source);
      const kAssumed = targets === null && stated === null && options.k === undefined;
      const origin = found.origin === undefined ? {} : { origin: found.origin };
      return { family, candidate, ...origin, ...(kAssumed ? { kAssumed } : {}) };
    },
    magnitude,
    notes,
  };
}

/** A matrix with one row or one column is hardly ever meant as such; where it is, the file says n or has targets. */
function refuseVector({ shape, place }: StoredArray): void {
  const [rows, columns] = shape;
  if (shape.length !== 2 || Math.min(rows!, columns!) > 1) return;
  const count = Math.max(rows!, columns!);
  const what = count === 1 ? 'a single number' : `a vector (${rows} x ${columns})`;
  const root = Math.round(Math.sqrt(count));
  const square = root * root === count && count > 1 ? `, perhaps to ${root} x ${root}` : '';
  const remedy = `reshape it${square}; a point of one neuron or in one dimension is written as JSON with "weights", "n" and "k"`;
  throw new FileError(place.file, place.label, what, 'a matrix, a row a neuron', remedy);
}

function chooseFamilies(
  families: number | null,
  family: number | undefined,
  file: string,
): (number | null)[] {
  const count = families ?? 1;
  if (family === undefined) return families === null ? [null] : Array.from({ length: count }, (_, i) => i);
  if (Number.isInteger(family) && family >= 0 && family < count) return [families === null ? null : family];
  const there = count === 1 ? 'there is 1 family' : `there are ${count} families`;
  throw new FileError(file, `family ${family}`, there, `0 to ${count - 1}`, 'families count from 0');
}
