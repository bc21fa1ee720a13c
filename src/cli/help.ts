import type { Argv } from 'yargs';
import { silent } from './arguments.ts';
import type { AnyCommand, OptionSpec } from './context.ts';
import { wanted } from './plain-arguments.ts';

/** Columns where the terminal does not say; the least and the most that are used of it. */
const USUAL = 80;
const LEAST = 40;
const MOST = 110;

/** `spurious --help` */
export function generalHelp(commands: readonly AnyCommand[], columns: number | undefined): Promise<string> {
  const page = paper(columns)
    .usage('$0 COMMAND …\n\nTurns floating-point candidates for spurious local minima into theorems.')
    .option('version', { describe: 'The version' })
    .example('# a first theorem\n$0 verify candidates/6-6.json', '')
    .example('# all about one command\n$0 verify --help', '')
    .epilogue(exitCodes({ holds: 'everything asked for holds', doesNotHold: 'something does not' }));
  for (const { name, describe } of commands) page.command(name, describe);
  return page.getHelp();
}

/** `spurious COMMAND --help` */
export function commandHelp(command: AnyCommand, columns: number | undefined): Promise<string> {
  const { name, describe, operands, options, examples, exits } = command;
  const all = Object.entries(options);
  const usage = [
    `$0 ${name}`,
    ...(operands === undefined
      ? []
      : [{ one: '%', some: '%…', any: '[%…]' }[operands.count].replace('%', operands.value)]),
    ...all.filter(([, { required }]) => required).map(([option, spec]) => wanted(option, spec)),
    '[options]',
  ];
  const about = [
    usage.join(' '),
    `${describe}.`,
    ...(operands === undefined
      ? []
      : [`${operands.value}: ${operands.describe}${operands.reads ? ' (- is standard input)' : ''}`]),
  ];
  const page = paper(columns).usage(about.join('\n\n'));
  // yargs shows the name of an option only: what stands for its value becomes a part of the name.
  for (const [option, spec] of all)
    page.option(wanted(option, spec).slice(2), { describe: explained(spec), group: groupOf(command, spec) });
  for (const [line, does] of examples) page.example(`# ${does}\n$0 ${line}`, '');
  return page.epilogue(`${exitCodes(exits)}\n\n-- ends the options: what follows are names.`).getHelp();
}

const GENERAL = 'Options:';

function paper(columns: number | undefined): Argv {
  return silent()
    .scriptName('spurious')
    .option('help', { alias: 'h', describe: 'This text', group: GENERAL })
    .wrap(Math.min(Math.max(columns || USUAL, LEAST), MOST) - 1);
}

/** Options that mean something beside another one only stand together. */
function groupOf({ operands }: AnyCommand, { goesWith }: OptionSpec): string {
  if (goesWith === undefined) return GENERAL;
  return `With ${goesWith.map((name) => (name === operands?.name ? operands.value : `--${name}`)).join(' or ')}:`;
}

function explained({ describe, default: usual, type, reads, notWith }: OptionSpec): string {
  const notes = [
    ...(type === 'list' ? ['may be repeated'] : []),
    ...(reads ? ['- is standard input'] : []),
    ...(notWith === undefined ? [] : [`not with --${notWith}`]),
    ...(usual === undefined || type === 'boolean' ? [] : [`default ${usual}`]),
  ];
  return notes.length === 0 ? describe : `${describe} (${notes.join('; ')})`;
}

/** A tab divides two columns. */
function exitCodes({ holds, doesNotHold }: AnyCommand['exits']): string {
  const codes = [
    ['0', holds],
    ...(doesNotHold === undefined ? [] : [['1', doesNotHold]]),
    ['2', 'the command line makes no sense'],
    ['3', 'a file cannot be read or written, or is not what it should be'],
    ['70', 'an error of the program'],
    ['130', 'interrupted'],
  ];
  return ['Exit codes:', ...codes.map(([code, when]) => `  ${code}  \t${when}`)].join('\n');
}
