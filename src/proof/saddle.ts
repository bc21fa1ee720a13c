import type { EnclosedMatrix } from '../arithmetic/enclosed.ts';
import { exactDecimal } from '../arithmetic/exact.ts';
import type { ReflectionWitness, SaddleClaim } from '../certificate/types.ts';
import { type Bound, lowerBound, upperBound } from './bounds.ts';
import { type ProofSetting, proveCriticalPoint } from './constants.ts';
import { smallestEigenvalueLower } from './eigenvalue.ts';
import type { Failure } from './existence.ts';
import { hessianNormUpper } from './hessian-norm.ts';
import { type Reflection, rayleighUpper, reflected, reflectionOf } from './reflection.ts';

interface Inertia {
  readonly reflection: Reflection;
  readonly monotonicity: Bound;
}

/** In(H) = In(S) for a matrix H with ½(SH + HS) ≻ 0: the index of H is the number of columns of Q. */
function proveInertia(setting: ProofSetting, matrix: EnclosedMatrix, name: string): Inertia | Failure {
  const directions = setting.negativeDirections(matrix.mid, matrix.size);
  const reflection = directions === null ? null : reflectionOf(directions, matrix.size);
  if (reflection === null)
    return {
      reason: `the negative eigenvalues of ${name} could not be told from the others`,
      precision: false,
    };
  const monotonicity = smallestEigenvalueLower(
    setting.centre.balls,
    reflected(matrix, reflection),
    setting.method,
  );
  if (monotonicity === null)
    return {
      reason: `${name} has an eigenvalue that is not separated from 0 (${reflection.columns.length} certainly negative)`,
      precision: false,
    };
  return { reflection, monotonicity };
}

/**
 * A critical point of index ≥ 1 within r0 of the candidate (landscape.md 4, with S = I − 2QQᵀ): the index is that of
 * H at the centre; in dimension D it is index(H) + (D − d)·index(M), with a reflection for M of its own.
 */
export function proveSaddle(
  setting: ProofSetting,
  extraDimensions: boolean,
): { claim: SaddleClaim; witness: ReflectionWitness } | Failure {
  const { centre, transverse } = setting;
  const { balls } = centre;
  const matrices = centre.hessians;
  const own = proveInertia(setting, matrices.hessian, '∇²F');
  if ('reason' in own) return own;
  const other = transverse ? proveInertia(setting, matrices.transverse, 'M') : null;
  if (other !== null && 'reason' in other) return other;
  const index = own.reflection.columns.length;
  const transverseIndex = other?.reflection.columns.length ?? null;
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
    balls.exact(Math.max(own.reflection.normUpper, other?.reflection.normUpper ?? 1)),
  );
  const least =
    other === null ? own.monotonicity.value : balls.min(own.monotonicity.value, other.monotonicity.value);
  const proof = proveCriticalPoint(setting, least, kappa.value);
  if ('reason' in proof) return proof;
  const loss = balls.mul(proof.lipschitz.value, proof.centreRadius.value);
  let lambdaMin: Bound | null = null;
  if (index > 0) {
    const rayleigh = balls.exact(rayleighUpper(matrices.hessian, own.reflection.columns[0]!));
    lambdaMin = upperBound(balls, balls.add(rayleigh, loss));
    if (balls.positive(balls.neg(lambdaMin.value)) !== 'yes')
      return { reason: `λ_min ≤ ${lambdaMin.text} is not certainly negative`, precision: true };
  }
  const hessianNorm = upperBound(balls, hessianNormUpper(centre));
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
    witness: {
      reflection: rowsOf(own.reflection, matrices.hessian.size),
      transverseReflection: other === null ? null : rowsOf(other.reflection, matrices.transverse.size),
    },
  };
}

function rowsOf(reflection: Reflection, size: number): string[][] {
  return Array.from({ length: size }, (_, i) => reflection.columns.map((column) => exactDecimal(column[i]!)));
}
