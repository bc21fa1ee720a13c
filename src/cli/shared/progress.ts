import { writeSync } from 'node:fs';
import type { Worker } from 'node:worker_threads';
import type { Context } from '../context.ts';
import { roomForThreads } from './address-space.ts';
import {
  advance,
  type Counters,
  countersOf,
  LOCK,
  newMemory,
  type ProgressData,
  STANDARD_ERROR,
  setParts,
} from './progress-memory.ts';

export interface Progress {
  advance(by: number): void;
  /** Of a single computation: parts that are done. */
  parts(done: number, of: number): void;
  stop(): void;
}

export interface ProgressOptions {
  /** What is counted, in the plural. */
  readonly counted?: string;
  /** It is over in two seconds, unless it tells of its parts: the start of a thread is spared. */
  readonly short?: boolean;
  /** It tells often how far it is: the start of a thread is spared until it has taken a while. */
  readonly often?: boolean;
  /** This thread waits while others compute: the start of a thread is spared until it has taken a while. */
  readonly waiting?: boolean;
}

/** Milliseconds, on a terminal and elsewhere: less than progress-task.ts waits before the first line. */
const A_WHILE = { terminal: 300, plain: 1500 } as const;

/** The line that is on the terminal now; there is one at a time. */
let current: { readonly counters: Counters; readonly terminal: boolean } | null = null;

/**
 * Shows on standard error how far a computation is, when it takes long: a bar that is redrawn on a terminal, a line now
 * and then elsewhere. A thread of its own draws it, so that the main thread may compute meanwhile. The state of the
 * terminal is not touched: whatever ends the process leaves it as it was.
 */
export async function startProgress(
  total: number,
  context: Context,
  label: string,
  { counted = '', short = false, often = false, waiting = false }: ProgressOptions = {},
): Promise<Progress> {
  if (context.progress === undefined || total < 1 || roomForThreads() < 1)
    return { advance() {}, parts() {}, stop() {} };
  const { columns } = context.progress;
  const memory = newMemory(total);
  const counters = countersOf(memory);
  let thread: Worker | null = null;
  let timer: NodeJS.Timeout | null = null;
  const aWhile = columns === null ? A_WHILE.plain : A_WHILE.terminal;
  const data: ProgressData = { memory, start: Date.now(), label, counted, columns };
  const begin = (): void => {
    if (thread !== null) return;
    // Loaded when it is needed, which a short computation feels.
    const { Worker: Thread } = process.getBuiltinModule('node:worker_threads');
    thread = new Thread(new URL('./progress-task.js', import.meta.url), { workerData: data });
    // Without progress rather than not at all.
    thread.on('error', () => {});
    thread.unref();
    current = { counters, terminal: columns !== null };
  };
  if (waiting) timer = setTimeout(begin, aWhile).unref();
  else if (!short && !often) begin();
  return {
    advance(by) {
      advance(counters, by);
      if (often && Date.now() - data.start > aWhile) begin();
    },
    parts(done, of) {
      setParts(counters, done, of);
      if (done < of) begin();
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      if (thread === null) return;
      endProgress('erased');
      void thread.terminate();
      thread = null;
    },
  };
}

/** Writes something else: the line is erased before, and drawn again after. */
export function besideProgress(write: () => void): void {
  if (current === null) {
    write();
    return;
  }
  const { counters, terminal } = current;
  lock(counters);
  if (terminal) erase(counters);
  write();
  Atomics.store(counters.state, LOCK.at, LOCK.free);
}

/** Ends what is shown; its last line stays on the terminal or is erased. */
export function endProgress(line: 'erased' | 'left'): void {
  if (current === null) return;
  const { counters, terminal } = current;
  lock(counters);
  if (terminal && line === 'erased') erase(counters);
  // The lock is kept: the thread writes no more.
  current = null;
}

/** A thread that is held up by its terminal does not hold up the program. */
function lock({ state }: Counters): void {
  for (let i = 0; i < 5; i++) {
    if (Atomics.compareExchange(state, LOCK.at, LOCK.free, LOCK.main) !== LOCK.thread) return;
    Atomics.wait(state, LOCK.at, LOCK.thread, 50);
  }
  Atomics.store(state, LOCK.at, LOCK.main);
}

function erase({ state }: Counters): void {
  if (Atomics.exchange(state, LOCK.drawn, 0) === 0) return;
  try {
    writeSync(STANDARD_ERROR, '\r\x1b[K');
  } catch {
    // Nothing is lost with it.
  }
}
