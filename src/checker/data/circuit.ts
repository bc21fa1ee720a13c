/** ℓ(f(x; θ), y) as a list of nodes, each with its enclosure, its derivatives by its operands, and its kinks. */
import { exponential, normalDensity } from '../numbers/exponential.ts';
import { type Interval, type Intervals, isAtMost, isPositive } from '../numbers/interval.ts';
import { confirm, Rejection } from '../rejection.ts';
import { type Formula, wholeNumber } from './formula.ts';
import {
  arctangent,
  cosine,
  errorFunction,
  logarithm,
  quotient,
  sigmoid,
  sine,
  softplus,
  tanh,
  unitInterval,
  wholePower,
} from './functions.ts';

type Kind =
  | 'input'
  | 'number'
  | 'pi'
  | '+'
  | '-'
  | '*'
  | '/'
  | 'minus'
  /** Σ of the products of operands 0 and 1, 2 and 3, …, and of the last operand. */
  | 'inner'
  | 'power'
  | 'call';

interface Node {
  readonly kind: Kind;
  readonly of: readonly number[];
  /** The digits of a number, the name of a function. */
  readonly text: string;
  /** Of a power. */
  readonly n: number;
}

/** ∂φ, and the entries of ∂²φ that are not 0, p ≤ q. */
export interface Derivatives {
  readonly first: readonly Interval[];
  readonly second: readonly (readonly [p: number, q: number, value: Interval])[];
}

export class Circuit {
  readonly nodes: Node[] = [];
  readonly inputs: number;

  constructor(inputs: number) {
    this.inputs = inputs;
    for (let i = 0; i < inputs; i++) this.nodes.push({ kind: 'input', of: [], text: '', n: 0 });
  }

  private push(kind: Kind, of: readonly number[], text = '', n = 0): number {
    return this.nodes.push({ kind, of, text, n }) - 1;
  }

  number(text: string): number {
    return this.push('number', [], text);
  }

  inner(left: readonly number[], right: readonly number[], last: number): number {
    return this.push('inner', [...left.flatMap((i, p) => [i, right[p]!]), last]);
  }

  /** The node of a formula, its names standing for the given nodes. */
  add(formula: Formula, names: ReadonlyMap<string, number>): number {
    switch (formula.op) {
      case 'number':
        return this.number(formula.text);
      case 'name': {
        const known = names.get(formula.text);
        return known ?? this.push('pi', []);
      }
      case 'minus':
        return this.push('minus', [this.add(formula.of[0], names)]);
      case '^': {
        const [base, exponent] = formula.of;
        const n = wholeNumber(exponent);
        if (n === null) {
          // a^b = e^(b log a)
          const log = this.push('call', [this.add(base, names)], 'log');
          return this.push('call', [this.push('*', [this.add(exponent, names), log])], 'exp');
        }
        const power = this.push('power', [this.add(base, names)], '', Math.abs(n));
        return n < 0 ? this.push('/', [this.number('1'), power]) : power;
      }
      case 'call': {
        const of = formula.of.map((part) => this.add(part, names));
        if (formula.text !== 'max' && formula.text !== 'min') return this.push('call', of, formula.text);
        return of.reduce((a, b) => this.push('call', [a, b], formula.text));
      }
      default:
        return this.push(formula.op, [this.add(formula.of[0], names), this.add(formula.of[1], names)]);
    }
  }

  /** Which nodes depend on these inputs. */
  dependents(marked: (input: number) => boolean): boolean[] {
    const depends: boolean[] = [];
    for (const [i, { kind, of }] of this.nodes.entries())
      depends.push(kind === 'input' ? marked(i) : of.some((p) => depends[p]));
    return depends;
  }

  values(I: Intervals, inputs: readonly Interval[]): Interval[] {
    const v: Interval[] = [...inputs];
    for (let i = this.inputs; i < this.nodes.length; i++) v.push(resultOf(I, this.nodes[i]!, v));
    return v;
  }

  derivatives(I: Intervals, v: readonly Interval[], node: number): Derivatives {
    return derivativesOf(I, this.nodes[node]!, v, v[node]!);
  }

  /** seed·∂(node end)/∂(each node); null for 0. `of` gives the derivatives of a node. */
  adjoints(
    I: Intervals,
    of: (node: number) => Derivatives,
    depends: readonly boolean[],
    end: number,
    seed: Interval,
  ): (Interval | null)[] {
    const result: (Interval | null)[] = this.nodes.map(() => null);
    result[end] = seed;
    for (let i = end; i >= this.inputs; i--) {
      const own = result[i];
      if (own == null || !depends[i]) continue;
      const { first } = of(i);
      for (const [p, j] of this.nodes[i]!.of.entries()) {
        if (!depends[j]) continue;
        const part = I.multiply(own, first[p]!);
        const before = result[j];
        result[j] = before == null ? part : I.add(before, part);
      }
    }
    return result;
  }

