import type { Ball } from '../arithmetic/ball.ts';
import type { Evaluation } from '../landscape/evaluation.ts';
import { type Bound, lowerBound } from './bounds.ts';
import { proveExistence } from './existence.ts';
import { lipschitzUpperForMovedTargets } from './lipschitz.ts';

export interface RobustnessHypotheses {
  /** ε ≥ ‖∇F(W_p)‖ */
  readonly gradientNormUpper: Ball;
  /** λ ≤ λ_min of the Hessian at W_p in every dimension of the statement */
  readonly lambdaMinLower: Ball;
  /** R */
  readonly ballRadius: Ball;
}

/**
 * Do all targets v'_j with Σ‖v'_j − v_j‖ ≤ D keep a strict spurious local minimum near W_p? (landscape.md 7)
 *   ‖∇F_V' − ∇F_V‖ ≤ ½√n D,   ‖∇²F_V' − ∇²F_V‖ ≤ D/(π min‖w_i‖),   |√(2F_V') − √(2F_V)| ≤ D/√2,
 * so existence is proved with ε' = ε + ½√n D, λ' = λ − D/(πm) and L' for the longer targets, and F stays positive
 * at the minimum if √(2F(W_p)) − D/√2 > √(2ε'r'), since F_V'(W*) ≥ F_V'(W_p) − ε'r'.
 */
function survives(evaluation: Evaluation, given: RobustnessHypotheses, moved: Ball): boolean {
  const { balls } = evaluation;
  const lipschitz = lipschitzUpperForMovedTargets(evaluation, given.ballRadius, moved);
  if (lipschitz === null) return false;
  const shift = balls.divideByInteger(balls.mul(balls.sqrt(balls.integer(evaluation.n)), moved), 2);
  const gradientNormUpper = balls.add(given.gradientNormUpper, shift);
  const loss = balls.div(moved, balls.mul(balls.pi, evaluation.smallestNorm()));
  const existence = proveExistence(balls, {
    gradientNormUpper,
    lambdaMinLower: balls.sub(given.lambdaMinLower, loss),
    lipschitzUpper: lipschitz,
    ballRadius: given.ballRadius,
    reflectionNormUpper: balls.one,
  });
  if ('reason' in existence) return false;
  const left = balls.sub(
    balls.sqrt(balls.scale(evaluation.objective, 2)),
    balls.div(moved, balls.sqrt(balls.integer(2))),
  );
  const right = balls.sqrt(balls.scale(balls.mul(gradientNormUpper, existence.radius.value), 2));
  return balls.less(right, left) === 'yes';
}

/**
 * About the largest D that survives (to 10⁻⁴), by bisection on proofs below D₀ = λ²/(L√n), where 2L'ε' < λ'² is
 * certain to fail; null if not even a thousandth of it survives.
 */
export function robustnessRadius(
  evaluation: Evaluation,
  given: RobustnessHypotheses,
  lipschitz: Ball,
): Bound | null {
  const { balls, n } = evaluation;
  const scale = 2 ** -balls.bits;
  const lambda = Number(given.lambdaMinLower.mid) * scale;
  const limit = lambda ** 2 / (Number(lipschitz.mid) * scale * Math.sqrt(n));
  const at = (x: number): Bound => lowerBound(balls, balls.exact(x));
  let high = limit * (1 + 1e-6);
  let low = high / 2;
  while (!survives(evaluation, given, at(low).value)) {
    high = low;
    low /= 2;
    if (low < limit / 1000) return null;
  }
  while (high > low * (1 + 1e-4)) {
    const middle = (low + high) / 2;
    if (survives(evaluation, given, at(middle).value)) low = middle;
    else high = middle;
  }
  return at(low);
}

/** √(2 ln 100) < 3.0348543: ln 100 < 4.6051702 (its digits are 4.60517018598…) and 3.0348543² = 9.21034062… > 9.2103404. */
const GAUSSIAN_DEVIATION = '3.0348543';

/**
 * A dimension that suffices for k Gaussian targets with probability 99 %: the least integer at or above
 * max( 40k², d, k((k+1)/2 + √(2 ln 100))²/D² ) (landscape.md 7), as a decimal integer.
 */
export function gaussianDimension(evaluation: Evaluation, k: number, robustness: Bound): string {
  const { balls } = evaluation;
  const base = balls.add(balls.divideByInteger(balls.integer(k + 1), 2), balls.exact(GAUSSIAN_DEVIATION));
  const ratio = balls.div(base, robustness.value);
  const { numerator, denominator } = balls.upperRational(balls.scale(balls.square(ratio), k));
  const padded = numerator + (numerator >> 40n);
  const least = (padded + denominator - 1n) / denominator;
  const floor = BigInt(Math.max(40 * k * k, evaluation.point.d));
  return (least > floor ? least : floor).toString();
}
