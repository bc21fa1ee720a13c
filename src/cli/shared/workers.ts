import type { Tinypool } from 'tinypool';

/** Worker threads that wait for tasks. */
export interface Workers {
  readonly pool: Tinypool;
  readonly threads: number;
  end(): Promise<void>;
}

/**
 * The young generation of a worker. A quarter of what V8 takes of itself stays in the processor's caches: proofs make short-lived numbers,
 * and audits and archives take a tenth less. And Node grants a worker that reaches its limit 16 MB more, to end it in; where a
 * collection moves more than that out of the young generation at once, V8 ends the whole process (seen on Node 24, whose young
 * generation is larger).
 */
const YOUNG_MEGABYTES = 12;

/** So many threads, of which each takes `heap` megabytes at most, and has `ahead` tasks at hand. */
export async function newWorkers(threads: number, heap?: number, ahead = 1): Promise<Workers> {
  const { Tinypool: Pool } = await import('tinypool');
  const pool = new Pool({
    filename: new URL('./pool-task.js', import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: ahead,
    runtime: 'worker_threads',
    resourceLimits: {
      maxYoungGenerationSizeMb: YOUNG_MEGABYTES,
      ...(heap !== undefined && { maxOldGenerationSizeMb: heap }),
    },
  });
  return { pool, threads, end: () => pool.destroy() };
}
