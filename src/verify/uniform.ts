import {
  checkFunction,
  checkObject,
  checkPositive,
  checkProducer,
  checkWhole,
} from '../arithmetic/argument.ts';
import { compareRationals, exactDecimal, type Rational } from '../arithmetic/exact.ts';
import { makeCertificate } from '../certificate/index.ts';
import type { Decimal } from '../certificate/types.ts';
import { UNIFORM_LIMITS, type UniformCertificate, type UniformProblem } from '../certificate/uniform.ts';
import { PRODUCER } from '../proof/producer.ts';
import { limitOf, scaledLimit } from '../proposals/families/branch.ts';
import { follow, newton, seriesOf } from '../proposals/uniform/centre.ts';
import { leastEigenvalues } from '../proposals/uniform/lambda.ts';
import type { BranchFailure } from '../symmetry/uniform/existence.ts';
import {
  centreDecimals,
  DEFINITE,
  type Interval,
  type ProvedInterval,
  proveInterval,
} from '../symmetry/uniform/interval.ts';
import { checkFamily, familyOf, type ScaledFamily } from '../symmetry/uniform/scaled-family.ts';
import { TaylorArithmetic, TaylorError } from '../symmetry/uniform/taylor.ts';

export interface ProveOptions {
  /** Degree of the polynomials in t. */
  readonly order?: number;
  /** λ; by default the program chooses one. */
  readonly lambda?: Decimal;
  /** Named in the certificate. */
  readonly producer?: { readonly name: string; readonly version: string };
  /** Called now and then with the part of the range of s that is proved, from 0 to 1. */
  readonly progress?: (part: number) => void;
}

export type ProveResult =
  | {
      readonly proved: true;
      readonly certificate: UniformCertificate;
      readonly intervals: readonly ProvedInterval[];
    }
  | { readonly proved: false; readonly reason: string };

/** The degree that needs the least time: intervals get wider with it and dearer. */
const orderFor = ({ unknowns }: ScaledFamily): number => (unknowns > 60 ? 8 : 10);
const ROOM = 0.05;
/** Points of the grid on which a λ is looked for. */
const GRID = 24;
/** Intervals of s narrower than this are not tried. */
const NARROWEST = 1e-8;
/** Decimal places of the outermost ends: k of the end differs from kFrom by less than 2·10^−12·k^(3/2). */
const END_PLACES = 12;

/**
 * The theorem for every integer (and real) k with kFrom ≤ k (≤ kTo) and every d ≥ k. Throws a RangeError for a problem
 * that is none: kFrom < r + 4, kTo < kFrom, k beyond the limits, sets that are not sets of bad coordinates, λ ≤ 0.
 *
 * @example
 * const result = proveForAll({ bad: 1, extras: [[1]] }, 7, null);
 * if (result.proved) console.log(result.certificate.statement);
 */
export function proveForAll(
  problem: Pick<UniformProblem, 'bad' | 'extras'>,
  kFrom: number,
  kTo: number | null,
  options: ProveOptions = {},
): ProveResult {
  checkArguments(problem, kFrom, kTo, options);
  const { bad, extras } = problem;
  const family = familyOf(bad, extras);
  const from = kTo === null ? '0' : inverseRoot(kTo, -1);
  const to = inverseRoot(kFrom, 1);
  const limit = limitOf({ type: 'II', bad, extras });
  const start = limit === null ? null : follow(family, 0, Number(from), scaledLimit(limit));
  if (start === null) return refused('the limit energy of the family has no minimum that was found');
  const { progress = () => {} } = options;
  const least = leastEigenvalue(family, Number(from), Number(to), start, progress);
  if (typeof least === 'string') return refused(least);
  const lambda = exactDecimal(options.lambda ?? roundedDown(least, family.unknowns));
  if (!(Number(lambda) > 0))
    return refused(`the least eigenvalue, ${least.toPrecision(3)} in doubles, leaves no room for a λ > 0`);
  const arithmetic = new TaylorArithmetic(options.order ?? orderFor(family));
  const intervals = cover(arithmetic, family, { from, to }, start, lambda, progress);
  if (!Array.isArray(intervals)) return refused(describe(intervals as Unproved));
  const certificate = makeCertificate<UniformCertificate>({
    format: 'spurious-certificate',
    version: 1,
    kind: 'uniform',
    producer: { ...(options.producer ?? PRODUCER), digits: 15 },
    problem: { bad, extras, dimension: 'all' },
    claim: { verdict: 'spurious-local-minima', kFrom, kTo, lambdaMin: lambda },
    witness: {
      order: arithmetic.order,
      intervals: intervals.map(({ from, to, centre, radius }) => ({ from, to, centre, radius })),
    },
  });
  return { proved: true, certificate, intervals };
}

