import { type DescentOutcome, descend } from './descent.ts';
import { type Plan, type Row, widthOf } from './plan.ts';
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

/** One line (with line feed) of a unit's file; the point as base64 of its little-endian doubles. */
export function lineOfEnd(end: RunEnd): string {
  const { weights, ...rest } = end;
  return `${JSON.stringify({ ...rest, weights: weights === null ? null : encode(weights) })}\n`;
}

/** The ends in a unit's file by run number. What an interruption left half written at its end is passed over. */
export function endsOfText(text: string, row: Row): Map<number, RunEnd> {
  const ends = new Map<number, RunEnd>();
  const lines = text.split('\n');
  // Without a line feed behind it a line is not whole.
  for (const line of lines.slice(0, -1)) {
    const end = endOfLine(line, row.n * widthOf(row));
    if (end !== null) ends.set(end.run, end);
  }
  return ends;
}

const OUTCOMES: readonly string[] = ['stationary', 'dropped', 'unresolved'] satisfies DescentOutcome[];

function endOfLine(line: string, size: number): RunEnd | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { weights: encoded, ...rest } = value as Omit<RunEnd, 'weights'> & { weights: string | null };
  const numbers = [
    rest.run,
    rest.iterations,
    rest.objective,
    rest.restarts,
    rest.increases,
    rest.largestIncrease,
  ];
  if (!numbers.every((x) => typeof x === 'number') || !OUTCOMES.includes(rest.outcome)) return null;
  const weights = typeof encoded === 'string' ? decode(encoded) : null;
  if ((rest.outcome === 'stationary') !== (weights?.length === size)) return null;
  return { ...rest, weights };
}

function encode(weights: Float64Array): string {
  const bytes = Buffer.alloc(weights.length * 8);
  weights.forEach((x, i) => {
    bytes.writeDoubleLE(x, i * 8);
  });
  return bytes.toString('base64');
}

function decode(text: string): Float64Array {
  const bytes = Buffer.from(text, 'base64');
  return Float64Array.from({ length: bytes.length / 8 }, (_, i) => bytes.readDoubleLE(i * 8));
}
