import {
  decodeElements,
  type ElementKind,
  entryCount,
  type NamedArrays,
  type NumericArray,
  stridesOf,
  widthOf,
} from './array.ts';
import { FileError, shortName } from './errors.ts';
import { hdf5Refusal } from './foreign.ts';
import { inflatePrefix, inflateZlib, zlibBody } from './inflate.ts';
import { MAX_ARRAY_ENTRIES, MAX_INFLATED_BYTES, MAX_VARIABLES } from './limits.ts';

/** A stretch of bytes of one byte order, with what messages about it need. */
interface Section {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly little: boolean;
  readonly file: string;
  readonly place: string;
}

/** Tag of a data element: its type, where its data are, and where the next element begins. */
interface Tag {
  readonly type: number;
  readonly start: number;
  readonly size: number;
  readonly next: number;
}

/** The head of an array: `shape` is empty for classes that have none, `dataAt` the tag of the first data. */
interface ArrayHead {
  readonly name: string;
  readonly arrayClass: number;
  readonly complex: boolean;
  readonly logical: boolean;
  readonly shape: readonly number[];
  readonly dataAt: number;
}

const HEADER_LENGTH = 128;
const MI_INT8 = 1;
const MI_INT32 = 5;
const MI_UINT32 = 6;
const MI_MATRIX = 14;
const MI_COMPRESSED = 15;
const MI_UTF8 = 16;
const MX_OPAQUE = 17;
const MAX_DIMENSIONS = 32;
/** Flags, 32 dimensions and a name of 63 characters take less. */
const HEAD_LENGTH = 512;
const DAMAGED = 'the file is cut off or damaged';

const STORAGE = new Map<number, ElementKind>([
  [1, 'i1'],
  [2, 'u1'],
  [3, 'i2'],
  [4, 'u2'],
  [5, 'i4'],
  [6, 'u4'],
  [7, 'f4'],
  [9, 'f8'],
  [12, 'i8'],
  [13, 'u8'],
]);
const NUMERIC = new Map<number, ElementKind>([
  [6, 'f8'],
  [7, 'f4'],
  [8, 'i1'],
  [9, 'u1'],
  [10, 'i2'],
  [11, 'u2'],
  [12, 'i4'],
  [13, 'u4'],
  [14, 'i8'],
  [15, 'u8'],
]);
const OTHERS = new Map([
  [1, 'cell array'],
  [2, 'struct'],
  [3, 'object'],
  [4, 'char array'],
  [5, 'sparse array'],
  [16, 'function handle'],
  [MX_OPAQUE, 'opaque object'],
]);

/**
 * Reads the real numeric arrays of a MATLAB 5 file (MathWorks, "MAT-File Format", level 5), either byte order,
 * compressed or not, with any number of dimensions, first index fastest. Complex, sparse, logical and non-numeric
 * variables are skipped with a note. Throws FileError, also for MATLAB 4 and 7.3 files.
 *
 * Every declared size is compared with the bytes that are there before anything is allocated; a compressed element
 * is first opened far enough to see its head, then inflated to the size it declares and no further.
 */
export function readMatVariables(bytes: Uint8Array, file: string): NamedArrays {
  const little = readByteOrder(bytes, file);
  const whole = sectionOf(bytes, little, file, '');
  const variables = new Map<string, NumericArray>();
  const notes: string[] = [];
  let budget = MAX_INFLATED_BYTES;
  let elements = 0;
  for (let at = HEADER_LENGTH; at < bytes.length; ) {
    const tag = readTag(whole, at);
    elements += 1;
    if (elements > MAX_VARIABLES)
      throw new FileError(file, '', 'too many variables', `at most ${MAX_VARIABLES}`);
    const section = sectionOf(bytes.subarray(at, tag.start + tag.size), little, file, `byte ${at}`);
    const head = tag.type === MI_COMPRESSED ? compressedHead(section) : matrixHead(section, tag.type);
    const reason = skipReason(head);
    if (reason !== null) {
      // The nameless variable is MATLAB's own workspace for objects.
      if (head.name !== '') notes.push(`variable ${shortName(head.name)} (${reason}) is skipped`);
    } else {
      const place = `variable ${shortName(head.name)}`;
      if (variables.has(head.name)) throw new FileError(file, place, 'appears twice', 'every name once');
      const plain = tag.type === MI_COMPRESSED ? inflateElement(section, place, budget) : section;
      if (plain !== section) budget -= plain.bytes.length;
      variables.set(head.name, readNumbers({ ...plain, place }, head));
    }
    // Compressed elements are the only ones that are not padded to 8 bytes.
    at = tag.type === MI_COMPRESSED ? tag.start + tag.size : tag.next;
  }
  return { variables, notes };
}

