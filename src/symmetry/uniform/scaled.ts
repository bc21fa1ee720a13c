import type { Calculus } from './arithmetic.ts';
import { namedUnknowns, type ScaledFamily, type Unknowns } from './scaled-family.ts';

/**
 * A pair of vectors by the scaled figures of the cosine ρ of their angle: cosine = ρ/s^j, sine = √(1 − ρ²),
 * beta = asin ρ / s^j = cosine·As(ρ²), versine = (1 − sine)/s^2j = cosine²/(1 + sine).
 */
export interface ScaledPair<S> {
  readonly cosine: S;
  readonly sine: S;
  readonly beta: S;
  readonly versine: S;
}

/** The scaled quantities of mathematics.md 11.2; every one is analytic in s and y near s = 0. */
export interface ScaledPoint<S> extends Unknowns<S> {
  readonly family: ScaledFamily;
  /** s^0 … s^8 */
  readonly power: readonly S[];
  /** 1 − rE, 1 − (r+1)E, 1 − (r+2)E: m = n_r/E and so on */
  readonly nr: S;
  readonly n1: S;
  readonly n2: S;
  /** entry of a good neuron at its own coordinate */
  readonly a: S;
  /** s^−2 times its entries at the bad ones */
  readonly c: readonly S[];
  /** ‖D‖, its inverse, (‖D‖ − 1)/s³, R(D_i, v_i)/s² */
  readonly norm: S;
  readonly normInverse: S;
  readonly normExcess: S;
  readonly ownDistance: S;
  readonly goodSum: S;
  readonly badSum: readonly S[];
  /** ‖w_t‖ (extras: ‖w_t‖/s), and its inverse */
  readonly singleNorm: readonly S[];
  readonly singleInverse: readonly S[];
  /** entries of matched neurons at bad coordinates; of extras divided by s */
  readonly e: readonly (readonly S[])[];
  readonly good: ScaledPair<S>;
  readonly target: ScaledPair<S>;
  readonly badTarget: readonly ScaledPair<S>[];
  /** good neuron with single t; single t with a good target */
  readonly withSingle: readonly ScaledPair<S>[];
  readonly singleTarget: readonly ScaledPair<S>[];
  /** a + E n1 yb: inner product of a good neuron with Σ of the good targets */
  readonly rowSum: S;
  /** single t with bad target β; of matched neurons null at their own, where ownSingleDistance = R/s is used */
  readonly singleBad: readonly (readonly (ScaledPair<S> | null)[])[];
  readonly ownSingleDistance: readonly S[];
  /** singles t and u; null for t = u */
  readonly singlePair: readonly (readonly (ScaledPair<S> | null)[])[];
  /** of extras: (ρ_Dt − ρ_tv)/s² and the factor of the rule for differences of arc sines */
  readonly targetDifference: readonly S[];
  readonly targetFactor: readonly S[];
  /** of extra t and bad β: (ρ_tu + ρ_tβ)/s, u the matched neuron of β, and the factor */
  readonly matchedDifference: readonly (readonly S[])[];
  readonly matchedFactor: readonly (readonly S[])[];
  /** ℓ_D/‖D‖ + π/2 − 1 = π/2 + s·curvature */
  readonly curvature: S;
  /** extras: ℓ_t/‖w_t‖ + π/2 − 1; matched: that less π/2, over s */
  readonly singleCurvature: readonly S[];
  /** c₁c₂ + ρ₁ρ₂ = cos(β₁ − β₂) for every use of the rule for differences; has to be positive */
  readonly differenceCosines: readonly S[];
}

