/**
 * The critical equations of a family: 2π ∂(kF)/∂y in the order of the unknowns, weights included, so that their
 * Jacobian is symmetric and is 2πk times the Hessian of F along the scaled directions (mathematics.md 11.3).
 */
import { type Dual, sum } from './dual.ts';
import { ScaledPair, type ScaledPoint } from './scaled.ts';
import { confirmPositive, constant, type Series } from './series.ts';

export function equationsOf(family: ScaledPoint): readonly Dual[] {
  const [n0, n1] = family.good;
  const good = family.halfPi.times(goodSum(family));
  const bad = family.chat.map((_, b) => family.halfPi.times(badSum(family, b)));
  return [
    n0.times(diagonalEquation(family)),
    n0.times(n1).times(good.plus(offDiagonalEquation(family))),
    ...bad.map((gradient, b) => n0.times(gradient.plus(blockBadEquation(family, b)))),
    ...family.singles.flatMap((_, t) => [
      n0.times(good.plus(singleGoodEquation(family, t))),
      ...bad.map((gradient, b) => gradient.plus(singleBadEquation(family, t, b))),
    ]),
  ];
}

/** The Jacobian of the equations by the unknowns, which they hold as duals. */
export function jacobianOf(equations: readonly Dual[]): readonly (readonly Series[])[] {
  return equations.map(({ value, slopes }) =>
    equations.map((_, j) => slopes[j] ?? constant(value.order, 0n)),
  );
}

/** Σw − Σv at a good coordinate, over s² */
function goodSum(family: ScaledPoint): Dual {
  return family.blockSumExcess().plus(
    sum(
      family.order,
      family.singles.map((neuron) => neuron.yd),
    ),
  );
}

/** Σw − Σv at the bad coordinate b, over s: m c_b − 2 = s(E m yc_b − 2rs) */
function badSum(family: ScaledPoint, b: number): Dual {
  return family.good[0]
    .times(family.yc[b]!)
    .minus(family.power[1]!.multiple(2 * family.shape.bad))
    .plus(
      sum(
        family.order,
        family.singles.map((neuron) => neuron.ye[b]!),
      ),
    );
}

/** The own coordinate of D_i, over s; the angle with the own target is π/2 − atan(R/a), R = E·orthogonal. */
function diagonalEquation(family: ScaledPoint): Dual {
  const { a, ya, yb, halfPi, power } = family;
  const [, s, E, s3, s4, s5] = power as readonly [Dual, Dual, Dual, Dual, Dual, Dual];
  confirmPositive(a.value, 'the entry of a block neuron at its own coordinate');
  const ownAngle = family.orthogonal.over(a).scaledArctangent(s4);
  const singles = family.singles.map(({ yd }, t) =>
    (family.isExtra(t) ? E : s3).times(family.angles[t]!.withBlock.beta()).times(yd),
  );
  return halfPi
    .times(s.times(goodSum(family)).plus(E.times(ya)))
    .plus(family.blockC.times(a))
    .plus(s.times(ownAngle))
    .plus(s5.times(family.good[1]).times(family.blockBlock.beta()).times(yb))
    .plus(sum(family.order, singles));
}

/** Another good coordinate of D_i, over E, without (π/2)(Σw − Σv). */
function offDiagonalEquation(family: ScaledPoint): Dual {
  const { a, yb, power, good } = family;
  const [, s, E] = power as readonly [Dual, Dual, Dual];
  const blocks = family.blockBlock.beta().times(a.plus(E.times(good[2]).times(yb)));
  const singles = family.singles.map(({ yd }, t) =>
    (family.isExtra(t) ? s : E).times(family.angles[t]!.withBlock.beta()).times(yd),
  );
  return E.times(family.blockCoefficient.times(yb).plus(blocks).minus(family.blockGood.beta())).plus(
    sum(family.order, singles),
  );
}

/** The bad coordinate b of D_i, over s, without (π/2)(Σw − Σv). */
function blockBadEquation(family: ScaledPoint, b: number): Dual {
  const s = family.power[1]!;
  const chat = family.chat[b]!;
  const singles = family.singles.map(({ e }, t) => family.angles[t]!.withBlock.beta().times(e[b]!));
  return s.times(
    family.blockCoefficient
      .times(chat)
      .plus(family.power[2]!.times(family.good[1]).times(family.blockBlock.beta()).times(chat))
      .plus(sum(family.order, singles))
      .minus(family.blockBad[b]!.beta()),
  );
}

