import { MARGIN, outward, ROUNDOFF, TINY } from '../arithmetic/rounding.ts';
import { EigenvalueTrail, isBelow, lipschitzUpper, normBounds, SHIFT_UNIT } from './block.ts';
import type { EndBall } from './ends.ts';
import { MatrixChain } from './matrix.ts';
import { PreciseShadow } from './precise-shadow.ts';
import { MOST_VECTORS, type Orbit, Shadow } from './shadow.ts';
import type { PreciseStart } from './start.ts';

/** What a proof of one run starts from; nothing about the end is trusted but the ball. */
export interface RunProblem {
  readonly n: number;
  readonly k: number;
  /** η, exact up to the factor 1 ± u: 0.1 stands for 1/10 and for the double nearest to it. */
  readonly step: number;
  /** n x k, row = neuron; exact descent starts within `startError` of it. */
  readonly start: Float64Array;
  readonly startError: number;
  /** The same start to more digits, for runs that need them (trajectories.md 5.3); without it, or if it gives null, they stay open. */
  readonly preciseStart?: () => PreciseStart | null;
  /** Where it is to end. */
  readonly ball: EndBall;
  /** Steps after which the run is given up. */
  readonly maxSteps: number;
  /** z: every step may besides be off by so much (trajectories.md 6). 0 for exact descent. */
  readonly slack?: number;
  /** By default all are tried in turn: Theorem 1, Theorem 2, and Theorem 1 with narrow bounds, then with 112 bits. */
  readonly method?: 'scalar' | 'matrix' | 'narrow' | 'precise';
}

/** One block of steps with the same bounds. */
export interface Block {
  readonly steps: number;
  /** λ ≤ λ_min of the Hessian at its middle. */
  readonly lambda: number;
  /** e after its last step. */
  readonly error: number;
}

/** Theorem 1 carried to the end: after `steps` steps exact descent is within `error` of the shadow, and both in the ball. */
export interface ProvedRun {
  readonly proved: true;
  readonly steps: number;
  readonly blocks: readonly Block[];
  /** e_T */
  readonly error: number;
  /**
   * What Theorem 1 alone gives for an orbit with the same blocks and without rounding errors: a bound that a program with more
   * digits and no products of matrices can confirm. At least `error`; infinite where it is too large for the ball.
   */
  readonly confirmable: number;
  /** Largest of all e_t. */
  readonly largestError: number;
  /** By Theorem 1 alone, or with the products of Theorem 2. */
  readonly method: 'scalar' | 'matrix';
  /** Is the shadow one of 112 bits from the start that is known to more digits? */
  readonly precise: boolean;
  /** The largest Σ log q over consecutive steps: errors grew by at most e^growth. */
  readonly growth: number;
}

export interface OpenRun {
  readonly proved: false;
  readonly reason: string;
  /** Is it the error bound that is too large? */
  readonly grown: boolean;
}

/** Most steps of one block. */
const LONGEST = 2000;
/** What a block may lose of log growth: about 8 together along a usual run; then its parts, when that does not do. */
const lossOf = (k: number): number => Math.min((2.2 / k) ** 2, 0.15);
const TRIES = 4;
/** Of Theorem 2: steps of a segment, the part of the loss, and most entries of a point, beyond which it would take hours. */
const SEGMENT = 500;
const MATRIX_TRY = 2;
const MATRIX_SIZE = 256;
/** Errors from which on the quadratic term takes over: no use to go on. */
const HOPELESS = 0.05;
/** Errors up to which a block's bounds do not fail because of them. */
const NOTABLE = 1e-6;
/** Attempts with 112 bits. */
const PRECISE_TRIES = 3;

/** How a shadow is tried. */
interface Effort {
  /** What a block may lose of log growth. */
  readonly loss: number;
  /**
   * λ as close as it can be written, and Λ by the test of definiteness where the simple bound makes steps expand. Not at first: most runs do
   * without, and so lines of runs that were decided before this existed stay as they are.
   */
  readonly narrow: boolean;
}

