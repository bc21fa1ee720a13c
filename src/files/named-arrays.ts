import { type ArrayPlace, entryCount, type NamedArrays, type NumericArray, stridesOf } from './array.ts';
import { FileError, shortName } from './errors.ts';
import { inside, type Matrix } from './fields.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { isAuthorsArchive, readMatVariables } from './mat.ts';
import { readNpy } from './npy.ts';
import { readNpzVariables } from './npz.ts';
import { isExactNumber, kindOf, NUMBER_EXPECTED, numberProblem } from './number.ts';
import { readSafetensors } from './safetensors.ts';
import { parseTable } from './table.ts';

/** An array of a file, decoded and checked when it is asked for. */
export interface StoredArray {
  readonly shape: readonly number[];
  /** Where it stands, for messages. */
  readonly place: ArrayPlace;
  /** Throws FileError. */
  readonly read: () => NumericArray;
}

/** What every format with numbers in it yields: arrays of exact numbers by name. */
export interface ArrayFile {
  /** Paths into structs are joined by dots. A file that names nothing has one array, named ''. */
  readonly arrays: ReadonlyMap<string, StoredArray>;
  /** A line for everything that is no array of real numbers. */
  readonly notes: readonly string[];
  /** What the file calls its arrays: variable, tensor, field. */
  readonly word: string;
  /** The array whose columns are neurons: only in the authors' archives. */
  readonly columns: string | null;
  readonly origin?: JsonObject;
}

/** The name of the only array of a file that has no names. */
export const NAMELESS = '';
const ARCHIVE_WEIGHTS = 'WbadNew';

/** The array of an .npy file. */
export function arraysOfNpy(bytes: Uint8Array, file: string): ArrayFile {
  const place: ArrayPlace = { file, label: 'array', base: 0, axis: 'first' };
  return nameless(readNpy(bytes, file, place.label), place);
}

/** The arrays of an .npz file. */
export function arraysOfNpz(bytes: Uint8Array, file: string): ArrayFile {
  return named(readNpzVariables(bytes, file), file, null);
}

/** The arrays of a MATLAB 5 file; struct fields by their paths. Families lie along the last axis. */
export function arraysOfMat(bytes: Uint8Array, file: string): ArrayFile {
  const found = readMatVariables(bytes, file);
  return named(found, file, isAuthorsArchive(found) ? ARCHIVE_WEIGHTS : null, { base: 1, axis: 'last' });
}

/** The tensors of a .safetensors file. */
export function arraysOfSafetensors(bytes: Uint8Array, file: string): ArrayFile {
  const { tensors, notes } = readSafetensors(bytes, file);
  const arrays = new Map<string, StoredArray>();
  for (const [name, { shape, read }] of tensors) {
    const place: ArrayPlace = { file, label: `tensor ${shortName(name)}`, base: 0, axis: 'first' };
    arrays.set(name, { shape, place, read });
  }
  return { arrays, notes, word: 'tensor', columns: null };
}

/** The table of a text file. */
export function arraysOfText(text: string, file: string): ArrayFile {
  const { rows, header } = parseTable(text, file);
  checkColumnNumbers(rows, file);
  const shape = [rows.length, rows[0]!.length];
  const table = { shape, strides: stridesOf(shape, 'C'), values: rows.flat() };
  const notes = header === null ? [] : [`line ${header} is taken as a header`];
  return { ...nameless(table, { file, label: '', base: 0, axis: 'first' }), notes };
}

