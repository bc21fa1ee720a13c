import { isatty } from 'node:tty';
import { removeUnfinished, systemReason } from '../files/index.ts';
import { type Commands, type Context, EXIT } from './context.ts';
import { main } from './main.ts';
import { interruptRemark } from './shared/interrupt.ts';
import { besideProgress, endProgress } from './shared/progress.ts';

/** Runs the process with these commands: streams, signals and the exit code. */
export async function runProcess(argv: readonly string[], commands: Commands): Promise<void> {
  // A stream is made when it is first written to, which a cold start feels.
  const writer = (name: string, stream: () => NodeJS.WriteStream): ((text: string) => void) => {
    let made: NodeJS.WriteStream | null = null;
    return (text) => {
      made ??= stream().on('error', (error: NodeJS.ErrnoException) => {
        // A closed pipe (`| head`) ends the output, it is no error.
        if (error.code === 'EPIPE') process.exit(process.exitCode ?? EXIT.holds);
        if (name !== 'standard error')
          context.err(
            `spurious: ${name}: cannot be written (${systemReason(error)}); expected a writable place\n`,
          );
        process.exit(EXIT.unreadable);
      });
      const to = made;
      besideProgress(() => to.write(text));
    };
  };
  const interactive = isatty(2);
  const context: Context = {
    out: writer('standard output', () => process.stdout),
    err: writer('standard error', () => process.stderr),
    interactive,
    progress: {
      get columns() {
        return interactive ? process.stderr.columns || 80 : null;
      },
    },
    colour: isatty(1) && !process.env['NO_COLOR'],
    columns: () => process.stdout.columns,
  };
  const interrupted = (): void => {
    endProgress('left');
    removeUnfinished();
    // The prompt, or what is said, on a line of its own.
    if (interactive) context.err('\n');
    context.err(interruptRemark());
    process.exit(EXIT.interrupted);
  };
  // In the place of the listener of launch.ts, which can do less. It goes last: without any listener Node drops a signal
  // that came while the program was loaded and that nobody has been told of yet.
  const earlier = process.listeners('SIGINT');
  process.on('SIGINT', interrupted);
  for (const listener of earlier) process.removeListener('SIGINT', listener);
  process.exitCode = await main(argv, context, commands);
}
