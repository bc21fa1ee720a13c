import { wanted } from './arguments.ts';
import type { AnyCommand, OptionSpec } from './context.ts';

/** Columns where the terminal does not say; the least and the most that are used of it. */
const USUAL = 80;
const LEAST = 40;
const MOST = 110;

type Row = readonly [left: string, right: string];

/** `spurious --help` */
export function generalHelp(commands: readonly AnyCommand[], columns: number | undefined): string {
  return laidOut(columns, [
    ['spurious COMMAND …', []],
    ['Turns floating-point candidates for spurious local minima into theorems.', []],
    ['Commands:', commands.map(({ name, describe }): Row => [name, describe])],
    ['Options:', [HELP, ['--version', 'The version']]],
    [
      'Examples:',
      [
        ['spurious verify candidates/6-6.json', 'a first theorem'],
        ['spurious verify --help', 'all about one command'],
      ],
    ],
    ['Exit codes:', exitRows({ holds: 'everything asked for holds', doesNotHold: 'something does not' })],
  ]);
}

/** `spurious COMMAND --help` */
export function commandHelp(command: AnyCommand, columns: number | undefined): string {
  const { name, describe, operands, options, examples, exits } = command;
  const required = Object.entries(options).filter(([, spec]) => spec.required);
  const usage = [
    `spurious ${name}`,
    ...(operands === undefined ? [] : [operandText(operands)]),
    ...required.map(([option, spec]) => wanted(option, spec)),
    '[options]',
  ];
  const groups = new Map<string, Row[]>();
  for (const [option, spec] of Object.entries(options)) {
    const heading = headingOf(command, spec);
    groups.set(heading, [...(groups.get(heading) ?? []), [wanted(option, spec), explained(option, spec)]]);
  }
  const general = groups.get(ANY) ?? [];
  groups.delete(ANY);
  const reads = operands?.reads || Object.values(options).some((spec) => spec.reads);
  return laidOut(columns, [
    [usage.join(' '), []],
    [`${describe}.`, []],
    ...(operands === undefined
      ? []
      : [
          [
            `${operands.value}:`,
            [['', `${operands.describe}${operands.reads ? '; - is standard input' : ''}`]],
          ] as Section,
        ]),
    ['Options:', [...general, HELP]],
    ...groups,
    ...(reads || operands ? [['-- ends the options: what follows are names.', []] as Section] : []),
    [
      examples.length === 1 ? 'Example:' : 'Examples:',
      examples.map(([line, does]): Row => [`spurious ${line}`, does]),
    ],
    ['Exit codes:', exitRows(exits)],
  ]);
}

const HELP: Row = ['-h, --help', 'This text'];
const ANY = '';

type Section = readonly [heading: string, rows: readonly Row[]];

function operandText({ value, count }: NonNullable<AnyCommand['operands']>): string {
  return count === 'one' ? value : count === 'some' ? `${value}…` : `[${value}…]`;
}

/** Options that mean something beside another one only stand together. */
function headingOf({ operands }: AnyCommand, { goesWith }: OptionSpec): string {
  if (goesWith === undefined) return ANY;
  const names = goesWith.map((name) => (name === operands?.name ? operands.value : `--${name}`));
  return `With ${names.join(' or ')}:`;
}

function explained(name: string, { describe, default: usual, type, reads, notWith }: OptionSpec): string {
  const notes = [
    ...(type === 'list' ? ['may be repeated'] : []),
    ...(reads ? ['- is standard input'] : []),
    ...(notWith === undefined ? [] : [`not with --${notWith}`]),
    ...(usual === undefined || type === 'boolean' ? [] : [`default ${usual}`]),
  ];
  return notes.length === 0 || name === '' ? describe : `${describe} (${notes.join('; ')})`;
}

function exitRows({ holds, doesNotHold }: AnyCommand['exits']): Row[] {
  return [
    ['0', holds],
    ...(doesNotHold === undefined ? [] : [['1', doesNotHold] as Row]),
    ['2', 'the command line makes no sense'],
    ['3', 'a file cannot be read or written, or is not what it should be'],
    ['70', 'an error of the program'],
    ['130', 'interrupted'],
  ];
}

/** Sections, apart by blank lines, in at most so many columns; rows in two columns, of which the right one is wrapped. */
function laidOut(columns: number | undefined, sections: readonly Section[]): string {
  const width = Math.min(Math.max(columns || USUAL, LEAST), MOST) - 1;
  return sections
    .map(([heading, rows]) => {
      const widest = Math.max(0, ...rows.map(([left]) => left.length));
      const indent = Math.min(widest + 4, Math.floor(width * 0.4));
      const lines = rows.flatMap(([left, right]) => {
        const texts = wrapped(right, width - indent);
        // What is too long for its column has a line of its own.
        const fits = left.length + 4 <= indent;
        if (left === '') return wrapped(right, width - 2).map((line) => `  ${line}`);
        if (!fits)
          return [
            ...wrapped(left, width - 2).map((line) => `  ${line}`),
            ...texts.map((line) => ' '.repeat(indent) + line),
          ];
        return texts.map((line, i) => (i === 0 ? `  ${left}`.padEnd(indent) : ' '.repeat(indent)) + line);
      });
      return `${[...wrapped(heading, width), ...lines].join('\n')}\n`;
    })
    .join('\n');
}

/** Lines of at most so many characters; a longer word has a line of its own. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
