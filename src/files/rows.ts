import type { ExactNumber } from '../arithmetic/exact.ts';
import type { Row, Rows } from '../model/network.ts';
import type { ElementKind } from './array.ts';
import { FileError } from './errors.ts';
import type { Matrix } from './fields.ts';
import { MAX_DATA_ENTRIES, MAX_DATA_ROWS } from './limits.ts';

/** Entries that are kept as they were read, before rows are packed. */
const KEPT = 2 ** 16;
/** Entries of one block of packed rows. */
const BLOCK = 2 ** 20;
/** Rows whose decimals have more digits than a double holds are kept as texts, so many entries of them. */
const MOST_TEXTS = 2 ** 22;

/** Throws FileError where a table is larger than is read. */
export function checkDataSize(rows: number, columns: number, file: string): void {
  if (rows * columns <= MAX_DATA_ENTRIES && rows <= MAX_DATA_ROWS) return;
  const expected = `at most ${MAX_DATA_ENTRIES} entries in at most ${MAX_DATA_ROWS} rows`;
  throw new FileError(file, '', `${rows} x ${columns} entries`, expected);
}

/**
 * Rows of decimals from a text. The first ones are kept as they are written; then a row is packed as integers below 2^53 over a
 * common power of ten, with which nothing is lost, eight bytes a number. What such integers do not hold is kept as text.
 */
export class DecimalRows implements Rows {
  private readonly kept: ExactNumber[][] = [];
  private readonly blocks: Float64Array[] = [];
  /** For each packed row its power of ten, or −1 where it is kept as text. */
  private readonly places: number[] = [];
  private readonly texts: Map<number, readonly ExactNumber[]> = new Map();
  private width = 0;
  private perBlock = 0;
  private readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  get length(): number {
    return this.kept.length + this.places.length;
  }

  /** Takes a row; `spelt` gives its exact numbers and is asked only where the row is not packed. */
  append(cells: readonly string[], spelt: () => ExactNumber[]): void {
    this.width = cells.length;
    checkDataSize(this.length + 1, this.width, this.file);
    if ((this.kept.length + 1) * this.width <= KEPT && this.places.length === 0) {
      this.kept.push(spelt());
      return;
    }
    this.perBlock ||= Math.max(1, Math.floor(BLOCK / this.width));
    const index = this.places.length;
    const at = (index % this.perBlock) * this.width;
    if (at === 0) this.blocks.push(new Float64Array(this.perBlock * this.width));
    const place = pack(cells, this.blocks.at(-1)!, at);
    this.places.push(place);
    if (place >= 0) return;
    this.texts.set(index, spelt());
    if (this.texts.size * this.width > MOST_TEXTS)
      throw new FileError(
        this.file,
        `row ${this.length}`,
        `more than ${MOST_TEXTS} entries in rows of very long decimals`,
        'at most 15 digits in so large a table',
        'round them, or save them with numpy.save',
      );
  }

  at(i: number): Row | undefined {
    if (i < this.kept.length) return this.kept[i];
    const index = i - this.kept.length;
    const place = this.places[index];
    if (place === undefined) return undefined;
    if (place < 0) return this.texts.get(index)!;
    const block = this.blocks[Math.floor(index / this.perBlock)]!;
    const from = (index % this.perBlock) * this.width;
    const row = block.subarray(from, from + this.width);
    return place === 0 ? row : Array.from(row, (mantissa) => `${mantissa}e-${place}`);
  }

  *[Symbol.iterator](): Generator<Row> {
    for (let i = 0; i < this.length; i++) yield this.at(i)!;
  }

  /** The rows as a list where none is packed. */
  simplest(): Rows | Matrix {
    return this.places.length === 0 ? this.kept : this;
  }
}

/** Digits after the point that are packed. */
const MOST_PLACES = 30;
const POWERS = Array.from({ length: 16 }, (_, i) => 10 ** i);

