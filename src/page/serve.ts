/** The worker's side of a desk. */
import { CertificateError, checkCertificate } from '../checker/index.ts';
import { FileError } from '../files/errors.ts';
import type { Jobs } from './jobs.ts';

/** How jobs are done. */
export type Work<N extends keyof Jobs> = {
  readonly [M in N]: (input: Jobs[M]['input'], part: (value: Jobs[M]['part']) => void) => Jobs[M]['output'];
};

/** The one job that reports have, too. */
export const CHECK: Work<'check'> = {
  check(text, part) {
    const start = performance.now();
    const answer = checkCertificate(text, (done, of) => part({ done, of }));
    return { ...answer, milliseconds: performance.now() - start };
  },
};

/** Answers the jobs that a page sends to this worker, one after the other. */
export function serve<N extends keyof Jobs>(scope: typeof globalThis, jobs: Work<N>): void {
  const { postMessage } = scope as unknown as { postMessage(message: unknown): void };
  scope.onmessage = ({ data: { name, input } }: MessageEvent<{ name: N; input: never }>) => {
    try {
      const work = jobs[name] as (input: unknown, part: (value: unknown) => void) => unknown;
      postMessage({ done: work(input, (part) => postMessage({ part })) });
    } catch (error) {
      postMessage({ failed: reasonOf(error) });
    }
  };
}

/** What went wrong, in a line. */
function reasonOf(error: unknown): string {
  if (error instanceof FileError || error instanceof RangeError || error instanceof CertificateError)
    return error.message;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `internal error, please report it: ${text}`;
}