/** Proves where exact gradient descent ends, or says what failed (trajectories.md 2.1). A function of its arguments alone. */
export function proveRun(problem: RunProblem): ProvedRun | OpenRun {
  const { n, k, startError, step, method } = problem;
  if (n > MOST_VECTORS || k > MOST_VECTORS) return open(`more than ${MOST_VECTORS} neurons or targets`);
  if (!(startError >= 0 && step > 0 && step < 2 ** 20)) throw new RangeError('an error ≥ 0 and a step > 0');
  let result: ProvedRun | OpenRun = open('not tried', true);
  for (const { name, attempts } of methodsOf(problem)) {
    if (method !== undefined && method !== name) continue;
    for (const attempt of attempts) {
      result = attempt();
      if (result.proved) return result;
    }
    // All others help only where the error bound is too large.
    if (!result.grown) return result;
  }
  return result;
}

interface Method {
  readonly name: RunProblem['method'];
  readonly attempts: readonly (() => ProvedRun | OpenRun)[];
}

/** What is tried, in this order. */
function methodsOf(problem: RunProblem): readonly Method[] {
  const { n, k, start, startError, step, slack = 0 } = problem;
  const shadow = new Shadow(n, k, LONGEST);
  const inDoubles = (effort: Effort, chain: MatrixChain | null = null): ProvedRun | OpenRun => {
    shadow.start(start);
    return attemptRun(problem, shadow, effort, chain);
  };
  const effort = (attempt: number, narrow: boolean): Effort => ({ loss: lossOf(k) / 4 ** attempt, narrow });
  const each = (count: number, attempt: (i: number) => ProvedRun | OpenRun) =>
    Array.from({ length: count }, (_, i) => () => attempt(i));
  // A product of matrices a step.
  const matrix = n * k <= MATRIX_SIZE ? 1 : 0;
  // More digits than those of the slack are of no use, and the start with more digits is not that of the search.
  const precise = slack > 0 || problem.preciseStart === undefined ? 0 : PRECISE_TRIES;
  return [
    { name: 'scalar', attempts: each(TRIES, (i) => inDoubles(effort(i, false))) },
    {
      name: 'matrix',
      attempts: each(matrix, () =>
        inDoubles(effort(MATRIX_TRY, false), new MatrixChain(n * k, step, startError)),
      ),
    },
    { name: 'narrow', attempts: each(1, () => inDoubles(effort(TRIES - 1, true))) },
    { name: 'precise', attempts: each(precise, (i) => inManyDigits(problem, effort(i, true))) },
  ];
}

function inManyDigits(problem: RunProblem, effort: Effort): ProvedRun | OpenRun {
  const start = problem.preciseStart?.() ?? null;
  if (start === null) return open('a pair of variates may be accepted or not');
  const shadow = new PreciseShadow(problem.n, problem.k);
  shadow.start(start.point);
  return attemptRun({ ...problem, startError: start.errorUpper }, shadow, effort);
}

const open = (reason: string, grown = false): OpenRun => ({ proved: false, reason, grown });

