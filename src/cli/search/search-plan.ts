import { claimId } from '../../certificate/index.ts';
import { FileError } from '../../files/index.ts';
import {
  PLAN_DEFAULTS as DEFAULTS,
  MAX_DIMENSION,
  MAX_RUNS,
  orderedPlan,
  type Plan,
  planFault,
  planText,
  type Row,
  rowName,
  rowsFault,
  rowsFrom,
  type Source,
} from '../../search/plan.ts';
import { type ExactRows, givenWidth, reducedTargets } from '../../search/targets.ts';
import { MAX_DENSE_SIZE } from '../../verify/dense.ts';
import { type Context, UsageError } from '../context.ts';
import { targetsOf } from '../shared/candidate-options.ts';
import { positiveNumber, wholeNumber } from '../shared/numbers.ts';
import { readCertificateFile } from './search-results.ts';

/** What of a plan was given on the command line. */
export interface PlanArguments {
  readonly k: string | undefined;
  readonly n: string | undefined;
  readonly runs: number | undefined;
  readonly seed: number | undefined;
  readonly step: number | undefined;
  readonly drop: number | undefined;
  readonly maxIterations: number | undefined;
  readonly tolerance: number | undefined;
  readonly init: string | undefined;
  readonly targets: string | undefined;
  readonly samples: number | undefined;
  readonly from: readonly string[] | undefined;
}

/** The plan that was asked for; with one in the folder, what is given must agree with it. */
export async function planOf(
  args: PlanArguments,
  existing: Plan | null,
  folder: string,
  context: Context,
): Promise<Plan> {
  const problem = await problemOf(args, context);
  if (existing !== null) {
    const { rows = existing.rows, ...others } = problem ?? {};
    const variance = args.init === undefined ? existing.variance : varianceOf(args.init);
    const wanted = planText(
      orderedPlan({
        ...{ from: existing.from, targets: existing.targets },
        seed: args.seed ?? existing.seed,
        runs: args.runs ?? existing.runs,
        step: args.step ?? existing.step,
        drop: args.drop ?? existing.drop,
        maxIterations: args.maxIterations ?? existing.maxIterations,
        tolerance: args.tolerance === undefined ? existing.tolerance : toleranceOf(args.tolerance),
        variance,
        ...others,
        samples: args.samples ?? existing.samples,
        rows,
      }),
    );
    if (wanted !== planText(existing))
      throw new UsageError(
        `${folder} holds a search with another plan (see its plan.json): take another --out, or leave the options out to resume it`,
      );
    return existing;
  }
  const { runs, seed, samples } = args;
  if (problem === null || runs === undefined || seed === undefined)
    throw new UsageError('a new search needs --k, --runs and --seed (with --targets FILE or --from no --k)');
  const gaussian = problem.targets === 'gaussian';
  if (samples !== undefined && !gaussian)
    throw new UsageError('--samples counts random sets of targets: it goes with --targets gaussian:D');
  const { step = DEFAULTS.step, drop = DEFAULTS.drop, maxIterations = DEFAULTS.maxIterations } = args;
  const plan = orderedPlan({
    seed: wholeNumber('--seed', seed, 0, Number.MAX_SAFE_INTEGER),
    runs: wholeNumber('--runs', runs, 1, MAX_RUNS),
    step: positiveNumber('--step', step),
    drop: positiveNumber('--drop', drop),
    maxIterations: wholeNumber('--max-iterations', maxIterations, 1, Number.MAX_SAFE_INTEGER),
    tolerance: args.tolerance === undefined ? undefined : toleranceOf(args.tolerance),
    variance: args.init === undefined ? undefined : varianceOf(args.init),
    ...{ targets: problem.targets, from: problem.from, rows: problem.rows },
    samples: gaussian ? wholeNumber('--samples', samples ?? 1, 1, MAX_RUNS) : undefined,
  });
  const fault = planFault(plan);
  if (fault !== null) throw new UsageError(fault);
  return plan;
}

/** What a plan says of targets and rows. */
type PlanProblem = Pick<Plan, 'targets' | 'from' | 'rows'>;

