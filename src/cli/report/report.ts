import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIMITS } from '../../certificate/index.ts';
import {
  FileError,
  type JsonObject,
  namesIn,
  parseJson,
  readExactText,
  STANDARD_INPUT,
  sizeOf,
  writeFileAtomic,
} from '../../files/index.ts';
import type { AuditPart, CertificatePart, Report, SearchPart } from '../../report/html/report.ts';
import { NO_PROOFS, NO_SAMPLES, type TableRow, tableRow } from '../../report/table.ts';
import { type Command, type Context, EXIT } from '../context.ts';
import { certificateOfText, readSearch } from '../search/search-results.ts';
import { compute } from '../shared/compute.ts';
import { mapTasks } from '../shared/pool.ts';
import { figureRow } from '../tables/figure.ts';
import { rowsOfSearch } from '../tables/table.ts';
import reportTask, { type ReportOutcome } from './report-task.ts';

interface ReportArguments {
  readonly sources: string[];
  readonly out: string;
}

export const reportCommand: Command<ReportArguments> = {
  name: 'report',
  describe: 'Write certificates, searches and audits as one page that checks itself',
  operands: {
    name: 'sources',
    value: 'SOURCE',
    count: 'some',
    reads: true,
    describe: 'Certificates, folders of certificates, folders of searches, what audit --format json printed',
  },
  options: {
    out: { type: 'string', value: 'FILE.html', required: true, describe: 'The file to write' },
  },
  examples: [
    ['report certificates/6-6.certificate.json --out 6-6.html', 'a theorem with its pictures'],
    ['report runs --out runs.html', 'a search: tables, Figure 1, every minimum'],
  ],
  exits: {
    holds: 'every certificate is accepted',
    doesNotHold: 'the checker rejects one; the page says which',
  },
  run: runReport,
};

/** What a source holds. */
type Found = Partial<{
  readonly search: SearchPart;
  readonly audit: AuditPart;
  readonly certificates: readonly { readonly name: string; readonly text: string }[];
}>;

async function runReport({ sources, out }: ReportArguments, context: Context): Promise<number> {
  const found = await compute(context, 'report', () => sources.map((path) => readSource(path, context)));
  const given = found.flatMap(({ certificates = [] }) => certificates);
  const outcomes = await mapTasks<string, ReportOutcome>(
    given.map(({ text }) => text),
    new URL('./report-task.js', import.meta.url),
    context,
    'report',
    { here: reportTask },
  );
  let code: number = EXIT.holds;
  const certificates = given.map(({ name, text }, i): CertificatePart => {
    const outcome = outcomes[i]!;
    if (outcome instanceof Error) throw outcome;
    if (outcome.rejected !== null) {
      context.err(`spurious: the checker rejects ${name}: ${outcome.rejected}\n`);
      code = EXIT.doesNotHold;
    }
    return { name, text, certificate: certificateOfText(text, name), ...outcome };
  });
  const report: Report = {
    searches: found.flatMap(({ search }) => search ?? []),
    audits: found.flatMap(({ audit }) => audit ?? []),
    certificates,
  };
  const { reportBody } = await import('../../report/html/report.ts');
  const { title, body } = await compute(context, 'report', () => reportBody(report));
  const shell = readFileSync(new URL('../page/report.html', import.meta.url), 'utf8');
  // Functions: $ in a text means nothing.
  writeFileAtomic(
    out,
    shell.replace('<!-- title -->', () => title).replace('<!-- report -->', () => body),
  );
  return code;
}

function readSource(path: string, context: Context): Found {
  if (path === STANDARD_INPUT || sizeOf(path) !== null) return readFile(path);
  const names = namesIn(path);
  if (names.includes('manifest.json')) {
    const rows = readSearch(path);
    const search = {
      name: path,
      table: rowsOfSearch(path, rows, context).map((row) => tableRow(row)),
      figure: rows.map(figureRow),
    };
    const folder = join(path, 'certificates');
    return {
      search,
      certificates: namesIn(folder)
        .sort()
        .map((name) => certificateAt(join(folder, name))),
    };
  }
  const files = names.filter((name) => /\.(json|cert)$/.test(name)).sort();
  if (files.length === 0)
    throw new FileError(
      path,
      '',
      'a folder without certificates',
      'a search, or files that end in .json or .cert',
    );
  return { certificates: files.map((name) => certificateAt(join(path, name))) };
}

function certificateAt(path: string): { readonly name: string; readonly text: string } {
  const text = readExactText(path, LIMITS.characters);
  certificateOfText(text, path);
  return { name: path, text };
}

/** A certificate, or what an audit printed. */
function readFile(path: string): Found {
  const text = readExactText(path, LIMITS.characters);
  if (!text.includes('"perFamily"')) return { certificates: [certificateAt(path)] };
  const json = parseJson(text, path);
  const refuse = (place: string): never => {
    throw new FileError(path, place, 'not as it should be', 'what spurious audit --format json prints');
  };
  const object = (value: unknown, place: string): JsonObject =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : refuse(place);
  const list = (value: unknown, place: string): JsonObject[] =>
    Array.isArray(value) ? value.map((item, i) => object(item, `${place}[${i}]`)) : refuse(place);
  const { rows, findings, ...counts } = object(json, '');
  const count = (name: keyof AuditPart['counts']): number => Number(counts[name] ?? refuse(name));
  return {
    audit: {
      name: path,
      counts: {
        families: count('families'),
        minima: count('minima'),
        saddles: count('saddles'),
        inconclusive: count('inconclusive'),
        distinct: count('distinct'),
      },
      table: list(rows, 'rows').map((row, i) => auditRow(row, (name) => refuse(`rows[${i}].${name}`))),
      findings: list(findings, 'findings').map(({ id, severity, where, text }) => ({
        id: String(id),
        severity: String(severity),
        where: String(where),
        text: String(text),
      })),
    },
  };
}

/** Numbers of a row, those that may be absent null. */
function auditRow(row: JsonObject, refuse: (name: string) => never): TableRow {
  const number = (name: keyof TableRow): number => {
    const value = Number(row[name] ?? Number.NaN);
    return Number.isFinite(value) ? value : refuse(name);
  };
  const optional = (name: keyof TableRow): number | null => (row[name] === null ? null : number(name));
  return {
    k: number('k'),
    d: null,
    n: number('n'),
    runs: number('runs'),
    spurious: number('spurious'),
    percent: number('percent'),
    percentLow: number('percentLow'),
    percentHigh: number('percentHigh'),
    meanLambdaMin: optional('meanLambdaMin'),
    meanObjective: optional('meanObjective'),
    families: number('families'),
    unresolved: number('unresolved'),
    ...NO_SAMPLES,
    ...NO_PROOFS,
    leastLambdaMin: null,
  };
}
