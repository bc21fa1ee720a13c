/** The ends of runs as lines of a unit's file. Apart from the runs, which need no Node. */
import type { DescentOutcome } from './descent.ts';
import { type Row, widthOf } from './plan.ts';
import type { RunEnd } from './run.ts';

/** One line (with line feed) of a unit's file; the point as base64 of its little-endian doubles. */
export function lineOfEnd(end: RunEnd): string {
  const { weights, ...rest } = end;
  return `${JSON.stringify({ ...rest, weights: weights === null ? null : encode(weights) })}\n`;
}

/** The ends in a unit's file by run number. What an interruption left half written at its end is passed over. */
export function endsOfText(text: string, row: Row): Map<number, RunEnd> {
  const ends = new Map<number, RunEnd>();
  const lines = text.split('\n');
  // Without a line feed behind it a line is not whole.
  for (const line of lines.slice(0, -1)) {
    const end = endOfLine(line, row.n * widthOf(row));
    if (end !== null) ends.set(end.run, end);
  }
  return ends;
}

const OUTCOMES: readonly string[] = ['stationary', 'dropped', 'unresolved'] satisfies DescentOutcome[];

function endOfLine(line: string, size: number): RunEnd | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { weights: encoded, ...rest } = value as Omit<RunEnd, 'weights'> & { weights: string | null };
  const numbers = [
    rest.run,
    rest.iterations,
    rest.objective,
    rest.restarts,
    rest.increases,
    rest.largestIncrease,
  ];
  if (!numbers.every((x) => typeof x === 'number') || !OUTCOMES.includes(rest.outcome)) return null;
  const weights = typeof encoded === 'string' ? decode(encoded) : null;
  if ((rest.outcome === 'stationary') !== (weights?.length === size)) return null;
  return { ...rest, weights };
}

function encode(weights: Float64Array): string {
  const bytes = Buffer.alloc(weights.length * 8);
  weights.forEach((x, i) => {
    bytes.writeDoubleLE(x, i * 8);
  });
  return bytes.toString('base64');
}

function decode(text: string): Float64Array {
  const bytes = Buffer.from(text, 'base64');
  return Float64Array.from({ length: bytes.length / 8 }, (_, i) => bytes.readDoubleLE(i * 8));
}