/** Evaluates everything at s and y (N numbers). */
export function scaled<S>(calc: Calculus<S>, family: ScaledFamily, s: S, y: readonly S[]): ScaledPoint<S> {
  const { sum, total, mul, sub, neg, scale, plus, sq, inv, div, sqrt, dot, zero, one, halfPi } = calc;
  const { bad: r, singles: count } = family;
  const unknowns = namedUnknowns(family, y);
  const { ya, yb, yc, yd, ye } = unknowns;
  const bads = Array.from({ length: r }, (_, b) => b);
  const singles = Array.from({ length: count }, (_, t) => t);
  const isExtra = (t: number): boolean => t >= r;

  const power = [one, s];
  for (let j = 2; j <= 8; j++) power.push(j % 2 === 0 ? sq(power[j / 2]!) : mul(power[j - 1]!, s));
  const [, , s2, s3, , s5] = power as [S, S, S, S, S, S];
  const nr = plus(scale(-r, s2), 1);
  const n1 = plus(scale(-r - 1, s2), 1);
  const n2 = plus(scale(-r - 2, s2), 1);

  // Good neurons.
  const a = plus(mul(s3, ya), 1);
  const c = yc.map((x) => plus(mul(s, x), 2));
  const cSquared = dot(c, c);
  const ybSquared = mul(n1, sq(yb));
  const goodSquareExcess = sum(scale(2, ya), mul(s3, sum(sq(ya), ybSquared)), mul(s, cSquared));
  const goodSquare = plus(mul(s3, goodSquareExcess), 1);
  const norm = sqrt(goodSquare);
  const normInverse = inv(norm);
  const normExcess = div(goodSquareExcess, plus(norm, 1));
  const ownDistance = sqrt(sum(mul(s2, ybSquared), cSquared));

  // Single neurons.
  const squares = singles.map((t) => sum(dot(ye[t]!, ye[t]!), mul(nr, sq(yd[t]!))));
  const singleSquareExcess = singles.map((t) =>
    isExtra(t) ? zero : sum(scale(-2, ye[t]![t]!), mul(s, squares[t]!)),
  );
  const singleNorm = singles.map((t) =>
    sqrt(isExtra(t) ? squares[t]! : plus(mul(s, singleSquareExcess[t]!), 1)),
  );
  const singleInverse = singleNorm.map(inv);
  const singleExcess = singles.map((t) =>
    isExtra(t) ? zero : div(singleSquareExcess[t]!, plus(singleNorm[t]!, 1)),
  );
  const e = singles.map((t) =>
    isExtra(t) ? ye[t]! : bads.map((b) => (b === t ? plus(mul(s, ye[t]![b]!), -1) : mul(s, ye[t]![b]!))),
  );
  const lengthSum = sum(
    mul(nr, normExcess),
    ...singles.map((t) => (isExtra(t) ? singleNorm[t]! : singleExcess[t]!)),
  );
  const goodSum = sum(mul(s, ya), mul(n1, yb), ...yd);
  const badSum = bads.map((b) => sum(scale(-2 * r, s), mul(nr, yc[b]!), ...singles.map((t) => ye[t]![b]!)));

  // Pairs: ρ = s^j·cosine.
  const pair = (j: number, cosine: S): ScaledPair<S> => {
    const square = sq(j === 0 ? cosine : mul(power[j]!, cosine));
    const sine = sqrt(sub(one, square));
    return {
      cosine: cosine,
      sine: sine,
      beta: mul(cosine, calc.asinQuotient(square)),
      versine: div(sq(cosine), plus(sine, 1)),
    };
  };
  const good = pair(4, mul(sum(scale(2, mul(a, yb)), mul(s2, n2, sq(yb)), cSquared), sq(normInverse)));
  const target = pair(4, mul(yb, normInverse));
  const badTarget = c.map((entry) => pair(2, mul(entry, normInverse)));
  const rowSum = sum(a, mul(s2, n1, yb));
  const cWith = singles.map((t) => dot(c, e[t]!));
  const withSingle = singles.map((t) => {
    const inner = sum(mul(yd[t]!, rowSum), isExtra(t) ? mul(s, cWith[t]!) : cWith[t]!);
    return pair(isExtra(t) ? 1 : 2, mul(inner, normInverse, singleInverse[t]!));
  });
  const singleTarget = singles.map((t) => pair(isExtra(t) ? 1 : 2, mul(yd[t]!, singleInverse[t]!)));
  const singleBad = singles.map((t) =>
    bads.map((b) => (b === t ? null : pair(isExtra(t) ? 0 : 1, mul(ye[t]![b]!, singleInverse[t]!)))),
  );
  const ownSingleDistance = singles.map((t) =>
    isExtra(t)
      ? zero
      : sqrt(sum(mul(nr, sq(yd[t]!)), ...bads.filter((b) => b !== t).map((b) => sq(ye[t]![b]!)))),
  );
  const singlePair: (ScaledPair<S> | null)[][] = singles.map(() => singles.map(() => null));
  for (const t of singles)
    for (const u of singles.slice(t + 1)) {
      const inner = mul(nr, yd[t]!, yd[u]!);
      const inverse = mul(singleInverse[t]!, singleInverse[u]!);
      let found: ScaledPair<S>;
      // t < u, so t is matched whenever u is.
      if (isExtra(t)) found = pair(0, mul(sum(inner, dot(ye[t]!, ye[u]!)), inverse));
      else if (isExtra(u)) found = pair(0, mul(sum(mul(s, inner), dot(e[t]!, ye[u]!)), inverse));
      else {
        const rest = mul(s, sum(inner, dot(ye[t]!, ye[u]!)));
        found = pair(1, mul(sub(rest, sum(ye[u]![t]!, ye[t]![u]!)), inverse));
      }
      singlePair[t]![u] = found;
      singlePair[u]![t] = found;
    }

  // Differences of arc sines, for extras: asin ρ₁ − asin ρ₂ = asin((ρ₁ − ρ₂)K), K = c₂ + ρ₂(ρ₁ + ρ₂)/(c₁ + c₂).
  const differenceCosines: S[] = [];
  const targetDifference: S[] = singles.map(() => zero);
  const targetFactor: S[] = singles.map(() => zero);
  const matchedDifference: S[][] = singles.map(() => []);
  const matchedFactor: S[][] = singles.map(() => []);
  for (const t of singles.filter(isExtra)) {
    const toGood = withSingle[t]!;
    const toTarget = singleTarget[t]!;
    const excess = sum(mul(s2, sub(ya, normExcess)), mul(s, n1, yb));
    targetDifference[t] = mul(sum(mul(yd[t]!, excess), cWith[t]!), normInverse, singleInverse[t]!);
    targetFactor[t] = sum(
      toTarget.sine,
      div(mul(s2, toTarget.cosine, sum(toGood.cosine, toTarget.cosine)), sum(toGood.sine, toTarget.sine)),
    );
    differenceCosines.push(sum(mul(toGood.sine, toTarget.sine), mul(s2, toGood.cosine, toTarget.cosine)));
    for (const b of bads) {
      const pairT = singlePair[t]![b]!;
      const toBad = singleBad[t]![b]!;
      const inner = sum(mul(nr, yd[t]!, yd[b]!), dot(ye[t]!, ye[b]!), mul(ye[t]![b]!, singleExcess[b]!));
      matchedDifference[t]!.push(mul(inner, singleInverse[t]!, singleInverse[b]!));
      // ρ₂ = σρ_tβ = −ρ_tβ
      const product = mul(toBad.cosine, sub(toBad.cosine, pairT.cosine));
      matchedFactor[t]!.push(sum(toBad.sine, div(product, sum(pairT.sine, toBad.sine))));
      differenceCosines.push(sub(mul(pairT.sine, toBad.sine), mul(pairT.cosine, toBad.cosine)));
    }
  }

  // The numbers ℓ; ellExcess = (ℓ_D − 1)/s.
  const ellExcess = sum(
    lengthSum,
    neg(mul(s, ownDistance, normInverse)),
    neg(mul(s5, n1, sub(mul(norm, good.versine), target.versine))),
    ...singles.map((t) => neg(mul(isExtra(t) ? s2 : s3, singleNorm[t]!, withSingle[t]!.versine))),
    mul(s3, total(badTarget.map(({ versine }) => versine))),
  );
  const curvature = mul(sub(ellExcess, mul(s2, normExcess)), normInverse);
  const singleCurvature = singles.map((t) => {
    const toGood = withSingle[t]!;
    const toTarget = singleTarget[t]!;
    const others = singles.filter((u) => u !== t);
    if (!isExtra(t)) {
      const value = sum(
        lengthSum,
        neg(mul(s, nr, sub(mul(norm, toGood.versine), toTarget.versine))),
        neg(mul(ownSingleDistance[t]!, singleInverse[t]!)),
        ...others.map((u) => {
          const term = mul(singleNorm[u]!, singlePair[t]![u]!.versine);
          return neg(isExtra(u) ? term : mul(s, term));
        }),
        ...bads.filter((b) => b !== t).map((b) => mul(s, singleBad[t]![b]!.versine)),
      );
      return mul(sub(value, singleExcess[t]!), singleInverse[t]!);
    }
    const value = sum(
      lengthSum,
      neg(
        mul(
          nr,
          sum(
            mul(s2, normExcess, toGood.versine),
            div(
              mul(targetDifference[t]!, sum(toGood.cosine, toTarget.cosine)),
              sum(toGood.sine, toTarget.sine),
            ),
          ),
        ),
      ),
      ...bads.map((b) => {
        const pairT = singlePair[t]![b]!;
        const toBad = singleBad[t]![b]!;
        // (ρ_tu + σρ_tβ)/(c_tu + c_tβ)
        const quotient = div(sub(pairT.cosine, toBad.cosine), sum(pairT.sine, toBad.sine));
        return neg(sum(mul(singleExcess[b]!, pairT.versine), mul(matchedDifference[t]![b]!, quotient)));
      }),
      ...others.filter(isExtra).map((u) => neg(mul(singleNorm[u]!, singlePair[t]![u]!.versine))),
    );
    return sum(plus(halfPi, -1), mul(value, singleInverse[t]!));
  });

  return {
    ...unknowns,
    family,
    power,
    nr,
    n1,
    n2,
    a,
    c,
    norm,
    normInverse,
    normExcess,
    ownDistance,
    goodSum,
    badSum,
    singleNorm,
    singleInverse,
    e,
    good,
    target,
    badTarget,
    withSingle,
    singleTarget,
    rowSum,
    singleBad,
    ownSingleDistance,
    singlePair,
    targetDifference,
    targetFactor,
    matchedDifference,
    matchedFactor,
    curvature,
    singleCurvature,
    differenceCosines,
  };
}
