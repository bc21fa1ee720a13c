import type { Ball } from '../arithmetic/ball.ts';
import type { MinimumClaim } from '../certificate/types.ts';
import { type Bound, lowerBound, shown, upperBound } from './bounds.ts';
import { type ProofSetting, proveCriticalPoint } from './constants.ts';
import type { Failure } from './existence.ts';
import { gaussianDimension } from './gaussian.ts';
import { publishedFigures } from './published.ts';
import { robustnessRadius } from './robustness.ts';

/** Lower bounds on the smallest eigenvalues of H and, where the statement needs it, of M at the centre. */
export interface Definiteness {
  readonly hessian: Bound;
  readonly transverse: Bound | null;
  /** The smaller of the two. */
  readonly least: Ball;
}

export function proveDefinite(setting: ProofSetting): Definiteness | Failure {
  const { centre, spectrum, transverse } = setting;
  const { balls } = centre;
  const hessian = spectrum.leastEigenvalue('hessian');
  if (hessian === null)
    return { reason: 'λ_min(∇²F) at the centre is not separated from 0', precision: false };
  if (!transverse) return { hessian, transverse: null, least: hessian.value };
  const other = spectrum.leastEigenvalue('transverse');
  if (other === null)
    return {
      reason: `λ_min(∇²F) ≥ ${hessian.text} in R^{nd}, but λ_min(M) is not separated from 0, so that nothing follows for larger d`,
      precision: false,
    };
  return { hessian, transverse: other, least: balls.min(hessian.value, other.value) };
}

/** max(0, ρ − distance) from below. */
export function basinOf(setting: ProofSetting, uniqueness: Bound, distance: Bound): string {
  const { balls } = setting.centre;
  const rest = balls.sub(uniqueness.value, distance.value);
  return balls.positive(rest) === 'yes' ? lowerBound(balls, rest).text : '0';
}

/**
 * A strict, spurious local minimum within r0 of the candidate: existence and strictness by mathematics.md 4.1, and
 * F(W*) ≥ F(W_p) − εr > 0 (F is convex on the ball), while F = 0 where the neurons copy the targets, which the caller
 * has seen to be possible.
 */
export function proveMinimum(setting: ProofSetting): MinimumClaim | Failure {
  const { candidate, centre } = setting;
  const { balls } = centre;
  const definite = proveDefinite(setting);
  if ('reason' in definite) return definite;
  const proof = proveCriticalPoint(setting, definite.least, balls.one);
  if ('reason' in proof) return proof;
  const { centreGradientNorm, centreRadius, lipschitz } = proof;
  const objective = centre.objective;
  const lower = lowerBound(
    balls,
    balls.sub(objective, balls.mul(centreGradientNorm.value, centreRadius.value)),
  );
  if (balls.positive(lower.value) !== 'yes')
    return {
      reason: `a strict local minimum, but its objective (≥ ${lower.text}, about ${shown(balls, objective)}) is not separated from 0`,
      precision: true,
    };
  const loss = balls.mul(lipschitz.value, centreRadius.value);
  // Targets on one ray may leave it, targets that are 0 may grow: with n < k nothing is known about the perturbed ones.
  const robustness = setting.anyTargetsCanBeCopied
    ? robustnessRadius(centre, {
        gradientNormUpper: centreGradientNorm.value,
        lambdaMinLower: definite.least,
        ballRadius: proof.lipschitzRadius.value,
      })
    : null;
  // In the span of the targets H is a part of the Hessian in the given width, and M another.
  const ofGivenWidth = setting.inSpan === true ? definite.least : definite.hessian.value;
  const candidateLambda =
    balls.lessOrEqual(proof.centreDistance.value, proof.lipschitzRadius.value) === 'yes'
      ? lowerBound(balls, balls.sub(ofGivenWidth, balls.mul(lipschitz.value, proof.centreDistance.value)))
      : null;
  const standard = centre.orthonormalTargets;
  return {
    verdict: 'spurious-local-minimum',
    index: 0,
    ...proof.constants,
    centreLambdaMin: definite.hessian.text,
    centreLambdaMinTransverse: definite.transverse?.text ?? null,
    lambdaMin: lowerBound(balls, balls.sub(definite.hessian.value, loss)).text,
    lambdaMinAllDimensions: setting.transverse
      ? lowerBound(balls, balls.sub(definite.least, loss)).text
      : null,
    basinRadius: basinOf(setting, proof.uniquenessRadius, proof.centreDistance),
    objective: { lower: lower.text, upper: upperBound(balls, objective).text },
    robustnessRadius: robustness?.text ?? null,
    gaussianDimension:
      robustness !== null && standard && setting.everyDimension
        ? gaussianDimension(balls, centre, robustness.value)
        : null,
    published: publishedFigures(candidate, proof.gradientNorm.value, candidateLambda),
  };
}