/** True for bytes that begin like a MATLAB 5 file (or a 7.3 file, which begins in the same way). */
export function isMat5(bytes: Uint8Array): boolean {
  if (bytes.length >= 6 && String.fromCharCode(...bytes.subarray(0, 6)) === 'MATLAB') return true;
  return bytes.length >= HEADER_LENGTH && byteOrderMark(bytes) !== '';
}

/** True for bytes that begin like a MATLAB 4 matrix: type code, sizes, and a name that ends in a zero byte. */
export function isMat4(bytes: Uint8Array): boolean {
  if (bytes.length < 22) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return [true, false].some((little) => {
    const [type, rows, columns, imaginary, length] = [0, 4, 8, 12, 16].map((o) => view.getUint32(o, little));
    const plausible = type! <= 4052 && rows! < 2 ** 31 && columns! < 2 ** 31 && imaginary! <= 1;
    return (
      plausible &&
      length! >= 2 &&
      length! <= 64 &&
      bytes[19 + length!] === 0 &&
      /[A-Za-z]/.test(String.fromCharCode(bytes[20]!))
    );
  });
}

/**
 * True for an archive of the authors: WbadNew, which has a neuron in each column, beside the counts of runs. A file of
 * anybody else may use the name WbadNew, and its orientation does not hang on that.
 */
export function isAuthorsArchive({ variables }: NamedArrays): boolean {
  return variables.has('WbadNew') && variables.has('magnitude');
}

function byteOrderMark(bytes: Uint8Array): string {
  const mark = String.fromCharCode(bytes[126]!, bytes[127]!);
  return mark === 'IM' || mark === 'MI' ? mark : '';
}

function readByteOrder(bytes: Uint8Array, file: string): boolean {
  const text = String.fromCharCode(...bytes.subarray(0, 10));
  if (text === 'MATLAB 7.3') throw hdf5Refusal(file);
  if (bytes.length < HEADER_LENGTH) {
    throw new FileError(file, '', `${bytes.length} bytes`, 'a header of 128 bytes', DAMAGED);
  }
  const mark = byteOrderMark(bytes);
  if (mark === '') throw new FileError(file, 'byte 126', 'no byte order mark', '"IM" or "MI"', DAMAGED);
  const little = mark === 'IM';
  const version = new DataView(bytes.buffer, bytes.byteOffset).getUint16(124, little) >> 8;
  if (version === 2) throw hdf5Refusal(file);
  if (version !== 1) throw new FileError(file, 'byte 124', `version ${version}`, 'version 1', DAMAGED);
  return little;
}

function sectionOf(bytes: Uint8Array, little: boolean, file: string, place: string): Section {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), little, file, place };
}

/** Reads a tag whose data must lie inside the section. */
function readTag(section: Section, at: number): Tag {
  const tag = readOpenTag(section, at);
  const available = section.bytes.length - tag.start;
  if (tag.size <= available) return tag;
  const what = `an element of ${tag.size} bytes with ${available} left`;
  throw new FileError(section.file, section.place || `byte ${at}`, what, 'the whole element', DAMAGED);
}

/** Reads a tag, long or short (up to 4 bytes of data inside the tag itself, the size in the upper half word). */
function readOpenTag(section: Section, at: number): Tag {
  const { view, little, file, place } = section;
  if (at + 8 > view.byteLength) {
    throw new FileError(file, place || `byte ${at}`, 'the data end too early', 'a tag of 8 bytes', DAMAGED);
  }
  const word = view.getUint32(at, little);
  const small = word >>> 16;
  if (small === 0) {
    const size = view.getUint32(at + 4, little);
    return { type: word, start: at + 8, size, next: at + 8 + Math.ceil(size / 8) * 8 };
  }
  if (small > 4)
    throw new FileError(file, place || `byte ${at}`, `a short element of ${small} bytes`, '1 to 4', DAMAGED);
  return { type: word & 0xffff, start: at + 4, size: small, next: at + 8 };
}

function matrixHead(section: Section, type: number): ArrayHead {
  if (type === MI_MATRIX) return readHead(section);
  throw new FileError(section.file, section.place, `an element of type ${type}`, 'an array', DAMAGED);
}

function compressedHead(section: Section): ArrayHead {
  const { bytes, little, file, place } = section;
  const body = zlibBody(bytes.subarray(8));
  if (body === null) throw new FileError(file, place, 'bad compressed data', 'a zlib stream', DAMAGED);
  const start = sectionOf(inflatePrefix(body, HEAD_LENGTH), little, file, place);
  return matrixHead(start, readOpenTag(start, 0).type);
}

