import { hrtime } from 'node:process';

/** Milliseconds from some moment on; Node's `performance` has to be loaded first, which a cold start feels. */
export function milliseconds(): number {
  const [seconds, nanoseconds] = hrtime();
  return 1e3 * seconds + 1e-6 * nanoseconds;
}
