import { compiled } from '../../arithmetic/wasm.ts';
import { modelsWasm } from '../models.generated.ts';
import type { Arithmetic } from './arithmetic.ts';
import { asinSeries, atanSeries } from './quotients.ts';
import { type Double, doublesAt } from './taylor.ts';

/** What assembly/models.ts exports. Where something is in the memory is said in bytes. */
interface Kernel {
  /** The number of a reason, 0 where there is a result. */
  models(steps: number, count: number, slots: number, coefficients: number): number;
  doubles(steps: number, count: number, slots: number): void;
  /** Where there are at least `count` coefficients of As (0) or At (1) at x, each a double and a bound of its error. */
  coefficientsAt(series: number, x: number, count: number): number;
  /** Where in the memory the steps are. */
  stepsAt(): number;
  inverse(a: number, n: number): void;
  multiply(to: number, a: number, b: number, n: number, width: number): void;
  inverseSeries(y: number, j: number, work: number, n: number, p: number, width: number): void;
  deviationRow(
    to: number,
    i: number,
    y: number,
    norms: number,
    radii: number,
    j: number,
    tails: number,
    errors: number,
    sizes: number,
    sum: number,
    n: number,
    p: number,
    width: number,
  ): void;
  pencilMinimum(a: number, gram: number, work: number, n: number, least: number): number;
}

/** As and At in doubles. */
export type Quotients = Pick<
  Arithmetic<number>,
  'halfPi' | 'asinQuotient' | 'asinQuotientDerivative' | 'atanQuotient' | 'atanQuotientDerivative'
>;

const PAGE = 65536;

let memory: WebAssembly.Memory | null = null;
let exported: Kernel | null = null;
/** The steps that are in the memory, and where they and their slots end. */
let inMemory: ArrayBuffer | null = null;
let end = 0;
let quotientsInDoubles: readonly ((x: number) => number)[] = [];

function memoryOf(): WebAssembly.Memory {
  memory ??= new WebAssembly.Memory({ initial: 16 });
  return memory;
}

export function kernel(): Kernel {
  if (exported !== null) return exported;
  const { exports } = new WebAssembly.Instance(compiled(modelsWasm), {
    env: {
      memory: memoryOf(),
      quotient: (kind: number, x: number) => quotientsInDoubles[kind]!(x),
      coefficients(series: number, x: number, count: number, to: number): void {
        const table = new Float64Array(memoryOf().buffer, to, 2 * count);
        const found = doublesAt(series === 0 ? asinSeries : atanSeries, x, count);
        for (let i = 0; i < count; i++) {
          table[2 * i] = found[i]!.mid;
          table[2 * i + 1] = found[i]!.error;
        }
      },
    },
  });
  exported = exports as unknown as Kernel;
  end = exported.stepsAt();
  return exported;
}

/** What the kernel takes for As and At of doubles. */
export function useQuotients(of: Quotients): void {
  quotientsInDoubles = [
    of.asinQuotient,
    of.asinQuotientDerivative,
    of.atanQuotient,
    of.atanQuotientDerivative,
  ];
}

function grown(bytes: number): ArrayBuffer {
  const missing = bytes - memoryOf().buffer.byteLength;
  if (missing > 0) memoryOf().grow(Math.ceil(missing / PAGE));
  return memoryOf().buffer;
}

/** Where these steps are in the memory, and so many doubles for their slots. */
export function withSteps(
  steps: ArrayBuffer,
  doubles: number,
): { readonly at: number; readonly slots: number; readonly doubles: Float64Array } {
  const at = kernel().stepsAt();
  const slots = at + steps.byteLength;
  // Two doubles more: the kernel reads coefficients two at a time, and what comes next begins at a multiple of 16.
  end = slots + 16 * Math.ceil(doubles / 2 + 1);
  const buffer = grown(end);
  if (inMemory !== steps) {
    new Uint8Array(buffer).set(new Uint8Array(steps), at);
    inMemory = steps;
  }
  return { at, slots, doubles: new Float64Array(buffer, slots, doubles) };
}

/** Room for lists of so many doubles, each beginning at a multiple of 16 bytes, until the next use: filled with 0. */
export function room<const T extends Readonly<Record<string, number>>>(
  lengths: T,
): { readonly [K in keyof T]: Float64Array } {
  kernel();
  const sizes = Object.entries(lengths).map(([name, length]) => [name, length + (length & 1)] as const);
  const buffer = grown(end + 8 * sizes.reduce((sum, [, size]) => sum + size, 0));
  let at = end;
  const lists = sizes.map(([name, size]) => {
    const list = new Float64Array(buffer, at, size).fill(0);
    at += 8 * size;
    return [name, list] as const;
  });
  return Object.fromEntries(lists) as { [K in keyof T]: Float64Array };
}

/** Coefficients of As (0) or At (1) at x, each with a bound of its error, as the kernel has them: for tests. */
export function kernelCoefficients(series: 0 | 1, x: number, count: number): Double[] {
  const table = new Float64Array(memoryOf().buffer, kernel().coefficientsAt(series, x, count), 2 * count);
  return Array.from({ length: count }, (_, i) => ({ mid: table[2 * i]!, error: table[2 * i + 1]! }));
}
