/**
 * Megabytes that a worker may take: a check within twice the usual budget and what it begins with. One that needs more
 * ends alone.
 */
export function heapFor(budget: number): number {
  return 700 + 1200 * budget;
}

/** What is said of a certificate whose check did not come to an end: a worker that died, a fault of the checker. */
export function unanswered(error: Error): string {
  const memory = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
  return memory
    ? 'the check ran out of memory, and nothing is confirmed; a larger --budget gives it more'
    : `the check ended without an answer, and nothing is confirmed (${error.message})`;
}
