import type { Context } from '../context.ts';
import { milliseconds } from './clock.ts';
import { interruptible, turn } from './interrupt.ts';
import { type Progress, type ProgressOptions, startProgress } from './progress.ts';

/** Computes on the main thread what may take long: SIGINT ends it at once, and progress is shown. */
export async function compute<T>(
  context: Context,
  label: string,
  work: (progress: Progress) => T,
  { total = 1, ...options }: ProgressOptions & { readonly total?: number } = {},
): Promise<T> {
  const progress = await startProgress(total, context, label, options);
  try {
    return await interruptible(() => work(progress));
  } finally {
    progress.stop();
  }
}

/** Milliseconds after which a signal may be heard. */
const OFTEN = 20;

/**
 * Computes one short thing after the other on the main thread, and shows progress. SIGINT is heard between two of them. It is never lost,
 * which `compute` cannot promise of its last moments: where much comes after something short, the difference counts.
 */
export async function computeEach<I>(
  context: Context,
  label: string,
  inputs: readonly I[],
  work: (input: I) => void,
): Promise<void> {
  const progress = await startProgress(inputs.length, context, label);
  try {
    let heard = milliseconds();
    for (const input of inputs) {
      work(input);
      progress.advance(1);
      if (milliseconds() - heard < OFTEN) continue;
      await turn();
      heard = milliseconds();
    }
    await turn();
  } finally {
    progress.stop();
  }
}
