import { checkThat } from '../arithmetic/argument.ts';
import type { Ball, BallField } from '../arithmetic/ball.ts';
import { wholeExponent } from './algebra.ts';
import { type Differentiable, DualAlgebra, slopeOf, type Unary } from './duals.ts';
import { binary, call, type Tree } from './tree.ts';

/** One step of a program; numbers are slots: the inputs first, then a slot for every step. */
export type Step =
  | { readonly kind: 'number'; readonly value: string }
  | { readonly kind: 'pi' }
  | { readonly kind: 'neg'; readonly of: number }
  | {
      readonly kind: 'add' | 'sub' | 'mul' | 'div' | 'max' | 'min';
      readonly left: number;
      readonly right: number;
    }
  /** Σ left·right + plus */
  | {
      readonly kind: 'dot';
      readonly left: readonly number[];
      readonly right: readonly number[];
      readonly plus: number;
    }
  | { readonly kind: 'power'; readonly of: number; readonly exponent: number }
  | { readonly kind: 'call'; readonly name: Unary; readonly of: number }
  | { readonly kind: 'logsumexp'; readonly of: readonly number[] };

/** A step as a function φ of its operands: where they are, ∂φ and the entries of ∂²φ that are not 0 (p ≤ q). */
export interface Local<S> {
  readonly operands: readonly number[];
  readonly first: readonly S[];
  readonly second: readonly { readonly p: number; readonly q: number; readonly value: S }[];
}

/**
 * Formulas as steps that share their parts, over any numbers: what a network with several layers needs, whose formula written
 * as a tree would be as long as the product of its widths.
 */
export class Program {
  readonly inputs: number;
  readonly steps: Step[] = [];

  constructor(inputs: number) {
    this.inputs = inputs;
  }

  get size(): number {
    return this.inputs + this.steps.length;
  }

  push(step: Step): number {
    return this.inputs + this.steps.push(step) - 1;
  }

  /** Σ left·right + plus. */
  dot(left: readonly number[], right: readonly number[], plus: number): number {
    checkThat(left.length === right.length, 'right', right, `${left.length} slots`);
    return this.push({ kind: 'dot', left, right, plus });
  }

  /** The slot with the value of a tree, its variables in the given slots. */
  record(tree: Tree, slots: Readonly<Record<string, number>>): number {
    const of = (part: Tree): number => this.record(part, slots);
    switch (tree.kind) {
      case 'number':
        return this.push({ kind: 'number', value: tree.value });
      case 'pi':
        return this.push({ kind: 'pi' });
      case 'variable': {
        checkThat(Object.hasOwn(slots, tree.name), 'slots', slots, `a slot for ${tree.name}`);
        return slots[tree.name]!;
      }
      case 'neg':
        return this.push({ kind: 'neg', of: of(tree.of) });
      case 'power': {
        const exponent = wholeExponent(tree.right);
        // a^b = exp(b log a)
        if (exponent === null) return of(call('exp', binary('mul', tree.right, call('log', tree.left))));
        return this.push({ kind: 'power', of: of(tree.left), exponent });
      }
      case 'call': {
        const { name } = tree;
        const args = tree.args.map(of);
        if (name === 'max' || name === 'min')
          return args.reduce((left, right) => this.push({ kind: name, left, right }));
        if (name === 'logsumexp') return this.push({ kind: name, of: args });
        return this.push({ kind: 'call', name, of: args[0]! });
      }
      default:
        return this.push({ kind: tree.kind, left: of(tree.left), right: of(tree.right) });
    }
  }

  /** The values of all slots. Throws where the algebra does. */
  run<S>(algebra: Differentiable<S>, inputs: readonly S[]): S[] {
    const v = inputs.slice();
    for (const step of this.steps) v.push(resultOf(algebra, step, v));
    return v;
  }

  /** The slots that a step reads. */
  operands(slot: number): readonly number[] {
    return slot < this.inputs ? [] : operandsOf(this.steps[slot - this.inputs]!);
  }

  /** Which slots depend on the marked inputs. */
  dependents(marked: readonly boolean[]): boolean[] {
    const depends = Array.from({ length: this.inputs }, (_, i) => marked[i] === true);
    for (const step of this.steps) depends.push(operandsOf(step).some((i) => depends[i]));
    return depends;
  }

  /** Derivatives of the step of a slot by its operands where the program was run. */
  local<S>(algebra: Differentiable<S>, values: readonly S[], slot: number): Local<S> {
    return localOf(algebra, this.steps[slot - this.inputs]!, values, values[slot]!);
  }

