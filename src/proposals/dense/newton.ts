import { checkThat } from '../../arithmetic/argument.ts';
import { lowestPair, lowestPairDirectly } from '../../arithmetic/definite.ts';
import { DenseKernel, LARGE } from '../../arithmetic/dense-kernel.ts';
import type { EnclosedMatrix } from '../../arithmetic/enclosed.ts';
import type { BallVector } from '../../landscape/ball-field.ts';
import { Evaluation } from '../../landscape/evaluation.ts';
import { approximateLipschitz } from '../../landscape/lipschitz.ts';
import { conjugateGradients } from '../../numerics/conjugate-gradients.ts';
import { solveInPlace } from '../../numerics/lu.ts';
import { image, norm } from '../../numerics/vectors.ts';

/** Fractional bits of a proposed centre: a short decimal, and far below every radius. */
const CENTRE_BITS = 80;
/** Relative distance at which another step is of no use. */
const ENOUGH = 1e-15;
const MAX_EVALUATIONS = 12;
/** What an eigenvalue may lose to the distance of the centre from the critical point: less than to other roundings. */
const LOSS = 2e-12;

/** Size of a Hessian from which its norm is estimated first, steps for that, and a factor for what the estimate lacks. */
const STEEP_FROM = 800;
const POWER_STEPS = 12;
const SAFETY = 1.5;

/** What the iteration proposes: the neurons of a centre, and the direction in which the Hessian is smallest. */
export interface Polished {
  readonly neurons: readonly BallVector[];
  readonly lowestDirection: Float64Array | null;
}

/** Equations with a Hessian, good until the next matrix of its size is factored or held. */
interface Solver {
  /** False where the Hessian seems to be singular. */
  inPlace(x: Float64Array): boolean;
  /** An approximate eigenvector for its smallest eigenvalue, null where it is not positive definite. */
  lowestDirection(): Float64Array | null;
}

/**
 * Untrusted Newton iteration: gradients in the precision of the evaluation, Hessian and factor in doubles, refreshed
 * when a step gains little. Returns the neurons of a better centre, or null where the iteration leads away by more
 * than r0 or does not settle.
 */
export function polish(candidate: Evaluation): Polished | null {
  checkThat(candidate instanceof Evaluation, 'candidate', candidate, 'an Evaluation, as verify gives it');
  const { balls, field } = candidate;
  const scale = 2 ** -balls.bits;
  const bits = Math.max(CENTRE_BITS, balls.bits - 32);
  const reach = Number(candidate.ballRadius().mid) * scale;
  const size = Math.sqrt(candidate.point.neuronNormsSquared.reduce((s, x) => s + Number(x.mid) * scale, 0));
  const lipschitz = approximateLipschitz(candidate.norms)(0);
  let current = candidate;
  let solve: Solver | null = null;
  let previous = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MAX_EVALUATIONS; round++) {
    const gradient = flatten(current.gradient, scale);
    if (round === 0 && isSteep(current, norm(gradient), reach, lipschitz)) return null;
    solve ??= newtonSolver(current);
    if (solve === null) return null;
    const step = gradient.slice();
    if (!solve.inPlace(step)) return null;
    const length = norm(step);
    if (!Number.isFinite(length) || length > 2 * reach) return null;
    current = current.at(moved(current, step, bits));
    if (Number(candidate.distanceTo(current).mid) * scale > reach) return null;
    const gain = round === 0 ? 1 : length / previous;
    // Quadratic convergence: the next error is about ½Lλ⁻¹ times the square of this step, λ⁻¹ about step/gradient.
    const quadratic = 0.5 * lipschitz * length * (length / norm(gradient));
    const rate = round === 0 ? quadratic : Math.min(gain, 1);
    if (length * rate <= ENOUGH * size || (round === 0 && lipschitz * length * rate <= LOSS))
      return { neurons: current.point.neurons, lowestDirection: solve.lowestDirection() };
    if (round > 0 && gain > 1e-3) {
      if (gain > 0.9 && round > 3) return null;
      solve = null;
    }
    previous = length;
  }
  return null;

  function moved(evaluation: Evaluation, step: Float64Array, fractionalBits: number): BallVector[] {
    const drop = BigInt(balls.bits - fractionalBits);
    const d = evaluation.point.d;
    return evaluation.point.neurons.map((x, i) =>
      field.vectorOfUnits(
        x.mids.map((mid, a) => ((mid - BigInt(Math.round(step[i * d + a]! / scale))) >> drop) << drop),
        0n,
      ),
    );
  }
}

