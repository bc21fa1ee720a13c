import { FileError, STANDARD_INPUT, sizeOf } from '../files/index.ts';
import { type AnyCommand, type Commands, type Context, EXIT, UsageError } from './context.ts';
import { asksForHelp, plainArguments } from './plain-arguments.ts';
import { producer } from './producer.ts';
import { addressSpace, NoRoomError } from './shared/address-space.ts';
import { interruptible } from './shared/interrupt.ts';
import { printable } from './shared/printable.ts';

/** Runs one command line of these commands; the only place where an error becomes an exit code. */
export async function main(argv: readonly string[], context: Context, commands: Commands): Promise<number> {
  // Whatever a text is made of, no control character of it reaches a terminal.
  const safe: Context = {
    ...context,
    out: (text) => context.out(printable(text, context.colour)),
    err: (text) => context.err(printable(text)),
  };
  try {
    return await run(argv, safe, commands);
  } catch (error) {
    if (error instanceof UsageError || error instanceof FileError) {
      safe.err(`spurious: ${error.message.replaceAll('\n', ' ')}\n`);
      return error instanceof FileError ? EXIT.unreadable : EXIT.usage;
    }
    if (addressSpace() < Number.POSITIVE_INFINITY && isWantOfMemory(error)) {
      const gigabytes = (addressSpace() / 2 ** 30).toPrecision(3);
      safe.err(
        `spurious: not enough address space: ulimit -v allows ${gigabytes} GiB; allow more, or less to do at once (docs/search.md)\n`,
      );
      return EXIT.internal;
    }
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    safe.err(`spurious: internal error, please report it: ${text.replaceAll('\n', ' ')}\n`);
    if (process.env['SPURIOUS_DEBUG'] && error instanceof Error) safe.err(`${error.stack}\n`);
    return EXIT.internal;
  }
}

/** What V8 throws where it can reserve no memory for WebAssembly, for a buffer or for a thread. */
function isWantOfMemory(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return (
    error instanceof NoRoomError ||
    /^WebAssembly\.Memory|Array buffer allocation failed|Invalid typed array length/.test(error.message) ||
    ['ERR_WORKER_OUT_OF_MEMORY', 'ERR_WORKER_INIT_FAILED'].includes(code)
  );
}

async function run(argv: readonly string[], context: Context, commands: Commands): Promise<number> {
  const [first, ...rest] = argv;
  const name = first !== undefined && Object.hasOwn(commands, first) ? first : null;
  if (name !== null && !asksForHelp(rest)) {
    const command = await commands[name]!();
    const args = plainArguments(command, rest) ?? (await import('./arguments.ts')).argumentsOf(command, rest);
    const work = (): Promise<number> => command.run(args as never, context);
    return readsLong(command, args) ? interruptible(work) : work();
  }
  if (first === COMPLETIONS) {
    const { completions } = await import('./completion.ts');
    context.out(await completions(argv, commands));
    return EXIT.holds;
  }
  if (first === '--version') {
    if (rest.length > 0) throw new UsageError(`--version stands alone, not with ${JSON.stringify(rest[0])}`);
    context.out(`${producer.version}\n`);
    return EXIT.holds;
  }
  if (name !== null || first === '--help' || first === '-h') {
    context.out(`${await helpOn(name ?? rest[0], commands, context.columns?.())}\n`);
    return EXIT.holds;
  }
  throw new UsageError(await noCommand(argv, commands));
}

/** Bytes that are read and understood in well under a second. */
const QUICKLY_READ: number = 2 ** 24;

/**
 * Whether the command may be busy for long before its first turn of the event loop, when a signal is heard: with large
 * files, or with standard input, of which nobody knows when it ends. What is computed is interruptible by itself.
 */
function readsLong({ operands, options }: AnyCommand, args: Readonly<Record<string, unknown>>): boolean {
  const reading = [
    ...(operands?.reads ? [args[operands.name]] : []),
    ...Object.keys(options)
      .filter((name) => options[name]!.reads)
      .map((name) => args[name]),
  ];
  const paths = reading.flat().filter((path) => typeof path === 'string');
  if (paths.includes(STANDARD_INPUT)) return true;
  return paths.reduce((bytes, path) => bytes + sizeOrNone(path), 0) > QUICKLY_READ;
}

function sizeOrNone(path: string): number {
  try {
    return sizeOf(path) ?? 0;
  } catch {
    return 0; // Whoever reads it says what is wrong with it.
  }
}

/** Where the script of `spurious completion` asks. */
const COMPLETIONS = '--get-yargs-completions';

async function helpOn(
  name: string | undefined,
  commands: Commands,
  columns: number | undefined,
): Promise<string> {
  const { commandHelp, generalHelp } = await import('./help.ts');
  if (name === undefined) {
    const all: AnyCommand[] = await Promise.all(Object.values(commands).map((load) => load()));
    return generalHelp(all, columns);
  }
  if (!Object.hasOwn(commands, name)) throw new UsageError(await noCommand([name], commands));
  return commandHelp(await commands[name]!(), columns);
}

/** What is wrong with a command line that does not begin with a command. */
async function noCommand(argv: readonly string[], commands: Commands): Promise<string> {
  const names = Object.keys(commands);
  const [first] = argv;
  if (first === undefined)
    return 'name a command: spurious verify FILE, spurious check CERTIFICATE, …; see spurious --help';
  if (first.startsWith('-') && first !== '-') {
    const later = argv.find((word) => names.includes(word));
    const place = later === undefined ? 'spurious COMMAND …' : `spurious ${later} … ${first}`;
    return `${first} stands before the command; options come after it: ${place}; see spurious --help`;
  }
  const { recommended } = await import('./arguments.ts');
  const near = recommended(first, names);
  const meant = near ?? (/[./\\]/.test(first) ? `spurious verify ${first}` : null);
  const help = meant === null ? `one of ${names.join(', ')}; see spurious --help` : `did you mean ${meant}?`;
  return `there is no command ${JSON.stringify(first)}; ${help}`;
}
