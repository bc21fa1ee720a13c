import { counted } from '../arithmetic/counted.ts';
import type { Rows } from '../model/network.ts';
import { decodeElements, type ElementKind, entryCount, matrixOf, widthOf } from './array.ts';
import { FileError } from './errors.ts';
import { idxHeader, isIdx } from './idx.ts';
import { isNpy, readNpyHeader } from './npy.ts';
import { readNpzVariables } from './npz.ts';
import { checkDataSize, DecimalRows, numbersFor, StoredRows } from './rows.ts';
import { bytesOf } from './stream.ts';
import { TableReader } from './table.ts';

/** A table of numbers from a file of data. */
export interface DataTable {
  readonly rows: Rows;
  readonly idx: boolean;
}

/** What a table is read for: pixels of one byte are divided by 256; of an .npz file the arrays of these names count. */
export interface DataOptions {
  readonly pixels: boolean;
  readonly names: readonly string[];
}

const ZIP = [0x50, 0x4b, 3, 4];
/** Longest line of a text. */
const MAX_LINE = 2 ** 27;
/** Bytes among which the header of an .npy file is. */
const MAX_HEADER = 2 ** 17;

/**
 * Reads a table of text (cells separated by commas, semicolons, tabs or blanks), an .npy or .npz file or IDX, each also in gzip
 * form, piece by piece: rows are packed as they come, so that a table of 10^8 numbers fits. Throws FileError.
 */
export function readDataTable(path: string, options: DataOptions): DataTable {
  const pieces = bytesOf(path);
  const source = new Source(pieces);
  const head = source.peek(1024);
  if (head.length === 0) throw new FileError(path, '', 'the file is empty', 'examples');
  if (isNpy(head)) return { rows: npyRows(source, path), idx: false };
  if (isIdx(head)) return { rows: idxRows(source, path, options.pixels), idx: true };
  if (ZIP.every((byte, i) => head[i] === byte))
    return { rows: npzRows(source, path, options.names), idx: false };
  return { rows: textRows(source, path), idx: false };
}

/** Bytes of a file, taken from its front. */
class Source {
  private readonly pieces: Iterator<Uint8Array>;
  private ahead: Uint8Array = new Uint8Array(0);
  private ended = false;

  constructor(pieces: Iterator<Uint8Array>) {
    this.pieces = pieces;
  }

  /** The next bytes, at least `count` of them unless the file ends, which stay. */
  peek(count: number): Uint8Array {
    while (this.ahead.length < count && !this.ended) {
      const next = this.pieces.next();
      if (next.done === true) this.ended = true;
      else if (this.ahead.length === 0) this.ahead = next.value;
      else {
        const both = new Uint8Array(this.ahead.length + next.value.length);
        both.set(this.ahead);
        both.set(next.value, this.ahead.length);
        this.ahead = both;
      }
    }
    return this.ahead;
  }

  skip(count: number): void {
    this.ahead = this.ahead.subarray(count);
  }

  /** The next piece; empty at the end. */
  take(): Uint8Array {
    const piece = this.peek(1);
    this.ahead = new Uint8Array(0);
    return piece;
  }

  all(limit: number, path: string): Uint8Array {
    const parts: Uint8Array[] = [];
    let length = 0;
    for (let part = this.take(); part.length > 0; part = this.take()) {
      parts.push(part);
      length += part.length;
      if (length > limit) throw new FileError(path, '', `more than ${limit} bytes`, `at most ${limit}`);
    }
    const whole = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }
}

function textRows(source: Source, path: string): Rows {
  const rows = new DecimalRows(path);
  const table = new TableReader(path, (cells, spelt) => rows.append(cells, spelt));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for (;;) {
    const piece = source.take();
    const last = piece.length === 0;
    let text: string;
    try {
      text = rest + decoder.decode(piece, { stream: !last });
    } catch {
      throw new FileError(
        path,
        `line ${table.line + 1}`,
        'bytes that are no text in UTF-8',
        'a table of numbers, .npy, .npz or IDX',
      );
    }
    if (text.includes('\0'))
      throw new FileError(
        path,
        '',
        'not a format that is read',
        'a table of numbers, .npy, .npz or IDX, each also .gz',
      );
    const lines = text.split(/\r\n|\n|\r(?!$)/);
    // A last line may go on in the next piece, and "\r" at its end may be half of a line end.
    rest = last ? '' : lines.pop()!;
    if (rest.length > MAX_LINE)
      throw new FileError(
        path,
        `line ${table.line + 1}`,
        'a line that is too long',
        `at most ${MAX_LINE} characters`,
      );
    for (const line of lines) table.take(last ? line.replace(/\r$/, '') : line);
    if (last) break;
  }
  table.end();
  return rows.simplest();
}

