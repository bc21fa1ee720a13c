/**
 * The equations of a family with one large symmetric block, scaled by powers of s = k^(−1/2) (mathematics.md 11.1 and 11.2).
 *
 * k targets e_j, r of their coordinates bad, m = k − r good, E = s². Neurons D_i, one for each good i: a at i, b at the
 * other good coordinates, c_β at the bad ones. Single neurons t: d_t at the good coordinates, e_tβ at the bad ones; the
 * first r are matched, t to the bad coordinate t with e_tt near −1, the others are extras of norm O(s). Unknowns, all
 * regular at s = 0:
 *
 *     a = 1 + s³ya,  b = s⁴yb,  c_β = s²ĉ_β, ĉ_β = 2 + s yc_β,  d_t = s²yd_t,  e_tβ = −[matched t = β] + s ye_tβ.
 *
 * A hat means divided by its power of s: ρ = sʲ·`cosine` for the cosine of an angle, asin ρ = sʲ·`beta`, and
 * 1 − √(1 − ρ²) = s²ʲ·`versine`; so are norms, sums and gradients. All formulas are exact for every s > 0.
 */
import { Dual, dot, integer, sum } from './dual.ts';
import { piOver, type Series } from './series.ts';

/** r bad coordinates and all single neurons, r of them matched. */
export interface FamilyShape {
  readonly bad: number;
  readonly singles: number;
}

/** 2 + r + singles·(1 + r): ya, yb, yc_1…yc_r, then for each single neuron yd, ye_1…ye_r. */
export function unknownsOf(shape: FamilyShape): number {
  return 2 + shape.bad + shape.singles * (1 + shape.bad);
}

/** The cosine of two vectors and what follows from it, each divided by its power of s. */
export class ScaledPair {
  readonly cosine: Dual;
  /** √(1 − ρ²), not scaled */
  readonly sine: Dual;
  private readonly scaleSquared: Dual;
  private knownBeta: Dual | null = null;
  private knownVersine: Dual | null = null;

  /** ρ = σ·cosine, given σ². */
  constructor(cosine: Dual, scaleSquared: Dual) {
    this.cosine = cosine;
    this.scaleSquared = scaleSquared;
    this.sine = integer(cosine.value.order, 1).minus(cosine.squared().times(scaleSquared)).root();
  }

  /** asin(ρ)/σ */
  beta(): Dual {
    this.knownBeta ??= this.cosine.scaledArcsine(this.scaleSquared, this.sine);
    return this.knownBeta;
  }

  /** (1 − √(1 − ρ²))/σ² = cosine²/(1 + √(1 − ρ²)) */
  versine(): Dual {
    this.knownVersine ??= this.cosine.squared().over(integer(this.cosine.value.order, 1).plus(this.sine));
    return this.knownVersine;
  }
}

/** A single neuron on its own; norm is |w_t| (matched) or |w_t|/s (extra). */
interface Neuron {
  readonly yd: Dual;
  readonly ye: readonly Dual[];
  /** e_tβ (matched) or ye_tβ (extra): the bad entries over the scale of the norm */
  readonly e: readonly Dual[];
  readonly norm: Dual;
}

/** A matched neuron. */
export interface Matched extends Neuron {
  /** (|w_t| − 1)/s */
  readonly excess: Dual;
  /** the part orthogonal to the own target, over s */
  readonly orthogonal: Dual;
}

/** What the neurons t and D_i, t and a good target enclose: scale s (extra) or s² (matched). */
interface Angles {
  readonly withBlock: ScaledPair;
  readonly withGood: ScaledPair;
  /** with the bad targets: scale 1 (extra) or s (matched); null for a matched neuron and its own target */
  readonly withBad: readonly (ScaledPair | null)[];
}

