import { checkObject, checkProducer, checkWhole, refuse } from '../arithmetic/argument.ts';
import type { VerifyOptions } from '../proof/options.ts';
import { PRODUCER } from '../proof/producer.ts';
import { MAX_WIDTH, PLAN_DEFAULTS, type Plan, planFault, type Row } from './plan.ts';
import type { FoundPoint } from './points.ts';
import { findingsOf, type RunResult } from './results.ts';
import { performRun } from './run.ts';

/** What is done for one (k, n). What is left out is as in `spurious search`. */
export interface SearchOptions {
  readonly runs: number;
  readonly seed: number;
  readonly step?: number | undefined;
  readonly drop?: number | undefined;
  readonly maxIterations?: number | undefined;
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
 * Gradient descent from random starts for n neurons and k targets in R^k; every endpoint is certified. A function of its
 * arguments alone, and the same as `spurious search`.
 *
 * @example
 * const { points } = search({ k: 6, n: 6 }, { runs: 20, seed: 1 });
 */
export function search(row: Row, options: SearchOptions): SearchOutcome {
  checkObject('row', row);
  const { k, n } = row;
  checkWhole('row.k', k, 1, MAX_WIDTH);
  checkWhole('row.n', n, k, MAX_WIDTH);
  checkObject('options', options);
  const { runs, seed, producer = PRODUCER } = options;
  const { step = PLAN_DEFAULTS.step, drop = PLAN_DEFAULTS.drop } = options;
  const { maxIterations = PLAN_DEFAULTS.maxIterations } = options;
  checkProducer('options.producer', producer);
  const rows = [{ k, n }];
  const plan: Plan = {
    format: 'spurious-search-plan',
    version: 1,
    seed,
    runs,
    step,
    drop,
    maxIterations,
    rows,
  };
  const fault = planFault(plan);
  if (fault !== null) refuse('options', options, `a search that can be made: ${fault}`);
  const ends = Array.from({ length: runs }, (_, run) => performRun(plan, { k, n }, run));
  const points: FoundPoint[] = [];
  const { results, unseparatedPairs } = findingsOf(plan, { k, n }, ends.values(), producer, (point) => {
    points.push(point);
  });
  return { results, points, unseparatedPairs };
}
