import type { Ball } from '../arithmetic/ball.ts';
import type { CentreConstants, LipschitzConstant } from '../certificate/types.ts';
import type { BallVector } from '../landscape/ball-field.ts';
import type { Evaluation } from '../landscape/evaluation.ts';
import { approximateLipschitz } from '../landscape/lipschitz.ts';
import { type Bound, shown, upperBound } from './bounds.ts';
import { type ExistenceHypotheses, type Failure, proveExistence } from './existence.ts';
import { lipschitzUpper, proposeRadius } from './lipschitz.ts';
import type { ProofPoint, Spectrum } from './point.ts';

/** What a proof is made at and how. */
export interface ProofSetting {
  readonly candidate: ProofPoint;
  /** The candidate itself, or a polished point within r0 of it. */
  readonly centre: ProofPoint;
  /** ‖W − W_p‖ */
  readonly distance: Ball;
  /** Second derivatives at the centre. */
  readonly spectrum: Spectrum;
  /** Statement for every dimension from that of the candidate on, not for one alone. */
  readonly everyDimension: boolean;
  /** Dimensions above that of the candidate are meant (too), so that M counts. */
  readonly transverse: boolean;
  /** Constants to try, in order. */
  readonly lipschitzConstants: readonly LipschitzConstant[];
  /** The coordinates are those of the span of the targets, in a space of more. */
  readonly inSpan?: boolean;
  /** n ≥ k: the n neurons copy any k targets, perturbed ones too. */
  readonly anyTargetsCanBeCopied: boolean;
}

/** Untrusted: a better centre near the candidate, and what was learnt about the Hessian on the way. */
export interface Proposal {
  readonly neurons: readonly BallVector[];
  readonly lowestDirection: Float64Array | null;
}

export type Propose = (candidate: Evaluation) => Proposal | null;

/** The constants of a critical point near the centre, proved. */
export interface CentreProof {
  readonly constants: CentreConstants;
  readonly gradientNorm: Bound;
  readonly centreGradientNorm: Bound;
  readonly centreDistance: Bound;
  readonly lipschitz: Bound;
  readonly lipschitzRadius: Bound;
  readonly centreRadius: Bound;
  readonly uniquenessRadius: Bound;
}

/** ‖∇F(W)‖ of the candidate and the distance of the centre from it. */
export function positionBounds(setting: ProofSetting): { gradientNorm: Bound; centreDistance: Bound } {
  const { candidate, distance } = setting;
  const { balls } = candidate;
  return {
    gradientNorm: upperBound(balls, candidate.gradientNorm()),
    centreDistance: upperBound(balls, distance),
  };
}

/**
 * R and L(R) at the centre: R about as large as λ allows, at most the distance at which a neuron could vanish. A sharp
 * constant that is not certainly below the plain one is the plain one, and called so.
 */
export function lipschitzBounds(
  centre: ProofPoint,
  lambda: number,
  constant: LipschitzConstant,
): { radius: Bound; lipschitz: Bound; constant: LipschitzConstant } | null {
  const { balls } = centre;
  const approximate = approximateLipschitz(centre.norms);
  let text = proposeRadius(centre, lambda, approximate);
  if (constant === 'sharp') {
    // Two steps from the plain radius: the sharp constant varies slowly with R.
    for (let step = 0; step < 2; step++) {
      const value = lipschitzUpper(centre, balls.exact(text), 'sharp');
      if (value === null) break;
      const sharp = Number(value.mid) * 2 ** -balls.bits;
      text = proposeRadius(centre, lambda, () => sharp);
    }
  }
  const radius = { text, value: balls.exact(text) };
  const value = lipschitzUpper(centre, radius.value, constant);
  if (value === null) return null;
  const lipschitz = upperBound(balls, value);
  if (constant === 'plain') return { radius, lipschitz, constant };
  const plain = lipschitzUpper(centre, radius.value, 'plain');
  return plain === null || balls.less(lipschitz.value, plain) === 'yes'
    ? { radius, lipschitz, constant }
    : { radius, lipschitz: upperBound(balls, plain), constant: 'plain' };
}

/** Existence and uniqueness at the centre, with the first Lipschitz constant that suffices. */
export function proveCriticalPoint(
  setting: ProofSetting,
  lambda: Ball,
  reflectionNormUpper: Ball,
): CentreProof | Failure {
  const { candidate, centre } = setting;
  const { balls } = centre;
  const { gradientNorm, centreDistance } = positionBounds(setting);
  const ballRadius = candidate.ballRadius();
  const centreGradientNorm = upperBound(balls, centre.gradientNorm());
  const approximate = Number(lambda.mid) / Number(reflectionNormUpper.mid);
  let failure: Failure = { reason: 'no Lipschitz constant to try', precision: false };
  for (const constant of setting.lipschitzConstants) {
    const ball = lipschitzBounds(centre, approximate, constant);
    if (ball === null) {
      failure = { reason: 'the ball about the centre reaches a point with a zero neuron', precision: false };
      continue;
    }
    const hypotheses: ExistenceHypotheses = {
      gradientNormUpper: centreGradientNorm.value,
      lambdaMinLower: lambda,
      lipschitzUpper: ball.lipschitz.value,
      ballRadius: ball.radius.value,
      reflectionNormUpper,
    };
    const existence = proveExistence(balls, hypotheses);
    if ('reason' in existence) {
      failure = existence;
      continue;
    }
    const radius = upperBound(balls, balls.add(centreDistance.value, existence.radius.value));
    if (balls.lessOrEqual(radius.value, ballRadius) !== 'yes') {
      failure = {
        reason: `the critical point is only known within ${radius.text} of the candidate, which is not below r0 = ${shown(balls, ballRadius)}`,
        precision: false,
      };
      continue;
    }
    return {
      constants: {
        gradientNorm: gradientNorm.text,
        centreGradientNorm: centreGradientNorm.text,
        centreDistance: centreDistance.text,
        lipschitzConstant: ball.constant,
        lipschitzRadius: ball.radius.text,
        lipschitz: ball.lipschitz.text,
        centreRadius: existence.radius.text,
        uniquenessRadius: existence.uniqueness.text,
        radius: radius.text,
      },
      gradientNorm,
      centreGradientNorm,
      centreDistance,
      lipschitz: ball.lipschitz,
      lipschitzRadius: ball.radius,
      centreRadius: existence.radius,
      uniquenessRadius: existence.uniqueness,
    };
  }
  return failure;
}
