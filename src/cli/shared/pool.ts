import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { FileError } from '../../files/index.ts';
import type { Context } from '../context.ts';
import { roomForThreads } from './address-space.ts';
import { interruptible } from './interrupt.ts';
import { load } from './load.ts';
import type { PoolAnswer, PoolTask } from './pool-task.ts';
import { startProgress } from './progress.ts';

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
}

/** Bundles that a worker gets at least, so that all of them end at about the same time; inputs of a bundle at most. */
const LEAST_BUNDLES = 32;
const LARGEST_BUNDLE = 32;

/** Inputs that go to a worker together: of a few thousand short ones the way there and back takes as long as the work. */
function bundleSize(inputs: number, threads: number): number {
  return Math.min(LARGEST_BUNDLE, Math.max(1, Math.floor(inputs / (threads * LEAST_BUNDLES))));
}

/**
 * Node grants a worker that reaches its limit 16 MB more, to end it in. Where a collection moves more than that out of
 * the young generation at once, V8 ends the whole process (seen on Node 24, whose young generation is larger).
 */
const YOUNG_MEGABYTES = 16;

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
  // One thread more shows progress.
  const threads = Math.min(options.threads ?? availableParallelism(), inputs.length, roomForThreads() - 1);
  const weight = options.weight ?? (() => 1);
  const total = inputs.reduce((sum, input) => sum + weight(input), 0);
  const workers = options.guarded === true || options.threads !== undefined;
  const here = threads < 1 || (!workers && (inputs.length < 4 || threads < 2));
  const progress = await startProgress(total, context, label, {
    counted: options.counted ?? '',
    short: here && options.short === true,
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
    const { Tinypool } = await import('tinypool');
    const pool = new Tinypool({
      filename: new URL('./pool-task.js', import.meta.url).href,
      minThreads: threads,
      maxThreads: threads,
      runtime: 'worker_threads',
      ...(options.heap !== undefined && {
        resourceLimits: { maxOldGenerationSizeMb: options.heap, maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
      }),
    });
    try {
      // What ends a worker costs its whole bundle: where that is looked for, each input goes alone.
      const alone = options.heap !== undefined || options.guarded === true;
      const size = alone ? 1 : bundleSize(inputs.length, threads);
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
            const answers = (await pool.run(task)) as PoolAnswer<O>[];
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
      await pool.destroy();
    }
  } finally {
    progress.stop();
  }
}

function resultOf<O>(answer: PoolAnswer<O>): O | Error {
  if ('fault' in answer) return new FileError(...answer.fault);
  return 'error' in answer ? answer.error : answer.value;
}