/**
 * No critical point within reach, it seems: the gradient changes by at most reach·(‖H‖ + L·reach/2). It spares a
 * factorisation of a large Hessian; of small ones the iteration itself tells as quickly.
 */
function isSteep(evaluation: Evaluation, gradientNorm: number, reach: number, lipschitz: number): boolean {
  const { mid, size, largest } = evaluation.hessians.hessian;
  if (size < STEEP_FROM || !Number.isFinite(largest)) return false;
  const enough = gradientNorm / (SAFETY * reach) - (lipschitz * reach) / 2;
  return enough > 0 && normEstimate(mid, size, enough) < enough;
}

/** ‖A‖ of a symmetric matrix from below, by the power method, mostly to some per cent, unless less is enough: it only grows. */
function normEstimate(matrix: Float64Array, size: number, enough: number): number {
  let x: Float64Array = Float64Array.from({ length: size }, (_, i) => 1 + ((i * 7) % 11) / 11);
  let estimate = 0;
  for (let step = 0; step < POWER_STEPS && estimate < enough; step++) {
    const length = norm(x);
    const y = image(matrix, x);
    for (let i = 0; i < size; i++) y[i]! /= length;
    estimate = norm(y);
    if (!(estimate > 0)) return 0;
    x = y;
  }
  return estimate;
}

function newtonSolver(evaluation: Evaluation): Solver | null {
  const { hessian } = evaluation.hessians;
  if (!Number.isFinite(hessian.largest)) return null;
  const kernel = DenseKernel.ofSize(hessian.size);
  return hessian.size > LARGE ? iterativeSolver(hessian, kernel) : factoredSolver(hessian, kernel);
}

/** Cholesky where the Hessian is positive definite, else elimination with pivots. */
function factoredSolver({ mid, size }: EnclosedMatrix, kernel: DenseKernel): Solver | null {
  const solverOf = (
    solve: (x: Float64Array) => void,
    lowestDirection: Solver['lowestDirection'],
  ): Solver => ({
    inPlace(x) {
      solve(x);
      return true;
    },
    lowestDirection,
  });
  if (kernel.factor(mid, 0))
    return solverOf(
      (x) => kernel.solve(x),
      () => lowestPair(mid, kernel).vector,
    );
  const eliminated = solveInPlace(mid.slice(), size);
  return eliminated && solverOf(eliminated, () => null);
}

/** Products with a large Hessian, which are quicker than its factor by a factor of some hundred; that where they do not do. */
function iterativeSolver(hessian: EnclosedMatrix, kernel: DenseKernel): Solver {
  let factored: Solver | null | undefined;
  kernel.hold(hessian.mid);
  return {
    inPlace(x) {
      const solution = factored === undefined ? conjugateGradients((y) => kernel.image(y), x) : null;
      if (solution !== null) {
        x.set(solution);
        return true;
      }
      factored ??= factoredSolver(hessian, kernel);
      return factored?.inPlace(x) ?? false;
    },
    lowestDirection() {
      if (factored !== undefined) return factored?.lowestDirection() ?? null;
      const pair = lowestPairDirectly(hessian, kernel);
      if (pair !== null) return pair.vector;
      return kernel.factor(hessian.mid, 0) ? lowestPair(hessian.mid, kernel).vector : null;
    },
  };
}

function flatten(vectors: readonly BallVector[], scale: number): Float64Array {
  const d = vectors[0]!.mids.length;
  const entries = new Float64Array(vectors.length * d);
  for (let i = 0; i < vectors.length; i++)
    for (let a = 0; a < d; a++) entries[i * d + a] = Number(vectors[i]!.mids[a]!) * scale;
  return entries;
}