export class ScaledPoint {
  readonly shape: FamilyShape;
  readonly order: number;
  readonly halfPi: Dual;
  /** sʲ, j = 0..8 */
  readonly power: readonly Dual[];
  /** 1 − rE = E m, 1 − (r + 1)E = E(m − 1), 1 − (r + 2)E = E(m − 2) */
  readonly good: readonly [Dual, Dual, Dual];
  readonly ya: Dual;
  readonly yb: Dual;
  readonly a: Dual;
  readonly yc: readonly Dual[];
  readonly chat: readonly Dual[];
  /** |D_i|², |D_i|, (|D_i| − 1)/s³ */
  readonly square: Dual;
  readonly norm: Dual;
  readonly excess: Dual;
  /** the part of D_i orthogonal to its own target, over s² */
  readonly orthogonal: Dual;
  /** D_i with D_j (scale s⁴), with another good target (s⁴), with the bad targets (s²) */
  readonly blockBlock: ScaledPair;
  readonly blockGood: ScaledPair;
  readonly blockBad: readonly ScaledPair[];
  readonly matched: readonly Matched[];
  readonly extras: readonly Neuron[];
  /** matched first, then extras */
  readonly singles: readonly Neuron[];
  readonly angles: readonly Angles[];
  /** between[t][u] = between[u][t], t ≠ u: scale s if both are matched, else 1 */
  readonly between: readonly (readonly ScaledPair[])[];
  /** CD = (ℓ_D/|D| − 1)/s */
  readonly blockC: Dual;
  /** ℓ_D/|D| + π/2 − 1 = π/2 + s CD */
  readonly blockCoefficient: Dual;
  /** Ct: (ℓ_t/|w_t| − 1)/s (matched) or ℓ_t/|w_t| + π/2 − 1 (extra) */
  readonly c: readonly Dual[];
  /** ℓ_t/|w_t| + π/2 − 1 */
  readonly coefficients: readonly Dual[];

  /** At s and the unknowns y in their order. */
  constructor(shape: FamilyShape, s: Series, y: readonly Dual[]) {
    const { bad, singles } = shape;
    const order = s.order;
    const one = integer(order, 1);
    this.shape = shape;
    this.order = order;
    this.halfPi = new Dual(piOver(order, 2n));
    const power = [one, new Dual(s)];
    while (power.length <= 8) power.push(power.at(-1)!.times(power[1]!));
    this.power = power;
    const E = power[2]!;
    this.good = [one.minus(E.multiple(bad)), one.minus(E.multiple(bad + 1)), one.minus(E.multiple(bad + 2))];

    // The block: |D|² = 1 + s³·growth, R(D_i, v_i) = s² orthogonal.
    const [, n1, n2] = this.good;
    this.ya = y[0]!;
    this.yb = y[1]!;
    this.yc = y.slice(2, 2 + bad);
    this.a = one.plus(power[3]!.times(this.ya));
    this.chat = this.yc.map((entry) => integer(order, 2).plus(power[1]!.times(entry)));
    const chatSquare = sum(
      order,
      this.chat.map((entry) => entry.squared()),
    );
    const ybSquare = n1.times(this.yb.squared());
    const growth = this.ya
      .multiple(2)
      .plus(power[3]!.times(this.ya.squared().plus(ybSquare)))
      .plus(power[1]!.times(chatSquare));
    this.square = one.plus(power[3]!.times(growth));
    this.norm = this.square.root();
    this.excess = growth.over(one.plus(this.norm));
    this.orthogonal = E.times(ybSquare).plus(chatSquare).root();
    this.blockBlock = new ScaledPair(
      this.a
        .times(this.yb)
        .multiple(2)
        .plus(E.times(n2).times(this.yb.squared()))
        .plus(chatSquare)
        .over(this.square),
      power[8]!,
    );
    this.blockGood = new ScaledPair(this.yb.over(this.norm), power[8]!);
    this.blockBad = this.chat.map((entry) => new ScaledPair(entry.over(this.norm), power[4]!));

    // The single neurons.
    const own = (t: number) => 2 + bad + t * (1 + bad);
    const at = (t: number) => ({ yd: y[own(t)]!, ye: y.slice(own(t) + 1, own(t) + 1 + bad) });
    const all = Array.from({ length: singles }, (_, t) => at(t));
    this.matched = all.slice(0, bad).map((entry, t) => this.matchedNeuron(t, entry.yd, entry.ye));
    this.extras = all
      .slice(bad)
      .map(({ yd, ye }) => ({ yd, ye, e: ye, norm: this.sizeSquared(yd, ye).root() }));
    this.singles = [...this.matched, ...this.extras];
    this.angles = this.singles.map((_, t) => this.anglesOf(t));
    const between: ScaledPair[][] = this.singles.map(() => []);
    for (let t = 0; t < singles; t++) {
      for (let u = t + 1; u < singles; u++) {
        const pair = this.pairOf(t, u);
        between[t]![u] = pair;
        between[u]![t] = pair;
      }
    }
    this.between = between;

    const total = this.normSum();
    this.blockC = this.blockEllExcess(total).minus(E.times(this.excess)).over(this.norm);
    this.blockCoefficient = this.halfPi.plus(power[1]!.times(this.blockC));
    this.c = this.singles.map((neuron, t) => {
      if (!this.isExtra(t)) {
        return this.matchedEllExcess(t, total).minus(this.matched[t]!.excess).over(neuron.norm);
      }
      return this.halfPi.minus(one).plus(this.extraEll(t, total).over(neuron.norm));
    });
    this.coefficients = this.c.map((c, t) => (this.isExtra(t) ? c : this.halfPi.plus(power[1]!.times(c))));
  }

