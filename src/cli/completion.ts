import type { Argv, FallbackCompletionFunction } from 'yargs';
import { silent } from './arguments.ts';
import { type Command, type Commands, type Context, EXIT } from './context.ts';
import { wanted } from './plain-arguments.ts';

/** `spurious completion`: yargs' script for bash or zsh, which asks `spurious --get-yargs-completions` what is possible. */
export function completionCommand(commands: Commands): Command<object> {
  return {
    name: 'completion',
    describe:
      'Print a script with which bash or zsh, whichever is used, completes commands, options and file names',
    options: {},
    examples: [['completion >> ~/.bashrc', 'for bash; ~/.zshrc for zsh']],
    exits: { holds: 'the script is printed' },
    run: async (_args: object, context: Context) => {
      context.out(await completions(['completion'], commands));
      return EXIT.holds;
    },
  };
}

/** What may stand at the place of the last word, a line each; where it is nothing, the shell offers files. */
export async function completions(words: readonly string[], commands: Commands): Promise<string> {
  const parser = silent()
    .scriptName('spurious')
    .help('help', 'All about the command')
    .completion('completion', false, filesWhereNothingIsTyped);
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  for (const { name, describe, options } of all)
    parser.command(name, describe, (inner: Argv) => {
      for (const [option, spec] of Object.entries(options)) {
        const { describe, choices } = spec;
        inner.option(wanted(option, spec).slice(2).split(' ')[0]!, { describe, ...(choices && { choices }) });
      }
      return inner;
    });
  let text = '';
  parser.parse(words, (_error: unknown, _argv: unknown, output: string) => {
    text = output;
  });
  return `${text}\n`;
}

/** yargs offers options where nothing is typed yet, but there a file is meant. */
const filesWhereNothingIsTyped: FallbackCompletionFunction = (current, _argv, usual, done) =>
  usual((_error, offered) => done((offered ?? []).filter((word) => current !== '' || !word.startsWith('-'))));
