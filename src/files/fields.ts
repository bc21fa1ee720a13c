import { counted } from '../arithmetic/counted.ts';
import type { ExactNumber } from '../model/candidate.ts';
import { FileError, quote } from './errors.ts';
import type { JsonObject } from './json.ts';
import { MAX_POINT_ENTRIES } from './limits.ts';
import { isExactNumber, kindOf, NUMBER_EXPECTED, numberProblem } from './number.ts';

/** Rows of exact numbers, all of one length. */
export type Matrix = readonly (readonly ExactNumber[])[];

/** Rows and columns that a matrix must have; null where the file is free. */
export interface MatrixShape {
  readonly rows: number | null;
  readonly columns: number | null;
  readonly words: string;
}

/** The place `name` inside the place `parent` ('' for the whole file). */
export function inside(parent: string, name: string): string {
  return parent === '' ? name : `${parent}.${name}`;
}

/** Returns the value as an object, or throws. */
export function asObject(value: unknown, file: string, place: string, expected: string): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new FileError(file, place, `found ${kindOf(value)}`, expected);
}

/** Returns the value as a list of between 1 and `most` items, or throws. */
export function asList(value: unknown, file: string, place: string, most: number): readonly unknown[] {
  if (Array.isArray(value) && value.length >= 1 && value.length <= most) return value;
  throw new FileError(file, place, `found ${kindOf(value)}`, `a list of 1 to ${most} items`);
}

/** Throws on any field that is not among the known ones: a misspelt field must not change a claim in silence. */
export function refuseUnknown(
  fields: JsonObject,
  file: string,
  place: string,
  known: readonly string[],
): void {
  for (const name of Object.keys(fields)) {
    if (known.includes(name)) continue;
    const where = inside(place, quote(name));
    throw new FileError(
      file,
      where,
      'unknown field',
      `only ${known.join(', ')}`,
      'put remarks into "origin"',
    );
  }
}

/** Returns the value as an integer from `least` to `most`, or throws. */
export function asInteger(value: unknown, file: string, place: string, least: number, most: number): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most)
    return value;
  throw new FileError(file, place, `found ${kindOf(value)}`, `an integer from ${least} to ${most}`);
}

/** Returns the value as an exact number (a double or a decimal string), or throws. */
export function asExactNumber(value: unknown, file: string, place: string): ExactNumber {
  if (isExactNumber(value)) return value;
  throw new FileError(file, place, numberProblem(value), NUMBER_EXPECTED);
}

/** Returns the value as a list of `length` exact numbers, or throws; `words` says what the length must equal. */
export function asNumbers(
  value: unknown,
  file: string,
  place: string,
  length: number,
  words: string,
): readonly ExactNumber[] {
  if (!Array.isArray(value) || value.length !== length) {
    throw new FileError(
      file,
      place,
      `found ${kindOf(value)}`,
      `a list of ${counted(length, 'number')} (${words})`,
    );
  }
  for (let i = 0; i < length; i += 1) {
    if (isExactNumber(value[i])) continue;
    throw new FileError(file, `${place}[${i}]`, numberProblem(value[i]), NUMBER_EXPECTED);
  }
  return value;
}

/** Returns the value as a matrix of the shape asked for, or throws naming the row or entry that is wrong. */
export function asMatrix(value: unknown, file: string, place: string, shape: MatrixShape): Matrix {
  if (!Array.isArray(value) || value.length === 0) {
    throw new FileError(file, place, `found ${kindOf(value)}`, `${shape.words}, a list of rows`);
  }
  if (shape.rows !== null && value.length !== shape.rows) {
    throw new FileError(
      file,
      place,
      `found ${counted(value.length, 'row')}`,
      `${counted(shape.rows, 'row')} (${shape.words})`,
    );
  }
  const first: unknown = value[0];
  const columns = shape.columns ?? (Array.isArray(first) ? first.length : 0);
  if (columns < 1) {
    throw new FileError(file, `${place}[0]`, `found ${kindOf(first)}`, `a row of numbers (${shape.words})`);
  }
  checkSize(value.length, columns, file, place);
  return value.map((row, i) => asNumbers(row, file, `${place}[${i}]`, columns, shape.words));
}

/** Throws when rows·columns exceeds the documented limit. */
export function checkSize(rows: number, columns: number, file: string, place: string): void {
  if (rows * columns <= MAX_POINT_ENTRIES) return;
  throw new FileError(
    file,
    place,
    `${rows} x ${columns} entries`,
    `at most ${MAX_POINT_ENTRIES} in one matrix`,
  );
}

/** The matrix with rows and columns exchanged. */
export function transposed(matrix: Matrix): Matrix {
  return matrix[0]!.map((_, j) => matrix.map((row) => row[j]!));
}
