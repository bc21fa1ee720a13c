import { statSync } from 'node:fs';
import { FileError } from '../files/index.ts';
import checkTask, { type CheckOutcome, type CheckTask } from './check-task.ts';
import { type Command, type Context, EXIT } from './context.ts';
import { mapTasks } from './pool.ts';

export interface CheckArguments {
  readonly certificates: string[];
  readonly json: boolean;
}

/** One line of `check --json`. */
export interface CheckLine {
  readonly certificate: string;
  readonly accepted: boolean;
  readonly reason: string | null;
  readonly milliseconds: number;
}

export const checkCommand: Command<CheckArguments> = {
  name: 'check',
  describe: 'Confirm certificates with the independent checker',
  operands: {
    name: 'certificates',
    value: 'CERTIFICATE',
    count: 'some',
    reads: true,
    describe: 'Certificate files',
  },
  options: { json: { type: 'boolean', describe: 'Machine-readable output' } },
  examples: [
    ['check certificates/6-6.certificate.json', 'one theorem'],
    ['check certificates/*.json', 'all of them, on all cores'],
  ],
  exits: { holds: 'every certificate is accepted', doesNotHold: 'one is rejected' },
  run: runCheck,
};

async function runCheck(args: CheckArguments, context: Context): Promise<number> {
  const outcomes = await mapTasks<CheckTask & { readonly path: string }, CheckOutcome>(
    args.certificates.map((path) => ({ path })),
    new URL('./check-task.mjs', import.meta.url),
    context,
    'check',
    { here: checkTask, short: args.certificates.every(isSmall) },
  );
  let code: number = EXIT.holds;
  const results: CheckLine[] = [];
  for (const [i, outcome] of outcomes.entries()) {
    const certificate = args.certificates[i]!;
    if (outcome instanceof Error && !(outcome instanceof FileError)) throw outcome;
    if (outcome instanceof Error || 'invalid' in outcome) {
      const message = 'invalid' in outcome ? `${certificate}: ${outcome.invalid}` : outcome.message;
      context.err(`spurious: ${message}\n`);
      code = EXIT.unreadable;
      continue;
    }
    const { answer, milliseconds } = outcome;
    if (!answer.accepted) code = Math.max(code, EXIT.doesNotHold);
    const reason = answer.accepted ? null : answer.reason;
    results.push({ certificate, accepted: answer.accepted, reason, milliseconds });
    if (!args.json) context.out(answer.accepted ? `accepted ${answer.id}\n` : `rejected ${answer.reason}\n`);
  }
  if (args.json) context.out(`${JSON.stringify({ results }, null, 2)}\n`);
  return code;
}

/** Bytes up to which a certificate is checked at once, (25, 25) among them. */
const SMALL = 100_000;

function isSmall(certificate: string): boolean {
  return (statSync(certificate, { throwIfNoEntry: false })?.size ?? 0) <= SMALL;
}