/** A good coordinate of a single neuron, over s², without (π/2)(Σw − Σv). */
function singleGoodEquation(family: ScaledPoint, t: number): Dual {
  const { yd } = family.singles[t]!;
  const { withBlock, withGood } = family.angles[t]!;
  const [, s, , , s4] = family.power as readonly [Dual, Dual, Dual, Dual, Dual];
  const others = family.singles.flatMap((other, u) =>
    u === t ? [] : [scaledBeta(family, t, u).times(other.yd)],
  );
  const common = family.coefficients[t]!.times(yd).plus(sum(family.order, others));
  if (!family.isExtra(t)) {
    return common.plus(withBlock.beta().times(family.blockSum())).minus(withGood.beta());
  }
  const small = s.times(withBlock.beta()).times(family.blockSumExcess());
  return common
    .plus(small)
    .plus(
      betaDifference(
        family.blockDifference(t),
        withBlock,
        withGood.cosine,
        withGood.sine,
        family.power[2]!,
        s4,
      ),
    );
}

/** The bad coordinate b of a single neuron, over s, without (π/2)(Σw − Σv). */
function singleBadEquation(family: ScaledPoint, t: number, b: number): Dual {
  const { ye, e } = family.singles[t]!;
  const { withBlock, withBad } = family.angles[t]!;
  const s = family.power[1]!;
  const extra = family.isExtra(t);
  const block = family.good[0].times(withBlock.beta()).times(family.chat[b]!);
  const others = family.singles.flatMap((other, u) => {
    if (u === t) return [];
    const entry = extra || family.isExtra(u) ? other.ye[b]! : other.e[b]!;
    return [family.between[t]![u]!.beta().times(entry)];
  });
  const common = (extra ? block : s.times(block)).plus(sum(family.order, others));
  const target = withBad[b]!;
  if (extra) {
    // The neuron matched to b is near −v_b: asin ρ(t, u) + asin ρ(t, v_b).
    const near = family.between[t]![b]!;
    const E = family.power[2]!;
    const one = family.power[0]!;
    return common
      .plus(family.coefficients[t]!.times(ye[b]!))
      .minus(
        betaDifference(family.ownDifference(t, b), near, target.cosine.multiple(-1), target.sine, one, E),
      );
  }
  if (b !== t) return common.plus(family.coefficients[t]!.times(ye[b]!)).minus(target.beta());
  // The angle with the own target: −(π/2 − atan(R/|e_t|)), R = s·orthogonal.
  const own = e[b]!.multiple(-1);
  confirmPositive(own.value, 'minus the entry of a matched neuron at its own coordinate');
  return common
    .plus(family.c[t]!.times(e[b]!))
    .plus(family.halfPi.times(ye[b]!))
    .minus(family.matched[t]!.orthogonal.over(own).scaledArctangent(family.power[2]!));
}

/** The angle of two single neurons, over s if both are matched or over 1: what meets yd and δ. */
export function scaledBeta(family: ScaledPoint, t: number, u: number): Dual {
  const beta = family.between[t]![u]!.beta();
  return family.isExtra(t) || family.isExtra(u) ? beta : family.power[1]!.times(beta);
}

/**
 * (asin ρ1 − asin ρ2)/τ of ρ1, ρ2 = σ·(scaled cosines) with ρ1 − ρ2 = τ δ, given σ² and τ². Where the cosine
 * c1c2 + ρ1ρ2 of the difference is positive it is the arcsine of its sine ρ1c2 − ρ2c1 = (ρ1 − ρ2)K,
 * K = c2 + ρ2(ρ1 + ρ2)/(c1 + c2).
 */
function betaDifference(
  difference: Dual,
  first: ScaledPair,
  second: Dual,
  secondSine: Dual,
  scaleSquared: Dual,
  differenceSquared: Dual,
): Dual {
  const cosine = first.sine.times(secondSine).plus(scaleSquared.times(first.cosine).times(second));
  confirmPositive(cosine.value, 'the cosine of a difference of angles');
  const factor = secondSine.plus(
    scaleSquared.times(second).times(first.cosine.plus(second)).over(first.sine.plus(secondSine)),
  );
  return new ScaledPair(difference.times(factor), differenceSquared).beta();
}
