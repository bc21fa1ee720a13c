import type { ReflectionWitness, SaddleClaim } from '../certificate/types.ts';
import { type Bound, lowerBound, upperBound } from './bounds.ts';
import { type ProofSetting, proveCriticalPoint } from './constants.ts';
import type { Failure } from './existence.ts';

/**
 * A critical point of index ≥ 1 within r0 of the candidate (mathematics.md 4.7, with S = I − 2QQᵀ): the index is that of
 * H at the centre; in dimension D it is index(H) + (D − d)·index(M), with a reflection for M of its own.
 */
export function proveSaddle(
  setting: ProofSetting,
  extraDimensions: boolean,
): { claim: SaddleClaim; witness: ReflectionWitness | null } | Failure {
  const { centre, spectrum, transverse } = setting;
  const { balls } = centre;
  const own = spectrum.inertia('hessian');
  if ('reason' in own) return own;
  const other = transverse ? spectrum.inertia('transverse') : null;
  if (other !== null && 'reason' in other) return other;
  const { index } = own;
  const transverseIndex = other?.index ?? null;
  if (index === 0 && !(extraDimensions && (transverseIndex ?? 0) > 0))
    return {
      reason:
        (transverseIndex ?? 0) > 0
          ? `index 0 in R^{nd} but M has index ${transverseIndex}: a minimum for the given d, a saddle for larger ones; ask for one --dimension`
          : 'index 0',
      precision: false,
    };
  const kappa = upperBound(
    balls,
    balls.exact(Math.max(own.reflectionNormUpper, other?.reflectionNormUpper ?? 1)),
  );
  const least =
    other === null ? own.monotonicity.value : balls.min(own.monotonicity.value, other.monotonicity.value);
  const proof = proveCriticalPoint(setting, least, kappa.value);
  if ('reason' in proof) return proof;
  const loss = balls.mul(proof.lipschitz.value, proof.centreRadius.value);
  let lambdaMin: Bound | null = null;
  if (own.leastUpper !== null) {
    lambdaMin = upperBound(balls, balls.add(own.leastUpper, loss));
    if (balls.positive(balls.neg(lambdaMin.value)) !== 'yes')
      return { reason: `λ_min ≤ ${lambdaMin.text} is not certainly negative`, precision: true };
  }
  const hessianNorm = upperBound(balls, spectrum.hessianNorm());
  // |F(W*) − F(W_p)| ≤ r sup‖∇F‖ ≤ r(ε + (Λ + L r) r) on the ball of radius r.
  const r = proof.centreRadius.value;
  const slope = balls.add(
    proof.centreGradientNorm.value,
    balls.mul(balls.add(hessianNorm.value, balls.mul(proof.lipschitz.value, r)), r),
  );
  const variation = balls.mul(r, slope);
  const claim: SaddleClaim = {
    verdict: 'saddle',
    index,
    transverseIndex,
    ...proof.constants,
    reflectionNorm: kappa.text,
    monotonicity: own.monotonicity.text,
    transverseMonotonicity: other?.monotonicity.text ?? null,
    lambdaMin: lambdaMin?.text ?? null,
    hessianNorm: hessianNorm.text,
    objective: {
      lower: lowerBound(balls, balls.sub(centre.objective, variation)).text,
      upper: upperBound(balls, balls.add(centre.objective, variation)).text,
    },
  };
  return {
    claim,
    witness:
      own.witness === null
        ? null
        : { reflection: own.witness, transverseReflection: other === null ? null : other.witness },
  };
}
