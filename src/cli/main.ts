import yargs, { type CommandModule } from 'yargs';
import { FileError } from '../files/index.ts';
import { auditCommand } from './audit.ts';
import { checkCommand } from './check.ts';
import { type Command, type Context, EXIT, UsageError } from './context.ts';
import { figureCommand } from './figure.ts';
import { producer } from './producer.ts';
import { searchCommand } from './search.ts';
import { tableCommand } from './table.ts';
import { verifyCommand } from './verify.ts';

/** Runs one command line; the only place where an error becomes an exit code. */
export async function main(argv: readonly string[], context: Context): Promise<number> {
  let code: number = EXIT.holds;
  const register = <A>({ command, describe, builder, run }: Command<A>): CommandModule => ({
    command,
    describe,
    builder,
    handler: async (args) => {
      code = await run(args as unknown as A, context);
    },
  });
  try {
    const parser = yargs()
      .scriptName('spurious')
      .usage('$0 COMMAND\n\nTurns floating-point candidates for spurious local minima into theorems.')
      .version(producer.version)
      .command(register(verifyCommand))
      .command(register(checkCommand))
      .command(register(auditCommand))
      .command(register(searchCommand))
      .command(register(tableCommand))
      .command(register(figureCommand))
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
        throw error && error.name !== 'YError' ? error : new UsageError(message || error.message);
      });
    await parser.parseAsync(argv as string[]);
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
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    context.err(`spurious: internal error, please report it: ${text.replaceAll('\n', ' ')}\n`);
    if (process.env['SPURIOUS_DEBUG'] && error instanceof Error) context.err(`${error.stack}\n`);
    return EXIT.internal;
  }
}
