import type { ExactNumber } from '../arithmetic/exact.ts';
import { exactDecimal } from '../arithmetic/exact.ts';
import {
  type DataCertificate,
  type DataClaim,
  type DataProblem,
  makeCertificate,
  type Producer,
} from '../certificate/index.ts';
import { activationOf } from '../elimination/data/activation.ts';
import { lossTree } from '../elimination/data/loss.ts';
import { textOf } from '../expression/tree.ts';
import type { TrainingDecision, TrainingProof } from './decide.ts';
import type { TrainingProblem } from './problem.ts';

/** The certificate of a decision; null where nothing is claimed of a critical point, or by exact arithmetic at θ alone. */
export function trainingCertificate(
  problem: TrainingProblem,
  theta: readonly ExactNumber[],
  decision: TrainingDecision,
  producer: Producer,
): DataCertificate | null {
  const { proof, steep, verdict, gradientNorm, better } = decision;
  if (verdict === 'inconclusive' || gradientNorm === null || (proof === null && steep === null)) return null;
  const columns = proof?.reflection.columns ?? [];
  const claim: DataClaim = {
    verdict,
    searchRadius: decision.ballRadius.text,
    gradientNorm: gradientNorm.text,
    critical: proof && criticalPoint(proof),
    radius:
      verdict === 'no-critical-point' ? (decision.awayBy?.text ?? null) : (decision.radius?.text ?? null),
    by: proof?.extra ?? null,
    steep: steep && { gradientLower: steep.gradientLower.text, hessianNorm: steep.hessianNorm.text },
    betterUpper: better?.upper.text ?? null,
  };
  return makeCertificate<DataCertificate>({
    format: 'spurious-certificate',
    version: 1,
    kind: 'data',
    producer,
    problem: problemOf(problem),
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

/** Model, loss and data as a certificate has them: formulas in their canonical text. */
export function problemOf({ empirical, decay, data }: TrainingProblem): DataProblem {
  const { network, loss } = empirical;
  return {
    inputs: network.inputs,
    layers:
      'layers' in network
        ? network.layers.map((layer) => ({
            width: layer.weights.length,
            bias: layer.unbiased !== true,
            activation: textOf(activationOf(layer)),
          }))
        : null,
    formulas:
      'formulas' in network
        ? { parameters: Object.keys(network.parameters), outputs: network.formulas.map(textOf) }
        : null,
    loss: textOf(lossTree(loss, network.outputs)),
    decay: exactDecimal(decay),
    data: {
      inputs: data.map(({ input }) => decimals(input)),
      labels: data.map(({ label }) => decimals(label)),
      counts: data.map(({ count }) => count),
    },
  };
}
