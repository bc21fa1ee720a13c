import type { ExactNumber } from '../../arithmetic/exact.ts';
import { solveInPlace } from '../../numerics/lu.ts';
import { dot } from '../../numerics/vectors.ts';
import { FloatObjective } from '../../training/objective.ts';
import type { TrainingProblem } from '../../training/problem.ts';

/** A random number of the standard normal distribution. */
export type Normal = () => number;

/** Steps of one descent, with and without second derivatives. */
const STEPS = 200;
const PLAIN_STEPS = 2000;
/** Parameters times data above which steps are made without second derivatives. */
const MOST_CURVED = 40_000;
/** Pairs that limited memory keeps. */
const MEMORY = 12;

/**
 * Untrusted: ends of descent from random starts, the one with the least loss first, as they are worth to be enclosed. Starts have
 * entries from N(0, 1), N(0, 1/4) and N(0, 4) in turn.
 */
export function restarts(problem: TrainingProblem, runs: number, normal: Normal): ExactNumber[][] {
  const objective = new FloatObjective(problem);
  const ends: { readonly theta: Float64Array; readonly value: number }[] = [];
  for (let run = 0; run < runs; run++) {
    const size = [1, 0.5, 2][run % 3]!;
    const start = Float64Array.from(problem.names, () => size * normal());
    const end = descended(objective, start);
    if (end !== null) ends.push(end);
  }
  return ends.sort((a, b) => a.value - b.value).map(({ theta }) => [...theta]);
}

/** Untrusted: where descent from θ ends; null where it leaves the numbers. */
export function settled(problem: TrainingProblem, theta: readonly ExactNumber[]): ExactNumber[] | null {
  const end = descended(new FloatObjective(problem), Float64Array.from(theta, Number));
  return end && [...end.theta];
}

/** Newton's steps with a damping that adapts (Levenberg, Marquardt) where they are cheap; else limited-memory BFGS. */
function descended(
  objective: FloatObjective,
  start: Float64Array,
): { theta: Float64Array; value: number } | null {
  const { names, data } = objective.problem;
  const end =
    names.length * data.length <= MOST_CURVED && names.length <= 60
      ? byDampedNewton(objective, start)
      : byLimitedMemory(objective, start);
  return Number.isFinite(end.value) ? end : null;
}

function byDampedNewton(
  objective: FloatObjective,
  start: Float64Array,
): { theta: Float64Array; value: number } {
  let theta = start;
  let value = objective.value(theta);
  const free = [...theta.keys()];
  const size = free.length;
  let damping = 1;
  for (let step = 0; step < STEPS && damping < 1e12; step++) {
    const { gradient } = objective.first(theta);
    if (!(Math.hypot(...gradient) > 1e-13)) break;
    const hessian = objective.matrix(theta, free, 'hessian');
    for (;;) {
      const damped = hessian.slice();
      for (let i = 0; i < size; i++) damped[i * (size + 1)]! += damping;
      const move = gradient.slice();
      solveInPlace(damped, size)?.(move);
      const next = theta.map((x, i) => x - move[i]!);
      const there = objective.value(next);
      if (there < value) {
        theta = next;
        value = there;
        damping = Math.max(damping / 5, 1e-12);
        break;
      }
      damping *= 4;
      if (damping >= 1e12) break;
    }
  }
  return { theta, value };
}

function byLimitedMemory(
  objective: FloatObjective,
  start: Float64Array,
): { theta: Float64Array; value: number } {
  let theta = start;
  let { value, gradient } = objective.first(theta);
  const pairs: { s: Float64Array; y: Float64Array; rho: number }[] = [];
  for (let step = 0; step < PLAIN_STEPS; step++) {
    if (!(Math.hypot(...gradient) > 1e-12)) break;
    const direction = twoLoops(gradient, pairs);
    let slope = dot(direction, gradient);
    if (!(slope > 0)) {
      pairs.length = 0;
      direction.set(gradient);
      slope = dot(gradient, gradient);
    }
    let length = pairs.length === 0 ? Math.min(1, 1 / Math.sqrt(slope)) : 1;
    let next: Float64Array | null = null;
    for (let halving = 0; halving < 30; halving++, length /= 2) {
      const there = theta.map((x, i) => x - length * direction[i]!);
      if (objective.value(there) <= value - 1e-4 * length * slope) {
        next = there;
        break;
      }
    }
    if (next === null) break;
    const after = objective.first(next);
    const s = next.map((x, i) => x - theta[i]!);
    const y = after.gradient.map((x, i) => x - gradient[i]!);
    const curvature = dot(s, y);
    if (curvature > 1e-300) pairs.push({ s, y, rho: 1 / curvature });
    if (pairs.length > MEMORY) pairs.shift();
    ({ value, gradient } = after);
    theta = next;
  }
  return { theta, value };
}

function twoLoops(
  gradient: Float64Array,
  pairs: readonly { s: Float64Array; y: Float64Array; rho: number }[],
): Float64Array {
  const q = gradient.slice();
  const factors: number[] = [];
  for (const { s, y, rho } of [...pairs].reverse()) {
    const factor = rho * dot(s, q);
    factors.push(factor);
    for (let i = 0; i < q.length; i++) q[i]! -= factor * y[i]!;
  }
  const last = pairs.at(-1);
  const scale = last === undefined ? 1 : 1 / (last.rho * dot(last.y, last.y));
  for (let i = 0; i < q.length; i++) q[i]! *= scale;
  for (const { s, y, rho } of pairs) {
    const back = rho * dot(y, q);
    const factor = factors.pop()!;
    for (let i = 0; i < q.length; i++) q[i]! += s[i]! * (factor - back);
  }
  return q;
}
