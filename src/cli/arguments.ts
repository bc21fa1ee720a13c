import { STANDARD_INPUT } from '../files/index.ts';
import { type AnyCommand, type OptionSpec, UsageError } from './context.ts';

type Value = string | number | boolean | string[];

/** Is a word of the command line, before --, a request for help? */
export function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  const options = end < 0 ? words : words.slice(0, end);
  return options.includes('--help') || options.includes('-h');
}

/**
 * The arguments of a command as it declares them. Nothing is dropped: a word that is not understood, a value of another
 * kind, an option given twice or one that means nothing beside the others is a UsageError.
 */
export async function argumentsOf(
  command: AnyCommand,
  words: readonly string[],
): Promise<Record<string, unknown>> {
  const { options } = command;
  const given = new Map<string, Value>();
  const operands: string[] = [];
  let ended = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (ended || word === STANDARD_INPUT || !word.startsWith('-')) {
      operands.push(word);
      continue;
    }
    if (word === '--') {
      ended = true;
      continue;
    }
    const { shown, name, inline, negated } = split(word, options);
    const spec = options[name];
    if (spec === undefined) throw new UsageError(await unknown(word, shown, command));
    if (given.has(name) && spec.type !== 'list')
      throw new UsageError(
        `${shown} is given twice: ${spec.type === 'boolean' ? 'once is enough' : 'it takes one value'}`,
      );
    if (spec.type === 'boolean') {
      given.set(name, truth(shown, inline) !== negated);
      continue;
    }
    let text = inline;
    if (text === null) {
      const next = words[i + 1];
      if (next === undefined || looksLikeOption(next))
        throw new UsageError(`${shown} needs a value: ${wanted(name, spec)}`);
      text = next;
      i += 1;
    }
    const value = parsed(shown, name, spec, text);
    given.set(name, spec.type === 'list' ? [...((given.get(name) as string[]) ?? []), String(value)] : value);
  }
  checkStandardInput(command, given, operands);
  const args = { ...completed(command, given), ...operandsOf(command, operands) };
  checkCompanions(command, given, operands);
  return args;
}

/** --max-extras N, as in the help. */
export function wanted(name: string, spec: OptionSpec): string {
  if (spec.type === 'boolean') return spec.default === true ? `--no-${name}` : `--${name}`;
  return `--${name} ${spec.choices?.join('|') ?? spec.value ?? 'VALUE'}`;
}

/** The parts of --name, --name=value, --no-name, -n, -n value and -nvalue. */
function split(
  word: string,
  options: AnyCommand['options'],
): { shown: string; name: string; inline: string | null; negated: boolean } {
  if (!word.startsWith('--')) {
    // -k6 and -k=6; a longer word with one dash is a mistake.
    const name = word[1]!;
    const rest = word.slice(2).replace(/^=/, '');
    const known = Object.hasOwn(options, name);
    return {
      shown: known ? `-${name}` : word,
      name: known ? name : '',
      inline: word.length > 2 ? rest : null,
      negated: false,
    };
  }
  const at = word.indexOf('=');
  const shown = at < 0 ? word : word.slice(0, at);
  const inline = at < 0 ? null : word.slice(at + 1);
  const name = shown.slice(2);
  if (Object.hasOwn(options, name)) return { shown, name, inline, negated: false };
  const positive = name.startsWith('no-') ? name.slice(3) : '';
  const negated = Object.hasOwn(options, positive) && options[positive]!.type === 'boolean';
  return { shown, name: negated ? positive : '', inline, negated };
}

/** A dash and a digit begin a negative number, which is a value. */
function looksLikeOption(word: string): boolean {
  return /^-[^\d.]/.test(word);
}

function truth(shown: string, inline: string | null): boolean {
  if (inline === null || inline === 'true') return true;
  if (inline === 'false') return false;
  throw new UsageError(`${shown} takes no value, not ${JSON.stringify(inline)}`);
}

const NUMERAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

