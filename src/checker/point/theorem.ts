/**
 * The theorem on a spurious local minimum (mathematics.md 4.1), number by number in the order in which its proof needs them:
 * constants of the landscape against enclosures of the checker's own, derived numbers against the claimed numbers that they
 * follow from. No tolerances: a claim holds if the checker's own bound proves it.
 */
import type { CentreConstants, MinimumTheorem, Problem } from '../../certificate/minimum.ts';
import {
  confirmAtLeast,
  confirmAtMost,
  confirmLess,
  type Interval,
  type Intervals,
  isPositive,
} from '../numbers/interval.ts';
import { confirm } from '../rejection.ts';
import type { PairSums } from './pair-sums.ts';

/** What a theorem is about, and what is confirmed by means of their own for each form of a point. */
export interface Case {
  readonly problem: Problem;
  /** Confirms that n neurons can copy the target network, so that the infimum of F is 0. */
  confirmCopies(): void;
  readonly atCandidate: PairSums;
  readonly atCentre: PairSums;
  /** Intervals for numbers derived from claimed ones. */
  readonly I: Intervals;
  /** r0 = 10⁻³ max ‖w_i‖ of the candidate. */
  readonly searchRadius: Interval;
  /** ‖W − W_p‖ */
  readonly distance: Interval;
  /** Confirms 0 < claimed ≤ λ_min at the centre, of H or of M. */
  confirmLeast(matrix: 'hessian' | 'transverse', claimed: string, inequality: string): void;
  /** Confirms a claimed sharp constant beside the plain one on the ball. */
  confirmSharp(claimed: Interval, radius: Interval, plain: Interval): void;
}

/** Throws a Rejection unless every number of the theorem is confirmed. Returns λ and F(W_p). */
export function confirmMinimum(
  known: Case,
  claim: MinimumTheorem,
): { readonly lambda: Interval; readonly F: Interval } {
  const { I, atCentre } = known;
  known.confirmCopies();
  checkConstants(known, claim);
  const lambda = checkSpectrumAtCentre(known, claim);
  checkExistence(known, claim, lambda, I.one);
  checkAtMinimum(known, claim, lambda, I.of(claim.centreRadius));
  // F is convex on the ball: F(W*) ≥ F(W_p) − ε r, and F(W*) ≤ F(W_p), its minimum on the ball.
  const F = atCentre.objective();
  const lower = I.of(claim.objective.lower);
  const slope = I.multiply(I.of(claim.centreGradientNorm), I.of(claim.centreRadius));
  confirmAtMost(lower, I.subtract(F, slope), 'objective.lower ≤ F(W_p) − ε·centreRadius');
  confirmAtLeast(I.of(claim.objective.upper), F, 'objective.upper ≥ F(W_p)');
  confirm(isPositive(lower), 'objective.lower > 0');
  return { lambda, F };
}

/** The constants of all theorems about a critical point, and those of the Lipschitz constant alone. */
export type Constants = Omit<CentreConstants, 'centreGradientNorm' | 'centreRadius'>;
export type Lipschitz = Pick<CentreConstants, 'lipschitz' | 'lipschitzRadius' | 'lipschitzConstant'>;

/** ‖∇F(W)‖ ≤ gradientNorm, ‖W − W_p‖ ≤ centreDistance, L ≥ L(R) on B(W_p, R). */
export function checkConstants(known: Case, claim: Constants): void {
  const { I, distance } = known;
  checkGradientNorm(known, claim.gradientNorm);
  confirmAtLeast(I.of(claim.centreDistance), distance, 'centreDistance ≥ ‖W − W_p‖');
  checkLipschitz(known, claim);
}

export function checkGradientNorm({ I, atCandidate }: Case, claimed: string): void {
  confirmAtLeast(I.of(claimed), atCandidate.gradientNorm(), 'gradientNorm ≥ ‖∇F(W)‖');
}

/** L ≥ L(R) on the ball of radius R about the centre, which no w_i = 0 meets. */
export function checkLipschitz(known: Case, claim: Lipschitz): void {
  const { I, atCentre } = known;
  const radius = I.of(claim.lipschitzRadius);
  confirm(isPositive(radius), 'lipschitzRadius > 0');
  const claimed = I.of(claim.lipschitz);
  const plain = atCentre.lipschitz(radius);
  if (claim.lipschitzConstant === 'sharp') known.confirmSharp(claimed, radius, plain);
  else confirmAtLeast(claimed, plain, 'lipschitz ≥ plain L(lipschitzRadius)');
}

/** The smaller of the claimed bounds for H and, in more dimensions, for M. */
export function smallerOf(I: Intervals, given: string, transverse: string | null): Interval {
  return transverse === null ? I.of(given) : I.min(I.of(given), I.of(transverse));
}

