import { clopperPearson } from './binomial.ts';
import { type ProvedCounts, probabilityBounds } from './probability.ts';

/** A certified spurious local minimum and the runs that ended at it. */
export interface Minimum {
  readonly runs: number;
  readonly lambdaMin: number;
  readonly objective: number;
}

/** Independent sets of random targets, and those for which a run ended at a certified spurious minimum. */
export interface Samples {
  readonly total: number;
  readonly spurious: number;
}

/** What is known about one (k, n), or one (k, n, d). */
export interface RowData {
  readonly k: number;
  readonly n: number;
  /** The dimension of targets other than the standard basis. */
  readonly d?: number;
  readonly samples?: Samples | null;
  readonly runs: number;
  /** The inequivalent ones. */
  readonly minima: readonly Minimum[];
  /** Runs about whose end nothing is proved. */
  readonly unresolved: number;
  /** Of a search whose runs were proved (prove-runs). */
  readonly proved?: ProvedCounts | null;
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
  /** The dimension of the targets; null for the standard basis. */
  readonly d: number | null;
  /** Of random targets: sets of them, and those with a certified spurious minimum; null for others. */
  readonly samples: number | null;
  readonly samplesSpurious: number | null;
  readonly samplesPercent: number | null;
  readonly samplesPercentLow: number | null;
  readonly samplesPercentHigh: number | null;
  /** Over the minima; null where there are none. */
  readonly leastLambdaMin: number | null;
  /** Runs of which it is proved where exact descent ends, and all others; null without prove-runs. */
  readonly provedSpurious: number | null;
  readonly provedGlobal: number | null;
  readonly undecided: number | null;
  /** Bounds on the probability that exact descent ends in a strict spurious minimum, each with this confidence in per cent. */
  readonly probabilityLower: number | null;
  readonly probabilityUpper: number | null;
  readonly confidence: number | null;
}

export const TABLE_FORMATS = ['text', 'csv', 'markdown', 'latex', 'json'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

/** `confidence` of each of the bounds on the probability, in per cent. */
export function tableRow(
  { k, n, d, samples = null, runs, minima, unresolved, proved = null }: RowData,
  confidence: number = CONFIDENCE,
): TableRow {
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
    d: d ?? null,
    ...samplesFigures(samples),
    leastLambdaMin:
      minima.length === 0
        ? null
        : minima.reduce((least, { lambdaMin }) => Math.min(least, lambdaMin), Infinity),
    ...provedFigures(proved, confidence),
  };
}

/** Of bounds on a probability, in per cent, where nobody says otherwise. */
export const CONFIDENCE = 99.9;

type ProvedFigures = Pick<
  TableRow,
  'provedSpurious' | 'provedGlobal' | 'undecided' | 'probabilityLower' | 'probabilityUpper' | 'confidence'
>;

/** The columns of proved runs where there are none. */
export const NO_PROOFS: ProvedFigures = {
  provedSpurious: null,
  provedGlobal: null,
  undecided: null,
  probabilityLower: null,
  probabilityUpper: null,
  confidence: null,
};

function provedFigures(proved: ProvedCounts | null, confidence: number): ProvedFigures {
  if (proved === null) return NO_PROOFS;
  const { lower, upper } = probabilityBounds(proved, confidence / 100);
  return {
    provedSpurious: proved.spurious,
    provedGlobal: proved.global,
    undecided: proved.undecided,
    probabilityLower: lower,
    probabilityUpper: upper,
    confidence,
  };
}

type SamplesFigures = Pick<
  TableRow,
  'samples' | 'samplesSpurious' | 'samplesPercent' | 'samplesPercentLow' | 'samplesPercentHigh'
>;

/** The columns of random targets where there are none. */
export const NO_SAMPLES: SamplesFigures = {
  samples: null,
  samplesSpurious: null,
  samplesPercent: null,
  samplesPercentLow: null,
  samplesPercentHigh: null,
};

