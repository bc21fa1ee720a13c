import { type Ball, DomainError } from '../arithmetic/ball.ts';
import { wholeExponent } from './algebra.ts';
import type { BallAlgebra } from './balls.ts';
import { call, type FunctionName, negative, number, sameTree, type Tree } from './tree.ts';

/** What rules of composition say about a formula on the whole space of its variables; each is proved or left out. */
export interface Shape {
  /** Has it a value everywhere? */
  readonly defined: boolean;
  readonly convex: boolean;
  readonly concave: boolean;
  /** Nondecreasing, nonincreasing in every variable. */
  readonly rising: boolean;
  readonly falling: boolean;
  /** Of a formula in one variable that rises or falls: strictly so. */
  readonly strict: boolean;
  /** Bounds of its values; null for none. */
  readonly low: Ball | null;
  readonly high: Ball | null;
  /** How often it is continuously differentiable, at least. */
  readonly smooth: number;
}

const INCREASING: readonly FunctionName[] = [
  'exp',
  'log',
  'sqrt',
  'tanh',
  'atan',
  'erf',
  'softplus',
  'sigmoid',
  'logsumexp',
  'max',
  'min',
];
/** Convex (concave) and increasing: of convex (concave) arguments they are convex (concave). */
const CONVEX: readonly FunctionName[] = ['exp', 'softplus', 'logsumexp', 'max'];
const CONCAVE: readonly FunctionName[] = ['log', 'sqrt', 'min'];
/** Values that a function stays between whatever its argument. */
const RANGES: Partial<Record<FunctionName, readonly [low: string | null, high: string | null]>> = {
  exp: ['0', null],
  sqrt: ['0', null],
  abs: ['0', null],
  softplus: ['0', null],
  sigmoid: ['0', '1'],
  tanh: ['-1', '1'],
  erf: ['-1', '1'],
  sin: ['-1', '1'],
  cos: ['-1', '1'],
};

/**
 * The shape of a tree, its variables free on all of ℝ. The rules are those of convex calculus: sums, multiples, increasing
 * convex functions of convex ones, even powers of affine or of convex nonnegative ones, and their mirror images.
 */
