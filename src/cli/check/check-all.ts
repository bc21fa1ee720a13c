import { availableParallelism } from 'node:os';
import { LIMITS } from '../../certificate/index.ts';
import { joined, type PartResult, stepsOf } from '../../checker/index.ts';
import { readExactText, STANDARD_INPUT, sizeOf } from '../../files/index.ts';
import type { Context } from '../context.ts';
import { mapTasks, type PoolOptions } from '../shared/pool.ts';
import checkTask, {
  type CheckOutcome,
  type CheckPartOutcome,
  type CheckPartTask,
  type CheckTask,
} from './check-task.ts';

/** Certificates that are reckoned to take longer are checked in parts, so many for each core. */
const SECONDS = 1.5;
const PARTS = 4;
/** Bytes up to which a file is looked at for this. */
const LARGEST = 1 << 24;

/** Checks certificates on all cores; one that takes long in parts. An error is a result, too. */
export async function checkAll(
  tasks: readonly CheckTask[],
  context: Context,
  options: Pick<PoolOptions<unknown, unknown>, 'short' | 'heap' | 'guarded'>,
): Promise<(CheckOutcome | Error)[]> {
  const counts = tasks.map(partsOf);
  const inputs = tasks.flatMap((task, i) =>
    Array.from(
      { length: counts[i]! },
      (_, index): CheckPartTask => ({
        ...task,
        part: { index, of: counts[i]! },
      }),
    ),
  );
  const outcomes = await mapTasks<CheckPartTask, CheckPartOutcome>(
    inputs,
    new URL('./check-task.js', import.meta.url),
    context,
    'check',
    { ...options, here: checkTask, guarded: options.guarded === true || inputs.length > tasks.length },
  );
  let at = 0;
  return counts.map((count) => {
    at += count;
    return outcomeOf(outcomes.slice(at - count, at));
  });
}

/** How many parts a certificate is checked in: one where it cannot be read, which its check will say. */
function partsOf(task: CheckTask): number {
  const cores = availableParallelism();
  if (cores === 1) return 1;
  try {
    const text = 'text' in task ? task.text : textOf(task.path);
    const { steps, seconds } = stepsOf(text);
    return seconds > SECONDS ? Math.max(1, Math.min(steps, PARTS * cores)) : 1;
  } catch {
    return 1;
  }
}

/** The text of a file of moderate size; nothing of a pipe, which can be read once only and has the size 0. */
function textOf(path: string): string {
  const size = path === STANDARD_INPUT ? 0 : (sizeOf(path) ?? 0);
  return size > 0 && size <= LARGEST ? readExactText(path, LIMITS.characters) : '';
}

/** What the parts of a certificate come to. The time is that of all parts together. */
function outcomeOf(parts: readonly (CheckPartOutcome | Error)[]): CheckOutcome | Error {
  const results: PartResult[] = [];
  let milliseconds = 0;
  for (const part of parts) {
    if (part instanceof Error || 'invalid' in part) return part;
    results.push(part.result);
    milliseconds += part.milliseconds;
  }
  return { answer: joined(results), milliseconds };
}
