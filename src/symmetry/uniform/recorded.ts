import type { Arithmetic } from './arithmetic.ts';
import { kernel, type Quotients, useQuotients, withSteps } from './model-kernel.ts';
import { type TaylorArithmetic, TaylorError, type TaylorModel } from './taylor.ts';

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
  /** Steps as the kernel reads them, but with quantities in the place of slots. */
  words: Int32Array = new Int32Array(1024 * STEP_WORDS);
  doubles: Float64Array = new Float64Array(this.words.buffer);
  count = 0;
  private readonly given: number;

  constructor(given: number) {
    this.given = given;
  }

  private step(operation: number, a: number, b: number, c: number, d: number, n: number): number {
    const step = this.count++;
    const at = step * STEP_WORDS;
    if (at === this.words.length) {
      const longer = new Int32Array(2 * at);
      longer.set(this.words);
      this.words = longer;
      this.doubles = new Float64Array(longer.buffer);
    }
    const { words } = this;
    const result = this.given + step;
    words[at] = operation;
    words[at + 1] = result;
    words[at + 2] = a;
    words[at + 3] = b;
    words[at + 4] = c;
    words[at + 5] = d;
    this.doubles[step * STEP_DOUBLES + 3] = n;
    return result;
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
    const given = ARGUMENTS + count;
    const recorder = new Recorder(given);
    const quantities = Array.from({ length: count }, (_, i) => ARGUMENTS + i);
    this.wanted = formulas(recorder, quantities);
    this.count = count;
    const total = recorder.count;
    const words = recorder.words.slice(0, total * STEP_WORDS);
    // The step after which a quantity is needed no more: its slot goes to another one.
    const last = new Int32Array(given + total);
    for (let i = 0; i < total; i++) for (let j = 2; j < 6; j++) last[words[i * STEP_WORDS + j]!] = i;
    last.fill(total, 0, given);
    filled(this.wanted, (quantity) => {
      last[quantity] = total;
    });
    const slotOf = new Int32Array(given + total);
    for (let i = 0; i < given; i++) slotOf[i] = SCRATCH + i;
    let slots = SCRATCH + given;
    const free: number[] = [];
    for (let i = 0; i < total; i++) {
      const at = i * STEP_WORDS;
      const result = given + i;
      // Another slot than those of the operands.
      const slot = free.pop() ?? slots++;
      slotOf[result] = slot;
      words[at + 1] = slot;
      for (let j = at + 2; j < at + 6; j++) {
        const operand = words[j]!;
        words[j] = slotOf[operand]!;
        if (last[operand] !== i) continue;
        free.push(slotOf[operand]!);
        last[operand] = total; // Once, even where it stands twice.
      }
      // Nobody needs it, but that it could be made.
      if (last[result] === 0) free.push(slot);
    }
    this.steps = words.buffer;
    this.slotOf = slotOf;
    this.slots = slots;
  }

  /** Throws a TaylorError where an operation is not possible for all numbers of a model. */
  models(arithmetic: TaylorArithmetic, given: readonly TaylorModel[]): Filled<Q, TaylorModel> {
    const coefficients = arithmetic.order + 1;
    const stride = modelDoubles(coefficients);
    const { at, slots, doubles } = withSteps(this.steps, this.slots * stride);
    const constants = [arithmetic.zero, arithmetic.one, arithmetic.halfPi];
    for (let i = 0; i < ARGUMENTS + this.count; i++) {
      const { c, radius, norm } = i < ARGUMENTS ? constants[i]! : given[i - ARGUMENTS]!;
      const to = (SCRATCH + i) * stride;
      doubles[to] = radius;
      doubles[to + 1] = norm;
      doubles[to + 2] = 0;
      for (let j = 0; j < coefficients; j++) doubles[to + HEAD + j] = c[j]!;
    }
    const reason = kernel().models(at, this.steps.byteLength / STEP_BYTES, slots, coefficients);
    if (reason !== 0) throw new TaylorError(REASONS[reason]!);
    return filled(this.wanted, (quantity) => {
      if (quantity < ARGUMENTS) return constants[quantity]!;
      const from = this.slotOf[quantity]! * stride;
      return arithmetic.polynomial(doubles.subarray(from + HEAD, from + HEAD + coefficients), doubles[from]!);
    });
  }

  /** The same in doubles, without any bound: for proposals only. */
  doubles(quotients: Quotients, given: readonly number[]): Filled<Q, number> {
    const { at, slots, doubles } = withSteps(this.steps, this.slots);
    doubles.set([0, 1, quotients.halfPi, ...given], SCRATCH);
    useQuotients(quotients);
    kernel().doubles(at, this.steps.byteLength / STEP_BYTES, slots);
    return filled(this.wanted, (quantity) => doubles[this.slotOf[quantity]!]!);
  }
}

/** Doubles of a model with so many coefficients: an odd number of them is kept, so that models begin at multiples of 16 bytes. */
function modelDoubles(coefficients: number): number {
  return HEAD + (coefficients | 1);
}
