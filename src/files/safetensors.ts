import {
  decodeElements,
  type ElementKind,
  entryCount,
  type NumericArray,
  stridesOf,
  widthOf,
} from './array.ts';
import { FileError, quote, shortName } from './errors.ts';
import { asInteger, asObject, refuseUnknown } from './fields.ts';
import { parseJson } from './json.ts';
import { MAX_ARRAY_ENTRIES, MAX_VARIABLES } from './limits.ts';
import { kindOf } from './number.ts';

/** A tensor that is decoded when it is asked for. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly read: () => NumericArray;
}

interface Extent {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const LENGTH_BYTES = 8;
/** Ten thousand tensors take a tenth of it. */
const MAX_HEADER_BYTES = 2 ** 24;
const MAX_DIMENSIONS = 64;
const METADATA = '__metadata__';
const DAMAGED = 'the file is cut off or damaged';
const KINDS = new Map<unknown, ElementKind>([
  ['F64', 'f8'],
  ['F32', 'f4'],
  ['F16', 'f2'],
  ['BF16', 'b2'],
  ['I64', 'i8'],
  ['I32', 'i4'],
  ['I16', 'i2'],
  ['I8', 'i1'],
  ['U64', 'u8'],
  ['U32', 'u4'],
  ['U16', 'u2'],
  ['U8', 'u1'],
]);

/** True for bytes that begin like a .safetensors file: the length of a JSON object, and its brace. */
export function isSafetensors(head: Uint8Array): boolean {
  if (head.length <= LENGTH_BYTES || head[LENGTH_BYTES] !== 0x7b) return false;
  return new DataView(head.buffer, head.byteOffset).getBigUint64(0, true) < 2n ** 32n;
}

/**
 * Reads the tensors of a .safetensors file (github.com/huggingface/safetensors, "Format"): the length of the header in
 * 8 bytes, the header as JSON, the data, little endian, last index fastest. As the format asks, the tensors must cover the
 * data one after the other, without holes and without one lying in another. Tensors of other than real numbers are left
 * out with a note. Nothing of a size that the file only declares is allocated. Throws FileError.
 */
export function readSafetensors(
  bytes: Uint8Array,
  file: string,
): { tensors: ReadonlyMap<string, Tensor>; notes: readonly string[] } {
  const dataAt = headerEnd(bytes, file);
  const fields = asObject(headerOf(bytes.subarray(LENGTH_BYTES, dataAt), file), file, 'header', 'an object');
  const data = bytes.subarray(dataAt);
  const tensors = new Map<string, Tensor>();
  const notes: string[] = [];
  const extents: Extent[] = [];
  const names = Object.keys(fields).filter((name) => name !== METADATA);
  if (names.length > MAX_VARIABLES)
    throw new FileError(file, 'header', `${names.length} tensors`, `at most ${MAX_VARIABLES}`);
  for (const name of names) {
    const place = `tensor ${shortName(name)}`;
    const entry = asObject(fields[name], file, place, 'an object with "dtype", "shape", "data_offsets"');
    refuseUnknown(entry, file, place, ['dtype', 'shape', 'data_offsets']);
    const { dtype } = entry;
    const shape = sizesOf(entry['shape'], file, `${place}: shape`, MAX_DIMENSIONS);
    const offsets = sizesOf(entry['data_offsets'], file, `${place}: data_offsets`, 2);
    const [start, end] = [offsets[0] ?? -1, offsets[1] ?? -1];
    if (offsets.length !== 2 || start > end || end > data.length) {
      const expected = `two places in ${data.length} bytes of data, the first not behind the second`;
      throw new FileError(file, `${place}: data_offsets`, `[${offsets.join(', ')}]`, expected, DAMAGED);
    }
    extents.push({ name, start, end });
    const kind = KINDS.get(dtype);
    const count = entryCount(shape);
    if (kind === undefined) {
      notes.push(`${place} (type ${typeof dtype === 'string' ? quote(dtype) : kindOf(dtype)}) is skipped`);
      continue;
    }
    const needed = count * widthOf(kind);
    if (end - start !== needed) {
      const expected = `${needed} for ${shape.join(' x ') || 'one number'} of type ${String(dtype)}`;
      throw new FileError(file, place, `${end - start} bytes of data`, expected, DAMAGED);
    }
    if (count === 0) notes.push(`${place} (empty) is skipped`);
    else if (count > MAX_ARRAY_ENTRIES)
      notes.push(`${place} (${shape.join(' x ')} entries, more than ${MAX_ARRAY_ENTRIES}) is skipped`);
    else {
      const read = (): NumericArray => ({
        shape,
        strides: stridesOf(shape, 'C'),
        values: decodeElements(data.subarray(start, end), kind, true),
      });
      tensors.set(name, { shape, read });
    }
  }
  checkCover(extents, data.length, file);
  return { tensors, notes };
}

function headerEnd(bytes: Uint8Array, file: string): number {
  if (!isSafetensors(bytes)) throw new FileError(file, '', 'no .safetensors header', 'a .safetensors file');
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const there = bytes.length - LENGTH_BYTES;
  if (length <= Math.min(there, MAX_HEADER_BYTES)) return LENGTH_BYTES + length;
  const expected = `at most ${MAX_HEADER_BYTES}, inside the file`;
  throw new FileError(file, '', `a header of ${length} bytes with ${there} left`, expected, DAMAGED);
}

function headerOf(bytes: Uint8Array, file: string): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new FileError(file, 'header', 'bytes that are no UTF-8', 'JSON in UTF-8', DAMAGED);
  }
  return parseJson(text, file);
}

function sizesOf(value: unknown, file: string, place: string, most: number): number[] {
  if (!Array.isArray(value) || value.length > most)
    throw new FileError(file, place, `found ${kindOf(value)}`, `a list of at most ${most} sizes`);
  return value.map((size, i) => asInteger(size, file, `${place}[${i}]`, 0, Number.MAX_SAFE_INTEGER));
}

/** Sorted by their starts, every tensor has to begin where the one before ends, and the last to end with the file. */
function checkCover(extents: readonly Extent[], length: number, file: string): void {
  let end = 0;
  for (const extent of extents.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (extent.start !== end) {
      const place = `tensor ${shortName(extent.name)}`;
      const expected = `byte ${end}, where the tensor before it ends`;
      throw new FileError(file, place, `begins at byte ${extent.start} of the data`, expected, DAMAGED);
    }
    end = extent.end;
  }
  if (end !== length)
    throw new FileError(file, '', `${length} bytes of data`, `${end}, as the tensors take`, DAMAGED);
}
