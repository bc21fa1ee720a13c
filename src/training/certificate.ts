import type { ExactNumber } from '../arithmetic/exact.ts';
import { exactDecimal } from '../arithmetic/exact.ts';
import {
  type DataCertificate,
  type DataClaim,
  makeCertificate,
  type Producer,
} from '../certificate/index.ts';
import { dataProblemOf, type Placement } from '../elimination/data/certificate.ts';
import type { TrainingDecision, TrainingProof } from './decide.ts';
import type { TrainingProblem } from './problem.ts';

/** The certificate of a decision; null where nothing is claimed. */
export function trainingCertificate(
  problem: TrainingProblem,
  theta: readonly ExactNumber[],
  decision: TrainingDecision,
  producer: Producer,
  place: Placement = (rows) => rows,
): DataCertificate | null {
  const { proof, steep, verdict, better } = decision;
  // By exact arithmetic at θ: nothing is claimed of the gradient, which need not exist.
  const exact = verdict === 'global-minimum' && proof === null;
  const gradientNorm = exact ? '0' : decision.gradientNorm?.text;
  if (
    verdict === 'inconclusive' ||
    gradientNorm === undefined ||
    (proof === null && steep === null && !exact)
  )
    return null;
  const columns = proof?.reflection.columns ?? [];
  const claim: DataClaim = {
    verdict,
    searchRadius: decision.ballRadius.text,
    gradientNorm,
    critical: proof && criticalPoint(proof),
    radius: exact
      ? null
      : verdict === 'no-critical-point'
        ? (decision.awayBy?.text ?? null)
        : (decision.radius?.text ?? null),
    by: exact ? 'residuals' : (proof?.extra ?? null),
    steep: steep && { gradientLower: steep.gradientLower.text, hessianNorm: steep.hessianNorm.text },
    betterUpper: better?.upper.text ?? null,
  };
  const own = dataProblemOf(problem.empirical, problem.decay);
  return makeCertificate<DataCertificate>({
    format: 'spurious-certificate',
    version: 1,
    kind: 'data',
    producer,
    problem: { ...own, data: place(own.data) },
    point: {
      candidate: decimals(theta),
      centre: proof && decimals(proof.centre),
      held: proof?.slice.held.map(({ entry, why }) => ({ entry, why })) ?? [],
    },
    claim,
    witness: {
      reflection:
        proof === null || columns.length === 0
          ? null
          : proof.slice.free.map((_, i) => columns.map((column) => exactDecimal(column[i]!))),
      better: better && decimals(better.witness.theta),
    },
  });
}

function decimals(x: ArrayLike<ExactNumber> & Iterable<ExactNumber>): string[] {
  return Array.from(x, (entry) => exactDecimal(entry));
}

function criticalPoint(proof: TrainingProof): NonNullable<DataClaim['critical']> {
  return {
    centreGradientNorm: proof.centreGradientNorm.text,
    centreDistance: proof.centreDistance.text,
    ballRadius: proof.ballRadius.text,
    monotonicity: proof.monotonicity.text,
    reflectionNorm: proof.reflectionNorm.text,
    hessianNorm: proof.hessianNorm.text,
    centreRadius: proof.centreRadius.text,
    index: proof.reflection.columns.length,
    lambdaMin: proof.lambdaMin.text,
    objective: { lower: proof.objective.lower.text, upper: proof.objective.upper.text },
  };
}