export function shapeOf(algebra: BallAlgebra, tree: Tree): Shape {
  const { field } = algebra;
  const known = new Map<Tree, Shape>();
  const of = (part: Tree): Shape => {
    const before = known.get(part);
    if (before !== undefined) return before;
    const shape = found(part);
    known.set(part, shape);
    return shape;
  };

  const found = (part: Tree): Shape => {
    switch (part.kind) {
      case 'number':
        return constant(algebra.decimal(part.value));
      case 'pi':
        return constant(field.pi);
      case 'variable':
        return {
          ...ANYTHING,
          defined: true,
          convex: true,
          concave: true,
          rising: true,
          strict: true,
          smooth: Infinity,
        };
      case 'neg':
        return mirrored(of(part.of));
      case 'add':
        return sum(of(part.left), of(part.right));
      case 'sub':
        return sum(of(part.left), mirrored(of(part.right)));
      case 'mul':
        if (sameTree(part.left, part.right)) return power(part.left, 2);
        return product(of(part.left), of(part.right));
      case 'div':
        return product(of(part.left), power(part.right, -1));
      case 'power': {
        const n = wholeExponent(part.right);
        if (n !== null) return power(part.left, n);
        // a^b = exp(b log a)
        return of(call('exp', { kind: 'mul', left: part.right, right: call('log', part.left) }));
      }
      case 'call':
        return applied(part.name, part.args);
    }
  };

  const constant = (x: Ball): Shape => ({
    defined: true,
    convex: true,
    concave: true,
    rising: true,
    falling: true,
    strict: false,
    low: field.lower(x),
    high: field.upper(x),
    smooth: Infinity,
  });

  const mirrored = (a: Shape): Shape => ({
    ...a,
    convex: a.concave,
    concave: a.convex,
    rising: a.falling,
    falling: a.rising,
    low: a.high && field.neg(a.high),
    high: a.low && field.neg(a.low),
  });

  const sum = (a: Shape, b: Shape): Shape => ({
    defined: a.defined && b.defined,
    convex: a.convex && b.convex,
    concave: a.concave && b.concave,
    rising: a.rising && b.rising,
    falling: a.falling && b.falling,
    strict: a.strict || b.strict,
    low: a.low && b.low && field.lower(field.add(a.low, b.low)),
    high: a.high && b.high && field.upper(field.add(a.high, b.high)),
    smooth: Math.min(a.smooth, b.smooth),
  });

  const product = (a: Shape, b: Shape): Shape => {
    if (isConstant(a)) return multiple(a, b);
    if (isConstant(b)) return multiple(b, a);
    const positive = nonnegative(a) && nonnegative(b);
    return {
      ...ANYTHING,
      defined: a.defined && b.defined,
      rising: positive && a.rising && b.rising,
      falling: positive && a.falling && b.falling,
      strict: false,
      low: positive ? field.zero : null,
      smooth: Math.min(a.smooth, b.smooth),
    };
  };

  const multiple = (factor: Shape, a: Shape): Shape => {
    const [low, high] = [factor.low!, factor.high!];
    const defined = factor.defined && a.defined;
    if (field.isZero(low) && field.isZero(high)) return { ...constant(field.zero), defined };
    if (field.lessOrEqual(high, field.zero) === 'yes') return multiple(mirrored(factor), mirrored(a));
    if (field.lessOrEqual(field.zero, low) !== 'yes') return { ...ANYTHING, defined, smooth: a.smooth };
    const times = (x: Ball | null, side: 'lower' | 'upper'): Ball | null =>
      x && field[side](field.mul(x, field.hull(low, high)));
    const strict = a.strict && field.positive(low) === 'yes';
    return { ...a, defined, strict, low: times(a.low, 'lower'), high: times(a.high, 'upper') };
  };

  const nonnegative = (a: Shape): boolean => a.low !== null && field.lessOrEqual(field.zero, a.low) === 'yes';
  const certainlyPositive = (a: Shape): boolean => a.low !== null && field.positive(a.low) === 'yes';

  const power = (base: Tree, n: number): Shape => {
    const a = of(base);
    if (n === 0) return { ...constant(field.one), defined: a.defined };
    if (n < 0) return reciprocal(n === -1 ? a : power(base, -n));
    if (n === 1) return a;
    const smooth = powerSmoothness(base, a, n);
    // |a|^n, mirrored for odd n where a ≤ 0.
    if (!nonnegative(a) && n % 2 === 0) {
      const opposite = mirrored(a);
      if (nonnegative(opposite)) return { ...power(negative(base), n), smooth };
      return { ...ANYTHING, defined: a.defined, convex: a.convex && a.concave, low: field.zero, smooth };
    }
    const raised = (x: Ball | null, side: 'lower' | 'upper'): Ball | null =>
      x && field[side](algebra.integerPower(x, n));
    const bounds = { low: raised(a.low, 'lower'), high: raised(a.high, 'upper') };
    const concave = n % 2 === 1 && a.concave && nonnegative(mirrored(a));
    return { ...a, ...bounds, convex: a.convex && nonnegative(a), concave: concave || isConstant(a), smooth };
  };

  /** 1/a decreases for a > 0, and is convex there where a is concave. */
  const reciprocal = (a: Shape): Shape => {
    const opposite = mirrored(a);
    if (!certainlyPositive(a)) return certainlyPositive(opposite) ? mirrored(reciprocal(opposite)) : ANYTHING;
    return {
      defined: a.defined,
      convex: a.concave,
      concave: isConstant(a),
      rising: a.falling,
      falling: a.rising,
      strict: a.strict,
      low: a.high ? field.lower(field.div(field.one, a.high)) : field.zero,
      high: field.upper(field.div(field.one, a.low!)),
      smooth: a.smooth,
    };
  };

  const powerSmoothness = (base: Tree, a: Shape, n: number): number => {
    if (a.smooth > 0 || base.kind !== 'call') return a.smooth;
    const inner = Math.min(...base.args.map((part) => of(part).smooth));
    if (base.name === 'abs') return n % 2 === 0 ? inner : Math.min(inner, n - 1);
    const zero = base.args.length === 2 && base.args.some((part) => sameTree(part, number(0)));
    return zero && (base.name === 'max' || base.name === 'min') ? Math.min(inner, n - 1) : a.smooth;
  };

  const applied = (name: FunctionName, args: readonly Tree[]): Shape => {
    const shapes = args.map(of);
    const every = (f: (a: Shape) => boolean): boolean => shapes.every(f);
    const [a] = shapes as [Shape];
    const increasing = INCREASING.includes(name);
    const fixed = every(isConstant);
    const [least, most] = (RANGES[name] ?? [null, null]).map((x) => (x === null ? null : field.exact(x)));
    const bounds = increasing ? increasingBounds(name, shapes) : { low: null, high: null };
    // log and √ need an argument that certainly has one; √ has no derivative at 0.
    const inDomain =
      name === 'log'
        ? certainlyPositive(a) || logarithmConvex(args[0]!)
        : name === 'sqrt'
          ? nonnegative(a)
          : true;
    const kinked =
      name === 'max' || name === 'min' || name === 'abs' || (name === 'sqrt' && !certainlyPositive(a));
    const convexAbs = name === 'abs' && ((a.convex && a.concave) || (a.convex && nonnegative(a)));
    // A norm; the logarithm of a sum of exponentials.
    const composedConvex =
      (name === 'sqrt' && sumOfSquares(args[0]!)) || (name === 'log' && logarithmConvex(args[0]!));
    return {
      defined: every((x) => x.defined) && inDomain,
      convex: fixed || (CONVEX.includes(name) && every((x) => x.convex)) || convexAbs || composedConvex,
      concave: fixed || (CONCAVE.includes(name) && every((x) => x.concave)),
      rising:
        fixed || (increasing && every((x) => x.rising)) || (name === 'abs' && a.rising && nonnegative(a)),
      falling:
        fixed || (increasing && every((x) => x.falling)) || (name === 'abs' && a.falling && nonnegative(a)),
      low: bounds.low ?? least ?? null,
      high: bounds.high ?? most ?? null,
      strict: increasing && (name === 'logsumexp' ? shapes.some((x) => x.strict) : every((x) => x.strict)),
      smooth: kinked && !fixed ? 0 : Math.min(...shapes.map((x) => x.smooth)),
    };
  };

  /** An increasing function lies between its values at the bounds. */
  const increasingBounds = (
    name: FunctionName,
    shapes: readonly Shape[],
  ): { low: Ball | null; high: Ball | null } => {
    const at = (bounds: readonly (Ball | null)[], side: 'lower' | 'upper'): Ball | null => {
      // The greatest argument alone bounds a maximum from below, the least a minimum from above.
      const known = bounds.filter((x) => x !== null);
      const enough =
        known.length === bounds.length || (known.length > 0 && name === (side === 'lower' ? 'max' : 'min'));
      if (!enough) return null;
      try {
        return field[side](algebra.apply(name, known));
      } catch (error) {
        if (error instanceof DomainError) return null;
        throw error;
      }
    };
    return {
      low: at(
        shapes.map(({ low }) => low),
        'lower',
      ),
      high: at(
        shapes.map(({ high }) => high),
        'upper',
      ),
    };
  };

  /** Σ of squares of affine formulas and of constants ≥ 0, with factors ≥ 0: the root of it is a norm, which is convex. */
  const sumOfSquares = (part: Tree): boolean => {
    const a = of(part);
    if (isConstant(a)) return nonnegative(a);
    switch (part.kind) {
      case 'add':
        return sumOfSquares(part.left) && sumOfSquares(part.right);
      case 'mul':
        return (
          sumOfSquares(part.left) &&
          sumOfSquares(part.right) &&
          [part.left, part.right].some((x) => isConstant(of(x)))
        );
      case 'power': {
        const base = of(part.left);
        return wholeExponent(part.right) === 2 && base.convex && base.concave;
      }
      default:
        return false;
    }
  };

  /** Positive with a convex logarithm: constants > 0, e^convex, and sums, products and powers of such. */
  const logarithmConvex = (part: Tree): boolean => {
    const a = of(part);
    if (isConstant(a)) return certainlyPositive(a);
    switch (part.kind) {
      case 'add':
      case 'mul':
        return logarithmConvex(part.left) && logarithmConvex(part.right);
      case 'power':
        return (wholeExponent(part.right) ?? 0) > 0 && logarithmConvex(part.left);
      case 'call':
        return part.name === 'exp' && of(part.args[0]!).convex;
      default:
        return false;
    }
  };

  const isConstant = (a: Shape): boolean => a.rising && a.falling && a.low !== null && a.high !== null;
  return of(tree);
}

/** Nothing is known. */
const ANYTHING: Shape = {
  defined: false,
  convex: false,
  concave: false,
  rising: false,
  falling: false,
  strict: false,
  low: null,
  high: null,
  smooth: 0,
};
