import { nearestDoubles } from '../expression/constant.ts';
import { entryCount } from './array.ts';
import { FileError, shortName } from './errors.ts';
import { inflateZlib } from './inflate.ts';
import { MAX_ARRAY_ENTRIES } from './limits.ts';
import { isAuthorsArchive, readMatVariables } from './mat.ts';
import {
  arraysIn,
  charactersOf,
  DAMAGED,
  MX_CELL,
  MX_CHAR,
  MX_OPAQUE,
  MX_STRUCT,
  matElements,
  opaqueParts,
  readHead,
  readNumbers,
  type Section,
  sectionOf,
  structFields,
} from './mat-array.ts';
import { MupadError, type MupadNumber, mupadNumbers } from './mupad.ts';

/** The constants of the authors' proofs, one of each kind for every family of an archive. */
export const CONSTANTS = ['lambdaMin', 'objVals', 'r', 'deviations', 'maxFroDiff'] as const;
export type StoredConstants = Readonly<Record<(typeof CONSTANTS)[number], readonly number[]>>;

/** MATLAB's references to objects begin with this word. */
const REFERENCE = 0xdd000000;
/** Most bytes of one serialised value; the longest of the published files has 4 163 162. */
const MAX_VALUE_BYTES = 2 ** 25;
/** Formulas of so many parts lose tens of digits in their sums: the published ones of the objective need up to 96. */
const LONG = 1000;
const DIGITS_OF_LONG = 100;
const VALUE = /^symobj::fromString\("([A-Za-z0-9+/=\\\s]*)", ?\d+\)$/;

/**
 * The constants that an archive of the authors holds as objects of MATLAB's symbolic toolbox: exact formulas, rounded to the
 * nearest doubles. Null for any other file, and for an archive whose constants are arrays. Throws FileError.
 *
 * An object is a reference (its number) in a variable; its properties lie in a nameless variable that is a file of its own,
 * MATLAB's workspace for objects: a cell of which the first entry says which later entry is which property of which
 * object. The property `s` is the text of a call that restores the value from a zlib stream in base64.
 */
export function storedConstants(bytes: Uint8Array, file: string): StoredConstants | null {
  const found = readMatVariables(bytes, file);
  if (!isAuthorsArchive(found) || !CONSTANTS.every((name) => found.objects.has(name))) return null;
  const numbers = new Map<string, number>();
  let workspace: Section | null = null;
  for (const { head, open } of matElements(bytes, file)) {
    const place = head.name === '' ? 'workspace of objects' : `variable ${shortName(head.name)}`;
    if (head.name === '' && head.arrayClass !== MX_OPAQUE) workspace = open(place);
    if (!CONSTANTS.some((name) => name === head.name)) continue;
    if (numbers.has(head.name)) throw new FileError(file, place, 'appears twice', 'every name once');
    numbers.set(head.name, referenceOf(open(place)));
  }
  if (workspace === null)
    throw new FileError(file, '', 'no workspace of objects', 'the values of its objects', DAMAGED);
  const cells = new ObjectCells(workspace);
  const constants = CONSTANTS.map((name) => {
    const place = `variable ${name}`;
    const values = valuesOf(cells.textOf(numbers.get(name)!, place), file, place);
    const first = values.some(({ size }) => size > LONG) ? DIGITS_OF_LONG : undefined;
    const doubles = nearestDoubles(
      values.map((value) => (balls) => value.over(balls)),
      first,
    );
    return [name, doubles.map((double, i) => presentOf(double, file, `${place}(${i + 1})`))] as const;
  });
  return Object.fromEntries(constants) as Record<(typeof CONSTANTS)[number], number[]>;
}

/** The number of a symbolic object, from [0xdd000000, dimensions, 1, 1, number, class]. */
function referenceOf(section: Section): number {
  const { system, className, at } = opaqueParts(section, readHead(section));
  const [reference] = arraysIn(section, at, section.place);
  const words = reference ? readNumbers(reference, readHead(reference)).values : [];
  const isReference = words.length === 6 && [REFERENCE, 2, 1, 1].every((word, i) => words[i] === word);
  if (system === 'MCOS' && className === 'sym' && isReference) return Number(words[4]);
  throw new FileError(section.file, section.place, 'an object of another kind', 'a symbolic number', DAMAGED);
}

/** Stored bytes, as they are. */
function bytesIn(section: Section): Uint8Array {
  const head = readHead(section);
  if (entryCount(head.shape) > MAX_ARRAY_ENTRIES) {
    const expected = `at most ${MAX_ARRAY_ENTRIES} bytes of objects`;
    throw new FileError(section.file, section.place, `${head.shape.join(' x ')} bytes`, expected);
  }
  const { values } = readNumbers(section, head);
  if (values instanceof Float64Array) return new Uint8Array(values);
  throw new FileError(section.file, section.place, 'integers of 64 bits', 'bytes', DAMAGED);
}

