import { availableParallelism } from 'node:os';
import { FileError } from '../files/index.ts';
import { milliseconds as now } from './clock.ts';
import type { Context } from './context.ts';
import type { PoolAnswer, PoolTask } from './pool-task.ts';

export interface PoolOptions<I, O> {
  /** Worker threads, even for few inputs; by default one a core, and none for fewer than four inputs. */
  readonly threads?: number;
  /** What an input counts for in the progress bar; 1 by default. */
  readonly weight?: (input: I) => number;
  /** What the bar counts, in the plural. */
  readonly counted?: string;
  /** The function of the module, where it is loaded already. */
  readonly here?: (input: I) => O;
  /** Megabytes that a worker may take: one that needs more dies, and its input alone has an error for its result. */
  readonly heap?: number;
  /** Worker threads even for few inputs. */
  readonly guarded?: boolean;
}

/**
 * Applies a task function to many inputs: here for a few, in worker threads (one a core) for many. `module` is the
 * file whose default export is the function; results come in the order of the inputs. An error is a result, too.
 */
export async function mapTasks<I, O>(
  inputs: readonly I[],
  module: URL,
  context: Context,
  label: string,
  options: PoolOptions<I, O> = {},
): Promise<(O | Error)[]> {
  const threads = Math.min(options.threads ?? availableParallelism(), inputs.length);
  const weight = options.weight ?? (() => 1);
  const total = inputs.reduce((sum, input) => sum + weight(input), 0);
  const progress = await startProgress(total, context, label, options.counted ?? '');
  try {
    const workers = options.guarded === true || options.threads !== undefined;
    if (threads < 1 || (!workers && (inputs.length < 4 || threads < 2))) {
      const run = options.here ?? ((await import(module.href)) as { default: (input: I) => O }).default;
      return inputs.map((input) => {
        try {
          return run(input);
        } catch (error) {
          return error as Error;
        } finally {
          progress.advance(weight(input));
        }
      });
    }
    const { Tinypool } = await import('tinypool');
    const pool = new Tinypool({
      filename: new URL('./pool-task.mjs', import.meta.url).href,
      minThreads: threads,
      maxThreads: threads,
      runtime: 'worker_threads',
      ...(options.heap !== undefined && { resourceLimits: { maxOldGenerationSizeMb: options.heap } }),
    });
    try {
      return await Promise.all(
        inputs.map(async (input) => {
          try {
            const task: PoolTask<I> = { module: module.href, input };
            const answer = (await pool.run(task)) as PoolAnswer<O>;
            return 'fault' in answer ? new FileError(...answer.fault) : answer.value;
          } catch (error) {
            return error as Error;
          } finally {
            progress.advance(weight(input));
          }
        }),
      );
    } finally {
      await pool.destroy();
    }
  } finally {
    progress.stop();
  }
}

export interface Progress {
  advance(by: number): void;
  stop(): void;
}

/** A bar with rate and remaining time on an interactive terminal; nothing elsewhere. */
export async function startProgress(
  total: number,
  context: Context,
  label: string,
  counted: string,
): Promise<Progress> {
  if (!context.interactive || total < 2) return { advance: () => {}, stop: () => {} };
  const { SingleBar, Presets } = await import('cli-progress');
  const bar = new SingleBar(
    {
      format: `${label} {bar} {value}/{total}${counted && ` ${counted}`}, {rate}/s, {duration_formatted}, {eta_formatted} left`,
      hideCursor: null,
      clearOnComplete: true,
      stopOnComplete: true,
    },
    Presets.shades_classic,
  );
  const begin = now();
  let done = 0;
  bar.start(total, 0, { rate: '…' });
  return {
    advance: (by) => {
      done += by;
      const rate = (1000 * done) / Math.max(1, now() - begin);
      bar.increment(by, { rate: rate >= 10 ? rate.toFixed(0) : rate.toFixed(1) });
    },
    stop: () => bar.stop(),
  };
}
