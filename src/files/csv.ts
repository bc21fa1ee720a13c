import type { ExactNumber } from '../arithmetic/exact.ts';
import { FileError, quote } from './errors.ts';
import { checkSize, type Matrix } from './fields.ts';
import { isExactNumber } from './number.ts';

/**
 * Reads a table of decimals: cells separated by commas, one row a line (LF or CRLF), blank lines left out, all rows of
 * one length. The first line may be a header: it is one when a cell of it is not a number at all. Every number is taken
 * exactly as the decimal that is written. Throws FileError, with the line that is wrong.
 */
export function parseCsv(text: string, file: string): Matrix {
  const rows: ExactNumber[][] = [];
  let width = 0;
  let first = true;
  for (const [i, raw] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    const line = raw.trim();
    if (line === '') continue;
    const cells = line.split(',').map((cell) => cell.trim());
    if (first) {
      first = false;
      width = cells.length;
      // "nan" and "inf" are bad numbers, not names of columns.
      if (cells.some((cell) => /^"|[a-z_]/i.test(cell) && !isNumeral(cell))) continue;
    }
    if (cells.length !== width)
      throw new FileError(file, `line ${i + 1}`, `${cells.length} cells`, `${width}, as in the first line`);
    rows.push(cells.map((cell, j) => decimalOf(cell, file, `line ${i + 1}, column ${j + 1}`)));
  }
  if (rows.length === 0) throw new FileError(file, '', 'no rows of numbers', 'at least one example');
  checkSize(rows.length, width, file, '');
  return rows;
}

const NUMERAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$|^[+-]?(nan|inf|infinity)$/i;

function isNumeral(cell: string): boolean {
  return NUMERAL.test(cell);
}

/** Spellings that numpy and spreadsheets write ("+1", ".5", "1.", "007") are brought to the form of JSON first. */
function decimalOf(cell: string, file: string, place: string): ExactNumber {
  const plain = cell
    .replace(/^\+/, '')
    .replace(/^(-?)\./, '$10.')
    .replace(/\.(?=$|[eE])/, '')
    .replace(/^(-?)0+(?=\d)/, '$1');
  if (isExactNumber(plain)) return plain;
  throw new FileError(file, place, `found ${quote(cell)}`, 'a decimal number like -1.5e-3');
}
