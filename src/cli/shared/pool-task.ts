import { FileError } from '../../files/index.ts';

/** One input and the file whose default export is the function for it. */
export interface PoolTask<I> {
  readonly module: string;
  readonly input: I;
}

/** An error loses its class on its way out of a worker; that of a file goes as its parts. */
export type PoolAnswer<O> = { readonly value: O } | { readonly fault: FileError['parts'] };

/** Runs in a worker thread: applies the function of a module to an input. */
export default async function poolTask<I, O>({ module, input }: PoolTask<I>): Promise<PoolAnswer<O>> {
  const { default: run } = (await import(module)) as { default: (input: I) => O };
  try {
    return { value: run(input) };
  } catch (error) {
    if (error instanceof FileError) return { fault: error.parts };
    throw error;
  }
}
