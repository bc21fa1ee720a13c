import { compiled } from '../../arithmetic/wasm.ts';
import { modelsWasm } from '../models.generated.ts';
import type { Arithmetic } from './arithmetic.ts';
import { asinSeries, atanSeries } from './quotients.ts';
import { doublesAt, type TaylorArithmetic, TaylorError, type TaylorModel } from './taylor.ts';

/** The steps of assembly/models.ts, by their numbers there; As, As′, At, At′ are the last four. */
const ADD = 0;
const SUB = 1;
const MUL = 2;
const MUL_ADD = 3;
const SCALE = 4;
const PLUS = 5;
const RECIPROCAL = 6;
const SQRT = 7;
const QUOTIENT = 8;
/** Bytes, 32-bit words and doubles of a step; its double is the last one. */
const STEP_BYTES = 32;
const STEP_WORDS = 8;
const STEP_DOUBLES = 4;

/** Numbers of quantities. The first three are the constants of the arithmetic; then come the arguments. */
const ZERO = 0;
const ONE = 1;
const HALF_PI = 2;
const ARGUMENTS = 3;

/** Slots that the kernel uses within a step. */
const SCRATCH = 4;
/** Doubles before the coefficients of a model: its radius, its norm, 0. */
const HEAD = 3;

/**
 * An arithmetic that computes nothing: a quantity is a number, and what is done is written down. It passes over 0 and 1 as
 * TaylorArithmetic does.
 */
class Recorder implements Arithmetic<number> {
  readonly zero = ZERO;
  readonly one = ONE;
  readonly halfPi = HALF_PI;
  /** Operation, four operands and n of each step. */
  readonly steps: number[] = [];
  private next: number;

  constructor(count: number) {
    this.next = ARGUMENTS + count;
  }

  private step(operation: number, a: number, b: number, c: number, d: number, n: number): number {
    this.steps.push(operation, a, b, c, d, n);
    return this.next++;
  }

  add(a: number, b: number): number {
    if (a === ZERO) return b;
    if (b === ZERO) return a;
    return this.step(ADD, a, b, ZERO, ZERO, 0);
  }
  sub(a: number, b: number): number {
    if (b === ZERO) return a;
    if (a === ZERO) return this.scale(b, -1);
    return this.step(SUB, a, b, ZERO, ZERO, 0);
  }
  mul(a: number, b: number): number {
    if (a === ZERO || b === ZERO) return ZERO;
    if (a === ONE) return b;
    if (b === ONE) return a;
    return this.step(MUL, a, b, ZERO, ZERO, 0);
  }
  mulAdd(a: number, b: number, c: number, d: number): number {
    if (a === ZERO || b === ZERO) return this.mul(c, d);
    if (c === ZERO || d === ZERO) return this.mul(a, b);
    return this.step(MUL_ADD, a, b, c, d, 0);
  }
  square(a: number): number {
    return this.mul(a, a);
  }
  scale(a: number, n: number): number {
    if (a === ZERO || n === 1) return a;
    return this.step(SCALE, a, ZERO, ZERO, ZERO, n);
  }
  plus(a: number, n: number): number {
    return this.step(PLUS, a, ZERO, ZERO, ZERO, n);
  }
  reciprocal(a: number): number {
    return this.step(RECIPROCAL, a, ZERO, ZERO, ZERO, 0);
  }
  sqrt(a: number): number {
    return this.step(SQRT, a, ZERO, ZERO, ZERO, 0);
  }
  asinQuotient(a: number): number {
    return this.step(QUOTIENT, a, ZERO, ZERO, ZERO, 0);
  }
  asinQuotientDerivative(a: number): number {
    return this.step(QUOTIENT + 1, a, ZERO, ZERO, ZERO, 0);
  }
  atanQuotient(a: number): number {
    return this.step(QUOTIENT + 2, a, ZERO, ZERO, ZERO, 0);
  }
  atanQuotientDerivative(a: number): number {
    return this.step(QUOTIENT + 3, a, ZERO, ZERO, ZERO, 0);
  }
}

/** Lists and objects with something in the place of each number. */
export type Filled<Q, S> = Q extends number ? S : { [K in keyof Q]: Filled<Q[K], S> };

