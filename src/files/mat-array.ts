import {
  decodeElements,
  type ElementKind,
  entryCount,
  type NumericArray,
  stridesOf,
  widthOf,
} from './array.ts';
import { FileError } from './errors.ts';
import { hdf5Refusal } from './foreign.ts';
import { inflatePrefix, inflateZlib, zlibBody } from './inflate.ts';
import { MAX_ARRAY_ENTRIES, MAX_INFLATED_BYTES, MAX_VARIABLES } from './limits.ts';
import { byteOrderMark, HEADER_LENGTH } from './mark.ts';

/** A stretch of bytes of one byte order, with what messages about it need. */
export interface Section {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly little: boolean;
  readonly file: string;
  readonly place: string;
}

/** What may still be inflated of a file. */
export interface Budget {
  left: number;
}

/** An array at the top of a file, its head read, the rest opened when it is asked for. */
export interface MatElement {
  readonly head: ArrayHead;
  /** The whole array, its tag at 0. Throws FileError. */
  readonly open: (place: string) => Section;
}

/** Tag of a data element: its type, where its data are, and where the next element begins. */
interface Tag {
  readonly type: number;
  readonly start: number;
  readonly size: number;
  readonly next: number;
}

/** The head of an array: `shape` is empty for classes that have none, `dataAt` the tag of the first data. */
export interface ArrayHead {
  readonly name: string;
  readonly arrayClass: number;
  readonly complex: boolean;
  readonly logical: boolean;
  readonly shape: readonly number[];
  readonly dataAt: number;
}

const MI_INT8 = 1;
const MI_INT32 = 5;
const MI_UINT32 = 6;
const MI_MATRIX = 14;
const MI_COMPRESSED = 15;
const MI_UTF8 = 16;
const MI_UINT8 = 2;
const MI_UINT16 = 4;
const MI_UTF16 = 17;
export const MX_CELL = 1;
export const MX_STRUCT = 2;
export const MX_CHAR = 4;
export const MX_OPAQUE = 17;
const MAX_DIMENSIONS = 32;
/** Flags, 32 dimensions and a name of 63 characters take less. */
const HEAD_LENGTH = 512;
export const DAMAGED = 'the file is cut off or damaged';

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

