import { compiled } from '../arithmetic/wasm.ts';
import { descentWasm } from './descent.generated.ts';

/** Parameters of the descent; the defaults are the published ones. */
export interface DescentOptions {
  /** η in W ← W − η∇F(W). Default 0.1. */
  readonly step?: number;
  /** A point is stationary when max_i ‖2π∇_iF‖ is at most this (the published code scales by 2π). Default 1e-9. */
  readonly tolerance?: number;
  /** The run ends as soon as F is below; 0 never. Default 1e-3. */
  readonly drop?: number;
  /** When max_i ‖2π∇_iF‖ is above, the run starts again from the same point with half the step. Default 1e4. */
  readonly ceiling?: number;
  /** Steps after which the run is given up, those before a restart included. Default 1e7. */
  readonly maxIterations?: number;
  /** An increase of F by more than this in one step is recorded; F is computed to about 1e-15·(n + k). Default 1e-12. */
  readonly slack?: number;
  /** Hears of F after so many steps, ever more rarely; the result is the same with it and without. */
  readonly observe?: (iterations: number, objective: number) => void;
}

/**
 * stationary: max_i ‖2π∇_iF‖ ≤ tolerance and F ≥ drop. dropped: F < drop.
 * unresolved: neither of them after `maxIterations` steps, or no step above 2^−40·η keeps the gradient bounded.
 */
export type DescentOutcome = 'stationary' | 'dropped' | 'unresolved';

export interface DescentResult {
  readonly outcome: DescentOutcome;
  /** Steps taken, those before a restart included. */
  readonly iterations: number;
  /** F at `weights`, in floating point. */
  readonly objective: number;
  /** max_i ‖2π∇_iF‖ at `weights`, in floating point. */
  readonly gradientNorm: number;
  /** The last point, n x k (n x width), row = neuron. */
  readonly weights: Float64Array;
  /** How often the gradient passed `ceiling`. */
  readonly restarts: number;
  /** η after the last restart. */
  readonly stepUsed: number;
  /** Steps in which F rose by more than `slack`, those before a restart included. */
  readonly increases: number;
  /** The largest of these increases. */
  readonly largestIncrease: number;
}

/** k targets of R^width, in coordinates in which target j vanishes beyond coordinate j (from 0). */
export interface TriangularTargets {
  readonly width: number;
  /** k x width, row = target. */
  readonly rows: Float64Array;
}

/** A run on its way, after a multiple of 64 steps and no restart; nothing else decides about the rest of it. */
export interface UnderWay {
  readonly weights: Float64Array;
  readonly spent: number;
  /** F one step before. */
  readonly previous: number;
  readonly increases: number;
  readonly largestIncrease: number;
}

/** F and its gradient at one point, in floating point. */
export interface Evaluation {
  readonly objective: number;
  /** ∇F, n x k (n x width), row = neuron. */
  readonly gradient: Float64Array;
}

/** The numbers that decide about a run, those left out at their defaults. */
export interface DescentParameters {
  readonly step: number;
  readonly tolerance: number;
  /** −∞ for never: F of a global minimum may come out below 0 by rounding. */
  readonly drop: number;
  readonly ceiling: number;
  readonly maxIterations: number;
  readonly slack: number;
}

export function descentParameters(options: DescentOptions): DescentParameters {
  const { step = 0.1, tolerance = 1e-9, drop = 1e-3, ceiling = 1e4, maxIterations = 1e7 } = options;
  if (!(step > 0)) throw new RangeError(`step must be positive, not ${step}`);
  const slack = options.slack ?? 1e-12;
  return { step, tolerance, drop: drop > 0 ? drop : -Infinity, ceiling, maxIterations, slack };
}

interface Kernel {
  prepare(n: number, k: number, width: number, others: boolean): number;
  targets(): number;
  clearTargets(): void;
  measureTargets(): void;
  weights(): number;
  gradient(): number;
  stride(): number;
  restart(): void;
  measure(): void;
  run(steps: number, step: number, tolerance: number, ceiling: number, drop: number, slack: number): number;
  readonly objective: { value: number };
  readonly gradientNorm: { value: number };
  readonly taken: { value: number };
  previous: { value: number };
  increases: { value: number };
  largestIncrease: { value: number };
}

/** Bytes of a page of WebAssembly memory. */
export const PAGE = 65536;
/** Steps between two computations of all angles from scratch; calls of the kernel begin at multiples of it. */
const REFRESH = 64;
export const CHUNK: number = 64 * REFRESH;
const MAX_RESTARTS = 40;
const STATIONARY = 1;
const DROPPED = 2;
export const DIVERGED = 3;

let shared: { readonly kernel: Kernel; readonly memory: WebAssembly.Memory } | null = null;

/** One run at a time uses the module's memory; the calls below are synchronous and give it back. */
function withKernel<T>(
  n: number,
  k: number,
  targets: TriangularTargets | null,
  weights: Float64Array,
  work: (machine: Machine) => T,
): T {
  const width = checkStart(weights, n, k, targets);
  if (shared === null) {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const module = compiled(descentWasm);
    shared = {
      kernel: new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernel,
      memory,
    };
  }
  const { kernel, memory } = shared;
  const missing = Math.ceil(
    (kernel.prepare(n, k, width, targets !== null) - memory.buffer.byteLength) / PAGE,
  );
  if (missing > 0) memory.grow(missing);
  kernel.clearTargets();
  if (targets !== null)
    for (let j = 0; j < k; j++)
      new Float64Array(memory.buffer, kernel.targets() + j * kernel.stride(), width).set(
        targets.rows.subarray(j * width, j * width + width),
      );
  kernel.measureTargets();
  return work(machineOf(kernel, memory, n, width));
}

