import { type ArrayPlace, familyCount, matrixOf, type NamedArrays, type NumericArray } from './array.ts';
import {
  type CandidateEntry,
  candidateFromJson,
  denseCandidate,
  noteBlockOptions,
  targetsOfCandidate,
} from './candidate.ts';
import { FileError, quote, shortName } from './errors.ts';
import { asMatrix, type Matrix } from './fields.ts';
import { type JsonValue, parseJson } from './json.ts';
import { readMatVariables } from './mat.ts';
import { archivedMinimum } from './minima.ts';
import { readNpy } from './npy.ts';
import { readNpzVariables } from './npz.ts';
import { type FileFormat, sniffFormat } from './sniff.ts';

/** How the bytes of a candidate file are to be taken. */
export interface ParseOptions {
  /** Name of the array in a .mat or .npz file. */
  readonly variable?: string | undefined;
  /** Exchange rows and columns of the weights. */
  readonly transpose?: boolean | undefined;
  /** Targets to use instead of those of the file or the standard basis: k rows of d. */
  readonly targets?: Matrix | undefined;
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

/** An array picked from a file, and how it lies. */
interface PickedArray {
  readonly array: NumericArray;
  readonly place: ArrayPlace;
  /** True for the published files: neurons are the columns of `WbadNew`. */
  readonly columns: boolean;
  readonly magnitude: NumericArray | null;
  readonly notes: readonly string[];
}

const COLUMN_VARIABLE = 'WbadNew';
const RUNS_VARIABLE = 'magnitude';
const WEIGHT_NAMES = [COLUMN_VARIABLE, 'weights'];
const TARGET_NAMES = ['targets'];
const TARGETS_SHAPE = { rows: null, columns: null, words: 'a row a target' };

/**
 * Reads the candidates in the bytes of a file of any readable format; `source` names it in messages. The format is
 * decided from the bytes. Arrays: 2-D is one point with a row a neuron, 3-D a list of families along the first axis
 * (.npy, .npz) or the last (.mat); `WbadNew` has a column a neuron; without targets k = d. Throws FileError only.
 */
export function parseCandidates(
  bytes: Uint8Array,
  source: string,
  options: ParseOptions = {},
): CandidateFile {
  const format = sniffFormat(bytes, source);
  checkTargets(options.targets, source);
  const list =
    format === 'json' ? jsonList(bytes, source, options) : arrayList(bytes, source, format, options);
  const { families, magnitude, notes } = list;
  const chosen = chooseFamilies(families, options.family, source);
  if (magnitude !== null && magnitude.length !== (families ?? 1)) {
    const expected = `${families ?? 1}, one per family`;
    throw new FileError(source, `variable ${RUNS_VARIABLE}`, `${magnitude.length} counts`, expected);
  }
  return {
    source,
    candidates: chosen.map((family) => list.entryAt(family)),
    magnitude: magnitude === null ? null : chosen.map((family) => magnitude[family ?? 0]!),
    notes,
  };
}

/**
 * Reads k rows of d target numbers: JSON (a list of rows, or a candidate file with "targets"), .npy, or the array
 * `targets` (or `variable`, or the only one) of a .mat or .npz file, a row a target. Throws FileError only.
 */
export function parseTargets(bytes: Uint8Array, source: string, variable?: string): Matrix {
  const format = sniffFormat(bytes, source);
  if (format !== 'json') {
    const { array, place } = pickArray(bytes, source, format, variable, TARGET_NAMES);
    if (familyCount(array, place) === null) return matrixOf(array, null, false, place);
    throw new FileError(source, place.label, 'an array of 3 dimensions', '2: a row a target');
  }
  const value = jsonOf(bytes, source);
  if (Array.isArray(value)) return asMatrix(value, source, '', TARGETS_SHAPE);
  const targets = targetsOfCandidate(value, source);
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

function checkTargets(targets: Matrix | undefined, source: string): void {
  if (targets !== undefined) asMatrix(targets, source, 'targets', TARGETS_SHAPE);
}

function jsonOf(bytes: Uint8Array, file: string): JsonValue {
  return parseJson(decodeText(bytes, file), file);
}

function jsonList(bytes: Uint8Array, source: string, options: ParseOptions): CandidateList {
  const value = jsonOf(bytes, source);
  const notes: string[] = [];
  if (options.variable !== undefined)
    notes.push('a JSON file has no named variables: --variable is not used');
  if (!Array.isArray(value)) {
    const entry = candidateFromJson(value, source, options, notes);
    return { families: null, entryAt: () => entry, magnitude: null, notes };
  }
  if (value.length === 0) throw new FileError(source, '', 'an empty list', 'a list of block minima');
  noteBlockOptions(source, options, notes);
  const minima = value.map((item, family) => archivedMinimum(item, source, family));
  const runs = minima.map((minimum) => minimum.runs);
  const known = runs.filter((count) => count !== null);
  return {
    families: minima.length,
    entryAt: (family) => minima[family ?? 0]!.entry,
    magnitude: known.length === runs.length ? known : null,
    notes,
  };
}

function arrayList(
  bytes: Uint8Array,
  source: string,
  format: Exclude<FileFormat, 'json'>,
  options: ParseOptions,
): CandidateList {
  const picked = pickArray(bytes, source, format, options.variable, WEIGHT_NAMES);
  const { array, place, notes } = picked;
  const columns = picked.columns !== (options.transpose === true);
  const targets = options.targets ?? null;
  return {
    families: familyCount(array, place),
    entryAt: (family) => {
      const weights = matrixOf(array, family, columns, place);
      const k = targets?.length ?? weights[0]!.length;
      return { family, candidate: denseCandidate(weights, targets, k, source) };
    },
    magnitude: picked.magnitude === null ? null : runCounts(picked.magnitude, source),
    notes,
  };
}

function pickArray(
  bytes: Uint8Array,
  file: string,
  format: Exclude<FileFormat, 'json'>,
  variable: string | undefined,
  preferred: readonly string[],
): PickedArray {
  if (format === 'npy') {
    const notes =
      variable === undefined ? [] : ['an .npy file has no named variables: --variable is not used'];
    const place = { file, label: 'array', base: 0, axis: 'first' } as const;
    return { array: readNpy(bytes, file, place.label), place, columns: false, magnitude: null, notes };
  }
  const found = format === 'mat' ? readMatVariables(bytes, file) : readNpzVariables(bytes, file);
  const name = pickName(found, variable, preferred, file);
  // The counts belong to what the file is about; another array that was asked for by name need not match them.
  const runs =
    variable === undefined || variable === COLUMN_VARIABLE ? found.variables.get(RUNS_VARIABLE) : undefined;
  const unused = [...found.variables].filter(([other, array]) => other !== name && array !== runs);
  const axis = format === 'mat' ? 'last' : 'first';
  return {
    array: found.variables.get(name)!,
    place: { file, label: `variable ${shortName(name)}`, base: format === 'mat' ? 1 : 0, axis },
    columns: name === COLUMN_VARIABLE,
    magnitude: runs ?? null,
    notes: [...found.notes, ...unused.map(([other]) => `variable ${shortName(other)} is not used`)],
  };
}

/** The array asked for; else the first preferred name that is there; else the only array there is. */
function pickName(
  found: NamedArrays,
  variable: string | undefined,
  preferred: readonly string[],
  file: string,
): string {
  const names = [...found.variables.keys()];
  const shown = names.slice(0, 10).map(quote).join(', ') + (names.length > 10 ? ', …' : '');
  if (variable !== undefined) {
    if (found.variables.has(variable)) return variable;
    const note = found.notes.find((line) => line.startsWith(`variable ${shortName(variable)} `));
    const expected = names.length === 0 ? 'an array of real numbers; the file has none' : `one of ${shown}`;
    throw new FileError(file, `variable ${shortName(variable)}`, note ?? 'not in the file', expected);
  }
  const byName = preferred.find((name) => found.variables.has(name));
  if (byName !== undefined) return byName;
  const others = names.filter((name) => name !== RUNS_VARIABLE);
  if (others.length === 1) return others[0]!;
  const expected = `${preferred.join(' or ')}, or a single array of real numbers`;
  if (others.length === 0)
    throw new FileError(
      file,
      '',
      ['no array of real numbers', ...found.notes.slice(0, 5)].join('; '),
      expected,
    );
  throw new FileError(file, '', `${others.length} arrays (${shown})`, expected, 'choose one with --variable');
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

function runCounts(array: NumericArray, file: string): number[] {
  return Array.from(array.values, (count) => {
    if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) return count;
    throw new FileError(file, `variable ${RUNS_VARIABLE}`, `found ${count}`, 'numbers of runs');
  });
}
