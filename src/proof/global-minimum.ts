import type { GlobalMinimumClaim } from '../certificate/types.ts';
import type { BallVector } from '../landscape/ball-field.ts';
import type { Evaluation } from '../landscape/evaluation.ts';
import { lowerBound } from './bounds.ts';
import { lipschitzBounds, type ProofSetting, positionBounds } from './constants.ts';
import type { Failure } from './existence.ts';
import { basinOf, proveDefinite } from './minimum.ts';

/**
 * The permutation that sends neuron i of the candidate to a target within reach, or null: target permutation[i] is
 * the nearest to neuron i, all distinct, all within r0; targets are those that are not 0, as many as neurons. A proposal;
 * the distance is bounded afterwards.
 */
export function nearestTargets(candidate: Evaluation): number[] | null {
  const { balls, point } = candidate;
  const scale = 2 ** -balls.bits;
  if (point.neurons.length !== point.targets.length) return null;
  const reach = Number(candidate.ballRadius().mid) * scale * 1.01;
  const isNear = ({ mids: v }: BallVector, { mids: w }: BallVector): boolean => {
    let squares = 0;
    for (let a = 0; a < v.length && squares <= reach * reach; a++)
      squares += (Number(v[a]! - w[a]!) * scale) ** 2;
    return squares <= reach * reach;
  };
  const used = new Set<number>();
  const permutation: number[] = [];
  for (const neuron of point.neurons) {
    const j = point.targets.findIndex((target) => isNear(target, neuron));
    if (j < 0 || used.has(j)) return null;
    used.add(j);
    permutation.push(j);
  }
  return permutation;
}

/**
 * The critical point is a global minimum: W_p is a permutation of the targets that are not 0, where F = 0 and ∇F = 0
 * exactly. λ_min(∇²F(W_p)) ≥ λ > 0 and L on B(W_p, R) make it the only critical point of the open ball of radius
 * ρ = min(R, λ/L) about it (mathematics.md 4.5: 4.1 with ε = 0), and the candidate lies in that ball.
 */
export function proveGlobalMinimum(setting: ProofSetting): GlobalMinimumClaim | Failure {
  const { candidate, centre } = setting;
  const { balls } = centre;
  const definite = proveDefinite(setting);
  if ('reason' in definite) return definite;
  const { gradientNorm, centreDistance } = positionBounds(setting);
  const ball = lipschitzBounds(centre, Number(definite.least.mid) * 2 ** -balls.bits, 'plain');
  if (ball === null) return { reason: 'the ball about the centre reaches a zero neuron', precision: false };
  const uniqueness = lowerBound(
    balls,
    balls.min(ball.radius.value, balls.div(definite.least, ball.lipschitz.value)),
  );
  const near =
    balls.less(centreDistance.value, uniqueness.value) === 'yes' &&
    balls.lessOrEqual(centreDistance.value, candidate.ballRadius()) === 'yes';
  if (!near)
    return {
      reason: `the targets are ${centreDistance.text} away, not within r0 and the uniqueness radius ${uniqueness.text}`,
      precision: false,
    };
  const least = lowerBound(balls, definite.least);
  return {
    verdict: 'not-spurious',
    index: 0,
    gradientNorm: gradientNorm.text,
    centreDistance: centreDistance.text,
    lipschitzConstant: 'plain',
    lipschitzRadius: ball.radius.text,
    lipschitz: ball.lipschitz.text,
    uniquenessRadius: uniqueness.text,
    radius: centreDistance.text,
    centreLambdaMin: definite.hessian.text,
    centreLambdaMinTransverse: definite.transverse?.text ?? null,
    lambdaMin: definite.hessian.text,
    lambdaMinAllDimensions: setting.transverse ? least.text : null,
    basinRadius: basinOf(setting, uniqueness, centreDistance),
  };
}
