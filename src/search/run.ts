import { type DescentOutcome, descend } from './descent.ts';
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
  const { step, drop, maxIterations, tolerance } = plan;
  // The problem of the descent is the given one with all lengths divided by the unit.
  const square = problem.unit ** 2;
  const options = {
    ...{ step, drop, maxIterations },
    ...(tolerance !== undefined && { tolerance }),
    ...(observe !== undefined && { observe: (spent: number, f: number) => observe(spent, f * square) }),
  };
  const end = descend(startOf(plan, row, run), row.n, row.k, options, problem.targets);
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
