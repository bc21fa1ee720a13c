/**
 * The critical equations of a family: 2π ∂(kF)/∂y in the order of the unknowns, weights included, so that their
 * Jacobian is symmetric and is 2πk times the Hessian of F along the scaled directions (mathematics.md 11.3).
 */
import { type Dual, sum } from './dual.ts';
import { ScaledPair, type ScaledPoint } from './scaled.ts';
import { confirmPositive, constant, type Series } from './series.ts';

export function equationsOf(point: ScaledPoint): readonly Dual[] {
  const [n0, n1] = point.good;
  const good = point.halfPi.times(goodSum(point));
  const bad = point.chat.map((_, b) => point.halfPi.times(badSum(point, b)));
  return [
    n0.times(diagonalEquation(point)),
    n0.times(n1).times(good.plus(offDiagonalEquation(point))),
    ...bad.map((gradient, b) => n0.times(gradient.plus(blockBadEquation(point, b)))),
    ...point.singles.flatMap((_, t) => [
      n0.times(good.plus(singleGoodEquation(point, t))),
      ...bad.map((gradient, b) => gradient.plus(singleBadEquation(point, t, b))),
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
function goodSum(point: ScaledPoint): Dual {
  return point.blockSumExcess().plus(
    sum(
      point.order,
      point.singles.map((neuron) => neuron.yd),
    ),
  );
}

/** Σw − Σv at the bad coordinate b, over s: m c_b − 2 = s(E m yc_b − 2rs) */
function badSum(point: ScaledPoint, b: number): Dual {
  return point.good[0]
    .times(point.yc[b]!)
    .minus(point.power[1]!.multiple(2 * point.shape.bad))
    .plus(
      sum(
        point.order,
        point.singles.map((neuron) => neuron.ye[b]!),
      ),
    );
}

/** The own coordinate of D_i, over s. */
function diagonalEquation(point: ScaledPoint): Dual {
  return point.blockC.times(point.a).plus(point.power[1]!.times(diagonalRest(point)));
}

/** All of it but C_D a, over s once more; the angle with the own target is π/2 − atan(R/a), R = E·orthogonal. */
export function diagonalRest(point: ScaledPoint): Dual {
  const { a, ya, yb, halfPi, power } = point;
  const [, s, E, , s4] = power as readonly [Dual, Dual, Dual, Dual, Dual];
  confirmPositive(a.value, 'the entry of a block neuron at its own coordinate');
  const ownAngle = point.orthogonal.over(a).scaledArctangent(s4);
  const singles = point.singles.map(({ yd }, t) =>
    (point.isExtra(t) ? s : E).times(point.angles[t]!.withBlock.beta()).times(yd),
  );
  return halfPi
    .times(goodSum(point).plus(s.times(ya)))
    .plus(ownAngle)
    .plus(s4.times(point.good[1]).times(point.blockBlock.beta()).times(yb))
    .plus(sum(point.order, singles));
}

/** Another good coordinate of D_i, over E, without (π/2)(Σw − Σv). */
function offDiagonalEquation(point: ScaledPoint): Dual {
  const { a, yb, power, good } = point;
  const [, s, E] = power as readonly [Dual, Dual, Dual];
  const blocks = point.blockBlock.beta().times(a.plus(E.times(good[2]).times(yb)));
  const singles = point.singles.map(({ yd }, t) =>
    (point.isExtra(t) ? s : E).times(point.angles[t]!.withBlock.beta()).times(yd),
  );
  return E.times(point.blockCoefficient.times(yb).plus(blocks).minus(point.blockGood.beta())).plus(
    sum(point.order, singles),
  );
}

/** The bad coordinate b of D_i, over s, without (π/2)(Σw − Σv). */
function blockBadEquation(point: ScaledPoint, b: number): Dual {
  const s = point.power[1]!;
  const chat = point.chat[b]!;
  const singles = point.singles.map(({ e }, t) => point.angles[t]!.withBlock.beta().times(e[b]!));
  return s.times(
    point.blockCoefficient
      .times(chat)
      .plus(point.power[2]!.times(point.good[1]).times(point.blockBlock.beta()).times(chat))
      .plus(sum(point.order, singles))
      .minus(point.blockBad[b]!.beta()),
  );
}

/** A good coordinate of a single neuron, over s², without (π/2)(Σw − Σv). */
function singleGoodEquation(point: ScaledPoint, t: number): Dual {
  const { yd } = point.singles[t]!;
  const { withBlock, withGood } = point.angles[t]!;
  const [, s, , , s4] = point.power as readonly [Dual, Dual, Dual, Dual, Dual];
  const others = point.singles.flatMap((other, u) =>
    u === t ? [] : [scaledBeta(point, t, u).times(other.yd)],
  );
  const common = point.coefficients[t]!.times(yd).plus(sum(point.order, others));
  if (!point.isExtra(t)) {
    return common.plus(withBlock.beta().times(point.blockSum())).minus(withGood.beta());
  }
  const small = s.times(withBlock.beta()).times(point.blockSumExcess());
  return common
    .plus(small)
    .plus(
      betaDifference(
        point.blockDifference(t),
        withBlock,
        withGood.cosine,
        withGood.sine,
        point.power[2]!,
        s4,
      ),
    );
}

/** The bad coordinate b of a single neuron, over s, without (π/2)(Σw − Σv). */
function singleBadEquation(point: ScaledPoint, t: number, b: number): Dual {
  const { ye, e } = point.singles[t]!;
  const { withBlock, withBad } = point.angles[t]!;
  const s = point.power[1]!;
  const extra = point.isExtra(t);
  const block = point.good[0].times(withBlock.beta()).times(point.chat[b]!);
  const others = point.singles.flatMap((other, u) => {
    if (u === t) return [];
    const entry = extra || point.isExtra(u) ? other.ye[b]! : other.e[b]!;
    return [point.between[t]![u]!.beta().times(entry)];
  });
  const common = (extra ? block : s.times(block)).plus(sum(point.order, others));
  const target = withBad[b]!;
  if (extra) {
    // The neuron matched to b is near −v_b: asin ρ(t, u) + asin ρ(t, v_b).
    const near = point.between[t]![b]!;
    const E = point.power[2]!;
    const one = point.power[0]!;
    return common
      .plus(point.coefficients[t]!.times(ye[b]!))
      .minus(
        betaDifference(point.ownDifference(t, b), near, target.cosine.multiple(-1), target.sine, one, E),
      );
  }
  if (b !== t) return common.plus(point.coefficients[t]!.times(ye[b]!)).minus(target.beta());
  // The angle with the own target: −(π/2 − atan(R/|e_t|)), R = s·orthogonal.
  const own = e[b]!.multiple(-1);
  confirmPositive(own.value, 'minus the entry of a matched neuron at its own coordinate');
  return common
    .plus(point.c[t]!.times(e[b]!))
    .plus(point.halfPi.times(ye[b]!))
    .minus(point.matched[t]!.orthogonal.over(own).scaledArctangent(point.power[2]!));
}

/** The angle of two single neurons, over s if both are matched or over 1: what meets yd and δ. */
export function scaledBeta(point: ScaledPoint, t: number, u: number): Dual {
  const beta = point.between[t]![u]!.beta();
  return point.isExtra(t) || point.isExtra(u) ? beta : point.power[1]!.times(beta);
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
