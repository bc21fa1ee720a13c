import type { Ball } from '../arithmetic/ball.ts';
import { approximateLipschitzOfTargets } from '../landscape/lipschitz.ts';
import { type Bound, lowerBound } from './bounds.ts';
import { proveExistence } from './existence.ts';
import { lipschitzUpperForMovedTargets } from './lipschitz.ts';
import type { ProofPoint } from './point.ts';

export interface RobustnessHypotheses {
  /** ε ≥ ‖∇F(W_p)‖ */
  readonly gradientNormUpper: Ball;
  /** λ ≤ λ_min of the Hessian at W_p in every dimension of the statement */
  readonly lambdaMinLower: Ball;
  /** R */
  readonly ballRadius: Ball;
}

/**
 * Do all targets v'_j with Σ‖v'_j − v_j‖ ≤ D keep a strict spurious local minimum near W_p? (mathematics.md 7.2)
 *   ‖∇F_V' − ∇F_V‖ ≤ ½√n D,   ‖∇²F_V' − ∇²F_V‖ ≤ D/(π min‖w_i‖),   |√(2F_V') − √(2F_V)| ≤ D/√2,
 * so existence is proved with ε' = ε + ½√n D, λ' = λ − D/(πm) and L' for the longer targets, and F stays positive
 * at the minimum if √(2F(W_p)) − D/√2 > √(2ε'r'), since F_V'(W*) ≥ F_V'(W_p) − ε'r'.
 */
function survives(evaluation: ProofPoint, given: RobustnessHypotheses, moved: Ball): boolean {
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

/** The same question in floating point, for proposals. */
function survivesApproximately(
  evaluation: ProofPoint,
  given: RobustnessHypotheses,
): (moved: number) => boolean {
  const scale = 2 ** -evaluation.balls.bits;
  const number = (x: Ball): number => Number(x.mid) * scale;
  const { counts } = evaluation.norms;
  const neuronNorms = evaluation.norms.neuronNorms.map(number);
  const targets = number(evaluation.norms.targetNormSum);
  const [epsilon, lambda, radius] = [given.gradientNormUpper, given.lambdaMinLower, given.ballRadius].map(
    number,
  );
  const root = Math.sqrt(2 * number(evaluation.objective));
  const shortest = Math.min(...neuronNorms);
  const lipschitzWith = approximateLipschitzOfTargets({ neuronNorms, counts }, radius!);
  return (moved) => {
    const lipschitz = lipschitzWith(targets + moved);
    const gradientNorm = epsilon! + (Math.sqrt(evaluation.n) * moved) / 2;
    const least = lambda! - moved / (Math.PI * shortest);
    const gap = least * least - 2 * lipschitz * gradientNorm;
    if (!(least > 0 && gap > 0)) return false;
    const reach = (2 * gradientNorm) / (least + Math.sqrt(gap));
    return (
      reach < Math.min(radius!, least / lipschitz) &&
      root - moved / Math.SQRT2 > Math.sqrt(2 * gradientNorm * reach)
    );
  };
}

/**
 * About the largest D that survives: proposed by bisection in floating point, proved a billionth below (or further,
 * where that fails); null if not even half of the proposal survives.
 */
export function robustnessRadius(evaluation: ProofPoint, given: RobustnessHypotheses): Bound | null {
  const { balls } = evaluation;
  const holds = survivesApproximately(evaluation, given);
  let high = 1;
  while (!holds(high / 2)) {
    high /= 2;
    if (high < 1e-20) return null;
  }
  let low = high / 2;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  for (const share of [1 - 1e-9, 1 - 1e-6, 1 - 1e-3, 0.5]) {
    const bound = lowerBound(balls, balls.exact(low * share));
    if (survives(evaluation, given, bound.value)) return bound;
  }
  return null;
}
