import { type Dual, DualRing } from '../arithmetic/dual.ts';
import { type Algebra, evaluateTree } from './algebra.ts';
import type { Sided } from './balls.ts';
import type { FunctionName, Tree } from './tree.ts';

/** Numbers whose expressions can be differentiated. */
export interface Differentiable<S> extends Algebra<S>, Sided<S> {}

/**
 * Expressions with their partial derivatives, over any numbers; over dual numbers again, with second derivatives. Over balls
 * the derivatives are enclosed wherever they exist. At a kink (max, min, abs) they are the hull of those of both sides, which
 * contains every one-sided derivative; whether there is a kink, `smoothness` tells.
 */
export class DualAlgebra<S> extends DualRing<S> implements Differentiable<Dual<S>> {
  readonly pi: Dual<S>;
  private readonly over: Differentiable<S>;

  constructor(over: Differentiable<S>, unknowns: number) {
    super(
      {
        zero: over.decimal('0'),
        add: over.add.bind(over),
        sub: over.sub.bind(over),
        mul: over.mul.bind(over),
      },
      over.decimal('1'),
      unknowns,
    );
    this.over = over;
    this.pi = this.constant(over.pi);
  }

  decimal(x: string): Dual<S> {
    // Not this.zero, by which products are left out: what a written 0 is multiplied by has to have a value.
    return x === '1' ? this.one : this.constant(this.over.decimal(x));
  }

  neg(a: Dual<S>): Dual<S> {
    return this.sub(this.zero, a);
  }

  /** d(a/b) = (da − (a/b) db)/b */
  div(a: Dual<S>, b: Dual<S>): Dual<S> {
    const { over } = this;
    const value = over.div(a.value, b.value);
    const inverse = over.div(over.decimal('1'), b.value);
    return this.combined(value, a, inverse, b, over.neg(over.mul(value, inverse)));
  }

  integerPower(a: Dual<S>, n: number): Dual<S> {
    const { over } = this;
    if (n === 0) return this.constant(over.integerPower(a.value, 0));
    if (n === 1) return a;
    return this.chain(a, over.integerPower(a.value, n), () =>
      over.mul(whole(over, n), over.integerPower(a.value, n - 1)),
    );
  }

  /** d a^b = a^b (b/a da + log a db) */
  power(a: Dual<S>, b: Dual<S>): Dual<S> {
    const { over } = this;
    const value = over.power(a.value, b.value);
    const byA = over.mul(value, over.div(b.value, a.value));
    return this.combined(value, a, byA, b, over.mul(value, over.apply('log', [a.value])));
  }

  apply(name: FunctionName, args: readonly Dual<S>[]): Dual<S> {
    switch (name) {
      case 'max':
        return args.reduce((x, y) => this.greater(x, y));
      case 'min':
        return this.neg(args.map((x) => this.neg(x)).reduce((x, y) => this.greater(x, y)));
      case 'logsumexp':
        return this.logSumExp(args);
      default: {
        const [a] = args as readonly [Dual<S>];
        const value = this.over.apply(name, [a.value]);
        return this.chain(a, value, () => slopeOf(this.over, name, a.value, value));
      }
    }
  }

  softmax(args: readonly Dual<S>[]): readonly Dual<S>[] {
    const total = this.logSumExp(args);
    return args.map((x) => this.apply('exp', [this.sub(x, total)]));
  }

  step(a: Dual<S>): Dual<S> {
    return this.constant(this.over.step(a.value));
  }

  /** max(a, b) has the derivative of the greater one; t = 1 where that is a. */
  private greater(a: Dual<S>, b: Dual<S>): Dual<S> {
    const { over } = this;
    const t = over.step(over.sub(a.value, b.value));
    return this.combined(over.apply('max', [a.value, b.value]), a, t, b, over.sub(over.decimal('1'), t));
  }

  /** ∂ log Σ e^x_i/∂x_i = e^(x_i − log Σ). */
  private logSumExp(args: readonly Dual<S>[]): Dual<S> {
    const values = args.map((x) => x.value);
    const value = this.over.apply('logsumexp', values);
    const shares = this.over.softmax(values);
    const one = this.over.decimal('1');
    return args
      .map((x, i) => this.chain(x, value, () => shares[i]!))
      .reduce((sum, x) => this.combined(value, sum, one, x, one));
  }
}

