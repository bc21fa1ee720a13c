import type { ExactNumber } from '../model/candidate.ts';
import { FileError } from './errors.ts';
import { checkSize, type Matrix } from './fields.ts';

/** An array of real numbers; entry (i, j, …) is values[i·strides[0] + j·strides[1] + …], exactly as stored. */
export interface NumericArray {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly values: Float64Array | readonly ExactNumber[];
}

/** The arrays of a file by name, and a line for everything in it that is no array of real numbers. */
export interface NamedArrays {
  readonly variables: ReadonlyMap<string, NumericArray>;
  readonly notes: readonly string[];
}

/** Where an array comes from, for messages: `label` "variable W", `base` of its indices, `axis` of the families. */
export interface ArrayPlace {
  readonly file: string;
  readonly label: string;
  readonly base: 0 | 1;
  readonly axis: 'first' | 'last';
}

/** Storage of one number: f float, b bfloat, i signed, u unsigned, with the size in bytes. */
export type ElementKind = 'f2' | 'b2' | 'f4' | 'f8' | 'i1' | 'i2' | 'i4' | 'i8' | 'u1' | 'u2' | 'u4' | 'u8';

/** Size in bytes of one stored number. */
export function widthOf(kind: ElementKind): number {
  return Number(kind.charAt(1));
}

/** Strides of a dense array with the last (C) or the first (Fortran) index running fastest. */
export function stridesOf(shape: readonly number[], order: 'C' | 'F'): readonly number[] {
  const strides = shape.map(() => 1);
  let step = 1;
  for (let i = 0; i < shape.length; i += 1) {
    const axis = order === 'F' ? i : shape.length - 1 - i;
    strides[axis] = step;
    step *= shape[axis]!;
  }
  return strides;
}

/** Product of the dimensions, as a double: beyond 2^53 it is only good for comparison with a limit. */
export function entryCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/**
 * Decodes stored numbers, exactly. `bytes` holds a whole number of them. A 64-bit integer that no double represents
 * becomes its decimal string.
 */
export function decodeElements(
  bytes: Uint8Array,
  kind: ElementKind,
  littleEndian: boolean,
): Float64Array | readonly ExactNumber[] {
  if (kind === 'u1') return new Float64Array(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (kind === 'i8' || kind === 'u8') return decodeBigIntegers(view, kind, littleEndian);
  const width = widthOf(kind);
  const read = readerOf(view, kind, littleEndian);
  const values = new Float64Array(bytes.byteLength / width);
  for (let i = 0; i < values.length; i += 1) values[i] = read(i * width);
  return values;
}

/** How many points an array holds: null for a matrix, the length of the family axis for a 3-D array. */
export function familyCount(array: Pick<NumericArray, 'shape'>, place: ArrayPlace): number | null {
  const { shape } = array;
  if (shape.length === 2) return null;
  if (shape.length === 3) return shape[place.axis === 'first' ? 0 : 2]!;
  const expected = `2 dimensions (one point) or 3 (a list of families along the ${place.axis} axis)`;
  const words =
    shape.length === 1
      ? `a vector: an array of 1 dimension, ${shape[0]}`
      : `an array of ${shape.length} dimensions, ${shape.join(' x ')}`;
  throw new FileError(place.file, place.label, words, expected, 'reshape it');
}

/**
 * The matrix of one family (null: the whole of a 2-D array) with a row a neuron; `columns` says that the array has
 * them as columns. Throws FileError on sizes beyond the limit and on NaN and infinities.
 */
export function matrixOf(
  array: NumericArray,
  family: number | null,
  columns: boolean,
  place: ArrayPlace,
): Matrix {
  const { shape, strides, values } = array;
  const first = family !== null && place.axis === 'first' ? 1 : 0;
  const start = family === null ? 0 : family * strides[place.axis === 'first' ? 0 : 2]!;
  const [rowAxis, columnAxis] = columns ? [first + 1, first] : [first, first + 1];
  const rows = shape[rowAxis]!;
  const width = shape[columnAxis]!;
  checkSize(rows, width, place.file, place.label);
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: width }, (_, j) => {
      const value = values[start + i * strides[rowAxis]! + j * strides[columnAxis]!]!;
      if (typeof value === 'string' || Number.isFinite(value)) return value;
      throw notFinite(value, columns ? [j, i] : [i, j], family, place);
    }),
  );
}

function notFinite(value: number, index: number[], family: number | null, place: ArrayPlace): FileError {
  const full = family === null ? index : place.axis === 'first' ? [family, ...index] : [...index, family];
  const shown = full.map((i) => i + place.base).join(place.base === 1 ? ',' : '][');
  const where = place.base === 1 ? `${place.label}(${shown})` : `${place.label}[${shown}]`;
  return new FileError(place.file, where, `found ${value}`, 'finite numbers');
}

function readerOf(
  view: DataView,
  kind: Exclude<ElementKind, 'u1' | 'i8' | 'u8'>,
  little: boolean,
): (at: number) => number {
  switch (kind) {
    case 'f2':
      return (at) => halfOf(view.getUint16(at, little));
    case 'b2':
      return (at) => bfloatOf(view.getUint16(at, little));
    case 'f4':
      return (at) => view.getFloat32(at, little);
    case 'f8':
      return (at) => view.getFloat64(at, little);
    case 'i1':
      return (at) => view.getInt8(at);
    case 'i2':
      return (at) => view.getInt16(at, little);
    case 'i4':
      return (at) => view.getInt32(at, little);
    case 'u2':
      return (at) => view.getUint16(at, little);
    case 'u4':
      return (at) => view.getUint32(at, little);
  }
}

/** The number with the given bits in IEEE 754 binary16: 5 bits of exponent, 10 of fraction. */
function halfOf(bits: number): number {
  const sign = bits >>> 15 === 0 ? 1 : -1;
  const exponent = (bits >>> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

/** A bfloat16 is the upper half of a binary32. */
function bfloatOf(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint16(0, bits);
  return view.getFloat32(0);
}

function decodeBigIntegers(view: DataView, kind: 'i8' | 'u8', little: boolean): readonly ExactNumber[] {
  const values: ExactNumber[] = [];
  for (let at = 0; at < view.byteLength; at += 8) {
    const value = kind === 'i8' ? view.getBigInt64(at, little) : view.getBigUint64(at, little);
    const double = Number(value);
    values.push(BigInt(double) === value ? double : value.toString());
  }
  return values;
}