/** λ_min(H(W_p)) and λ_min(M(W_p)) of a minimum; returns λ. */
export function checkSpectrumAtCentre(
  known: Case,
  claim: Pick<MinimumTheorem, 'centreLambdaMin' | 'centreLambdaMinTransverse'>,
): Interval {
  const transverse = claim.centreLambdaMinTransverse;
  if (transverse !== null)
    known.confirmLeast('transverse', transverse, 'centreLambdaMinTransverse ≤ λ_min(M(W_p))');
  known.confirmLeast('hessian', claim.centreLambdaMin, 'centreLambdaMin ≤ λ_min(H(W_p))');
  return smallerOf(known.I, claim.centreLambdaMin, transverse);
}

/**
 * r = 2κε/(λ + √(λ² − 2κ²Lε)), or its reason for not existing. For a minimum κ = 1. For ‖u‖ = 1 and t in (r, ρ],
 * ⟨S∇F(W_p + tu), u⟩ ≥ −κε + λt − κLt²/2 > 0: a critical point lies within r, and no other within ρ ≤ λ/(κL).
 */
export function existenceRadius(
  I: Intervals,
  lambda: Interval,
  kappa: Interval,
  L: Interval,
  epsilon: Interval,
  place: string,
): Interval {
  const step = I.multiply(kappa, epsilon);
  const curvature = I.multiply(kappa, L);
  const root = I.subtract(I.square(lambda), I.multiply(I.integer(2), I.multiply(curvature, step)));
  confirm(isPositive(root), `${place}2κ²Lε < λ²`);
  return I.divide(I.add(step, step), I.add(lambda, I.sqrt(root)));
}

/** Existence in B(W_p, r), uniqueness in B(W_p, ρ), and that the point is within r0 of the candidate. */
export function checkExistence(known: Case, claim: CentreConstants, lambda: Interval, kappa: Interval): void {
  const { I, atCentre } = known;
  const epsilon = I.of(claim.centreGradientNorm);
  confirmAtLeast(epsilon, atCentre.gradientNorm(), 'centreGradientNorm ≥ ‖∇F(W_p)‖');
  const radius = existenceRadius(I, lambda, kappa, I.of(claim.lipschitz), epsilon, '');
  const claimed = I.of(claim.centreRadius);
  confirmAtLeast(claimed, radius, 'centreRadius ≥ 2κε/(λ + √(λ² − 2κ²Lε))');
  checkUniqueness(known, claim, lambda, kappa);
  confirmLess(claimed, I.of(claim.uniquenessRadius), 'centreRadius < uniquenessRadius');
  checkRadius(known, claim, claimed);
}

/** ρ ≤ min(R, λ/(κL)) */
export function checkUniqueness({ I }: Case, claim: Constants, lambda: Interval, kappa: Interval): void {
  const rho = I.of(claim.uniquenessRadius);
  confirmAtMost(rho, I.of(claim.lipschitzRadius), 'uniquenessRadius ≤ lipschitzRadius');
  const reach = I.divide(lambda, I.multiply(kappa, I.of(claim.lipschitz)));
  confirmAtMost(rho, reach, 'uniquenessRadius ≤ λ/(κL)');
}

/** ‖W − W*‖ ≤ centreDistance + centreRadius ≤ radius ≤ r0 */
export function checkRadius({ I, searchRadius }: Case, claim: Constants, centreRadius: Interval): void {
  const radius = I.of(claim.radius);
  const own = I.add(I.of(claim.centreDistance), centreRadius);
  confirmAtLeast(radius, own, 'radius ≥ centreDistance + centreRadius');
  confirmAtMost(radius, searchRadius, 'radius ≤ r0 = 10⁻³ max ‖w_i‖');
}

/** λ_min(∇²F(W*)) ≥ λ − Lr, in the given and in all dimensions, and the basin about the candidate. */
export function checkAtMinimum(
  { I }: Case,
  claim: Omit<MinimumTheorem, 'verdict' | 'objective' | 'centreGradientNorm' | 'centreRadius'>,
  lambda: Interval,
  centreRadius: Interval,
): void {
  const change = I.multiply(I.of(claim.lipschitz), centreRadius);
  const here = I.subtract(I.of(claim.centreLambdaMin), change);
  confirmAtMost(I.of(claim.lambdaMin), here, 'lambdaMin ≤ centreLambdaMin − L·centreRadius');
  if (claim.lambdaMinAllDimensions !== null) {
    const everywhere = I.subtract(lambda, change);
    const inequality = 'lambdaMinAllDimensions ≤ λ − L·centreRadius';
    confirmAtMost(I.of(claim.lambdaMinAllDimensions), everywhere, inequality);
  }
  const basin = I.of(claim.basinRadius);
  confirmAtLeast(basin, I.zero, 'basinRadius ≥ 0');
  const own = I.subtract(I.of(claim.uniquenessRadius), I.of(claim.centreDistance));
  confirmAtMost(basin, I.max(I.zero, own), 'basinRadius ≤ max(0, uniquenessRadius − centreDistance)');
}