/** A function of one argument. */
export type Unary = Exclude<FunctionName, 'max' | 'min' | 'logsumexp'>;

/** f'(a), where f(a) is known. */
export function slopeOf<S>(over: Differentiable<S>, name: Unary, a: S, value: S): S {
  const one = over.decimal('1');
  switch (name) {
    case 'exp':
      return value;
    case 'log':
      return over.div(one, a);
    case 'sqrt':
      return over.div(one, over.mul(whole(over, 2), value));
    case 'tanh':
      return over.sub(one, over.integerPower(value, 2));
    case 'sin':
      return over.apply('cos', [a]);
    case 'cos':
      return over.neg(over.apply('sin', [a]));
    case 'atan':
      return over.div(one, over.add(one, over.integerPower(a, 2)));
    case 'abs':
      return over.sub(over.mul(whole(over, 2), over.step(a)), one);
    case 'erf': {
      // 2 e^(−a²)/√π
      const density = over.apply('exp', [over.neg(over.integerPower(a, 2))]);
      return over.div(over.mul(whole(over, 2), density), over.apply('sqrt', [over.pi]));
    }
    case 'softplus':
      return over.apply('sigmoid', [a]);
    case 'sigmoid':
      return over.mul(value, over.sub(one, value));
  }
}

function whole<S>(over: Differentiable<S>, n: number): S {
  const size = over.decimal(String(Math.abs(n)));
  return n < 0 ? over.neg(size) : size;
}

/** The value of a tree and its derivatives by some of its variables, in their order. */
export function differentiated<S>(
  algebra: Differentiable<S>,
  tree: Tree,
  variables: Readonly<Record<string, S>>,
  by: readonly string[],
): { readonly value: S; readonly gradient: readonly S[] } {
  const duals = new DualAlgebra(algebra, by.length);
  const entries = Object.entries(variables).map(([name, value]) => {
    const i = by.indexOf(name);
    return [name, i < 0 ? duals.constant(value) : duals.unknown(value, i)] as const;
  });
  const result = evaluateTree(duals, tree, Object.fromEntries(entries));
  return { value: result.value, gradient: duals.slopes(result) };
}

/** f(x + tv) to the second order in t at t = 0: its value, v·∇f and vᵀ∇²f v. */
export interface Along<S> {
  readonly value: S;
  readonly first: S;
  readonly second: S;
}

interface Second<S> {
  readonly inner: DualAlgebra<S>;
  readonly outer: DualAlgebra<Dual<S>>;
}

/** Dual numbers over dual numbers: the same for every point that is looked at. */
const seconds = new WeakMap<object, unknown>();

function secondOver<S>(algebra: Differentiable<S>): Second<S> {
  const known = seconds.get(algebra) as Second<S> | undefined;
  if (known !== undefined) return known;
  const inner = new DualAlgebra(algebra, 1);
  const made = { inner, outer: new DualAlgebra(inner, 1) };
  seconds.set(algebra, made);
  return made;
}

/**
 * A tree along a direction, to the second order, over any numbers. Over balls first and second hold for all points of the
 * arguments where `smoothness` says 2 or more; a direction leaves out the variables that do not move.
 */
export function alongDirection<S>(
  algebra: Differentiable<S>,
  tree: Tree,
  variables: Readonly<Record<string, S>>,
  direction: Readonly<Record<string, S>>,
): Along<S> {
  const { inner, outer } = secondOver(algebra);
  const moving = (value: S, slope: S): Dual<Dual<S>> => ({
    // x + t v with t itself a dual number: the first derivative by t is the constant v.
    value: { value, gradient: [slope] },
    gradient: [inner.constant(slope)],
  });
  const entries = Object.entries(variables).map(([name, value]) => {
    const still = outer.constant(inner.constant(value));
    return [name, Object.hasOwn(direction, name) ? moving(value, direction[name]!) : still] as const;
  });
  const result = evaluateTree(outer, tree, Object.fromEntries(entries));
  const [slope] = outer.slopes(result) as [Dual<S>];
  return { value: result.value.value, first: slope.value, second: inner.slopes(slope)[0]! };
}
