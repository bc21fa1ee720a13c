import { approximate, type Ball } from '../arithmetic/ball.ts';
import type { NoCriticalPointClaim } from '../certificate/types.ts';
import { approximateLipschitz } from '../landscape/lipschitz.ts';
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
 * Is it proved that no point of B(W, r0) without a zero neuron is critical, though some neuron is so short that nothing can be
 * claimed? R = r0; of the c neurons with ‖w_i‖ < 2R only ‖∇_iF(W)‖ ≤ h = ½(Σ‖w_j‖ + Σ‖v_j‖) is used ((S8): Cauchy–Schwarz).
 * The gradient for the others has at least the norm √(‖∇F‖² − ch²), and on the way to a point of the ball, where ‖u_i‖ ≥ R,
 * ‖u_j‖ ≤ ‖w_j‖ + R, its derivative is at most ½n + (Σ‖w_j‖ + nR + Σ‖v_j‖)/(πR): row sums as above. It is continuous where a
 * short neuron passes 0.
 */
export function onlyZeroNeuronsCritical(candidate: ProofPoint, gradientNorm: Ball): boolean {
  const { balls, n, norms } = candidate;
  const { neuronNorms, counts, targetNormSum } = norms;
  const radius = candidate.ballRadius();
  const twice = balls.scale(radius, 2);
  let short = 0;
  let all = targetNormSum;
  neuronNorms.forEach((x, i) => {
    const count = counts[i]!;
    if (balls.lessOrEqual(twice, x) !== 'yes') short += count;
    all = balls.add(all, balls.scale(x, count));
  });
  const ofShort = balls.scale(balls.square(balls.divideByInteger(all, 2)), short);
  const rest = balls.sub(balls.square(gradientNorm), ofShort);
  if (balls.positive(rest) !== 'yes') return false;
  const moved = balls.scale(radius, n);
  const change = balls.add(balls.divideByInteger(moved, 2), balls.div(balls.add(all, moved), balls.pi));
  return balls.less(change, balls.sqrt(rest)) === 'yes';
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
  if (!isFarFromProved(candidate, hessian, norm)) return noCriticalPoint(candidate, hessian, norm);
  return {
    get reason(): string {
      const found = noCriticalPoint(candidate, hessian, norm);
      if (!('reason' in found)) throw new Error('a proof was taken for a failure');
      return found.reason;
    },
    precision: false,
  };
}

/**
 * In doubles, by a factor of 2: ‖∇F‖ is below R(Λ + LR/2), as next to every critical point. Then the reason, a text of some
 * bounds, is made for those who read it.
 */
function isFarFromProved(candidate: ProofPoint, hessian: Ball, norm: Ball): boolean {
  const radius = approximate(candidate.ballRadius());
  if (!(approximate(candidate.smallestNorm()) > 2 * radius)) return false;
  const slope = approximate(hessian) + (approximateLipschitz(candidate.norms)(radius) * radius) / 2;
  return 2 * approximate(norm) < radius * slope;
}

function noCriticalPoint(candidate: ProofPoint, hessian: Ball, norm: Ball): NoCriticalPointClaim | Failure {
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
