import type { ExactNumber } from '../model/candidate.ts';
import { FileError, quote } from './errors.ts';
import { checkSize, type Matrix } from './fields.ts';
import { isExactNumber } from './number.ts';

/** Rows of decimals as they are written, and the number of the line that was a header, from 1. */
export interface Table {
  readonly rows: Matrix;
  readonly header: number | null;
}

type Separator = ',' | ';' | '\t' | ' ';

interface Line {
  readonly number: number;
  readonly text: string;
}

const NUMERAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$|^[+-]?(nan|inf|infinity)$/i;
const DECIMAL_COMMA = /^[+-]?\d*,\d+([eE][+-]?\d+)?$/;

/**
 * Reads a table of decimals: a row a line (LF, CRLF or CR), cells separated by commas, semicolons, tabs or white space, as
 * its second line shows (the first may be a header). Blank lines and what follows # or % is left out, all rows have one length. The first line
 * is a header when it has words and no numbers. Every number is taken exactly as the decimal that is written. Throws
 * FileError, with the line that is wrong.
 */
export function parseTable(text: string, file: string): Table {
  const rows: ExactNumber[][] = [];
  const reader = new TableReader(file, (_, spelt) => rows.push(spelt()));
  for (const line of text.split(/\r\n|\n|\r/)) reader.take(line);
  reader.end();
  checkSize(rows.length, rows[0]!.length, file, '');
  return { rows, header: reader.header };
}

/** A row of a table: its cells, and what they mean, exactly, where that is asked for. */
export type TakeRow = (cells: readonly string[], spelt: () => ExactNumber[]) => void;

/** Reads the lines of a table one after the other, as parseTable says. */
export class TableReader {
  /** The number of the line that was a header, from 1; null for none. */
  header: number | null = null;
  /** Lines that were taken. */
  line = 0;
  private readonly file: string;
  private readonly row: TakeRow;
  private separator: Separator | null = null;
  /** The first line that says something, until the second shows the separator. */
  private first: Line | null = null;
  private width = 0;
  private count = 0;

  constructor(file: string, row: TakeRow) {
    this.file = file;
    this.row = row;
  }

  take(raw: string): void {
    this.line += 1;
    const text = (this.line === 1 ? raw.replace(/^\uFEFF/, '') : raw).replace(/[#%].*$/, '');
    if (text.trim() === '') return;
    const line = { number: this.line, text };
    if (this.separator === null) {
      if (this.first === null) {
        this.first = line;
        return;
      }
      this.begin(text);
    }
    this.cells(line, this.separator!);
  }

  /** Throws FileError where there were no numbers. */
  end(): void {
    if (this.first !== null && this.separator === null) this.begin(this.first.text);
    if (this.count === 0)
      throw new FileError(this.file, '', 'no rows of numbers', 'numbers separated by commas, tabs or spaces');
  }

  /** The first line may be a header with other words in it; a second line of one cell shows no separator. */
  private begin(second: string): void {
    const first = this.first!;
    this.separator = separatorOf(/[\s,;]/.test(second.trim()) ? second.trim() : first.text.trim());
    const cells = cellsOf(first.text, this.separator);
    this.width = cells.length;
    if (isHeader(cells)) this.header = first.number;
    else this.cells(first, this.separator);
  }

  private cells(line: Line, separator: Separator): void {
    const cells = cellsOf(line.text, separator);
    if (cells.length !== this.width)
      throw new FileError(
        this.file,
        `line ${line.number}`,
        `${cells.length} cells`,
        `${this.width}, as in the first line`,
      );
    this.count += 1;
    this.row(cells, () =>
      cells.map((cell, j) => decimalOf(cell, this.file, `line ${line.number}, column ${j + 1}`)),
    );
  }
}

/** True for the beginning of a text with numbers alone in its first or second line; a last line may be cut off. */
export function looksLikeTable(head: string, whole: boolean): boolean {
  const lines = linesOf(head);
  if (lines.length === 0) return /^\s*[#%]/.test(head);
  return lines.slice(0, 2).some(({ text }, i) => {
    const cells = text.split(/[\s,;]+/).filter((cell) => cell !== '');
    // A number may be cut off where the head ends; so may a row of which no number is whole.
    if (!whole && i === lines.length - 1 && cells.length > 1) cells.pop();
    return cells.length > 0 && cells.every((cell) => NUMERAL.test(cell));
  });
}

function linesOf(text: string): Line[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((raw, i) => ({ number: i + 1, text: raw.replace(/[#%].*$/, '') }))
    .filter((line) => line.text.trim() !== '');
}

function separatorOf(line: string): Separator {
  if (line.includes(';')) return ';';
  // Tabs that only align columns stand beside spaces; an empty cell between two tabs must not get lost.
  const tabbed = line.split('\t').every((cell) => !/\S\s+\S/.test(cell));
  if (line.includes('\t') && tabbed) return '\t';
  return line.includes(',') ? ',' : ' ';
}

function cellsOf(text: string, separator: Separator): string[] {
  if (separator === ' ') return text.trim().split(/\s+/);
  return (separator === '\t' ? text : text.trim()).split(separator).map((cell) => cell.trim());
}

/** Words and no numbers; "nan" and "inf" are bad numbers, not names of columns. */
function isHeader(cells: readonly string[]): boolean {
  return cells.some((cell) => /^"|[a-z_]/i.test(cell)) && !cells.some((cell) => NUMERAL.test(cell));
}

/** Spellings that numpy and spreadsheets write ("+1", ".5", "1.", "007") are brought to the form of JSON first. */
function decimalOf(cell: string, file: string, place: string): ExactNumber {
  // In the form of JSON none of these spellings is met.
  const given: unknown = cell;
  if (isExactNumber(given)) return given;
  const plain = cell
    .replace(/^\+/, '')
    .replace(/^(-?)\./, '$10.')
    .replace(/\.(?=$|[eE])/, '')
    .replace(/^(-?)0+(?=\d)/, '$1');
  if (isExactNumber(plain)) return plain;
  const remedy = DECIMAL_COMMA.test(cell) ? 'write decimals with a point' : '';
  throw new FileError(file, place, `found ${quote(cell)}`, 'a decimal number like -1.5e-3', remedy);
}
