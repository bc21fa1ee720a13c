import type { NoCriticalPointClaim } from '../certificate/types.ts';
import { lowerBound, lowerBoundOfNorm, shown, upperBound } from './bounds.ts';
import type { Failure } from './existence.ts';
import { lipschitzUpper } from './lipschitz.ts';
import type { ProofPoint, Spectrum } from './point.ts';

/**
 * No critical point in the closed ball B(W, R), R ≥ r0: for ‖U − W‖ ≤ R,
 * ‖∇F(U)‖ ≥ ‖∇F(W)‖ − R(Λ + LR/2) > 0, with Λ ≥ ‖∇²F(W)‖ and L the Lipschitz constant of ∇²F on the ball.
 */
export function proveNoCriticalPoint(
  candidate: ProofPoint,
  spectrum: Spectrum,
): NoCriticalPointClaim | Failure {
  const { balls } = candidate;
  const radius = upperBound(balls, candidate.ballRadius());
  const lipschitz = lipschitzUpper(candidate, radius.value, 'plain');
  if (lipschitz === null)
    return { reason: 'the ball of radius r0 reaches a point with a zero neuron', precision: false };
  const lipschitzBound = upperBound(balls, lipschitz);
  const hessianNorm = upperBound(balls, spectrum.hessianNorm());
  const norm = candidate.gradientNorm();
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
