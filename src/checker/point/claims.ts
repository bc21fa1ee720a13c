/**
 * What is confirmed of a claim about a point, whatever the form of the point: every number in the order in which the
 * proof needs it, constants of the landscape against enclosures of its own, derived numbers against the claimed
 * numbers that they follow from. No tolerances: a claim holds if the checker's own bound proves it.
 */
import type {
  CentreConstants,
  Claim,
  GlobalMinimumClaim,
  MinimumClaim,
  NoCriticalPointClaim,
  Problem,
  SaddleClaim,
} from '../../certificate/index.ts';
import { type Interval, type Intervals, isPositive } from '../numbers/interval.ts';
import { confirm } from '../rejection.ts';

/** The landscape at one point, enclosed. */
export interface PointFigures {
  gradientNorm(): Interval;
  objective(): Interval;
  smallestNorm(): Interval;
  largestNorm(): Interval;
  largestTargetNorm(): Interval;
  /** ‖∇²F‖ in every dimension, from above. */
  hessianNorm(): Interval;
  /** L(R) for targets whose norms sum to at most Σ‖v_j‖ + extra. */
  lipschitz(radius: Interval, sharp: boolean, extra?: Interval): Interval;
}

/** What the claims are about, and what is confirmed by means of their own for each form of a point. */
export interface Case {
  readonly problem: Problem;
  /** The k of the published lemmas: targets that are 0 are no targets. */
  readonly targetCount: number;
  /** Confirms that n neurons can copy the target network, so that the infimum of F is 0. */
  confirmCopies(): void;
  readonly atCandidate: PointFigures;
  readonly atCentre: PointFigures;
  /** Intervals for numbers derived from claimed ones. */
  readonly I: Intervals;
  /** r0 = 10⁻³ max ‖w_i‖ of the candidate. */
  readonly searchRadius: Interval;
  /** ‖W − W_p‖ */
  readonly distance: Interval;
  readonly centreIsCandidate: boolean;
  /** Confirms that the centre is a permutation of the targets. */
  confirmPermutation(): void;
  /** Confirms 0 < claimed ≤ λ_min at the centre, of H or of M. */
  confirmLeast(matrix: 'hessian' | 'transverse', claimed: string, inequality: string): void;
  /**
   * Confirms index, transverseIndex, monotonicities and reflectionNorm of a saddle; returns a number that λ_min(H)
   * does not exceed, or null for index 0.
   */
  confirmInertia(claim: SaddleClaim): Interval | null;
}

