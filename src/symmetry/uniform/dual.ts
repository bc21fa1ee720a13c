import type { Arithmetic } from './arithmetic.ts';

/** A value with its derivatives with respect to N unknowns; null stands for 0. */
export interface Dual<S> {
  readonly value: S;
  readonly gradient: readonly (S | null)[];
}

/** Forward differentiation over any arithmetic: enclosures of values and derivatives where that one encloses. */
export class DualArithmetic<S> implements Arithmetic<Dual<S>> {
  readonly base: Arithmetic<S>;
  readonly unknowns: number;
  readonly zero: Dual<S>;
  readonly one: Dual<S>;
  readonly halfPi: Dual<S>;
  private readonly flat: readonly null[];

  constructor(base: Arithmetic<S>, unknowns: number) {
    this.base = base;
    this.unknowns = unknowns;
    this.flat = new Array<null>(unknowns).fill(null);
    this.zero = this.constant(base.zero);
    this.one = this.constant(base.one);
    this.halfPi = this.constant(base.halfPi);
  }

  /** A value that depends on no unknown. */
  constant(value: S): Dual<S> {
    return { value, gradient: this.flat };
  }

  /** Unknown i with this value. */
  unknown(value: S, i: number): Dual<S> {
    const gradient: (S | null)[] = this.flat.slice();
    gradient[i] = this.base.one;
    return { value, gradient };
  }

  add(a: Dual<S>, b: Dual<S>): Dual<S> {
    if (a === this.zero) return b;
    if (b === this.zero) return a;
    const { base } = this;
    return {
      value: base.add(a.value, b.value),
      gradient: this.merge(a, b, (x, y) => (x === null ? y : y === null ? x : base.add(x, y))),
    };
  }

  sub(a: Dual<S>, b: Dual<S>): Dual<S> {
    if (b === this.zero) return a;
    const { base } = this;
    return {
      value: base.sub(a.value, b.value),
      gradient: this.merge(a, b, (x, y) =>
        y === null ? x : x === null ? base.scale(y, -1) : base.sub(x, y),
      ),
    };
  }

  mul(a: Dual<S>, b: Dual<S>): Dual<S> {
    if (a === this.zero || b === this.zero) return this.zero;
    if (a === this.one) return b;
    if (b === this.one) return a;
    const { base } = this;
    return {
      value: base.mul(a.value, b.value),
      gradient: this.merge(a, b, (x, y) => {
        if (x === null) return y === null ? null : base.mul(a.value, y);
        return y === null ? base.mul(x, b.value) : base.mulAdd(x, b.value, a.value, y);
      }),
    };
  }

  mulAdd(a: Dual<S>, b: Dual<S>, c: Dual<S>, d: Dual<S>): Dual<S> {
    return this.add(this.mul(a, b), this.mul(c, d));
  }

  square(a: Dual<S>): Dual<S> {
    if (a === this.zero) return a;
    const { base } = this;
    return this.chain(a, base.square(a.value), () => base.scale(a.value, 2));
  }

  scale(a: Dual<S>, n: number): Dual<S> {
    if (a === this.zero || n === 1) return a;
    return {
      value: this.base.scale(a.value, n),
      gradient: a.gradient.map((x) => (x === null ? null : this.base.scale(x, n))),
    };
  }

  plus(a: Dual<S>, n: number): Dual<S> {
    return { value: this.base.plus(a.value, n), gradient: a.gradient };
  }

  reciprocal(a: Dual<S>): Dual<S> {
    const { base } = this;
    const inverse = base.reciprocal(a.value);
    return this.chain(a, inverse, () => base.scale(base.square(inverse), -1));
  }

  sqrt(a: Dual<S>): Dual<S> {
    const { base } = this;
    const root = base.sqrt(a.value);
    return this.chain(a, root, () => base.scale(base.reciprocal(root), 0.5));
  }

  asinQuotient(a: Dual<S>): Dual<S> {
    const { base } = this;
    return this.chain(a, base.asinQuotient(a.value), () => base.asinQuotientDerivative(a.value));
  }

  atanQuotient(a: Dual<S>): Dual<S> {
    const { base } = this;
    return this.chain(a, base.atanQuotient(a.value), () => base.atanQuotientDerivative(a.value));
  }

  /** The equations are differentiated once. */
  asinQuotientDerivative(): never {
    throw new RangeError('no second derivatives');
  }
  atanQuotientDerivative(): never {
    throw new RangeError('no second derivatives');
  }

  /** f(a) with value f and derivative f′, which is computed only where a depends on an unknown. */
  private chain(a: Dual<S>, value: S, derivative: () => S): Dual<S> {
    if (a.gradient === this.flat) return this.constant(value);
    const slope = derivative();
    return {
      value,
      gradient: a.gradient.map((x) => (x === null ? null : this.base.mul(x, slope))),
    };
  }

  private merge(
    a: Dual<S>,
    b: Dual<S>,
    combine: (x: S | null, y: S | null) => S | null,
  ): readonly (S | null)[] {
    if (a.gradient === this.flat && b.gradient === this.flat) return this.flat;
    const result = new Array<S | null>(this.unknowns);
    for (let i = 0; i < this.unknowns; i++) {
      const x = a.gradient[i]!;
      const y = b.gradient[i]!;
      result[i] = x === null && y === null ? null : combine(x, y);
    }
    return result;
  }
}
