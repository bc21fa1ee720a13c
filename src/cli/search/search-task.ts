import { appendToFile } from '../../files/index.ts';
import type { Plan, Unit } from '../../search/plan.ts';
import { performRuns } from '../../search/run.ts';
import { endsOfText, lineOfEnd } from '../../search/run-lines.ts';
import { textOfUnit } from './search-files.ts';

/** One unit of a plan and the file for the ends of its runs. */
export interface SearchTask {
  readonly plan: Plan;
  readonly unit: Unit;
  readonly path: string;
}

/** Does the runs of a unit that its file does not hold yet, a line each as soon as it has ended. */
export default function searchTask({ plan, unit, path }: SearchTask): void {
  const text = textOfUnit(path);
  const done = endsOfText(text, unit);
  // Half a line from an interruption is ended, so that it spoils no other.
  if (text !== '' && !text.endsWith('\n')) appendToFile(path, '\n');
  const runs: number[] = [];
  for (let run = unit.first; run < unit.end; run++) if (!done.has(run)) runs.push(run);
  performRuns(plan, unit, runs, (end) => appendToFile(path, lineOfEnd(end)));
}
