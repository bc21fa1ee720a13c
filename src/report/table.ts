import { clopperPearson } from './binomial.ts';

/** A certified spurious local minimum and the runs that ended at it. */
export interface Minimum {
  readonly runs: number;
  readonly lambdaMin: number;
  readonly objective: number;
}

/** What is known about one (k, n). */
export interface RowData {
  readonly k: number;
  readonly n: number;
  readonly runs: number;
  /** The inequivalent ones. */
  readonly minima: readonly Minimum[];
  /** Runs about whose end nothing is proved. */
  readonly unresolved: number;
}

/** A row of Tables 1 and 2; percentages on 0..100 with a 95 % Clopper–Pearson interval, means weighted by runs. */
export interface TableRow {
  readonly k: number;
  readonly n: number;
  readonly runs: number;
  readonly spurious: number;
  readonly percent: number;
  readonly percentLow: number;
  readonly percentHigh: number;
  /** Null where no run was spurious. */
  readonly meanLambdaMin: number | null;
  readonly meanObjective: number | null;
  /** Inequivalent spurious minima. */
  readonly families: number;
  readonly unresolved: number;
}

export const TABLE_FORMATS = ['text', 'csv', 'markdown', 'latex', 'json'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

export function tableRow({ k, n, runs, minima, unresolved }: RowData): TableRow {
  const spurious = minima.reduce((sum, minimum) => sum + minimum.runs, 0);
  const mean = (value: (minimum: Minimum) => number): number | null =>
    spurious === 0
      ? null
      : minima.reduce((sum, minimum) => sum + minimum.runs * value(minimum), 0) / spurious;
  const { low, high } = clopperPearson(spurious, runs);
  return {
    k,
    n,
    runs,
    spurious,
    percent: (100 * spurious) / runs,
    percentLow: 100 * low,
    percentHigh: 100 * high,
    meanLambdaMin: mean(({ lambdaMin }) => lambdaMin),
    meanObjective: mean(({ objective }) => objective),
    families: minima.length,
    unresolved,
  };
}

export function formatTable(rows: readonly TableRow[], format: TableFormat): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify({ rows }, null, 2)}\n`;
    case 'csv':
      return csv(rows);
    case 'markdown':
      return markdown(rows);
    case 'latex':
      return latex(rows);
    default:
      return text(rows);
  }
}

const FIELDS = [
  'k',
  'n',
  'runs',
  'spurious',
  'percent',
  'percentLow',
  'percentHigh',
  'meanLambdaMin',
  'meanObjective',
  'families',
  'unresolved',
] as const satisfies readonly (keyof TableRow)[];

function csv(rows: readonly TableRow[]): string {
  const lines = rows.map((row) => FIELDS.map((field) => row[field] ?? '').join(','));
  return `${[FIELDS.join(','), ...lines].join('\n')}\n`;
}

const HEADS = [
  'k',
  'n',
  'runs',
  'spurious',
  '%',
  '95 % interval',
  'mean λ_min',
  'mean F',
  'minima',
  'unresolved',
];

/** The columns as people read them. */
function cells(row: TableRow, dash: string): string[] {
  const share = (x: number): string => x.toFixed(1);
  return [
    `${row.k}`,
    `${row.n}`,
    `${row.runs}`,
    `${row.spurious}`,
    share(row.percent),
    `${row.percentLow.toFixed(2)}${dash}${row.percentHigh.toFixed(2)}`,
    row.meanLambdaMin?.toFixed(5) ?? '',
    row.meanObjective?.toFixed(5) ?? '',
    `${row.families}`,
    `${row.unresolved}`,
  ];
}

function text(rows: readonly TableRow[]): string {
  const lines = [HEADS, ...rows.map((row) => cells(row, '–'))];
  const widths = HEADS.map((_, j) => Math.max(...lines.map((line) => line[j]!.length)));
  return lines.map((line) => `${line.map((cell, j) => cell.padStart(widths[j]!)).join('  ')}\n`).join('');
}

function markdown(rows: readonly TableRow[]): string {
  const line = (parts: readonly string[]): string => `| ${parts.join(' | ')} |\n`;
  return [
    line(HEADS),
    `|${HEADS.map(() => '---:|').join('')}\n`,
    ...rows.map((row) => line(cells(row, '–'))),
  ].join('');
}

/** For the package booktabs. */
function latex(rows: readonly TableRow[]): string {
  const heads = [
    '$k$',
    '$n$',
    'runs',
    'spurious',
    '\\%',
    '95\\,\\% interval',
    'mean $\\lambda_{\\min}$',
    'mean $F$',
    'minima',
    'unresolved',
  ];
  const line = (parts: readonly string[]): string => `${parts.join(' & ')} \\\\\n`;
  return [
    `\\begin{tabular}{${'r'.repeat(heads.length)}}\n`,
    '\\toprule\n',
    line(heads),
    '\\midrule\n',
    ...rows.map((row) => line(cells(row, '--'))),
    '\\bottomrule\n',
    '\\end{tabular}\n',
  ].join('');
}
