import type { SplitMove } from '../../certificate/index.ts';
import type { Calculus } from './arithmetic.ts';
import { pExcessOf, stretch } from './blocks.ts';
import type { ScaledPoint } from './scaled.ts';

/**
 * 2π times what B = ∂²F/∂w² − ½I is on moves of one neuron w, divided by the power of s that it falls with: s² for a good
 * neuron, s for a matched one, 1 for an extra (mathematics.md 11.11).
 */
export interface SplitNumbers<S> {
  /** What B is on each move, where that is worked out: zᵀBz/‖z‖². */
  readonly moves: Readonly<Partial<Record<SplitMove, S>>>;
  /** What B is in coordinates beyond k. */
  readonly transverse: S;
}

/** Of a good neuron, then of each single one. At a zero of the equations, which the first rests on. */
export function splitNumbers<S>(calc: Calculus<S>, q: ScaledPoint<S>): SplitNumbers<S>[] {
  const singles = q.singleCurvature.map((curvature, t): SplitNumbers<S> => {
    const apart = stretch(calc, q, t);
    if (t >= q.family.bad) {
      const transverse = calc.sub(curvature, calc.halfPi);
      return { moves: { differences: calc.sum(transverse, calc.mul(q.power[2]!, apart)) }, transverse };
    }
    const differences = calc.sum(curvature, calc.mul(q.power[1]!, apart));
    return { moves: { differences, constant: constantMove(calc, q, t) }, transverse: curvature };
  });
  return [goodNeuron(calc, q), ...singles];
}

/**
 * The number s·C_D of coordinates beyond k, over s²: the equation of y_a, divided by s n_r, is solved for C_D/s. Differences
 * add (p²/(X c_DD) − 1/(‖D‖c_Dv))/s² = (s p̂/c_DD + s⁶‖D‖(r_DD² − r_Dv²)/(c_DD c_Dv(c_DD + c_Dv)))/X.
 */
function goodNeuron<S>(calc: Calculus<S>, q: ScaledPoint<S>): SplitNumbers<S> {
  const { sum, mul, sub, neg, sq, div, halfPi } = calc;
  const { family, power, a, n1, ya, yb, yd, good, target, norm, normInverse, withSingle } = q;
  const [, s, s2, , s4, , s6] = power as [S, S, S, S, S, S, S];
  const ownRatio = div(q.ownDistance, a);
  const rest = sum(
    mul(halfPi, sum(q.goodSum, mul(s, ya))),
    mul(ownRatio, calc.atanQuotient(sq(mul(s2, ownRatio)))),
    mul(s4, n1, good.beta, yb),
    ...yd.map((entry, t) => mul(t < family.bad ? s2 : s, withSingle[t]!.beta, entry)),
  );
  const transverse = neg(div(rest, a));
  const cosines = sub(sq(good.cosine), sq(target.cosine));
  const sines = mul(good.sine, target.sine, sum(good.sine, target.sine));
  const apart = sum(div(mul(s, pExcessOf(calc, q)), good.sine), div(mul(s6, norm, cosines), sines));
  return { moves: { differences: sum(transverse, mul(apart, sq(normInverse))) }, transverse };
}

/** z = s on every good coordinate, 0 on the bad ones: ‖z‖² = n_r, w_t·z = s n_r y_d; over s n_r. */
function constantMove<S>(calc: Calculus<S>, q: ScaledPoint<S>, t: number): S {
  const { sum, mul, sub, neg, plus, sq, inv, div } = calc;
  const { family, power, nr, n1, norm, normExcess, singleNorm, singleInverse, e } = q;
  const [, s, s2, s3] = power as [S, S, S, S];
  const toGood = q.withSingle[t]!;
  const toTarget = q.singleTarget[t]!;
  const inverse = singleInverse[t]!;
  /** w_t·z/(s‖w_t‖) */
  const along = mul(nr, q.yd[t]!, inverse);
  // Good neurons and their targets: D_i·z⊥ = sτ, e_i·z⊥ = sτ'.
  const tau = sub(q.rowSum, mul(s2, norm, toGood.cosine, along));
  const tauTarget = plus(neg(mul(s2, toTarget.cosine, along)), 1);
  /** (τ − τ')/s² */
  const change = sub(
    sum(mul(s, q.ya), mul(n1, q.yb)),
    mul(along, sub(mul(norm, toGood.cosine), toTarget.cosine)),
  );
  const cosines = sub(sq(toGood.cosine), sq(toTarget.cosine));
  /** (c_tv − ‖D‖c_Dt)/s² */
  const sines = sub(div(mul(s2, cosines), sum(toGood.sine, toTarget.sine)), mul(s, normExcess, toGood.sine));
  const pairs = div(
    sum(mul(sum(tau, tauTarget), change), div(mul(sq(tauTarget), sines), toTarget.sine)),
    mul(norm, toGood.sine),
  );
  const others = q.singlePair[t]!.map((pair, u) => {
    if (pair === null) return calc.zero;
    const moved = sub(mul(nr, q.yd[u]!), mul(s, pair.cosine, singleNorm[u]!, along));
    const term = div(mul(sq(moved), q.singleInverse[u]!), mul(nr, pair.sine));
    return u < family.bad ? mul(s, term) : term;
  });
  const targets = q.singleBad[t]!.map((pair) =>
    pair === null ? calc.zero : neg(div(mul(s3, sq(mul(pair.cosine, along))), mul(nr, pair.sine))),
  );
  const own = mul(sq(mul(e[t]![t]!, along)), inverse, inv(mul(nr, q.ownSingleDistance[t]!)));
  return sum(
    mul(q.singleCurvature[t]!, plus(neg(mul(s2, sq(along), inv(nr))), 1)),
    mul(inverse, sum(mul(s, pairs), ...others, ...targets, neg(own))),
  );
}
