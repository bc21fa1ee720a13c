import { arctangents } from '../arithmetic/arctangents.ts';
import { compiled } from '../arithmetic/wasm.ts';
import { boxesWasm } from './boxes.generated.ts';

/** assembly/boxes.ts */
export interface BoxKernel {
  prepare(k: number): void;
  begin(chart: number, narrowest: number): void;
  explore(most: number): number;
  openBoxes(): number;
  knownBoxes(): number;
  letters(): number;
  circle(lowest: number, highest: number, side: number, slabLow: number, slabHigh: number): number;
  readonly KNOWN: { value: number };
  readonly TRACE: { value: number };
}

/** Pages of memory: the fixed part, and a trace of PIECE letters. */
const PAGES = 4;
/** Boxes that are taken from the stack at once, each at most one letter. */
export const PIECE = 100_000;

/** A kernel of its own, and its memory. */
export function boxKernel(): { readonly kernel: BoxKernel; readonly memory: WebAssembly.Memory } {
  const memory = new WebAssembly.Memory({ initial: PAGES });
  const { exports } = new WebAssembly.Instance(compiled(boxesWasm), { env: { memory } });
  const kernel = exports as unknown as BoxKernel & { readonly ARCTANGENTS: { value: number } };
  new Float64Array(memory.buffer, kernel.ARCTANGENTS.value, 65).set(arctangents());
  return { kernel, memory };
}