function samplesFigures(samples: Samples | null): SamplesFigures {
  if (samples === null) return NO_SAMPLES;
  const { total, spurious } = samples;
  const { low, high } = clopperPearson(spurious, total);
  return {
    samples: total,
    samplesSpurious: spurious,
    samplesPercent: (100 * spurious) / total,
    samplesPercentLow: 100 * low,
    samplesPercentHigh: 100 * high,
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

const FIELDS_OF_TARGETS = [
  'd',
  'samples',
  'samplesSpurious',
  'samplesPercent',
  'samplesPercentLow',
  'samplesPercentHigh',
  'leastLambdaMin',
] as const satisfies readonly (keyof TableRow)[];

const FIELDS_OF_PROOFS = Object.keys(NO_PROOFS) as (keyof ProvedFigures)[];

/** The fields of JSON; those for other targets than the standard basis, and those of proofs, only where some row has such. */
function csv(rows: readonly TableRow[]): string {
  const fields = [
    ...FIELDS,
    ...(rows.some(({ d }) => d !== null) ? FIELDS_OF_TARGETS : []),
    ...(rows.some(({ confidence }) => confidence !== null) ? FIELDS_OF_PROOFS : []),
  ];
  const lines = rows.map((row) => fields.map((field) => row[field] ?? '').join(','));
  return `${[fields.join(','), ...lines].join('\n')}\n`;
}

/** A column as people read it; `latex` where its head is written otherwise there. */
export interface Column {
  readonly head: string;
  readonly latex?: string;
  readonly cell: (row: TableRow, dash: string) => string;
}

const share = (x: number): string => x.toFixed(1);
const interval = (low: number, high: number, dash: string): string =>
  `${low.toFixed(2)}${dash}${high.toFixed(2)}`;

/** Those of random targets and of proved runs stand only in tables that have some. */
export function columnsOf(rows: readonly TableRow[]): Column[] {
  const some = (field: keyof TableRow): boolean => rows.some((row) => row[field] !== null);
  const math = (name: string): { head: string; latex: string } => ({ head: name, latex: `$${name}$` });
  const optional = (wanted: boolean, ...columns: Column[]): Column[] => (wanted ? columns : []);
  return [
    { ...math('k'), cell: ({ k }) => `${k}` },
    { ...math('n'), cell: ({ n }) => `${n}` },
    ...optional(some('d'), { ...math('D'), cell: ({ d }) => `${d ?? ''}` }),
    ...optional(
      some('samples'),
      { head: 'samples', cell: ({ samples }) => `${samples ?? ''}` },
      { head: 'with a minimum', cell: ({ samplesSpurious }) => `${samplesSpurious ?? ''}` },
      {
        head: '% of samples',
        latex: '\\% of samples',
        cell: ({ samplesPercent }) => (samplesPercent === null ? '' : share(samplesPercent)),
      },
      {
        head: '95 % interval',
        latex: '95\\,\\% interval',
        cell: ({ samplesPercentLow: low, samplesPercentHigh: high }, dash) =>
          low === null || high === null ? '' : interval(low, high, dash),
      },
    ),
    { head: 'runs', cell: ({ runs }) => `${runs}` },
    { head: 'spurious', cell: ({ spurious }) => `${spurious}` },
    { head: '%', latex: '\\%', cell: ({ percent }) => share(percent) },
    {
      head: '95 % interval',
      latex: '95\\,\\% interval',
      cell: ({ percentLow, percentHigh }, dash) => interval(percentLow, percentHigh, dash),
    },
    {
      head: 'mean λ_min',
      latex: 'mean $\\lambda_{\\min}$',
      cell: ({ meanLambdaMin }) => meanLambdaMin?.toFixed(5) ?? '',
    },
    ...optional(some('samples'), {
      head: 'least λ_min',
      latex: 'least $\\lambda_{\\min}$',
      cell: ({ leastLambdaMin }) => leastLambdaMin?.toPrecision(3) ?? '',
    }),
    {
      head: 'mean F',
      latex: 'mean $F$',
      // Other targets than the standard basis may have any length.
      cell: ({ d, meanObjective: mean }) =>
        mean === null
          ? ''
          : d === null || (mean >= 1e-3 && mean < 1e3)
            ? mean.toFixed(5)
            : mean.toPrecision(4),
    },
    { head: 'minima', cell: ({ families }) => `${families}` },
    { head: 'unresolved', cell: ({ unresolved }) => `${unresolved}` },
    ...optional(
      some('confidence'),
      { head: 'proved', cell: ({ provedSpurious: x }) => `${x ?? ''}` },
      { head: 'global', cell: ({ provedGlobal: x }) => `${x ?? ''}` },
      { head: 'undecided', cell: ({ undecided: x }) => `${x ?? ''}` },
      // To the safe side.
      {
        head: 'p ≥',
        latex: '$p \\ge$',
        cell: ({ probabilityLower: x }) => (x === null ? '' : (Math.floor(x * 1e4) / 1e4).toFixed(4)),
      },
      {
        head: 'p ≤',
        latex: '$p \\le$',
        cell: ({ probabilityUpper: x }) => (x === null ? '' : (Math.ceil(x * 1e4) / 1e4).toFixed(4)),
      },
    ),
  ];
}

function text(rows: readonly TableRow[]): string {
  const columns = columnsOf(rows);
  const heads = columns.map(({ head }) => head);
  const lines = [heads, ...rows.map((row) => columns.map(({ cell }) => cell(row, '–')))];
  const widths = heads.map((_, j) => Math.max(...lines.map((line) => line[j]!.length)));
  return lines.map((line) => `${line.map((cell, j) => cell.padStart(widths[j]!)).join('  ')}\n`).join('');
}

function markdown(rows: readonly TableRow[]): string {
  const columns = columnsOf(rows);
  const line = (parts: readonly string[]): string => `| ${parts.join(' | ')} |\n`;
  return [
    line(columns.map(({ head }) => head)),
    `|${columns.map(() => '---:|').join('')}\n`,
    ...rows.map((row) => line(columns.map(({ cell }) => cell(row, '–')))),
  ].join('');
}

/** For the package booktabs. */
function latex(rows: readonly TableRow[]): string {
  const columns = columnsOf(rows);
  const line = (parts: readonly string[]): string => `${parts.join(' & ')} \\\\\n`;
  return [
    `\\begin{tabular}{${'r'.repeat(columns.length)}}\n`,
    '\\toprule\n',
    line(columns.map(({ head, latex: written = head }) => written)),
    '\\midrule\n',
    ...rows.map((row) => line(columns.map(({ cell }) => cell(row, '--')))),
    '\\bottomrule\n',
    '\\end{tabular}\n',
  ].join('');
}