/** The workspace of objects, opened down to its cells. */
class ObjectCells {
  private readonly cells: readonly (Section | null)[];
  private readonly directory: DataView;
  private readonly section: Section;

  constructor(workspace: Section) {
    this.section = workspace;
    // A file without its text: version and byte order, then a struct with one field, an object that is a cell.
    const inner = bytesIn(workspace);
    const mark = String.fromCharCode(inner[2] ?? 0, inner[3] ?? 0);
    if (mark !== 'IM' && mark !== 'MI') throw this.fault('no byte order');
    const section = sectionOf(inner, mark === 'IM', workspace.file, workspace.place);
    const [first] = arraysIn(section, 8, workspace.place);
    const root = this.present(first);
    const head = readHead(root);
    if (head.arrayClass !== MX_STRUCT) throw this.fault('no struct');
    const wrapper = this.present(structFields(root, head).find(([name]) => name === 'MCOS')?.[1]);
    const wrapperHead = readHead(wrapper);
    if (wrapperHead.arrayClass !== MX_OPAQUE) throw this.fault('no object');
    const [content] = arraysIn(wrapper, opaqueParts(wrapper, wrapperHead).at, workspace.place);
    const cell = this.present(content);
    const cellHead = readHead(cell);
    if (cellHead.arrayClass !== MX_CELL) throw this.fault('no cell');
    this.cells = [...arraysIn(cell, cellHead.dataAt, workspace.place)];
    const bytes = bytesIn(this.present(this.cells[0]));
    this.directory = new DataView(bytes.buffer);
  }

  /** The text of the property `s` of an object. */
  textOf(object: number, place: string): string {
    // Each object has six words: class, two zeros, and its numbers in three lists; the second is that of its properties.
    const list = this.word(this.offset(2) + 24 * object + 16);
    let at = this.offset(3) + 8;
    for (let before = 1; before < list; before++) at += blockSize(this.word(at));
    const count = this.word(at);
    for (let i = 0; i < count; i++) {
      const entry = at + 4 + 12 * i;
      // Name, kind (1: in a cell of its own) and place; the first two cells are this directory and an empty one.
      if (this.nameOf(this.word(entry)) !== 's' || this.word(entry + 4) !== 1) continue;
      const cell = this.present(this.cells[2 + this.word(entry + 8)]);
      const head = readHead(cell);
      if (head.arrayClass === MX_CHAR) return charactersOf({ ...cell, place }, head);
    }
    throw this.fault(`no text for object ${object}`);
  }

  /** Where the given part of the directory begins: classes, saved objects, objects, properties. */
  private offset(part: number): number {
    return this.word(8 + 4 * part);
  }

  private word(at: number): number {
    if (at + 4 > this.directory.byteLength) throw this.fault('a cut directory');
    return this.directory.getUint32(at, this.section.little);
  }

  /** Names count from 1; they lie behind a head of ten words, each ended by a zero byte. */
  private nameOf(index: number): string {
    const bytes = new Uint8Array(
      this.directory.buffer,
      0,
      Math.min(this.offset(0), this.directory.byteLength),
    );
    return new TextDecoder().decode(bytes.subarray(40)).split('\0')[index - 1] ?? '';
  }

  private present(section: Section | null | undefined): Section {
    if (section === null || section === undefined) throw this.fault('an empty array');
    return section;
  }

  private fault(what: string): FileError {
    const { file, place } = this.section;
    return new FileError(file, place, what, 'the values of its objects', DAMAGED);
  }
}

/** A count and three words for each property, filled up to eight bytes. */
function blockSize(properties: number): number {
  return Math.ceil((4 + 12 * properties) / 8) * 8;
}

function valuesOf(text: string, file: string, place: string): MupadNumber[] {
  const packed = VALUE.exec(text)?.[1];
  const unreadable = (what: string): FileError =>
    new FileError(
      file,
      place,
      what,
      'a stored symbolic number, or a row of them',
      'give the constants with --claims FILE',
    );
  if (packed === undefined) throw unreadable('an unknown kind of symbolic value');
  const stream = inflateZlib(Buffer.from(packed.replace(/[\\\s]/g, ''), 'base64'), MAX_VALUE_BYTES);
  if (stream === null) throw unreadable('bad compressed data');
  try {
    return mupadNumbers(stream);
  } catch (error) {
    if (error instanceof MupadError) throw unreadable(error.message);
    throw error;
  }
}

function presentOf(double: number | null, file: string, place: string): number {
  if (double !== null) return double;
  throw new FileError(file, place, 'a formula without a value', 'a real number');
}
