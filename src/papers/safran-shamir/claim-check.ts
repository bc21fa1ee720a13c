import type { Ball } from '../../arithmetic/ball.ts';
import type { Claim as Proved } from '../../certificate/types.ts';
import type { Evaluation } from '../../landscape/evaluation.ts';
import { lowerBound, upperBound } from '../../proof/bounds.ts';
import { hessianNormUpper } from '../../proof/hessian-norm.ts';
import { lipschitzUpper } from '../../proof/lipschitz.ts';
import {
  discriminantOf,
  firstRadius,
  lemma2At,
  lemma2Figures,
  normsOf,
  thirdDerivativeBound,
} from './authors-test.ts';
import { decideEigenvalue } from './eigenvalue-claim.ts';
import { ballOf, rangeOf, relativeErrorUpper } from './range.ts';
import type { Answer, Claim, ClaimCheck, PointFigures, StoredFigures } from './types.ts';

/** ‖2π∇_i F‖ ≤ 1e-9 stopped the published descent; a thousandth more leaves room for its rounding. */
const STOP = '1.001e-9';

/** The claims of a family against enclosures at the point as given and against what was proved near it. */
export function checkClaim(
  claim: Claim,
  point: Evaluation,
  figures: PointFigures,
  proved: Proved | null,
  centre: Evaluation | null,
): ClaimCheck {
  const { balls } = point;
  const reasons: string[] = [];
  const say = (answer: Answer, reason: string): Answer => {
    if (answer !== 'confirmed') reasons.push(reason);
    return answer;
  };
  const stoppingBall = ballOf(balls, figures.stoppingNorm);
  const stopping = say(
    answerOf(balls.lessOrEqual(stoppingBall, balls.exact(STOP))),
    `max ‖2π∇_i F‖ in [${figures.stoppingNorm.lower}, ${figures.stoppingNorm.upper}], the published descent stopped at ≤ 1e-9`,
  );
  if (claim.lambdaMin < 0) {
    const { code } = figures.test;
    const failure = say(
      code === null ? 'not decidable' : code === claim.lambdaMin ? 'confirmed' : 'refuted',
      `failure code ${claim.lambdaMin}, the test with enclosures gives ${code ?? 'no decision'}`,
    );
    return { claim, lambdaMin: null, r: null, objective: null, failure, stopping, reasons, stored: null };
  }
  return {
    claim,
    lambdaMin: say(
      eigenvalueAnswer(claim, point, figures),
      `claimed λ_min ≥ ${claim.lambdaMin} at the point, where ${figures.lambdaMin.lower ?? '?'} ≤ λ_min ≤ ${figures.lambdaMin.upper}`,
    ),
    r: radiusAnswer(claim, point, figures, proved, centre, reasons),
    objective: objectiveAnswer(claim, point, proved, reasons),
    failure: null,
    stopping,
    reasons,
    stored: storedFigures(claim, point, proved),
  };
}

function answerOf(answer: 'yes' | 'no' | 'undecided'): Answer {
  return answer === 'yes' ? 'confirmed' : answer === 'no' ? 'refuted' : 'not decidable';
}

function eigenvalueAnswer(claim: Claim, point: Evaluation, { lambdaMin }: PointFigures): Answer {
  const { balls } = point;
  const claimed = balls.exact(claim.lambdaMin);
  if (balls.less(balls.exact(lambdaMin.upper), claimed) === 'yes') return 'refuted';
  if (lambdaMin.lower === null) return 'not decidable';
  if (balls.lessOrEqual(claimed, balls.exact(lambdaMin.lower)) === 'yes') return 'confirmed';
  return decideEigenvalue(point, claim.lambdaMin, Number(lambdaMin.lower));
}

/**
 * Confirmed: the distance from W to the proved minimum is at most r. Refuted: (a) ‖∇F(W)‖ > r(Λ + Lr/2) ≥
 * ‖∇F(W) − ∇F(W')‖ for ‖W − W'‖ ≤ r, so no critical point is that near; (b) B(W, r) lies in the ball in which the proved
 * critical point is the only one, and that is no minimum or farther than r.
 */
