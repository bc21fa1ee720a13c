import type { Ball } from '../arithmetic/ball.ts';
import type { PublishedFigures } from '../certificate/types.ts';
import { type Bound, lowerBound, upperBound } from './bounds.ts';
import type { ProofPoint } from './point.ts';

/**
 * Lemmas 1 and 2 of Safran & Shamir (2018) with their own constants, at the candidate as given (mathematics.md 8).
 * gradientNormUpper is the claimed ε of the candidate, lambdaMinLower a bound on λ_min(∇²F) there or null.
 */
export function publishedFigures(
  candidate: ProofPoint,
  gradientNormUpper: Ball,
  lambdaMinLower: Bound | null,
): PublishedFigures {
  const { balls, k, n, longestTarget } = candidate;
  const ballRadius = candidate.ballRadius();
  const longest = candidate.largestNorm();
  const shortest = candidate.smallestNorm();
  const least = balls.sub(shortest, ballRadius);
  const none: PublishedFigures = {
    lambdaMin: lambdaMinLower?.text ?? null,
    lemma1: { B: null, discriminant: null, radius: null, holds: false },
    lemma2: { threshold: null, holds: false },
  };
  if (balls.positive(least) !== 'yes') return none;
  // (A.2): B = n( √2 (n−1)(wmax + wmin) + k max‖v‖ )/(π wmin²), wmax = max‖w‖ + r0, wmin = min‖w‖ − r0.
  const span = balls.add(balls.add(longest, ballRadius), least);
  const inner = balls.add(
    balls.scale(balls.mul(balls.sqrt(balls.integer(2)), span), n - 1),
    balls.scale(longestTarget, k),
  );
  const third = upperBound(balls, balls.div(balls.scale(inner, n), balls.mul(balls.pi, balls.square(least))));
  if (lambdaMinLower === null) return { ...none, lemma1: { ...none.lemma1, B: third.text } };
  const lambda = lambdaMinLower.value;
  const spread = balls.scale(balls.mul(third.value, gradientNormUpper), 25);
  // The square of a lower bound below 0 bounds nothing: 9 max(0, λ)² − 25Bε.
  const known = balls.positive(lambda) === 'yes' ? balls.square(lambda) : balls.zero;
  const discriminant = lowerBound(balls, balls.sub(balls.scale(known, 9), spread));
  const failed: PublishedFigures = {
    ...none,
    lemma1: { B: third.text, discriminant: discriminant.text, radius: null, holds: false },
  };
  if (balls.lessOrEqual(balls.zero, discriminant.value) !== 'yes' || balls.positive(lambda) !== 'yes')
    return failed;
  const root = balls.sqrt(discriminant.value);
  const radius = upperBound(
    balls,
    balls.div(balls.scale(gradientNormUpper, 25), balls.scale(balls.add(balls.scale(lambda, 3), root), 2)),
  );
  // For n = 1 (A.2) is below the third derivative (docs/mathematics.md 8): the lemma says nothing there.
  const lemma1Holds = n > 1 && balls.lessOrEqual(radius.value, balls.lower(ballRadius)) === 'yes';
  const lemma1 = {
    B: third.text,
    discriminant: discriminant.text,
    radius: radius.text,
    holds: lemma1Holds,
  };
  const reduced = balls.sub(shortest, radius.value);
  if (balls.positive(reduced) !== 'yes') return { ...failed, lemma1 };
  // r₁²( ½ + (n²−n)( (max‖w‖+r₁)/(2π(min‖w‖−r₁)) + ½ ) + nk max‖v‖/(2π(min‖w‖−r₁)) ) + r₁ε
  const denominator = balls.mul(balls.scale(balls.pi, 2), reduced);
  const half = balls.dyadic(1n, -1);
  const pairs = balls.add(balls.div(balls.add(longest, radius.value), denominator), half);
  const targets = balls.div(balls.scale(longestTarget, BigInt(n) * BigInt(k)), denominator);
  const factor = balls.add(balls.add(half, balls.scale(pairs, BigInt(n) * BigInt(n - 1))), targets);
  const threshold = upperBound(
    balls,
    balls.add(balls.mul(balls.square(radius.value), factor), balls.mul(radius.value, gradientNormUpper)),
  );
  const holds = lemma1Holds && balls.less(threshold.value, candidate.objective) === 'yes';
  return { lambdaMin: lambdaMinLower.text, lemma1, lemma2: { threshold: threshold.text, holds } };
}
