import { type AnyCommand, type OptionSpec, UsageError } from './context.ts';

/**
 * The arguments of a plain command line, or null: then yargs is to read it (arguments.ts), and to say what is wrong with
 * it, if anything is. Plain are declared options by their whole names, --NAME VALUE, --NAME=VALUE, --NAME, --no-NAME, each
 * once unless it is a list, and operands, all without quotes and with no dash in front. Loading yargs and preparing it
 * takes a tenth of a cold start; that both read alike is tested.
 */
export function plainArguments(
  command: AnyCommand,
  words: readonly string[],
): Record<string, unknown> | null {
  const { options, operands } = command;
  const specOf = (option: string): OptionSpec | undefined =>
    Object.hasOwn(options, option) ? options[option] : undefined;
  const given = new Map<string, string | false | string[]>();
  const names: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (PLAIN.test(word)) {
      names.push(word);
      continue;
    }
    const [, option, behind] = /^--([a-z][a-z-]*)(?:=(.*))?$/.exec(word) ?? [];
    if (option === undefined) return null;
    const spec = specOf(option);
    const negated = spec === undefined && option.startsWith('no-') ? option.slice(3) : null;
    if (spec?.type === 'boolean' || (negated !== null && specOf(negated)?.type === 'boolean')) {
      const name = negated ?? option;
      if (behind !== undefined || given.has(name)) return null;
      given.set(name, negated === null ? '' : false);
      continue;
    }
    const value = behind ?? words[++i];
    if (spec === undefined || value === undefined || !PLAIN.test(value)) return null;
    if (spec.choices !== undefined && !spec.choices.includes(value)) return null;
    if (spec.type === 'number' && !NUMERAL.test(value)) return null;
    const earlier = given.get(option);
    if (spec.type === 'list') given.set(option, [...((earlier as string[] | undefined) ?? []), value]);
    else if (earlier === undefined) given.set(option, value);
    else return null;
  }
  const [least, most] = { none: [0, 0], one: [1, 1], some: [1, Infinity], any: [0, Infinity] }[
    operands?.count ?? 'none'
  ] as [number, number];
  if (names.length < least || names.length > most) return null;
  const isThere = (name: string): boolean => (name === operands?.name ? names.length > 0 : given.has(name));
  for (const [option, { required = false, notWith, goesWith }] of Object.entries(options)) {
    if (!given.has(option) && required) return null;
    if (given.has(option) && notWith !== undefined && given.has(notWith)) return null;
    if (given.has(option) && goesWith !== undefined && !goesWith.some(isThere)) return null;
  }
  return declaredArguments(command, (option) => given.get(option), names);
}

/** Does not begin with a dash, and has nothing of which yargs takes a part for itself. */
const PLAIN = /^[^-"'`\s][^"'`\n\r\u2028\u2029]*$/;

/** What was given of what a command declares, by its names in camelCase and of its types. */
export function declaredArguments(
  { options, operands }: AnyCommand,
  given: (option: string) => unknown,
  names: readonly string[],
): Record<string, unknown> {
  const args: Record<string, unknown> = {};
  for (const [option, spec] of Object.entries(options)) {
    const key = option.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    const otherwise = spec.type === 'boolean' ? false : undefined;
    const value = given(option);
    args[key] = value === undefined ? (spec.default ?? otherwise) : typedValue(option, spec, value);
  }
  if (operands === undefined) return args;
  return { ...args, [operands.name]: operands.count === 'one' ? names[0] : names };
}

/** The words of a command line before --, which ends the options. */
export function beforeDashes(words: readonly string[]): readonly string[] {
  const end = words.indexOf('--');
  return end < 0 ? words : words.slice(0, end);
}

/** Is a word of the command line, before --, a request for help? */
export function asksForHelp(words: readonly string[]): boolean {
  return beforeDashes(words).some((word) => word === '--help' || word === '-h');
}

/** --max-extras N, as in the help. */
export function wanted(name: string, spec: OptionSpec): string {
  if (spec.type === 'boolean') return spec.default === true ? `--no-${name}` : `--${name}`;
  return `--${name} ${spec.choices?.join('|') ?? spec.value ?? 'VALUE'}`;
}

const NUMERAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** What was given, of the type that is declared. */
function typedValue(name: string, spec: OptionSpec, given: unknown): unknown {
  const all = [given].flat() as (string | false)[];
  if (all.length > 1 && spec.type !== 'list') throw new UsageError(`--${name} is given twice`);
  if (spec.type === 'boolean') return given !== false;
  if (all.includes(''))
    throw new UsageError(`--${name} needs a value, not an empty one: ${wanted(name, spec)}`);
  if (spec.type === 'list') return all;
  if (spec.type !== 'number') return given;
  const text = String(given);
  const value = NUMERAL.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value)) throw new UsageError(`--${name} takes a number, not ${JSON.stringify(text)}`);
  return value;
}

/** a, b or c */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
