import { type ArrayPlace, familyCount, matrixOf, type NumericArray } from './array.ts';
import { REPLACED } from './candidate.ts';
import { FileError, quote, shortName } from './errors.ts';
import { asInteger, type Matrix } from './fields.ts';
import { MAX_POINT_ENTRIES } from './limits.ts';
import { type ArrayFile, isSingle, NAMELESS, type StoredArray } from './named-arrays.ts';

/** Numbers that a file may state about its point. */
export type SizeName = 'k' | 'n' | 'd';

/** What of a file is the point, and what goes with it. */
export interface ChosenArrays {
  readonly weights: StoredArray;
  /** True where a column is a neuron. */
  readonly columns: boolean;
  readonly targets: Matrix | null;
  readonly sizes: Readonly<Record<SizeName, number | null>>;
  /** Counts of runs, one a family. */
  readonly magnitude: readonly number[] | null;
  readonly notes: readonly string[];
}

const WEIGHTS = 'weights';
const TARGETS = 'targets';
const RUNS = 'magnitude';
const SIZES: readonly SizeName[] = ['k', 'n', 'd'];
const MAX_NAMES = 10;

/**
 * Decides which arrays of a file are the weights, the targets, the sizes k, n, d and the counts of runs. Weights: the
 * array asked for, or that of the authors, or `weights` (also inside one struct), or the only array that has no name
 * with a meaning of its own. What goes with them stands in the same struct or in one around it. Throws FileError.
 */
export function chooseArrays(
  found: ArrayFile,
  file: string,
  variable: string | undefined,
  wantsTargets: boolean,
): ChosenArrays {
  const notes = [...found.notes, ...variableNotes(found, variable)];
  const primary = variable === undefined || found.arrays.has(NAMELESS) ? null : named(found, variable, file);
  const weights = primary ?? namelessName(found) ?? pickWeights(found, file);
  const used = new Set([weights]);
  const beside = (name: string): StoredArray | null => {
    const path = companion(found, weights, name);
    if (path === null) return null;
    used.add(path);
    return found.arrays.get(path)!;
  };
  const own = beside(TARGETS);
  if (own === null && wantsTargets) refuseSkipped(found, file, weights, [TARGETS, ...SIZES]);
  const sizes = Object.fromEntries(SIZES.map((name) => [name, sizeOf(beside(name), file)]));
  // The counts belong to what the file is about; another array that was asked for by name need not match them.
  const runs = primary === null || primary === pickDefault(found) ? beside(RUNS) : null;
  const unused = [...found.arrays.keys()].filter((name) => !used.has(name));
  const shown = unused.slice(0, MAX_NAMES).map((name) => `${found.word} ${shortName(name)} is not used`);
  if (unused.length > MAX_NAMES) shown.push(`nor are ${unused.length - MAX_NAMES} others`);
  return {
    weights: found.arrays.get(weights)!,
    columns: weights === found.columns,
    targets: own === null || !wantsTargets ? null : targetsOf(own),
    sizes: sizes as Record<SizeName, number | null>,
    magnitude: runs === null ? null : runCounts(runs.read(), runs.place),
    notes: [...notes, ...shown, ...(own !== null && !wantsTargets ? [REPLACED] : [])],
  };
}

/** The targets of a file of targets: the array `targets` (also inside one struct), or the only one. Throws FileError. */
export function chooseTargets(found: ArrayFile, file: string): Matrix {
  const name =
    namelessName(found) ?? lastNamed(found, TARGETS) ?? onlyArray(found, TARGETS, () => true, file);
  return targetsOf(found.arrays.get(name)!);
}

function targetsOf({ shape, place, read }: StoredArray): Matrix {
  if (familyCount({ shape }, place) === null) return matrixOf(read(), null, false, place);
  throw new FileError(place.file, place.label, 'an array of 3 dimensions', '2: a row a target');
}

function namelessName({ arrays }: ArrayFile): string | null {
  return arrays.has(NAMELESS) ? NAMELESS : null;
}

function variableNotes({ arrays }: ArrayFile, variable: string | undefined): string[] {
  return variable !== undefined && arrays.has(NAMELESS)
    ? ['the file has no named arrays: --variable is not used']
    : [];
}

