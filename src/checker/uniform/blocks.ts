/**
 * The isotypic blocks of the Hessian of F at a point of a family, all times 2π (mathematics.md 11.4): of R^{nk} the
 * standard block (multiplicity m − 1), sym (m(m − 3)/2) and alt ((m − 1)(m − 2)/2), beside the trivial one (once), which
 * is the Jacobian of the equations; of the coordinates beyond the targets' span the trivial (once) and the standard
 * (m − 1) block of M. Each is the form minus 2πλ times its Gram matrix: where it is positive definite the block has no
 * eigenvalue ≤ λ.
 */
import { scaledBeta } from './equations.ts';
import type { ScaledPoint } from './scaled.ts';
import { constant, ONE, type Series } from './series.ts';

/** A symmetric matrix as its lower triangle. */
export type Triangle = readonly (readonly Series[])[];
/** A linear form by its coefficients; null is 0. */
type Linear = readonly (Series | null)[];

/** A quadratic form that is built as a sum. */
class QuadraticForm {
  readonly rows: Series[][];

  constructor(size: number, order: number) {
    this.rows = Array.from({ length: size }, (_, i) =>
      Array.from({ length: i + 1 }, () => constant(order, 0n)),
    );
  }

  /** + f·u² */
  square(f: Series, u: Linear): void {
    this.product(f, u, u);
  }

  /** + 2f·u·v */
  cross(f: Series, u: Linear, v: Linear): void {
    this.product(f, u, v);
    this.product(f, v, u);
  }

  /** Adds f u_i v_j for j ≤ i. */
  private product(f: Series, u: Linear, v: Linear): void {
    u.forEach((x, i) => {
      if (x === null) return;
      const factor = f.times(x);
      for (let j = 0; j <= i; j++) {
        const y = v[j] ?? null;
        if (y !== null) this.rows[i]![j] = this.rows[i]![j]!.plus(factor.times(y));
      }
    });
  }
}

/** 2π·(Hessian block) − twoPiLambda·Gram for every block but the trivial one; 1×1 blocks are triangles of one row. */
export function blocksOf(point: ScaledPoint, twoPiLambda: Series): { readonly [name: string]: Triangle } {
  const power = point.power.map((entry) => entry.value);
  const norm = point.norm.value;
  const p = difference(point).p;
  const diagonal = point.blockCoefficient.value.minus(power[4]!.times(point.blockBlock.beta().value));
  const shifted = diagonal.minus(twoPiLambda);
  const paired = p.times(p).over(point.square.value.times(point.blockBlock.sine.value));
  const own = shifted.plus(paired).minus(norm.times(point.blockGood.sine.value).inverse());
  return {
    std: standardBlock(point, twoPiLambda),
    sym: [[own.plus(paired)]],
    alt: [[own.minus(paired)]],
    'M std': [[shifted]],
    'M triv': transverseBlock(point, twoPiLambda),
  };
}

/** The trivial block: the Jacobian minus twoPiLambda·Gram; symmetric, so that the sharper of two entries may be taken. */
export function trivialBlock(
  point: ScaledPoint,
  jacobian: readonly (readonly Series[])[],
  twoPiLambda: Series,
): Triangle {
  const [n0, n1] = point.good.map((entry) => entry.value) as [Series, Series, Series];
  const E = point.power[2]!.value;
  const { bad, singles } = point.shape;
  const one = point.power[0]!.value;
  const block = n0.times(E);
  const gram = [block, block.times(n1), ...Array<Series>(bad).fill(block)];
  for (let t = 0; t < singles; t++) gram.push(n0, ...Array<Series>(bad).fill(one));
  return jacobian.map((row, i) =>
    row.slice(0, i + 1).map((entry, j) => {
      const other = jacobian[j]![i]!;
      const sharper = entry.radius <= other.radius ? entry : other;
      return i === j ? sharper.minus(twoPiLambda.times(gram[i]!)) : sharper;
    }),
  );
}