function radiusAnswer(
  claim: Claim,
  point: Evaluation,
  figures: PointFigures,
  proved: Proved | null,
  centre: Evaluation | null,
  reasons: string[],
): Answer {
  const { balls } = point;
  const r = balls.exact(claim.r);
  const isMinimum = proved?.verdict === 'spurious-local-minimum' || proved?.verdict === 'not-spurious';
  if (isMinimum && balls.lessOrEqual(balls.exact(proved.radius), r) === 'yes') return 'confirmed';
  const lipschitz = lipschitzUpper(point, r, 'plain');
  if (lipschitz !== null) {
    const growth = balls.add(hessianNormUpper(point), balls.divideByInteger(balls.mul(lipschitz, r), 2));
    const reach = upperBound(balls, balls.mul(r, growth));
    if (balls.less(reach.value, balls.exact(figures.gradientNorm.lower)) === 'yes') {
      reasons.push(
        `no critical point within the claimed r = ${claim.r}: ‖∇F‖ ≥ ${figures.gradientNorm.lower} > r(Λ + Lr/2) = ${reach.text}`,
      );
      return 'refuted';
    }
  }
  if (centre !== null && proved !== null && proved.verdict !== 'no-critical-point') {
    const distance = point.distanceTo(centre);
    const only = balls.less(balls.add(distance, r), balls.exact(proved.uniquenessRadius)) === 'yes';
    const inside = proved.verdict === 'not-spurious' ? balls.zero : balls.exact(proved.centreRadius);
    const least = lowerBound(balls, balls.sub(distance, inside));
    if (only && proved.verdict === 'saddle') {
      reasons.push(`the only critical point within ${claim.r} is a saddle of index ${proved.index}`);
      return 'refuted';
    }
    if (only && balls.less(r, least.value) === 'yes') {
      reasons.push(
        `the only critical point within ${proved.uniquenessRadius} is farther than the claimed r = ${claim.r}: at least ${least.text} away`,
      );
      return 'refuted';
    }
  }
  reasons.push(
    `claimed r = ${claim.r}; ${proved !== null && 'radius' in proved ? `a critical point is within ${proved.radius}` : 'no critical point was located'}`,
  );
  return 'not decidable';
}

/** |F − claimed| ≤ deviation, at W and at the located critical point. */
function objectiveAnswer(claim: Claim, point: Evaluation, proved: Proved | null, reasons: string[]): Answer {
  const { balls } = point;
  const claimed = balls.exact(claim.objective);
  const deviation = balls.exact(claim.deviation);
  const at = (place: string, value: Ball): Answer => {
    const answer = answerOf(balls.lessOrEqual(balls.abs(balls.sub(value, claimed)), deviation));
    if (answer !== 'confirmed') {
      const { lower, upper } = rangeOf(balls, value);
      reasons.push(`claimed F = ${claim.objective} ± ${claim.deviation}; F in [${lower}, ${upper}] ${place}`);
    }
    return answer;
  };
  const own = at('at the point', point.objective);
  const objective = criticalValue(point, proved);
  const other = objective === null ? 'not decidable' : at('at the critical point', objective);
  if (objective === null && own === 'confirmed')
    reasons.push('no critical point to compare the objective at');
  if (own === 'refuted' || other === 'refuted') return 'refuted';
  return own === 'confirmed' && other === 'confirmed' ? 'confirmed' : 'not decidable';
}

function criticalValue({ balls }: Evaluation, proved: Proved | null): Ball | null {
  if (proved === null || proved.verdict === 'no-critical-point') return null;
  return proved.verdict === 'not-spurious' ? balls.zero : ballOf(balls, proved.objective);
}

/** The stored r and deviation against the published formulas, with the stored λ_min. */
function storedFigures(claim: Claim, point: Evaluation, proved: Proved | null): StoredFigures | null {
  const { balls } = point;
  const norms = normsOf(point);
  const epsilon = point.gradientNorm();
  const third = thirdDerivativeBound(point, norms, point.ballRadius());
  if (third === null || !(claim.r > 0 && claim.deviation > 0)) return null;
  const lambda = balls.exact(claim.lambdaMin);
  const discriminant = discriminantOf(balls, lambda, third, epsilon);
  if (balls.lessOrEqual(balls.zero, discriminant) !== 'yes') return null;
  const first = firstRadius(balls, lambda, discriminant, epsilon);
  const reach = balls.add(balls.exact(claim.r), balls.exact(claim.maxFroDiff));
  const bounds = lemma2At(point, norms, reach, epsilon);
  if (bounds === null) return null;
  const value = criticalValue(point, proved);
  return {
    radiusError: relativeErrorUpper(balls, first, claim.r),
    lemma2: lemma2Figures(balls, reach, bounds),
    codedError: relativeErrorUpper(balls, bounds.coded, claim.deviation),
    tooSmall: balls.less(balls.exact(claim.deviation), bounds.derived) === 'yes',
    variation: value === null ? null : upperBound(balls, balls.abs(balls.sub(value, point.objective))).text,
  };
}
