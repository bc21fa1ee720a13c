import { deflateSync } from 'node:zlib';
import {
  encode,
  joinBytes,
  type MatVariable,
  mat,
  matElement,
  matMatrix,
  matOther,
  matStruct,
  matVariable,
  utf8,
} from './fixtures.ts';

/** Nodes of a stream of MATLAB's symbolic engine, as src/files/mupad.ts describes it. */
const words = (...values: number[]): Uint8Array =>
  encode(
    'u4',
    values.map((x) => x >>> 0),
    false,
  );
const head = (type: number, operands: number): Uint8Array => words(0x4000 + type, 0, operands);
const characters = (text: string): Uint8Array =>
  joinBytes(words(text.length, text.length), utf8(text.padEnd(Math.ceil(text.length / 4) * 4, '\0')));

export const name = (text: string): Uint8Array => joinBytes(head(0x14, 2), characters(text));
export const quoted = (text: string): Uint8Array => joinBytes(head(0x0a, 0), characters(text));
export const reference = (index: number): Uint8Array => joinBytes(head(0xc9, 0), words(index));
export const call = (...parts: Uint8Array[]): Uint8Array => joinBytes(head(0x1a, parts.length), ...parts);
export const empty: Uint8Array = head(0x0e, 0);
/** A function of the kernel, whose count of operands counts itself; 0 is damaged. */
export const kernelFunction = (operands: number): Uint8Array => joinBytes(head(0x1f, operands), words(1, 7));

const magnitude = (x: bigint): Uint8Array => {
  const parts: number[] = [];
  for (let rest = x < 0n ? -x : x; rest > 0n; rest >>= 32n) parts.unshift(Number(rest & 0xffffffffn));
  return encode('u4', parts, true);
};
const sign = (x: bigint): Uint8Array => words(x > 0n ? 1 : x < 0n ? -1 : 0);

export function integer(x: bigint): Uint8Array {
  const digits = magnitude(x);
  return joinBytes(head(3, 0), words(digits.length / 4), digits, sign(x));
}

export function fraction(p: bigint, q: bigint): Uint8Array {
  const [top, bottom] = [magnitude(p), magnitude(q)];
  return joinBytes(head(4, 0), words(top.length / 4, bottom.length / 4), top, bottom, sign(p));
}

/** The value of a double, exactly. */
export function double(x: number): Uint8Array {
  let scale = 1n;
  let scaled = x;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    scale *= 2n;
  }
  return scale === 1n ? integer(BigInt(scaled)) : fraction(BigInt(scaled), scale);
}

const STREAM = [2, 0, 0, 0x80, 0x96, 0, 0, 0, 4, 3, 1, 5, 0];

/** A serialised assignment of a value. */
export function stream(value: Uint8Array): Uint8Array {
  const assignment = call(name('sysassign'), name('symobjDummyIdentifier'), call(name('hold'), value));
  return joinBytes([3, 0, 0, 0], STREAM, empty, STREAM, assignment);
}

/** A row of values, as an element of Dom::Matrix. */
export function row(...values: Uint8Array[]): Uint8Array {
  return rowWith(empty, ...values);
}

/** The same with something in the place of what its domain holds, which is read over. */
export function rowWith(held: Uint8Array, ...values: Uint8Array[]): Uint8Array {
  const key = call(call(name('slot'), name('Dom'), quoted('Matrix')), empty);
  const domain = joinBytes(head(0x23, 1), words(2), key, held);
  const columns = values.map((value) => joinBytes(head(0x22, 3), words(1, 1, 3, 0, 1), value, name('#_X_')));
  const list = joinBytes(head(0x17, values.length), ...columns);
  const size = integer(BigInt(values.length));
  return joinBytes(head(0x24, 5), domain, integer(1n), size, list, quoted('FLAG'));
}

const CONSTANTS = ['r', 'lambdaMin', 'objVals', 'deviations', 'maxFroDiff'];
export type ConstantName = 'r' | 'lambdaMin' | 'objVals' | 'deviations' | 'maxFroDiff';

/** The texts of serialised values as MATLAB keeps them. */
export const textOfStream = (bytes: Uint8Array): string =>
  `symobj::fromString("${deflateSync(bytes).toString('base64')}", 2)`;

/** An archive in the form of the authors' with the given constants as symbolic objects. */
export function symbolicArchive(
  weights: MatVariable,
  runs: readonly number[],
  texts: Readonly<Record<ConstantName, string>>,
  little = true,
  compressed = true,
): Uint8Array {
  const u4 = (...values: number[]): Uint8Array => encode('u4', values, little);
  const element = (type: number, bytes: Uint8Array): Uint8Array => matElement(type, bytes, little);
  const objects = CONSTANTS.map((constant, i) => {
    const link = matVariable('', 13, [6, 1], 'u4', [0xdd000000, 2, 1, 1, i + 1, 1], little);
    const body = joinBytes(element(1, utf8('MCOS')), element(1, utf8('sym')), matMatrix(link, little));
    return matOther(constant, 17, [], body);
  });
  const names = utf8('s\0sym\0\0\0');
  const classes = new Uint8Array(32);
  const table = joinBytes(new Uint8Array(24), ...CONSTANTS.map((_, i) => u4(1, 0, 0, 0, i + 1, i + 1)));
  const properties = joinBytes(new Uint8Array(8), ...CONSTANTS.map((_, i) => u4(1, 1, 1, i)));
  const begin = 40 + names.length;
  const places = [begin, begin + 32, begin + 32, begin + 32 + table.length];
  const directory = joinBytes(u4(2, 2, ...places, 0, 0, 0, 0), names, classes, table, properties);
  const bytes = (data: Uint8Array): MatVariable =>
    matVariable('', 9, [data.length, 1], 'u1', [...data], little);
  const cells = [
    matMatrix(bytes(directory), little),
    element(14, new Uint8Array(0)),
    ...CONSTANTS.map((constant) => {
      const text = utf8(texts[constant as ConstantName]);
      return matMatrix(matOther('', 4, [1, text.length], element(16, text)), little);
    }),
  ];
  const cell = matMatrix(matOther('', 1, [cells.length, 1], joinBytes(...cells)), little);
  const wrapper = joinBytes(element(1, utf8('MCOS')), element(1, utf8('FileWrapper__')), cell);
  const root = matStruct('', [matOther('MCOS', 17, [], wrapper)], little);
  const mark = little ? [0, 1, 0x49, 0x4d, 0, 0, 0, 0] : [1, 0, 0x4d, 0x49, 0, 0, 0, 0];
  const workspace = bytes(joinBytes(mark, matMatrix(root, little)));
  const counts = matVariable('magnitude', 9, [1, runs.length], 'u1', runs, little);
  return mat([weights, ...objects, counts, workspace], { little, compressed });
}
