import { join } from 'node:path';
import type { Argv } from 'yargs';
import { serialise } from '../certificate/index.ts';
import { FileError, type Matrix, readTargets, writeFileAtomic } from '../files/index.ts';
import type { Candidate } from '../model/candidate.ts';
import { DEFAULT_DIGITS } from '../proof/verify.ts';
import {
  type CandidateArguments,
  candidatesOf,
  checkDigits,
  checkFamily,
  withCandidateOptions,
} from './candidate-options.ts';
import { certificateName } from './certificate-name.ts';
import { type Command, type Context, EXIT, UsageError } from './context.ts';
import { mapTasks } from './pool.ts';
import { producer } from './producer.ts';
import { recheck, type Written } from './recheck.ts';
import verifyTask, { type VerifyOutcome, type VerifyTask } from './verify-task.ts';
import { describe, type VerifyResult } from './verify-text.ts';

export interface VerifyArguments extends CandidateArguments {
  readonly files: string[];
  readonly out: string | undefined;
  readonly digits: number;
  readonly exact: boolean;
  readonly sharp: boolean;
  readonly dimension: string;
  readonly polish: boolean;
  readonly recheck: boolean;
  readonly json: boolean;
}

interface Input {
  readonly source: string;
  readonly family: number | null;
  readonly candidate: Candidate;
  readonly k: number;
  readonly n: number;
  readonly d: number;
}

export const verifyCommand: Command<VerifyArguments> = {
  command: 'verify <files..>',
  describe: 'Prove what lies next to candidates: candidate JSON, .npy, .npz, .mat',
  builder: (yargs: Argv): Argv =>
    withCandidateOptions(
      yargs
        .positional('files', { type: 'string', array: true, describe: 'Candidate files' })
        .option('out', { type: 'string', requiresArg: true, describe: 'Folder for certificates' })
        .option('digits', {
          type: 'number',
          requiresArg: true,
          default: DEFAULT_DIGITS,
          describe: 'Decimal digits to begin with; more are taken where they help',
        })
        .option('exact', { type: 'boolean', default: false, describe: 'Definiteness by BigInt residuals' })
        .option('sharp', { type: 'boolean', default: false, describe: 'The sharper Lipschitz constant' })
        .option('dimension', {
          type: 'string',
          requiresArg: true,
          default: 'all',
          describe: 'all: every dimension from the width of the candidate on; or one number',
        })
        .option('polish', {
          type: 'boolean',
          default: true,
          describe: 'Newton steps first; --no-polish: none',
        }),
    )
      .option('recheck', { type: 'boolean', default: false, describe: 'Run the independent checker as well' })
      .option('json', { type: 'boolean', default: false, describe: 'Machine-readable output' }),
  run: runVerify,
};

async function runVerify(args: VerifyArguments, context: Context): Promise<number> {
  const options = optionsOf(args);
  const targets = args.targets === undefined ? undefined : readTargets(args.targets);
  let code: number = EXIT.holds;
  const inputs = args.files.flatMap((file) => {
    try {
      return readInputs(file, args, targets, context);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      context.err(`spurious: ${error.message}\n`);
      code = EXIT.unreadable;
      return [];
    }
  });
  for (const { source, d } of inputs)
    if (options.dimension !== 'all' && options.dimension < d)
      throw new UsageError(`--dimension ${options.dimension} is below the width ${d} of ${source}`);
  const wanted = args.out !== undefined || args.recheck;
  const tasks: VerifyTask[] = inputs.map(({ candidate }) => ({ candidate, options, certificate: wanted }));
  const outcomes = await mapTasks<VerifyTask, VerifyOutcome>(
    tasks,
    new URL('./verify-task.mjs', import.meta.url),
    context,
    'verify',
    { here: verifyTask },
  );
  const names = new Set<string>();
  const results: VerifyResult[] = [];
  const written: Written[] = [];
  for (const [i, outcome] of outcomes.entries()) {
    if (outcome instanceof Error) throw outcome;
    const input = inputs[i]!;
    const { certificate, ...figures } = outcome.verification;
    let path: string | null = null;
    if (certificate !== null) {
      const text = serialise(certificate);
      written.push({ of: label(input), text });
      if (args.out !== undefined) {
        path = join(args.out, certificateName(input, names));
        writeFileAtomic(path, text);
      }
    }
    if (figures.verdict !== 'spurious-local-minimum') code = Math.max(code, EXIT.doesNotHold);
    const { k, n, d, source, family } = input;
    const result = {
      source,
      family,
      k,
      n,
      d,
      ...figures,
      milliseconds: outcome.milliseconds,
      certificate: path,
      ...(input.candidate.form === 'block' ? { blocks: input.candidate.blocks } : {}),
    };
    results.push(result);
    if (!args.json) context.out(describe(result, options.dimension, context.colour));
  }
  if (args.recheck && !(await recheck(written, context))) code = Math.max(code, EXIT.doesNotHold);
  if (args.json) context.out(`${JSON.stringify({ results }, null, 2)}\n`);
  return code;
}

function optionsOf(args: VerifyArguments): VerifyTask['options'] {
  checkDigits(args.digits);
  checkFamily(args);
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

function readInputs(
  file: string,
  args: VerifyArguments,
  targets: Matrix | undefined,
  context: Context,
): Input[] {
  return candidatesOf(file, args, targets, context).map(({ family, candidate }) => {
    if (candidate.form === 'dense') {
      const { k, n, d } = candidate;
      return { source: file, family, candidate, k, n, d };
    }
    const k = candidate.blocks.reduce((a, b) => a + b, 0);
    const n = candidate.neurons.reduce(
      (a, { attached: block }) => a + (block === null ? 1 : candidate.blocks[block]!),
      0,
    );
    return { source: file, family, candidate, k, n, d: k };
  });
}

function label(input: Input): string {
  return input.family === null ? input.source : `${input.source} family ${input.family}`;
}
