import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Plan, Unit } from '../search/plan.ts';
import { endsOfText, lineOfEnd, performRun } from '../search/run.ts';

/** One unit of a plan and the file for the ends of its runs. */
export interface SearchTask {
  readonly plan: Plan;
  readonly unit: Unit;
  readonly path: string;
}

/** Does the runs of a unit that its file does not hold yet, a line each as soon as it has ended. */
export default function searchTask({ plan, unit, path }: SearchTask): void {
  mkdirSync(dirname(path), { recursive: true });
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const done = endsOfText(text, unit);
  // Half a line from an interruption is ended, so that it spoils no other.
  if (text !== '' && !text.endsWith('\n')) appendFileSync(path, '\n');
  for (let run = unit.first; run < unit.end; run++)
    if (!done.has(run)) appendFileSync(path, lineOfEnd(performRun(plan, unit, run)));
}
