import type { Calculus } from './arithmetic.ts';
import type { ScaledPoint } from './scaled.ts';

/** 2π times the isotypic blocks of the Hessian other than the trivial one, and 2π times those of M. */
export interface ScaledBlocks<S> {
  /** Standard block in the variables (y1, y2, y3, g_1 … g_r, δ_1 … δ_T), symmetric; multiplicity m − 1. */
  readonly standard: S[][];
  /** ‖direction‖² of the same variables. */
  readonly standardGram: S[][];
  /** Multiplicity m(m − 3)/2. */
  readonly sym: S;
  /** Multiplicity (m − 1)(m − 2)/2. */
  readonly alt: S;
  /** Multiplicity m − 1. */
  readonly transverseStandard: S;
  /** In (y0, y_1 … y_T): s²y0 on every good neuron, y_t on the singles. */
  readonly transverse: S[][];
  /** Diagonal of its Gram matrix: (n_r E, 1 … 1). */
  readonly transverseGram: S[];
}

/** Evaluates the blocks of mathematics.md 11.4. */
export function blocks<S>(calc: Calculus<S>, q: ScaledPoint<S>): ScaledBlocks<S> {
  const { sum, mul, sub, neg, scale, plus, sq, inv, div, halfPi, zero, one } = calc;
  const { family, power, nr, n1, a, c, normInverse, good, target, e } = q;
  const { ya, yb, yd, withSingle, singleInverse, singleNorm, singleCurvature } = q;
  const { bad: r, singles: count } = family;
  const [, s, s2, s3, s4, , s6, , s8] = power as [S, S, S, S, S, S, S, S, S];
  const bads = Array.from({ length: r }, (_, b) => b);
  const singles = Array.from({ length: count }, (_, t) => t);
  const isExtra = (t: number): boolean => t >= r;
  const size = 3 + r + count;

  const xInverse = sq(normInverse);
  const fullCurvature = sum(halfPi, mul(s, q.curvature));
  const goodBeta = mul(s4, good.beta);
  const difference = sub(ya, mul(s, yb));
  const p = plus(mul(s3, difference), 1);
  const goodInverse = mul(xInverse, inv(good.sine));

  const form = new QuadraticForm(calc, size);
  type Linear = readonly (readonly [number, S])[];
  const g = (b: number): number => 3 + b;
  const d = (t: number): number => 3 + r + t;
  const variable = (i: number): S[] => form.linear([[i, one]]);
  const linear = (...terms: Linear): S[] => form.linear(terms);
  const plusMultiple = (u: readonly S[], factor: S, v: readonly S[]): S[] =>
    u.map((entry, i) => sum(entry, mul(factor, v[i]!)));

  const inner = linear(
    [0, a],
    [1, mul(s3, n1, yb)],
    [2, neg(mul(s6, yb))],
    ...bads.map((b) => [g(b), mul(s2, c[b]!)] as const),
  );
  const rowSum = linear([0, s], [1, n1], [2, neg(s3)]);
  const column = linear([0, one], [1, neg(s)], [2, n1]);
  const minusInner = (u: readonly S[], factor: S): S[] => plusMultiple(u, neg(factor), inner);

  // (π/2)(col + Σδ)² + (C_D − β_DD)·norm + β_DD·col² − (1 + s C − κ_DD)P²/X
  form.add(
    halfPi,
    linear(
      ...column.slice(0, 3).map((entry, i) => [i, entry] as const),
      ...singles.map((t) => [d(t), one] as const),
    ),
  );
  const scalar = sub(fullCurvature, goodBeta);
  const normForm = (factor: S, target: QuadraticForm<S>): void => {
    target.add(factor, variable(0));
    target.add(mul(factor, n1), variable(1));
    target.add(mul(factor, n1, s2), variable(2));
    target.addProduct(scale(-2, mul(factor, s3)), variable(1), variable(2));
    for (const b of bads) target.add(factor, variable(g(b)));
  };
  normForm(scalar, form);
  form.add(goodBeta, column);
  form.add(mul(sub(mul(s8, good.versine), plus(mul(s, q.curvature), 1)), xInverse), inner);

  // Pairs of good neurons.
  const cross = minusInner(
    linear(
      [0, mul(s2, yb, s)],
      [1, sum(p, mul(s2, yb, n1))],
      [2, neg(mul(s2, yb, s3))],
      ...bads.map((b) => [g(b), mul(s, c[b]!)] as const),
    ),
    mul(s3, good.cosine),
  );
  const third = linear([2, p]);
  form.add(mul(sub(n1, s2), goodInverse), cross);
  form.add(mul(sub(mul(n1, s2), s4), goodInverse), third);
  form.addProduct(scale(2, mul(sub(mul(n1, s), s3), goodInverse)), cross, third);

  // Good neurons with targets: other good ones, bad ones, their own.
  const toTarget = minusInner(variable(1), mul(s3, yb, xInverse));
  const targetInverse = mul(normInverse, inv(target.sine));
  form.add(neg(mul(n1, targetInverse)), toTarget);
  form.add(neg(mul(n1, s2, targetInverse)), variable(2));
  form.addProduct(scale(2, mul(s3, targetInverse)), toTarget, variable(2));
  for (const b of bads)
    form.add(
      neg(mul(normInverse, inv(q.badTarget[b]!.sine))),
      minusInner(variable(g(b)), mul(s2, c[b]!, xInverse)),
    );
  const ownFactor = neg(div(mul(a, normInverse), q.ownDistance));
  const own = linear(
    [0, mul(s2, q.ownDistance, normInverse)],
    [1, mul(ownFactor, s, n1, yb)],
    [2, neg(mul(ownFactor, s4, yb))],
    ...bads.map((b) => [g(b), mul(ownFactor, c[b]!)] as const),
  );
  form.add(neg(mul(s2, q.ownDistance, xInverse)), own);

  // Single neurons.
  for (const t of singles) {
    const toGood = withSingle[t]!;
    const tangent = plusMultiple(
      linear(...bads.map((b) => [g(b), e[t]![b]!] as const)),
      isExtra(t) ? yd[t]! : mul(s, yd[t]!),
      rowSum,
    );
    const along = mul(isExtra(t) ? s : s2, toGood.cosine, singleNorm[t]!, normInverse);
    const reduced = minusInner(tangent, along);
    const inverse = mul(normInverse, singleInverse[t]!, inv(toGood.sine));
    form.add(isExtra(t) ? mul(s, inverse) : inverse, reduced);
    form.addProduct(scale(2, mul(isExtra(t) ? s : s2, toGood.beta)), column, variable(d(t)));
    form.addProduct(scale(2, mul(p, inverse)), reduced, variable(d(t)));
    const full = isExtra(t) ? singleCurvature[t]! : sum(halfPi, mul(s, singleCurvature[t]!));
    form.add(sum(full, mul(s2, stretch(calc, q, t))), variable(d(t)));
    for (const u of singles.slice(t + 1))
      form.addProduct(scale(2, pairBeta(calc, q, t, u)), variable(d(t)), variable(d(u)));
  }

  const gram = new QuadraticForm(calc, size);
  normForm(one, gram);
  for (const t of singles) gram.add(one, variable(d(t)));

  const square = mul(sq(p), goodInverse);
  const base = sum(scalar, sub(square, targetInverse));
  const transverse: S[][] = [
    [
      sum(mul(sum(halfPi, goodBeta), sq(nr)), mul(nr, s2, scalar)),
      ...singles.map((t) => mul(nr, sum(halfPi, mul(isExtra(t) ? s : s2, withSingle[t]!.beta)))),
    ],
    ...singles.map((t) => [
      zero,
      ...singles.map((u) => {
        if (u < t) return zero;
        if (u > t) return sum(halfPi, pairBeta(calc, q, t, u));
        return sum(halfPi, isExtra(t) ? singleCurvature[t]! : sum(halfPi, mul(s, singleCurvature[t]!)));
      }),
    ]),
  ];
  return {
    standard: form.matrix(),
    standardGram: gram.matrix(),
    sym: sum(base, square),
    alt: sub(base, square),
    transverseStandard: scalar,
    transverse: mirrored(transverse),
    transverseGram: [mul(nr, s2), ...singles.map(() => one)],
  };
}

