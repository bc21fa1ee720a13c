import { join } from 'node:path';
import { isExactNumber } from '../../arithmetic/exact.ts';
import { serialise } from '../../certificate/index.ts';
import { loadParser } from '../../expression/parse.ts';
import {
  anyModelFromJson,
  FileError,
  holdsExpressions,
  modelFromJson,
  readJsonFile,
  writeFileAtomic,
} from '../../files/index.ts';
import type { FormulaModel, Network } from '../../model/network.ts';
import { generatorOf } from '../../search/generator.ts';
import { NotSmooth } from '../../training/objective.ts';
import { parametersOf } from '../../training/problem.ts';
import {
  sameShape,
  TRAINING_LIMITS,
  type TrainingVerification,
  verifyTraining,
} from '../../verify/training.ts';
import { type Context, EXIT, UsageError } from '../context.ts';
import { prepare, problemFrom } from '../eliminate/eliminate-request.ts';
import { producer } from '../producer.ts';
import { certificateName } from '../shared/certificate-name.ts';
import { milliseconds as now } from '../shared/clock.ts';
import { compute } from '../shared/compute.ts';
import { DataPlacement } from '../shared/data-placement.ts';
import { recheckedResults } from '../shared/recheck.ts';
import { trainingJson, trainingText } from './verify-data-text.ts';

/** What of the command line is about finite data. */
export interface VerifyDataArguments {
  readonly model: string | undefined;
  readonly data: string | undefined;
  readonly labels: string | undefined;
  readonly loss: string | undefined;
  readonly decay: string | undefined;
  readonly better: string | undefined;
  readonly restarts: number | undefined;
  readonly seed: number | undefined;
  readonly digits: number;
  readonly polish: boolean;
  readonly out: string | undefined;
  readonly beside: boolean;
  readonly recheck: boolean;
  readonly json: boolean;
}

const MOST_RESTARTS = 100_000;
/** Digits to begin with: gradients near a critical point are small. */
const LEAST_DIGITS = 40;
const MOST_DIGITS = 200;

/** `spurious verify --model M.json --data D --loss ℓ`. The number is the exit code. */
export async function runVerifyData(args: VerifyDataArguments, context: Context): Promise<number> {
  const decay = decayOf(args);
  const restarts = wholeOf('restarts', args.restarts ?? 0, MOST_RESTARTS);
  const seed = wholeOf('seed', args.seed ?? 1, 2 ** 31);
  if (!(Number.isInteger(args.digits) && args.digits >= 9 && args.digits <= MOST_DIGITS))
    throw new UsageError(`--digits takes a whole number from 9 to ${MOST_DIGITS} with --model`);
  const named = { ...args, outputs: undefined, range: undefined };
  const { modelJson, expressions } = await compute(context, 'verify', () =>
    prepare({ ...named, neuron: undefined, augment: undefined, witness: undefined }),
  );
  const betterJson = args.better === undefined ? null : readJsonFile(args.better);
  const needed = expressions || (betterJson !== null && holdsExpressions(betterJson));
  const parser = needed ? await loadParser() : null;
  const start = now();
  const result = await compute(context, 'verify', () => {
    const { problem, source } = problemFrom(named, modelJson, parser);
    const model = problem.network as Network | FormulaModel;
    if (model.added !== null)
      throw new FileError(source, 'added', 'added neurons', 'a model without them: eliminate is about those');
    const other =
      betterJson === null
        ? null
        : parser === null
          ? modelFromJson(betterJson, args.better!)
          : anyModelFromJson(betterJson, args.better!, parser);
    if (other !== null && !sameShape(model, other))
      throw new FileError(args.better!, '', 'a model of another shape', 'the parameters of the same model');
    const count = parametersOf(model).length;
    checkSize(count, problem.examples, source);
    try {
      return verifyTraining(problem, {
        decay,
        digits: Math.max(args.digits, LEAST_DIGITS),
        polish: args.polish,
        better: other === null ? null : parametersOf(other),
        restarts,
        producer,
        normal: generatorOf({ seed, run: 0, k: 1, n: 1 }).normal,
      });
    } catch (error) {
      if (!(error instanceof NotSmooth)) throw error;
      throw new FileError(source, '', error.message, 'a model and a loss that have values on the data');
    }
  });
  const milliseconds = now() - start;
  const wanted = args.out !== undefined || args.recheck;
  const placement = new DataPlacement(args.beside);
  const certificate = wanted ? result.certify(placement.place) : null;
  const text = certificate && serialise(certificate);
  const name = certificateName({ source: args.model!, family: null }, new Set(), 'data');
  const path = text === null || args.out === undefined ? null : join(args.out, name);
  if (text !== null && path !== null) {
    placement.write(args.out!);
    writeFileAtomic(path, text);
  }
  const about = { source: args.model!, data: args.data!, milliseconds, certificate: path };
  const [json] = await recheckedResults(
    [{ of: args.model!, text, beside: placement.text, result: trainingJson(result, about) }],
    args.recheck,
    context,
  );
  context.out(
    args.json ? `${JSON.stringify({ results: [json] }, null, 2)}\n` : trainingText(json!, context.colour),
  );
  return json!.rechecked === false ? EXIT.doesNotHold : exitOf(result);
}

/** 0 for a theorem about a local minimum. */
function exitOf({ decision: { verdict } }: TrainingVerification): number {
  const minimum = ['global-minimum', 'local-minimum', 'spurious-local-minimum'].includes(verdict);
  return minimum ? EXIT.holds : EXIT.doesNotHold;
}

function decayOf({ decay }: VerifyDataArguments): string {
  if (decay === undefined) return '0';
  const text = decay.replace(/^\./, '0.');
  if (!isExactNumber(text) || !(Number(text) >= 0) || Number(text) > 1e6)
    throw new UsageError(`--decay takes a number from 0 to 1e6, not ${JSON.stringify(decay.slice(0, 40))}`);
  return text;
}

function wholeOf(name: string, value: number, most: number): number {
  if (!(Number.isInteger(value) && value >= 0 && value <= most))
    throw new UsageError(`--${name} takes a whole number from 0 to ${most}, not ${value}`);
  return value;
}

function checkSize(parameters: number, examples: number, source: string): void {
  if (parameters === 0) throw new FileError(source, 'parameters', 'none', 'at least one parameter');
  const { parameters: most, work } = TRAINING_LIMITS;
  if (parameters > most || parameters * examples > work)
    throw new FileError(
      source,
      '',
      `${parameters} parameters and ${examples} examples`,
      `at most ${most} parameters, and parameters times examples at most ${work}`,
    );
}
