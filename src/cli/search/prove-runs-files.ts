import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../certificate/index.ts';
import { FileError, parseJson, readJsonFile, readTextFile, writeFileAtomic } from '../../files/index.ts';
import { type Plan, planText, type Row, rowName, type Unit, unitsOf } from '../../search/plan.ts';
import {
  isFinal,
  type ProofManifest,
  type ProvedRow,
  proofsName,
  proofsOfText,
  proofsText,
  type RunProof,
  unprovable,
} from '../../search/prove-runs.ts';
import { proofManifestPath } from './proof-manifest-path.ts';
import { readManifest, textOfUnit } from './search-files.ts';

export const proofsPath = (folder: string, row: Row): string => join(folder, proofsName(row));
/** Proofs of runs, until they are merged; with the plan that they belong to. */
const scratchFolder = (folder: string): string => join(folder, 'proofs');
/** Script and output of a job array. */
export const proofSlurmFolder = (folder: string): string => join(scratchFolder(folder), 'slurm');
const scratchPlanPath = (folder: string): string => join(scratchFolder(folder), 'plan.json');
export const proofUnitPath = (folder: string, unit: Unit): string =>
  join(scratchFolder(folder), `${rowName(unit)}.${unit.block}.jsonl`);

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
export const hashOfText = (text: string): string => sha256(bytesOf(text));

/** What proofs that are not merged yet belong to. */
export interface ProofKind {
  readonly plan: Plan;
  readonly slack: number;
  /** Undecided runs of a folder of proofs are tried again. */
  readonly retry: boolean;
}

const kindText = ({ plan, slack, retry }: ProofKind): string =>
  `${planText(plan)}${slack > 0 ? `slack ${slack}\n` : ''}${retry ? 'undecided runs again\n' : ''}`;

/** Are there unmerged proofs of just this kind? */
export function holdsScratch(folder: string, kind: ProofKind): boolean {
  const path = scratchPlanPath(folder);
  return existsSync(path) && readTextFile(path) === kindText(kind);
}

/** Makes sure that what is proved already, if anything, belongs to this plan, this slack and this purpose. */
export function claimScratch(folder: string, kind: ProofKind): void {
  const path = scratchPlanPath(folder);
  if (!existsSync(path)) writeFileAtomic(path, kindText(kind));
  else if (!holdsScratch(folder, kind))
    throw new FileError(
      path,
      '',
      'not the plan of this search, not this --slack, or not the same with --retry-undecided',
      `that of ${join(folder, 'plan.json')}`,
      `remove ${scratchFolder(folder)}`,
    );
}

/** Begins to try undecided runs again: all other lines are taken over. Nothing where it has begun. */
export function takeDecidedOver(folder: string, kind: ProofKind, rows: readonly ProvedRow[]): void {
  if (holdsScratch(folder, kind)) return;
  // Left by a merge that was interrupted before its last step.
  if (existsSync(scratchPlanPath(folder))) removeProofScratch(folder);
  for (const unit of unitsOf(kind.plan)) {
    const row = rows.find(({ k, n }) => k === unit.k && n === unit.n)!;
    const final = readProofs(folder, row).slice(unit.first, unit.end).filter(isFinal);
    if (final.length > 0) writeFileAtomic(proofUnitPath(folder, unit), proofsText(final));
  }
  // Last, so that an interruption before it begins anew.
  claimScratch(folder, kind);
}

/** The proofs of a unit that are there. */
export function readProofUnit(folder: string, unit: Unit): Map<number, RunProof> {
  return proofsOfText(textOfUnit(proofUnitPath(folder, unit)));
}

export function removeProofScratch(folder: string): void {
  rmSync(scratchFolder(folder), { recursive: true, force: true });
}

/** proofs.json of a folder whose plan this is, or null where nothing is proved yet. */
export function readProofManifest(folder: string, plan: Plan): ProofManifest | null {
  const path = proofManifestPath(folder);
  if (!existsSync(path)) return null;
  const manifest = readJsonFile(path) as unknown as ProofManifest;
  const fault = manifestFault(manifest, plan);
  if (fault !== null)
    throw new FileError(
      path,
      '',
      fault,
      'a file as spurious prove-runs writes it',
      `remove it and prove again`,
    );
  return manifest;
}

function manifestFault(manifest: ProofManifest, plan: Plan): string | null {
  if (manifest?.format !== 'spurious-proofs' || manifest.version !== 1) return 'no proofs of version 1';
  if (manifest.plan !== hashOfText(planText(plan))) return 'proofs for another plan';
  // A line speaks of the starts and targets of the theorems, whatever the plan has.
  const other = unprovable(plan);
  if (other !== null) return `proofs for a plan with ${other}`;
  const { slack } = manifest;
  if (slack !== undefined && !(Number.isFinite(slack) && slack > 0)) return 'slack: no number > 0';
  if (!Array.isArray(manifest.rows) || manifest.rows.length !== plan.rows.length)
    return 'rows: not those of the plan';
  for (const [i, row] of (manifest.rows as readonly (ProvedRow | null)[]).entries()) {
    const wanted = plan.rows[i]!;
    if (
      row?.k !== wanted.k ||
      row.n !== wanted.n ||
      row.runs !== plan.runs ||
      row.proofs !== proofsName(wanted)
    )
      return `rows[${i}]: not that of the plan`;
    const counts = [row.spurious, row.global, row.undecided];
    if (
      !counts.every((x) => Number.isSafeInteger(x) && x >= 0) ||
      counts.reduce((a, b) => a + b) !== row.runs
    )
      return `rows[${i}]: the counts are not those of ${row.runs} runs`;
  }
  return null;
}

/** The lines of K-N.proofs.jsonl, with what proofs.json says of them. */
export function readProofs(folder: string, row: ProvedRow): RunProof[] {
  const path = proofsPath(folder, row);
  const text = readTextFile(path);
  if (hashOfText(text) !== row.sha256)
    throw new FileError(path, '', 'is not the file that proofs.json describes', 'the file that was written');
  const lines = text.split('\n');
  if (lines.pop() !== '' || lines.length !== row.runs)
    throw new FileError(path, '', 'has not a line for each run', `${row.runs} lines, each with a line feed`);
  return lines.map((line, run) => {
    const proof = parseJson(line, `${path}:${run + 1}`) as unknown as RunProof;
    if (proof?.run !== run) throw new FileError(path, `line ${run + 1}`, 'is out of place', `run ${run}`);
    return proof;
  });
}

/**
 * What prove-runs proved of each row of a folder, with every hash followed, and for which slack; null where it has not been
 * there.
 */
export function readProofCounts(folder: string): Pick<ProofManifest, 'rows' | 'slack'> | null {
  if (!existsSync(proofManifestPath(folder))) return null;
  const manifest = readProofManifest(folder, readManifest(folder).plan)!;
  for (const row of manifest.rows) readProofs(folder, row);
  return manifest;
}