/** (p² − ‖D‖)/s³ */
export function pExcessOf<S>(
  { sum, mul, sub, neg, scale, sq }: Calculus<S>,
  { power, ya, yb, normExcess }: ScaledPoint<S>,
): S {
  const difference = sub(ya, mul(power[1]!, yb));
  return sum(scale(2, difference), mul(power[3]!, sq(difference)), neg(normExcess));
}

/** (p²/R_Dt − 1/R_tv)/s² for the single neuron t: 1/c_Dt − 1/c_tv = (ρ_Dt² − ρ_tv²)/(c_Dt c_tv(c_Dt + c_tv)). */
export function stretch<S>(calc: Calculus<S>, q: ScaledPoint<S>, t: number): S {
  const { sum, mul, sub, sq, div } = calc;
  const { family, power, norm, singleInverse } = q;
  const toGood = q.withSingle[t]!;
  const toTarget = q.singleTarget[t]!;
  const sines = mul(toGood.sine, toTarget.sine, sum(toGood.sine, toTarget.sine));
  const excess = div(pExcessOf(calc, q), mul(norm, toGood.sine));
  const terms =
    t >= family.bad
      ? sum(excess, div(mul(q.targetDifference[t]!, sum(toGood.cosine, toTarget.cosine)), sines))
      : sum(mul(power[1]!, excess), div(mul(power[2]!, sub(sq(toGood.cosine), sq(toTarget.cosine))), sines));
  return mul(singleInverse[t]!, terms);
}

