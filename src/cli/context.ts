import type { Argv } from 'yargs';

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

/** A command of the command line: what it takes, and what it does with it. The number is the exit code. */
export interface Command<A> {
  readonly command: string;
  readonly describe: string;
  readonly builder: (yargs: Argv) => Argv;
  readonly run: (args: A, context: Context) => Promise<number>;
}

/** A command of whatever arguments. */
export type AnyCommand = Command<never>;
