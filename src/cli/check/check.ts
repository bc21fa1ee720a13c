import { join } from 'node:path';
import { FileError, namesIn, oneLine, STANDARD_INPUT, sizeOf } from '../../files/index.ts';
import { type Command, type Context, EXIT, UsageError } from '../context.ts';
import { mapTasks } from '../shared/pool.ts';
import { heapFor, unanswered } from './check-limits.ts';
import checkTask, { type CheckOutcome, type CheckTask } from './check-task.ts';

export interface CheckArguments {
  readonly certificates: string[];
  readonly json: boolean;
  readonly budget: number;
}

/** One line of `check --json`. */
export interface CheckLine {
  readonly certificate: string;
  readonly accepted: boolean;
  /** The claim id, or null. */
  readonly id: string | null;
  readonly reason: string | null;
  readonly milliseconds: number | null;
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
    describe: 'Certificate files, or folders: every .json and .cert file in them',
  },
  options: {
    budget: {
      type: 'number',
      value: 'FACTOR',
      default: 1,
      describe: 'Times the usual time and memory that a certificate may need',
    },
    json: { type: 'boolean', describe: 'Machine-readable output' },
  },
  examples: [
    ['check certificates/6-6.certificate.json', 'one theorem'],
    ['check certificates', 'every one in a folder, on all cores'],
  ],
  exits: { holds: 'every certificate is accepted', doesNotHold: 'one is rejected' },
  run: runCheck,
};

async function runCheck(args: CheckArguments, context: Context): Promise<number> {
  const { budget } = args;
  if (!(budget >= 1 && budget <= 1e6)) throw new UsageError('--budget takes a number from 1 to 1000000');
  const files = args.certificates.flatMap((path) => certificatesAt(path, context));
  // What is left out of files are folders that could not be read.
  let code: number = files.includes(null) ? EXIT.unreadable : EXIT.holds;
  const paths = files.filter((path) => path !== null);
  const outcomes = await mapTasks<CheckTask & { readonly path: string }, CheckOutcome>(
    paths.map((path) => ({ path, budget })),
    new URL('./check-task.mjs', import.meta.url),
    context,
    'check',
    {
      here: checkTask,
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
    results.push({ certificate, accepted: answer.accepted, id, reason, milliseconds });
    if (!args.json)
      context.out(reason === null ? `accepted ${id} ${name}\n` : `rejected ${name}: ${reason}\n`);
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
