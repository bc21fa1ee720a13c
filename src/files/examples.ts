import { counted } from '../arithmetic/counted.ts';
import { type ExactNumber, rationalOf } from '../arithmetic/exact.ts';
import type { Examples, Rows } from '../model/network.ts';
import { readDataTable } from './data.ts';
import { FileError } from './errors.ts';
import type { Matrix } from './fields.ts';
import { Columns } from './rows.ts';

/** What labels are: real vectors; signs −1, +1 (or 0, 1); classes 0 … K−1 (or distributions over the K classes). */
export type LabelKind = 'real' | 'sign' | 'class';

export interface ExampleOptions {
  /** Number of features, d_x; null where the data say it: all columns but those of the labels. */
  readonly inputs: number | null;
  /** Number of outputs of the model, d_y. */
  readonly outputs: number;
  readonly labels: LabelKind;
  /** A file of labels; without it they are the last columns of the table. */
  readonly labelFile?: string | undefined;
}

/**
 * Reads examples: a table (text, .npy, .npz, each also .gz) with a row an example, features first and labels last, or
 * features alone (also IDX, whose images become rows) with a file of labels beside them. Pixels of one unsigned byte in IDX are
 * divided by 256, so that they are exact numbers in [0, 1). Large tables are packed. Throws FileError.
 */
export function readExamples(path: string, options: ExampleOptions): Examples {
  const { labelFile, inputs } = options;
  const { rows, idx } = readDataTable(path, {
    pixels: true,
    names: ['x', 'X', 'data', 'inputs', 'features'],
  });
  const width = rows.at(0)!.length;
  const wanted = labelColumns(options);
  if (labelFile === undefined) {
    if (idx)
      throw new FileError(path, '', 'IDX images without labels', 'a file of labels', 'give it with --labels');
    const features = inputs ?? width - wanted[0]!;
    if (features < 1 || !wanted.includes(width - features)) {
      const what = counted(width, 'column');
      const own = inputs === null ? 'features' : `${counted(inputs, 'feature')}, as the model takes,`;
      throw new FileError(path, '', what, `${own} and ${wanted.join(' or ')} of labels`);
    }
    return {
      inputs: columnsOf(rows, 0, features),
      labels: labelsOf(matrixOfRows(columnsOf(rows, features, width)), path, options),
    };
  }
  if (inputs !== null && width !== inputs)
    throw new FileError(path, '', counted(width, 'feature'), `${inputs}, as the model takes`);
  const { rows: labels } = readDataTable(labelFile, {
    pixels: false,
    names: ['y', 'Y', 'labels', 'targets'],
  });
  if (labels.length !== rows.length)
    throw new FileError(
      labelFile,
      '',
      counted(labels.length, 'label'),
      `${rows.length}, one for each example`,
    );
  const columns = labels.at(0)!.length;
  if (!wanted.includes(columns))
    throw new FileError(labelFile, '', counted(columns, 'column'), `${wanted.join(' or ')} of labels`);
  return { inputs: rows, labels: labelsOf(matrixOfRows(labels), labelFile, options) };
}

/** Reads the outputs of a model, a row an example, of any format that examples have. Throws FileError. */
export function readOutputs(path: string): Rows {
  return readDataTable(path, { pixels: false, names: ['outputs', 'logits', 'f'] }).rows;
}

/** How many columns of labels there may be; the first is meant where the data do not say. */
function labelColumns({ labels, outputs }: ExampleOptions): number[] {
  if (labels === 'real') return [outputs];
  return labels === 'sign' ? [1] : [1, outputs];
}

function columnsOf(rows: Rows, from: number, to: number): Rows {
  return Array.isArray(rows) ? rows.map((row) => row.slice(from, to)) : new Columns(rows, from, to);
}

function matrixOfRows(rows: Rows): Matrix {
  return Array.from(rows, (row) => Array.from(row));
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
