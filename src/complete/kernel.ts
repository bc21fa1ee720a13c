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
  enclose(): void;
  encloseNorms(): number;
  circle(lowest: number, highest: number, side: number, slabLow: number, slabHigh: number): number;
  /** Cells of an interval [l, h] each, as −l and h: values of the equations, their Jacobian, the box. */
  readonly E: { value: number };
  readonly J: { value: number };
  readonly X: { value: number };
  readonly KNOWN: { value: number };
  readonly TRACE: { value: number };
}

/** Pages of memory: the fixed part, and a trace of PIECE letters. */
const PAGES = 4;
/** Boxes that are taken from the stack at once, each at most one letter. */
export const PIECE = 100_000;

/** Compiled once: what V8 has optimised in one chart serves the next. */
let kept: WebAssembly.Module | null = null;

/** A kernel of its own, and its memory. */
export function boxKernel(): { readonly kernel: BoxKernel; readonly memory: WebAssembly.Memory } {
  kept ??= compiled(boxesWasm);
  const memory = new WebAssembly.Memory({ initial: PAGES });
  const { exports } = new WebAssembly.Instance(kept, { env: { memory } });
  const kernel = exports as unknown as BoxKernel & { readonly ARCTANGENTS: { value: number } };
  new Float64Array(memory.buffer, kernel.ARCTANGENTS.value, 65).set(arctangents());
  return { kernel, memory };
}