  /** seed·∂(slot `end`)/∂(every slot), by the chain rule from the end; null stands for 0. Of inputs too, unless those are not asked for. */
  adjoints<S>(
    algebra: Differentiable<S>,
    locals: (slot: number) => Local<S>,
    depends: readonly boolean[],
    end: number,
    seed: S,
    ofInputs = true,
  ): (S | null)[] {
    const adjoint: (S | null)[] = new Array<S | null>(this.size).fill(null);
    adjoint[end] = seed;
    for (let slot = end; slot >= this.inputs; slot--) {
      const own = adjoint[slot] as S | null;
      if (own === null || !depends[slot]) continue;
      const { operands, first } = locals(slot);
      for (let p = 0; p < operands.length; p++) {
        const i = operands[p]!;
        if (!depends[i] || (i < this.inputs && !ofInputs)) continue;
        const part = algebra.mul(own, first[p]!);
        const before = adjoint[i] as S | null;
        adjoint[i] = before === null ? part : algebra.add(before, part);
      }
    }
    return adjoint;
  }

  /**
   * How often each slot is certainly continuously differentiable in the inputs near the values, balls (see smoothness.ts, whose
   * rules these are): 0 at a kink of max, min, abs and where √ of 0 may be, Infinity elsewhere.
   */
  orders(field: BallField, values: readonly Ball[]): number[] {
    const order: number[] = new Array<number>(this.inputs).fill(Infinity);
    // Has the slot values all around? √ of what may be 0 has them on one side only.
    const open: boolean[] = new Array<boolean>(this.inputs).fill(true);
    const nonzero = (x: Ball): boolean =>
      field.positive(x) === 'yes' || field.positive(field.neg(x)) === 'yes';
    for (const step of this.steps) {
      const root = step.kind === 'call' && step.name === 'sqrt';
      open.push(operandsOf(step).every((i) => open[i]) && (!root || nonzero(values[step.of]!)));
      order.push(open.at(-1) ? this.orderOf(step, field, values, order, nonzero) : 0);
    }
    return order;
  }

  private orderOf(
    step: Step,
    field: BallField,
    values: readonly Ball[],
    order: readonly number[],
    nonzero: (x: Ball) => boolean,
  ): number {
    switch (step.kind) {
      case 'max':
      case 'min': {
        const difference = field.sub(values[step.left]!, values[step.right]!);
        const winner = step.kind === 'max' ? difference : field.neg(difference);
        if (field.positive(winner) === 'yes') return order[step.left]!;
        return field.positive(field.neg(winner)) === 'yes' ? order[step.right]! : 0;
      }
      case 'call':
        return step.name === 'abs' && !nonzero(values[step.of]!) ? 0 : order[step.of]!;
      case 'power': {
        const { of, exponent } = step;
        const own = order[of]!;
        const base = of < this.inputs ? null : this.steps[of - this.inputs]!;
        if (own > 0 || base === null || exponent <= 0) return own;
        if (base.kind === 'call' && base.name === 'abs')
          return exponent % 2 === 0 ? order[base.of]! : Math.min(order[base.of]!, exponent - 1);
        const vanishing =
          (base.kind === 'max' || base.kind === 'min') &&
          [base.left, base.right].some((slot) => this.isZero(slot));
        return vanishing ? Math.min(order[base.left]!, order[base.right]!, exponent - 1) : own;
      }
      default:
        return operandsOf(step).reduce((least, i) => Math.min(least, order[i]!), Infinity);
    }
  }

  private isZero(slot: number): boolean {
    const step = slot < this.inputs ? null : this.steps[slot - this.inputs]!;
    return step?.kind === 'number' && step.value === '0';
  }
}

/** ∂²φ of a sum of products: made once for all that are evaluated with one number 1. */
function pairsOf<S>(step: Step & { readonly kind: 'dot' }, one: S): Local<S>['second'] {
  const before = pairs.get(step);
  if (before?.one === one) return before.second as Local<S>['second'];
  const { length } = step.left;
  const second = step.left.map((_, p) => ({ p, q: length + p, value: one }));
  pairs.set(step, { one, second });
  return second;
}

const pairs = new WeakMap<Step, { readonly one: unknown; readonly second: Local<unknown>['second'] }>();
const products = new WeakMap<Step, readonly number[]>();

function operandsOf(step: Step): readonly number[] {
  switch (step.kind) {
    case 'number':
    case 'pi':
      return [];
    case 'neg':
    case 'power':
    case 'call':
      return [step.of];
    case 'logsumexp':
      return step.of;
    case 'dot': {
      const known = products.get(step) ?? [...step.left, ...step.right, step.plus];
      products.set(step, known);
      return known;
    }
    default:
      return [step.left, step.right];
  }
}

