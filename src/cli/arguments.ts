import yargs, { type Arguments, type Argv } from 'yargs';
import { STANDARD_INPUT } from '../files/index.ts';
import { type AnyCommand, UsageError } from './context.ts';
import { beforeDashes, declaredArguments, listed } from './plain-arguments.ts';

/**
 * The arguments of a command as it declares them, read by yargs, also where they are not plain. Nothing is dropped: a word that is not understood, a
 * value of another kind, an option given twice or one that means nothing beside the others is a UsageError.
 */
export function argumentsOf(command: AnyCommand, words: readonly string[]): Record<string, unknown> {
  const { name, options, operands } = command;
  const before = beforeDashes(words);
  const misread = before.find((word) => MISREAD.test(word));
  if (misread !== undefined) throw new UsageError(unknown(misread, command));
  const one = operands?.count === 'one';
  const parser = silent()
    .parserConfiguration(AS_TYPED)
    .middleware((argv) => checkDeclared(command, before, argv), true)
    .demandCommand(
      operands === undefined || operands.count === 'any' ? 0 : 1,
      operands === undefined ? 0 : one ? 1 : Number.POSITIVE_INFINITY,
      `${name} needs ${one ? 'one' : 'at least one'} ${operands?.value}: spurious ${name} ${operands?.value}${one ? '' : '…'}`,
      operands === undefined ? `${name} takes options only` : `${name} takes one ${operands.value}, not $0`,
    )
    .fail((message, error) => {
      // yargs' own complaints come as errors, too.
      if (error && error.name !== 'YError') throw error;
      throw new UsageError(`${message.trim().replaceAll(/\s*\n\s*/g, ' ')}; see spurious ${name} --help`);
    });
  // To yargs every value is a string, that of --json the empty one: what is given twice is a list.
  for (const [option, { type, choices, required = false, notWith }] of Object.entries(options))
    parser.option(option, {
      type: 'string',
      nargs: type === 'boolean' ? 0 : 1,
      demandOption: required,
      ...(choices && { choices }),
      ...(notWith && { conflicts: notWith }),
    });
  const argv = parser.parse([
    ...before.map((word) => spelledOut(word, options)),
    ...words.slice(before.length),
  ]) as Arguments;
  const names = operandsOf(argv);
  const args = declaredArguments(command, (option) => argv[option], names);
  if (operands !== undefined && names.includes(''))
    throw new UsageError(`${name}: a ${operands.value} is named by an empty word`);
  return args;
}

/** A yargs that reads and says what it is asked for only, in our words where its own are not plain. */
export function silent(): Argv {
  return yargs().help(false).version(false).exitProcess(false).locale('en').updateStrings(WORDS);
}

const WORDS = {
  'Not enough arguments following: %s': '--%s needs a value',
  'Argument unexpected for: %s': '--%s takes no value',
  'Invalid values:': ' ',
  'Argument: %s, Given: %s, Choices: %s': '--%s cannot be %s, it takes one of %s',
  'Arguments %s and %s are mutually exclusive': '--%s does not go with --%s',
  'Did you mean %s?': '%s',
};

const AS_TYPED = {
  'camel-case-expansion': false,
  'dot-notation': false,
  'parse-numbers': false,
  'parse-positional-numbers': false,
  'populate--': true,
  'short-option-groups': false,
};

/** Where yargs takes an option for its own (_, $0) or a part of it for the whole (line breaks). */
const MISREAD = /^-+(?:no-)?(?:_|\$0)(?:=|$)|^-[^=]*[\n\r\u2028\u2029]/;

/** -kVALUE as -k=VALUE, which yargs takes for an option of this name. */
function spelledOut(word: string, options: AnyCommand['options']): string {
  const short = /^-([a-z])[^=]/.exec(word)?.[1];
  return short !== undefined && Object.hasOwn(options, short) ? `-${short}=${word.slice(2)}` : word;
}

function operandsOf(argv: Arguments): string[] {
  return [...argv._, ...((argv['--'] as string[] | undefined) ?? [])].map(String);
}

/**
 * What yargs does not check: options that are not declared (it has no suggestion for them), standard input, which can be
 * read once and only where a file is read, and options that mean something beside one of several others only.
 */
function checkDeclared(command: AnyCommand, words: readonly string[], argv: Arguments): void {
  const { name, options, operands } = command;
  const valuesOf = (option: string): unknown[] => (option in argv ? [argv[option]].flat() : []);
  const given = Object.keys(argv).filter((key) => !['_', '--', '$0'].includes(key));
  for (const key of given) {
    const negated = valuesOf(key).includes(false);
    if (Object.hasOwn(options, key) && (!negated || options[key]!.type === 'boolean')) continue;
    const typed = words.find((word) => word.replace(/^--?/, '').split('=')[0] === key) ?? `--no-${key}`;
    throw new UsageError(unknown(typed, command));
  }
  const isStandardInput = (word: unknown): boolean => word === STANDARD_INPUT;
  const names = operandsOf(argv);
  if (names.some(isStandardInput) && operands?.reads !== true)
    throw new UsageError(
      `- is standard input, which ${name} does not read${operands ? ` as ${operands.value}` : ''}`,
    );
  const deaf = given.find((key) => valuesOf(key).some(isStandardInput) && options[key]!.reads !== true);
  if (deaf !== undefined)
    throw new UsageError(`--${deaf} - : a lone dash is standard input, which --${deaf} does not read`);
  if ([...names, ...given.flatMap(valuesOf)].filter(isStandardInput).length > 1)
    throw new UsageError('- is given twice: standard input can be read once');
  const called = (key: string): string => (key === operands?.name ? operands.value : `--${key}`);
  for (const key of given) {
    const { goesWith } = options[key]!;
    const isThere = (other: string): boolean =>
      other === operands?.name ? names.length > 0 : given.includes(other);
    if (goesWith !== undefined && !goesWith.some(isThere))
      throw new UsageError(`${called(key)} goes with ${listed(goesWith.map(called))}`);
  }
}

function unknown(typed: string, { name, options }: AnyCommand): string {
  const shown = typed.replace(/=.*$/s, '');
  const names = Object.entries(options).flatMap(([option, { type }]) =>
    type === 'boolean' ? [option, `no-${option}`] : [option],
  );
  const near = recommended(shown.replace(/^-+/, ''), [...names, 'help']);
  const help = near === null ? `see spurious ${name} --help` : `did you mean --${near}?`;
  const file = near === null && !typed.startsWith('--') ? `; a file of this name: ./${typed}` : '';
  return `${name} has no option ${shown}; ${help}${file}`;
}

/** The one of several names that was probably meant, as yargs recommends commands; null where none is near. */
export function recommended(typed: string, names: readonly string[]): string | null {
  const word = typed.toLowerCase();
  // yargs allows three errors, with which any two short words are near each other: the first letter has to be right.
  const likely = names.filter((name) => name.length > 2 && name[0] === word[0]);
  let meant = word.length > 2 ? (likely.find((name) => name.startsWith(word)) ?? null) : null;
  if (meant !== null) return meant;
  silent()
    .command(likely.map((command) => ({ command, handler: () => {} })))
    .recommendCommands()
    .fail((message) => {
      meant = message;
    })
    .parse([word]);
  return meant;
}
