import type { FunctionName, Tree } from './tree.ts';

/** The numbers that an expression is evaluated over: balls, doubles, exact rationals, or dual numbers over any of them. */
export interface Algebra<S> {
  readonly pi: S;
  /** An exact decimal. */
  decimal(x: string): S;
  add(a: S, b: S): S;
  sub(a: S, b: S): S;
  neg(a: S): S;
  mul(a: S, b: S): S;
  /** Σ a_i b_i + c, where that is better done at once. */
  dot?(a: readonly S[], b: readonly S[], c: S): S;
  div(a: S, b: S): S;
  /** a^n, n an integer. */
  integerPower(a: S, n: number): S;
  /** a^b for a > 0. */
  power(a: S, b: S): S;
  apply(name: FunctionName, args: readonly S[]): S;
  /** e^x_i/Σ_j e^x_j: the derivatives of logsumexp. */
  softmax(args: readonly S[]): readonly S[];
}

/** Exponents beyond this are not taken as whole numbers. */
export const MAX_POWER = 1000;

/**
 * The value of a tree; `variables` holds one for every name that occurs. Of a tree with shared parts `known` keeps their values, so
 * that each is evaluated once.
 */
export function evaluateTree<S>(
  algebra: Algebra<S>,
  tree: Tree,
  variables: Readonly<Record<string, S>>,
  known?: Map<Tree, S>,
): S {
  if (known === undefined) return computed(algebra, tree, variables, undefined);
  const before = known.get(tree);
  if (before !== undefined) return before;
  const value = computed(algebra, tree, variables, known);
  known.set(tree, value);
  return value;
}

function computed<S>(
  algebra: Algebra<S>,
  tree: Tree,
  variables: Readonly<Record<string, S>>,
  known: Map<Tree, S> | undefined,
): S {
  const of = (part: Tree): S => evaluateTree(algebra, part, variables, known);
  switch (tree.kind) {
    case 'number':
      return algebra.decimal(tree.value);
    case 'pi':
      return algebra.pi;
    case 'variable': {
      if (!Object.hasOwn(variables, tree.name)) throw new RangeError(`no value for ${tree.name}`);
      return variables[tree.name]!;
    }
    case 'neg':
      return algebra.neg(of(tree.of));
    case 'call':
      return algebra.apply(tree.name, tree.args.map(of));
    case 'power': {
      const n = wholeExponent(tree.right);
      return n === null
        ? algebra.power(of(tree.left), of(tree.right))
        : algebra.integerPower(of(tree.left), n);
    }
    default:
      return algebra[tree.kind](of(tree.left), of(tree.right));
  }
}

/** The exponent n of a power whose exponent is written as a whole number; null for every other. */
export function wholeExponent(tree: Tree): number | null {
  if (tree.kind === 'neg') {
    const n = wholeExponent(tree.of);
    return n === null ? null : -n;
  }
  if (tree.kind !== 'number') return null;
  const n = Number(tree.value);
  // A numeral is canonical, so a whole number of this size has no point and no exponent.
  return /^\d{1,4}$/.test(tree.value) && n <= MAX_POWER ? n : null;
}
