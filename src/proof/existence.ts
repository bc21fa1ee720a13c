import type { Ball, BallField } from '../arithmetic/ball.ts';
import { type Bound, lowerBound, shown, upperBound } from './bounds.ts';

/** Why a proof did not succeed: the inequality that failed, with both sides. */
export interface Failure {
  readonly reason: string;
  /** More digits may help. */
  readonly precision: boolean;
}

/** What the theorem needs: bounds at the centre, on the ball of radius R about it. */
export interface ExistenceHypotheses {
  /** ε ≥ ‖∇F(W)‖ */
  readonly gradientNormUpper: Ball;
  /** λ ≤ λ_min(∇²F(W)), or of ½(SH + HS) */
  readonly lambdaMinLower: Ball;
  /** L ≥ Lipschitz constant of ∇²F on B(W, R); 0 where λ bounds ∇²F (or ½(SH + HS)) on the whole of B(W, R). */
  readonly lipschitzUpper: Ball;
  /** R */
  readonly ballRadius: Ball;
  /** κ ≥ ‖S‖; 1 for minima */
  readonly reflectionNormUpper: Ball;
}

export interface Existence {
  /** The critical point lies within r of the centre. */
  readonly radius: Bound;
  /** It is the only one in the open ball of radius ρ about the centre; r < ρ. */
  readonly uniqueness: Bound;
}

/**
 * Existence, uniqueness and nondegeneracy (mathematics.md 4.1; index: 4.7). With ε' = κε, L' = κL: if λ > 0, 2L'ε' < λ² and
 *   r = 2ε'/(λ + √(λ² − 2L'ε')) < ρ = min(R, λ/L'),
 * there is exactly one critical point in the open ball of radius ρ about W, and it lies within r of W. For minima:
 * ⟨∇F(W+tu), u⟩ ≥ −ε + λt − Lt²/2 > 0 on (r, ρ], and F is strictly convex there. For S = I − 2QQᵀ the same with
 * S∇F (Brouwer, strong monotonicity). Rounding r up and ρ down keeps both statements. With L = 0 they say: where λ > 0 bounds
 * the second derivatives on all of B(W, R) and r = ε'/λ < R = ρ, since then ⟨∇F(W+tu), u⟩ ≥ −ε + λt.
 */
export function proveExistence(field: BallField, given: ExistenceHypotheses): Existence | Failure {
  const { lambdaMinLower: lambda, reflectionNormUpper: kappa } = given;
  if (field.positive(lambda) !== 'yes')
    return { reason: `λ_min ≥ ${shown(field, lambda)} is not positive`, precision: false };
  const epsilon = field.mul(kappa, given.gradientNormUpper);
  const lipschitz = field.mul(kappa, given.lipschitzUpper);
  const product = field.scale(field.mul(lipschitz, epsilon), 2);
  const square = field.square(lambda);
  if (field.less(product, square) !== 'yes')
    return {
      reason: `2Lε = ${shown(field, product)} is not below λ² = ${shown(field, square)}`,
      precision: true,
    };
  const root = field.sqrt(field.sub(square, product));
  const radius = upperBound(field, field.div(field.scale(epsilon, 2), field.add(lambda, root)));
  const reach = field.isZero(given.lipschitzUpper)
    ? given.ballRadius
    : field.min(given.ballRadius, field.div(lambda, lipschitz));
  const uniqueness = lowerBound(field, reach);
  if (field.less(radius.value, uniqueness.value) !== 'yes')
    return { reason: `r = ${radius.text} is not below ρ = ${uniqueness.text}`, precision: true };
  return { radius, uniqueness };
}
