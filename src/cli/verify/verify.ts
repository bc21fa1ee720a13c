import { join } from 'node:path';
import { compareRationals, rationalOf } from '../../arithmetic/exact.ts';
import { FileError, writingMany } from '../../files/index.ts';
import type { Candidate } from '../../model/candidate.ts';
import { type Sizes, sizesOf } from '../../model/sizes.ts';
import type { Figures } from '../../proof/figures.ts';
import {
  checkDimension,
  checkProbability,
  gaussianDimensionFor,
  gaussianProbability,
} from '../../proof/gaussian.ts';
import { DEFAULT_DIGITS } from '../../proof/options.ts';
import { hintOf } from '../../verify/hint.ts';
import { takesNeuronsOneByOne } from '../../verify/verify.ts';
import { isWide } from '../../verify/widths.ts';
import { type Command, type Context, EXIT, type OptionSpec, UsageError } from '../context.ts';
import { producer } from '../producer.ts';
import {
  BESIDE,
  CANDIDATE_OPTIONS,
  type CandidateArguments,
  candidatesOf,
  checkCandidateOptions,
  checkDigits,
  type OwnTargets,
  targetsOf,
} from '../shared/candidate-options.ts';
import { certificateName } from '../shared/certificate-name.ts';
import { mapTasks } from '../shared/pool.ts';
import { recheckedResults } from '../shared/recheck.ts';
import type { VerifyDataArguments } from './verify-data.ts';
import { type VerifyOutcome, type VerifyTask, verifyOne } from './verify-one.ts';
import { describe, type VerifyResult } from './verify-text.ts';

export interface VerifyArguments extends CandidateArguments, VerifyDataArguments {
  readonly files: string[];
  readonly out: string | undefined;
  readonly digits: number;
  readonly exact: boolean;
  readonly sharp: boolean;
  readonly dimension: string;
  readonly polish: boolean;
  readonly probability: string | undefined;
  readonly gaussianDimension: string | undefined;
  readonly recheck: boolean;
  readonly json: boolean;
}

interface Input extends Sizes {
  readonly source: string;
  readonly family: number | null;
  readonly candidate: Candidate;
  readonly kAssumed: boolean;
  readonly targetsMoved: string | null;
}

const withFiles = (spec: OptionSpec): OptionSpec => ({ ...spec, goesWith: ['files'] });

const withModel = (
  spec: Omit<OptionSpec, 'type' | 'goesWith'> & Partial<Pick<OptionSpec, 'type'>>,
): OptionSpec => ({
  type: 'string',
  goesWith: ['model'],
  ...spec,
});

export const verifyCommand: Command<VerifyArguments> = {
  name: 'verify',
  describe: 'Prove what lies next to candidates',
  operands: {
    name: 'files',
    value: 'FILE',
    count: 'any',
    reads: true,
    describe: 'Candidates: JSON, .npy, .npz, .mat, .safetensors, CSV',
  },
  options: {
    out: { type: 'string', value: 'DIR', describe: 'Folder for certificates' },
    digits: {
      type: 'number',
      value: 'N',
      default: DEFAULT_DIGITS,
      describe: 'Decimal digits to begin with; more are taken where they help',
    },
    exact: withFiles({ type: 'boolean', describe: 'Definiteness by BigInt residuals' }),
    sharp: withFiles({ type: 'boolean', describe: 'The sharper Lipschitz constant' }),
    dimension: withFiles({
      type: 'string',
      value: 'all|D',
      default: 'all',
      describe: 'all: every dimension from the width of the candidate on; or one number',
    }),
    polish: { type: 'boolean', default: true, describe: 'No Newton steps first' },
    probability: withFiles({
      type: 'string',
      value: 'P',
      describe: 'Also: from which dimension on Gaussian targets have a minimum with probability P or more',
    }),
    'gaussian-dimension': withFiles({
      type: 'string',
      value: 'D',
      describe: 'Also: with what probability at least Gaussian targets in R^D have a minimum',
    }),
    ...Object.fromEntries(Object.entries(CANDIDATE_OPTIONS).map(([name, spec]) => [name, withFiles(spec)])),
    model: {
      type: 'string',
      value: 'FILE',
      reads: true,
      describe: 'In place of candidates: a model (JSON) with its parameters, on finite data',
    },
    data: withModel({
      value: 'FILE',
      reads: true,
      describe: 'The data: a table of text, .npy, .npz or IDX, each also .gz',
    }),
    labels: withModel({ value: 'FILE', reads: true, describe: 'Labels in a file of their own' }),
    loss: withModel({
      value: 'LOSS',
      describe: 'squared, logistic, cross-entropy, hinge:P or an expression in q and y',
    }),
    beside: { ...BESIDE, goesWith: ['model'] },
    decay: withModel({ value: 'X', describe: 'Weight of ½‖θ‖² in the objective, default 0' }),
    better: withModel({
      value: 'FILE',
      reads: true,
      describe: 'The same model with parameters of a lower objective',
    }),
    restarts: withModel({
      type: 'number',
      value: 'R',
      describe: 'Descents from random starts that look for a lower objective',
    }),
    seed: withModel({ type: 'number', value: 'S', describe: 'Seed of the restarts, default 1' }),
    recheck: { type: 'boolean', describe: 'Run the independent checker as well' },
    json: { type: 'boolean', describe: 'Machine-readable output' },
  },
  examples: [
    [
      'verify candidates/6-6.json --out proofs --recheck',
      'a theorem, its certificate, and the word of the checker',
    ],
    ['verify archive.mat --family 0 --json', 'one family of an archive'],
    ['verify - --targets V.npy < W.npy', 'from standard input'],
    [
      'verify --model model.json --data data.csv --loss squared --restarts 20',
      'your own network on your data',
    ],
  ],
  exits: {
    holds: 'every candidate is next to a spurious local minimum; with --model, to a local minimum',
    doesNotHold: 'one is not, or nothing was proved about it, or the checker rejects its certificate',
  },
  run: runVerify,
};

