/**
 * What is confirmed of a claim about a point, whatever the form of the point: the theorem of a minimum with the figures beside
 * it, and the other verdicts.
 */
import type {
  Claim,
  GlobalMinimumClaim,
  NoCriticalPointClaim,
  SaddleClaim,
} from '../../certificate/types.ts';
import { confirmAtLeast, confirmAtMost, confirmLess, type Interval } from '../numbers/interval.ts';
import { confirm } from '../rejection.ts';
import type { PairSums } from './pair-sums.ts';
import { checkPublished, type PublishedCase, targetCount } from './published.ts';
import { checkRobustness } from './robustness.ts';
import {
  checkAtMinimum,
  checkConstants,
  checkExistence,
  checkGradientNorm,
  checkLipschitz,
  checkRadius,
  checkSpectrumAtCentre,
  checkUniqueness,
  confirmMinimum,
  smallerOf,
} from './theorem.ts';

/** What all verdicts need. */
export interface ClaimCase extends PublishedCase {
  readonly centreIsCandidate: boolean;
  /** What ∇²F at the centre may differ by in norm, where targets are known up to a bound. */
  readonly hessianChange?: Interval;
  /** Confirms that the centre is a permutation of the targets. */
  confirmPermutation(): void;
  /**
   * Confirms index, transverseIndex, monotonicities and reflectionNorm of a saddle; returns a number that λ_min(H)
   * does not exceed, or null for index 0.
   */
  confirmInertia(claim: SaddleClaim): Interval | null;
}

/** Throws a Rejection unless every number of the claim is confirmed. */
export function confirmClaim(known: ClaimCase, claim: Claim): void {
  switch (claim.verdict) {
    case 'spurious-local-minimum': {
      const { lambda, F } = confirmMinimum(known, claim);
      checkRobustness(known, claim, lambda, F);
      checkPublished(known, claim);
      break;
    }
    case 'saddle':
      checkSaddle(known, claim);
      break;
    case 'not-spurious':
      checkGlobalMinimum(known, claim);
      break;
    case 'no-critical-point':
      checkNoCriticalPoint(known, claim);
      break;
  }
}

/** A critical point of this index: S = I − 2QQᵀ makes ½(SH + HS) positive definite (mathematics.md 4.7). */
function checkSaddle(known: ClaimCase, claim: SaddleClaim): void {
  const { I, atCentre } = known;
  confirm(claim.index + (claim.transverseIndex ?? 0) >= 1, 'index ≥ 1 or transverseIndex ≥ 1');
  checkConstants(known, claim);
  const kappa = I.of(claim.reflectionNorm);
  const least = known.confirmInertia(claim);
  const lambda = smallerOf(I, claim.monotonicity, claim.transverseMonotonicity);
  checkExistence(known, claim, lambda, kappa);
  const radius = I.of(claim.centreRadius);
  const change = I.multiply(I.of(claim.lipschitz), radius);
  confirm((claim.lambdaMin === null) === (least === null), 'lambdaMin is null exactly for index 0');
  if (claim.lambdaMin !== null && least !== null) {
    const upper = I.of(claim.lambdaMin);
    const inequality = 'lambdaMin ≥ xᵀH(W_p)x/‖x‖² + L·centreRadius';
    confirmAtLeast(upper, I.add(least, change), inequality);
    confirmLess(upper, I.zero, 'lambdaMin < 0');
  }
  const norm = I.of(claim.hessianNorm);
  const own = I.add(hessianNorm(atCentre), known.hessianChange ?? I.zero);
  confirmAtLeast(norm, own, 'hessianNorm ≥ ‖∇²F(W_p)‖');
  // |F(W*) − F(W_p)| ≤ εr + ½(Λ + Lr)r²
  const F = atCentre.objective();
  const slope = I.add(I.of(claim.centreGradientNorm), I.multiply(I.add(norm, change), radius));
  const spread = I.multiply(radius, slope);
  const { lower, upper } = claim.objective;
  confirmAtMost(I.of(lower), I.subtract(F, spread), 'objective.lower ≤ F(W_p) − r(ε + (Λ + Lr)r)');
  confirmAtLeast(I.of(upper), I.add(F, spread), 'objective.upper ≥ F(W_p) + r(ε + (Λ + Lr)r)');
}

/** The centre is a permutation of the targets, a critical point with ε = 0, and W lies in its uniqueness ball. */
function checkGlobalMinimum(known: ClaimCase, claim: GlobalMinimumClaim): void {
  const { I, problem } = known;
  confirm(BigInt(problem.n) === targetCount(known.atCentre), 'n is the number of targets that are not 0');
  known.confirmPermutation();
  checkConstants(known, claim);
  const lambda = checkSpectrumAtCentre(known, claim);
  checkUniqueness(known, claim, lambda, I.one);
  const distance = I.of(claim.centreDistance);
  confirmLess(distance, I.of(claim.uniquenessRadius), 'centreDistance < uniquenessRadius');
  checkRadius(known, claim, I.zero);
  checkAtMinimum(known, claim, lambda, I.zero);
}

/** ‖∇F‖ cannot vanish where ‖∇F(W)‖ > t(Λ + Lt/2), and R is the largest t. */
function checkNoCriticalPoint(known: ClaimCase, claim: NoCriticalPointClaim): void {
  const { I, atCandidate, searchRadius } = known;
  confirm(known.centreIsCandidate, 'the centre is the candidate');
  const radius = I.of(claim.lipschitzRadius);
  confirmAtLeast(radius, searchRadius, 'lipschitzRadius ≥ r0 = 10⁻³ max ‖w_i‖');
  checkGradientNorm(known, claim.gradientNorm);
  const least = I.of(claim.gradientNormLower);
  confirmAtMost(least, atCandidate.gradientNorm(), 'gradientNormLower ≤ ‖∇F(W)‖');
  checkLipschitz(known, claim);
  const norm = I.of(claim.hessianNorm);
  confirmAtLeast(norm, hessianNorm(atCandidate), 'hessianNorm ≥ ‖∇²F(W)‖');
  const half = I.multiply(I.of('0.5'), I.multiply(I.of(claim.lipschitz), radius));
  const loss = I.multiply(radius, I.add(norm, half));
  confirmLess(loss, least, 'R(Λ + LR/2) < gradientNormLower');
}

/**
 * ‖∇²F‖ in every dimension, from above, from norms of blocks: ‖h2‖ = (π−θ+sin θ)/2π; the eigenvalues of H_ii lie between
 * ½ − Σ_targets R/(π‖w_i‖²) and ½ + Σ_neurons R/(π‖w_i‖²). Then the largest sum in a row of blocks (mathematics.md 1.7).
 */
export function hessianNorm(point: PairSums): Interval {
  const { arithmetic: I } = point;
  const rows = point.neurons.map(({ square }, a) => {
    let [up, down, beside] = [I.of('0.5'), I.of('-0.5'), I.zero];
    for (const { sign, number, pair } of point.partners(a)) {
      const { area, normProduct, share } = pair;
      const times = I.exact(number, 0);
      const bound = I.multiply(times, I.divide(area, I.multiply(I.pi, square)));
      if (sign < 0) {
        down = I.add(down, bound);
        continue;
      }
      up = I.add(up, bound);
      const sine = I.divide(area, I.multiply(I.twoPi, normProduct));
      beside = I.add(beside, I.multiply(times, I.add(share, sine)));
    }
    return I.add(I.max(up, down), beside);
  });
  return rows.reduce((x, y) => I.max(x, y));
}