/** The nested lists of a JSON value: a list alone, or the fields of an object, those of objects in it by their paths. */
export function arraysOfJson(value: JsonValue, file: string): ArrayFile {
  if (Array.isArray(value)) {
    if (value.length === 0)
      throw new FileError(file, '', 'an empty list', 'a list of rows, or of block minima');
    if (leafOf(value) === undefined)
      throw new FileError(file, '', 'lists with no entries', 'a list of rows of numbers');
    const array = jsonArray(value, file, '');
    return { arrays: new Map([[NAMELESS, array]]), notes: [], word: 'list', columns: null };
  }
  const arrays = new Map<string, StoredArray>();
  const notes: string[] = [];
  if (typeof value !== 'object' || value === null)
    throw new FileError(file, '', `found ${kindOf(value)}`, 'a list of rows, or an object with "weights"');
  const { origin, ...fields } = value;
  const walk = (entries: JsonObject, parent: string): void => {
    for (const [key, item] of Object.entries(entries)) {
      const name = inside(parent, key);
      if (item === null) continue;
      if (typeof item === 'object' && !Array.isArray(item)) walk(item, name);
      else if (!isNumeric(item)) notes.push(`field ${shortName(name)} (${leafWords(item)}) is skipped`);
      else if (arrays.has(name))
        throw new FileError(file, shortName(name), 'appears twice', 'every name once');
      else arrays.set(name, jsonArray(item, file, shortName(name)));
    }
  };
  const free = typeof origin === 'object' && origin !== null && !Array.isArray(origin);
  walk(free ? fields : value, '');
  return { arrays, notes, word: 'field', columns: null, ...(free ? { origin } : {}) };
}

function nameless(array: NumericArray, place: ArrayPlace): ArrayFile {
  const stored: StoredArray = { shape: array.shape, place, read: () => array };
  return { arrays: new Map([[NAMELESS, stored]]), notes: [], word: 'array', columns: null };
}

function named(
  { variables, notes }: NamedArrays,
  file: string,
  columns: string | null,
  lie: Pick<ArrayPlace, 'base' | 'axis'> = { base: 0, axis: 'first' },
): ArrayFile {
  const arrays = new Map<string, StoredArray>();
  for (const [name, array] of variables) {
    const place: ArrayPlace = { file, label: `variable ${shortName(name)}`, ...lie };
    arrays.set(name, { shape: array.shape, place, read: () => array });
  }
  return { arrays, notes, word: 'variable', columns };
}

/** pandas writes 0, 1, 2, … above a table without names: as a neuron it would be counted in silence. */
function checkColumnNumbers([first, ...others]: Matrix, file: string): void {
  if (first!.length < 3 || others.length === 0 || first!.some((x, i) => x !== String(i))) return;
  const remedy = 'leave it out (pandas: header=False, index=False), or write 0.0 if it is a row of numbers';
  throw new FileError(
    file,
    'first row',
    'the numbers of the columns 0, 1, 2, …',
    'rows of the matrix alone',
    remedy,
  );
}

/** The first entry of nested lists, or of none. */
function leafOf(value: JsonValue): JsonValue | undefined {
  let leaf: JsonValue | undefined = value;
  while (Array.isArray(leaf)) leaf = leaf[0];
  return leaf;
}

function isNumeric(value: JsonValue): boolean {
  return isExactNumber(leafOf(value));
}

function leafWords(value: JsonValue): string {
  return Array.isArray(value) ? `a list whose first entry is ${kindOf(leafOf(value))}` : kindOf(value);
}

/** Lengths are those of the first lists; that the others agree, and that all entries are numbers, is seen when it is read. */
function jsonArray(value: JsonValue, file: string, label: string): StoredArray {
  const shape: number[] = [];
  for (let list = value; Array.isArray(list); list = list[0]!) shape.push(list.length);
  const place: ArrayPlace = { file, label, base: 0, axis: 'first' };
  const read = (): NumericArray => {
    const values: (number | string)[] = [];
    const path: number[] = [];
    const where = (): string => label + path.map((i) => `[${i}]`).join('');
    const walk = (item: JsonValue): void => {
      const depth = path.length;
      if (depth === shape.length) {
        if (!isExactNumber(item)) throw new FileError(file, where(), numberProblem(item), NUMBER_EXPECTED);
        values.push(item);
        return;
      }
      if (!Array.isArray(item) || item.length !== shape[depth] || item.length === 0) {
        const expected =
          shape[depth] === 0 ? 'at least one entry' : `a list of ${shape[depth]}, as the first`;
        throw new FileError(file, where(), `found ${kindOf(item)}`, expected);
      }
      for (const [i, inner] of item.entries()) {
        path.push(i);
        walk(inner);
        path.pop();
      }
    };
    walk(value);
    return { shape, strides: stridesOf(shape, 'C'), values };
  };
  return { shape, place, read };
}

/** True for an array that holds one number only. */
export function isSingle({ shape }: StoredArray): boolean {
  return entryCount(shape) === 1;
}