/** p = 1 + s³(ya − s yb) and (p² − |D|)/s³ */
export function difference(point: ScaledPoint): { readonly p: Series; readonly squareExcess: Series } {
  const s = point.power[1]!.value;
  const s3 = point.power[3]!.value;
  const change = point.ya.value.minus(s.times(point.yb.value));
  return {
    p: s3.times(change).plus(constant(point.order, ONE)),
    squareExcess: change
      .multiple(2n)
      .plus(s3.times(change.times(change)))
      .minus(point.excess.value),
  };
}

/**
 * Variables y1, y2, y3, g_β, δ_t with a unit vector u of sum 0: D_i moves by y1 u_i at i, s y2 u_i at the other good
 * coordinates, E y3 u_j at each other good j, g_β u_i at the bad ones; the single neuron t by δ_t u.
 */
function standardBlock(point: ScaledPoint, twoPiLambda: Series): Triangle {
  const { bad, singles } = point.shape;
  const size = 3 + bad + singles;
  const [one, s, E, s3, s4, , s6, , s8] = point.power.map((entry) => entry.value) as Series[] as [
    Series,
    Series,
    Series,
    Series,
    Series,
    Series,
    Series,
    Series,
    Series,
  ];
  const n1 = point.good[1].value;
  const a = point.a.value;
  const yb = point.yb.value;
  const square = point.square.value;
  const norm = point.norm.value;
  const orthogonal = point.orthogonal.value;
  const chat = point.chat.map((entry) => entry.value);
  const { p, squareExcess } = difference(point);
  const bb = point.blockBlock;
  const angle = s4.times(bb.beta().value);

  const empty: Linear = Array<null>(size).fill(null);
  const linear = (y1: Series | null, y2: Series | null, y3: Series | null, g: Linear = []): Linear =>
    empty.map((_, i) => [y1, y2, y3][i] ?? g[i - 3] ?? null);
  const unit = (i: number): Linear => empty.map((_, j) => (i === j ? one : null));
  const scaled = (f: Series, u: Linear): Linear => u.map((x) => x?.times(f) ?? null);
  const added = (u: Linear, v: Linear): Linear =>
    u.map((x, i) => (x === null ? v[i]! : v[i] === null ? x : x.plus(v[i]!)));
  const y3 = unit(2);

  const P = linear(
    a,
    s3.times(n1).times(yb),
    s6.times(yb).negative(),
    chat.map((c) => E.times(c)),
  );
  const rows = linear(s, n1, s3.negative());
  const columns = linear(one, s.negative(), n1);
  const overSquare = square.inverse();
  const Q = [
    linear(
      null,
      p,
      null,
      chat.map((c) => s.times(c)),
    ),
    scaled(E.times(yb), rows),
    scaled(s3.times(bb.cosine.value).negative(), P),
  ].reduce(added);
  const Qv = added(unit(1), scaled(s3.times(yb).times(overSquare).negative(), P));
  const qv = added(
    linear(E.times(orthogonal).over(norm), null, null),
    scaled(
      a.over(norm.times(orthogonal)).negative(),
      linear(null, s.times(n1).times(yb), s4.times(yb).negative(), chat),
    ),
  );

  const form = new QuadraticForm(size, point.order);
  const deltas: Linear = empty.map((_, i) => (i >= 3 + bad ? one : null));
  form.square(point.halfPi.value, added(columns, deltas));
  const diagonal = point.blockCoefficient.value.minus(angle).minus(twoPiLambda);
  form.square(diagonal, unit(0));
  form.square(diagonal.times(n1), unit(1));
  form.square(diagonal.times(n1).times(E), y3);
  form.cross(diagonal.times(s3).negative(), unit(1), y3);
  for (let b = 0; b < bad; b++) form.square(diagonal, unit(3 + b));
  form.square(angle, columns);
  const lambda = one.plus(s.times(point.blockC.value)).minus(s8.times(bb.versine().value));
  form.square(lambda.times(overSquare).negative(), P);
  const paired = square.times(bb.sine.value).inverse();
  form.square(n1.minus(E).times(paired), Q);
  form.square(n1.times(E).minus(s4).times(paired).times(p.times(p)), y3);
  form.cross(n1.times(s).minus(s3).times(paired).times(p), Q, y3);
  const targets = norm.times(point.blockGood.sine.value).inverse().negative();
  form.square(n1.times(targets), Qv);
  form.square(n1.times(E).times(targets), y3);
  form.cross(s3.times(targets).negative(), Qv, y3);
  chat.forEach((c, b) => {
    const bent = added(unit(3 + b), scaled(E.times(c).times(overSquare).negative(), P));
    form.square(norm.times(point.blockBad[b]!.sine.value).inverse().negative(), bent);
  });
  form.square(E.times(orthogonal).times(overSquare).negative(), qv);

  point.singles.forEach((neuron, t) => {
    const extra = point.isExtra(t);
    const { withBlock, withGood } = point.angles[t]!;
    const size = neuron.norm.value;
    const [c, d] = [withBlock.sine.value, withGood.sine.value];
    const [r, q] = [withBlock.cosine.value, withGood.cosine.value];
    const scale = extra ? s : E;
    const delta = unit(3 + bad + t);
    const Qt = [
      scaled(extra ? neuron.yd.value : s.times(neuron.yd.value), rows),
      linear(
        null,
        null,
        null,
        neuron.e.map((entry) => entry.value),
      ),
      scaled(scale.times(r).times(size).over(norm).negative(), P),
    ].reduce(added);
    const weight = norm.times(size).times(c).inverse();
    form.square(extra ? s.times(weight) : weight, Qt);
    form.cross(scale.times(withBlock.beta().value), columns, delta);
    form.cross(p.times(weight), Qt, delta);
    const spread = c.times(d).times(c.plus(d));
    const cosines = extra
      ? E.times(point.blockDifference(t).value).times(r.plus(q))
      : s4.times(r.minus(q)).times(r.plus(q));
    const change = (extra ? E : s3).times(squareExcess).over(norm.times(c)).plus(cosines.over(spread));
    form.square(point.coefficients[t]!.value.plus(change.over(size)).minus(twoPiLambda), delta);
    for (let u = 0; u < t; u++) form.cross(scaledBeta(point, t, u).value, delta, unit(3 + bad + u));
  });
  return form.rows;
}

