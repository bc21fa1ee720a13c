import type { Ball } from '../arithmetic/ball.ts';
import type { NoCriticalPointClaim } from '../certificate/types.ts';
import { lowerBound, lowerBoundOfNorm, shown, upperBound } from './bounds.ts';
import type { Failure } from './existence.ts';
import { lipschitzUpper } from './lipschitz.ts';
import type { ProofPoint } from './point.ts';

/**
 * Λ ≥ ‖∇²F(W)‖ in R^{nd} for every d, from norms alone: the largest row sum of norms of blocks (hessian-norm.ts) with
 * π − θ + sin θ ≤ π, the left side falling in θ, so that ‖H_ij‖ ≤ ½, and with r = ‖w‖‖a‖ sin θ ≤ ‖w‖‖a‖, so that
 * −Σ_j ‖v_j‖ ≤ π‖w_i‖(H_ii − ½) ≤ Σ_{j≠i} ‖w_j‖.
 */
export function hessianNormFromNorms({ balls, n, norms }: ProofPoint): Ball {
  const { neuronNorms, counts, targetNormSum } = norms;
  const half = balls.dyadic(1n, -1);
  const total = neuronNorms.reduce(
    (sum, x, i) => balls.add(sum, balls.mul(balls.integer(counts[i]!), x)),
    balls.zero,
  );
  const own = neuronNorms.map((x) => {
    const circle = balls.mul(balls.pi, x);
    const above = balls.add(half, balls.div(balls.sub(total, x), circle));
    return balls.max(above, balls.sub(balls.div(targetNormSum, circle), half));
  });
  const largest = own.reduce((a, b) => balls.max(a, b));
  return balls.add(balls.divideByInteger(balls.integer(n - 1), 2), largest);
}

/**
 * No critical point in the closed ball B(W, R), R ≥ r0: for ‖U − W‖ ≤ R,
 * ‖∇F(U)‖ ≥ ‖∇F(W)‖ − R(Λ + LR/2) > 0, with Λ ≥ ‖∇²F(W)‖ and L the Lipschitz constant of ∇²F on the ball (mathematics.md
 * 4.6), norm enclosing ‖∇F(W)‖.
 */
export function proveNoCriticalPoint(
  candidate: ProofPoint,
  hessian: Ball,
  norm: Ball,
): NoCriticalPointClaim | Failure {
  const { balls } = candidate;
  const radius = upperBound(balls, candidate.ballRadius());
  const lipschitz = lipschitzUpper(candidate, radius.value, 'plain');
  if (lipschitz === null)
    return { reason: 'the ball of radius r0 reaches a point with a zero neuron', precision: false };
  const lipschitzBound = upperBound(balls, lipschitz);
  const hessianNorm = upperBound(balls, hessian);
  const gradientNormLower = lowerBoundOfNorm(balls, norm);
  const variation = balls.divideByInteger(balls.mul(lipschitzBound.value, radius.value), 2);
  const slope = balls.add(hessianNorm.value, variation);
  const reach = balls.mul(radius.value, slope);
  if (balls.less(reach, gradientNormLower.value) !== 'yes') {
    // On a ball of radius t ≤ R the gradient varies by at most t·slope, so this t is free of critical points.
    const free = lowerBound(balls, balls.divideByInteger(balls.div(gradientNormLower.value, slope), 2));
    const rest =
      balls.positive(free.value) === 'yes'
        ? `; only the ball of radius ${free.text} is proved to hold no critical point`
        : '';
    return {
      reason: `‖∇F‖ ≥ ${gradientNormLower.text} is not above r0(‖∇²F‖ + L r0/2) = ${shown(balls, reach)}${rest}`,
      precision: false,
    };
  }
  return {
    verdict: 'no-critical-point',
    gradientNorm: upperBound(balls, norm).text,
    gradientNormLower: gradientNormLower.text,
    hessianNorm: hessianNorm.text,
    lipschitzConstant: 'plain',
    lipschitzRadius: radius.text,
    lipschitz: lipschitzBound.text,
  };
}
