import type { MatrixField, Term } from './field.ts';
import type { Pair, Pairs } from './pairs.ts';
import type { Point } from './problem.ts';

/** A pair with 1/R and cot θ, which only second derivatives need; null where R is not safely positive. */
interface CurvedPair<S> {
  readonly pair: Pair<S>;
  readonly inverseArea: S | null;
  readonly cotangent: S | null;
}

/**
 * The Hessian of F as a symmetric nd x nd matrix of d x d blocks, (S10) written with x = ‖w‖², y = ‖a‖², z = w·a (inner),
 * R = ‖w‖‖a‖ sin θ (area), mathematics.md 1.4:
 *   2π h1(w, a) = (R/x) I + ((z²/R − R)/x²) w wᵀ − (z/(x R)) (w aᵀ + a wᵀ) + (1/R) a aᵀ
 *   2π h2(w, a) = (π − θ) I + (1/R)(w aᵀ + a wᵀ) − (z/(x R)) w wᵀ − (z/(y R)) a aᵀ
 *   H_ii = ½ I + Σ_q s_q h1(w_i, a_q),    H_ij = h2(w_i, w_j).
 * Where R is not safely positive, 0 ⪯ 2π h1 ⪯ (2R/x) I (its largest eigenvalue is 2R/x, mathematics.md 1.5) and
 * 2π h2 = (π − θ) I + E with ‖E‖ ≤ sin θ = R/‖w‖‖a‖ take their place, E going into the slack of the block.
 */
export function hessian<S, V, M>(field: MatrixField<S, V, M>, point: Point<S, V>, pairs: Pairs<S>): M {
  const { neurons, targets, neuronNormsSquared: xx, d } = point;
  const n = neurons.length;
  const matrix = field.matrix(n, d);
  const one = field.integer(1);
  const overTwoPi = field.div(one, field.mul(field.integer(2), field.pi));
  const overPi = field.div(one, field.pi);
  const inverse = xx.map((x) => field.div(one, x));
  const curve = (pair: Pair<S>): CurvedPair<S> => {
    if (!field.isSafelyPositive(pair.area)) return { pair, inverseArea: null, cotangent: null };
    const inverseArea = field.div(one, pair.area);
    return { pair, inverseArea, cotangent: field.mul(pair.inner, inverseArea) };
  };
  const between = neurons.map((_, i) => Array.from({ length: i }, (_, j) => curve(pairs.neurons[i]![j]!)));
  for (let i = 0; i < n; i++) {
    const w = neurons[i]!;
    let diagonal = field.pi;
    let radial = field.zero;
    let slack = field.zero;
    const mixed: S[] = [];
    const others: V[] = [];
    const terms: Term<S, V>[] = [];
    const take = ({ pair, inverseArea, cotangent }: CurvedPair<S>, a: V, sign: 1 | -1): void => {
      const overX = field.mul(pair.area, inverse[i]!);
      diagonal = sign === 1 ? field.add(diagonal, overX) : field.sub(diagonal, overX);
      if (inverseArea === null || cotangent === null) {
        slack = field.add(slack, overX);
        return;
      }
      const square = field.sub(field.mul(pair.inner, cotangent), pair.area);
      radial = sign === 1 ? field.add(radial, square) : field.sub(radial, square);
      const scaled = field.mul(inverseArea, overTwoPi);
      const cross = field.mul(cotangent, inverse[i]!);
      mixed.push(sign === 1 ? field.neg(cross) : cross);
      others.push(a);
      terms.push({ coefficient: sign === 1 ? scaled : field.neg(scaled), left: a, right: a });
    };
    for (let j = 0; j < n; j++) if (j !== i) take(j < i ? between[i]![j]! : between[j]![i]!, neurons[j]!, 1);
    for (let j = 0; j < targets.length; j++) take(curve(pairs.targets[i]![j]!), targets[j]!, -1);
    // ((z²/R − R)/x²) w wᵀ and the mixed products are w yᵀ + y wᵀ, y = ½((z²/R − R)/x²) w − Σ ±(z/(x R)) a.
    const half = field.div(field.mul(radial, field.mul(inverse[i]!, inverse[i]!)), field.integer(2));
    const companion = field.combine(d, [half, ...mixed], [w, ...others]);
    terms.push({ coefficient: overPi, left: w, right: companion });
    field.setBlock(matrix, i, i, field.mul(diagonal, overTwoPi), terms, field.mul(slack, overTwoPi));
    for (let j = 0; j < i; j++) {
      const { pair, inverseArea, cotangent } = between[i]![j]!;
      const a = neurons[j]!;
      const scaled = field.mul(pair.supplement, overTwoPi);
      if (inverseArea === null || cotangent === null) {
        const sine = field.div(pair.area, field.sqrt(field.mul(xx[i]!, xx[j]!)));
        field.setBlock(matrix, i, j, scaled, [], field.mul(sine, overTwoPi));
        continue;
      }
      const minusCotangent = field.mul(field.neg(cotangent), overTwoPi);
      const products: Term<S, V>[] = [
        { coefficient: field.mul(inverseArea, overPi), left: w, right: a },
        { coefficient: field.mul(minusCotangent, inverse[i]!), left: w, right: w },
        { coefficient: field.mul(minusCotangent, inverse[j]!), left: a, right: a },
      ];
      field.setBlock(matrix, i, j, scaled, products, field.zero);
    }
  }
  return matrix;
}

/**
 * The matrix M of Lemma 3 (mathematics.md 6.2): what the Hessian is on coordinates in which neurons and targets are 0,
 *   2π M_ii = π + Σ_q s_q R_iq/‖w_i‖²,   2π M_ij = π − θ_ij.
 */
export function transverseHessian<S, V, M>(
  field: MatrixField<S, V, M>,
  point: Point<S, V>,
  pairs: Pairs<S>,
): M {
  const n = point.neurons.length;
  const matrix = field.matrix(n, 1);
  const overTwoPi = field.div(field.integer(1), field.mul(field.integer(2), field.pi));
  for (let i = 0; i < n; i++) {
    let radial = field.zero;
    for (let j = 0; j < n; j++) if (j !== i) radial = field.add(radial, pairs.neurons[i]![j]!.area);
    for (const pair of pairs.targets[i]!) radial = field.sub(radial, pair.area);
    const own = field.add(field.pi, field.div(radial, point.neuronNormsSquared[i]!));
    field.setBlock(matrix, i, i, field.mul(own, overTwoPi), [], field.zero);
    for (let j = 0; j < i; j++)
      field.setBlock(matrix, i, j, field.mul(pairs.neurons[i]![j]!.supplement, overTwoPi), [], field.zero);
  }
  return matrix;
}
