import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  FileError,
  namesIn,
  parseJson,
  readJsonFile,
  readTextFile,
  writeFileAtomic,
} from '../../files/index.ts';
import { manifestFault } from '../../search/manifest.ts';
import {
  type Plan,
  planFault,
  planText,
  type Row,
  rowName,
  type Shard,
  type Unit,
} from '../../search/plan.ts';
import type { Manifest, RowSummary, RunResult } from '../../search/results.ts';
import type { RunEnd } from '../../search/run.ts';
import { endsOfText } from '../../search/run-lines.ts';

/** Where the parts of a search lie in its folder. */
export const planPath = (folder: string): string => join(folder, 'plan.json');
export const manifestPath = (folder: string): string => join(folder, 'manifest.json');
export const resultsPath = (folder: string, row: Row): string => join(folder, `${rowName(row)}.jsonl`);
export const certificatesFolder = (folder: string): string => join(folder, 'certificates');
/** Ends of runs, until they are merged. */
export const shardsFolder = (folder: string): string => join(folder, 'shards');
export const shardFolder = (folder: string, { index, count }: Shard): string =>
  join(shardsFolder(folder), `${index}-of-${count}`);
export const unitPath = (folder: string, shard: Shard, unit: Unit): string =>
  join(shardFolder(folder, shard), `${rowName(unit)}.${unit.block}.jsonl`);
/** A shard's own copy of the plan that its runs belong to: shards may come from other folders. */
const shardPlanPath = (folder: string, shard: Shard): string => join(shardFolder(folder, shard), 'plan.json');
/** What was found out about a row that is done. */
export const summaryPath = (folder: string, row: Row): string =>
  join(shardsFolder(folder), `${rowName(row)}.summary.json`);
/** Script and output of a job array. */
export const slurmFolder = (folder: string): string => join(folder, 'slurm');

/** The plan in a folder, or null where there is none yet. */
export function readPlan(folder: string): Plan | null {
  const path = planPath(folder);
  if (!existsSync(path)) return null;
  const value = readJsonFile(path) as unknown as Plan;
  const fault = typeof value === 'object' && value !== null ? planFault(value) : 'no object';
  if (fault !== null || planText(value) !== readTextFile(path))
    throw new FileError(path, '', fault ?? 'altered', 'a plan as spurious search writes it');
  return value;
}

/** plan.json, which was there before the first run, is not the plan in manifest.json. */
export function unreadablePlan(folder: string): FileError {
  return new FileError(
    planPath(folder),
    '',
    'not the plan of manifest.json',
    'the plan that the runs belong to',
  );
}

export function writePlan(folder: string, plan: Plan): void {
  if (!existsSync(planPath(folder))) writeFileAtomic(planPath(folder), planText(plan));
}

/** The shards of which there is something. A file in the place of a folder is for the shard's own task to fail at. */
export function shardsIn(folder: string): Shard[] {
  return namesIn(shardsFolder(folder)).flatMap((name) => {
    const match = /^([1-9]\d*)-of-([1-9]\d*)$/.exec(name);
    return match === null ? [] : [{ index: Number(match[1]), count: Number(match[2]) }];
  });
}

export function writeShardPlan(folder: string, shard: Shard, plan: Plan): void {
  const path = shardPlanPath(folder, shard);
  if (!existsSync(path)) writeFileAtomic(path, planText(plan));
}

/** A FileError where a shard holds runs of another plan, or runs and no plan. */
export function checkShardPlan(folder: string, shard: Shard, plan: Plan): void {
  const path = shardPlanPath(folder, shard);
  const remedy = 'remove the shard, or keep it in the folder of its own search';
  if (existsSync(path)) {
    if (readTextFile(path) === planText(plan)) return;
    throw new FileError(path, '', 'not the plan of this search', `that of ${planPath(folder)}`, remedy);
  }
  const place = shardFolder(folder, shard);
  const holdsRuns = statSync(place).isDirectory() && namesIn(place).some((name) => name.endsWith('.jsonl'));
  if (holdsRuns)
    throw new FileError(path, '', 'is missing', 'the plan that the runs beside it belong to', remedy);
}

/** The file of a unit; '' where there is none yet, or where its writer was killed before the first line. */
export function textOfUnit(path: string): string {
  const empty = !existsSync(path) || statSync(path).size === 0;
  return empty ? '' : readTextFile(path);
}

/** The ends of runs of a unit that a shard holds, by run number. */
export function readUnit(folder: string, shard: Shard, unit: Unit): Map<number, RunEnd> {
  const path = unitPath(folder, shard, unit);
  const ends = endsOfText(textOfUnit(path), unit);
  for (const run of ends.keys())
    if (!(run >= unit.first && run < unit.end))
      throw new FileError(path, `run ${run}`, 'is not of this unit', `runs ${unit.first} to ${unit.end - 1}`);
  return ends;
}

export function readSummary(folder: string, row: Row): RowSummary | null {
  const path = summaryPath(folder, row);
  return existsSync(path) ? (readJsonFile(path) as unknown as RowSummary) : null;
}

/** manifest.json of a finished search; a FileError says that it is not there. */
export function readManifest(folder: string): Manifest {
  const path = manifestPath(folder);
  if (!existsSync(path)) {
    const planned = existsSync(planPath(folder));
    throw new FileError(
      folder,
      '',
      planned ? 'the search in it is not finished' : 'no search in it',
      'a folder with manifest.json',
      planned ? `resume with: spurious search --out ${folder}` : 'name the --out folder of spurious search',
    );
  }
  const value = readJsonFile(path);
  const fault = manifestFault(value);
  if (fault !== null) throw new FileError(path, '', fault, 'a manifest as spurious search writes it');
  return value as unknown as Manifest;
}

/** The lines of K-N.jsonl. */
export function readResults(folder: string, row: Row): RunResult[] {
  const path = resultsPath(folder, row);
  const lines = readTextFile(path).split('\n');
  if (lines.pop() !== '')
    throw new FileError(path, `line ${lines.length + 1}`, 'is cut off', 'a line feed at the end');
  return lines.map((line, run) => {
    const result = parseJson(line, `${path}:${run + 1}`) as unknown as RunResult;
    if (result?.run !== run) throw new FileError(path, `line ${run + 1}`, 'is out of place', `run ${run}`);
    return result;
  });
}

/** Removes what only a search under way needs, and what interrupted writers left. */
export function removeScratch(folder: string): void {
  for (const place of [folder, certificatesFolder(folder)]) {
    for (const name of namesIn(place))
      if (name.startsWith('.') && name.endsWith('.tmp')) rmSync(join(place, name), { force: true });
  }
  rmSync(slurmFolder(folder), { recursive: true, force: true });
  rmSync(shardsFolder(folder), { recursive: true, force: true });
}
