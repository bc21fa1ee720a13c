import { existsSync } from 'node:fs';
import { UsageError } from '../context.ts';
import { proofManifestPath } from '../search/proof-manifest-path.ts';

/** Which runs of each row are proved again: these, so many at random, or all. */
export interface RunChoice {
  readonly runs: readonly number[] | null;
  readonly sample: number | null;
}

/** Does the folder hold proofs of runs? */
export function holdsProofs(folder: string): boolean {
  return existsSync(proofManifestPath(folder));
}

export function choiceOf(runs: string | undefined, sample: number | undefined): RunChoice {
  if (runs !== undefined && !/^\d{1,8}(,\d{1,8})*$/.test(runs))
    throw new UsageError(`--runs takes numbers like 0,7,12, not ${JSON.stringify(runs)}`);
  if (sample !== undefined && !(Number.isSafeInteger(sample) && sample >= 1))
    throw new UsageError('--sample takes a whole number from 1 on');
  return {
    runs: runs === undefined ? null : [...new Set(runs.split(',').map(Number))],
    sample: sample ?? null,
  };
}
