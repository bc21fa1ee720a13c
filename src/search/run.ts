import { type DescentOptions, type DescentOutcome, type DescentResult, descend } from './descent.ts';
import { descendAll } from './lanes.ts';
import type { Plan, Row } from './plan.ts';
import { type Problem, problemOf, startOf } from './problem.ts';

/** How one run ended, in floating point: a proposal, nothing is claimed by it. */
export interface RunEnd {
  readonly run: number;
  readonly outcome: DescentOutcome;
  /** Steps taken, those before a restart included. */
  readonly iterations: number;
  readonly objective: number;
  /** How often the gradient passed the ceiling and the run began anew with half the step. */
  readonly restarts: number;
  /** Steps in which F rose. */
  readonly increases: number;
  readonly largestIncrease: number;
  /** The last point of a stationary run, in the coordinates of the descent (row = neuron); null for the others. */
  readonly weights: Float64Array | null;
}

/**
 * Run number `run` of a row: a function of its arguments alone. The problem is that of the run's sample; `observe` gets steps and F on
 * the way.
 */
export function performRun(
  plan: Plan,
  row: Row,
  run: number,
  problem: Problem = problemOf(plan, row, Math.floor(run / plan.runs)),
  observe?: (iterations: number, objective: number) => void,
): RunEnd {
  const options = {
    ...optionsOf(plan),
    // The problem of the descent is the given one with all lengths divided by the unit.
    ...(observe !== undefined && {
      observe: (spent: number, f: number) => observe(spent, f * problem.unit ** 2),
    }),
  };
  return endOf(run, descend(startOf(plan, row, run), row.n, row.k, options, problem.targets), problem);
}

/**
 * The same runs one after the other, or, for the standard basis and few neurons, two at a time; `ended` hears of each as soon as it has
 * ended, which may be before an earlier one.
 */
export function performRuns(
  plan: Plan,
  row: Row,
  runs: readonly number[],
  ended: (end: RunEnd) => void,
): void {
  if (runs.length === 0) return;
  const problem = problemOf(plan, row, Math.floor(runs[0]! / plan.runs));
  if (problem.targets !== null) {
    for (const run of runs) ended(performRun(plan, row, run));
    return;
  }
  // The standard basis is that of all samples.
  descendAll(startsOf(plan, row, runs), row.n, row.k, optionsOf(plan), (at, end) => {
    ended(endOf(runs[at]!, end, problem));
  });
}

function* startsOf(plan: Plan, row: Row, runs: readonly number[]): Generator<Float64Array> {
  for (const run of runs) yield startOf(plan, row, run);
}

function optionsOf({ step, drop, maxIterations, tolerance }: Plan): DescentOptions {
  return { step, drop, maxIterations, ...(tolerance !== undefined && { tolerance }) };
}

function endOf(run: number, end: DescentResult, { unit }: Problem): RunEnd {
  const square = unit ** 2;
  return {
    run,
    outcome: end.outcome,
    iterations: end.iterations,
    objective: end.objective * square,
    restarts: end.restarts,
    increases: end.increases,
    largestIncrease: end.largestIncrease * square,
    weights: end.outcome === 'stationary' ? end.weights : null,
  };
}
