import { COMMANDS } from './commands.ts';
import { runProcess } from './run.ts';

/** The whole command line. */
export const run = (argv: readonly string[]): Promise<void> => runProcess(argv, COMMANDS);
