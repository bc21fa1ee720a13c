/** Data in a file of their own beside a certificate, which names it and its sha256: a line a row, count, inputs, labels and perhaps outputs. */
import { checkRows, DATA_LIMITS, type DataFile, type DataRows } from './data.ts';
import { CertificateError } from './error.ts';
import { type Decimal, decimal } from './fields.ts';
import { sha256 } from './sha256.ts';

/** The text of the file, ASCII. */
export function dataFileText({ inputs, labels, counts, outputs }: DataRows): string {
  const lines = counts.map((count, i) =>
    [count, ...inputs[i]!, ...labels[i]!, ...(outputs?.[i] ?? [])].join(','),
  );
  return `${lines.join('\n')}\n`;
}

/** What a certificate says of the file. */
export function dataFileOf(file: string, rows: DataRows, text: string): DataFile {
  return {
    file,
    sha256: sha256(new TextEncoder().encode(text)),
    rows: rows.counts.length,
    examples: rows.counts.reduce((sum, x) => sum + x, 0),
    outputs: rows.outputs != null,
  };
}

/** The rows of a file that is certainly the one that is named. Throws a CertificateError for any other. */
export function rowsOfFile(named: DataFile, text: string, features: number, outputs: number): DataRows {
  const place = named.file;
  if (text.length > DATA_LIMITS.file)
    throw new CertificateError(place, `at most ${DATA_LIMITS.file} characters`);
  if (sha256(new TextEncoder().encode(text)) !== named.sha256)
    throw new CertificateError(place, `the file with sha256 ${named.sha256}; this one was changed`);
  const lines = text.split('\n');
  if (lines.pop() !== '' || lines.length !== named.rows)
    throw new CertificateError(place, `${named.rows} lines, each with a line feed`);
  const columns = 1 + features + outputs * (named.outputs ? 2 : 1);
  const rows = { inputs: [] as Decimal[][], labels: [] as Decimal[][], counts: [] as number[] };
  const given: Decimal[][] = [];
  for (const [i, line] of lines.entries()) {
    const cells = line.split(',');
    const at = `${place} line ${i + 1}`;
    if (cells.length !== columns) throw new CertificateError(at, `${columns} numbers`);
    if (!/^[1-9]\d{0,14}$/.test(cells[0]!)) throw new CertificateError(at, 'a count first');
    rows.counts.push(Number(cells[0]));
    for (let c = 1; c < columns; c++) decimal(cells[c], at);
    rows.inputs.push(cells.slice(1, 1 + features));
    rows.labels.push(cells.slice(1 + features, 1 + features + outputs));
    if (named.outputs) given.push(cells.slice(1 + features + outputs));
  }
  const result = { ...rows, outputs: named.outputs ? given : null };
  checkRows(result, features, outputs, place, DATA_LIMITS.rowsOfFile);
  if (result.counts.reduce((sum, x) => sum + x, 0) !== named.examples)
    throw new CertificateError(place, `counts that add up to ${named.examples}`);
  return result;
}