function filled<Q, S>(numbers: Q, value: (quantity: number) => S): Filled<Q, S> {
  const of = (part: unknown): unknown =>
    typeof part === 'number'
      ? value(part)
      : Array.isArray(part)
        ? part.map(of)
        : Object.fromEntries(Object.entries(part as object).map(([name, inner]) => [name, of(inner)]));
  return of(numbers) as Filled<Q, S>;
}

/** As and At in doubles. */
export type Quotients = Pick<
  Arithmetic<number>,
  'halfPi' | 'asinQuotient' | 'asinQuotientDerivative' | 'atanQuotient' | 'atanQuotientDerivative'
>;

/** What stopped the kernel, by its number. */
const REASONS = [
  '',
  'numbers grow beyond all bounds',
  'a divisor may be 0',
  'the square of a length may be 0',
  'a cosine may be 1',
  'an angle varies too much',
] as const;

/**
 * Formulas that are written down once as a list of steps and then run in WebAssembly, over Taylor models or over doubles: what
 * is found is double for double what the same formulas give over TaylorArithmetic, with no object for each number on the way.
 */
export class Recorded<Q> {
  /** Which quantities are wanted. */
  private readonly wanted: Q;
  private readonly steps: ArrayBuffer;
  private readonly count: number;
  /** The slot of a constant, an argument, a wanted quantity. */
  private readonly slotOf: Int32Array;
  private readonly slots: number;

  /** Formulas of so many arguments. */
  constructor(count: number, formulas: (on: Arithmetic<number>, given: readonly number[]) => Q) {
    const recorder = new Recorder(count);
    this.count = count;
    this.wanted = formulas(
      recorder,
      Array.from({ length: count }, (_, i) => ARGUMENTS + i),
    );
    const { steps } = recorder;
    const entries = 6;
    const total = steps.length / entries;
    const given = ARGUMENTS + count;
    // The step after which a quantity is needed no more: its slot goes to another one.
    const last = new Int32Array(given + total);
    for (let i = 0; i < total; i++) for (let j = 1; j <= 4; j++) last[steps[i * entries + j]!] = i;
    last.fill(total, 0, given);
    filled(this.wanted, (quantity) => {
      last[quantity] = total;
    });
    this.steps = new ArrayBuffer(total * STEP_BYTES);
    const words = new Int32Array(this.steps);
    const doubles = new Float64Array(this.steps);
    const slotOf = new Int32Array(given + total);
    for (let i = 0; i < given; i++) slotOf[i] = SCRATCH + i;
    let slots = SCRATCH + given;
    const free: number[] = [];
    for (let i = 0; i < total; i++) {
      const quantity = given + i;
      // Another slot than those of its operands.
      const slot = free.pop() ?? slots++;
      slotOf[quantity] = slot;
      words[i * STEP_WORDS] = steps[i * entries]!;
      words[i * STEP_WORDS + 1] = slot;
      for (let j = 1; j <= 4; j++) {
        const operand = steps[i * entries + j]!;
        words[i * STEP_WORDS + 1 + j] = slotOf[operand]!;
        if (last[operand] === i) {
          free.push(slotOf[operand]!);
          last[operand] = total; // Once, even where it stands twice.
        }
      }
      doubles[i * STEP_DOUBLES + 3] = steps[i * entries + 5]!;
      if (last[quantity] === 0) free.push(slot); // Nobody needs it, but that it could be made.
    }
    this.slotOf = slotOf;
    this.slots = slots;
  }

