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
      return await interruptible(() =>
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
      const bundles = Array.from({ length: Math.ceil(inputs.length / size) }, (_, i) =>
        inputs.slice(i * size, (i + 1) * size),
      );
      const answers = await Promise.all(
        bundles.map(async (bundle): Promise<(O | Error)[]> => {
          try {
            const task: PoolTask<I> = { module: fileURLToPath(module), inputs: bundle };
            const answers = (await pool.run(task)) as PoolAnswer<O>[];
            return answers.map((answer) => {
              if ('fault' in answer) return new FileError(...answer.fault);
              return 'error' in answer ? answer.error : answer.value;
            });
          } catch (error) {
            return bundle.map(() => error as Error);
          } finally {
            progress.advance(bundle.reduce((sum, input) => sum + weight(input), 0));
          }
        }),
      );
      return answers.flat();
    } finally {
      await pool.destroy();
    }
  } finally {
    progress.stop();
  }
}
