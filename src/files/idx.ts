import type { ElementKind } from './array.ts';
import { FileError } from './errors.ts';

/** Type codes of the IDX format (LeCun's description of the MNIST files). */
const KINDS = new Map<number, ElementKind>([
  [0x08, 'u1'],
  [0x09, 'i1'],
  [0x0b, 'i2'],
  [0x0c, 'i4'],
  [0x0d, 'f4'],
  [0x0e, 'f8'],
]);

/** The kind of the numbers, the sizes, and where the numbers begin. */
export interface IdxHeader {
  readonly kind: ElementKind;
  readonly shape: readonly number[];
  readonly dataAt: number;
}

/** True when the bytes begin like an IDX file: two zeros, a known type code, 1 to 8 dimensions. */
export function isIdx(bytes: Uint8Array): boolean {
  return bytes[0] === 0 && bytes[1] === 0 && KINDS.has(bytes[2] ?? 0) && bytes[3]! >= 1 && bytes[3]! <= 8;
}

/** What the header of an IDX file says, big-endian sizes, the last index fastest. Throws FileError. */
export function idxHeader(bytes: Uint8Array, file: string): IdxHeader {
  if (!isIdx(bytes)) throw new FileError(file, '', 'no IDX header', 'an IDX file');
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
  return { kind: KINDS.get(bytes[2]!)!, shape, dataAt };
}
