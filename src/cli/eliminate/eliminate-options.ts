import { UsageError } from '../context.ts';
import type { CandidateArguments } from '../shared/candidate-options.ts';

/** All options of the command; which of them mean something, the mode decides. */
export interface EliminateArguments extends CandidateArguments {
  readonly files: string[];
  readonly example: string | undefined;
  readonly figure: string | undefined;
  /** Finite data: the model, and what belongs to it. */
  readonly model: string | undefined;
  /** In place of a model: its outputs at the data. */
  readonly outputs: string | undefined;
  readonly data: string | undefined;
  readonly labels: string | undefined;
  readonly loss: string | undefined;
  /** The model at other parameters. */
  readonly witness: string | undefined;
  readonly range: string | undefined;
  /** σ of the added neuron, an expression in z. */
  readonly neuron: string | undefined;
  readonly augment: string | undefined;
  readonly descent: string | undefined;
  readonly trials: number | undefined;
  readonly threshold: number | undefined;
  readonly seed: number | undefined;
  readonly step: number | undefined;
  readonly maxIterations: number | undefined;
  readonly batch: number | undefined;
  /** Prove what lies next to the ends of the descent. */
  readonly verifyEnds: boolean;
  /** λ > 0, a decimal as it was typed. */
  readonly lambda: string | undefined;
  /** As for verify. */
  readonly digits: number;
  readonly recheck: boolean;
  readonly beside: boolean;
  readonly out: string | undefined;
  readonly json: boolean;
}

/** λ as it was typed, a decimal number above 0, or where that is allowed 0; 1 if none was given. Throws a UsageError. */
export function lambdaOf({ lambda }: Pick<EliminateArguments, 'lambda'>, zero = false): string {
  if (lambda === undefined) return '1';
  if (
    !/^(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?$/.test(lambda) ||
    !(Number(lambda) > 0 || (zero && /^[0.]+(?:[eE].*)?$/.test(lambda)))
  )
    throw new UsageError(
      `--lambda takes a number ${zero ? 'of at least' : 'above'} 0, not ${JSON.stringify(lambda.slice(0, 40))}`,
    );
  return lambda;
}
