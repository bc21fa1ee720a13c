/** Forward differentiation over enclosures: a value with its partial derivatives by the unknowns. */
import { constant, ONE, type Series, sumOfProducts } from './series.ts';

export class Dual {
  readonly value: Series;
  /** Derivatives by the unknowns in order; null is 0, and so is what lies beyond the end. */
  readonly slopes: readonly (Series | null)[];

  constructor(value: Series, slopes: readonly (Series | null)[] = []) {
    this.value = value;
    this.slopes = slopes;
  }

  plus(other: Dual): Dual {
    return new Dual(
      this.value.plus(other.value),
      merged(this.slopes, other.slopes, (x, y) => (x === null ? y : y === null ? x : x.plus(y))),
    );
  }

  minus(other: Dual): Dual {
    return this.plus(other.multiple(-1));
  }

  /** Times a whole number. */
  multiple(factor: number): Dual {
    const exact = BigInt(factor);
    return new Dual(
      this.value.multiple(exact),
      this.slopes.map((slope) => slope?.multiple(exact) ?? null),
    );
  }

  times(other: Dual): Dual {
    const slopes = merged(this.slopes, other.slopes, (x, y) => {
      if (x === null) return y === null ? null : y.times(this.value);
      if (y === null) return x.times(other.value);
      return sumOfProducts([
        [x, other.value],
        [y, this.value],
      ]);
    });
    return new Dual(this.value.times(other.value), slopes);
  }

  squared(): Dual {
    const twice = this.value.multiple(2n);
    return this.through(this.value.times(this.value), twice);
  }

  /** (x/y)′ = (x′ − (x/y) y′)/y */
  over(other: Dual): Dual {
    const inverse = other.value.inverse();
    const quotient = this.value.times(inverse);
    const negative = quotient.negative();
    const slopes = merged(this.slopes, other.slopes, (x, y) => {
      if (y === null) return x?.times(inverse) ?? null;
      const change = y.times(negative);
      return (x === null ? change : x.plus(change)).times(inverse);
    });
    return new Dual(quotient, slopes);
  }

  root(): Dual {
    const root = this.value.root();
    return this.slopes.every((slope) => slope === null)
      ? new Dual(root)
      : this.through(root, root.multiple(2n).inverse());
  }

  /** f(this), from the values of f and f′. */
  private through(value: Series, derivative: Series): Dual {
    return new Dual(
      value,
      this.slopes.map((slope) => slope?.times(derivative) ?? null),
    );
  }

  /** asin(σ x)/σ = x As(σ²x²) with As(z) = asin(√z)/√z, given σ² and √(1 − σ²x²); derivative 1/√(1 − σ²x²). */
  scaledArcsine(scaleSquared: Dual, cosine: Dual): Dual {
    const argument = this.value.times(this.value).times(scaleSquared.value);
    return this.through(this.value.times(argument.arcsineQuotient()), cosine.value.inverse());
  }

  /** atan(σ x)/σ = x At(σ²x²) with At(z) = atan(√z)/√z, given σ²; derivative 1/(1 + σ²x²). */
  scaledArctangent(scaleSquared: Dual): Dual {
    const argument = this.value.times(this.value).times(scaleSquared.value);
    const one = constant(argument.order, ONE);
    return this.through(this.value.times(argument.arctangentQuotient()), argument.plus(one).inverse());
  }
}

function merged(
  x: readonly (Series | null)[],
  y: readonly (Series | null)[],
  combined: (x: Series | null, y: Series | null) => Series | null,
): readonly (Series | null)[] {
  const length = Math.max(x.length, y.length);
  return Array.from({ length }, (_, i) => combined(x[i] ?? null, y[i] ?? null));
}

export function integer(order: number, value: number): Dual {
  return new Dual(constant(order, BigInt(value) * ONE));
}

/** Σ x */
export function sum(order: number, terms: readonly Dual[]): Dual {
  return terms.reduce((total, term) => total.plus(term), integer(order, 0));
}

/** Σ x y of nonempty lists */
export function dot(x: readonly Dual[], y: readonly Dual[]): Dual {
  return x.map((entry, i) => entry.times(y[i]!)).reduce((total, term) => total.plus(term));
}
