import { statSync } from 'node:fs';
import type { DenseCertificate, WideCertificate } from '../../certificate/index.ts';
import { STANDARD_INPUT } from '../../files/index.ts';
import {
  CONFIDENCE,
  formatTable,
  type Minimum,
  type RowData,
  TABLE_FORMATS,
  type TableFormat,
  tableRow,
} from '../../report/table.ts';
import { type Row, rowName } from '../../search/plan.ts';
import { type Command, type Context, EXIT } from '../context.ts';
import { readProofCounts } from '../search/prove-runs-files.ts';
import { type FoundRow, readCertificateFile, readSearch } from '../search/search-results.ts';
import { compute } from '../shared/compute.ts';
import { confirmConfidence, noteConfidence } from './confidence.ts';

interface TableArguments {
  readonly sources: string[];
  readonly format: TableFormat;
  readonly confidence: number;
  readonly joint: boolean;
}

export const tableCommand: Command<TableArguments> = {
  name: 'table',
  describe: 'Tables 1 and 2 from folders of searches, or from certificates',
  operands: {
    name: 'sources',
    value: 'DIR|CERTIFICATE',
    count: 'some',
    reads: true,
    describe: 'Folders that spurious search wrote; certificates',
  },
  options: {
    format: { type: 'string', choices: TABLE_FORMATS, default: 'text', describe: 'How to print it' },
    confidence: {
      type: 'number',
      value: 'C',
      default: CONFIDENCE,
      describe: 'Of searches that prove-runs proved: per cent, for each bound p ≥ and p ≤',
    },
    joint: {
      type: 'boolean',
      describe: 'The confidence is that of all rows together, for the bounds of one side',
    },
  },
  examples: [['table runs --format markdown', 'the tables of a search']],
  exits: { holds: 'the tables are printed' },
  run: runTable,
};

async function runTable(
  { sources, format, confidence, joint }: TableArguments,
  context: Context,
): Promise<number> {
  confirmConfidence(confidence);
  const folders = sources.filter(isFolder);
  const files = sources.filter((source) => !isFolder(source));
  const rows = await compute(context, 'table', () => [
    ...folders.flatMap((folder) => rowsOfSearch(folder, readSearch(folder), context)),
    ...rowsOfCertificates(files, context),
  ]);
  if (files.length > 0)
    context.err(
      'spurious: a certificate does not say how many runs ended at its point: each counts as one run\n',
    );
  const bounded = rows.filter(({ proved }) => proved !== null && proved !== undefined).length;
  if (bounded > 0) noteConfidence(confidence, context);
  // Bonferroni: what each row may miss adds up.
  const each = joint && bounded > 0 ? 100 - (100 - confidence) / bounded : confidence;
  context.out(
    formatTable(
      rows.map((row) => tableRow(row, each)),
      format,
    ),
  );
  return EXIT.holds;
}

function isFolder(path: string): boolean {
  return path !== STANDARD_INPUT && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The rows of a folder, each with what prove-runs proved of its runs, if anything. */
export function rowsOfSearch(folder: string, found: readonly FoundRow[], context: Context): RowData[] {
  const proofs = readProofCounts(folder);
  if (proofs?.slack !== undefined)
    context.err(
      `spurious: ${folder}: proved of every descent whose steps are off by at most ${proofs.slack}; p ≥ and p ≤ are about those\n`,
    );
  return found.map((row, i) => ({ ...rowOfSearch(row), proved: proofs?.rows[i] ?? null }));
}

/** The row of a table for one (k, n) of a search. */
function rowOfSearch({ k, n, d, samples, results, certificates }: FoundRow): RowData {
  const runsAt = new Map<number | null, number>();
  for (const { point } of results) runsAt.set(point, (runsAt.get(point) ?? 0) + 1);
  const minima = [...certificates].flatMap(([id, certificate]) =>
    minimumOf(certificate, runsAt.get(id) ?? 0),
  );
  const isSpurious = ({ verdict }: FoundRow['results'][number]): boolean =>
    verdict === 'spurious-local-minimum';
  const spurious = new Set(results.filter(isSpurious).map(({ sample }) => sample)).size;
  const unresolved = results.filter(
    ({ outcome, verdict, point }) => outcome === 'unresolved' || (verdict !== null && point === null),
  ).length;
  return {
    k,
    n,
    ...(d !== undefined && { d }),
    samples: samples === null ? null : { total: samples, spurious },
    runs: results.length,
    minima,
    unresolved,
  };
}

/** A row for each (k, n), with other targets than the standard basis for each (k, n, d), in the order of the files. */
function rowsOfCertificates(files: readonly string[], context: Context): RowData[] {
  const groups = new Map<string, (DenseCertificate | WideCertificate)[]>();
  const hashes = new Set<string>();
  for (const file of files) {
    const certificate = readCertificateFile(file);
    if (hashes.has(certificate.sha256)) {
      context.err(`spurious: ${file}: a certificate that is named already, it counts once\n`);
      continue;
    }
    hashes.add(certificate.sha256);
    const name = rowName(rowOf(certificate));
    groups.set(name, [...(groups.get(name) ?? []), certificate]);
  }
  return [...groups.values()].map((certificates) => {
    const minima = certificates.flatMap((certificate) => minimumOf(certificate, 1));
    return { ...rowOf(certificates[0]!), runs: certificates.length, minima, unresolved: 0 };
  });
}

function rowOf({ problem: { k, n, d, targets } }: DenseCertificate | WideCertificate): Row {
  return targets === 'standard-basis' ? { k, n } : { k, n, d };
}

function minimumOf({ claim }: Pick<DenseCertificate, 'claim'>, runs: number): Minimum[] {
  if (claim.verdict !== 'spurious-local-minimum') return [];
  return [{ runs, lambdaMin: Number(claim.lambdaMin), objective: Number(claim.objective.upper) }];
}
