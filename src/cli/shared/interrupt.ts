import { Script } from 'node:vm';
import { milliseconds } from './clock.ts';

/** Milliseconds of a turn of the event loop in which nothing else was done, and how many turns are waited for one. */
const SHORT = 1;
const MOST_TURNS = 50;
/** Where the script finds what it is to do: V8 can stop what runs inside a script, and nothing else. */
const WORK = Symbol.for('spurious.interruptible');
let script: Script | null = null;

/**
 * Computes on the main thread so that SIGINT ends it at once. Otherwise a signal is heard only between two turns of the
 * event loop: never, while a proof is made. The listeners of SIGINT are told as they would be of any other; `finally`
 * blocks of what is stopped are not run. SIGTERM and SIGHUP need none of this: nobody listens to them, so that the
 * system ends the process.
 *
 * What is done inside should be long, or be the last that is done: a thread of Node's sees the signal, and where the script
 * ends before that thread has had its turn, up to a tenth of a second on a busy machine, the signal is lost. See computeEach.
 */
export async function interruptible<T>(work: () => T): Promise<T> {
  // Signals of which the listeners have not been told yet would be lost: Node takes the listeners away while a script
  // runs. A turn of the event loop tells them of all that came before it; one that took long may have left some.
  for (let i = 0, long = true; i < 2 || (long && i < MOST_TURNS); i++) {
    const start = milliseconds();
    await turn();
    long = milliseconds() - start > SHORT;
  }
  script ??= new Script(`globalThis[Symbol.for(${JSON.stringify(WORK.description)})]()`);
  (globalThis as unknown as Record<symbol, () => T>)[WORK] = work;
  try {
    return script.runInThisContext({ breakOnSigint: true }) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException)?.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED')
      process.emit('SIGINT', 'SIGINT');
    throw error;
  }
}

/** A turn of the event loop: signals that came before it are heard. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** What a command says when it is interrupted: how it goes on. */
let remark = '';

export function whenInterrupted(text: string): void {
  remark = text;
}

export function interruptRemark(): string {
  return remark;
}
