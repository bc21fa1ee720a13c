/**
 * The independent check of the splits of a theorem for every k (mathematics.md 11.11): the theorem first, and in each of its
 * boxes, so at the critical point, that zᵀBz is negative, B = ∂²F/∂w² − ½I of a neuron w. With q the other neurons (sign 1)
 * and the targets (sign −1), R_q = ‖w‖‖q‖ sin θ(w, q) and z⊥ the part of z orthogonal to w,
 *   2π zᵀBz = (ℓ_w/‖w‖ − 1)‖z⊥‖² + Σ_q ± (q·z⊥)²/R_q,
 * divided by ‖z‖² and by s² for a good neuron, s for a matched one. Beyond coordinate k it is ℓ_w/‖w‖ − 1. Sines c of nearly
 * equal cosines differ by their versines: c_tv − c_Dt = σ²(κ_Dt − κ_tv).
 */
import { uniformStatement } from '../../certificate/uniform.ts';
import {
  type FamilySplit,
  type SplitMove,
  splitPower,
  type UniformSplitCertificate,
} from '../../certificate/uniform-split.ts';
import { confirmEmbedded } from '../embedded.ts';
import { floorTimes } from '../numbers/exact.ts';
import { confirm } from '../rejection.ts';
import type { Share } from '../share.ts';
import { difference } from './blocks.ts';
import { diagonalRest } from './equations.ts';
import type { ScaledPoint } from './scaled.ts';
import { confirmPositive, constant, ONE, piOver, type Series } from './series.ts';
import { checkUniform } from './uniform.ts';

/** Throws a Rejection unless the theorem and every split are confirmed, on the intervals of the share. */
export function checkUniformSplit({ subject, claim }: UniformSplitCertificate, share: Share): void {
  confirmEmbedded(subject, uniformStatement(subject));
  checkUniform(subject, share, (box) => {
    for (const split of claim.splits) checkSplitOn(box, split);
  });
}

function checkSplitOn(
  box: ScaledPoint,
  { neuron, eigenvalueUpper, move, transverseNegative }: FamilySplit,
): void {
  const { bad } = box.shape;
  // Rounded down, by less than a unit.
  const upper = floorTimes(eigenvalueUpper, ONE);
  confirm(upper < 0n, `neuron ${neuron}: eigenvalueUpper < 0`);
  const value = splitNumber(box, neuron, move);
  const twoPi = piOver(box.order, 2n).multiple(4n);
  confirmPositive(
    twoPi.times(constant(box.order, upper)).minus(value),
    `neuron ${neuron}: eigenvalueUpper·2π − 2πzᵀBz/(‖z‖²s^${splitPower(bad, neuron)})`,
  );
  if (transverseNegative)
    confirmPositive(
      transverseOf(box, neuron).negative(),
      `neuron ${neuron}: minus what B is beyond coordinate k`,
    );
}

/** 2πzᵀBz/‖z‖², over the power of s. */
export function splitNumber(box: ScaledPoint, neuron: number, move: SplitMove): Series {
  const t = neuron - 1;
  if (move === 'constant') return onConstants(box, t);
  const apart = neuron === 0 ? goodDifferences(box) : singleDifferences(box, t);
  return transverseOf(box, neuron).plus(apart);
}

/** ℓ_w/‖w‖ − 1, over the power of s. For a good neuron, where it is s·C_D, the equation of its own entry is solved for C_D/s. */
export function transverseOf(box: ScaledPoint, neuron: number): Series {
  if (neuron === 0) return diagonalRest(box).value.over(box.a.value).negative();
  const c = box.c[neuron - 1]!.value;
  return box.isExtra(neuron - 1) ? c.minus(box.halfPi.value) : c;
}

/** z = e_i − e_j: (p²/R_DD − 1/R_Dv)/s², p = D_i·z. */
function goodDifferences(box: ScaledPoint): Series {
  const [, s, , , , , s6] = powersOf(box);
  const { sine: c } = box.blockBlock;
  const { sine: d } = box.blockGood;
  const versines = box.blockBlock.versine().minus(box.blockGood.versine()).value;
  return s!
    .times(difference(box).squareExcess)
    .plus(s6!.times(box.norm.value).times(versines).over(d.value))
    .over(c.value.times(box.square.value));
}

/** z = e_i − e_j: p²/R_Dt − 1/R_tv, over s for a matched neuron. */
function singleDifferences(box: ScaledPoint, t: number): Series {
  const [, s, E, s3] = powersOf(box);
  const { withBlock, withGood } = box.angles[t]!;
  const versines = withBlock.versine().minus(withGood.versine()).value;
  return E!
    .times(difference(box).squareExcess)
    .over(box.norm.value)
    .plus((box.isExtra(t) ? s! : s3!).times(versines).over(withGood.sine.value))
    .over(withBlock.sine.value.times(box.singles[t]!.norm.value));
}

/** z = s at the good coordinates, for a matched neuron t; ‖z‖² = n₀ and w·z = s n₀ y_d. Over s. */
function onConstants(box: ScaledPoint, t: number): Series {
  const [one, s, E, s3] = powersOf(box) as [Series, Series, Series, Series];
  const n0 = box.good[0].value;
  const { yd, e, norm } = box.singles[t]!;
  const size = norm.value;
  /** w·z/(s‖w‖) */
  const inner = n0.times(yd.value).over(size);
  const { withBlock, withGood, withBad } = box.angles[t]!;
  const [c, d] = [withBlock.sine.value, withGood.sine.value];
  // D_i·z⊥ = s x and e_i·z⊥ = s y; the m = n₀/E of them give (n₀/N)( x²/(‖D‖c) − y²/d ), and
  // x²d − y²‖D‖c = (x − y)(x + y)d + y²(d − c) − y²(‖D‖ − 1)c.
  const reach = box.norm.value.times(withBlock.cosine.value);
  const x = box.blockSum().value.minus(E.times(reach).times(inner));
  const y = one.minus(E.times(withGood.cosine.value).times(inner));
  const apart = box.blockSumExcess().value.minus(inner.times(reach.minus(withGood.cosine.value)));
  const sines = E.times(withBlock.versine().minus(withGood.versine()).value).minus(
    s.times(box.excess.value).times(c),
  );
  const good = s
    .times(apart.times(x.plus(y)).times(d).plus(y.times(y).times(sines)))
    .over(box.norm.value.times(c).times(d));
  const others = box.singles.flatMap((other, u) => {
    if (u === t) return [];
    const pair = box.between[t]![u]!;
    const moved = n0
      .times(other.yd.value)
      .minus(s.times(pair.cosine.value).times(other.norm.value).times(inner));
    const term = moved.times(moved).over(other.norm.value.times(pair.sine.value));
    return [box.isExtra(u) ? term : s.times(term)];
  });
  const targets = withBad.flatMap((pair) => {
    if (pair === null) return [];
    const moved = pair.cosine.value.times(inner);
    return [s3.times(moved).times(moved).over(pair.sine.value).negative()];
  });
  const own = e[t]!.value.times(inner);
  const ownTarget = own.times(own).over(size.times(box.matched[t]!.orthogonal.value)).negative();
  const parts = [...others, ...targets, ownTarget].reduce((total, term) => total.plus(term)).over(n0);
  const left = one.minus(E.times(inner).times(inner).over(n0));
  return box.c[t]!.value.times(left).plus(good.plus(parts).over(size));
}

function powersOf(box: ScaledPoint): readonly Series[] {
  return box.power.map(({ value }) => value);
}
