import type { Context } from '../context.ts';
import { interruptible } from './interrupt.ts';
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
