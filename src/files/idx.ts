import {
  decodeElements,
  type ElementKind,
  entryCount,
  type NumericArray,
  stridesOf,
  widthOf,
} from './array.ts';
import { FileError } from './errors.ts';
import { MAX_ARRAY_ENTRIES } from './limits.ts';

/** Type codes of the IDX format (LeCun's description of the MNIST files). */
const KINDS = new Map<number, ElementKind>([
  [0x08, 'u1'],
  [0x09, 'i1'],
  [0x0b, 'i2'],
  [0x0c, 'i4'],
  [0x0d, 'f4'],
  [0x0e, 'f8'],
]);

/** An array of an IDX file and how its numbers were stored. */
export interface IdxArray {
  readonly kind: ElementKind;
  readonly array: NumericArray;
}

/** True when the bytes begin like an IDX file: two zeros, a known type code, 1 to 8 dimensions. */
export function isIdx(bytes: Uint8Array): boolean {
  return bytes[0] === 0 && bytes[1] === 0 && KINDS.has(bytes[2] ?? 0) && bytes[3]! >= 1 && bytes[3]! <= 8;
}

/** Reads an IDX file: big-endian sizes and numbers, the last index fastest. Throws FileError. */
export function readIdx(bytes: Uint8Array, file: string): IdxArray {
  if (!isIdx(bytes)) throw new FileError(file, '', 'no IDX header', 'an IDX file');
  const kind = KINDS.get(bytes[2]!)!;
  const dimensions = bytes[3]!;
  const dataAt = 4 + 4 * dimensions;
  if (bytes.length < dataAt)
    throw new FileError(
      file,
      '',
      `${bytes.length} bytes`,
      `a header of ${dataAt} bytes`,
      'the file is cut off',
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const count = entryCount(shape);
  const words = `an array of ${shape.join(' x ')}`;
  if (count === 0) throw new FileError(file, '', `${words} is empty`, 'at least one entry');
  if (count > MAX_ARRAY_ENTRIES)
    throw new FileError(file, '', `${words} is too large`, `at most ${MAX_ARRAY_ENTRIES} entries`);
  const needed = count * widthOf(kind);
  const present = bytes.length - dataAt;
  if (present !== needed)
    throw new FileError(file, '', `${present} bytes of data`, `${needed} for ${words}`, 'cut off or damaged');
  const values = decodeElements(bytes.subarray(dataAt), kind, false);
  return { kind, array: { shape, strides: stridesOf(shape, 'C'), values } };
}
