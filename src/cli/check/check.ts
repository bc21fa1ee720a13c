import { join } from 'node:path';
import type { CheckArithmetic } from '../../checker/index.ts';
import { FileError, namesIn, oneLine, STANDARD_INPUT, sizeOf } from '../../files/index.ts';
import { type Command, type Context, EXIT, UsageError } from '../context.ts';
import { checkAll } from './check-all.ts';
import { heapFor, unanswered } from './check-limits.ts';
import type { CheckLine } from './check-line.ts';
import { choiceOf, holdsProofs } from './run-choice.ts';

export interface CheckArguments {
  readonly certificates: string[];
  readonly json: boolean;
  readonly budget: number;
  readonly arithmetic: CheckArithmetic;
  readonly data: string | undefined;
  readonly runs: string | undefined;
  readonly sample: number | undefined;
}

/** Bytes up to which a certificate is checked at once, (25, 25) among them. */
const SMALL = 100_000;
/** Bytes of a file that is checked in a worker, whose memory is limited, even if it is the only one. */
const LARGE = 1 << 20;

export const checkCommand: Command<CheckArguments> = {
  name: 'check',
  describe: 'Confirm certificates with the independent checker',
  operands: {
    name: 'certificates',
    value: 'CERTIFICATE',
    count: 'some',
    reads: true,
    describe:
      'Certificate files, or folders: every .json and .cert file in them; of a folder of prove-runs its runs',
  },
  options: {
    budget: {
      type: 'number',
      value: 'FACTOR',
      default: 1,
      describe: 'Times the usual time and memory that a certificate may need',
    },
    arithmetic: {
      type: 'string',
      choices: ['binary', 'decimal'],
      default: 'binary',
      describe: 'What points are checked with: BigInt, or decimal.js as a second opinion',
    },
    data: {
      type: 'string',
      value: 'FILE',
      reads: true,
      describe: 'The data file that a certificate names, where it is not beside it',
    },
    runs: {
      type: 'string',
      value: 'I,J',
      notWith: 'sample',
      describe: 'Of a folder of prove-runs: only these runs of each (k, n)',
    },
    sample: {
      type: 'number',
      value: 'M',
      describe: 'Of a folder of prove-runs: M random runs of each (k, n)',
    },
    json: { type: 'boolean', describe: 'Machine-readable output' },
  },
  examples: [
    ['check certificates/6-6.certificate.json', 'one theorem'],
    ['check certificates', 'every one in a folder, on all cores'],
    ['check runs --sample 5', 'five runs of each (k, n) that prove-runs proved'],
  ],
  exits: { holds: 'every certificate is accepted', doesNotHold: 'one is rejected' },
  run: runCheck,
};

async function runCheck(args: CheckArguments, context: Context): Promise<number> {
  const { budget, arithmetic } = args;
  if (!(budget >= 1 && budget <= 1e6)) throw new UsageError('--budget takes a number from 1 to 1000000');
  const choice = choiceOf(args.runs, args.sample);
  const folders = args.certificates.filter((path) => path !== STANDARD_INPUT && holdsProofs(path));
  if (folders.length === 0 && (choice.runs !== null || choice.sample !== null))
    throw new UsageError(
      '--runs and --sample are for a folder with proofs.json, as spurious prove-runs writes it',
    );
  if (folders.length > 0 && arithmetic !== 'binary')
    throw new UsageError('--arithmetic is for certificates; runs of prove-runs are checked in integers');
  const files = args.certificates
    .filter((path) => !folders.includes(path))
    .flatMap((path) => certificatesAt(path, context));
  // What is left out of files are folders that could not be read.
  let code: number = files.includes(null) ? EXIT.unreadable : EXIT.holds;
  const paths = files.filter((path) => path !== null);
  const outcomes = await checkAll(
    paths.map((path) => ({
      path,
      budget,
      arithmetic,
      ...(args.data === undefined ? {} : { data: args.data }),
    })),
    context,
    {
      short: paths.every((path) => (sizeOf(path) ?? 0) <= SMALL),
      heap: heapFor(budget),
      guarded: budget > 1 || paths.some((path) => (sizeOf(path) ?? 0) > LARGE),
    },
  );
  const results: CheckLine[] = [];
  for (const [i, outcome] of outcomes.entries()) {
    const certificate = paths[i]!;
    const name = oneLine(certificate);
    if (outcome instanceof FileError || (!(outcome instanceof Error) && 'invalid' in outcome)) {
      const message = 'invalid' in outcome ? `${name}: ${oneLine(outcome.invalid)}` : outcome.message;
      context.err(`spurious: ${message}\n`);
      code = EXIT.unreadable;
      continue;
    }
    const { answer, milliseconds } =
      outcome instanceof Error
        ? { answer: { accepted: false, reason: unanswered(outcome) } as const, milliseconds: null }
        : outcome;
    const id = answer.accepted ? answer.id : null;
    const reason = answer.accepted ? null : oneLine(answer.reason);
    if (reason !== null) code = Math.max(code, EXIT.doesNotHold);
    results.push({
      certificate,
      run: null,
      outcome: null,
      accepted: answer.accepted,
      id,
      reason,
      milliseconds,
    });
    if (!args.json)
      context.out(reason === null ? `accepted ${id} ${name}\n` : `rejected ${name}: ${reason}\n`);
  }
  for (const folder of folders) {
    const { checkRuns } = await import('./check-runs.ts');
    const checked = await checkRuns(folder, choice, args.json, context);
    results.push(...checked.lines);
    code = Math.max(code, checked.code);
  }
  if (args.json) context.out(`${JSON.stringify({ results }, null, 2)}\n`);
  return code;
}

/** A file, or the certificate files of a folder by name; null, with a word why, for a folder without. */
function certificatesAt(path: string, context: Context): readonly (string | null)[] {
  try {
    if (path === STANDARD_INPUT || sizeOf(path) !== null) return [path];
    const names = namesIn(path).filter((name) => /\.(json|cert)$/.test(name));
    if (names.length > 0) return names.sort().map((name) => join(path, name));
    throw new FileError(path, '', 'a folder without certificates', 'files that end in .json or .cert');
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    context.err(`spurious: ${error.message}\n`);
    return [null];
  }
}
