import {
  decodeElements,
  type ElementKind,
  entryCount,
  type NumericArray,
  stridesOf,
  widthOf,
} from './array.ts';
import { FileError, quote } from './errors.ts';
import { MAX_ARRAY_ENTRIES } from './limits.ts';
import { begins } from './mark.ts';

/** What the header of an .npy file says; `kind` is null for anything but real numbers. */
export interface NpyHeader {
  readonly descr: string;
  readonly kind: ElementKind | null;
  readonly littleEndian: boolean;
  readonly order: 'C' | 'F';
  readonly shape: readonly number[];
  /** Where the numbers begin. */
  readonly dataAt: number;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const MAX_HEADER = 65536;
/** As in numpy 2. */
const MAX_DIMENSIONS = 64;
const DESCR = /^([<>|])([fiu][1248])$/;
const KINDS = new Set(['f2', 'f4', 'f8', 'i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8']);
const KEY = /^(['"])(descr|fortran_order|shape)\1\s*:\s*/;
const VALUES = {
  descr: /^(['"])([^'"\\]*)\1/,
  fortran_order: /^(True|False)\b/,
  shape: /^\(([0-9L,\s]*)\)/,
};
const REMEDY = 'save it again with numpy.save';

/** True when the bytes begin like an .npy file. */
export function isNpy(bytes: Uint8Array): boolean {
  return begins(bytes, MAGIC);
}

/**
 * Reads one array in numpy's .npy format, versions 1 to 3 (numpy.lib.format): real numbers of 1 to 8 bytes, either
 * byte order, C or Fortran order, any shape. `place` names the array in messages. Throws FileError; the size is
 * compared with the bytes that are there before anything is allocated.
 */
export function readNpy(bytes: Uint8Array, file: string, place: string): NumericArray {
  const header = readNpyHeader(bytes, file, place);
  const { kind, shape } = header;
  if (kind === null) {
    const what = `numbers of type ${quote(header.descr)}`;
    throw new FileError(
      file,
      place,
      what,
      'f2, f4, f8 or integers of 1 to 8 bytes',
      'convert with .astype("float64")',
    );
  }
  const count = entryCount(shape);
  const words = `an array of shape (${shape.join(', ')})`;
  if (count === 0) throw new FileError(file, place, `${words} is empty`, 'at least one entry');
  if (count > MAX_ARRAY_ENTRIES) {
    throw new FileError(file, place, `${words} is too large`, `at most ${MAX_ARRAY_ENTRIES} entries`);
  }
  const needed = count * widthOf(kind);
  const present = bytes.length - header.dataAt;
  if (present !== needed) {
    const expected = `${needed} bytes of data for ${words}`;
    throw new FileError(file, place, `${present} bytes of data`, expected, 'the file is cut off or damaged');
  }
  const values = decodeElements(bytes.subarray(header.dataAt), kind, header.littleEndian);
  return { shape, strides: stridesOf(shape, header.order), values };
}

/** Reads the header alone; `bytes` may end after it. Throws FileError. */
export function readNpyHeader(bytes: Uint8Array, file: string, place: string): NpyHeader {
  const [text, dataAt] = headerText(bytes, file, place);
  const fields = parseDictionary(text, file, place);
  const shape = fields.shape.split(',').map((size) => size.trim().replace(/L$/, ''));
  // A tuple of one is written "(3,)": the last piece is empty then, and for "()" the only one.
  if (shape[shape.length - 1] === '') shape.pop();
  const sizes = shape.map(Number);
  const readable = sizes.every((size, i) => shape[i] !== '' && Number.isSafeInteger(size));
  if (!readable || sizes.length > MAX_DIMENSIONS) {
    throw new FileError(file, place, `shape (${fields.shape.slice(0, 40)})`, 'a tuple of sizes', REMEDY);
  }
  const match = DESCR.exec(fields.descr);
  const kind = match !== null && KINDS.has(match[2]!) ? (match[2] as ElementKind) : null;
  // Only single bytes may leave the byte order open.
  const known = kind !== null && (match![1] !== '|' || widthOf(kind) === 1);
  return {
    descr: fields.descr,
    kind: known ? kind : null,
    littleEndian: match?.[1] !== '>',
    order: fields.fortran_order === 'True' ? 'F' : 'C',
    shape: sizes,
    dataAt,
  };
}

function headerText(bytes: Uint8Array, file: string, place: string): [string, number] {
  if (!isNpy(bytes) || bytes.length < 10)
    throw new FileError(file, place, 'no .npy header', 'an .npy file', REMEDY);
  const version = bytes[6]!;
  if (version < 1 || version > 3) {
    throw new FileError(file, place, `.npy version ${version}.${bytes[7]}`, 'version 1, 2 or 3', REMEDY);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = version === 1 ? 10 : 12;
  const length = bytes.length < start ? 0 : version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length === 0 || length > MAX_HEADER || start + length > bytes.length) {
    const what = `a header of ${length} bytes in ${bytes.length}`;
    throw new FileError(file, place, what, 'a header inside the file', 'the file is cut off or damaged');
  }
  return [String.fromCharCode(...bytes.subarray(start, start + length)), start + length];
}

/** The header is a Python dictionary with exactly three fields; nothing else of Python is understood. */
function parseDictionary(text: string, file: string, place: string): Record<keyof typeof VALUES, string> {
  const fields = new Map<string, string>();
  const broken = new FileError(
    file,
    place,
    `bad .npy header ${quote(text)}`,
    "a dictionary of 'descr', 'fortran_order' and 'shape' for plain numbers",
    'save a plain array of floats (no records, no objects)',
  );
  let rest = text.trim();
  if (!rest.startsWith('{')) throw broken;
  rest = rest.slice(1).trimStart();
  while (rest !== '}') {
    const key = KEY.exec(rest);
    if (key === null) throw broken;
    const name = key[2] as keyof typeof VALUES;
    rest = rest.slice(key[0].length);
    const value = VALUES[name].exec(rest);
    if (value === null || fields.has(name)) throw broken;
    fields.set(name, value[value.length - 1]!);
    rest = rest.slice(value[0].length).trimStart();
    if (rest.startsWith(',')) rest = rest.slice(1).trimStart();
    else if (rest !== '}') throw broken;
  }
  if (fields.size !== 3) throw broken;
  return Object.fromEntries(fields) as Record<keyof typeof VALUES, string>;
}