function parsed(shown: string, name: string, spec: OptionSpec, text: string): string | number {
  if (text === '') throw new UsageError(`${shown} needs a value, not an empty one: ${wanted(name, spec)}`);
  if (spec.choices !== undefined && !spec.choices.includes(text))
    throw new UsageError(`${shown} takes ${listed(spec.choices)}, not ${JSON.stringify(text)}`);
  if (spec.type !== 'number') return text;
  const value = NUMERAL.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value)) throw new UsageError(`${shown} takes a number, not ${JSON.stringify(text)}`);
  return value;
}

/** a, b or c */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** Standard input can be read once, and only where a file is read. */
function checkStandardInput(
  { name, operands, options }: AnyCommand,
  given: ReadonlyMap<string, Value>,
  words: readonly string[],
): void {
  let uses = words.filter((word) => word === STANDARD_INPUT).length;
  if (uses > 0 && operands?.reads !== true)
    throw new UsageError(
      `- is standard input, which ${name} does not read${operands ? ` as ${operands.value}` : ''}`,
    );
  for (const [option, value] of given) {
    if (![value].flat().includes(STANDARD_INPUT)) continue;
    uses += 1;
    if (options[option]!.reads !== true)
      throw new UsageError(`--${option} - : a lone dash is standard input, which --${option} does not read`);
  }
  if (uses > 1) throw new UsageError('- is given twice: standard input can be read once');
}

function operandsOf({ name, operands }: AnyCommand, words: readonly string[]): Record<string, unknown> {
  if (operands === undefined) {
    if (words.length > 0)
      throw new UsageError(
        `${name} takes options only, not ${JSON.stringify(words[0])}; see spurious ${name} --help`,
      );
    return {};
  }
  const { value, count } = operands;
  const more = count === 'one' ? '' : '…';
  if (words.length === 0 && count !== 'any')
    throw new UsageError(
      `${name} needs ${count === 'one' ? 'one' : 'at least one'} ${value}: spurious ${name} ${value}${more}`,
    );
  if (words.length > 1 && count === 'one')
    throw new UsageError(
      `${name} takes one ${value}, not ${words.length}: ${words.map((word) => JSON.stringify(word)).join(', ')}`,
    );
  if (words.includes('')) throw new UsageError(`${name}: a ${value} is named by an empty word`);
  return { [operands.name]: count === 'one' ? words[0] : [...words] };
}

/** What was given and, for what was not, the defaults; names in camelCase. */
function completed(
  { name: command, options }: AnyCommand,
  given: ReadonlyMap<string, Value>,
): Record<string, unknown> {
  const args: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(options)) {
    if (spec.required && !given.has(name))
      throw new UsageError(`${command} needs ${wanted(name, spec)}; see spurious ${command} --help`);
    const otherwise = spec.type === 'boolean' ? false : undefined;
    args[camelCase(name)] = given.get(name) ?? spec.default ?? otherwise;
  }
  return args;
}

function camelCase(name: string): string {
  return name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

function checkCompanions(
  { options, operands }: AnyCommand,
  given: ReadonlyMap<string, Value>,
  words: readonly string[],
): void {
  const isThere = (name: string): boolean =>
    name === operands?.name ? words.length > 0 : given.has(name) && given.get(name) !== false;
  const called = (name: string): string => (name === operands?.name ? operands.value : `--${name}`);
  const present = Object.keys(options).filter(isThere);
  for (const name of present) {
    const { notWith } = options[name]!;
    if (notWith !== undefined && isThere(notWith))
      throw new UsageError(`${called(name)} does not go with ${called(notWith)}`);
  }
  for (const name of present) {
    const { goesWith } = options[name]!;
    if (goesWith !== undefined && !goesWith.some(isThere))
      throw new UsageError(`${called(name)} goes with ${listed(goesWith.map(called))}`);
  }
}

async function unknown(word: string, shown: string, { name, options }: AnyCommand): Promise<string> {
  const { nearest } = await import('./nearest.ts');
  const names = Object.keys(options).flatMap((option) => [
    `--${option}`,
    ...(options[option]!.type === 'boolean' ? [`--no-${option}`] : []),
  ]);
  const near = nearest(shown, [...names, '--help']);
  const help = near === null ? `see spurious ${name} --help` : `did you mean ${near}?`;
  const file = near === null && !word.startsWith('--') ? `; a file of this name: ./${word}` : '';
  return `${name} has no option ${shown}; ${help}${file}`;
}