/** Variables y0, y_t: the coordinate beyond the span is E y0 for each D_i, y_t for the single neuron t. */
function transverseBlock(point: ScaledPoint, twoPiLambda: Series): Triangle {
  const { singles } = point.shape;
  const [one, s, E, , s4] = point.power.map((entry) => entry.value) as [
    Series,
    Series,
    Series,
    Series,
    Series,
  ];
  const n0 = point.good[0].value;
  const n1 = point.good[1].value;
  const unit = (i: number): Linear => Array.from({ length: 1 + singles }, (_, j) => (i === j ? one : null));
  const form = new QuadraticForm(1 + singles, point.order);
  form.square(point.halfPi.value, [n0, ...Array<Series>(singles).fill(one)]);
  form.square(n0.times(E).times(point.blockCoefficient.value.minus(twoPiLambda)), unit(0));
  form.square(n0.times(n1).times(s4).times(point.blockBlock.beta().value), unit(0));
  point.singles.forEach((_, t) => {
    const scale = point.isExtra(t) ? s : E;
    form.square(point.coefficients[t]!.value.minus(twoPiLambda), unit(1 + t));
    form.cross(n0.times(scale).times(point.angles[t]!.withBlock.beta().value), unit(0), unit(1 + t));
    for (let u = 0; u < t; u++) form.cross(scaledBeta(point, t, u).value, unit(1 + t), unit(1 + u));
  });
  return form.rows;
}
