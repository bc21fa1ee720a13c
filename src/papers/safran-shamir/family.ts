import { checkObject, checkOneOf, checkProducer, checkThat, checkWhole } from '../../arithmetic/argument.ts';
import { DomainError } from '../../arithmetic/ball.ts';
import type { DenseCertificate } from '../../certificate/types.ts';
import type { Evaluation } from '../../landscape/evaluation.ts';
import type { Candidate, DenseCandidate } from '../../model/candidate.ts';
import { checkCandidate } from '../../model/check-candidate.ts';
import { upperBound } from '../../proof/bounds.ts';
import type { Propose } from '../../proof/constants.ts';
import type { VerifyOptions } from '../../proof/options.ts';
import { evaluationOf, SLOW_DENSE_SIZE } from '../../verify/dense.ts';
import { PROPOSERS, verify } from '../../verify/verify.ts';
import { isWide } from '../../verify/widths.ts';
import { checkClaim } from './claim-check.ts';
import { leastEigenvalueUpper } from './direction.ts';
import { isotropyOf } from './isotropy.ts';
import { locatedPoint } from './located.ts';
import { pointFigures } from './point.ts';
import { locationOf } from './symmetric.ts';
import type { Claim, FamilyOutcome, PointFigures } from './types.ts';

/** One family, in a form that can be sent to a worker. */
export interface FamilyTask {
  readonly candidate: Candidate;
  /** What is published about it; null for nothing. */
  readonly claim: Claim | null;
  /** Whether the sharp Lipschitz constant is wanted for comparison; it costs as much as all the rest. */
  readonly sharp: boolean;
  readonly producer?: VerifyOptions['producer'];
}

/**
 * Verifies a candidate as `spurious verify` does, in all dimensions, and compares what is published about it with
 * enclosures at the point as given.
 *
 * @example
 * const { verification, point } = auditFamily({ candidate: readCandidate(text), claim: null, sharp: false });
 */
export function auditFamily(task: FamilyTask): FamilyOutcome {
  checkObject('task', task);
  const { candidate, claim, sharp, producer } = task;
  checkCandidate(candidate, 'task.candidate');
  checkOneOf('task.sharp', sharp, [true, false]);
  if (producer !== undefined) checkProducer('task.producer', producer);
  if (claim !== null) {
    checkObject('task.claim', claim);
    for (const name of ['k', 'n', 'index', 'runs'] as const) checkWhole(`task.claim.${name}`, claim[name], 0);
    for (const name of ['lambdaMin', 'objective', 'r', 'deviation', 'maxFroDiff'] as const)
      checkThat(Number.isFinite(claim[name]), `task.claim.${name}`, claim[name], 'a finite number');
  }
  // The evaluation of the candidate is handed to the proposal: what was computed need not be computed again.
  let point: Evaluation | null = null;
  let polished: ReturnType<Propose> = null;
  const polish: Propose = (evaluation) => {
    point = evaluation;
    polished = PROPOSERS.polish(evaluation);
    return polished;
  };
  const { certify, ...verification } = verify(candidate, { producer }, { ...PROPOSERS, polish });
  const certificate = certify();
  const proven = {
    verification,
    certificate,
    symmetric: certificate?.kind === 'block' ? locationOf(certificate) : null,
  };
  // What is compared with the point as given in the published archives takes all coordinates, and not too many of them.
  if (candidate.form === 'block' || isWide(candidate) || certificate?.kind === 'wide')
    return { ...proven, point: null, located: null, isotropy: null, lambdaMinUpper: null, check: null };
  const given = point as Evaluation | null;
  const evaluation = given?.d === candidate.d ? given : evaluationOf(candidate, verification.digits);
  const direction = (polished as ReturnType<Propose>)?.lowestDirection ?? null;
  const figures = guardedFigures(candidate, evaluation, (given) =>
    pointFigures(given, 'cholesky', sharp, claim?.maxFroDiff ?? 0, direction),
  );
  const dense = certificate?.kind === 'dense' ? certificate : null;
  const located = dense && locatedPoint(dense);
  const centre = dense && located && centreOf(evaluation, dense, polished);
  return {
    ...proven,
    point: figures,
    located,
    isotropy: located && isotropyOf(located, candidate),
    lambdaMinUpper: dense && centre && lambdaMinUpper(centre, dense.claim, direction),
    check: claim && figures && checkClaim(claim, evaluation, figures, dense?.claim ?? null, centre),
  };
}

/** The evaluation at the centre of the certificate: the one that the proof was made with, where that is the proposed centre. */
function centreOf(
  evaluation: Evaluation,
  { point }: DenseCertificate,
  proposed: ReturnType<Propose>,
): Evaluation {
  const neurons = point.centre.map((row) => evaluation.field.vector(row));
  const same = proposed?.neurons.every(
    ({ mids, rad }, i) => rad === neurons[i]!.rad && mids.every((mid, a) => mid === neurons[i]!.mids[a]),
  );
  return evaluation.at(same === true ? proposed!.neurons : neurons);
}

/** Null at a zero neuron, where F has no Hessian, and where the matrix is too large or the enclosures too wide. */
function guardedFigures(
  candidate: DenseCandidate,
  evaluation: Evaluation,
  figures: (evaluation: Evaluation) => PointFigures,
): PointFigures | null {
  if (candidate.n * candidate.d > SLOW_DENSE_SIZE || evaluation.zeroNeuron() >= 0) return null;
  try {
    return figures(evaluation);
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

/** λ_min(∇²F(W*)) ≤ xᵀH(W_p)x/‖x‖² + L r; for a saddle the bound of its certificate. */
function lambdaMinUpper(
  centre: Evaluation,
  claim: DenseCertificate['claim'],
  direction: Float64Array | null,
): string | null {
  if (claim.verdict === 'no-critical-point') return null;
  if (claim.verdict === 'saddle') return claim.lambdaMin;
  const { balls } = centre;
  const { hessian } = centre.hessians;
  const quotient = balls.exact(leastEigenvalueUpper(hessian, Number(claim.centreLambdaMin), direction));
  const radius = claim.verdict === 'not-spurious' ? balls.zero : balls.exact(claim.centreRadius);
  return upperBound(balls, balls.add(quotient, balls.mul(balls.exact(claim.lipschitz), radius))).text;
}
