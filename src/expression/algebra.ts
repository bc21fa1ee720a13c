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

/** Values of parts of a tree that were evaluated. */
export interface Known<S> {
  readonly values: Map<Tree, S>;
  /** The parts that may occur again; all of them where that is not known. */
  readonly shared: ReadonlySet<Tree> | null;
}

/**
 * The value of a tree; `variables` holds one for every name that occurs. Of a tree with shared parts `known` keeps their values, so
 * that each is evaluated once.
 */
export function evaluateTree<S>(
  algebra: Algebra<S>,
  tree: Tree,
  variables: Readonly<Record<string, S>>,
  known?: Known<S>,
): S {
  if (known === undefined || known.shared?.has(tree) === false)
    return computed(algebra, tree, variables, known);
  const before = known.values.get(tree);
  if (before !== undefined) return before;
  const value = computed(algebra, tree, variables, known);
  known.values.set(tree, value);
  return value;
}

function computed<S>(
  algebra: Algebra<S>,
  tree: Tree,
  variables: Readonly<Record<string, S>>,
  known: Known<S> | undefined,
): S {
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
      return algebra.neg(evaluateTree(algebra, tree.of, variables, known));
    case 'call':
      return algebra.apply(
        tree.name,
        tree.args.map((part) => evaluateTree(algebra, part, variables, known)),
      );
    case 'power': {
      const n = wholeExponent(tree.right);
      const base = evaluateTree(algebra, tree.left, variables, known);
      return n === null
        ? algebra.power(base, evaluateTree(algebra, tree.right, variables, known))
        : algebra.integerPower(base, n);
    }
    default:
      return algebra[tree.kind](
        evaluateTree(algebra, tree.left, variables, known),
        evaluateTree(algebra, tree.right, variables, known),
      );
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
