/** The published lemmas with their constants (mathematics.md 8): figures beside the theorem on a minimum. */
import type { MinimumClaim } from '../../certificate/types.ts';
import {
  confirmAtLeast,
  confirmAtMost,
  type Interval,
  type Intervals,
  isAtMost,
  isLess,
  isPositive,
} from '../numbers/interval.ts';
import { confirm } from '../rejection.ts';
import type { PairSums } from './pair-sums.ts';
import { type Case, smallerOf } from './theorem.ts';

/**
 * What a published figure may differ by from the checker's own: relative to the numbers that it is made of, and relative to
 * what it is measured with (r0, F), since a producer with so many places after the point has few digits of a radius of 10⁻³⁰.
 */
const PUBLISHED_ROUNDING = { digits: '1e-6', places: '1e-9' } as const;

export interface PublishedCase extends Case {
  /** H is in the span of the targets, a part of the Hessian in the given width, and M another. */
  readonly inSpan?: boolean;
}

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
  confirm(isAtMost(gap, I.upper(room)), `published.${name}, up to rounding with equality`);
}

/** Lemmas 1 and 2 with their constants at the candidate; `holds: false` only where they cannot be confirmed. */
export function checkPublished(known: PublishedCase, claim: MinimumClaim): void {
  const { I, atCandidate, searchRadius, inSpan = false } = known;
  const { lambdaMin, lemma1, lemma2 } = claim.published;
  const figure = (value: string | null): Interval | undefined => (value === null ? undefined : I.of(value));
  const alone = (value: Interval | undefined, unit: Interval): Figure | undefined =>
    value && { value, size: value, unit };
  const epsilon = I.of(claim.gradientNorm);

  const distance = I.of(claim.centreDistance);
  const reached = isAtMost(distance, I.of(claim.lipschitzRadius));
  const transverse = inSpan ? claim.centreLambdaMinTransverse : null;
  const least = smallerOf(I, claim.centreLambdaMin, transverse);
  const here = reached
    ? difference(I, least, I.multiply(I.of(claim.lipschitz), distance), I.zero)
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
    lambda && claimed && claimed.lo >= 0n ? lemma1Radius(I, lambda, claimed, epsilon) : undefined;
  const bound = 'lemma1.radius ≥ 25ε/(2(3λ + √discriminant))';
  checkFigure(known, lemma1.radius, alone(radius, searchRadius), confirmAtLeast, bound);
  const r1 = figure(lemma1.radius);
  // (A.2) bounds third derivatives for n ≥ 2 only.
  const first =
    known.problem.n > 1 &&
    lambda !== undefined &&
    isPositive(lambda) &&
    r1 !== undefined &&
    isAtMost(r1, searchRadius);
  confirm(
    lemma1.holds === first,
    'published.lemma1.holds exactly if n ≥ 2, λ > 0, discriminant ≥ 0, radius ≤ r0',
  );

  const own = r1 && lemma2Threshold(known, r1, epsilon);
  const F = own === undefined ? I.zero : atCandidate.objective();
  checkFigure(known, lemma2.threshold, alone(own, F), confirmAtLeast, 'lemma2.threshold ≥ that of Lemma 2');
  const threshold = figure(lemma2.threshold);
  const second = first && threshold !== undefined && isLess(threshold, F);
  confirm(lemma2.holds === second, 'published.lemma2.holds exactly if Lemma 1 holds and F(W) > threshold');
}

/** x − y, and |x| + |y|, which says how exactly it can be written down. */
function difference(I: Intervals, x: Interval, y: Interval, unit: Interval): Figure {
  return { value: I.subtract(x, y), size: I.add(I.absolute(x), I.absolute(y)), unit };
}

/** (A.2): B = n(√2(n−1)(wmax + wmin) + k max ‖v‖)/(π wmin²), wmax = max ‖w_i‖ + r0, wmin = min ‖w_i‖ − r0. */
function thirdDerivativeBound({ I, atCandidate, problem, searchRadius }: Case): Interval | undefined {
  const { n } = problem;
  const largest = I.add(largestNorm(I, atCandidate), searchRadius);
  const least = I.subtract(atCandidate.smallestNorm(), searchRadius);
  if (!isPositive(least)) return undefined;
  const pairs = I.multiply(I.sqrt(I.integer(2)), I.multiply(I.integer(n - 1), I.add(largest, least)));
  const sum = I.add(pairs, targetBound(I, atCandidate));
  return I.divide(I.multiply(I.integer(n), sum), I.multiply(I.pi, I.square(least)));
}

export function largestNorm(I: Intervals, point: PairSums): Interval {
  return point.neurons.map(({ norm }) => norm).reduce((x, y) => I.max(x, y));
}

/** k, without targets that are 0. */
export function targetCount(point: PairSums): bigint {
  return point.targets.reduce((sum, { count }) => sum + count, 0n);
}

/** k max ‖v‖; targets that are 0 are no targets of the lemmas. */
function targetBound(I: Intervals, point: PairSums): Interval {
  const largest = point.targets.map(({ norm }) => norm).reduce((x, y) => I.max(x, y), I.zero);
  return I.multiply(I.exact(targetCount(point), 0), largest);
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
  const { I, atCandidate, problem } = known;
  const { n } = problem;
  const half = I.of('0.5');
  const least = I.subtract(atCandidate.smallestNorm(), r1);
  if (!isPositive(least)) return undefined;
  const circle = I.multiply(I.twoPi, least);
  const neurons = I.add(I.divide(I.add(largestNorm(I, atCandidate), r1), circle), half);
  const targets = I.divide(targetBound(I, atCandidate), circle);
  const factor = I.sum([
    half,
    I.multiply(I.exact(BigInt(n) * BigInt(n - 1), 0), neurons),
    I.multiply(I.integer(n), targets),
  ]);
  return I.add(I.multiply(I.square(r1), factor), I.multiply(r1, epsilon));
}
