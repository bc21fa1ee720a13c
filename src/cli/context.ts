import type { Workers } from './shared/workers.ts';

/** Where a command writes; handlers touch neither console nor process. */
export interface Context {
  /** People's text, or the machine's under --json. */
  readonly out: (text: string) => void;
  /** Progress and warnings. */
  readonly err: (text: string) => void;
  /** Whether err is a terminal on which a line may be redrawn. */
  readonly interactive: boolean;
  /** Progress is shown, on the standard error of this process: the width of a terminal, or null. */
  readonly progress?: { readonly columns: number | null };
  /** Whether colours are wanted on out. */
  readonly colour: boolean;
  /** Width of the terminal behind out, where it is known. */
  readonly columns?: () => number | undefined;
  /**
   * Worker threads that outlive the command, each with so many megabytes at most: for who runs many command lines in one
   * process, and ends them. Otherwise a command starts its own.
   */
  readonly workers?: ((heap: number | undefined) => Promise<Workers>) | undefined;
}

/** A request that makes no sense as it stands: exit code 2. */
export class UsageError extends Error {}

/** Exit codes of all commands. */
export const EXIT = {
  holds: 0,
  doesNotHold: 1,
  usage: 2,
  unreadable: 3,
  internal: 70,
  interrupted: 130,
} as const;

/** One option of a command. Its name is that of the argument in camelCase: --max-extras is maxExtras. */
export interface OptionSpec {
  /** list: may be given more than once, and is always a list of strings. */
  readonly type: 'string' | 'number' | 'boolean' | 'list';
  readonly describe: string;
  /** What stands for the value in the help: DIR, N, … Every option but the booleans takes one. */
  readonly value?: string;
  readonly default?: string | number | boolean;
  readonly choices?: readonly string[];
  readonly required?: boolean;
  /** Names a file that is read: - is standard input. */
  readonly reads?: boolean;
  /** Means something only where one of these is given, too: names of options, or of the operands. */
  readonly goesWith?: readonly string[];
  /** Means nothing where this option is given. */
  readonly notWith?: string;
}

/** The words of a command that are no options. */
export interface OperandSpec {
  readonly name: string;
  /** What stands for one in the help. */
  readonly value: string;
  readonly describe: string;
  readonly count: 'one' | 'some' | 'any';
  /** They are files that are read: - is standard input. */
  readonly reads?: boolean;
}

/** A command of the command line: what it takes, and what it does with it. The number is the exit code. */
export interface Command<A> {
  readonly name: string;
  readonly describe: string;
  readonly operands?: OperandSpec;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** Lines that can be typed as they stand, without `spurious`, and what they do. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  /** When the exit code is 0, and when it is 1, where it ever is. */
  readonly exits: { readonly holds: string; readonly doesNotHold?: string };
  readonly run: (args: A, context: Context) => Promise<number>;
}

/** A command of whatever arguments. */
export type AnyCommand = Command<never>;

/** Commands by name; the code of one is loaded when it is asked for. */
export type Commands = Readonly<Record<string, () => Promise<AnyCommand>>>;