function attemptRun(
  problem: RunProblem,
  shadow: Orbit,
  { loss, narrow }: Effort,
  chain: MatrixChain | null = null,
): ProvedRun | OpenRun {
  const { step, ball, maxSteps, slack = 0 } = problem;
  const trail = new EigenvalueTrail();
  const blocks: Block[] = [];
  let error = problem.startError;
  let largestError = error;
  let exact = error;
  let growth = 0;
  let stretch = 0;
  let taken = 0;
  let most = LONGEST;
  let last: BlockBounds | null = null;
  // A block ends where the shadow comes this near to the centre: a part of the radius.
  let near = 0.97;
  while (taken < maxSteps) {
    const length = Math.min(lengthOf(shadow, step, loss, last), most);
    if (!(shadow.advance(length, step) === length)) return open(`a norm is out of range at step ${taken}`);
    let m = 1;
    while (m < length && !(distance(shadow.point(m), ball.centre) < near * ball.radius)) m++;
    const block = boundsOf(shadow, m, step, error, trail, { loss, narrow });
    const next = block === null ? null : recur(block, shadow.residuals(), step, error, slack);
    if (block === null || next === null) {
      if (m === 1)
        return open(
          `the bounds of a single step fail at step ${taken}, error ${error.toPrecision(3)}`,
          error > NOTABLE,
        );
      most = Math.max(1, m >> 1);
      continue;
    }
    most = LONGEST;
    last = block;
    exact = chain === null ? next.error : withoutRounding(block, shadow, step, exact, slack);
    if (chain !== null) extend(chain, shadow, block, next, slack);
    error = next.error;
    const centred = distance(shadow.point(m), ball.centre);
    if (chain !== null && (chain.open >= SEGMENT || centred < near * ball.radius)) error = chain.close(error);
    largestError = Math.max(largestError, error);
    for (const factor of next.factors) {
      stretch = Math.max(0, stretch + Math.log(factor));
      growth = Math.max(growth, stretch);
    }
    taken += m;
    blocks.push({ steps: m, lambda: block.lambda, error });
    shadow.goOnFrom(m);
    const away = distance(shadow.point(0), ball.centre) + shadow.pointError;
    const reaches = (bound: number): boolean => outward(away + ball.centreError + bound) < ball.radius;
    if (reaches(error))
      return {
        proved: true,
        steps: taken,
        blocks,
        error,
        confirmable: reaches(exact) ? Math.max(exact, error) : Number.POSITIVE_INFINITY,
        largestError,
        method: chain === null ? 'scalar' : 'matrix',
        precise: shadow instanceof PreciseShadow,
        growth,
      };
    if (!(error < HOPELESS)) return open(`the error bound passes ${HOPELESS} at step ${taken}`, true);
    if (away < near * ball.radius) {
      if (near < 0.05)
        return open(`the error bound ${error.toPrecision(3)} is too large for the ball at the end`, true);
      near *= 0.6;
    }
  }
  return open(`the ball is not reached in ${maxSteps} steps`);
}

/**
 * Steps m of the next block: about its middle the gradient moves the point by ηm‖g‖/2 at most, which costs (η²/4)L‖g‖m² of log
 * growth; the loss is the same for all blocks (Lagrange). Where λ > 0, errors shrink as long as Lηm‖g‖/2 < λ, and half of that may be
 * lost. A choice, which nothing rests on.
 */
function lengthOf(shadow: Orbit, step: number, loss: number, last: BlockBounds | null): number {
  const { norm } = shadow.gradientAt(0);
  const lipschitz = last?.lipschitz ?? lipschitzUpper(normBounds(shadow.norms(), shadow.k), shadow.k, 0);
  const alike = Math.sqrt((4 * loss) / (step * step * lipschitz * norm));
  const shrinking = (last?.lambda ?? 0) / (step * lipschitz * norm);
  return Math.min(Math.max(Math.round(Math.max(alike, shrinking)), 1), LONGEST);
}

/** The constants of Theorem 1 for one block about its middle, and the distances of its points from there. */
interface BlockBounds {
  readonly lambda: number;
  readonly largest: number;
  readonly lipschitz: number;
  readonly radius: number;
  readonly distances: Float64Array;
}

/** The radius beyond the shadow's own that a block leaves to the error. */
const roomFor = (error: number): number => Math.max(20 * error, 1e-9);

function boundsOf(
  shadow: Orbit,
  m: number,
  step: number,
  error: number,
  trail: EigenvalueTrail,
  { loss, narrow }: Effort,
): BlockBounds | null {
  const centre = shadow.point(m >> 1).slice();
  const distances = Float64Array.from(
    { length: m },
    (_, t) => distance(shadow.point(t), centre) + shadow.pointError,
  );
  const radius = distances.reduce((a, b) => Math.max(a, b), 0) + roomFor(error);
  const hessian = shadow.hessian(m >> 1);
  if (hessian === null) return null;
  const lipschitz = lipschitzOnBall(shadow, radius);
  if (!(lipschitz < Number.POSITIVE_INFINITY)) return null;
  const slack = Math.max(narrow ? SHIFT_UNIT : 1e-4, (0.05 * loss) / (step * m));
  const lambda = trail.lower(hessian, slack);
  if (lambda === null) return null;
  // With this Λ neither end of the spectrum counts more than the other in q.
  const balanced = 2 / step - lambda;
  const largest =
    narrow && hessian.lambdaMaxUpper > balanced && isBelow(hessian, balanced)
      ? balanced
      : hessian.lambdaMaxUpper;
  return { lambda, largest, lipschitz, radius, distances };
}

