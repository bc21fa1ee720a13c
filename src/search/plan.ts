import type { ExactNumber } from '../arithmetic/exact.ts';
import { outsideWidth } from './generator.ts';
import { givenWidth, scaledRows, triangleOf, unitExponent } from './targets.ts';

/** What a search is to do. Its results are a function of the plan alone. A field that is left out has its default. */
export interface Plan {
  readonly format: 'spurious-search-plan';
  readonly version: 1;
  readonly seed: number;
  /** Runs of every row, or of every sample of a row. */
  readonly runs: number;
  /** η of W ← W − η∇F(W). */
  readonly step: number;
  /** A run ends as soon as F is below. */
  readonly drop: number;
  /** Steps after which a run is given up. */
  readonly maxIterations: number;
  /** A run is stationary when max_i ‖2π∇_iF‖ is at most this; default 1e-9. */
  readonly tolerance?: number;
  /** The variance of a weight at the start; default 1/d, 1/k for the standard basis; with `from` that of the push. */
  readonly variance?: number;
  /** Rows of exact numbers, or random for each sample; default the standard basis of R^k. */
  readonly targets?: 'gaussian' | readonly (readonly ExactNumber[])[];
  /** With Gaussian targets: their number in each row. */
  readonly samples?: number;
  /** Starts are splits of these points; with other targets the points themselves, carried to the targets. */
  readonly from?: readonly Source[];
  readonly rows: readonly Row[];
}

/** n neurons, k targets in R^d; without d, the standard basis of R^k. */
export interface Row {
  readonly k: number;
  readonly n: number;
  readonly d?: number;
}

/** A minimum for the standard basis, from which runs start. */
export interface Source extends Row {
  /** The first 16 hex digits of the certificate's hash. */
  readonly claim: string;
  /** n rows of k. */
  readonly weights: readonly (readonly number[])[];
}

/** Consecutive runs of one row: what a worker does at a time. */
export interface Unit extends Row {
  /** Counted from 0. */
  readonly block: number;
  /** Run numbers from `first` to before `end`. */
  readonly first: number;
  readonly end: number;
}

/** One part of N of a search, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

export const WHOLE: Shard = { index: 1, count: 1 };

const BLOCK = 16;

/** All units of a plan, those with the longest runs first, so that workers end at about the same time. */
export function unitsOf(plan: Plan): Unit[] {
  const size = (row: Row): number => row.n * widthOf(row);
  const rows = plan.rows.toSorted((a, b) => size(b) - size(a) || b.k - a.k);
  return rows.flatMap((row) => {
    const runs = runsOf(plan, row);
    return Array.from({ length: Math.ceil(runs / BLOCK) }, (_, block) => ({
      ...row,
      block,
      first: block * BLOCK,
      end: Math.min(runs, (block + 1) * BLOCK),
    }));
  });
}

/** The dimension of the span of the targets, where they have full rank. */
export const spanOf = ({ k, d = k }: Row): number => Math.min(k, d);

/** The number of coordinates in which a row's runs descend. */
export function widthOf(row: Row): number {
  const span = spanOf(row);
  return row.d === undefined ? span : span + outsideWidth(row.n, { d: row.d, span });
}

/** Samples of a row; runs are numbered through, those of a sample in sequence. */
export function samplesOf({ targets, samples = 1, from }: Plan, row: Row): number {
  return targets === undefined && from !== undefined ? sourcesOf(from, row).length : samples;
}

export const runsOf = (plan: Plan, row: Row): number => plan.runs * samplesOf(plan, row);

/** Do lines and points of the results say which sample they belong to? */
export const hasSamples = ({ samples, from }: Plan): boolean => samples !== undefined || from !== undefined;

/** The points from which a row starts: with one neuron less, to be split; with other targets of the same sizes. */
export function sourcesOf(from: readonly Source[], { k, n, d }: Row): Source[] {
  const neurons = d === undefined ? n - 1 : n;
  return from.filter((source) => source.k === k && source.n === neurons);
}

/** The rows of a search from splits of these points. */
export function rowsFrom(from: readonly Source[]): Row[] {
  const names = new Map(from.map(({ k, n }) => [rowName({ k, n: n + 1 }), { k, n: n + 1 }]));
  return [...names.values()];
}

/** The units of one shard: every N-th of all. */
export function unitsOfShard(plan: Plan, shard: Shard): Unit[] {
  return unitsOf(plan).filter((_, i) => i % shard.count === shard.index - 1);
}

export const rowName = ({ k, n, d }: Row): string => (d === undefined ? `${k}-${n}` : `${k}-${n}-${d}`);

