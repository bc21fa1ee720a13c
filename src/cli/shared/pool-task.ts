import type { FileError } from '../../files/index.ts';
import { load } from './load.ts';

/** One input and the file that exports the function for it. */
export interface PoolTask<I> {
  readonly module: string;
  readonly input: I;
}

/** An error loses its class on its way out of a worker; that of a file goes as its parts. */
export type PoolAnswer<O> = { readonly value: O } | { readonly fault: FileError['parts'] };

/** Runs in a worker thread: applies the function of a module to an input. */
export default function poolTask<I, O>({ module, input }: PoolTask<I>): PoolAnswer<O> {
  const run = load(module) as (input: I) => O;
  try {
    return { value: run(input) };
  } catch (error) {
    // Its class is that of the file it was loaded from.
    if (error instanceof Error && 'parts' in error) return { fault: error.parts as FileError['parts'] };
    throw error;
  }
}
