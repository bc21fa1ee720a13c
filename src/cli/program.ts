import { COMMANDS } from './commands.ts';
import { main } from './main.ts';
import { runProcess } from './run.ts';
import { mapTasks, startWorkers } from './shared/pool.ts';
import { newWorkers } from './shared/workers.ts';

/** The whole command line. */
export const run = (argv: readonly string[]): Promise<void> => runProcess(argv, COMMANDS);

// For tests, which run it without a process of its own; files of their own would take time to find.
export { COMMANDS, main, mapTasks, newWorkers, startWorkers };
