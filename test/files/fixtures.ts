import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect } from 'vitest';
import { FileError } from '../../src/files/index.ts';

/** A directory that is removed after the tests of the file. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'spurious-files-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** For tests that make thousands of errors, of which nobody reads where. */
export function errorsWithoutStacks(): void {
  const { stackTraceLimit } = Error;
  beforeAll(() => {
    Error.stackTraceLimit = 0;
  });
  afterAll(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });
}

/** Runs the action, asserts that it throws a FileError of one line that says all of `words`, and returns it. */
export function refusal(action: () => unknown, ...words: string[]): FileError {
  let caught: unknown;
  try {
    action();
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(FileError);
  const error = caught as FileError;
  for (const word of words) expect(error.message).toContain(word);
  expect(error.message).not.toContain('\n');
  expect(error.message).toContain('; expected ' + error.expected);
  return error;
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function json(value: unknown): Uint8Array {
  return utf8(JSON.stringify(value));
}

export function joinBytes(...parts: (Uint8Array | readonly number[])[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Numbers as bytes in one of numpy's storage types. */
export function encode(kind: string, values: readonly (number | bigint)[], little: boolean): Uint8Array {
  const width = Number(kind.charAt(1));
  const view = new DataView(new ArrayBuffer(width * values.length));
  values.forEach((value, i) => {
    const at = i * width;
    const x = Number(value);
    if (kind === 'f8') view.setFloat64(at, x, little);
    else if (kind === 'f4') view.setFloat32(at, x, little);
    else if (width === 8) view.setBigUint64(at, BigInt.asUintN(64, BigInt(value)), little);
    else if (width === 4) view.setUint32(at, x, little);
    else if (width === 2) view.setUint16(at, x, little);
    else view.setUint8(at, x);
  });
  return new Uint8Array(view.buffer);
}

export interface NpyOptions {
  readonly version?: number;
  readonly header?: string;
  readonly little?: boolean;
  readonly fortran?: boolean;
}

/** An .npy file; `values` in the order in which they lie in the file. */
export function npy(
  kind: string,
  shape: readonly number[],
  values: readonly (number | bigint)[],
  options: NpyOptions = {},
): Uint8Array {
  const { version = 1, little = true, fortran = false } = options;
  const order = kind.endsWith('1') ? '|' : little ? '<' : '>';
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const fields = `{'descr': '${order}${kind}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${tuple}, }`;
  const header = utf8(`${options.header ?? fields}\n`);
  const length = encode(version === 1 ? 'u2' : 'u4', [header.length], true);
  const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0];
  return joinBytes(magic, length, header, encode(kind, values, little));
}

/** An .npz file by another author's zip writer. */
export function npz(arrays: Record<string, Uint8Array>, level: 0 | 6 = 6): Uint8Array {
  const files = Object.entries(arrays).map(([name, bytes]) => [`${name}.npy`, bytes] as const);
  return zipSync(Object.fromEntries(files), { level });
}

const TENSOR_KINDS = { F64: 'f8', F32: 'f4', F16: 'u2', BF16: 'u2', I64: 'i8', U8: 'u1' } as const;

export type TensorSample = readonly [keyof typeof TENSOR_KINDS, readonly number[], readonly number[]];

/** A .safetensors file from its header and data. */
export function safetensorsFile(header: unknown, data: Uint8Array): Uint8Array {
  const text = typeof header === 'string' ? utf8(header) : json(header);
  return joinBytes(encode('u8', [text.length], true), text, data);
}

/** A .safetensors file; numbers of 16 bits by their bits. */
export function safetensors(tensors: Record<string, TensorSample>): Uint8Array {
  const parts: Uint8Array[] = [];
  let end = 0;
  const header = Object.entries(tensors).map(([name, [dtype, shape, values]]) => {
    const data = encode(TENSOR_KINDS[dtype], values, true);
    parts.push(data);
    end += data.length;
    return [name, { dtype, shape, data_offsets: [end - data.length, end] }] as const;
  });
  return safetensorsFile(
    { __metadata__: { format: 'pt' }, ...Object.fromEntries(header) },
    joinBytes(...parts),
  );
}

export interface MatVariable {
  readonly name: string;
  readonly arrayClass: number;
  readonly shape: readonly number[];
  /** Storage type code and the bytes of the data. */
  readonly storage: number;
  readonly data: Uint8Array;
  readonly flags?: number;
  /** What follows the name, in place of the data of an array of numbers. */
  readonly body?: Uint8Array;
  /** Type code of the dimensions: int32 unless given. */
  readonly dimensionType?: number;
}

const STORAGE_CODES = { i1: 1, u1: 2, i2: 3, u2: 4, i4: 5, u4: 6, f4: 7, f8: 9, i8: 12, u8: 13 } as const;

/** A variable of the given class code, stored as the given kind. */
export function matVariable(
  name: string,
  arrayClass: number,
  shape: readonly number[],
  kind: keyof typeof STORAGE_CODES,
  values: readonly (number | bigint)[],
  little = true,
): MatVariable {
  return { name, arrayClass, shape, storage: STORAGE_CODES[kind], data: encode(kind, values, little) };
}

/** A double matrix or 3-D array, first index fastest. */
export function matDouble(
  name: string,
  shape: readonly number[],
  values: readonly number[],
  little = true,
): MatVariable {
  return matVariable(name, 6, shape, 'f8', values, little);
}

/** A data element: a short tag for up to 4 bytes (as MATLAB writes them), else a long one, padded to 8 bytes. */
export function matElement(type: number, data: Uint8Array, little: boolean): Uint8Array {
  if (data.length > 0 && data.length <= 4) {
    const tag = encode('u4', [data.length * 65536 + type], little);
    return joinBytes(tag, data, new Uint8Array(4 - data.length));
  }
  const padding = new Uint8Array((8 - (data.length % 8)) % 8);
  return joinBytes(encode('u4', [type, data.length], little), data, padding);
}

export function matMatrix(variable: MatVariable, little: boolean): Uint8Array {
  const { name, arrayClass, shape, flags = 0 } = variable;
  const parts = [
    matElement(6, encode('u4', [arrayClass + flags * 256, 0], little), little),
    ...(arrayClass === 17
      ? []
      : [matElement(variable.dimensionType ?? 5, encode('u4', shape, little), little)]),
    matElement(1, utf8(name), little),
    variable.body ?? matElement(variable.storage, variable.data, little),
  ];
  return matElement(14, joinBytes(...parts), little);
}

/** A variable of another class than numbers: what follows its name. */
export function matOther(
  name: string,
  arrayClass: number,
  shape: readonly number[],
  body: Uint8Array,
): MatVariable {
  return { name, arrayClass, shape, storage: 0, data: new Uint8Array(0), body };
}

/** A struct of one element. */
export function matStruct(name: string, fields: readonly MatVariable[], little = true): MatVariable {
  const names = joinBytes(...fields.map((field) => utf8(field.name.padEnd(32, '\0'))));
  const arrays = fields.map((field) => matMatrix({ ...field, name: '' }, little));
  const head = [matElement(5, encode('u4', [32], little), little), matElement(1, names, little)];
  return matOther(name, 2, [1, 1], joinBytes(...head, ...arrays));
}

/** The five constants of the authors and the counts of runs, as plain arrays. */
export function matCompanions(runs: readonly number[], little = true): MatVariable[] {
  const row = (name: string) =>
    matDouble(
      name,
      [1, runs.length],
      runs.map(() => 0.5),
      little,
    );
  const names = ['lambdaMin', 'objVals', 'r', 'deviations', 'maxFroDiff'];
  return [matVariable('magnitude', 11, [1, runs.length], 'u2', runs, little), ...names.map(row)];
}

export interface MatOptions {
  readonly little?: boolean;
  readonly compressed?: boolean;
  readonly text?: string;
  readonly version?: number;
}

export function matHeader(options: MatOptions = {}): Uint8Array {
  const { little = true, text = 'MATLAB 5.0 MAT-file, written by a test', version = 0x0100 } = options;
  const mark = little ? [0x49, 0x4d] : [0x4d, 0x49];
  return joinBytes(utf8(text.padEnd(116)), new Uint8Array(8), encode('u2', [version], little), mark);
}

export function mat(variables: readonly MatVariable[], options: MatOptions = {}): Uint8Array {
  const { little = true, compressed = true } = options;
  const elements = variables.map((variable) => {
    const element = matMatrix(variable, little);
    if (!compressed) return element;
    const packed = deflateSync(element);
    return joinBytes(encode('u4', [15, packed.length], little), packed);
  });
  return joinBytes(matHeader(options), ...elements);
}

/** The dense rows of a point in block form, as doubles: for comparison in tests only. */
export function expandBlocks(
  blocks: readonly number[],
  neurons: readonly { attached: number | null; diagonal: unknown; values: readonly unknown[] }[],
): number[][] {
  const blockOf = blocks.flatMap((size, block) => Array.from({ length: size }, () => block));
  return neurons.flatMap(({ attached, diagonal, values }) => {
    const row = blockOf.map((block) => Number(values[block]));
    if (attached === null) return [row];
    const own = [...blockOf.keys()].filter((i) => blockOf[i] === attached);
    return own.map((i) => row.map((x, j) => (i === j ? Number(diagonal) : x)));
  });
}

/** Largest entry of the gradient of F in plain doubles, (S8), targets = standard basis. */
export function naiveGradient(weights: readonly (readonly number[])[]): number {
  const d = weights[0]!.length;
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  const targets = Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, j) => (i === j ? 1 : 0)));
  let largest = 0;
  for (const w of weights) {
    const gradient = w.map(() => 0);
    const length = Math.sqrt(dot(w, w));
    const add = (sign: number, u: readonly number[]): void => {
      const size = Math.sqrt(dot(u, u));
      const z = dot(w, u);
      const sine = Math.sqrt(Math.max(0, length ** 2 * size ** 2 - z ** 2)) / length / size;
      const angle = w === u ? 0 : Math.atan2(sine * length * size, z);
      const along = w === u ? 0 : sine;
      for (let i = 0; i < d; i += 1) {
        gradient[i]! +=
          (sign * ((size * along * w[i]!) / length + (Math.PI - angle) * u[i]!)) / (2 * Math.PI);
      }
    };
    for (const u of weights) add(1, u);
    for (const v of targets) add(-1, v);
    largest = Math.max(largest, ...gradient.map(Math.abs));
  }
  return largest;
}
