import type { Scalars } from '../arithmetic/scalars.ts';

/** A number with its partial derivatives; null for a constant. */
export interface Dual<S> {
  readonly value: S;
  readonly slopes: readonly S[] | null;
}

/**
 * Forward differentiation over any numbers. Where the numbers are enclosures, value and slopes enclose the function and
 * its partial derivatives on the whole of the arguments, since every rule below holds pointwise.
 */
export class DualScalars<S> implements Scalars<Dual<S>> {
  readonly zero: Dual<S>;
  readonly pi: Dual<S>;
  private readonly field: Scalars<S>;
  private readonly count: number;

  /** Numbers with `count` partial derivatives. */
  constructor(field: Scalars<S>, count: number) {
    this.field = field;
    this.count = count;
    this.zero = this.constant(field.zero);
    this.pi = this.constant(field.pi);
  }

  constant(value: S): Dual<S> {
    return { value, slopes: null };
  }

  /** The variable with the given place among the partial derivatives. */
  variable(value: S, place: number): Dual<S> {
    const { field } = this;
    return {
      value,
      slopes: Array.from({ length: this.count }, (_, i) => (i === place ? field.integer(1) : field.zero)),
    };
  }

  integer(n: number): Dual<S> {
    return this.constant(this.field.integer(n));
  }

  add(a: Dual<S>, b: Dual<S>): Dual<S> {
    const { field } = this;
    const value = field.add(a.value, b.value);
    if (a.slopes === null || b.slopes === null) return { value, slopes: a.slopes ?? b.slopes };
    const other = b.slopes;
    return { value, slopes: a.slopes.map((x, i) => field.add(x, other[i]!)) };
  }

  neg(a: Dual<S>): Dual<S> {
    return { value: this.field.neg(a.value), slopes: a.slopes?.map((x) => this.field.neg(x)) ?? null };
  }

  sub(a: Dual<S>, b: Dual<S>): Dual<S> {
    return this.add(a, this.neg(b));
  }

  mul(a: Dual<S>, b: Dual<S>): Dual<S> {
    return this.chain(this.field.mul(a.value, b.value), [a, b.value], [b, a.value]);
  }

  /** d(a/b) = (da − (a/b) db)/b */
  div(a: Dual<S>, b: Dual<S>): Dual<S> {
    const { field } = this;
    const value = field.div(a.value, b.value);
    if (a.slopes === null && b.slopes === null) return this.constant(value);
    const inverse = field.div(field.integer(1), b.value);
    return this.chain(value, [a, inverse], [b, field.neg(field.mul(value, inverse))]);
  }

  /** d√a = da/(2√a) */
  sqrt(a: Dual<S>): Dual<S> {
    const { field } = this;
    const value = field.sqrt(a.value);
    if (a.slopes === null) return this.constant(value);
    return this.chain(value, [a, field.div(field.integer(1), field.mul(field.integer(2), value))]);
  }

  /** r = √(xy − z²): dr = (y dx + x dy − 2z dz)/(2r) */
  crossNorm(x: Dual<S>, y: Dual<S>, z: Dual<S>): Dual<S> {
    const { field } = this;
    const value = field.crossNorm(x.value, y.value, z.value);
    const half = field.div(field.integer(1), field.mul(field.integer(2), value));
    return this.chain(
      value,
      [x, field.mul(y.value, half)],
      [y, field.mul(x.value, half)],
      [z, field.neg(field.div(z.value, value))],
    );
  }

  /** θ of the vector (z, r): dθ = (z dr − r dz)/(z² + r²) */
  angle(z: Dual<S>, r: Dual<S>): Dual<S> {
    const { field } = this;
    const square = field.add(field.mul(z.value, z.value), field.mul(r.value, r.value));
    return this.chain(
      field.angle(z.value, r.value),
      [r, field.div(z.value, square)],
      [z, field.neg(field.div(r.value, square))],
    );
  }

  isSafelyPositive(a: Dual<S>): boolean {
    return this.field.isSafelyPositive(a.value);
  }

  private chain(value: S, ...parts: readonly (readonly [Dual<S>, S])[]): Dual<S> {
    const { field } = this;
    let slopes: S[] | null = null;
    for (const [{ slopes: inner }, factor] of parts) {
      if (inner === null) continue;
      const scaled = inner.map((x) => field.mul(x, factor));
      slopes = slopes === null ? scaled : slopes.map((x, i) => field.add(x, scaled[i]!));
    }
    return { value, slopes };
  }
}
