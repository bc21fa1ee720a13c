import { fileURLToPath } from 'node:url';
import { FileError } from '../../files/index.ts';
import type { Context } from '../context.ts';
import { roomForThreads } from './address-space.ts';
import { interruptible } from './interrupt.ts';
import { load } from './load.ts';
import type { PoolAnswer, PoolTask } from './pool-task.ts';
import { startProgress } from './progress.ts';
import { newWorkers, type Workers } from './workers.ts';

export interface PoolOptions<I, O> {
  /** Worker threads, even for few inputs; by default one a core, and none for fewer than four inputs. */
  readonly threads?: number;
  /** What an input counts for in the progress bar; 1 by default. */
  readonly weight?: (input: I) => number;
  /** What the bar counts, in the plural. */
  readonly counted?: string;
  /** The function of the module, where it is loaded already; `parts` takes how far it is, where it can tell. */
  readonly here?: (input: I, parts: (done: number, of: number) => void) => O;
  /** So few inputs as are worked on here take less than two seconds, unless they tell of their parts. */
  readonly short?: boolean;
  /** Megabytes that a worker may take: one that needs more dies, and its input alone has an error for its result. */
  readonly heap?: number;
  /** Worker threads even for few inputs. */
  readonly guarded?: boolean;
  /** Hears of the results in the order of the inputs, each as soon as it and those before it are there. What it throws ends the work. */
  readonly each?: (result: O | Error, index: number) => void;
  /** What an input is reckoned to take: the dearest go first, so that all threads end at about the same time. */
  readonly cost?: (input: I) => number;
  /** Workers that were started before, and are ended by who started them. */
  readonly workers?: Workers | null;
}

/** Bundles that a worker gets at least, so that all of them end at about the same time; inputs of a bundle at most. */
const LEAST_BUNDLES = 32;
const LARGEST_BUNDLE = 16;

/** Inputs that go to a worker together: of a few thousand short ones the way there and back takes as long as the work. */
function bundleSize(inputs: number, threads: number): number {
  return Math.min(LARGEST_BUNDLE, Math.max(1, Math.floor(inputs / (threads * LEAST_BUNDLES))));
}

/** Inputs for which workers are worth their start. */
const MANY = 4;

/**
 * Starts the workers for at least so many inputs that are yet to be read, one a core, which load the module meanwhile; null where mapTasks
 * would take none for so few, and where the context has workers. Whoever calls it ends them.
 */
export async function startWorkers(
  inputs: number,
  module: URL,
  context: Pick<Context, 'workers'> = {},
): Promise<Workers | null> {
  const threads = threadsFor(inputs);
  if (inputs < MANY || threads < 2 || context.workers !== undefined) return null;
  const workers = await newWorkers(threads);
  // A task without inputs for each. If it fails, so do those that count.
  const task: PoolTask<never> = { module: fileURLToPath(module), inputs: [] };
  for (let i = 0; i < threads; i++) void workers.pool.run(task).catch(() => {});
  return workers;
}

/**
 * Workers for several calls of mapTasks with so many threads, up to so many inputs each; null where there is no room for one, and where
 * the context has workers. Whoever calls it ends them.
 */
export async function openWorkers(
  threads: number,
  inputs: number,
  context: Context,
): Promise<Workers | null> {
  const most = threadsFor(inputs, threads);
  return most < 1 || context.workers !== undefined ? null : newWorkers(most);
}

/** One thread more shows progress. A single input loads nothing to ask for cores. */
function threadsFor(inputs: number, asked?: number): number {
  const most = asked ?? (inputs > 1 ? process.getBuiltinModule('node:os').availableParallelism() : 1);
  return Math.min(most, inputs, roomForThreads() - 1);
}

/**
 * Applies a task function to many inputs: here for a few, in worker threads (one a core) for many. `module` is the
 * file of dist/cli that exports the function; results come in the order of the inputs. An error is a result, too.
 */
export async function mapTasks<I, O>(
  inputs: readonly I[],
  module: URL,
  context: Context,
  label: string,
  options: PoolOptions<I, O> = {},
): Promise<(O | Error)[]> {
  const threads = threadsFor(inputs.length, options.threads);
  const weight = options.weight ?? (() => 1);
  const total = inputs.reduce((sum, input) => sum + weight(input), 0);
  const wanted = options.guarded === true || options.threads !== undefined;
  const here = threads < 1 || (!wanted && (inputs.length < MANY || threads < 2));
  const progress = await startProgress(total, context, label, {
    counted: options.counted ?? '',
    short: here && options.short === true,
    waiting: !here,
  });
  try {
    if (here) {
      const run = options.here ?? (load(fileURLToPath(module)) as (input: I) => O);
      const results = await interruptible(() =>
        inputs.map((input) => {
          try {
            return run(input, progress.parts);
          } catch (error) {
            return error as Error;
          } finally {
            progress.advance(weight(input));
          }
        }),
      );
      results.forEach((result, i) => {
        options.each?.(result, i);
      });
      return results;
    }
    // What ends a worker costs its whole bundle: where that is looked for, each input goes alone.
    const alone = options.heap !== undefined || options.guarded === true;
    const size = alone ? 1 : bundleSize(inputs.length, threads);
    // Of many bundles a worker has the next one at hand: it need not wait until this thread has a moment.
    const ahead = size > 1 ? 2 : 1;
    const given = options.workers ?? (await context.workers?.(options.heap));
    const workers = given ?? (await newWorkers(threads, options.heap, ahead));
    try {
      const cost = options.cost ?? (() => 0);
      const order = inputs.map((_, i) => i).sort((i, j) => cost(inputs[j]!) - cost(inputs[i]!));
      const bundles = Array.from({ length: Math.ceil(inputs.length / size) }, (_, i) =>
        order.slice(i * size, (i + 1) * size),
      );
      const results = new Array<O | Error>(inputs.length);
      const there = new Uint8Array(inputs.length);
      let told = 0;
      const tell = (): void => {
        while (there[told] === 1) {
          const at = told;
          // Where it throws, nothing more is told.
          told = inputs.length;
          options.each?.(results[at]!, at);
          told = at + 1;
        }
      };
      await Promise.all(
        bundles.map(async (places): Promise<void> => {
          const bundle = places.map((i) => inputs[i]!);
          try {
            const task: PoolTask<I> = { module: fileURLToPath(module), inputs: bundle };
            const answers = (await workers.pool.run(task)) as PoolAnswer<O>[];
            answers.forEach((answer, i) => {
              results[places[i]!] = resultOf(answer);
            });
          } catch (error) {
            for (const i of places) results[i] = error as Error;
          }
          for (const i of places) there[i] = 1;
          progress.advance(bundle.reduce((sum, input) => sum + weight(input), 0));
          tell();
        }),
      );
      return results;
    } finally {
      if (workers !== given) await workers.end();
    }
  } finally {
    progress.stop();
  }
}

function resultOf<O>(answer: PoolAnswer<O>): O | Error {
  if ('fault' in answer) return new FileError(...answer.fault);
  return 'error' in answer ? answer.error : answer.value;
}
