import type { DenseCertificate } from '../certificate/types.ts';
import type { Verdict } from '../proof/figures.ts';
import type { DescentOutcome } from './descent.ts';
import { hasSamples, type Plan, type Row, rowName, runsOf, samplesOf } from './plan.ts';
import { type FoundPoint, PointBook } from './points.ts';
import { problemOf } from './problem.ts';
import type { RunEnd } from './run.ts';

/** One line of K-N.jsonl or K-N-D.jsonl. */
export interface RunResult {
  readonly run: number;
  /** From 0; only where runs belong to samples. */
  readonly sample?: number;
  /** stationary: the gradient is small; dropped: F came below the bound; unresolved: given up after max-iterations. */
  readonly outcome: DescentOutcome;
  readonly iterations: number;
  /** F at the end, in floating point. */
  readonly objective: number;
  readonly restarts: number;
  /** Steps in which F rose by more than rounding, and the largest rise. */
  readonly increases: number;
  readonly largestIncrease: number;
  /** What is proved about the end of a stationary run; null for the others. */
  readonly verdict: Verdict | null;
  /** Number of the critical point, from 1; null where none was proved. */
  readonly point: number | null;
}

/** A point in manifest.json; bounds as in its certificate. */
export interface PointSummary {
  readonly id: number;
  /** The set of targets that it belongs to, from 0; only with Gaussian targets. */
  readonly sample?: number;
  readonly verdict: Verdict;
  readonly runs: number;
  readonly index: number;
  readonly lambdaMin: string | null;
  readonly objective: { readonly lower: string; readonly upper: string };
  readonly certificate: string;
}

export interface RowSummary extends Row {
  readonly runs: number;
  /** Runs that end at a certified spurious local minimum, at a certified saddle, at a permutation of the targets. */
  readonly spurious: number;
  readonly saddles: number;
  readonly notSpurious: number;
  readonly dropped: number;
  /** Stationary runs about whose end nothing was proved. */
  readonly undecided: number;
  /** Runs given up. */
  readonly unresolved: number;
  /** Runs with a restart, and runs in which F rose. */
  readonly restarted: number;
  readonly increased: number;
  /** Pairs of points that are not proved to be inequivalent. */
  readonly unseparatedPairs: number;
  readonly results: string;
  /** Of the bytes of that file. */
  readonly sha256: string;
  readonly points: readonly PointSummary[];
}

export interface Manifest {
  readonly format: 'spurious-search';
  readonly version: 1;
  readonly producer: { readonly name: string; readonly version: string };
  readonly plan: Plan;
  readonly rows: readonly RowSummary[];
}

export const certificateName = (row: Row, id: number): string => `${rowName(row)}-${id}.certificate.json`;

/** Identifies ends of runs that have their targets in common, in the order of the runs. */
function resultsOf(ends: Iterable<RunEnd>, book: PointBook, plan: Plan): RunResult[] {
  return Array.from(ends, ({ weights, outcome, ...rest }) => {
    const { run, iterations, objective, restarts, increases, largestIncrease } = rest;
    const found = weights === null ? null : book.identify(weights);
    const { verdict, point } = found ?? { verdict: null, point: null };
    const sample = hasSamples(plan) ? { sample: Math.floor(run / plan.runs) } : {};
    const counts = { outcome, iterations, objective, restarts, increases, largestIncrease };
    return { run, ...sample, ...counts, verdict, point };
  });
}

/** What is found in a row: the results of all runs, and the points, numbered through. */
export interface RowFindings {
  readonly results: readonly RunResult[];
  readonly points: readonly Omit<PointSummary, 'runs' | 'certificate'>[];
  readonly unseparatedPairs: number;
}

/**
 * Identifies the ends of all runs of a row, given in their order; samples with Gaussian targets have points of their own.
 * `found` gets each point as soon as the sample is done.
 */
export function findingsOf(
  plan: Plan,
  row: Row,
  ends: Iterator<RunEnd>,
  producer: { readonly name: string; readonly version: string },
  found: (point: FoundPoint) => void,
): RowFindings {
  const gaussian = plan.targets === 'gaussian';
  const groups = gaussian ? samplesOf(plan, row) : 1;
  const results: RunResult[] = [];
  const points: RowFindings['points'][number][] = [];
  let unseparatedPairs = 0;
  for (let sample = 0; sample < groups; sample++) {
    const book = new PointBook(row, producer, problemOf(plan, row, sample), points.length);
    for (const result of resultsOf(next(ends, runsOf(plan, row) / groups), book, plan)) results.push(result);
    for (const point of book.points) {
      points.push({ id: point.id, ...(gaussian && { sample }), ...factsOf(point.certificate) });
      found(point);
    }
    unseparatedPairs += book.unseparatedPairs;
  }
  return { results, points, unseparatedPairs };
}

function* next<T>(items: Iterator<T>, count: number): Generator<T> {
  for (let i = 0; i < count; i++) {
    const item = items.next();
    if (item.done === true) throw new RangeError(`${count} ends are expected, not ${i}`);
    yield item.value;
  }
}

function factsOf({
  claim,
}: DenseCertificate): Pick<PointSummary, 'verdict' | 'index' | 'lambdaMin' | 'objective'> {
  if (claim.verdict === 'no-critical-point') throw new TypeError('a critical point is expected');
  return {
    verdict: claim.verdict,
    index: claim.index,
    lambdaMin: claim.lambdaMin,
    objective: claim.verdict === 'not-spurious' ? { lower: '0', upper: '0' } : claim.objective,
  };
}

/** The bytes of K-N.jsonl. */
export function resultsText(results: readonly RunResult[]): string {
  return results.map((result) => `${JSON.stringify(result)}\n`).join('');
}

export function summaryOf(
  row: Row,
  { results, points, unseparatedPairs }: RowFindings,
  sha256: string,
): RowSummary {
  const count = (wanted: (result: RunResult) => boolean): number => results.filter(wanted).length;
  const verdict = (name: Verdict): number => count((result) => result.verdict === name);
  const runsAt = new Map<number | null, number>();
  for (const { point } of results) runsAt.set(point, (runsAt.get(point) ?? 0) + 1);
  return {
    k: row.k,
    n: row.n,
    ...(row.d !== undefined && { d: row.d }),
    runs: results.length,
    spurious: verdict('spurious-local-minimum'),
    saddles: verdict('saddle'),
    notSpurious: verdict('not-spurious'),
    dropped: count(({ outcome }) => outcome === 'dropped'),
    undecided: verdict('inconclusive') + verdict('no-critical-point'),
    unresolved: count(({ outcome }) => outcome === 'unresolved'),
    restarted: count(({ restarts }) => restarts > 0),
    increased: count(({ increases }) => increases > 0),
    unseparatedPairs,
    results: `${rowName(row)}.jsonl`,
    sha256,
    points: points.map(({ id, sample, verdict: name, ...rest }) => ({
      id,
      ...(sample !== undefined && { sample }),
      verdict: name,
      runs: runsAt.get(id) ?? 0,
      ...rest,
      certificate: `certificates/${certificateName(row, id)}`,
    })),
  };
}

/** The bytes of manifest.json. */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
