import type { Verdict } from '../proof/figures.ts';
import { isSameRow, type Plan, planFault, type Row, rowName, runsOf, samplesOf } from './plan.ts';
import { certificateName, type Manifest, type PointSummary, type RowSummary } from './results.ts';

const COUNTS = [
  'runs',
  'spurious',
  'saddles',
  'notSpurious',
  'dropped',
  'undecided',
  'unresolved',
  'restarted',
  'increased',
  'unseparatedPairs',
] as const satisfies readonly (keyof RowSummary)[];

const POINTS: readonly string[] = [
  'spurious-local-minimum',
  'saddle',
  'not-spurious',
] satisfies readonly Verdict[];

/** Why a value is not a manifest as a search writes it, with the place; or null. Hashes and files are for who reads them. */
export function manifestFault(value: unknown): string | null {
  const manifest = value as Manifest;
  if (!isObject(manifest) || manifest.format !== 'spurious-search' || manifest.version !== 1)
    return 'no manifest of version 1';
  const { producer, plan, rows } = manifest;
  if (!isObject(producer) || typeof producer.name !== 'string' || typeof producer.version !== 'string')
    return 'producer: no name and version';
  const fault = isObject(plan) ? planFault(plan) : 'no object';
  if (fault !== null) return `plan: ${fault}`;
  if (!Array.isArray(rows) || rows.length !== plan.rows.length) return 'rows: not those of the plan';
  for (const [i, row] of rows.entries()) {
    const wrong = rowFault(row, plan.rows[i]!, plan);
    if (wrong !== null) return `rows[${i}].${wrong}`;
  }
  return null;
}

function rowFault(row: RowSummary, planned: Row, plan: Plan): string | null {
  if (!isObject(row) || !isSameRow(row, planned)) return 'k, n, d: not those of the plan';
  for (const name of COUNTS) if (!isCount(row[name])) return `${name}: no whole number ≥ 0`;
  const { spurious, saddles, notSpurious, dropped, undecided, unresolved } = row;
  if (row.runs !== runsOf(plan, planned)) return 'runs: not those of the plan';
  if (spurious + saddles + notSpurious + dropped + undecided + unresolved !== row.runs)
    return 'runs: not the sum of their ends';
  if (row.results !== `${rowName(row)}.jsonl`) return `results: not ${rowName(row)}.jsonl`;
  if (typeof row.sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(row.sha256)) return 'sha256: no hash';
  if (!Array.isArray(row.points)) return 'points: no list';
  for (const [i, point] of row.points.entries()) {
    const wrong = pointFault(point, i + 1, row, plan);
    if (wrong !== null) return `points[${i}].${wrong}`;
  }
  return null;
}

function pointFault(point: PointSummary, id: number, row: Row, plan: Plan): string | null {
  if (!isObject(point) || point.id !== id) return `id: not ${id}`;
  const { sample } = point;
  if ((sample !== undefined) !== (plan.targets === 'gaussian'))
    return 'sample: only, and always, with Gaussian targets';
  if (sample !== undefined && !(isCount(sample) && sample < samplesOf(plan, row)))
    return 'sample: not of the plan';
  if (!POINTS.includes(point.verdict)) return 'verdict: unknown';
  if (!isCount(point.runs) || !isCount(point.index)) return 'runs, index: no whole numbers ≥ 0';
  const { lambdaMin, objective } = point;
  if (lambdaMin !== null && typeof lambdaMin !== 'string') return 'lambdaMin: no decimal string';
  if (!isObject(objective) || typeof objective.lower !== 'string' || typeof objective.upper !== 'string')
    return 'objective: no enclosure';
  const name = `certificates/${certificateName(row, id)}`;
  return point.certificate === name ? null : `certificate: not ${name}`;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
