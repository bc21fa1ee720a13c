import type { Calculus } from './arithmetic.ts';
import type { ScaledPoint } from './scaled.ts';
import type { ScaledFamily } from './scaled-family.ts';

/** (n_r, n_r n_1, n_r …; per single: n_r, 1 …): what the lines of the gradient are multiplied by; positive for m > 1. */
function weights<S>(calc: Calculus<S>, family: ScaledFamily, s: S): S[] {
  const square = calc.sq(s);
  const nr = calc.plus(calc.scale(-family.bad, square), 1);
  const n1 = calc.plus(calc.scale(-family.bad - 1, square), 1);
  const bads = Array.from({ length: family.bad }, () => nr);
  const single = [nr, ...bads.map(() => calc.one)];
  return [nr, calc.mul(nr, n1), ...bads, ...Array.from({ length: family.singles }, () => single).flat()];
}

/** Diagonal of the Gram matrix of the trivial block: k‖∂W/∂y_i‖². */
export function trivialGram<S>(calc: Calculus<S>, family: ScaledFamily, s: S): S[] {
  const square = calc.sq(s);
  return weights(calc, family, s).map((weight, i) =>
    i < 2 + family.bad ? calc.mul(weight, square) : weight,
  );
}

/**
 * 2π ∂(kF)/∂y, N numbers: mathematics.md 11.3. The critical points of F within the fixed space of the symmetry,
 * and so those of F of this form, are its zeros (s > 0).
 */
export function equations<S>(calc: Calculus<S>, q: ScaledPoint<S>): S[] {
  const { sum, mul, sub, neg, sq, div, halfPi } = calc;
  const { family, power, nr, n1, n2, a, c, good, target, badTarget, withSingle } = q;
  const { ya, yb, yd, ye, e, singlePair, singleCurvature, goodSum, badSum, rowSum } = q;
  const { bad: r, singles: count } = family;
  const [, s, s2, s3, , s5] = power as [S, S, S, S, S, S];
  const bads = Array.from({ length: r }, (_, b) => b);
  const singles = Array.from({ length: count }, (_, t) => t);
  const isExtra = (t: number): boolean => t >= r;
  const fullCurvature = sum(halfPi, mul(s, q.curvature));
  const fullSingle = singles.map((t) =>
    isExtra(t) ? singleCurvature[t]! : sum(halfPi, mul(s, singleCurvature[t]!)),
  );
  const ownRatio = div(q.ownDistance, a);
  const ga = sum(
    mul(halfPi, sum(mul(s, goodSum), mul(s2, ya))),
    mul(q.curvature, a),
    mul(s, ownRatio, calc.atanQuotient(sq(mul(s2, ownRatio)))),
    mul(s5, n1, good.beta, yb),
    ...singles.map((t) => mul(isExtra(t) ? s2 : s3, withSingle[t]!.beta, yd[t]!)),
  );
  const gb = sum(
    mul(halfPi, goodSum),
    mul(s2, fullCurvature, yb),
    mul(s2, sub(mul(good.beta, sum(a, mul(s2, n2, yb))), target.beta)),
    ...singles.map((t) => mul(isExtra(t) ? s : s2, withSingle[t]!.beta, yd[t]!)),
  );
  const gc = bads.map((b) =>
    sum(
      mul(halfPi, badSum[b]!),
      mul(s, fullCurvature, c[b]!),
      mul(s3, n1, good.beta, c[b]!),
      ...singles.map((t) => mul(s, withSingle[t]!.beta, e[t]![b]!)),
      neg(mul(s, badTarget[b]!.beta)),
    ),
  );
  const result = [mul(nr, ga), mul(nr, n1, gb), ...gc.map((line) => mul(nr, line))];
  for (const t of singles) {
    const others = singles.filter((u) => u !== t);
    /** asin ρ_tu, or that over s if both are matched */
    const beta = (u: number): S => singlePair[t]![u]!.beta;
    const toGood = withSingle[t]!.beta;
    const line = [mul(halfPi, goodSum), mul(fullSingle[t]!, yd[t]!)];
    for (const u of others) {
      const term = mul(beta(u), yd[u]!);
      line.push(isExtra(t) || isExtra(u) ? term : mul(s, term));
    }
    if (isExtra(t)) {
      const v = mul(q.targetDifference[t]!, q.targetFactor[t]!);
      line.push(mul(s, toGood, sum(mul(s, ya), mul(n1, yb))));
      line.push(mul(v, calc.asinQuotient(sq(mul(s2, v)))));
    } else {
      line.push(mul(toGood, rowSum), neg(q.singleTarget[t]!.beta));
    }
    result.push(mul(nr, calc.total(line)));
    for (const b of bads) {
      const entry = [mul(halfPi, badSum[b]!)];
      if (isExtra(t)) {
        entry.push(mul(fullSingle[t]!, ye[t]![b]!), mul(nr, toGood, c[b]!));
        for (const u of others) entry.push(mul(beta(u), ye[u]![b]!));
        const v = mul(q.matchedDifference[t]![b]!, q.matchedFactor[t]![b]!);
        entry.push(neg(mul(v, calc.asinQuotient(sq(mul(s, v))))));
      } else {
        entry.push(mul(s, nr, toGood, c[b]!));
        for (const u of others) entry.push(mul(beta(u), e[u]![b]!));
        if (b === t) {
          const own = e[t]![b]!;
          const v = div(q.ownSingleDistance[t]!, neg(own));
          entry.push(mul(singleCurvature[t]!, own), mul(halfPi, ye[t]![b]!));
          entry.push(neg(mul(v, calc.atanQuotient(sq(mul(s, v))))));
        } else {
          entry.push(mul(fullSingle[t]!, ye[t]![b]!), neg(q.singleBad[t]![b]!.beta));
        }
      }
      result.push(calc.total(entry));
    }
  }
  return result;
}