  /**
   * How often each node is continuously differentiable near these values, certainly: 0 at a kink of max, min or abs and where √ of 0 may
   * be; max(0, s)ⁿ and |s|ⁿ have n − 1 derivatives, and for even n |s|ⁿ = sⁿ.
   */
  smoothness(I: Intervals, v: readonly Interval[]): number[] {
    const order: number[] = [];
    // Has the node values for all numbers near by?
    const open: boolean[] = [];
    for (const { kind, of, text, n } of this.nodes) {
      const least = of.reduce((x, p) => Math.min(x, order[p]!), Infinity);
      const domain =
        of.every((p) => open[p]) && (text !== 'sqrt' || kind !== 'call' || isPositive(v[of[0]!]!));
      open.push(domain);
      if (!domain) order.push(0);
      else if (kind === 'power' && least === 0) order.push(this.powerOrder(of[0]!, n, order));
      else if (kind === 'call' && text === 'abs') order.push(hasSign(I, v[of[0]!]!) ? least : 0);
      else if (kind === 'call' && (text === 'max' || text === 'min')) {
        const [a, b] = of as [number, number];
        const ahead = I.subtract(v[a]!, v[b]!);
        const first = text === 'max' ? ahead : I.negate(ahead);
        order.push(isPositive(first) ? order[a]! : isPositive(I.negate(first)) ? order[b]! : 0);
      } else order.push(least);
    }
    return order;
  }

  private powerOrder(base: number, n: number, order: readonly number[]): number {
    const { kind, of, text } = this.nodes[base]!;
    if (kind !== 'call' || n === 0) return order[base]!;
    const below = of.reduce((x, p) => Math.min(x, order[p]!), Infinity);
    if (text === 'abs') return n % 2 === 0 ? below : Math.min(below, n - 1);
    const kinked = (text === 'max' || text === 'min') && of.some((p) => this.isZero(p));
    return kinked ? Math.min(below, n - 1) : order[base]!;
  }

  private isZero(node: number): boolean {
    const { kind, text } = this.nodes[node]!;
    return kind === 'number' && text === '0';
  }
}

function hasSign(I: Intervals, x: Interval): boolean {
  return isPositive(x) || isPositive(I.negate(x));
}

function resultOf(I: Intervals, { kind, of, text, n }: Node, v: readonly Interval[]): Interval {
  const at = (p: number): Interval => v[of[p]!]!;
  switch (kind) {
    case 'number':
      return I.of(text);
    case 'pi':
      return I.pi;
    case 'minus':
      return I.negate(at(0));
    case '+':
      return I.add(at(0), at(1));
    case '-':
      return I.subtract(at(0), at(1));
    case '*':
      return I.multiply(at(0), at(1));
    case '/':
      return quotient(I, at(0), at(1));
    case 'power':
      return wholePower(I, at(0), n);
    case 'inner': {
      let sum = at(of.length - 1);
      for (let p = 0; p + 1 < of.length; p += 2) sum = I.add(sum, I.multiply(at(p), at(p + 1)));
      return sum;
    }
    case 'call':
      return functionValue(
        I,
        text,
        of.map((i) => v[i]!),
      );
    case 'input':
      throw new Rejection('an input has no formula');
  }
}

function functionValue(I: Intervals, name: string, args: readonly Interval[]): Interval {
  const [a, b] = args as readonly [Interval, Interval];
  switch (name) {
    case 'exp':
      return exponential(I, a);
    case 'log':
      return logarithm(I, a);
    case 'sqrt':
      confirm(isAtMost(I.zero, a), 'a root is taken of numbers of at least 0');
      return I.sqrt(a);
    case 'tanh':
      return tanh(I, a);
    case 'sin':
      return sine(I, a);
    case 'cos':
      return cosine(I, a);
    case 'atan':
      return arctangent(I, a);
    case 'abs':
      return I.absolute(a);
    case 'erf':
      return errorFunction(I, a);
    case 'softplus':
      return softplus(I, a);
    case 'sigmoid':
      return sigmoid(I, a);
    case 'max':
      return I.max(a, b);
    case 'min':
      return I.min(a, b);
    case 'logsumexp': {
      // a + log Σ e^(x − a) for any a: a lower end.
      const base = I.lower(a);
      return I.add(base, logarithm(I, I.sum(args.map((x) => exponential(I, I.subtract(x, base))))));
    }
    default:
      throw new Rejection(`a function ${name}`);
  }
}