/** Null where nothing is said. */
async function problemOf(
  { k, n, targets, from = [] }: PlanArguments,
  context: Context,
): Promise<PlanProblem | null> {
  const sources = from.map(sourceOf);
  if (sources.length > 0 && targets === undefined) return { from: sources, rows: rowsFrom(sources) };
  const start = sources.length === 0 ? {} : { from: sources };
  if (targets === undefined) return k === undefined ? null : { rows: rowsOf(k, n ?? 'k') };
  if (targets.startsWith('gaussian:')) {
    if (k === undefined && sources.length === 0)
      throw new UsageError('--targets gaussian:D needs --k, the number of targets');
    const widths = targets.slice('gaussian:'.length);
    const sizes = k === undefined ? sources.map(({ k, n }) => ({ k, n })) : rowsOf(k, n ?? 'k');
    const rows = sizes.flatMap((row) => widthsOf(widths, row.k).map((d) => ({ ...row, d })));
    const different = [...new Map(rows.map((row) => [rowName(row), row])).values()];
    return { targets: 'gaussian', ...start, rows: different };
  }
  if (k !== undefined)
    throw new UsageError('--targets FILE says how many targets there are: leave --k out, or name gaussian:D');
  const given = (await targetsOf(targets, context))!.rows as ExactRows;
  const fault = rowsFault(given);
  if (fault !== null) throw new FileError(targets, 'targets', fault, 'rows that a search can take');
  const d = given[0]!.length;
  const rows = numbersOf(n ?? `${sources[0]?.n ?? 'k'}`, given.length, '--n').map((neurons) => ({
    k: given.length,
    n: neurons,
    d,
  }));
  return { targets: reducedTargets(given), ...start, rows };
}

/** Dimensions D for k targets: numbers, 10^E, multiples of k. */
function widthsOf(text: string, k: number): number[] {
  return text.split(',').map((part) => {
    const match = /^(?:(\d{0,6})k|10\^(\d{1,2})|(\d{1,16}(?:e\d{1,2})?))$/.exec(part.trim());
    const [, multiple, power, plain] = match ?? [];
    const d =
      multiple !== undefined
        ? Number(multiple || 1) * k
        : power !== undefined
          ? 10 ** Number(power)
          : Number(plain);
    if (match === null || !(d >= 1 && d <= MAX_DIMENSION))
      throw new UsageError(
        `--targets takes a file or gaussian:D with D like 30, 10^6, 2k or 30,50,100k, from 1 to 2^53 − 1, not ${JSON.stringify(`gaussian:${text}`)}`,
      );
    return d;
  });
}

function varianceOf(init: string): number | undefined {
  if (init === 'xavier') return undefined;
  const value = init.trim() === '' ? Number.NaN : Number(init);
  if (Number.isFinite(value) && value > 0) return value;
  throw new UsageError(
    `--init takes xavier or the variance of a weight, above 0, not ${JSON.stringify(init)}`,
  );
}

/** Undefined for the default, which is not written into plans. */
function toleranceOf(value: number): number | undefined {
  const tolerance = positiveNumber('--tolerance', value);
  return tolerance === 1e-9 ? undefined : tolerance;
}

/** The minimum of a certificate, for --from. */
function sourceOf(path: string): Source {
  const certificate = readCertificateFile(path);
  const { problem, claim, sha256 } = certificate;
  const { k, n, d, targets } = problem;
  if (claim.verdict !== 'spurious-local-minimum')
    throw new FileError(path, 'claim', `"${claim.verdict}"`, 'a spurious local minimum');
  if (certificate.kind !== 'dense' || targets !== 'standard-basis' || d !== k)
    throw new FileError(path, 'problem', 'other targets or further coordinates', 'the standard basis of R^k');
  return { k, n, claim: claimId(sha256), weights: certificate.point.centre.map((row) => row.map(Number)) };
}

/** What people should know about a plan before it is carried out. */
export function warningsOf(plan: Plan): string[] {
  const widest = Math.max(...plan.rows.map(({ k }) => k));
  const warnings: string[] = [];
  const sizeOf = ({ k, n, d = k }: Row): number =>
    n * (plan.targets === 'gaussian' ? Math.min(k, d) : givenWidth(k, d));
  const largest = Math.max(...plan.rows.map(sizeOf));
  if (plan.targets !== undefined && largest > MAX_DENSE_SIZE)
    warnings.push(
      `n·D = ${largest} in the span of the targets is above ${MAX_DENSE_SIZE}, the largest dense Hessian that is tested: ends there stay undecided`,
    );
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