  isExtra(t: number): boolean {
    return t >= this.shape.bad;
  }

  /** Σ ye² + E m yd² */
  private sizeSquared(yd: Dual, ye: readonly Dual[]): Dual {
    return sum(
      this.order,
      ye.map((entry) => entry.squared()),
    ).plus(this.good[0].times(yd.squared()));
  }

  /** |w|² = 1 + sY, Y = −2ye_own + s(Σye² + E m yd²). */
  private matchedNeuron(own: number, yd: Dual, ye: readonly Dual[]): Matched {
    const one = integer(this.order, 1);
    const s = this.power[1]!;
    const growth = s.times(this.sizeSquared(yd, ye)).minus(ye[own]!.multiple(2));
    const norm = one.plus(s.times(growth)).root();
    const e = ye.map((entry, b) => (b === own ? s.times(entry).minus(one) : s.times(entry)));
    const others = ye.filter((_, b) => b !== own);
    return {
      yd,
      ye,
      e,
      norm,
      excess: growth.over(one.plus(norm)),
      orthogonal: this.sizeSquared(yd, others).root(),
    };
  }

  private anglesOf(t: number): Angles {
    const { yd, ye, norm } = this.singles[t]!;
    const extra = this.isExtra(t);
    // (a + (m − 1)b, ĉ)·(yd, e): the inner product with D_i, over the scale of the norm and of d.
    const inner = yd.times(this.blockSum()).plus(this.chatTimes(t));
    const block = extra ? this.power[2]! : this.power[4]!;
    const bad = extra ? this.power[0]! : this.power[2]!;
    return {
      withBlock: new ScaledPair(inner.over(this.norm.times(norm)), block),
      withGood: new ScaledPair(yd.over(norm), block),
      withBad: ye.map((entry, b) => (!extra && b === t ? null : new ScaledPair(entry.over(norm), bad))),
    };
  }

  /** a + (m − 1) b */
  blockSum(): Dual {
    return this.a.plus(this.power[2]!.times(this.good[1]).times(this.yb));
  }

  /** (a + (m − 1)b − 1)/E = s ya + E(m − 1) yb */
  blockSumExcess(): Dual {
    return this.power[1]!.times(this.ya).plus(this.good[1].times(this.yb));
  }

  /** Σ c_β e_tβ over s²·(scale of the norm)·(scale of d): s ĉ·ye (extra), ĉ·e (matched). */
  private chatTimes(t: number): Dual {
    const { ye, e } = this.singles[t]!;
    return this.isExtra(t) ? this.power[1]!.times(dot(this.chat, ye)) : dot(this.chat, e);
  }

  private pairOf(t: number, u: number): ScaledPair {
    const one = this.singles[t]!;
    const two = this.singles[u]!;
    const s = this.power[1]!;
    const goods = this.good[0].times(one.yd).times(two.yd);
    const norms = one.norm.times(two.norm);
    if (this.isExtra(t)) return new ScaledPair(goods.plus(dot(one.ye, two.ye)).over(norms), this.power[0]!);
    if (this.isExtra(u)) {
      return new ScaledPair(s.times(goods).plus(dot(one.e, two.ye)).over(norms), this.power[0]!);
    }
    const crossed = two.ye[t]!.plus(one.ye[u]!);
    return new ScaledPair(
      s
        .times(goods.plus(dot(one.ye, two.ye)))
        .minus(crossed)
        .over(norms),
      this.power[2]!,
    );
  }

