import type { AnyCommand, Context } from './context.ts';
import { EXIT } from './context.ts';
import { main } from './main.ts';

/** Runs the process with these commands: streams, signals and the exit code. */
export async function runProcess(
  argv: readonly string[],
  commands: Readonly<Record<string, () => Promise<AnyCommand>>>,
): Promise<void> {
  const quiet = (stream: NodeJS.WriteStream): void => {
    // A closed pipe (`| head`) ends the output, it is no error.
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? EXIT.holds);
      throw error;
    });
  };
  quiet(process.stdout);
  quiet(process.stderr);
  process.on('SIGINT', () => process.exit(EXIT.interrupted));
  const context: Context = {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    interactive: process.stderr.isTTY === true,
    colour: process.stdout.isTTY === true && !process.env['NO_COLOR'],
  };
  process.exitCode = await main(argv, context, commands);
}
