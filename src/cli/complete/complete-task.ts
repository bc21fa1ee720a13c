import { existsSync } from 'node:fs';
import { sha256 } from '../../certificate/index.ts';
import { type ChartResult, subdivide } from '../../complete/subdivision.ts';
import { readTextFile, writeFileAtomic } from '../../files/index.ts';
import { producer } from '../producer.ts';

/** One chart of one k. */
export interface CompleteTask {
  readonly k: number;
  readonly chart: number;
  /** Where its result is kept for a later run, or null. */
  readonly kept: string | null;
}

/** Subdivides the chart, or takes the result that an earlier run kept. */
export default function completeTask({ k, chart, kept }: CompleteTask): ChartResult {
  const known = kept === null ? null : keptResult(kept, k, chart);
  if (known !== null) return known;
  const result = subdivide(k, chart);
  if (kept !== null) writeFileAtomic(kept, keptText(k, result));
  return result;
}

/** A line that says of what the rest is, with its hash, and the result. */
function keptText(k: number, result: ChartResult): string {
  const text = JSON.stringify(result);
  return `${headOf(k, result.chart, text)}\n${text}\n`;
}

function headOf(k: number, chart: number, text: string): string {
  return `spurious ${producer.version} complete k ${k} chart ${chart} sha256 ${sha256(new TextEncoder().encode(text))}`;
}

/** The result in a file of this program, k and chart; null where there is none, or it is damaged. */
function keptResult(path: string, k: number, chart: number): ChartResult | null {
  if (!existsSync(path)) return null;
  const [head, text] = readTextFile(path).split('\n');
  return text !== undefined && head === headOf(k, chart, text) ? (JSON.parse(text) as ChartResult) : null;
}
