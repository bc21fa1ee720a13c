import type { Argv } from 'yargs';
import { CertificateError } from '../certificate/index.ts';
import { FileError, readTextFile } from '../files/index.ts';
import { milliseconds as now } from './clock.ts';
import { type Command, type Context, EXIT } from './context.ts';

export interface CheckArguments {
  readonly certificates: string[];
  readonly json: boolean;
}

/** Milliseconds before a check says how far it is. */
const QUIET = 2000;

export const checkCommand: Command<CheckArguments> = {
  command: 'check <certificates..>',
  describe: 'Confirm certificates with the independent checker',
  builder: (yargs: Argv): Argv =>
    yargs
      .positional('certificates', { type: 'string', array: true, describe: 'Certificate files' })
      .option('json', { type: 'boolean', default: false, describe: 'Machine-readable output' }),
  run: runCheck,
};

async function runCheck(args: CheckArguments, context: Context): Promise<number> {
  const { checkCertificate } = await import('../checker/index.ts');
  let code: number = EXIT.holds;
  const results: { certificate: string; accepted: boolean; reason: string | null; milliseconds: number }[] =
    [];
  for (const certificate of args.certificates) {
    try {
      const text = readTextFile(certificate);
      const start = now();
      const answer = checkCertificate(text, (done, of) => {
        if (done < of && now() - start > QUIET) {
          context.err(`${certificate}: ${done} of ${of} intervals confirmed\n`);
        }
      });
      const milliseconds = now() - start;
      if (!answer.accepted) code = Math.max(code, EXIT.doesNotHold);
      const reason = answer.accepted ? null : answer.reason;
      results.push({ certificate, accepted: answer.accepted, reason, milliseconds });
      if (!args.json)
        context.out(answer.accepted ? `accepted ${answer.id}\n` : `rejected ${answer.reason}\n`);
    } catch (error) {
      const message =
        error instanceof FileError
          ? error.message
          : error instanceof CertificateError
            ? `${certificate}: ${error.message}`
            : null;
      if (message === null) throw error;
      context.err(`spurious: ${message}\n`);
      code = EXIT.unreadable;
    }
  }
  if (args.json) context.out(`${JSON.stringify({ results }, null, 2)}\n`);
  return code;
}