/** Inflates a compressed element to the size its inner tag declares; `budget` is what the file may still inflate. */
function inflateElement(section: Section, place: string, budget: number): Section {
  const { bytes, little, file } = section;
  const packed = bytes.subarray(8);
  const start = sectionOf(inflatePrefix(zlibBody(packed)!, 8), little, file, place);
  const size = 8 + readOpenTag(start, 0).size;
  if (size > budget) {
    throw new FileError(
      file,
      place,
      `${size} bytes when inflated`,
      `at most ${MAX_INFLATED_BYTES} in the whole file`,
    );
  }
  const data = inflateZlib(packed, size);
  if (data === null || data.length !== size) {
    throw new FileError(file, place, 'bad compressed data', `${size} bytes with a correct checksum`, DAMAGED);
  }
  return sectionOf(data, little, file, place);
}

/** Reads flags, dimensions and name of the array that begins with its tag at 0. Opaque objects have no dimensions. */
function readHead(section: Section): ArrayHead {
  const { view, little } = section;
  const flags = expectTag(section, 8, [MI_UINT32], 'array flags');
  if (flags.size !== 8) throw headFault(section, 'array flags');
  const word = view.getUint32(flags.start, little);
  const arrayClass = word & 0xff;
  const hasShape = arrayClass !== MX_OPAQUE;
  const dimensions = hasShape ? expectTag(section, flags.next, [MI_INT32], 'dimensions') : flags;
  const name = expectTag(section, dimensions.next, [MI_INT8, MI_UTF8], 'a name');
  if (name.size > HEAD_LENGTH) throw headFault(section, `a name of at most ${HEAD_LENGTH} bytes`);
  return {
    name: new TextDecoder().decode(section.bytes.subarray(name.start, name.start + name.size)),
    arrayClass,
    complex: (word & 0x800) !== 0,
    logical: (word & 0x200) !== 0,
    shape: hasShape ? readShape(section, dimensions) : [],
    dataAt: name.next,
  };
}

function readShape(section: Section, tag: Tag): number[] {
  const count = tag.size / 4;
  if (!Number.isInteger(count) || count < 2 || count > MAX_DIMENSIONS) throw headFault(section, 'dimensions');
  return Array.from({ length: count }, (_, i) => {
    const size = section.view.getInt32(tag.start + 4 * i, section.little);
    if (size < 0) throw headFault(section, 'dimensions');
    return size;
  });
}

function expectTag(section: Section, at: number, types: readonly number[], words: string): Tag {
  const tag = readTag(section, at);
  if (!types.includes(tag.type)) throw headFault(section, words);
  return tag;
}

function headFault(section: Section, words: string): FileError {
  return new FileError(section.file, section.place, 'not the head of an array', words, DAMAGED);
}

function skipReason(head: ArrayHead): string | null {
  const { arrayClass, shape } = head;
  if (!NUMERIC.has(arrayClass)) return OTHERS.get(arrayClass) ?? `class ${arrayClass}`;
  if (head.complex) return 'complex array';
  if (head.logical) return 'logical array';
  if (head.name === '') return 'no name';
  const count = entryCount(shape);
  if (count === 0) return 'empty array';
  return count > MAX_ARRAY_ENTRIES ? `${shape.join(' x ')} entries, more than ${MAX_ARRAY_ENTRIES}` : null;
}

/** MATLAB stores numbers in a narrower type where none is lost: the class says what they are, the tag how they lie. */
function readNumbers(section: Section, head: ArrayHead): NumericArray {
  const { bytes, little, file, place } = section;
  const tag = readTag(section, head.dataAt);
  const storage = STORAGE.get(tag.type);
  const meant = NUMERIC.get(head.arrayClass)!;
  if (storage === undefined || !isNarrowing(storage, meant)) {
    throw new FileError(file, place, `stored as type ${tag.type}`, `a storage type for ${meant}`, DAMAGED);
  }
  const needed = entryCount(head.shape) * widthOf(storage);
  if (tag.size !== needed) {
    const expected = `${needed} for ${head.shape.join(' x ')} entries`;
    throw new FileError(file, place, `${tag.size} bytes of data`, expected, DAMAGED);
  }
  return {
    shape: head.shape,
    strides: stridesOf(head.shape, 'F'),
    values: decodeElements(bytes.subarray(tag.start, tag.start + tag.size), storage, little),
  };
}

function isNarrowing(storage: ElementKind, meant: ElementKind): boolean {
  if (storage === meant) return true;
  if (storage.startsWith('f')) return storage === 'f4' && meant === 'f8';
  return widthOf(storage) <= widthOf(meant);
}