  /** (Σ|w| − Σ|v|)/s */
  private normSum(): Dual {
    return sum(this.order, [
      this.good[0].times(this.excess),
      ...this.matched.map((neuron) => neuron.excess),
      ...this.extras.map((neuron) => neuron.norm),
    ]);
  }

  /** (ℓ_D − 1)/s */
  private blockEllExcess(total: Dual): Dual {
    const [, s, E, s3, , s5] = this.power as readonly [Dual, Dual, Dual, Dual, Dual, Dual];
    const blocks = this.norm.times(this.blockBlock.versine()).minus(this.blockGood.versine());
    const singles = this.singles.map((neuron, t) =>
      (this.isExtra(t) ? E : s3).times(neuron.norm).times(this.angles[t]!.withBlock.versine()),
    );
    return total
      .minus(s.times(this.orthogonal).over(this.norm))
      .minus(s5.times(this.good[1]).times(blocks))
      .minus(sum(this.order, singles))
      .plus(
        s3.times(
          sum(
            this.order,
            this.blockBad.map((pair) => pair.versine()),
          ),
        ),
      );
  }

  /** (ℓ_t − 1)/s of a matched neuron */
  private matchedEllExcess(t: number, total: Dual): Dual {
    const s = this.power[1]!;
    const { withBlock, withGood, withBad } = this.angles[t]!;
    const neuron = this.matched[t]!;
    const blocks = this.norm.times(withBlock.versine()).minus(withGood.versine());
    const singles = this.singles.flatMap((other, u) => {
      if (u === t) return [];
      const term = other.norm.times(this.between[t]![u]!.versine());
      return [this.isExtra(u) ? term : s.times(term)];
    });
    const targets = withBad.flatMap((pair) => (pair === null ? [] : [pair.versine()]));
    return total
      .minus(s.times(this.good[0]).times(blocks))
      .minus(neuron.orthogonal.over(neuron.norm))
      .minus(sum(this.order, singles))
      .plus(s.times(sum(this.order, targets)));
  }

  /** ℓ_t/s of an extra; κ1 − κ2 = (ρ1 − ρ2)(ρ1 + ρ2)/(√(1 − ρ1²) + √(1 − ρ2²)). */
  private extraEll(t: number, total: Dual): Dual {
    const { withBlock, withGood, withBad } = this.angles[t]!;
    const blocks = this.power[2]!.times(this.excess)
      .times(withBlock.versine())
      .plus(
        this.blockDifference(t)
          .times(withBlock.cosine.plus(withGood.cosine))
          .over(withBlock.sine.plus(withGood.sine)),
      );
    const matched = this.matched.map((neuron, u) => {
      const pair = this.between[t]![u]!;
      const target = withBad[u]!;
      return neuron.excess
        .times(pair.versine())
        .plus(
          this.ownDifference(t, u).times(pair.cosine.minus(target.cosine)).over(pair.sine.plus(target.sine)),
        );
    });
    const extras = this.singles.flatMap((other, u) =>
      u === t || !this.isExtra(u) ? [] : [other.norm.times(this.between[t]![u]!.versine())],
    );
    return total
      .minus(this.good[0].times(blocks))
      .minus(sum(this.order, matched))
      .minus(sum(this.order, extras));
  }

  /** (ρ(t, D_i) − ρ(t, v_j))/s² of an extra t and a good target v_j */
  blockDifference(t: number): Dual {
    const { yd, norm } = this.singles[t]!;
    const [, s, E] = this.power as readonly [Dual, Dual, Dual];
    const change = E.times(this.ya.minus(this.excess)).plus(s.times(this.good[1]).times(this.yb));
    return yd.times(change).plus(dot(this.chat, this.singles[t]!.ye)).over(this.norm.times(norm));
  }

  /** (ρ(t, u) + ρ(t, v_u))/s of an extra t and the neuron u matched to v_u, which is near −v_u */
  ownDifference(t: number, u: number): Dual {
    const extra = this.singles[t]!;
    const near = this.matched[u]!;
    return this.good[0]
      .times(extra.yd)
      .times(near.yd)
      .plus(dot(extra.ye, near.ye))
      .plus(extra.ye[u]!.times(near.excess))
      .over(extra.norm.times(near.norm));
  }
}