function checkArguments(
  problem: Pick<UniformProblem, 'bad' | 'extras'>,
  kFrom: number,
  kTo: number | null,
  options: ProveOptions,
): void {
  checkObject('problem', problem);
  checkFamily('problem', problem.bad, problem.extras);
  // With fewer good coordinates the list of blocks is not complete.
  checkWhole('kFrom', kFrom, problem.bad + 4, UNIFORM_LIMITS.k);
  if (kTo !== null) checkWhole('kTo', kTo, kFrom, UNIFORM_LIMITS.k);
  checkObject('options', options);
  const { order, lambda, producer, progress } = options;
  if (order !== undefined) checkWhole('options.order', order, 1, UNIFORM_LIMITS.order);
  if (lambda !== undefined) checkPositive('options.lambda', lambda);
  if (producer !== undefined) checkProducer('options.producer', producer);
  if (progress !== undefined) checkFunction('options.progress', progress);
}

function refused(reason: string): ProveResult {
  return { proved: false, reason };
}

interface Unproved extends BranchFailure {
  readonly interval: Interval;
}

function describe({ interval: { from, to }, condition, margin }: Unproved): string {
  const k = (s: string): string =>
    Number(s) === 0 ? 'infinity' : (1 / (Number(s) * Number(s))).toPrecision(6);
  const found = margin === null ? '' : `: ${margin.toPrecision(3)} in the place of a positive number`;
  return `not closed for s in [${from}, ${to}], k from ${k(to)} to ${k(from)}: ${condition}${found}`;
}

/** Proved intervals that cover the range, or the first one that is as narrow as is tried and not proved. */
function cover(
  arithmetic: TaylorArithmetic,
  family: ScaledFamily,
  range: Interval,
  start: readonly number[],
  lambda: Decimal,
  progress: (part: number) => void,
): ProvedInterval[] | Unproved {
  const end = Number(range.to);
  const begin = Number(range.from);
  const proved: ProvedInterval[] = [];
  let low = range.from;
  let y = [...start];
  let width = 0.1;
  for (;;) {
    const interval = { from: low, to: upperEnd(low, width, range.to) };
    const attempt = tryInterval(arithmetic, family, interval, y, lambda);
    const closed = 'margins' in attempt && (width < NARROWEST * 100 || roomy(attempt));
    progress((Number(closed ? interval.to : low) - begin) / (end - begin));
    if (closed) {
      proved.push(attempt);
      if (interval.to === range.to) return proved;
      if (proved.length === UNIFORM_LIMITS.intervals)
        return { interval, condition: 'fewer intervals', margin: null };
      low = interval.to;
      // The polynomial at t = 1 is where the next interval begins.
      y = attempt.centre.map((row) => row.reduce((sum, c) => sum + Number(c), 0));
      width = 1.4 * (Number(interval.to) - Number(interval.from));
    } else {
      width = 0.65 * Math.min(width, Number(interval.to) - Number(interval.from));
      if (width < NARROWEST) {
        if ('margins' in attempt) throw new Error('a proved interval is not narrow');
        return { interval, ...attempt };
      }
    }
  }
}

