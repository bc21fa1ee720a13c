import { wanted } from './arguments.ts';
import { type AnyCommand, type Command, type Commands, type Context, EXIT } from './context.ts';

/** `spurious completion`: what it completes is what the commands declare. */
export function completionCommand(commands: Commands): Command<object> {
  return {
    name: 'completion',
    describe: 'Print a script with which bash and zsh complete commands, options and file names',
    options: {},
    examples: [
      ['completion > ~/.spurious-completion', 'then `. ~/.spurious-completion` in ~/.bashrc or ~/.zshrc'],
    ],
    exits: { holds: 'the script is printed' },
    run: async (_args: object, context: Context) => {
      const all = await Promise.all(Object.values(commands).map((load) => load()));
      context.out(script(all));
      return EXIT.holds;
    },
  };
}

/**
 * A function that offers commands first, then the options of the command, the values of an option that takes one of a few,
 * and file names for everything else. It starts no process of ours.
 */
function script(commands: readonly AnyCommand[]): string {
  const options = commands.map(
    ({ name, options }) =>
      `    ${name}) options='${[...Object.keys(options).map((option) => dashed(option, options[option]!)), '--help'].join(' ')}' ;;`,
  );
  const choices = commands.flatMap(({ name, options }) =>
    Object.entries(options).flatMap(([option, spec]) =>
      spec.choices === undefined ? [] : [`    ${name}:--${option}) values='${spec.choices.join(' ')}' ;;`],
    ),
  );
  return `# Completion of spurious for bash and zsh
if [ -n "$ZSH_VERSION" ]; then
  autoload -U +X compinit && compinit
  autoload -U +X bashcompinit && bashcompinit
fi
_spurious() {
  local word="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}"
  local options='' values=''
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${[...commands.map(({ name }) => name), '--help', '--version'].join(' ')}' -- "$word"))
    return
  fi
  case "$command" in
${options.join('\n')}
  esac
  case "$command:$previous" in
${choices.join('\n')}
  esac
  if [ -n "$values" ]; then
    COMPREPLY=($(compgen -W "$values" -- "$word"))
  elif [ "\${word#-}" != "$word" ]; then
    COMPREPLY=($(compgen -W "$options" -- "$word"))
  fi
}
complete -o default -o bashdefault -F _spurious spurious
`;
}

/** An option without what stands for its value. */
function dashed(name: string, spec: AnyCommand['options'][string]): string {
  return wanted(name, spec).split(' ')[0]!;
}