/** asin of the cosine of singles t ≠ u, whether the pair is scaled or not. */
function pairBeta<S>(
  calc: Calculus<S>,
  { family, power, singlePair }: ScaledPoint<S>,
  t: number,
  u: number,
): S {
  const { beta } = singlePair[t]![u]!;
  return t < family.bad && u < family.bad ? calc.mul(power[1]!, beta) : beta;
}

/** The symmetric matrix with this upper triangle. */
function mirrored<S>(upper: readonly (readonly S[])[]): S[][] {
  return upper.map((row, i) => row.map((_, j) => (j < i ? upper[j]![i]! : row[j]!)));
}

/** A quadratic form that is built up from products of linear forms. */
class QuadraticForm<S> {
  private readonly upper: S[][];
  private readonly calc: Calculus<S>;

  constructor(calc: Calculus<S>, size: number) {
    this.calc = calc;
    this.upper = Array.from({ length: size }, () => new Array<S>(size).fill(calc.zero));
  }

  linear(terms: readonly (readonly [number, S])[]): S[] {
    const result = new Array<S>(this.upper.length).fill(this.calc.zero);
    for (const [i, coefficient] of terms) result[i] = coefficient;
    return result;
  }

  /** + factor·u² */
  add(factor: S, u: readonly S[]): void {
    const { calc, upper } = this;
    for (let i = 0; i < u.length; i++) {
      if (u[i] === calc.zero) continue;
      const scaled = calc.mul(factor, u[i]!);
      for (let j = i; j < u.length; j++) upper[i]![j] = calc.sum(upper[i]![j]!, calc.mul(scaled, u[j]!));
    }
  }

  /** + factor·u·v */
  addProduct(factor: S, u: readonly S[], v: readonly S[]): void {
    const { calc, upper } = this;
    const half = calc.scale(0.5, factor);
    const left = u.map((entry) => calc.mul(half, entry));
    for (let i = 0; i < u.length; i++)
      for (let j = i; j < u.length; j++)
        upper[i]![j] = calc.sum(upper[i]![j]!, calc.mul(left[i]!, v[j]!), calc.mul(left[j]!, v[i]!));
  }

  matrix(): S[][] {
    return mirrored(this.upper);
  }
}