async function runVerify(args: VerifyArguments, context: Context): Promise<number> {
  if (args.model !== undefined) {
    if (args.files.length > 0) throw new UsageError('verify takes FILE… or --model, not both');
    const { runVerifyData } = await import('./verify-data.ts');
    return runVerifyData(args, context);
  }
  if (args.files.length === 0)
    throw new UsageError('verify needs at least one FILE: spurious verify FILE…, or --model FILE');
  const options = optionsOf(args);
  const asked = gaussianQuestionsOf(args);
  const targets = await targetsOf(args.targets, context);
  let code: number = EXIT.holds;
  const inputs: Input[] = [];
  for (const file of args.files)
    try {
      inputs.push(...(await readInputs(file, args, targets, context)));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      context.err(`spurious: ${error.message}\n`);
      code = EXIT.unreadable;
    }
  for (const { source, d } of inputs)
    if (options.dimension !== 'all' && options.dimension < d)
      throw new UsageError(`--dimension ${options.dimension} is below the width ${d} of ${source}`);
  for (const input of inputs) {
    const idle = idleOptions(input.candidate, options);
    if (idle.length > 0)
      context.err(
        `spurious: ${label(input)}: ${idle.join(' and ')} not used: the proof ${isWide(input.candidate) ? 'in the span of the targets has the plain constant' : 'does not take the neurons one by one'}\n`,
      );
  }
  const wanted = args.out !== undefined || args.recheck;
  const tasks: VerifyTask[] = inputs.map(({ candidate }) => ({ candidate, options, certificate: wanted }));
  const names = new Set<string>();
  const resultOf = (
    outcome: VerifyOutcome | Error,
    i: number,
    write: (path: string, text: string) => void,
  ) => {
    if (outcome instanceof Error) throw outcome;
    const input = inputs[i]!;
    const { figures, text, milliseconds } = outcome;
    const path =
      text === null || args.out === undefined ? null : join(args.out, certificateName(input, names));
    if (text !== null && path !== null) write(path, text);
    if (figures.verdict !== 'spurious-local-minimum') code = Math.max(code, EXIT.doesNotHold);
    const { k, n, d, source, family } = input;
    const blocks = input.candidate.form === 'block' ? { blocks: input.candidate.blocks } : {};
    const result = {
      source,
      family,
      k,
      n,
      d,
      ...figures,
      hint: hintOf(figures, { ...input, everyDimension: options.dimension === 'all' }),
      ...roundedTargets(input.targetsMoved, figures),
      ...gaussianAnswers(figures, input, asked),
      milliseconds,
      certificate: path,
      ...blocks,
    };
    const unanswered = asked.names.length > 0 && figures.gaussianDimension === null;
    if (unanswered && figures.verdict === 'spurious-local-minimum')
      context.err(
        `spurious: ${label(input)}: ${asked.names.join(' and ')} not answered: Gaussian targets are spoken of where the targets are the standard basis, the dimension is "all", and the minimum lasts while they move a little\n`,
      );
    return { of: label(input), text, result };
  };
  const found: ReturnType<typeof resultOf>[] = [];
  // Certificates are written while the next proofs are made.
  await writingMany((write) =>
    mapTasks<VerifyTask, VerifyOutcome>(
      tasks,
      new URL('./verify-task.js', import.meta.url),
      context,
      'verify',
      {
        here: verifyOne,
        short: inputs.every((input) => isShort(input, options)),
        each: (outcome, i) => void found.push(resultOf(outcome, i, write)),
      },
    ),
  );
  const results = await recheckedResults(found, args.recheck, context);
  if (results.some(({ rechecked }) => rechecked === false)) code = Math.max(code, EXIT.doesNotHold);
  if (args.json) context.out(`${JSON.stringify({ results }, null, 2)}\n`);
  else for (const result of results) context.out(describe(result, options.dimension, context.colour));
  return code;
}