  /** Throws a TaylorError where an operation is not possible for all numbers of a model. */
  models(arithmetic: TaylorArithmetic, given: readonly TaylorModel[]): Filled<Q, TaylorModel> {
    const coefficients = arithmetic.order + 1;
    const kernel = kernelFor(this.steps, this.slots * modelDoubles(coefficients));
    const { memory, slots } = kernel;
    const stride = modelDoubles(coefficients);
    const first = slots / 8 + SCRATCH * stride;
    const constants = [arithmetic.zero, arithmetic.one, arithmetic.halfPi];
    const put = (at: number, { c, radius, norm }: TaylorModel): void => {
      memory[at] = radius;
      memory[at + 1] = norm;
      memory[at + 2] = 0;
      for (let i = 0; i < coefficients; i++) memory[at + HEAD + i] = c[i]!;
    };
    for (const [i, model] of constants.entries()) put(first + i * stride, model);
    for (let i = 0; i < this.count; i++) put(first + (ARGUMENTS + i) * stride, given[i]!);
    const reason = kernel.models(kernel.steps, this.steps.byteLength / STEP_BYTES, slots, coefficients);
    if (reason !== 0) throw new TaylorError(REASONS[reason]!);
    return filled(this.wanted, (quantity) => {
      if (quantity < ARGUMENTS) return constants[quantity]!;
      const at = slots / 8 + this.slotOf[quantity]! * stride;
      return arithmetic.polynomial(memory.subarray(at + HEAD, at + HEAD + coefficients), memory[at]!);
    });
  }

  /** The same in doubles, without any bound: for proposals only. */
  doubles(quotients: Quotients, given: readonly number[]): Filled<Q, number> {
    const kernel = kernelFor(this.steps, this.slots);
    const { memory, slots } = kernel;
    const at = slots / 8;
    memory.set([0, 1, quotients.halfPi, ...given], at + SCRATCH);
    floatQuotients = [
      quotients.asinQuotient,
      quotients.asinQuotientDerivative,
      quotients.atanQuotient,
      quotients.atanQuotientDerivative,
    ];
    kernel.doubles(kernel.steps, this.steps.byteLength / STEP_BYTES, slots);
    return filled(this.wanted, (quantity) => memory[at + this.slotOf[quantity]!]!);
  }
}

/** Bytes for coefficients of As and At, two doubles each, of which a step asks for at most 2·64 + 8. */
const TABLE_BYTES = 4096;
const PAGE = 65536;

/** Doubles of a model with so many coefficients: an odd number of them is kept, so that models begin at multiples of 16 bytes. */
function modelDoubles(coefficients: number): number {
  return HEAD + (coefficients | 1);
}

interface Exports {
  /** The number of a reason, 0 where there is a result. */
  models(steps: number, count: number, slots: number, coefficients: number): number;
  doubles(steps: number, count: number, slots: number): void;
}

interface Kernel extends Exports {
  readonly memory: Float64Array;
  /** Where the steps are, and the slots: bytes. */
  readonly steps: number;
  readonly slots: number;
}

let memory: WebAssembly.Memory | null = null;
let exported: Exports | null = null;
/** The steps that are in the memory. */
let inMemory: ArrayBuffer | null = null;
let floatQuotients: readonly ((x: number) => number)[] = [];

/** The kernel with these steps in its memory, and room for so many doubles behind them. */
function kernelFor(steps: ArrayBuffer, doubles: number): Kernel {
  memory ??= new WebAssembly.Memory({ initial: 16 });
  const { buffer } = memory;
  exported ??= new WebAssembly.Instance(compiled(modelsWasm), {
    env: {
      memory,
      quotient: (kind: number, x: number) => floatQuotients[kind]!(x),
      coefficients(series: number, x: number, count: number): number {
        const table = new Float64Array(memory!.buffer, 0, 2 * count);
        const found = doublesAt(series === 0 ? asinSeries : atanSeries, x, count);
        for (let i = 0; i < count; i++) {
          table[2 * i] = found[i]!.mid;
          table[2 * i + 1] = found[i]!.error;
        }
        return 0;
      },
    },
  }).exports as unknown as Exports;
  const slots = TABLE_BYTES + steps.byteLength;
  // One double more: the kernel reads coefficients two at a time.
  const bytes = slots + 8 * (doubles + 1);
  if (bytes > buffer.byteLength) memory.grow(Math.ceil((bytes - buffer.byteLength) / PAGE));
  if (inMemory !== steps) {
    new Uint8Array(memory.buffer).set(new Uint8Array(steps), TABLE_BYTES);
    inMemory = steps;
  }
  const { models, doubles: run } = exported;
  return { memory: new Float64Array(memory.buffer), steps: TABLE_BYTES, slots, models, doubles: run };
}
