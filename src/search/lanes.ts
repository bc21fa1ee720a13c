import { compiled } from '../arithmetic/wasm.ts';
import {
  CHUNK,
  checkStart,
  type DescentOptions,
  type DescentResult,
  DIVERGED,
  descend,
  descentParameters,
  measure,
  PAGE,
  type UnderWay,
} from './descent.ts';
import { lanesWasm } from './lanes.generated.ts';

/**
 * `descend` for the standard basis from one start after the other, two at a time where that is faster; `ended` hears of each as soon as it
 * has ended, with its place among the starts. Every result is, bit for bit, that of `descend`, whatever runs beside it.
 */
export function descendAll(
  starts: Iterable<Float64Array>,
  n: number,
  k: number,
  options: DescentOptions,
  ended: (at: number, result: DescentResult) => void,
): void {
  const { observe, maxIterations = 1 } = options;
  if (fasterSideBySide(n) && observe === undefined && maxIterations >= 1)
    sideBySide(starts, n, k, options, ended);
  else {
    let at = 0;
    for (const start of starts) ended(at++, descend(start, n, k, options));
  }
}

/**
 * Measured (docs/performance.md): up to 15 neurons two runs side by side take less time than one after the other, but for 12, where the
 * single run's blocks of four rows leave nothing over. Beyond 15 nothing is gained.
 */
function fasterSideBySide(n: number): boolean {
  return n <= 15 && n !== 12;
}

/** assembly/lanes.ts */
interface Kernel {
  prepare(n: number, k: number): number;
  clear(): void;
  weights(): number;
  stride(): number;
  cell(): number;
  reportAt(): number;
  start(lane: number): void;
  run(steps: number, step: number, tolerance: number, ceiling: number, drop: number, slack: number): void;
}

/** A run in its lane. */
interface Running {
  readonly at: number;
  readonly start: Float64Array;
  spent: number;
}

/** Two numbers each, in this order. */
const REPORT = [
  'objective',
  'gradientNorm',
  'previous',
  'increases',
  'largestIncrease',
  'taken',
  'limit',
  'status',
] as const;

/** By the kernel's status: 0 goes on, or is given up; 3 diverged. */
const OUTCOMES = ['unresolved', 'stationary', 'dropped'] as const;

let shared: { readonly kernel: Kernel; readonly memory: WebAssembly.Memory } | null = null;

function sideBySide(
  starts: Iterable<Float64Array>,
  n: number,
  k: number,
  options: DescentOptions,
  ended: (at: number, result: DescentResult) => void,
): void {
  const { step, tolerance, drop, ceiling, maxIterations, slack } = descentParameters(options);
  if (shared === null) {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const { exports } = new WebAssembly.Instance(compiled(lanesWasm), { env: { memory } });
    shared = { kernel: exports as unknown as Kernel, memory };
  }
  const { kernel, memory } = shared;
  const missing = Math.ceil((kernel.prepare(n, k) - memory.buffer.byteLength) / PAGE);
  if (missing > 0) memory.grow(missing);
  kernel.clear();
  const report = new Float64Array(memory.buffer, kernel.reportAt(), 2 * REPORT.length);
  const told = (what: (typeof REPORT)[number], lane: number): number =>
    report[2 * REPORT.indexOf(what) + lane]!;
  const [row, cell] = [kernel.stride() / 8, kernel.cell() / 8];
  const placeOf = (at: number): number => Math.floor(at / k) * row + (at % k) * cell;
  const points = new Float64Array(memory.buffer, kernel.weights(), n * row);

  const load = (lane: number, running: Running | null): void => {
    kernel.start(lane);
    if (running === null) return;
    for (let at = 0; at < n * k; at++) points[placeOf(at) + lane] = running.start[at]!;
  };
  const weightsOf = (lane: number): Float64Array =>
    Float64Array.from({ length: n * k }, (_, at) => points[placeOf(at) + lane]!);
  const resultOf = (lane: number, { start, spent }: Running): DescentResult => {
    const status = told('status', lane);
    // It begins again with half the step, which is rare: alone, from its start.
    if (status === DIVERGED) return descend(start, n, k, options);
    const weights = weightsOf(lane);
    const end = { objective: told('objective', lane), gradientNorm: told('gradientNorm', lane) };
    return {
      outcome: OUTCOMES[status]!,
      iterations: spent,
      // After its last step a run that is given up was not evaluated.
      ...(status === 0 ? measure(weights, n, k) : end),
      weights,
      restarts: 0,
      stepUsed: step,
      increases: told('increases', lane),
      largestIncrease: told('largestIncrease', lane),
    };
  };

  const waiting = starts[Symbol.iterator]();
  let begun = 0;
  const next = (): Running | null => {
    const { value: start, done } = waiting.next();
    if (done === true) return null;
    checkStart(start, n, k, null);
    return { at: begun++, start, spent: 0 };
  };
  const running = [next(), next()];
  running.forEach((run, lane) => void load(lane, run));
  const limits = report.subarray(2 * REPORT.indexOf('limit'));
  while (running[0] !== null && running[1] !== null) {
    running.forEach((run, lane) => {
      limits[lane] = maxIterations - run!.spent;
    });
    kernel.run(CHUNK, step, tolerance, ceiling, drop, slack);
    running.forEach((run, lane) => {
      if (run === null) return;
      run.spent += told('taken', lane);
      if (told('status', lane) === 0 && run.spent < maxIterations) return;
      ended(run.at, resultOf(lane, run));
      running[lane] = next();
      load(lane, running[lane]!);
    });
  }
  // The last one goes on alone.
  running.forEach((run, lane) => {
    if (run === null) return;
    const { at, start, spent } = run;
    const underWay: UnderWay = {
      weights: weightsOf(lane),
      spent,
      previous: told('previous', lane),
      increases: told('increases', lane),
      largestIncrease: told('largestIncrease', lane),
    };
    ended(at, descend(start, n, k, options, null, underWay));
  });
}
