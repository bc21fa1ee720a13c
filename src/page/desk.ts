import type { Jobs } from './jobs.ts';

/** What a worker says. */
export type Answer = { readonly part: unknown } | { readonly done: unknown } | { readonly failed: string };

/** The work did not come to its end. */
export class Ended extends Error {}

/** It was stopped by who asked for it. */
export class Stopped extends Ended {}

/** Other work took its place. */
export class Replaced extends Ended {}

/** The program of this page as the address of a worker's script: the same text, which sees that it has no document. */
let program: string | null = null;
function programAddress(): string {
  program ??= URL.createObjectURL(
    new Blob([document.getElementById('program')!.textContent], { type: 'text/javascript' }),
  );
  return program;
}

/** One worker and what it is doing. Work that is stopped ends at once: its worker is ended and another one made. */
export class Desk {
  private worker: Worker | null = null;
  private reject: ((reason: Error) => void) | null = null;

  /** Makes the worker, so that the first job need not wait for it. */
  prepare(): void {
    this.worker ??= new Worker(programAddress());
  }

  private get busy(): boolean {
    return this.reject !== null;
  }

  /** Does one job; what was under way is stopped. */
  run<N extends keyof Jobs>(
    name: N,
    input: Jobs[N]['input'],
    part: (value: Jobs[N]['part']) => void = () => {},
  ): Promise<Jobs[N]['output']> {
    this.abandon();
    this.prepare();
    const worker = this.worker!;
    return new Promise((resolve, reject) => {
      const end = (): void => {
        this.reject = null;
      };
      this.reject = reject;
      worker.onmessage = ({ data }: MessageEvent<Answer>) => {
        if ('part' in data) return part(data.part as Jobs[N]['part']);
        end();
        if ('done' in data) resolve(data.done as Jobs[N]['output']);
        else reject(new Error(data.failed));
      };
      // A worker that dies says why here, or nothing: want of memory.
      worker.onerror = ({ message }) => {
        end();
        this.discard();
        reject(new Error(`the computation ended without an answer${message ? `: ${message}` : ''}`));
      };
      worker.postMessage({ name, input });
    });
  }

  /** Ends what is under way, for somebody who waits for it. */
  stop(): void {
    this.end(new Stopped('stopped'));
  }

  /** Ends what nobody waits for any more. */
  abandon(): void {
    if (this.busy) this.end(new Replaced('replaced'));
  }

  private end(reason: Error): void {
    const { reject } = this;
    this.reject = null;
    this.discard();
    reject?.(reason);
  }

  private discard(): void {
    this.worker?.terminate();
    this.worker = null;
  }
}