/** (k, n), or (k, n, d). */
export const rowTuple = ({ k, n, d }: Row): string => `(${k}, ${n}${d === undefined ? '' : `, ${d}`})`;

export function isSameRow(a: Row, b: Row): boolean {
  return a.k === b.k && a.n === b.n && a.d === b.d;
}

/** What a plan says, with undefined for what is left out. */
export type PlanParts = {
  readonly [K in Exclude<keyof Plan, 'format' | 'version'>]-?: Plan[K] | undefined;
} & Pick<Plan, 'seed' | 'runs' | 'step' | 'drop' | 'maxIterations' | 'rows'>;

/** A plan with its fields in the order of plan.json, without those that have their default. */
export function orderedPlan(parts: PlanParts): Plan {
  const { seed, runs, step, drop, maxIterations, tolerance, variance, targets, samples, from, rows } = parts;
  return {
    format: 'spurious-search-plan',
    version: 1,
    ...{ seed, runs, step, drop, maxIterations },
    ...(tolerance !== undefined && { tolerance }),
    ...(variance !== undefined && { variance }),
    ...(targets !== undefined && { targets }),
    ...(samples !== undefined && { samples }),
    ...(from !== undefined && { from }),
    rows,
  };
}

/** The bytes of plan.json. */
export function planText(plan: Plan): string {
  const rows = plan.rows
    .map(({ k, n, d }) => `    { "k": ${k}, "n": ${n}${d === undefined ? '' : `, "d": ${d}`} }`)
    .join(',\n');
  const { rows: _rows, ...rest } = plan;
  const head = Object.entries(rest)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`);
  return `{\n${head.join('')}  "rows": [\n${rows}\n  ]\n}\n`;
}

/** Why a plan cannot be carried out, or null. */
export function planFault(plan: Plan): string | null {
  const whole = (x: unknown, least: number, most: number): boolean =>
    Number.isSafeInteger(x) && (x as number) >= least && (x as number) <= most;
  const positive = (x: unknown): boolean => typeof x === 'number' && Number.isFinite(x) && x > 0;
  if (plan.format !== 'spurious-search-plan' || plan.version !== 1) return 'no plan of version 1';
  const unknown = Object.keys(plan).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) return `no plan has the field ${JSON.stringify(unknown)}`;
  if (!whole(plan.seed, 0, Number.MAX_SAFE_INTEGER)) return 'the seed is a whole number from 0 to 2^53 − 1';
  if (!whole(plan.runs, 1, MAX_RUNS)) return `runs is a whole number from 1 to ${MAX_RUNS}`;
  if (!positive(plan.step)) return 'the step is a positive number';
  if (!positive(plan.drop)) return 'drop is a positive number';
  if (!whole(plan.maxIterations, 1, Number.MAX_SAFE_INTEGER))
    return 'max-iterations is a positive whole number';
  for (const name of ['tolerance', 'variance'] as const)
    if (Object.hasOwn(plan, name) && plan[name] !== undefined && !positive(plan[name]))
      return `${name} is a positive number`;
  const others = targetsFault(plan) ?? sourcesFault(plan);
  if (others !== null) return others;
  if (!Array.isArray(plan.rows) || plan.rows.length === 0) return 'no (k, n) to search';
  if (plan.rows.length > MAX_ROWS) return `at most ${MAX_ROWS} pairs (k, n) in one search`;
  const names = new Set<string>();
  for (const row of plan.rows as readonly (Row | null)[]) {
    if (row === null || !whole(row.k, 1, MAX_WIDTH) || !whole(row.n, 1, MAX_WIDTH))
      return `k and n are whole numbers from 1 to ${MAX_WIDTH}`;
    if (row.n < row.k)
      return `n = ${row.n} < k = ${row.k}: the global minimum is not known, nothing could be claimed`;
    if ((row.d !== undefined) !== (plan.targets !== undefined))
      return 'rows have d where, and only where, the targets are not the standard basis';
    if (row.d !== undefined && !whole(row.d, 1, MAX_DIMENSION))
      return `d is a whole number from 1 to ${MAX_DIMENSION}`;
    if (typeof plan.targets === 'object') {
      const { length } = plan.targets;
      const width = plan.targets[0]!.length;
      if (row.k !== length || width !== givenWidth(row.k, row.d!))
        return 'k and d of a row are not those of the targets';
    }
    if (names.has(rowName(row)))
      return `${row.d === undefined ? '(k, n)' : '(k, n, d)'} = ${rowTuple(row)} twice`;
    names.add(rowName(row));
    const runs = runsOf(plan, row);
    if (!whole(runs, 1, MAX_RUNS)) return `the runs of a row are from 1 to ${MAX_RUNS}, all samples together`;
  }
  return null;
}

/** Why the targets of a plan cannot be searched, or null. */
function targetsFault({ targets, samples }: Plan): string | null {
  const isCount = Number.isSafeInteger(samples) && samples! >= 1 && samples! <= MAX_RUNS;
  if (samples !== undefined && !isCount) return `samples is a whole number from 1 to ${MAX_RUNS}`;
  if ((samples !== undefined) !== (targets === 'gaussian'))
    return 'samples are for Gaussian targets, and these need them';
  return targets === undefined || targets === 'gaussian' ? null : rowsFault(targets);
}

/** Why rows cannot be the targets of a search, or null. */
export function rowsFault(targets: readonly (readonly ExactNumber[])[]): string | null {
  if (!Array.isArray(targets) || targets.length === 0 || targets.length > MAX_WIDTH)
    return `targets are "gaussian", or 1 to ${MAX_WIDTH} rows`;
  const width: unknown = targets[0]?.length;
  for (const row of targets)
    if (!Array.isArray(row) || row.length === 0 || row.length !== width || !row.every(isNumber))
      return 'targets: rows of one length, of finite numbers or decimal strings';
  const zero = targets.findIndex((row: readonly ExactNumber[]) =>
    row.every((x) => Number(x) === 0 && !/[1-9]/.test(String(x))),
  );
  if (zero >= 0) return `target ${zero} (counted from 0) is zero: leave it out, F is the same without it`;
  const unit = unitExponent(targets);
  if (Math.abs(unit) > MAX_UNIT) return `the targets are about 2^${unit} long: scale them to 2^±${MAX_UNIT}`;
  const triangle = triangleOf(scaledRows(targets, -unit));
  if ('dependent' in triangle)
    return `target ${triangle.dependent} (counted from 0) lies in the span of those before it: the targets must have rank min(k, d)`;
  return null;
}

const isNumber = (x: unknown): boolean =>
  typeof x === 'number'
    ? Number.isFinite(x)
    : typeof x === 'string' && x.length <= 1100 && /^-?\d+(\.\d+)?(e[+-]?\d{1,4})?$/i.test(x);

/** Why the starts of a plan cannot be split, or null. */
function sourcesFault({ from, targets, rows }: Plan): string | null {
  if (from === undefined) return null;
  if (!Array.isArray(from) || from.length === 0) return 'from: no points';
  for (const source of from as readonly (Source | null)[]) {
    const sizes = source !== null && [source?.k, source?.n].every((x) => Number.isSafeInteger(x) && x! >= 1);
    if (!sizes || typeof source.claim !== 'string' || !/^[0-9a-f]{16}$/.test(source.claim))
      return 'from: points have k, n and claim';
    const { n, k, weights } = source;
    const isRow = (row: unknown): boolean =>
      Array.isArray(row) && row.length === k && row.every((x) => typeof x === 'number' && Number.isFinite(x));
    if (!Array.isArray(weights) || weights.length !== n || !weights.every(isRow))
      return `from: weights are ${n} rows of ${k} numbers`;
  }
  if (new Set(from.map(({ claim }) => claim)).size < from.length) return 'from: a point twice';
  if (targets !== undefined) {
    const isOne =
      Array.isArray(rows) && rows.every((row) => row !== null && sourcesOf(from, row).length === 1);
    return isOne ? null : 'from: with other targets one point for every (k, n) of the rows';
  }
  const wanted = rowsFrom(from);
  if (
    !Array.isArray(rows) ||
    rows.length !== wanted.length ||
    !wanted.every((row, i) => isSameRow(row, rows[i]!))
  )
    return 'rows are not those of the points in from';
  return null;
}

/** Most runs of one pair (k, n). */
export const MAX_RUNS = 10_000_000;
export const MAX_WIDTH = 4096;
/** The widest space: random targets cost the same in all. */
export const MAX_DIMENSION: number = Number.MAX_SAFE_INTEGER;
/** What a plan holds where nobody says otherwise. */
export const PLAN_DEFAULTS = { step: 0.1, drop: 1e-3, maxIterations: 1e7 } as const;
const MAX_ROWS = 10_000;
/** Squares of lengths and their products stay in the range of doubles. */
const MAX_UNIT = 200;
const FIELDS: readonly string[] = [
  'format',
  'version',
  'seed',
  'runs',
  'step',
  'drop',
  'maxIterations',
  'tolerance',
  'variance',
  'targets',
  'samples',
  'from',
  'rows',
] satisfies (keyof Plan)[];
