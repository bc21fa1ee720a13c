import { checkObject, checkProducer, checkWhole, refuse } from '../arithmetic/argument.ts';
import type { VerifyOptions } from '../proof/options.ts';
import { PRODUCER } from '../proof/producer.ts';
import {
  MAX_DIMENSION,
  MAX_WIDTH,
  orderedPlan,
  PLAN_DEFAULTS,
  type Plan,
  planFault,
  type Row,
  rowsFault,
  runsOf,
} from './plan.ts';
import type { FoundPoint } from './points.ts';
import { findingsOf, type RunResult } from './results.ts';
import { performRuns, type RunEnd } from './run.ts';
import { reducedTargets } from './targets.ts';

/** What is done for one (k, n). What is left out is as in `spurious search`. */
export interface SearchOptions {
  readonly runs: number;
  readonly seed: number;
  readonly step?: number | undefined;
  readonly drop?: number | undefined;
  readonly maxIterations?: number | undefined;
  readonly tolerance?: number | undefined;
  /** The variance of a weight at the start. */
  readonly variance?: number | undefined;
  /** Gaussian targets in R^d for each sample, or k rows of d numbers; left out, the standard basis of R^k. */
  readonly targets?: Plan['targets'];
  /** Sets of Gaussian targets, 1; each has `runs` runs. */
  readonly samples?: number | undefined;
  readonly producer?: VerifyOptions['producer'];
}

export interface SearchOutcome {
  /** How each run ended, in their order. */
  readonly results: readonly RunResult[];
  /** The critical points that were proved, with their certificates. */
  readonly points: readonly FoundPoint[];
  /** Pairs of points that are not proved to be inequivalent. */
  readonly unseparatedPairs: number;
}

/**
 * Gradient descent from random starts for n neurons and k targets, in R^k or, where there are others, in R^d; every endpoint is certified. A function of its
 * arguments alone, and the same as `spurious search`.
 *
 * @example
 * const { points } = search({ k: 6, n: 6 }, { runs: 20, seed: 1 });
 * const random = search({ k: 8, n: 8, d: 1e9 }, { targets: 'gaussian', samples: 2, runs: 10, seed: 1 });
 */
export function search(row: Row, options: SearchOptions): SearchOutcome {
  checkObject('row', row);
  const { k, n, d } = row;
  checkWhole('row.k', k, 1, MAX_WIDTH);
  checkWhole('row.n', n, k, MAX_WIDTH);
  if (d !== undefined) checkWhole('row.d', d, 1, MAX_DIMENSION);
  checkObject('options', options);
  const { runs, seed, producer = PRODUCER } = options;
  const { step = PLAN_DEFAULTS.step, drop = PLAN_DEFAULTS.drop } = options;
  const { maxIterations = PLAN_DEFAULTS.maxIterations, tolerance, variance, targets } = options;
  const samples = options.samples ?? (targets === 'gaussian' ? 1 : undefined);
  checkProducer('options.producer', producer);
  const plan = orderedPlan({
    ...{ seed, runs, step, drop, maxIterations, tolerance, variance, samples, from: undefined },
    targets: Array.isArray(targets) && rowsFault(targets) === null ? reducedTargets(targets) : targets,
    rows: [d === undefined ? { k, n } : { k, n, d }],
  });
  const fault = planFault(plan);
  if (fault !== null) refuse('options', options, `a search that can be made: ${fault}`);
  const planned = plan.rows[0]!;
  const ends: RunEnd[] = [];
  performRuns(plan, planned, [...Array(runsOf(plan, planned)).keys()], (end) => {
    ends[end.run] = end;
  });
  const points: FoundPoint[] = [];
  const { results, unseparatedPairs } = findingsOf(plan, planned, ends.values(), producer, (point) => {
    points.push(point);
  });
  return { results, points, unseparatedPairs };
}
