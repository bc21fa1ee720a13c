import { availableParallelism } from 'node:os';
import type { Context } from './context.ts';

/**
 * Applies a task function to many inputs: here for a few, in worker threads (one a core) for many. `module` is the
 * file whose default export is the function; results come in the order of the inputs. An error is a result, too.
 */
export async function mapTasks<I, O>(
  inputs: readonly I[],
  module: URL,
  context: Context,
  label: string,
): Promise<(O | Error)[]> {
  const threads = Math.min(availableParallelism(), inputs.length);
  const progress = await startProgress(inputs.length, context, label);
  try {
    if (inputs.length < 4 || threads < 2) {
      const { default: run } = (await import(module.href)) as { default: (input: I) => O };
      return inputs.map((input) => {
        try {
          return run(input);
        } catch (error) {
          return error as Error;
        } finally {
          progress.advance();
        }
      });
    }
    const { Tinypool } = await import('tinypool');
    const pool = new Tinypool({
      filename: module.href,
      minThreads: threads,
      maxThreads: threads,
      runtime: 'worker_threads',
    });
    try {
      return await Promise.all(
        inputs.map(async (input) => {
          try {
            return (await pool.run(input)) as O;
          } catch (error) {
            return error as Error;
          } finally {
            progress.advance();
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

interface Progress {
  advance(): void;
  stop(): void;
}

/** A bar on an interactive terminal; nothing elsewhere. */
async function startProgress(total: number, context: Context, label: string): Promise<Progress> {
  if (!context.interactive || total < 2) return { advance: () => {}, stop: () => {} };
  const { SingleBar, Presets } = await import('cli-progress');
  const bar = new SingleBar(
    {
      format: `${label} {bar} {value}/{total}, {duration_formatted}, {eta_formatted} left`,
      hideCursor: null,
      clearOnComplete: true,
      stopOnComplete: true,
    },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return { advance: () => bar.increment(), stop: () => bar.stop() };
}
