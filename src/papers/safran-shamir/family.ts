import { BallField, DomainError } from '../../arithmetic/ball.ts';
import type { DenseCertificate } from '../../certificate/types.ts';
import { BallLandscape } from '../../landscape/ball-field.ts';
import { Evaluation } from '../../landscape/evaluation.ts';
import { pointOf, targetVectors } from '../../landscape/problem.ts';
import type { Candidate, DenseCandidate } from '../../model/candidate.ts';
import { upperBound } from '../../proof/bounds.ts';
import { rayleighUpper } from '../../proof/reflection.ts';
import { DEFAULT_DIGITS, MAX_DENSE_SIZE, type VerifyOptions, verify } from '../../proof/verify.ts';
import { negativeDirections } from '../../proposals/dense/negative-directions.ts';
import { polish } from '../../proposals/dense/newton.ts';
import { checkClaim } from './claim-check.ts';
import { lowestDirection } from './direction.ts';
import { isotropyOf } from './isotropy.ts';
import { locatedPoint } from './located.ts';
import { pointFigures } from './point.ts';
import { auditSymmetric } from './symmetric.ts';
import type { Claim, FamilyOutcome, PointFigures } from './types.ts';

/** One family, in a form that can be sent to a worker. */
export interface FamilyTask {
  readonly candidate: Candidate;
  readonly claim: Claim | null;
  /** Whether the sharp Lipschitz constant is wanted for comparison; it costs as much as all the rest. */
  readonly sharp: boolean;
  readonly producer: VerifyOptions['producer'];
}

/**
 * Verifies a candidate as `spurious verify` does, in all dimensions, and compares what is published about it with
 * enclosures at the point as given.
 */
export function auditFamily({ candidate, claim, sharp, producer }: FamilyTask): FamilyOutcome {
  if (candidate.form === 'block') return auditSymmetric(candidate, producer);
  // verify hands its evaluation of the candidate to the proposal: what it computed need not be computed again.
  let point: Evaluation | null = null;
  const { certificate, ...verification } = verify(candidate, {
    digits: DEFAULT_DIGITS,
    exact: false,
    sharp: false,
    dimension: 'all',
    propose: (evaluation) => {
      point = evaluation;
      return polish(evaluation);
    },
    negativeDirections,
    producer,
  });
  const evaluation = point ?? evaluationOf(candidate, verification.digits);
  const figures = guardedFigures(candidate, evaluation, sharp, claim?.maxFroDiff ?? 0);
  const located = certificate === null ? null : locatedPoint(certificate);
  const centre = certificate === null || located === null ? null : centreOf(evaluation, certificate);
  return {
    verification,
    certificate,
    point: figures,
    located,
    symmetric: null,
    isotropy: located === null ? null : isotropyOf(located, candidate),
    lambdaMinUpper:
      certificate === null || centre === null ? null : lambdaMinUpper(centre, certificate.claim),
    check:
      claim === null || figures === null
        ? null
        : checkClaim(claim, evaluation, figures, certificate?.claim ?? null, centre),
  };
}

function evaluationOf(candidate: DenseCandidate, digits: number): Evaluation {
  const field = new BallLandscape(BallField.ofDigits(digits));
  const neurons = candidate.weights.map((row) => field.vector(row));
  const standard = candidate.targets === null;
  return new Evaluation(
    field,
    pointOf(field, candidate.d, neurons, targetVectors(field, candidate), standard),
  );
}

function centreOf(evaluation: Evaluation, { point }: DenseCertificate): Evaluation {
  return evaluation.at(point.centre.map((row) => evaluation.field.vector(row)));
}

/** Null at a zero neuron, where F has no Hessian, and where the matrix is too large or the enclosures too wide. */
function guardedFigures(
  candidate: DenseCandidate,
  evaluation: Evaluation,
  sharp: boolean,
  maxFroDiff: number,
): PointFigures | null {
  if (candidate.n * candidate.d > MAX_DENSE_SIZE || evaluation.zeroNeuron() >= 0) return null;
  try {
    return pointFigures(evaluation, 'cholesky', sharp, maxFroDiff);
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

/** λ_min(∇²F(W*)) ≤ xᵀH(W_p)x/‖x‖² + L r; for a saddle the bound of its certificate. */
function lambdaMinUpper(centre: Evaluation, claim: DenseCertificate['claim']): string | null {
  if (claim.verdict === 'no-critical-point') return null;
  if (claim.verdict === 'saddle') return claim.lambdaMin;
  const { balls } = centre;
  const { hessian } = centre.hessians;
  const quotient = balls.exact(
    rayleighUpper(hessian, lowestDirection(hessian, Number(claim.centreLambdaMin))),
  );
  const radius = claim.verdict === 'not-spurious' ? balls.zero : balls.exact(claim.centreRadius);
  return upperBound(balls, balls.add(quotient, balls.mul(balls.exact(claim.lipschitz), radius))).text;
}