/** L on the ball about the point that was measured last. */
function lipschitzOnBall(shadow: Orbit, radius: number): number {
  return lipschitzUpper(normBounds(shadow.norms(), shadow.k), shadow.k, radius, shadow.sharpParts(radius));
}

/** e after a block of an orbit whose steps have no error. Needs the middle of the block to be measured last. */
function withoutRounding(
  block: BlockBounds,
  shadow: Orbit,
  step: number,
  error: number,
  slack: number,
): number {
  const radius = block.distances.reduce((a, b) => Math.max(a, b), 0) + roomFor(error);
  const wider = { ...block, radius, lipschitz: lipschitzOnBall(shadow, radius) };
  if (!(wider.lipschitz < Number.POSITIVE_INFINITY)) return Number.POSITIVE_INFINITY;
  return (
    recur(wider, new Float64Array(block.distances.length), step, error, slack)?.error ??
    Number.POSITIVE_INFINITY
  );
}

/** Theorem 1 over a block: q_t and e_t for each of its steps, and e after the last. */
interface Recursion {
  readonly error: number;
  readonly factors: Float64Array;
  readonly errors: Float64Array;
}

/** The steps of a block for Theorem 2. */
function extend(
  chain: MatrixChain,
  shadow: Orbit,
  block: BlockBounds,
  recursion: Recursion,
  slack: number,
): void {
  const residuals = shadow.residuals().slice(0, recursion.factors.length);
  recursion.factors.forEach((factor, t) => {
    // Its norms were in range when the step was taken.
    const hessian = shadow.hessian(t)!;
    const { lipschitz } = block;
    chain.take({ hessian, factor, error: recursion.errors[t]!, residual: residuals[t]! + slack, lipschitz });
  });
}

/**
 * e_{t+1} = q_t e_t + ρ_t with q_t = max(1 − η(λ − Lδ_t), η(Λ + Lδ_t) − 1), δ_t = ‖X_t − Y‖ + e_t ≤ R (Theorem 1). Every sum has
 * at most five roundings of numbers below `scale`, η its own, so that q + 8u·scale is above q. Null where δ_t > R.
 */
function recur(
  { lambda, largest, lipschitz, radius, distances }: BlockBounds,
  residuals: Float64Array,
  step: number,
  start: number,
  slack: number,
): Recursion | null {
  const factors = new Float64Array(distances.length);
  const errors = new Float64Array(distances.length);
  let error = start;
  for (let t = 0; t < distances.length; t++) {
    const delta = outward(distances[t]! + error);
    if (!(delta <= radius)) return null;
    const turn = lipschitz * delta;
    const scale = 2 + step * (Math.abs(lambda) + largest + turn);
    const q = Math.max(1 - step * (lambda - turn), step * (largest + turn) - 1, 0) + 8 * ROUNDOFF * scale;
    factors[t] = q;
    errors[t] = error;
    error = (q * error + (residuals[t]! + slack)) * (1 + 8 * ROUNDOFF) + TINY;
  }
  return { error, factors, errors };
}

/** ‖x − y‖, from above: differences, squares, sum and root cost less than MARGIN. */
export function distance(x: Float64Array, y: Float64Array): number {
  let squares = 0;
  for (let a = 0; a < x.length; a++) {
    const difference = x[a]! - y[a]!;
    squares += difference * difference;
  }
  return Math.sqrt(squares) * (1 + x.length * 4 * ROUNDOFF) * MARGIN + 1e-150;
}
