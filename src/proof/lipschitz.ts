import type { Ball } from '../arithmetic/ball.ts';
import type { LipschitzConstant } from '../certificate/types.ts';
import {
  type LipschitzParts,
  lipschitzOf,
  type NormData,
  plainLipschitzParts,
} from '../landscape/lipschitz.ts';
import type { ProofPoint } from './point.ts';

/**
 * L(R) ≥ Lipschitz constant of the Hessian on B(W, R), plain or sharp (mathematics.md 3.2 and 3.6); null unless R < ‖w_i‖ for
 * all i, and for the sharp constant where the point has none. It takes for each neuron the smaller of its two values.
 */
export function lipschitzUpper(
  evaluation: ProofPoint,
  radius: Ball,
  constant: LipschitzConstant,
): Ball | null {
  const { balls, norms } = evaluation;
  const parts = partsOf(evaluation, norms, radius);
  if (parts === null) return null;
  if (constant === 'plain') return lipschitzOf(balls, parts, (a, b) => balls.max(a, b));
  const sharp = evaluation.sharpParts(radius);
  if (sharp === null) return null;
  const own = parts.own.map((x, i) => balls.min(x, sharp[i]!));
  return lipschitzOf(balls, { ...parts, own }, (a, b) => balls.max(a, b));
}

/** The plain constant for all targets v_j + δ_j with Σ‖δ_j‖ ≤ moved. */
export function lipschitzUpperForMovedTargets(
  evaluation: ProofPoint,
  radius: Ball,
  moved: Ball,
): Ball | null {
  const { balls, norms } = evaluation;
  const targetNormSum = balls.add(norms.targetNormSum, moved);
  const parts = partsOf(evaluation, { ...norms, targetNormSum }, radius);
  return parts === null ? null : lipschitzOf(balls, parts, (a, b) => balls.max(a, b));
}

function partsOf(evaluation: ProofPoint, norms: NormData<Ball>, radius: Ball): LipschitzParts<Ball> | null {
  const { balls } = evaluation;
  if (balls.less(radius, evaluation.smallestNorm()) !== 'yes') return null;
  return plainLipschitzParts(balls, norms, radius, (a, b) => balls.max(a, b));
}

/**
 * A proposal for R, as a short decimal: about the largest ball on which the Hessian keeps the bound λ, the fixed
 * point R·L(R) = λ, found with the plain constant in floating point (or with a given L, taken as constant).
 */
export function proposeRadius(
  evaluation: ProofPoint,
  lambda: number,
  lipschitz: (radius: number) => number,
): string {
  const smallest = Number(evaluation.smallestNorm().mid) * 2 ** -evaluation.balls.bits;
  let low = 0;
  let high = smallest * 0.999;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (middle * lipschitz(middle) <= lambda) low = middle;
    else high = middle;
  }
  return low.toPrecision(10);
}
