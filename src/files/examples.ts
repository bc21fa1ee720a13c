import { counted } from '../arithmetic/counted.ts';
import { type ExactNumber, rationalOf } from '../arithmetic/exact.ts';
import type { Examples } from '../model/network.ts';
import { matrixOf, type NumericArray } from './array.ts';
import { readAnyBytes } from './disk.ts';
import { FileError } from './errors.ts';
import { checkSize, type Matrix } from './fields.ts';
import { isIdx, readIdx } from './idx.ts';
import { isNpy, readNpy } from './npy.ts';
import { decodeText } from './parse.ts';
import { parseTable } from './table.ts';

/** What labels are: real vectors; signs −1, +1 (or 0, 1); classes 0 … K−1 (or distributions over the K classes). */
export type LabelKind = 'real' | 'sign' | 'class';

export interface ExampleOptions {
  /** Number of features, d_x. */
  readonly inputs: number;
  /** Number of outputs of the model, d_y. */
  readonly outputs: number;
  readonly labels: LabelKind;
  /** A file of labels; without it they are the last columns of the table. */
  readonly labelFile?: string | undefined;
}

/**
 * Reads examples: a table (CSV or 2-D .npy) with a row an example, features first and labels last, or features alone
 * (also IDX, whose images become rows) with a file of labels beside them. Pixels of one unsigned byte are divided by
 * 256, so that they are exact numbers in [0, 1). Throws FileError.
 */
export function readExamples(path: string, options: ExampleOptions): Examples {
  const { labelFile, inputs } = options;
  const table = readTable(path, true);
  if (labelFile === undefined) {
    if (table.idx)
      throw new FileError(path, '', 'IDX images without labels', 'a file of labels', 'give it with --labels');
    const columns = table.rows[0]!.length - inputs;
    const wanted = labelColumns(options);
    if (!wanted.includes(columns)) {
      const what = counted(table.rows[0]!.length, 'column');
      const expected = `${counted(inputs, 'feature')}, as the model takes, and ${wanted.join(' or ')} of labels`;
      throw new FileError(path, '', what, expected);
    }
    return {
      inputs: table.rows.map((row) => row.slice(0, inputs)),
      labels: labelsOf(
        table.rows.map((row) => row.slice(inputs)),
        path,
        options,
      ),
    };
  }
  if (table.rows[0]!.length !== inputs)
    throw new FileError(path, '', counted(table.rows[0]!.length, 'feature'), `${inputs}, as the model takes`);
  const { rows } = readTable(labelFile, false);
  if (rows.length !== table.rows.length)
    throw new FileError(
      labelFile,
      '',
      counted(rows.length, 'label'),
      `${table.rows.length}, one for each example`,
    );
  const wanted = labelColumns(options);
  if (!wanted.includes(rows[0]!.length))
    throw new FileError(
      labelFile,
      '',
      counted(rows[0]!.length, 'column'),
      `${wanted.join(' or ')} of labels`,
    );
  return { inputs: table.rows, labels: labelsOf(rows, labelFile, options) };
}

function labelColumns({ labels, outputs }: ExampleOptions): number[] {
  if (labels === 'real') return [outputs];
  return labels === 'sign' ? [1] : [1, outputs];
}

function readTable(path: string, pixels: boolean): { rows: Matrix; idx: boolean } {
  const bytes = readAnyBytes(path);
  if (isNpy(bytes)) {
    const array = readNpy(bytes, path, 'array');
    return { rows: rowsOf(array, path), idx: false };
  }
  if (isIdx(bytes)) {
    const { kind, array } = readIdx(bytes, path);
    const rows = rowsOf(flattened(array), path);
    const scaled = pixels && kind === 'u1' ? rows.map((row) => row.map((x) => Number(x) / 256)) : rows;
    return { rows: scaled, idx: true };
  }
  return { rows: parseTable(decodeText(bytes, path), path).rows, idx: false };
}

/** Images as rows: all dimensions but the first run together. */
function flattened(array: NumericArray): NumericArray {
  const [count = 1, ...rest] = array.shape;
  if (rest.length === 0) return array;
  const width = rest.reduce((product, size) => product * size, 1);
  return { shape: [count, width], strides: [width, 1], values: array.values };
}

function rowsOf(array: NumericArray, file: string): Matrix {
  const { shape, strides, values } = array;
  const table: NumericArray =
    shape.length === 1 ? { shape: [shape[0]!, 1], strides: [strides[0]!, 1], values } : array;
  if (table.shape.length !== 2)
    throw new FileError(
      file,
      'array',
      `an array of ${counted(shape.length, 'dimension')}`,
      '2: a row an example',
    );
  checkSize(table.shape[0]!, table.shape[1]!, file, 'array');
  return matrixOf(table, null, false, { file, label: 'array', base: 0, axis: 'first' });
}

function labelsOf(rows: Matrix, file: string, { labels, outputs }: ExampleOptions): Matrix {
  if (labels === 'real') return rows;
  const place = (i: number): string => `example ${i + 1}`;
  if (labels === 'sign') return signsOf(rows, file, place);
  if (rows[0]!.length === 1)
    return rows.map((row, i) => {
      const label = integerOf(row[0]!);
      if (!Number.isInteger(label) || label < 0 || label >= outputs)
        throw new FileError(file, place(i), `label ${row[0]}`, `a class from 0 to ${outputs - 1}`);
      return Array.from({ length: outputs }, (_, k) => (k === label ? 1 : 0));
    });
  for (const [i, row] of rows.entries()) checkDistribution(row, file, place(i));
  return rows;
}

/** The integer that is exactly meant, or NaN. */
function integerOf(x: ExactNumber): number {
  const { numerator, denominator } = rationalOf(x);
  return numerator % denominator === 0n ? Number(numerator / denominator) : Number.NaN;
}

function signsOf(rows: Matrix, file: string, place: (i: number) => string): Matrix {
  const values = rows.map((row) => integerOf(row[0]!));
  const zero = values.includes(0);
  return values.map((value, i) => {
    if (value === 1) return [1];
    if (value === (zero ? 0 : -1)) return [-1];
    const expected = zero ? '0 or 1, since another label is 0' : '-1 or 1 (or 0 or 1)';
    throw new FileError(file, place(i), `label ${rows[i]![0]}`, expected);
  });
}

/** A distribution over the classes: no entry below 0, the exact sum is 1. */
function checkDistribution(row: readonly ExactNumber[], file: string, place: string): void {
  let numerator = 0n;
  let denominator = 1n;
  for (const x of row) {
    const term = rationalOf(x);
    if (term.numerator < 0n) throw new FileError(file, place, `label ${x}`, 'a share of at least 0');
    numerator = numerator * term.denominator + term.numerator * denominator;
    denominator *= term.denominator;
  }
  if (numerator === denominator) return;
  const expected = 'shares whose exact sum is 1 (binary fractions, or decimals in CSV)';
  throw new FileError(
    file,
    place,
    `shares ${row.slice(0, 5).join(', ')}${row.length > 5 ? ', …' : ''}`,
    expected,
  );
}
