import { runProcess } from './run.ts';
import { verifyCommand } from './verify/verify.ts';

/** The command line with the one command that is asked for most, in a file of its own for a quick start. */
export const run = (argv: readonly string[]): Promise<void> =>
  runProcess(argv, { verify: async () => verifyCommand });
