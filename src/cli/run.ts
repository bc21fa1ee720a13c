import { fstatSync, statSync, writeSync } from 'node:fs';
import { decodeWith } from '../arithmetic/wasm.ts';
import { removeUnfinished, systemReason } from '../files/index.ts';
import { type Commands, type Context, EXIT } from './context.ts';
import { main } from './main.ts';
import { interruptRemark } from './shared/interrupt.ts';
import { besideProgress, endProgress } from './shared/progress.ts';

/** Runs the process with these commands: streams, signals and the exit code. */
export async function runProcess(argv: readonly string[], commands: Commands): Promise<void> {
  decodeWith((text) => Buffer.from(text, 'base64'));
  const writer = (
    descriptor: number,
    name: string,
    stream: () => NodeJS.WriteStream,
  ): ((text: string) => void) => {
    let made: NodeJS.WriteStream | null = null;
    const failed = (error: NodeJS.ErrnoException): never => {
      // A closed pipe (`| head`) ends the output, it is no error.
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? EXIT.holds);
      if (name !== 'standard error')
        context.err(
          `spurious: ${name}: cannot be written (${systemReason(error)}); expected a writable place\n`,
        );
      process.exit(EXIT.unreadable);
    };
    return (text) =>
      besideProgress(() => {
        const rest = made === null ? writtenAtOnce(descriptor, text, failed) : text;
        if (rest.length === 0) return;
        made ??= stream().on('error', failed);
        made.write(rest);
      });
  };
  const interactive = isTerminal(2, () => process.stderr);
  const context: Context = {
    out: writer(1, 'standard output', () => process.stdout),
    err: writer(2, 'standard error', () => process.stderr),
    interactive,
    progress: {
      get columns() {
        return interactive ? process.stderr.columns || 80 : null;
      },
    },
    colour: isTerminal(1, () => process.stdout) && !process.env['NO_COLOR'],
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

/**
 * Writes without Node's streams, which take a tenth of a cold start to load, and returns what they are left with: the rest
 * where the other end of a pipe is slow and does not wait for us.
 */
function writtenAtOnce(
  descriptor: number,
  text: string,
  failed: (error: NodeJS.ErrnoException) => never,
): Uint8Array {
  let rest: Uint8Array = Buffer.from(text);
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') failed(error as NodeJS.ErrnoException);
  }
  return rest;
}

/** Node loads a stream to say so, with its network: first come the cases in which it is plain. */
function isTerminal(descriptor: number, stream: () => NodeJS.WriteStream): boolean {
  try {
    const found = fstatSync(descriptor);
    if (!found.isCharacterDevice()) return false;
    if (process.platform !== 'win32' && found.rdev === statSync('/dev/null').rdev) return false;
  } catch {
    return false;
  }
  return stream().isTTY === true;
}