/** Refuses what is no point of n neurons; the length of a row. */
export function checkStart(
  weights: Float64Array,
  n: number,
  k: number,
  targets: TriangularTargets | null,
): number {
  if (!Number.isSafeInteger(n) || !Number.isSafeInteger(k) || n < 1 || k < 1)
    throw new RangeError(`n and k must be positive integers, not ${n} and ${k}`);
  const width = targets === null ? k : targets.width;
  if (targets !== null) checkTriangular(targets, k);
  if (weights.length !== n * width)
    throw new RangeError(
      `weights must have n·${targets === null ? 'k' : 'width'} = ${n * width} entries, not ${weights.length}`,
    );
  if (!weights.every(Number.isFinite)) throw new RangeError('weights must be finite');
  return width;
}

function checkTriangular({ width, rows }: TriangularTargets, k: number): void {
  if (!Number.isSafeInteger(width) || width < 1)
    throw new RangeError(`the width of the targets must be a positive integer, not ${width}`);
  if (rows.length !== k * width)
    throw new RangeError(`targets must have k·width = ${k * width} entries, not ${rows.length}`);
  if (!rows.every((x, at) => Number.isFinite(x) && (x === 0 || at % width <= Math.floor(at / width))))
    throw new RangeError('targets must be finite, target j zero beyond coordinate j');
}

interface Machine {
  readonly kernel: Kernel;
  load(weights: Float64Array): void;
  weights(): Float64Array;
  gradient(): Float64Array;
}

function machineOf(kernel: Kernel, memory: WebAssembly.Memory, n: number, width: number): Machine {
  const stride = kernel.stride();
  const row = (start: number, i: number): Float64Array =>
    new Float64Array(memory.buffer, start + i * stride, width);
  const read = (start: number): Float64Array => {
    const copy = new Float64Array(n * width);
    for (let i = 0; i < n; i++) copy.set(row(start, i), i * width);
    return copy;
  };
  return {
    kernel,
    load(weights: Float64Array): void {
      kernel.restart();
      for (let i = 0; i < n; i++)
        row(kernel.weights(), i).set(weights.subarray(i * width, i * width + width));
    },
    weights: () => read(kernel.weights()),
    gradient: () => read(kernel.gradient()),
  };
}

/**
 * F and ∇F of n neurons (row = neuron) and the targets e_1 … e_k of R^k, or of others, by the kernel:
 * (S6)–(S8).
 */
export function evaluate(
  weights: Float64Array,
  n: number,
  k: number,
  targets: TriangularTargets | null = null,
): Evaluation {
  return withKernel(n, k, targets, weights, (machine) => {
    machine.load(weights);
    machine.kernel.measure();
    return {
      objective: machine.kernel.objective.value,
      gradient: machine.gradient().map((g) => g / (2 * Math.PI)),
    };
  });
}

/** F and max_i ‖2π∇_iF‖ for the standard basis, as at the end of a run that is given up. */
export function measure(
  weights: Float64Array,
  n: number,
  k: number,
): Pick<DescentResult, 'objective' | 'gradientNorm'> {
  return withKernel(n, k, null, weights, ({ kernel, load }) => {
    load(weights);
    kernel.measure();
    return { objective: kernel.objective.value, gradientNorm: kernel.gradientNorm.value };
  });
}

/**
 * Gradient descent with a fixed step on F for n neurons in R^k and the targets e_1 … e_k, or other targets, from `start`
 * (row = neuron), as published: stop, restart and drop are tested at every iterate, F included. The result is a function of the
 * arguments alone, and the same where the run from `start` is taken up under way.
 */
export function descend(
  start: Float64Array,
  n: number,
  k: number,
  options: DescentOptions = {},
  targets: TriangularTargets | null = null,
  underWay: UnderWay | null = null,
): DescentResult {
  const { tolerance, drop, ceiling, slack, maxIterations, step: first } = descentParameters(options);
  let step = first;

  return withKernel(n, k, targets, start, (machine) => {
    const { kernel } = machine;
    let spent = 0;
    let restarts = 0;
    let increases = 0;
    let largestIncrease = 0;
    const finish = (outcome: DescentOutcome): DescentResult => ({
      outcome,
      iterations: spent,
      objective: kernel.objective.value,
      gradientNorm: kernel.gradientNorm.value,
      weights: machine.weights(),
      restarts,
      stepUsed: step,
      increases: increases + kernel.increases.value,
      largestIncrease: Math.max(largestIncrease, kernel.largestIncrease.value),
    });

    machine.load(underWay?.weights ?? start);
    if (underWay !== null) {
      spent = underWay.spent;
      kernel.previous.value = underWay.previous;
      kernel.increases.value = underWay.increases;
      kernel.largestIncrease.value = underWay.largestIncrease;
    }
    let chunk = options.observe === undefined ? CHUNK : REFRESH;
    while (spent < maxIterations) {
      const status = kernel.run(
        Math.min(chunk, maxIterations - spent),
        step,
        tolerance,
        ceiling,
        drop,
        slack,
      );
      spent += kernel.taken.value;
      options.observe?.(spent, kernel.objective.value);
      if (spent >= 16 * chunk) chunk = Math.min(CHUNK, 2 * chunk);
      if (status === STATIONARY) return finish('stationary');
      if (status === DROPPED) return finish('dropped');
      if (status === DIVERGED) {
        restarts += 1;
        if (restarts > MAX_RESTARTS) return finish('unresolved');
        step /= 2;
        increases += kernel.increases.value;
        largestIncrease = Math.max(largestIncrease, kernel.largestIncrease.value);
        machine.load(start);
      }
    }
    kernel.measure();
    return finish('unresolved');
  });
}
