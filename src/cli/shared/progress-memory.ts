import type { Shown } from './progress-line.ts';

/** What the thread that shows progress is given. */
export interface ProgressData {
  readonly memory: SharedArrayBuffer;
  /** Date.now() at the beginning. */
  readonly start: number;
  readonly label: string;
  readonly counted: string;
  /** Width of the terminal; null where standard error is none. */
  readonly columns: number | null;
}

/** Who writes to standard error: nobody may while another does. `drawn` is 1 once a line has been shown. */
export const LOCK = { at: 0, drawn: 1, free: 0, thread: 1, main: 2 } as const;
export const STANDARD_ERROR = 2;

/** Counters that both threads see. */
export interface Counters {
  readonly state: Int32Array;
  readonly counts: BigInt64Array;
}

const DONE = 0;
const TOTAL = 1;
const PARTS_DONE = 2;
const PARTS = 3;

export function newMemory(total: number): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(8 + 4 * 8);
  countersOf(memory).counts[TOTAL] = BigInt(total);
  return memory;
}

export function countersOf(memory: SharedArrayBuffer): Counters {
  return { state: new Int32Array(memory, 0, 2), counts: new BigInt64Array(memory, 8, 4) };
}

export function advance({ counts }: Counters, by: number): void {
  Atomics.add(counts, DONE, BigInt(by));
}

export function setParts({ counts }: Counters, done: number, of: number): void {
  Atomics.store(counts, PARTS, BigInt(of));
  Atomics.store(counts, PARTS_DONE, BigInt(done));
}

export function lineOf({ counts }: Counters): Pick<Shown, 'done' | 'total' | 'partsDone' | 'parts'> {
  const [done, total, partsDone, parts] = [DONE, TOTAL, PARTS_DONE, PARTS].map((at) =>
    Number(Atomics.load(counts, at)),
  ) as [number, number, number, number];
  return { done, total, partsDone, parts };
}
