import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { progressLine } from './progress-line.ts';
import { countersOf, LOCK, lineOf, type ProgressData, STANDARD_ERROR } from './progress-memory.ts';

/** Milliseconds before the first line, on a terminal and elsewhere; elsewhere the next comes after as long again. */
const QUIET = { terminal: 500, plain: 2000 } as const;
const LONGEST = 600_000;
const REDRAW = 200;
const SOON = 10;

/** The thread that shows progress: it does so while the main thread computes, too. */
const { memory, start, label, counted, columns } = workerData as ProgressData;
const counters = countersOf(memory);
let next: number = columns === null ? QUIET.plain : QUIET.terminal;

/** Draws the line if it is due, and comes again when the next one is: soon, where another writes at this moment. */
function draw(): void {
  const milliseconds = Date.now() - start;
  if (
    milliseconds >= next &&
    Atomics.compareExchange(counters.state, LOCK.at, LOCK.free, LOCK.thread) === LOCK.free
  ) {
    next = columns === null ? milliseconds + Math.min(milliseconds, LONGEST) : milliseconds + REDRAW;
    const line = progressLine({ label, counted, milliseconds, ...lineOf(counters) }, columns);
    try {
      writeSync(STANDARD_ERROR, columns === null ? `spurious: ${line}\n` : `\r${line}\x1b[K`);
    } catch {
      // Nobody reads it: that is no reason to end what is computed.
    }
    Atomics.store(counters.state, LOCK.drawn, 1);
    Atomics.store(counters.state, LOCK.at, LOCK.free);
    Atomics.notify(counters.state, LOCK.at);
  }
  setTimeout(draw, Math.max(SOON, start + next - Date.now()));
}

draw();
