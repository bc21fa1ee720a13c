import { type Dual, DualRing } from '../../arithmetic/dual.ts';
import type { Arithmetic } from './arithmetic.ts';

/** Dual numbers over an arithmetic of the scaled equations. */
export class DualArithmetic<S> extends DualRing<S> implements Arithmetic<Dual<S>> {
  readonly base: Arithmetic<S>;
  readonly halfPi: Dual<S>;

  constructor(base: Arithmetic<S>, unknowns: number) {
    super(base, base.one, unknowns);
    this.base = base;
    this.halfPi = this.constant(base.halfPi);
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

  protected override sumOfProducts(a: S, b: S, c: S, d: S): S {
    return this.base.mulAdd(a, b, c, d);
  }
}