/** Throws a Rejection unless every number of the claim is confirmed. */
export function confirmClaim(known: Case, claim: Claim): void {
  switch (claim.verdict) {
    case 'spurious-local-minimum':
      checkMinimum(known, claim);
      break;
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

/** Confirms a claimed number that is to be at least own: claim ≥ upper end. */
export function confirmAtLeast(claim: Interval, own: Interval, inequality: string): void {
  confirm(claim.lo.gte(own.hi), inequality);
}

/** Confirms a claimed number that is to be at most own: claim ≤ lower end. */
function confirmAtMost(claim: Interval, own: Interval, inequality: string): void {
  confirm(claim.hi.lte(own.lo), inequality);
}

/** Confirms x < y. */
export function confirmLess(x: Interval, y: Interval, inequality: string): void {
  confirm(x.hi.lt(y.lo), inequality);
}

// ---------------------------------------------------------------- constants at candidate and centre

/** ‖∇F(W)‖ ≤ gradientNorm, ‖W − W_p‖ ≤ centreDistance, L ≥ L(R) on B(W_p, R). */
function checkConstants(
  known: Case,
  claim: Omit<CentreConstants, 'centreGradientNorm' | 'centreRadius'>,
): void {
  const { I, distance } = known;
  checkGradientNorm(known, claim.gradientNorm);
  confirmAtLeast(I.of(claim.centreDistance), distance, 'centreDistance ≥ ‖W − W_p‖');
  checkLipschitz(known, claim);
}

function checkGradientNorm({ I, atCandidate }: Case, claimed: string): void {
  confirmAtLeast(I.of(claimed), atCandidate.gradientNorm(), 'gradientNorm ≥ ‖∇F(W)‖');
}

/**
 * L ≥ L(R) on the ball of radius R about the centre, which no w_i = 0 meets. The name is confirmed too: a number that
 * the plain constant proves is not called sharp, unless the two agree to six digits.
 */
function checkLipschitz(
  { I, atCentre }: Case,
  claim: Pick<CentreConstants, 'lipschitz' | 'lipschitzRadius' | 'lipschitzConstant'>,
): void {
  const radius = I.of(claim.lipschitzRadius);
  confirm(isPositive(radius), 'lipschitzRadius > 0');
  const claimed = I.of(claim.lipschitz);
  const plain = atCentre.lipschitz(radius, false);
  if (claim.lipschitzConstant === 'plain') {
    confirmAtLeast(claimed, plain, 'lipschitz ≥ plain L(lipschitzRadius)');
    return;
  }
  const sharp = atCentre.lipschitz(radius, true);
  confirmAtLeast(claimed, sharp, 'lipschitz ≥ sharp L(lipschitzRadius)');
  const agree = I.multiply(sharp, I.of('1.000001')).hi.gte(plain.lo);
  confirm(agree || claimed.hi.lt(plain.lo), 'lipschitz is called sharp, but the plain constant proves it');
}

/** The smaller of the claimed bounds for H and, in more dimensions, for M. */
function smallerOf(I: Intervals, given: string, transverse: string | null): Interval {
  return transverse === null ? I.of(given) : I.min(I.of(given), I.of(transverse));
}

/** λ_min(H(W_p)) and λ_min(M(W_p)) of a minimum; returns λ. */
function checkSpectrumAtCentre(known: Case, claim: MinimumClaim | GlobalMinimumClaim): Interval {
  const transverse = claim.centreLambdaMinTransverse;
  if (transverse !== null) {
    known.confirmLeast('transverse', transverse, 'centreLambdaMinTransverse ≤ λ_min(M(W_p))');
  }
  known.confirmLeast('hessian', claim.centreLambdaMin, 'centreLambdaMin ≤ λ_min(H(W_p))');
  return smallerOf(known.I, claim.centreLambdaMin, transverse);
}

// ---------------------------------------------------------------- the theorem (mathematics.md 4.1)

/**
 * r = 2κε/(λ + √(λ² − 2κ²Lε)), or its reason for not existing. For a minimum κ = 1. For ‖u‖ = 1 and t in (r, ρ],
 * ⟨S∇F(W_p + tu), u⟩ ≥ −κε + λt − κLt²/2 > 0: a critical point lies within r, and no other within ρ ≤ λ/(κL).
 */
function existenceRadius(
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
function checkExistence(known: Case, claim: CentreConstants, lambda: Interval, kappa: Interval): void {
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
function checkUniqueness(
  { I }: Case,
  claim: Pick<CentreConstants, 'lipschitz' | 'lipschitzRadius' | 'uniquenessRadius'>,
  lambda: Interval,
  kappa: Interval,
): void {
  const rho = I.of(claim.uniquenessRadius);
  confirmAtMost(rho, I.of(claim.lipschitzRadius), 'uniquenessRadius ≤ lipschitzRadius');
  const reach = I.divide(lambda, I.multiply(kappa, I.of(claim.lipschitz)));
  confirmAtMost(rho, reach, 'uniquenessRadius ≤ λ/(κL)');
}

/** ‖W − W*‖ ≤ centreDistance + centreRadius ≤ radius ≤ r0 */
function checkRadius(
  { I, searchRadius }: Case,
  claim: Pick<CentreConstants, 'centreDistance' | 'radius'>,
  centreRadius: Interval,
): void {
  const radius = I.of(claim.radius);
  const own = I.add(I.of(claim.centreDistance), centreRadius);
  confirmAtLeast(radius, own, 'radius ≥ centreDistance + centreRadius');
  confirmAtMost(radius, searchRadius, 'radius ≤ r0 = 10⁻³ max ‖w_i‖');
}

/** λ_min(∇²F(W*)) ≥ λ − Lr, in the given and in all dimensions, and the basin about the candidate. */
function checkAtMinimum(
  { I }: Case,
  claim: MinimumClaim | GlobalMinimumClaim,
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
  confirm(!basin.lo.lt(0), 'basinRadius ≥ 0');
  const own = I.subtract(I.of(claim.uniquenessRadius), I.of(claim.centreDistance));
  confirmAtMost(basin, I.max(I.zero, own), 'basinRadius ≤ max(0, uniquenessRadius − centreDistance)');
}

// ---------------------------------------------------------------- verdicts

function checkMinimum(known: Case, claim: MinimumClaim): void {
  const { I, atCentre, problem } = known;
  const { n, k } = problem;
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
  // Perturbed targets need not lie on as few rays as these.
  confirm(n >= k || claim.robustnessRadius === null, 'robustnessRadius is null for n < k');
  checkRobustness(known, claim, lambda, F);
  checkPublished(known, claim);
}

/** A critical point of this index: S = I − 2QQᵀ makes ½(SH + HS) positive definite (mathematics.md 4.7). */
function checkSaddle(known: Case, claim: SaddleClaim): void {
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
    confirm(upper.hi.lt(0), 'lambdaMin < 0');
  }
  const norm = I.of(claim.hessianNorm);
  confirmAtLeast(norm, atCentre.hessianNorm(), 'hessianNorm ≥ ‖∇²F(W_p)‖');
  // |F(W*) − F(W_p)| ≤ εr + ½(Λ + Lr)r²
  const F = atCentre.objective();
  const slope = I.add(I.of(claim.centreGradientNorm), I.multiply(I.add(norm, change), radius));
  const spread = I.multiply(radius, slope);
  const { lower, upper } = claim.objective;
  confirmAtMost(I.of(lower), I.subtract(F, spread), 'objective.lower ≤ F(W_p) − r(ε + (Λ + Lr)r)');
  confirmAtLeast(I.of(upper), I.add(F, spread), 'objective.upper ≥ F(W_p) + r(ε + (Λ + Lr)r)');
}

/** The centre is a permutation of the targets, a critical point with ε = 0, and W lies in its uniqueness ball. */
function checkGlobalMinimum(known: Case, claim: GlobalMinimumClaim): void {
  const { I, problem } = known;
  confirm(problem.n === known.targetCount, 'n is the number of targets that are not 0');
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
function checkNoCriticalPoint(known: Case, claim: NoCriticalPointClaim): void {
  const { I, atCandidate, searchRadius } = known;
  confirm(known.centreIsCandidate, 'the centre is the candidate');
  const radius = I.of(claim.lipschitzRadius);
  confirmAtLeast(radius, searchRadius, 'lipschitzRadius ≥ r0 = 10⁻³ max ‖w_i‖');
  checkGradientNorm(known, claim.gradientNorm);
  const least = I.of(claim.gradientNormLower);
  confirmAtMost(least, atCandidate.gradientNorm(), 'gradientNormLower ≤ ‖∇F(W)‖');
  checkLipschitz(known, claim);
  const norm = I.of(claim.hessianNorm);
  confirmAtLeast(norm, atCandidate.hessianNorm(), 'hessianNorm ≥ ‖∇²F(W)‖');
  const half = I.multiply(I.of('0.5'), I.multiply(I.of(claim.lipschitz), radius));
  const loss = I.multiply(radius, I.add(norm, half));
  confirmLess(loss, least, 'R(Λ + LR/2) < gradientNormLower');
}

// ---------------------------------------------------------------- perturbed and random targets (mathematics.md 7.2)

/**
 * √(2 ln 100) ≤ this number x: e^(x²/2) ≥ Σ_{j≤30} (x²/2)^j/j! > 100, a sum of rational numbers (test/checker).
 */
export const ROOT_OF_2_LN_100 = '3.0348543';

/** For all targets with Σ‖v'_j − v_j‖ ≤ D the theorem holds with λ', ε', L', and F stays above what the convexity bound loses. */
function checkRobustness(
  { I, atCentre, problem }: Case,
  claim: MinimumClaim,
  lambda: Interval,
  F: Interval,
): void {
  const { n, k, d, targets, dimension } = problem;
  if (claim.robustnessRadius !== null) {
    const D = I.of(claim.robustnessRadius);
    confirm(isPositive(D), 'robustnessRadius > 0');
    const R = I.of(claim.lipschitzRadius);
    const loss = I.divide(D, I.multiply(I.pi, atCentre.smallestNorm()));
    const perturbed = I.subtract(lambda, loss);
    confirm(isPositive(perturbed), 'robustness: λ − D/(π min ‖w_i‖) > 0');
    const shift = I.multiply(I.of('0.5'), I.multiply(I.sqrt(I.integer(n)), D));
    const epsilon = I.add(I.of(claim.centreGradientNorm), shift);
    const L = atCentre.lipschitz(R, false, D);
    const radius = existenceRadius(I, perturbed, I.one, L, epsilon, 'robustness: ');
    confirmLess(radius, I.min(R, I.divide(perturbed, L)), "robustness: r' < min(R, λ'/L')");
    // √(2F') ≥ √(2F) − D/√2 > √(2ε'r') gives F' > ε'r', so that the minimum is above 0.
    const two = I.integer(2);
    const left = I.subtract(I.sqrt(I.multiply(two, F)), I.divide(D, I.sqrt(two)));
    const right = I.sqrt(I.multiply(two, I.multiply(epsilon, radius)));
    confirmLess(right, left, "robustness: √(2ε'r') < √(2F(W_p)) − D/√2");
  }
  if (claim.gaussianDimension === null) return;
  const covered = claim.robustnessRadius !== null && targets === 'standard-basis' && dimension === 'all';
  confirm(covered, 'gaussianDimension needs a robustness radius, basis targets and dimension "all"');
  const G = I.of(claim.gaussianDimension);
  confirm(G.lo.isInteger(), 'gaussianDimension is an integer');
  const size = I.add(I.divide(I.integer(k + 1), I.integer(2)), I.of(ROOT_OF_2_LN_100));
  const ratio = I.divide(size, I.of(claim.robustnessRadius ?? '0'));
  const own = I.multiply(I.integer(k), I.square(ratio));
  confirmAtLeast(G, own, 'gaussianDimension ≥ k((k+1)/2 + √(2 ln 100))²/D²');
  confirmAtLeast(
    G,
    I.max(whole(I, 40n * BigInt(k) * BigInt(k)), I.integer(d)),
    'gaussianDimension ≥ max(40k², d)',
  );
}

// ---------------------------------------------------------------- the published lemmas (mathematics.md 8)

/**
 * What a published figure may differ by from the checker's own: relative to the numbers that it is made of, and relative to
 * what it is measured with (r0, F), since a producer with so many places after the point has few digits of a radius of 10⁻³⁰.
 */
const PUBLISHED_ROUNDING = { digits: '1e-6', places: '1e-9' } as const;

/** The checker's own figure. */
interface Figure {
  readonly value: Interval;
  /** The sum of the absolute values of its terms. */
  readonly size: Interval;
  /** What it is measured with. */
  readonly unit: Interval;
}

/**
 * A figure is null exactly where the checker has none of its own; else it lies on the safe side of that, and not farther
 * from it than rounding takes it: the figures are reported as those of the lemmas, and a weaker one would be another.
 */
function checkFigure(
  { I }: Case,
  claimed: string | null,
  own: Figure | undefined,
  side: typeof confirmAtLeast,
  name: string,
): void {
  confirm(
    (claimed === null) === (own === undefined),
    `published.${name} is null exactly where it is not defined`,
  );
  if (claimed === null || own === undefined) return;
  side(I.of(claimed), own.value, `published.${name}`);
  const gap = I.absolute(I.subtract(I.of(claimed), own.value));
  const { digits, places } = PUBLISHED_ROUNDING;
  const room = I.add(I.multiply(own.size, I.of(digits)), I.multiply(own.unit, I.of(places)));
  confirm(gap.hi.lte(room.hi), `published.${name}, up to rounding with equality`);
}

/** Lemmas 1 and 2 with their constants at the candidate; `holds: false` only where they cannot be confirmed. */
function checkPublished(known: Case, claim: MinimumClaim): void {
  const { I, atCandidate, searchRadius } = known;
  const { lambdaMin, lemma1, lemma2 } = claim.published;
  const figure = (value: string | null): Interval | undefined => (value === null ? undefined : I.of(value));
  const alone = (value: Interval | undefined, unit: Interval): Figure | undefined =>
    value && { value, size: value, unit };
  const epsilon = I.of(claim.gradientNorm);

  const distance = I.of(claim.centreDistance);
  const reached = distance.hi.lte(I.of(claim.lipschitzRadius).lo);
  const here = reached
    ? difference(I, I.of(claim.centreLambdaMin), I.multiply(I.of(claim.lipschitz), distance), I.zero)
    : undefined;
  checkFigure(known, lambdaMin, here, confirmAtMost, 'lambdaMin ≤ centreLambdaMin − L·centreDistance');
  checkFigure(
    known,
    lemma1.B,
    alone(thirdDerivativeBound(known), I.zero),
    confirmAtLeast,
    'lemma1.B ≥ (A.2)',
  );

  const lambda = figure(lambdaMin);
  const B = figure(lemma1.B);
  const discriminant = lambda && B && discriminantOf(I, lambda, B, epsilon);
  const inequality = 'lemma1.discriminant ≤ 9 max(0, λ)² − 25Bε';
  checkFigure(known, lemma1.discriminant, discriminant, confirmAtMost, inequality);

  const claimed = figure(lemma1.discriminant);
  const radius =
    lambda && claimed && !claimed.lo.lt(0) ? lemma1Radius(I, lambda, claimed, epsilon) : undefined;
  const bound = 'lemma1.radius ≥ 25ε/(2(3λ + √discriminant))';
  checkFigure(known, lemma1.radius, alone(radius, searchRadius), confirmAtLeast, bound);
  const r1 = figure(lemma1.radius);
  // (A.2) bounds third derivatives for n ≥ 2 only.
  const first =
    known.problem.n > 1 && lambda !== undefined && isPositive(lambda) && r1?.hi.lte(searchRadius.lo) === true;
  confirm(
    lemma1.holds === first,
    'published.lemma1.holds exactly if n ≥ 2, λ > 0, discriminant ≥ 0, radius ≤ r0',
  );

  const own = r1 && lemma2Threshold(known, r1, epsilon);
  const F = own === undefined ? I.zero : atCandidate.objective();
  checkFigure(known, lemma2.threshold, alone(own, F), confirmAtLeast, 'lemma2.threshold ≥ that of Lemma 2');
  const threshold = figure(lemma2.threshold);
  const second = first && threshold !== undefined && F.lo.gt(threshold.hi);
  confirm(lemma2.holds === second, 'published.lemma2.holds exactly if Lemma 1 holds and F(W) > threshold');
}

/** x − y, and |x| + |y|, which says how exactly it can be written down. */
function difference(I: Intervals, x: Interval, y: Interval, unit: Interval): Figure {
  return { value: I.subtract(x, y), size: I.add(I.absolute(x), I.absolute(y)), unit };
}

/** (A.2): B = n(√2(n−1)(wmax + wmin) + k max ‖v‖)/(π wmin²), wmax = max ‖w_i‖ + r0, wmin = min ‖w_i‖ − r0. */
function thirdDerivativeBound({
  I,
  atCandidate,
  problem,
  searchRadius,
  targetCount,
}: Case): Interval | undefined {
  const { n } = problem;
  const largest = I.add(atCandidate.largestNorm(), searchRadius);
  const least = I.subtract(atCandidate.smallestNorm(), searchRadius);
  if (!isPositive(least)) return undefined;
  const pairs = I.multiply(I.sqrt(I.integer(2)), I.multiply(I.integer(n - 1), I.add(largest, least)));
  const sum = I.add(pairs, I.multiply(I.integer(targetCount), atCandidate.largestTargetNorm()));
  return I.divide(I.multiply(I.integer(n), sum), I.multiply(I.pi, I.square(least)));
}

/** 9 max(0, λ)² − 25Bε: λ is a lower bound, and the square of one below 0 bounds nothing from below. */
function discriminantOf(I: Intervals, lambda: Interval, B: Interval, epsilon: Interval): Figure {
  const square = I.multiply(I.integer(9), I.square(I.max(I.zero, lambda)));
  return difference(I, square, I.multiply(I.integer(25), I.multiply(B, epsilon)), I.of('1e-6'));
}

/** (3λ − √disc)/2B = 25ε/(2(3λ + √disc)), larger the smaller disc is: a lower bound of disc serves. */
function lemma1Radius(
  I: Intervals,
  lambda: Interval,
  disc: Interval,
  epsilon: Interval,
): Interval | undefined {
  const sum = I.add(I.multiply(I.integer(3), lambda), I.sqrt(disc));
  if (!isPositive(sum)) return undefined;
  return I.divide(I.multiply(I.integer(25), epsilon), I.add(sum, sum));
}

/** r₁²(½ + (n²−n)((max‖w‖ + r₁)/(2π(min‖w‖ − r₁)) + ½) + nk max‖v‖/(2π(min‖w‖ − r₁))) + r₁ε */
function lemma2Threshold(known: Case, r1: Interval, epsilon: Interval): Interval | undefined {
  const { I, atCandidate, problem, targetCount } = known;
  const { n } = problem;
  const half = I.of('0.5');
  const least = I.subtract(atCandidate.smallestNorm(), r1);
  if (!isPositive(least)) return undefined;
  const circle = I.multiply(I.twoPi, least);
  const neurons = I.add(I.divide(I.add(atCandidate.largestNorm(), r1), circle), half);
  const targets = I.divide(atCandidate.largestTargetNorm(), circle);
  const factor = I.sum([
    half,
    I.multiply(whole(I, BigInt(n) * BigInt(n - 1)), neurons),
    I.multiply(whole(I, BigInt(n) * BigInt(targetCount)), targets),
  ]);
  return I.add(I.multiply(I.square(r1), factor), I.multiply(r1, epsilon));
}

/** A whole number of any size. */
function whole(I: Intervals, value: bigint): Interval {
  return I.of(String(value));
}