function derivativesOf(
  I: Intervals,
  { kind, of, text, n }: Node,
  v: readonly Interval[],
  value: Interval,
): Derivatives {
  const at = (p: number): Interval => v[of[p]!]!;
  const minusOne = I.negate(I.one);
  switch (kind) {
    case 'minus':
      return { first: [minusOne], second: [] };
    case '+':
      return { first: [I.one, I.one], second: [] };
    case '-':
      return { first: [I.one, minusOne], second: [] };
    case '*':
      return { first: [at(1), at(0)], second: [[0, 1, I.one]] };
    case '/': {
      const inverse = quotient(I, I.one, at(1));
      const square = I.square(inverse);
      const slope = I.negate(I.multiply(value, inverse));
      const bend = I.multiply(I.add(value, value), square);
      return {
        first: [inverse, slope],
        second: [
          [0, 1, I.negate(square)],
          [1, 1, bend],
        ],
      };
    }
    case 'power': {
      const factor = (k: number, times: number): Interval =>
        times === 0 ? I.zero : I.multiply(I.integer(times), wholePower(I, at(0), k));
      return { first: [factor(n - 1, n)], second: n < 2 ? [] : [[0, 0, factor(n - 2, n * (n - 1))]] };
    }
    case 'inner': {
      const first: Interval[] = [];
      const second: [number, number, Interval][] = [];
      for (let p = 0; p + 1 < of.length; p += 2) {
        first.push(at(p + 1), at(p));
        second.push([p, p + 1, I.one]);
      }
      return { first: [...first, I.one], second };
    }
    case 'call':
      return functionDerivatives(
        I,
        text,
        of.map((i) => v[i]!),
        value,
      );
    default:
      return { first: [], second: [] };
  }
}

function functionDerivatives(
  I: Intervals,
  name: string,
  args: readonly Interval[],
  value: Interval,
): Derivatives {
  const [a] = args as readonly [Interval];
  const two = I.integer(2);
  const own = (slope: Interval, bend: Interval): Derivatives => ({ first: [slope], second: [[0, 0, bend]] });
  const logistic = (): { s: Interval; both: Interval } => {
    // s(1 − s) = e^−|x|/(1 + e^−|x|)², within [0, 1/4] and an even function that falls in |x|.
    const size = I.absolute(a);
    const product = (x: Interval): Interval => {
      const s = sigmoid(I, x);
      return I.multiply(s, I.subtract(I.one, s));
    };
    return { s: sigmoid(I, a), both: I.hull(product(I.upper(size)), product(I.lower(size))) };
  };
  switch (name) {
    case 'exp':
      return own(value, value);
    case 'log': {
      const inverse = I.divide(I.one, a);
      return own(inverse, I.negate(I.square(inverse)));
    }
    case 'sqrt': {
      confirm(isPositive(value), 'a root is differentiated at numbers above 0');
      const slope = I.divide(I.one, I.add(value, value));
      return own(slope, I.negate(I.divide(slope, I.add(a, a))));
    }
    case 'tanh': {
      const slope = I.subtract(I.one, I.square(value));
      return own(slope, I.negate(I.multiply(two, I.multiply(value, slope))));
    }
    case 'sigmoid': {
      const { s, both } = logistic();
      return own(both, I.multiply(both, I.subtract(I.one, I.add(s, s))));
    }
    case 'softplus': {
      const { s, both } = logistic();
      return own(s, both);
    }
    case 'sin':
      return own(cosine(I, a), I.negate(value));
    case 'cos':
      return own(I.negate(sine(I, a)), I.negate(value));
    case 'atan': {
      const inverse = I.divide(I.one, I.add(I.one, I.square(a)));
      return own(inverse, I.negate(I.multiply(I.multiply(two, a), I.square(inverse))));
    }
    case 'abs':
      return own(signOf(I, a), I.zero);
    case 'erf': {
      // 2φ(√2 x)√2 = (2/√π) e^(−x²)
      const root = I.sqrt(two);
      const slope = I.multiply(I.multiply(two, root), normalDensity(I, I.multiply(root, a)));
      return own(slope, I.negate(I.multiply(I.multiply(two, a), slope)));
    }
    case 'max':
    case 'min': {
      const [b, c] = args as readonly [Interval, Interval];
      const ahead = I.subtract(b, c);
      const first = name === 'max' ? ahead : I.negate(ahead);
      const share = isPositive(first) ? I.one : isPositive(I.negate(first)) ? I.zero : unitInterval(I);
      return { first: [share, I.subtract(I.one, share)], second: [] };
    }
    case 'logsumexp': {
      // The share of x_p is 1/Σ_q e^(x_q − x_p).
      const shares = args.map((x, p) =>
        I.divide(I.one, I.sum(args.map((y, q) => (p === q ? I.one : exponential(I, I.subtract(y, x)))))),
      );
      const second: [number, number, Interval][] = [];
      for (const [p, s] of shares.entries())
        for (let q = p; q < shares.length; q++) {
          const product = p === q ? I.multiply(s, I.subtract(I.one, s)) : I.negate(I.multiply(s, shares[q]!));
          second.push([p, q, product]);
        }
      return { first: shares, second };
    }
    default:
      throw new Rejection(`a function ${name}`);
  }
}

function signOf(I: Intervals, x: Interval): Interval {
  if (isPositive(x)) return I.one;
  const minus = I.negate(I.one);
  return isPositive(I.negate(x)) ? minus : I.hull(minus, I.one);
}
