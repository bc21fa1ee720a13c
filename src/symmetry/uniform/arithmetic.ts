/**
 * The arithmetic that the scaled equations and blocks are written over. Instances: Taylor models (proofs for intervals
 * of s), balls (single values of s, any number of digits), doubles (untrusted proposals), and each of them with
 * derivatives (dual.ts).
 */
export interface Arithmetic<S> {
  /** The number 0; operations recognise this very object and skip it. */
  readonly zero: S;
  readonly one: S;
  readonly halfPi: S;
  add(a: S, b: S): S;
  sub(a: S, b: S): S;
  mul(a: S, b: S): S;
  /** ab + cd */
  mulAdd(a: S, b: S, c: S, d: S): S;
  square(a: S): S;
  /** n·a for an integer or a half-integer n. */
  scale(a: S, n: number): S;
  /** a + n for an integer n. */
  plus(a: S, n: number): S;
  reciprocal(a: S): S;
  sqrt(a: S): S;
  /** As(a) = asin(√a)/√a, analytic at 0, and its derivative when asked for. */
  asinQuotient(a: S): S;
  asinQuotientDerivative(a: S): S;
  /** At(a) = atan(√a)/√a, analytic at 0, and its derivative. */
  atanQuotient(a: S): S;
  atanQuotientDerivative(a: S): S;
}

/** An arithmetic with sums and products of several terms, in which formulas are easier to read. */
export class Calculus<S> {
  readonly on: Arithmetic<S>;
  readonly zero: S;
  readonly one: S;
  readonly halfPi: S;

  constructor(on: Arithmetic<S>) {
    this.on = on;
    this.zero = on.zero;
    this.one = on.one;
    this.halfPi = on.halfPi;
  }

  readonly sum = (...terms: readonly S[]): S => terms.reduce((a, b) => this.on.add(a, b), this.zero);
  readonly mul = (first: S, ...factors: readonly S[]): S =>
    factors.reduce((a, b) => this.on.mul(a, b), first);
  readonly sub = (a: S, b: S): S => this.on.sub(a, b);
  readonly neg = (a: S): S => this.on.scale(a, -1);
  readonly scale = (n: number, a: S): S => this.on.scale(a, n);
  readonly plus = (a: S, n: number): S => this.on.plus(a, n);
  readonly sq = (a: S): S => this.on.square(a);
  readonly inv = (a: S): S => this.on.reciprocal(a);
  readonly div = (a: S, b: S): S => this.on.mul(a, this.on.reciprocal(b));
  readonly sqrt = (a: S): S => this.on.sqrt(a);
  readonly asinQuotient = (a: S): S => this.on.asinQuotient(a);
  readonly atanQuotient = (a: S): S => this.on.atanQuotient(a);
  readonly total = (terms: readonly S[]): S => this.sum(...terms);
  readonly dot = (x: readonly S[], y: readonly S[]): S =>
    x.reduce((a, _, i) => this.on.add(a, this.on.mul(x[i]!, y[i]!)), this.zero);
}