/** The sizes of an array of rows; a list is a column. Images are rows where that is meant. */
function tableSizes(
  shape: readonly number[],
  path: string,
  images: boolean,
): { rows: number; width: number } {
  const [rows = 1, ...rest] = shape;
  if (!images && shape.length !== 1 && shape.length !== 2)
    throw new FileError(
      path,
      'array',
      `an array of ${counted(shape.length, 'dimension')}`,
      '2: a row an example',
    );
  const width = rest.reduce((product, size) => product * size, 1);
  checkDataSize(rows, width, path);
  return { rows, width };
}

function npyRows(source: Source, path: string): Rows {
  const { kind, shape, order, littleEndian, descr, dataAt } = readNpyHeader(
    source.peek(MAX_HEADER),
    path,
    'array',
  );
  if (kind === null)
    throw new FileError(
      path,
      'array',
      `numbers of type ${JSON.stringify(descr)}`,
      'f2, f4, f8 or integers of 1 to 8 bytes',
      'convert with .astype("float64")',
    );
  source.skip(dataAt);
  const words = `an array of shape (${shape.join(', ')})`;
  const values = storedNumbers(source, path, { kind, shape, littleEndian, words });
  const { rows, width } = tableSizes(shape, path, false);
  if (order === 'C' || shape.length === 1) return new StoredRows(values, width, 1).simplest();
  const turned = numbersFor(kind, values.length);
  for (let i = 0; i < rows; i++)
    for (let c = 0; c < width; c++) turned[i * width + c] = values[c * rows + i]!;
  return new StoredRows(turned, width, 1).simplest();
}

function idxRows(source: Source, path: string, pixels: boolean): Rows {
  const { kind, shape, dataAt } = idxHeader(source.peek(36), path);
  source.skip(dataAt);
  const words = `an array of ${shape.join(' x ')}`;
  const values = storedNumbers(source, path, { kind, shape, littleEndian: false, words });
  const { width } = tableSizes(shape, path, true);
  return new StoredRows(values, width, pixels && kind === 'u1' ? 256 : 1).simplest();
}

interface Stored {
  readonly kind: ElementKind;
  readonly shape: readonly number[];
  readonly littleEndian: boolean;
  readonly words: string;
}

/** The numbers that follow a header, all of them and no more, none of them NaN or infinite. */
function storedNumbers(
  source: Source,
  path: string,
  { kind, shape, littleEndian, words }: Stored,
): ReturnType<typeof numbersFor> {
  const count = entryCount(shape);
  if (count === 0) throw new FileError(path, '', `${words} is empty`, 'at least one entry');
  tableSizes(shape.length < 3 ? shape : [shape[0]!, count / shape[0]!], path, false);
  const size = widthOf(kind);
  const values = numbersFor(kind, count);
  let filled = 0;
  let bytes = 0;
  let rest: Uint8Array = new Uint8Array(0);
  for (let piece = source.take(); piece.length > 0; piece = source.take()) {
    bytes += piece.length;
    if (bytes > count * size) continue;
    const both = rest.length === 0 ? piece : new Uint8Array(rest.length + piece.length);
    if (rest.length > 0) {
      both.set(rest);
      both.set(piece, rest.length);
    }
    const whole = both.length - (both.length % size);
    const decoded = decodeElements(both.subarray(0, whole), kind, littleEndian);
    for (let i = 0; i < decoded.length; i++) {
      const x = decoded[i]!;
      if (!Number.isFinite(x)) {
        const width = count / shape[0]!;
        const at = filled + i;
        const place = `array[${Math.floor(at / width)}][${at % width}]`;
        const what = typeof x === 'string' ? 'an integer beyond 2^53' : `found ${x}`;
        throw new FileError(path, place, what, 'a finite number');
      }
      values[filled + i] = x as number;
    }
    filled += decoded.length;
    rest = both.slice(whole);
  }
  if (bytes !== count * size)
    throw new FileError(
      path,
      '',
      `${bytes} bytes of data`,
      `${count * size} for ${words}`,
      'cut off or damaged',
    );
  return values;
}

function npzRows(source: Source, path: string, names: readonly string[]): Rows {
  const { variables, notes } = readNpzVariables(source.all(2 ** 30, path), path);
  const fitting = [...variables.keys()].filter((name) => names.includes(name));
  const [name] = fitting.length === 1 ? fitting : [...variables.keys()];
  if (name === undefined || (fitting.length !== 1 && variables.size !== 1)) {
    const found = [...variables.keys()].slice(0, 10).join(', ');
    const what =
      variables.size === 0
        ? ['no array of real numbers', ...notes.slice(0, 3)].join('; ')
        : `${variables.size} arrays (${found})`;
    throw new FileError(path, '', what, `one array, or one of the name ${names.join(' or ')}`);
  }
  const { shape, strides, values } = variables.get(name)!;
  tableSizes(shape, path, false);
  const table =
    shape.length === 1
      ? { shape: [shape[0]!, 1], strides: [strides[0]!, 1], values }
      : { shape, strides, values };
  return matrixOf(table, null, false, { file: path, label: `variable ${name}`, base: 0, axis: 'first' });
}