function resultOf<S>(algebra: Differentiable<S>, step: Step, v: readonly S[]): S {
  switch (step.kind) {
    case 'number':
      return algebra.decimal(step.value);
    case 'pi':
      return algebra.pi;
    case 'neg':
      return algebra.neg(v[step.of]!);
    case 'power':
      return algebra.integerPower(v[step.of]!, step.exponent);
    case 'call':
      return algebra.apply(step.name, [v[step.of]!]);
    case 'logsumexp':
      return algebra.apply(
        'logsumexp',
        step.of.map((i) => v[i]!),
      );
    case 'dot': {
      const { left, right, plus } = step;
      if (algebra.dot !== undefined) {
        const [a, b]: S[][] = [new Array<S>(left.length), new Array<S>(left.length)];
        for (let p = 0; p < left.length; p++) {
          a![p] = v[left[p]!]!;
          b![p] = v[right[p]!]!;
        }
        return algebra.dot(a!, b!, v[plus]!);
      }
      let sum: S = v[plus]!;
      for (const [p, i] of step.left.entries())
        sum = algebra.add(sum, algebra.mul(v[i]!, v[step.right[p]!]!));
      return sum;
    }
    case 'max':
    case 'min':
      return algebra.apply(step.kind, [v[step.left]!, v[step.right]!]);
    default:
      return algebra[step.kind](v[step.left]!, v[step.right]!);
  }
}

function localOf<S>(algebra: Differentiable<S>, step: Step, v: readonly S[], value: S): Local<S> {
  const one = algebra.decimal('1');
  switch (step.kind) {
    case 'number':
    case 'pi':
      return { operands: [], first: [], second: [] };
    case 'neg':
      return { operands: [step.of], first: [algebra.neg(one)], second: [] };
    case 'add':
      return { operands: [step.left, step.right], first: [one, one], second: [] };
    case 'sub':
      return { operands: [step.left, step.right], first: [one, algebra.neg(one)], second: [] };
    case 'mul': {
      const operands = [step.left, step.right];
      const first = [v[step.right]!, v[step.left]!];
      return { operands, first, second: [{ p: 0, q: 1, value: one }] };
    }
    case 'div': {
      // φ = a/b: φ_a = 1/b, φ_b = −φ/b, φ_ab = −1/b², φ_bb = 2φ/b²
      const inverse = algebra.div(one, v[step.right]!);
      const square = algebra.integerPower(inverse, 2);
      const second = [
        { p: 0, q: 1, value: algebra.neg(square) },
        { p: 1, q: 1, value: algebra.mul(algebra.add(value, value), square) },
      ];
      const first = [inverse, algebra.neg(algebra.mul(value, inverse))];
      return { operands: [step.left, step.right], first, second };
    }
    case 'dot': {
      const { left, right } = step;
      const count = left.length;
      const first = new Array<S>(2 * count + 1);
      for (let p = 0; p < count; p++) {
        first[p] = v[right[p]!]!;
        first[count + p] = v[left[p]!]!;
      }
      first[2 * count] = one;
      return { operands: operandsOf(step), first, second: pairsOf(step, one) };
    }
    case 'max':
    case 'min': {
      const a = v[step.left]!;
      const b = v[step.right]!;
      const t = algebra.step(step.kind === 'max' ? algebra.sub(a, b) : algebra.sub(b, a));
      return { operands: [step.left, step.right], first: [t, algebra.sub(one, t)], second: [] };
    }
    case 'power': {
      const { of, exponent: n } = step;
      const whole = (k: number): S =>
        k < 0 ? algebra.neg(algebra.decimal(String(-k))) : algebra.decimal(String(k));
      const power = (k: number, factor: number): S =>
        factor === 0 ? whole(0) : algebra.mul(whole(factor), algebra.integerPower(v[of]!, k));
      return {
        operands: [of],
        first: [power(n - 1, n)],
        second: n === 0 || n === 1 ? [] : [{ p: 0, q: 0, value: power(n - 2, n * (n - 1)) }],
      };
    }
    case 'call': {
      // The derivative of the derivative, by a dual number.
      const duals = new DualAlgebra(algebra, 1);
      const slope = slopeOf(algebra, step.name, v[step.of]!, value);
      const twice = slopeOf(duals, step.name, duals.unknown(v[step.of]!, 0), { value, gradient: [slope] });
      return {
        operands: [step.of],
        first: [slope],
        second: [{ p: 0, q: 0, value: duals.slopes(twice)[0]! }],
      };
    }
    case 'logsumexp': {
      // ∂_p = s_p, ∂_p∂_q = s_p δ_pq − s_p s_q
      const shares = algebra.softmax(step.of.map((i) => v[i]!));
      const second = shares.flatMap((s, p) =>
        shares.slice(p).map((t, k) => ({
          p,
          q: p + k,
          value: k === 0 ? algebra.mul(s, algebra.sub(one, s)) : algebra.neg(algebra.mul(s, t)),
        })),
      );
      return { operands: step.of, first: shares, second };
    }
  }
}
