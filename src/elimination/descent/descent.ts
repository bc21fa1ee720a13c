import type { FloatModel, Random } from './float-model.ts';
import { addedAt, addedNorms, FloatObjective, type FloatProblem, type Values } from './float-objective.ts';

/** Gradient descent, or AdaGrad (Duchi, Hazan, Singer, 2011). */
export type Method = 'gd' | 'adagrad';

export interface DescentOptions {
  readonly method: Method;
  /** Step size; of AdaGrad the factor in front of g/√Σg². */
  readonly step: number;
  readonly iterations: number;
  /** Examples in a batch, 0 for all of them in every step. */
  readonly batch: number;
  /** Restart where ‖a‖ + ‖b‖ + ‖W‖ reaches the threshold? */
  readonly monitored: boolean;
  /** Where the sum of norms counts as diverging, with or without monitor. */
  readonly threshold: number;
  /** The least loss that any function has on the data, a lower bound of min L. */
  readonly infimum: number;
  /** Rows of the trajectory that are kept, at most. */
  readonly rows: number;
}

/**
 * How a trial ended. global-minimum: L(θ) is within TOLERANCE of the infimum over all functions. stationary: no entry of
 * the gradient exceeds STATIONARY. diverging: ‖a‖ + ‖b‖ + ‖W‖ is beyond the threshold, or numbers overflowed. unfinished:
 * the steps ran out.
 */
export type Outcome = 'global-minimum' | 'stationary' | 'diverging' | 'unfinished';

export const TOLERANCE = 1e-4;
export const STATIONARY = 1e-9;
/** Standard deviation of the entries of (a, b, W) at every start. */
const SPREAD = 0.01;
const ADAGRAD_FLOOR = 1e-10;

/** One row of a trajectory. */
export interface TrajectoryRow {
  readonly step: number;
  readonly restarts: number;
  readonly loss: number;
  readonly objective: number;
  readonly normA: number;
  readonly normB: number;
  readonly normW: number;
  /** θ, where it has no more than four entries. */
  readonly theta: readonly number[];
}

export interface Trial {
  readonly outcome: Outcome;
  /** L(θ) at the end. */
  readonly loss: number;
  readonly objective: number;
  readonly steps: number;
  readonly restarts: number;
  /** The greatest ‖a‖ + ‖b‖ + ‖W‖ of the trial. */
  readonly norm: number;
  readonly trajectory: readonly TrajectoryRow[];
  /** θ and the added neurons at the end; none of those without an augmentation. */
  readonly theta: readonly number[];
  readonly added: {
    readonly a: readonly number[];
    readonly b: readonly number[];
    readonly w: readonly (readonly number[])[];
  };
}

/**
 * Descends from `start` (a random θ when null) with (a, b, W) near 0. With the monitor, a passing of the threshold (or an
 * overflow) restarts the descent at a random θ; steps are counted over all restarts. Deterministic for a given random.
 */
export function descend(
  problem: FloatProblem,
  start: Float64Array | null,
  options: DescentOptions,
  random: Random,
): Trial {
  const objective = new FloatObjective(problem);
  const { parts } = objective;
  const { model, inputs } = problem;
  let z = startingPoint(model, start, parts.size, random);
  const gradient = new Float64Array(parts.size);
  let squares = new Float64Array(parts.size);
  const batches =
    options.batch === 0 || options.batch >= inputs.length ? null : new Batches(inputs.length, options.batch);
  const every = Math.max(1, Math.ceil(options.iterations / options.rows));
  const trajectory: TrajectoryRow[] = [];
  let restarts = 0;
  let greatest = 0;
  let recorded = -1;
  for (let step = 0; ; step++) {
    // With batches the whole data are looked at once an epoch, and at the end.
    const last = step >= options.iterations;
    const whole = batches === null || batches.atEpoch() || last;
    const values = whole ? objective.evaluate(z, gradient, null) : null;
    const [normA, normB, normW] = addedNorms(z, parts);
    const norm = normA + normB + normW;
    if (norm > greatest) greatest = norm;
    const finite = Number.isFinite(norm) && (values === null || Number.isFinite(values.objective));
    const passed = !finite || norm >= options.threshold;
    const restart = passed && options.monitored && !last;
    const outcome = restart ? null : outcomeOf(values, gradient, finite, passed, last, options.infimum);
    if (values !== null && (outcome !== null || restart || Math.floor(step / every) > recorded)) {
      recorded = Math.floor(step / every);
      const theta = model.parameters <= 4 ? [...z.subarray(0, model.parameters)] : [];
      trajectory.push({ step, restarts, ...values, normA, normB, normW, theta });
    }
    if (outcome !== null) {
      const { loss, objective: value } = values ?? objective.evaluate(z, gradient, null);
      const theta = [...z.subarray(0, model.parameters)];
      const end = { outcome, loss, objective: value, steps: step, restarts, norm: greatest, trajectory };
      return { ...end, theta, added: addedAt(z, parts) };
    }
    if (restart) {
      restarts += 1;
      z = startingPoint(model, null, parts.size, random);
      squares = new Float64Array(parts.size);
      continue;
    }
    if (batches !== null) objective.evaluate(z, gradient, batches.next(random));
    move(z, gradient, squares, options);
  }
}

/** Whether the trial ends here, and how; values are null between epochs. */
function outcomeOf(
  values: Values | null,
  gradient: Float64Array,
  finite: boolean,
  passed: boolean,
  last: boolean,
  infimum: number,
): Outcome | null {
  if (!finite) return 'diverging';
  if (values !== null && values.loss - infimum <= TOLERANCE) return 'global-minimum';
  if (values !== null && largestEntry(gradient) <= STATIONARY) return 'stationary';
  if (!last) return null;
  return passed ? 'diverging' : 'unfinished';
}

function startingPoint(
  model: FloatModel,
  start: Float64Array | null,
  size: number,
  random: Random,
): Float64Array {
  const z = new Float64Array(size);
  z.set(start ?? model.start(random));
  for (let i = model.parameters; i < size; i++) z[i] = SPREAD * random.normal();
  return z;
}

function move(
  z: Float64Array,
  gradient: Float64Array,
  squares: Float64Array,
  { method, step }: DescentOptions,
): void {
  for (let i = 0; i < z.length; i++) {
    const g = gradient[i]!;
    if (method === 'gd') z[i]! -= step * g;
    else {
      squares[i]! += g * g;
      z[i]! -= (step * g) / (Math.sqrt(squares[i]!) + ADAGRAD_FLOOR);
    }
  }
}

function largestEntry(x: Float64Array): number {
  let largest = 0;
  for (const entry of x) if (!(Math.abs(entry) <= largest)) largest = Math.abs(entry);
  return largest;
}

/** Batches of a random order of the examples, a new order for each epoch. */
class Batches {
  private readonly order: number[];
  private readonly size: number;
  private at: number;

  constructor(count: number, size: number) {
    this.order = Array.from({ length: count }, (_, i) => i);
    this.size = size;
    this.at = count;
  }

  atEpoch(): boolean {
    return this.at >= this.order.length;
  }

  next(random: Random): readonly number[] {
    const { order } = this;
    if (this.at >= order.length) {
      for (let i = order.length - 1; i > 0; i--) {
        const j = Math.floor(random.uniform() * (i + 1));
        [order[i], order[j]] = [order[j]!, order[i]!];
      }
      this.at = 0;
    }
    const batch = order.slice(this.at, this.at + this.size);
    this.at += this.size;
    return batch;
  }
}
