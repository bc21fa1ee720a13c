import { approximate, BallField } from '../../arithmetic/ball.ts';
import { type ExactNumber, rationalOf } from '../../arithmetic/exact.ts';
import { solveInPlace } from '../../numerics/lu.ts';
import { BallObjective, FloatObjective, NotSmooth } from '../../training/objective.ts';
import type { TrainingProblem } from '../../training/problem.ts';

/** Digits after the point of a proposed centre. */
const PLACES = 30;
const STEPS = 25;
/** Of large problems, by entries of the Hessians at all data, only so many. */
const FEW_STEPS = 8;
const LARGE = 2e7;
/** Steps in more digits, with the matrix of the last step in doubles. */
const REFINEMENTS = 6;
const DIGITS = 45;

/**
 * Untrusted: Newton's iteration from θ in the free entries, in doubles and then with more digits; null where it leads farther away
 * than `reach` or does not settle.
 */
export function polishTraining(
  problem: TrainingProblem,
  theta: readonly ExactNumber[],
  free: readonly number[],
  reach: number,
): ExactNumber[] | null {
  const objective = new FloatObjective(problem);
  const start = Float64Array.from(theta, Number);
  const at = start.slice();
  let solve: ((x: Float64Array) => void) | null = null;
  let previous = Number.POSITIVE_INFINITY;
  const steps = free.length ** 2 * problem.data.length > LARGE ? FEW_STEPS : STEPS;
  for (let round = 0; round < steps; round++) {
    if (solve === null || previous > 1e-6) {
      solve = solveInPlace(objective.matrix(at, free, 'hessian'), free.length);
      if (solve === null) return null;
    }
    const { gradient } = objective.first(at);
    const step = Float64Array.from(free, (i) => gradient[i]!);
    solve(step);
    const length = Math.hypot(...step);
    for (const [k, i] of free.entries()) at[i]! -= step[k]!;
    if (!(Math.hypot(...at.map((x, i) => x - start[i]!)) <= reach)) return null;
    if (
      length < 1e-12 * Math.max(1, Math.hypot(...at)) ||
      (round > 3 && length > 0.5 * previous && length < 1e-9)
    )
      return refined(problem, theta, at, free, solve);
    previous = length;
  }
  return null;
}

/** θ in units of 10^−PLACES, moved by steps with exact gradients as long as they become shorter. */
function refined(
  problem: TrainingProblem,
  theta: readonly ExactNumber[],
  at: Float64Array,
  free: readonly number[],
  solve: (x: Float64Array) => void,
): ExactNumber[] | null {
  const objective = new BallObjective(problem, BallField.ofDigits(DIGITS));
  const unit = 10n ** BigInt(PLACES);
  const inUnits = (x: number): bigint => {
    const { numerator, denominator } = rationalOf(x);
    return (numerator * unit) / denominator;
  };
  const units = free.map((i) => inUnits(at[i]!));
  const result = [...theta];
  const write = (): void => {
    for (const [k, i] of free.entries()) result[i] = decimal(units[k]!);
  };
  let previous = Number.POSITIVE_INFINITY;
  try {
    for (let round = 0; round < REFINEMENTS; round++) {
      write();
      const { gradient } = objective.first(result);
      const step = Float64Array.from(free, (i) => approximate(gradient[i]!));
      solve(step);
      const length = Math.hypot(...step);
      if (!(length < previous)) break;
      for (const [k, x] of step.entries()) units[k]! -= inUnits(x);
      previous = length;
      if (length < 10 ** (1 - PLACES)) break;
    }
  } catch (error) {
    if (error instanceof NotSmooth) return null;
    throw error;
  }
  write();
  return result;
}

function decimal(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(PLACES + 1, '0');
  const text = `${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`.replace(/\.?0+$/, '');
  return units < 0n && text !== '0' ? `-${text}` : text;
}
