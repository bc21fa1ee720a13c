import { appendToFile } from '../../files/index.ts';
import type { Plan, Unit } from '../../search/plan.ts';
import { proofOfRun, proofsText } from '../../search/prove-runs.ts';
import { proofUnitPath, readProofUnit } from './prove-runs-files.ts';
import { textOfUnit } from './search-files.ts';
import { type FoundRow, readSearch } from './search-results.ts';

/** One unit of a search whose runs are to be proved. */
export interface ProveRunsTask {
  readonly folder: string;
  readonly plan: Plan;
  readonly unit: Unit;
  readonly slack: number;
}

/** A worker reads the search once; tasks of one command are of one folder, which does not change. */
let known: { readonly folder: string; readonly rows: readonly FoundRow[] } | null = null;

/** Proves the runs of a unit that its file does not hold yet, a line each as soon as it is decided. */
export default function proveRunsTask({ folder, plan, unit, slack }: ProveRunsTask): void {
  if (known?.folder !== folder) known = { folder, rows: readSearch(folder) };
  const { results, certificates } = known.rows.find(({ k, n }) => k === unit.k && n === unit.n)!;
  const path = proofUnitPath(folder, unit);
  const done = readProofUnit(folder, unit);
  const text = textOfUnit(path);
  // Half a line from an interruption is ended, so that it spoils no other.
  if (text !== '' && !text.endsWith('\n')) appendToFile(path, '\n');
  for (let run = unit.first; run < unit.end; run++)
    if (!done.has(run))
      appendToFile(path, proofsText([proofOfRun(plan, unit, results[run]!, certificates, slack)]));
}
