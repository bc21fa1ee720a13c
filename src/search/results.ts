import type { DenseCertificate } from '../certificate/types.ts';
import type { Verdict } from '../proof/figures.ts';
import type { DescentOutcome } from './descent.ts';
import { type Plan, type Row, rowName } from './plan.ts';
import type { PointBook } from './points.ts';
import type { RunEnd } from './run.ts';

/** One line of K-N.jsonl. */
export interface RunResult {
  readonly run: number;
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

/** Identifies the ends of all runs of a row, in the order of the runs. */
export function resultsOf(ends: Iterable<RunEnd>, book: PointBook): RunResult[] {
  return Array.from(ends, ({ weights, outcome, ...rest }) => {
    const { run, iterations, objective, restarts, increases, largestIncrease } = rest;
    const found = weights === null ? null : book.identify(weights);
    const { verdict, point } = found ?? { verdict: null, point: null };
    return { run, outcome, iterations, objective, restarts, increases, largestIncrease, verdict, point };
  });
}

/** The bytes of K-N.jsonl. */
export function resultsText(results: readonly RunResult[]): string {
  return results.map((result) => `${JSON.stringify(result)}\n`).join('');
}

export function summaryOf(
  row: Row,
  results: readonly RunResult[],
  certificates: readonly DenseCertificate[],
  unseparatedPairs: number,
  sha256: string,
): RowSummary {
  const count = (wanted: (result: RunResult) => boolean): number => results.filter(wanted).length;
  const verdict = (name: Verdict): number => count((result) => result.verdict === name);
  return {
    k: row.k,
    n: row.n,
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
    points: certificates.map(({ claim }, i) => {
      if (claim.verdict === 'no-critical-point') throw new TypeError('a critical point is expected');
      return {
        id: i + 1,
        verdict: claim.verdict,
        runs: count(({ point }) => point === i + 1),
        index: claim.index,
        lambdaMin: claim.lambdaMin,
        objective: claim.verdict === 'not-spurious' ? { lower: '0', upper: '0' } : claim.objective,
        certificate: `certificates/${certificateName(row, i + 1)}`,
      };
    }),
  };
}

/** The bytes of manifest.json. */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