/** Writes a row as integers over 10^places and returns places; −1 where that would lose something. */
function pack(cells: readonly string[], block: Float64Array, at: number): number {
  let most = 0;
  for (const cell of cells) {
    const point = cell.indexOf('.');
    if (point >= 0) most = Math.max(most, cell.length - point - 1);
  }
  if (most > MOST_PLACES) return -1;
  for (let c = 0; c < cells.length; c++) {
    const mantissa = packed(cells[c]!, most);
    if (Number.isNaN(mantissa)) return -1;
    block[at + c] = mantissa;
  }
  return most;
}

/** The decimal times 10^places as an integer below 2^53; NaN where it is none, or is written otherwise. */
function packed(cell: string, places: number): number {
  let mantissa = 0;
  let after = -1;
  const signed = cell.charCodeAt(0) === 45 || cell.charCodeAt(0) === 43;
  for (let i = signed ? 1 : 0; i < cell.length; i++) {
    const code = cell.charCodeAt(i);
    if (code === 46 && after < 0) after = 0;
    else if (code >= 48 && code <= 57) {
      mantissa = 10 * mantissa + (code - 48);
      if (mantissa > Number.MAX_SAFE_INTEGER) return Number.NaN;
      if (after >= 0) after += 1;
    } else return Number.NaN;
  }
  // A sign or a point alone is no number: it is left to those who say what is wrong.
  if (cell.length === (signed ? 1 : 0) + (after >= 0 ? 1 : 0)) return Number.NaN;
  const missing = places - Math.max(after, 0);
  if (mantissa !== 0 && missing >= POWERS.length) return Number.NaN;
  const result = mantissa === 0 ? 0 : mantissa * POWERS[missing]!;
  if (result > Number.MAX_SAFE_INTEGER) return Number.NaN;
  return cell.charCodeAt(0) === 45 && result !== 0 ? -result : result;
}

/** Numbers of a binary file, as narrow as they are stored. */
type Numbers =
  | Float64Array
  | Float32Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

/** Room for so many numbers of a kind; null for kinds that no such array holds exactly. */
export function numbersFor(kind: ElementKind, count: number): Numbers {
  switch (kind) {
    case 'f2':
    case 'b2':
    case 'f4':
      return new Float32Array(count);
    case 'i1':
      return new Int8Array(count);
    case 'u1':
      return new Uint8Array(count);
    case 'i2':
      return new Int16Array(count);
    case 'u2':
      return new Uint16Array(count);
    case 'i4':
      return new Int32Array(count);
    case 'u4':
      return new Uint32Array(count);
    default:
      return new Float64Array(count);
  }
}

/** Rows of a binary array, one after the other. */
export class StoredRows implements Rows {
  readonly length: number;
  private readonly values: Numbers;
  private readonly width: number;
  private readonly divisor: number;

  /** `divisor`, a power of two, divides every number. */
  constructor(values: Numbers, width: number, divisor: number) {
    this.values = values;
    this.width = width;
    this.divisor = divisor;
    this.length = values.length / width;
  }

  at(i: number): Row | undefined {
    if (!(i < this.length)) return undefined;
    const row = this.values.subarray(i * this.width, (i + 1) * this.width);
    return this.divisor === 1 ? row : Float64Array.from(row, (x) => x / this.divisor);
  }

  *[Symbol.iterator](): Generator<Row> {
    for (let i = 0; i < this.length; i++) yield this.at(i)!;
  }

  simplest(): Rows | Matrix {
    return this.values.length <= KEPT ? Array.from(this, (row) => Array.from(row)) : this;
  }
}

/** Some columns of rows. */
export class Columns implements Rows {
  private readonly rows: Rows;
  private readonly from: number;
  private readonly to: number;

  constructor(rows: Rows, from: number, to: number) {
    this.rows = rows;
    this.from = from;
    this.to = to;
  }

  get length(): number {
    return this.rows.length;
  }

  at(i: number): Row | undefined {
    const row = this.rows.at(i);
    if (row === undefined) return undefined;
    return Array.isArray(row)
      ? row.slice(this.from, this.to)
      : (row as Float64Array).subarray(this.from, this.to);
  }

  *[Symbol.iterator](): Generator<Row> {
    for (let i = 0; i < this.length; i++) yield this.at(i)!;
  }
}
