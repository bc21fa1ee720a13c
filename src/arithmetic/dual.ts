import type { Scalars } from './scalars.ts';

/** A number with its partial derivatives; null stands for 0. */
export interface Dual<S> {
  readonly value: S;
  readonly gradient: readonly (S | null)[];
}

/** What sums and products of dual numbers are made of. */
type Ring<S> = Pick<Scalars<S>, 'zero' | 'add' | 'sub' | 'mul'>;

/**
 * Forward differentiation over any numbers. Where the numbers are enclosures, values and derivatives enclose the function
 * and its partial derivatives on the whole of the arguments, since every rule holds pointwise.
 */
export abstract class DualRing<S> {
  readonly unknowns: number;
  readonly zero: Dual<S>;
  readonly one: Dual<S>;
  private readonly numbers: Ring<S>;
  private readonly flat: readonly null[];

  protected constructor(numbers: Ring<S>, one: S, unknowns: number) {
    this.numbers = numbers;
    this.unknowns = unknowns;
    this.flat = new Array<null>(unknowns).fill(null);
    this.zero = this.constant(numbers.zero);
    this.one = this.constant(one);
  }

  /** A number that depends on no unknown. */
  constant(value: S): Dual<S> {
    return { value, gradient: this.flat };
  }

  /** Unknown i with this value. */
  unknown(value: S, i: number): Dual<S> {
    const gradient: (S | null)[] = this.flat.slice();
    gradient[i] = this.one.value;
    return { value, gradient };
  }

  /** All partial derivatives. */
  slopes({ gradient }: Dual<S>): S[] {
    return gradient.map((x) => x ?? this.numbers.zero);
  }

  add(a: Dual<S>, b: Dual<S>): Dual<S> {
    if (a === this.zero) return b;
    if (b === this.zero) return a;
    const { numbers } = this;
    return {
      value: numbers.add(a.value, b.value),
      gradient: this.merged(a, b, (x, y) => (x === null ? y : y === null ? x : numbers.add(x, y))),
    };
  }

  sub(a: Dual<S>, b: Dual<S>): Dual<S> {
    if (b === this.zero) return a;
    const { numbers } = this;
    return {
      value: numbers.sub(a.value, b.value),
      gradient: this.merged(a, b, (x, y) => (y === null ? x : numbers.sub(x ?? numbers.zero, y))),
    };
  }

  mul(a: Dual<S>, b: Dual<S>): Dual<S> {
    if (a === this.zero || b === this.zero) return this.zero;
    if (a === this.one) return b;
    if (b === this.one) return a;
    return this.combined(this.numbers.mul(a.value, b.value), a, b.value, b, a.value);
  }

  /** ab + cd */
  protected sumOfProducts(a: S, b: S, c: S, d: S): S {
    return this.numbers.add(this.numbers.mul(a, b), this.numbers.mul(c, d));
  }

  /** f(a) with its value and derivative, which is computed only where a depends on an unknown. */
  protected chain(a: Dual<S>, value: S, derivative: () => S): Dual<S> {
    if (a.gradient === this.flat) return this.constant(value);
    const slope = derivative();
    return { value, gradient: a.gradient.map((x) => (x === null ? null : this.numbers.mul(x, slope))) };
  }

  /** f(a, b) with its value and partial derivatives. */
  protected combined(value: S, a: Dual<S>, byA: S, b: Dual<S>, byB: S): Dual<S> {
    const { numbers } = this;
    const gradient = this.merged(a, b, (x, y) => {
      if (x === null) return y === null ? null : numbers.mul(byB, y);
      return y === null ? numbers.mul(x, byA) : this.sumOfProducts(x, byA, byB, y);
    });
    return { value, gradient };
  }

  private merged(
    a: Dual<S>,
    b: Dual<S>,
    combine: (x: S | null, y: S | null) => S | null,
  ): readonly (S | null)[] {
    if (a.gradient === this.flat && b.gradient === this.flat) return this.flat;
    const gradient: (S | null)[] = this.flat.slice();
    for (let i = 0; i < gradient.length; i++) {
      const x = a.gradient[i]!;
      const y = b.gradient[i]!;
      if (x !== null || y !== null) gradient[i] = combine(x, y);
    }
    return gradient;
  }
}

/** Dual numbers over scalars. */
export class DualScalars<S> extends DualRing<S> implements Scalars<Dual<S>> {
  readonly pi: Dual<S>;
  readonly halfPi: Dual<S>;
  private readonly field: Scalars<S>;

  constructor(field: Scalars<S>, unknowns: number) {
    super(field, field.integer(1), unknowns);
    this.field = field;
    this.pi = this.constant(field.pi);
    this.halfPi = this.constant(field.halfPi);
  }

  integer(n: number): Dual<S> {
    return this.constant(this.field.integer(n));
  }

  neg(a: Dual<S>): Dual<S> {
    return this.sub(this.zero, a);
  }

  /** d(a/b) = (da − (a/b) db)/b */
  div(a: Dual<S>, b: Dual<S>): Dual<S> {
    const { field } = this;
    const value = field.div(a.value, b.value);
    const inverse = field.div(field.integer(1), b.value);
    return this.combined(value, a, inverse, b, field.neg(field.mul(value, inverse)));
  }

  /** d√a = da/(2√a) */
  sqrt(a: Dual<S>): Dual<S> {
    const { field } = this;
    const root = field.sqrt(a.value);
    return this.chain(a, root, () => field.div(field.integer(1), field.mul(field.integer(2), root)));
  }

  /** r = √(xy − z²): dr = (y dx + x dy − 2z dz)/(2r) */
  crossNorm(x: Dual<S>, y: Dual<S>, z: Dual<S>): Dual<S> {
    const { field } = this;
    const root = field.crossNorm(x.value, y.value, z.value);
    const half = field.div(field.integer(1), field.mul(field.integer(2), root));
    const sides = this.combined(root, x, field.mul(y.value, half), y, field.mul(x.value, half));
    return this.combined(root, sides, field.integer(1), z, field.neg(field.div(z.value, root)));
  }

  /** θ of the vector (z, r): dθ = (z dr − r dz)/(z² + r²) */
  angle(z: Dual<S>, r: Dual<S>): Dual<S> {
    const { field } = this;
    const square = field.add(field.mul(z.value, z.value), field.mul(r.value, r.value));
    const byZ = field.neg(field.div(r.value, square));
    return this.combined(field.angle(z.value, r.value), z, byZ, r, field.div(z.value, square));
  }

  isSafelyPositive(a: Dual<S>): boolean {
    return this.field.isSafelyPositive(a.value);
  }
}
