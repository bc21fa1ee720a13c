import type { FileError } from '../../files/index.ts';
import { load } from './load.ts';

/** Inputs, and the file that exports the function for them. */
export interface PoolTask<I> {
  readonly module: string;
  readonly inputs: readonly I[];
}

/** An error loses its class on its way out of a worker; that of a file goes as its parts. */
export type PoolAnswer<O> =
  | { readonly value: O }
  | { readonly fault: FileError['parts'] }
  | { readonly error: Error };

/** Runs in a worker thread: applies the function of a module to inputs. */
export default function poolTask<I, O>({ module, inputs }: PoolTask<I>): PoolAnswer<O>[] {
  const run = load(module) as (input: I) => O;
  return inputs.map((input) => {
    try {
      return { value: run(input) };
    } catch (error) {
      // Its class is that of the file it was loaded from.
      if (error instanceof Error && 'parts' in error) return { fault: error.parts as FileError['parts'] };
      return { error: error as Error };
    }
  });
}
