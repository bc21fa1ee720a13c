import {
  PLAN_DEFAULTS as DEFAULTS,
  MAX_RUNS,
  type Plan,
  planFault,
  planText,
  type Row,
} from '../../search/plan.ts';
import { UsageError } from '../context.ts';
import { positiveNumber, wholeNumber } from '../shared/numbers.ts';

/** What of a plan was given on the command line. */
export interface PlanArguments {
  readonly k: string | undefined;
  readonly n: string | undefined;
  readonly runs: number | undefined;
  readonly seed: number | undefined;
  readonly step: number | undefined;
  readonly drop: number | undefined;
  readonly maxIterations: number | undefined;
}

/** The plan that was asked for; with one in the folder, what is given must agree with it. */
export function planOf(args: PlanArguments, existing: Plan | null, folder: string): Plan {
  if (existing !== null) {
    const rows = args.k === undefined ? existing.rows : rowsOf(args.k, args.n ?? 'k');
    const wanted = planText({
      ...existing,
      seed: args.seed ?? existing.seed,
      runs: args.runs ?? existing.runs,
      step: args.step ?? existing.step,
      drop: args.drop ?? existing.drop,
      maxIterations: args.maxIterations ?? existing.maxIterations,
      rows,
    });
    if (wanted !== planText(existing))
      throw new UsageError(
        `${folder} holds a search with another plan (see its plan.json): take another --out, or leave the options out to resume it`,
      );
    return existing;
  }
  const { k, runs, seed } = args;
  if (k === undefined || runs === undefined || seed === undefined)
    throw new UsageError('a new search needs --k, --runs and --seed');
  const { step = DEFAULTS.step, drop = DEFAULTS.drop, maxIterations = DEFAULTS.maxIterations } = args;
  const plan: Plan = {
    format: 'spurious-search-plan',
    version: 1,
    seed: wholeNumber('--seed', seed, 0, Number.MAX_SAFE_INTEGER),
    runs: wholeNumber('--runs', runs, 1, MAX_RUNS),
    step: positiveNumber('--step', step),
    drop: positiveNumber('--drop', drop),
    maxIterations: wholeNumber('--max-iterations', maxIterations, 1, Number.MAX_SAFE_INTEGER),
    rows: rowsOf(k, args.n ?? 'k'),
  };
  const fault = planFault(plan);
  if (fault !== null) throw new UsageError(fault);
  return plan;
}

/** What people should know about a plan before it is carried out. */
export function warningsOf(plan: Plan): string[] {
  const widest = Math.max(...plan.rows.map(({ k }) => k));
  const warnings: string[] = [];
  if (widest > 250 && plan.drop >= DEFAULTS.drop)
    warnings.push(
      `k = ${widest} > 250: minima have objectives of about .297/k, and --drop ${plan.drop} takes those below it for global (from k = ${Math.ceil(0.297 / plan.drop)} on the true minima)`,
    );
  if (widest >= 77 && plan.step >= 0.1)
    warnings.push(
      `k = ${widest} ≥ 77: minima with λ_max > ${2 / plan.step} repel descent with --step ${plan.step}; try --step ${5 / widest}`,
    );
  return warnings;
}

/** All (k, n) for `--k` and `--n`: numbers and ranges A..B, separated by commas; in --n also k and k+1, k+2, … */
function rowsOf(ks: string, ns: string): Row[] {
  const rows = numbersOf(ks, null, '--k').flatMap((k) => numbersOf(ns, k, '--n').map((n) => ({ k, n })));
  if (rows.length === 0) throw new UsageError(`--k ${ks} --n ${ns} names no pair`);
  return rows;
}

function numbersOf(text: string, k: number | null, option: string): number[] {
  const fail = (): never => {
    const example = k === null ? '6, 6..20 or 8,10..19' : '6, k, k+1 or k+2..20';
    throw new UsageError(`${option} takes numbers like ${example}, not ${JSON.stringify(text)}`);
  };
  const number = (part: string): number => {
    const match = /^(?:(k)(?:\+(\d{1,5}))?|(\d{1,5}))$/.exec(part.trim());
    if (match === null || (match[1] !== undefined && k === null)) return fail();
    return match[1] === undefined ? Number(match[3]) : k! + Number(match[2] ?? 0);
  };
  return text.split(',').flatMap((part) => {
    const ends = part.split('..');
    if (ends.length > 2) return fail();
    const first = number(ends[0]!);
    const last = ends.length === 1 ? first : number(ends[1]!);
    // Ranges like k+2..20 are empty for large k; a range of plain numbers the wrong way round is a mistake.
    if (last < first && !part.includes('k')) return fail();
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  });
}
