import type { Ball, BallField } from '../../arithmetic/ball.ts';
import type { Evaluation } from '../../landscape/evaluation.ts';
import { rangeOf } from './range.ts';
import type { AuthorsTest, FailureCode, Lemma2Figures } from './types.ts';

/** Norms that the published formulas are made of. */
export interface Norms {
  readonly longest: Ball;
  readonly shortest: Ball;
  readonly longestTarget: Ball;
}

export function normsOf(point: Evaluation): Norms {
  const { balls } = point;
  return {
    longest: point.largestNorm(),
    shortest: point.smallestNorm(),
    longestTarget: balls.sqrt(point.point.targetNormsSquared.reduce((a, b) => balls.max(a, b), balls.zero)),
  };
}

/**
 * (A.2) on the ball of radius s: B = n( √2(n−1)(wmax + wmin) + k max‖v‖ )/(π wmin²), wmax = max‖w_i‖ + s,
 * wmin = min‖w_i‖ − s; null where wmin > 0 is not certain.
 */
export function thirdDerivativeBound(point: Evaluation, norms: Norms, s: Ball): Ball | null {
  const { balls, n } = point;
  const least = balls.sub(norms.shortest, s);
  if (balls.positive(least) !== 'yes') return null;
  const span = balls.add(balls.add(norms.longest, s), least);
  const inner = balls.add(
    balls.scale(balls.mul(balls.sqrt(balls.integer(2)), span), n - 1),
    balls.scale(norms.longestTarget, point.point.targets.length),
  );
  return balls.div(balls.scale(inner, n), balls.mul(balls.pi, balls.square(least)));
}

/** 9λ² − 25Bε */
export function discriminantOf(balls: BallField, lambda: Ball, third: Ball, epsilon: Ball): Ball {
  return balls.sub(balls.scale(balls.square(lambda), 9), balls.scale(balls.mul(third, epsilon), 25));
}

/** r₁ = (3λ − √(9λ² − 25Bε))/2B = 25ε/(2(3λ + √(9λ² − 25Bε))), λ > 0 and the discriminant ≥ 0 certain. */
export function firstRadius(balls: BallField, lambda: Ball, discriminant: Ball, epsilon: Ball): Ball {
  const denominator = balls.scale(balls.add(balls.scale(lambda, 3), balls.sqrt(discriminant)), 2);
  return balls.div(balls.scale(epsilon, 25), denominator);
}

/** The right side of Lemma 2 at a radius; null where min‖w_i‖ > r is not certain. */
export function lemma2At(
  point: Evaluation,
  norms: Norms,
  r: Ball,
  epsilon: Ball,
): { derived: Ball; coded: Ball; printed: Ball } | null {
  const { balls, n } = point;
  const k = point.point.targets.length;
  const least = balls.sub(norms.shortest, r);
  if (balls.positive(least) !== 'yes') return null;
  const half = balls.dyadic(1n, -1);
  const twoPi = balls.scale(balls.pi, 2);
  const pair = balls.add(balls.div(balls.add(norms.longest, r), balls.mul(twoPi, least)), half);
  const common = balls.add(half, balls.scale(pair, n * n - n));
  const targets = balls.div(balls.scale(norms.longestTarget, n * k), balls.mul(twoPi, least));
  // n*k*vmax/2*pi*wmin, read from left to right.
  const codedTargets = balls.mul(
    balls.divideByInteger(balls.scale(norms.longestTarget, n * k), 2),
    balls.mul(balls.pi, least),
  );
  const square = balls.square(r);
  const slope = balls.mul(r, epsilon);
  const inner = balls.add(common, targets);
  return {
    derived: balls.add(balls.mul(square, inner), slope),
    coded: balls.add(balls.mul(square, balls.add(common, codedTargets)), slope),
    printed: balls.mul(square, balls.add(inner, slope)),
  };
}

export function lemma2Figures(
  balls: BallField,
  r: Ball,
  figures: { derived: Ball; coded: Ball; printed: Ball },
): Lemma2Figures {
  return {
    radius: rangeOf(balls, r),
    derived: rangeOf(balls, figures.derived),
    coded: rangeOf(balls, figures.coded),
    printed: rangeOf(balls, figures.printed),
  };
}

/**
 * B(s)·s for s = maxFroDiff, which the published code takes from λ_min: ∇²F moves by at most that from the published
 * point to any other run of the family. null where min‖w_i‖ > s is not certain.
 */
export function lossForOtherRuns(point: Evaluation, norms: Norms, maxFroDiff: number): Ball | null {
  const { balls } = point;
  if (maxFroDiff === 0) return balls.zero;
  const s = balls.exact(maxFroDiff);
  const third = thirdDerivativeBound(point, norms, s);
  return third === null ? null : balls.mul(third, s);
}

/**
 * The published test at the point as given: λ = λ_min(∇²F(W)) − B(s)·s for s = maxFroDiff, Lemma 1 with this λ and B on the
 * ball of radius r0, then Lemma 2 at r₁. `smallest` encloses λ_min(∇²F(W)), or only bounds it from above (`lower` null).
 */
export function authorsTest(
  point: Evaluation,
  epsilon: Ball,
  smallest: { readonly lower: Ball | null; readonly upper: Ball },
  maxFroDiff: number,
): AuthorsTest {
  const { balls } = point;
  const norms = normsOf(point);
  const third = thirdDerivativeBound(point, norms, point.ballRadius());
  const nothing: AuthorsTest = { B: null, discriminant: null, code: null, lemma2: null, holds: null };
  const B = third === null ? null : rangeOf(balls, third);
  const loss = lossForOtherRuns(point, norms, maxFroDiff);
  // λ ≤ 0 for certain: no sound test can find the Hessian positive definite. The loss is never negative.
  const highest = loss === null ? smallest.upper : balls.sub(smallest.upper, loss);
  if (balls.lessOrEqual(highest, balls.zero) === 'yes') return { ...nothing, B, code: -1 };
  if (loss === null || smallest.lower === null) return { ...nothing, B };
  const enclosed = balls.hull(balls.sub(smallest.lower, loss), highest);
  if (third === null || balls.positive(enclosed) !== 'yes') return { ...nothing, B };
  const discriminant = discriminantOf(balls, enclosed, third, epsilon);
  const known = { ...nothing, B, discriminant: rangeOf(balls, discriminant) };
  const holds = balls.lessOrEqual(balls.zero, discriminant);
  if (holds !== 'yes') return { ...known, code: holds === 'no' ? -2 : null };
  const r = firstRadius(balls, enclosed, discriminant, epsilon);
  const figures = lemma2At(point, norms, r, epsilon);
  const code: FailureCode = 0;
  if (figures === null) return { ...known, code };
  const above = (x: Ball): boolean => balls.less(x, point.objective) === 'yes';
  return {
    ...known,
    code,
    lemma2: lemma2Figures(balls, r, figures),
    holds: {
      derived: above(figures.derived),
      coded: above(figures.coded),
      printed: above(figures.printed),
    },
  };
}
