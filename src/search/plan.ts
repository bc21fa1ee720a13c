/** What a search is to do. Its results are a function of the plan alone. */
export interface Plan {
  readonly format: 'spurious-search-plan';
  readonly version: 1;
  readonly seed: number;
  /** Runs of every row, numbered from 0. */
  readonly runs: number;
  /** η of W ← W − η∇F(W). */
  readonly step: number;
  /** A run ends as soon as F is below. */
  readonly drop: number;
  /** Steps after which a run is given up. */
  readonly maxIterations: number;
  readonly rows: readonly Row[];
}

/** n neurons, k targets in R^k. */
export interface Row {
  readonly k: number;
  readonly n: number;
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
  const rows = plan.rows.toSorted((a, b) => b.n * b.k - a.n * a.k || b.k - a.k);
  return rows.flatMap(({ k, n }) =>
    Array.from({ length: Math.ceil(plan.runs / BLOCK) }, (_, block) => ({
      k,
      n,
      block,
      first: block * BLOCK,
      end: Math.min(plan.runs, (block + 1) * BLOCK),
    })),
  );
}

/** The units of one shard: every N-th of all. */
export function unitsOfShard(plan: Plan, shard: Shard): Unit[] {
  return unitsOf(plan).filter((_, i) => i % shard.count === shard.index - 1);
}

export const rowName = ({ k, n }: Row): string => `${k}-${n}`;

/** The bytes of plan.json. */
export function planText(plan: Plan): string {
  const rows = plan.rows.map(({ k, n }) => `    { "k": ${k}, "n": ${n} }`).join(',\n');
  const { rows: _rows, ...rest } = plan;
  const head = Object.entries(rest).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`,
  );
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
  if (!Array.isArray(plan.rows) || plan.rows.length === 0) return 'no (k, n) to search';
  if (plan.rows.length > MAX_ROWS) return `at most ${MAX_ROWS} pairs (k, n) in one search`;
  const names = new Set<string>();
  for (const row of plan.rows as readonly (Row | null)[]) {
    if (row === null || !whole(row.k, 1, MAX_WIDTH) || !whole(row.n, 1, MAX_WIDTH))
      return `k and n are whole numbers from 1 to ${MAX_WIDTH}`;
    if (row.n < row.k)
      return `n = ${row.n} < k = ${row.k}: the global minimum is not known, nothing could be claimed`;
    if (names.has(rowName(row))) return `(k, n) = (${row.k}, ${row.n}) twice`;
    names.add(rowName(row));
  }
  return null;
}

/** Most runs of one pair (k, n). */
export const MAX_RUNS = 10_000_000;
export const MAX_WIDTH = 4096;
/** What a plan holds where nobody says otherwise. */
export const PLAN_DEFAULTS = { step: 0.1, drop: 1e-3, maxIterations: 1e7 } as const;
const MAX_ROWS = 10_000;
const FIELDS: readonly string[] = [
  'format',
  'version',
  'seed',
  'runs',
  'step',
  'drop',
  'maxIterations',
  'rows',
] satisfies (keyof Plan)[];