/** What is asked about Gaussian targets. */
interface GaussianQuestions {
  readonly probability: string | undefined;
  readonly dimension: string | undefined;
  /** The options that ask. */
  readonly names: readonly string[];
}

function gaussianQuestionsOf(args: VerifyArguments): GaussianQuestions {
  const { gaussianDimension: dimension } = args;
  // People write .9 for 0.9.
  const probability = args.probability?.replace(/^\./, '0.');
  const names: string[] = [];
  const asked = (option: string, value: string | undefined, check: (name: string, x: unknown) => void) => {
    if (value === undefined) return;
    names.push(option);
    try {
      check(option, value);
    } catch (error) {
      throw error instanceof RangeError ? new UsageError(error.message) : error;
    }
  };
  asked('--probability', probability, checkProbability);
  asked('--gaussian-dimension', dimension, checkDimension);
  return { probability, dimension, names };
}

/** What the robustness radius says about Gaussian targets (mathematics.md 7.4); no part of the certificate. */
function gaussianAnswers(
  { gaussianDimension: known, robustnessRadius }: Figures,
  { k, d }: Sizes,
  { probability, dimension }: GaussianQuestions,
): Pick<VerifyResult, 'gaussianAtProbability' | 'gaussianAtDimension'> {
  const minimum = known === null || robustnessRadius === null ? null : { k, d, robustnessRadius };
  return {
    ...(probability === undefined
      ? {}
      : {
          gaussianAtProbability: minimum && {
            probability,
            dimension: gaussianDimensionFor(minimum, probability),
          },
        }),
    ...(dimension === undefined
      ? {}
      : {
          gaussianAtDimension: minimum && { dimension, probability: gaussianProbability(minimum, dimension) },
        }),
  };
}

/** Options that were asked for and that the proof of this candidate has no use for. */
function idleOptions(candidate: Candidate, options: VerifyTask['options']): string[] {
  if (takesNeuronsOneByOne(candidate, options)) return [];
  const names = isWide(candidate) ? (['sharp'] as const) : (['exact', 'sharp'] as const);
  return names.filter((name) => options[name]).map((name) => `--${name}`);
}

/** Largest n·d and digits with which a verification is over at once, even of a saddle. */
const SHORT = { size: 400, digits: 64 } as const;

function isShort({ n, d, candidate }: Input, { digits, exact }: VerifyTask['options']): boolean {
  const size = candidate.form === 'dense' ? n * d : 0;
  return size <= SHORT.size && digits <= SHORT.digits && !exact;
}

function optionsOf(args: VerifyArguments): VerifyTask['options'] {
  checkDigits(args.digits);
  checkCandidateOptions(args);
  const dimension = args.dimension === 'all' ? 'all' : Number(args.dimension);
  if (
    dimension !== 'all' &&
    !(Number.isSafeInteger(dimension) && dimension >= 1 && /^\d+$/.test(args.dimension))
  )
    throw new UsageError(
      `--dimension takes "all" or a positive whole number, not ${JSON.stringify(args.dimension)}`,
    );
  return {
    digits: args.digits,
    exact: args.exact,
    sharp: args.sharp,
    dimension,
    polish: args.polish,
    producer,
  };
}

async function readInputs(
  file: string,
  args: VerifyArguments,
  targets: OwnTargets | undefined,
  context: Context,
): Promise<Input[]> {
  const candidates = await candidatesOf(file, args, targets, context);
  return candidates.map(({ family, candidate, kAssumed = false, targetsMoved }) => ({
    source: file,
    family,
    candidate,
    ...sizesOf(candidate),
    kAssumed,
    targetsMoved,
  }));
}

/**
 * What a theorem about rounded targets says of the formulas that the file has: they are within the robustness radius, so that
 * their objective has a spurious local minimum, too (mathematics.md 7.2), or that is not known.
 */
function roundedTargets(
  moved: string | null,
  { verdict, robustnessRadius }: Figures,
): Pick<VerifyResult, 'roundedTargets'> {
  if (moved === null) return {};
  const inside =
    verdict === 'spurious-local-minimum' &&
    robustnessRadius !== null &&
    compareRationals(rationalOf(moved), rationalOf(robustnessRadius)) <= 0;
  return { roundedTargets: { moved, covered: inside } };
}

function label(input: Input): string {
  return input.family === null ? input.source : `${input.source} family ${input.family}`;
}
