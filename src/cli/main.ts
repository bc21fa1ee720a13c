import yargs, { type CommandModule } from 'yargs';
import { FileError } from '../files/index.ts';
import { addressSpace } from './address-space.ts';
import { type AnyCommand, type Context, EXIT, UsageError } from './context.ts';
import { interruptible } from './interrupt.ts';
import { producer } from './producer.ts';

/** Runs one command line of these commands; the only place where an error becomes an exit code. */
export async function main(
  argv: readonly string[],
  context: Context,
  commands: Readonly<Record<string, () => Promise<AnyCommand>>>,
): Promise<number> {
  let code: number = EXIT.holds;
  const register = ({ command, describe, builder, run }: AnyCommand, isDefault: boolean): CommandModule => ({
    command: isDefault ? command.replace(/^\S+/, '$0') : command,
    describe,
    builder,
    handler: async (args) => {
      code = await interruptible(() => run(args as never, context));
    },
  });
  try {
    const load = commands[argv[0] ?? ''];
    const loaded = await Promise.all((load ? [load] : Object.values(commands)).map((each) => each()));
    // yargs lays out the help text after every command that is not the default one, which a cold start feels.
    const isDefault = load !== undefined && !argv.includes('--help');
    const parser = yargs()
      .scriptName(isDefault ? `spurious ${argv[0]}` : 'spurious')
      .usage('$0 COMMAND\n\nTurns floating-point candidates for spurious local minima into theorems.')
      .version(producer.version)
      .command(loaded.map((each) => register(each, isDefault)))
      .completion('completion', 'Print a completion script for the shell')
      .demandCommand(
        1,
        'Name a command: spurious verify FILE, spurious check CERTIFICATE, …; see spurious --help',
      )
      .locale('en')
      .strict()
      .recommendCommands()
      .wrap(100)
      .exitProcess(false)
      .fail((message, error) => {
        // yargs' own complaints come as errors too.
        throw error && error.name !== 'YError'
          ? error
          : new UsageError((message || error.message).replaceAll(/\s*\n\s*/g, ' '));
      });
    await parser.parseAsync(argv.slice(isDefault ? 1 : 0));
    return code;
  } catch (error) {
    if (error instanceof UsageError) {
      context.err(`spurious: ${error.message}\n`);
      return EXIT.usage;
    }
    if (error instanceof FileError) {
      context.err(`spurious: ${error.message}\n`);
      return EXIT.unreadable;
    }
    if (addressSpace() < Number.POSITIVE_INFINITY && isWantOfMemory(error)) {
      const gigabytes = (addressSpace() / 2 ** 30).toPrecision(3);
      context.err(
        `spurious: not enough address space: ulimit -v allows ${gigabytes} GiB; allow more, or less to do at once (docs/search.md)\n`,
      );
      return EXIT.internal;
    }
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    context.err(`spurious: internal error, please report it: ${text.replaceAll('\n', ' ')}\n`);
    if (process.env['SPURIOUS_DEBUG'] && error instanceof Error) context.err(`${error.stack}\n`);
    return EXIT.internal;
  }
}

/** What V8 throws where it can reserve no memory for WebAssembly, for a buffer or for a thread. */
function isWantOfMemory(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return (
    /^WebAssembly\.Memory|Array buffer allocation failed|Invalid typed array length/.test(error.message) ||
    ['ERR_WORKER_OUT_OF_MEMORY', 'ERR_WORKER_INIT_FAILED'].includes(code)
  );
}