/** Do the definite blocks leave some room, so that a checker with other roundings comes to the same conclusion? */
function roomy({ margins }: ProvedInterval): boolean {
  return DEFINITE.every((name) => margins[name]! >= ROOM);
}

/** A decimal near low + width, or the end of the range when that is near. */
function upperEnd(low: Decimal, width: number, end: Decimal): Decimal {
  const target = Number(low) + width;
  if (target >= Number(end) - 0.02 * width) return end;
  const places = Math.max(3, 2 - Math.floor(Math.log10(width)));
  return String(Number(target.toFixed(places)));
}

function tryInterval(
  arithmetic: TaylorArithmetic,
  family: ScaledFamily,
  interval: Interval,
  start: readonly number[],
  lambda: Decimal,
): ProvedInterval | BranchFailure {
  const low = Number(interval.from);
  const half = (Number(interval.to) - low) / 2;
  const nothing: BranchFailure = { condition: 'a critical point near the branch in doubles', margin: null };
  try {
    const near = follow(family, low, low + half, start);
    const series = near === null ? null : seriesOf(family, low + half, half, near, arithmetic.order);
    if (series === null) return nothing;
    return proveInterval(arithmetic, family, interval, centreDecimals(series), lambda);
  } catch (error) {
    if (!(error instanceof TaylorError)) throw error;
    return { condition: error.message, margin: null };
  }
}

/** The least eigenvalue of the Hessian in doubles on a grid of the range, or why there is no positive one. */
function leastEigenvalue(
  family: ScaledFamily,
  from: number,
  to: number,
  start: readonly number[],
  progress: (part: number) => void,
): number | string {
  let y: readonly number[] = start;
  let before = y;
  let least = Number.POSITIVE_INFINITY;
  let last = from;
  for (let i = 0; i <= GRID; i++) {
    const s = from + ((to - from) * i) / GRID;
    const k = s === 0 ? 'infinity' : (1 / (s * s)).toPrecision(6);
    // Straight on from two points of the branch is nearer to the next one than the last of them.
    const ahead = y.map((x, j) => 2 * x - before[j]!);
    const next = newton(family, s, ahead) ?? follow(family, last, s, y);
    if (next === null) return `the branch was not found in doubles at k = ${k}`;
    [before, y] = [y, next];
    for (const [block, value] of Object.entries(leastEigenvalues(family, s, y, least))) {
      if (!(value > 0))
        return `the least eigenvalue of the block "${block}" is ${value.toPrecision(3)} in doubles at k = ${k}`;
      least = Math.min(least, value);
    }
    last = s;
    progress(0);
  }
  return least;
}

/**
 * Three digits, with a little room: intervals shrink with the distance of λ from the least eigenvalue, and boxes and
 * roundings blur a block in proportion to its size.
 */
function roundedDown(least: number, unknowns: number): Decimal {
  return String(
    Number((0.99995 * least - 1e-9 * unknowns * unknowns).toExponential(6).replace(/^(\d\.\d\d)\d*/, '$1')),
  );
}

/** A decimal next to k^(−1/2): side −1 at most, side 1 at least; decided exactly. */
export function inverseRoot(k: number, side: -1 | 1): Decimal {
  const square: Rational = { numerator: 1n, denominator: BigInt(k) };
  for (let units = Math.round(1e12 / Math.sqrt(k)) - side; ; units += side) {
    const numerator = BigInt(units);
    const s2 = { numerator: numerator * numerator, denominator: 10n ** BigInt(2 * END_PLACES) };
    if (compareRationals(s2, square) * side >= 0) return exactPlaces(numerator);
  }
}

/** units·10^−12 without trailing zeros, 0 ≤ units < 10^12. */
function exactPlaces(units: bigint): Decimal {
  return `0.${units.toString().padStart(END_PLACES, '0')}`.replace(/0+$/, '');
}