function named({ arrays, notes, word }: ArrayFile, variable: string, file: string): string {
  if (arrays.has(variable)) return variable;
  const place = `${word} ${shortName(variable)}`;
  const note = notes.find((line) => line.startsWith(`${place} `));
  const expected =
    arrays.size === 0
      ? 'an array of real numbers; the file has none'
      : `one of ${listed([...arrays.keys()])}`;
  throw new FileError(file, place, note ?? 'not in the file', expected);
}

/** The name of the weights where nothing is asked for; null where the file does not say. */
function pickDefault(found: ArrayFile): string | null {
  return found.columns ?? lastNamed(found, WEIGHTS);
}

function pickWeights(found: ArrayFile, file: string): string {
  const byName = pickDefault(found);
  if (byName !== null) return byName;
  const free = (name: string): boolean => {
    const last = lastPart(name);
    const array = found.arrays.get(name)!;
    if (last === TARGETS || last === RUNS || array.shape.length === 0) return false;
    return !(isSize(last) && isSingle(array));
  };
  return onlyArray(found, WEIGHTS, free, file);
}

function onlyArray(
  { arrays, notes }: ArrayFile,
  preferred: string,
  free: (name: string) => boolean,
  file: string,
): string {
  const names = [...arrays.keys()].filter(free);
  // What stands in a struct counts only where nothing stands beside the structs; what is not used is named in a note.
  const outside = names.filter((name) => lastPart(name) === name);
  if (outside.length === 1) return outside[0]!;
  if (names.length === 1) return names[0]!;
  const expected = `${preferred}, or a single array of real numbers`;
  if (names.length === 0) {
    const what = ['no array of real numbers', ...notes.slice(0, 5)].join('; ');
    throw new FileError(file, '', what, expected);
  }
  throw new FileError(
    file,
    '',
    `${names.length} arrays (${listed(names)})`,
    expected,
    'choose one with --variable',
  );
}

/** The array of that name, or the only one with that name in a struct. */
function lastNamed({ arrays }: ArrayFile, name: string): string | null {
  if (arrays.has(name)) return name;
  const inside = [...arrays.keys()].filter((path) => lastPart(path) === name);
  return inside.length === 1 ? inside[0]! : null;
}

/** The array of that name in the same struct as the weights, or in one around it. */
function companion({ arrays }: ArrayFile, weights: string, name: string): string | null {
  for (const prefix of prefixes(weights)) if (arrays.has(prefix + name)) return prefix + name;
  return null;
}

/** Targets that are there but cannot be read must not become the standard basis, nor k the width. */
function refuseSkipped(
  { notes, word }: ArrayFile,
  file: string,
  weights: string,
  names: readonly string[],
): void {
  for (const path of prefixes(weights).flatMap((prefix) => names.map((name) => prefix + name))) {
    const place = `${word} ${shortName(path)}`;
    const note = notes.find((line) => line.startsWith(`${place} (`));
    if (note !== undefined) throw new FileError(file, place, note, 'real numbers, or nothing of that name');
  }
}

/** For "a.b.c": "a.b.", "a.", "". */
function prefixes(path: string): string[] {
  const parts = path.split('.').slice(0, -1);
  return [...parts.map((_, i) => `${parts.slice(0, parts.length - i).join('.')}.`), ''];
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function isSize(name: string): name is SizeName {
  return SIZES.some((size) => size === name);
}

/** A size that the file states; an array of several numbers may have the name k and mean something else. */
function sizeOf(array: StoredArray | null, file: string): number | null {
  if (array === null || !isSingle(array)) return null;
  const [value] = array.read().values;
  return asInteger(value, file, array.place.label, 1, MAX_POINT_ENTRIES);
}

function runCounts({ values }: NumericArray, { file, label }: ArrayPlace): number[] {
  return Array.from(values, (count) => {
    if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) return count;
    throw new FileError(file, label, `found ${count}`, 'numbers of runs');
  });
}

function listed(names: readonly string[]): string {
  return names.slice(0, MAX_NAMES).map(quote).join(', ') + (names.length > MAX_NAMES ? ', …' : '');
}