export function readByteOrder(bytes: Uint8Array, file: string): boolean {
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

export function sectionOf(bytes: Uint8Array, little: boolean, file: string, place: string): Section {
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

/** The beginning of a compressed element, inflated: the tag of its array and the head. */
function inflatedHead(section: Section): Section {
  const { bytes, little, file, place } = section;
  const body = zlibBody(bytes.subarray(8));
  if (body === null) throw new FileError(file, place, 'bad compressed data', 'a zlib stream', DAMAGED);
  return sectionOf(inflatePrefix(body, HEAD_LENGTH), little, file, place);
}

/** Inflates a compressed element of so many bytes, as its inner tag declares. */
function inflateElement(section: Section, size: number, place: string, budget: Budget): Section {
  const { bytes, little, file } = section;
  if (size > budget.left) {
    throw new FileError(
      file,
      place,
      `${size} bytes when inflated`,
      `at most ${MAX_INFLATED_BYTES} in the whole file`,
    );
  }
  budget.left -= size;
  const data = inflateZlib(bytes.subarray(8), size);
  if (data === null || data.length !== size) {
    throw new FileError(file, place, 'bad compressed data', `${size} bytes with a correct checksum`, DAMAGED);
  }
  return sectionOf(data, little, file, place);
}

/** Reads flags, dimensions and name of the array that begins with its tag at 0. Opaque objects have no dimensions. */
export function readHead(section: Section): ArrayHead {
  const { view, little } = section;
  const flags = expectTag(section, 8, [MI_UINT32], 'array flags');
  if (flags.size !== 8) throw headFault(section, 'array flags');
  const word = view.getUint32(flags.start, little);
  const arrayClass = word & 0xff;
  const hasShape = arrayClass !== MX_OPAQUE;
  const dimensions = hasShape ? expectTag(section, flags.next, [MI_INT32, MI_UINT32], 'dimensions') : flags;
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

export function skipReason(head: ArrayHead): string | null {
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
export function readNumbers(section: Section, head: ArrayHead): NumericArray {
  const { bytes, little, file, place } = section;
  const tag = readTag(section, head.dataAt);
  const storage = STORAGE.get(tag.type);
  const meant = NUMERIC.get(head.arrayClass);
  if (meant === undefined) throw headFault(section, 'an array of numbers');
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

/** The arrays at the top of a file, in their order. Throws FileError. */
export function* matElements(bytes: Uint8Array, file: string): Generator<MatElement> {
  const little = readByteOrder(bytes, file);
  const whole = sectionOf(bytes, little, file, '');
  const budget: Budget = { left: MAX_INFLATED_BYTES };
  let elements = 0;
  for (let at = HEADER_LENGTH; at < bytes.length; ) {
    const tag = readTag(whole, at);
    elements += 1;
    if (elements > MAX_VARIABLES)
      throw new FileError(file, '', 'too many variables', `at most ${MAX_VARIABLES}`);
    const section = sectionOf(bytes.subarray(at, tag.start + tag.size), little, file, `byte ${at}`);
    const compressed = tag.type === MI_COMPRESSED;
    if (compressed) {
      const start = inflatedHead(section);
      const { type, size } = readOpenTag(start, 0);
      yield {
        head: matrixHead(start, type),
        open: (place) => inflateElement(section, 8 + size, place, budget),
      };
    } else yield { head: matrixHead(section, tag.type), open: (place) => ({ ...section, place }) };
    // Compressed elements are the only ones that are not padded to 8 bytes.
    at = compressed ? tag.start + tag.size : tag.next;
  }
}

/** The arrays that lie in a section one after the other, from a tag on; null for those without any data. */
export function* arraysIn(section: Section, from: number, place: string): Generator<Section | null> {
  for (let at = from; at < section.bytes.length; ) {
    const tag = expectTag(section, at, [MI_MATRIX], 'an array');
    const bytes = section.bytes.subarray(at, tag.start + tag.size);
    yield tag.size === 0 ? null : sectionOf(bytes, section.little, section.file, place);
    at = tag.next;
  }
}

/** The fields of a struct of one element: names with arrays, null for empty ones. */
export function structFields(section: Section, head: ArrayHead): [string, Section | null][] {
  const length = expectTag(section, head.dataAt, [MI_INT32, MI_UINT32], 'the length of the field names');
  const width = length.size === 4 ? section.view.getInt32(length.start, section.little) : 0;
  const names = expectTag(section, length.next, [MI_INT8, MI_UINT8], 'the field names');
  const count = names.size / width;
  if (width < 1 || width > HEAD_LENGTH || !Number.isInteger(count) || count > MAX_VARIABLES)
    throw headFault(section, 'the field names');
  const arrays = [...arraysIn(section, names.next, section.place)];
  if (arrays.length !== count) throw headFault(section, `${count} fields`);
  return arrays.map((array, i) => {
    const at = names.start + i * width;
    const [name] = new TextDecoder().decode(section.bytes.subarray(at, at + width)).split('\0');
    return [name!, array];
  });
}

/** The characters of a char array, row by row as they lie. */
export function charactersOf(section: Section, head: ArrayHead): string {
  const tag = expectTag(
    section,
    head.dataAt,
    [MI_INT8, MI_UINT8, MI_UINT16, MI_UTF8, MI_UTF16],
    'characters',
  );
  const bytes = section.bytes.subarray(tag.start, tag.start + tag.size);
  const wide = tag.type === MI_UINT16 || tag.type === MI_UTF16;
  return new TextDecoder(!wide ? 'utf-8' : section.little ? 'utf-16le' : 'utf-16be').decode(bytes);
}

/** An object that lies elsewhere in the file: who made it, its class, and the tag of what refers to it. */
export function opaqueParts(
  section: Section,
  head: ArrayHead,
): { readonly system: string; readonly className: string; readonly at: number } {
  const text = ({ start, size }: Tag): string =>
    new TextDecoder().decode(section.bytes.subarray(start, start + size));
  const system = expectTag(section, head.dataAt, [MI_INT8, MI_UTF8], 'the system of an object');
  const className = expectTag(section, system.next, [MI_INT8, MI_UTF8], 'the class of an object');
  if (Math.max(system.size, className.size) > HEAD_LENGTH) throw headFault(section, 'the class of an object');
  return { system: text(system), className: text(className), at: className.next };
}
