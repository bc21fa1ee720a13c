import { wholeExponent } from './algebra.ts';
import { slopeOf, type Unary } from './duals.ts';
import { floatAlgebra } from './floats.ts';
import { binary, call, type Tree } from './tree.ts';

type Step = (values: Float64Array) => number;
type Back = (values: Float64Array, adjoints: Float64Array, adjoint: number) => void;

/**
 * Several trees in doubles, prepared for many evaluations: a list of steps, each a function of earlier results. Values and
 * gradients are those of floatAlgebra and its dual numbers, a hundred times as quick. For descent; never for proofs.
 */
export class Tape {
  /** Slots of the variables, then a slot for every step. */
  private readonly values: Float64Array;
  private readonly adjoints: Float64Array;
  private readonly steps: Step[] = [];
  private readonly backs: Back[] = [];
  private readonly ends: readonly number[];
  private readonly inputs: number;

  constructor(trees: readonly Tree[], variables: readonly string[]) {
    this.inputs = variables.length;
    const slots = new Map(variables.map((name, i) => [name, i]));
    this.ends = trees.map((tree) => this.record(tree, slots));
    this.values = new Float64Array(this.inputs + this.steps.length);
    this.adjoints = new Float64Array(this.inputs + this.steps.length);
  }

  /** Takes the values of the first variables, from the first on. */
  take(values: ArrayLike<number>, from: number): void {
    for (let i = 0; i < values.length; i++) this.values[from + i] = values[i]!;
  }

  /** Evaluates all trees. */
  run(output: Float64Array): void {
    const { values, steps, inputs } = this;
    for (let i = 0; i < steps.length; i++) values[inputs + i] = steps[i]!(values);
    for (const [k, end] of this.ends.entries()) output[k] = values[end]!;
  }

  /** gradient[i] += Σ_k seed_k ∂tree_k/∂variable_i for the first `count` variables, where all trees were run. */
  accumulate(seed: ArrayLike<number>, gradient: Float64Array, count: number): void {
    const { values, backs, inputs } = this;
    const adjoints = this.adjoints.fill(0);
    for (const [k, end] of this.ends.entries()) adjoints[end]! += seed[k]!;
    for (let i = backs.length - 1; i >= 0; i--) {
      const adjoint = adjoints[inputs + i]!;
      if (adjoint !== 0) backs[i]!(values, adjoints, adjoint);
    }
    for (let i = 0; i < count; i++) gradient[i]! += adjoints[i]!;
  }

  private push(step: Step, back: Back): number {
    this.backs.push(back);
    return this.inputs + this.steps.push(step) - 1;
  }

  private record(tree: Tree, slots: ReadonlyMap<string, number>): number {
    const of = (part: Tree): number => this.record(part, slots);
    switch (tree.kind) {
      case 'number':
      case 'pi': {
        const constant = tree.kind === 'pi' ? Math.PI : Number(tree.value);
        return this.push(
          () => constant,
          () => undefined,
        );
      }
      case 'variable': {
        const slot = slots.get(tree.name);
        if (slot === undefined) throw new RangeError(`no value for ${tree.name}`);
        return slot;
      }
      case 'neg': {
        const a = of(tree.of);
        return this.push(
          (v) => -v[a]!,
          (_, g, d) => {
            g[a]! -= d;
          },
        );
      }
      case 'call':
        return this.called(tree, slots);
      case 'power': {
        const n = wholeExponent(tree.right);
        // a^b = exp(b log a)
        if (n === null) return of(call('exp', binary('mul', tree.right, call('log', tree.left))));
        const a = of(tree.left);
        return this.push(
          (v) => v[a]! ** n,
          (v, g, d) => {
            g[a]! += n === 0 ? 0 : d * n * v[a]! ** (n - 1);
          },
        );
      }
      default:
        return this.combined(tree.kind, of(tree.left), of(tree.right));
    }
  }

  private combined(kind: 'add' | 'sub' | 'mul' | 'div', a: number, b: number): number {
    switch (kind) {
      case 'add':
        return this.push(
          (v) => v[a]! + v[b]!,
          (_, g, d) => {
            g[a]! += d;
            g[b]! += d;
          },
        );
      case 'sub':
        return this.push(
          (v) => v[a]! - v[b]!,
          (_, g, d) => {
            g[a]! += d;
            g[b]! -= d;
          },
        );
      case 'mul':
        return this.push(
          (v) => v[a]! * v[b]!,
          (v, g, d) => {
            g[a]! += d * v[b]!;
            g[b]! += d * v[a]!;
          },
        );
      case 'div':
        return this.push(
          (v) => v[a]! / v[b]!,
          (v, g, d) => {
            g[a]! += d / v[b]!;
            g[b]! -= (d * v[a]!) / (v[b]! * v[b]!);
          },
        );
    }
  }

  private called(
    { name, args }: Extract<Tree, { kind: 'call' }>,
    slots: ReadonlyMap<string, number>,
  ): number {
    const [a, ...rest] = args.map((part) => this.record(part, slots)) as [number, ...number[]];
    switch (name) {
      case 'max':
      case 'min': {
        const sign = name === 'max' ? 1 : -1;
        return rest.reduce(
          (x, y) =>
            this.push(
              (v) => (sign * (v[x]! - v[y]!) > 0 ? v[x]! : v[y]!),
              (v, g, d) => {
                g[sign * (v[x]! - v[y]!) > 0 ? x : y]! += d;
              },
            ),
          a,
        );
      }
      case 'logsumexp': {
        const all = [a, ...rest];
        return this.push(
          (v) =>
            floatAlgebra.apply(
              name,
              all.map((x) => v[x]!),
            ),
          (v, g, d) => {
            const shares = floatAlgebra.softmax(all.map((x) => v[x]!));
            for (const [i, x] of all.entries()) g[x]! += d * shares[i]!;
          },
        );
      }
      default: {
        const f = UNARY[name];
        return this.push(
          (v) => f(v[a]!),
          (v, g, d) => {
            g[a]! += d * slopeOf(floatAlgebra, name, v[a]!, f(v[a]!));
          },
        );
      }
    }
  }
}

const unary =
  (name: Unary) =>
  (x: number): number =>
    floatAlgebra.apply(name, [x]);

const UNARY: Readonly<Record<Unary, (x: number) => number>> = {
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  tanh: Math.tanh,
  sin: Math.sin,
  cos: Math.cos,
  atan: Math.atan,
  abs: Math.abs,
  erf: unary('erf'),
  softplus: unary('softplus'),
  sigmoid: unary('sigmoid'),
};
