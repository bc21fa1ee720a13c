import type { Field, Term } from './field.ts';
import type { Pair, Pairs } from './pairs.ts';
import type { Point } from './problem.ts';

/**
 * The Hessian of F as a symmetric nd x nd matrix of d x d blocks, (S10) written with x = ‖w‖², r = ‖w‖‖a‖ sin θ,
 * z = w·a:
 *   2π h1(w, a) = (r/x) I + ((z²/r − r)/x²) w wᵀ − (z/(x r)) (w aᵀ + a wᵀ) + (1/r) a aᵀ
 *   2π h2(w, a) = (π − θ) I + (1/r)(w aᵀ + a wᵀ) − (z/(x r)) w wᵀ − (z/(y r)) a aᵀ
 *   H_ii = ½ I + Σ_q s_q h1(w_i, a_q),    H_ij = h2(w_i, w_j).
 * Where r is not safely positive, 0 ⪯ 2π h1 ⪯ (2r/x) I (its largest eigenvalue is 2r/x, landscape.md 1) and
 * 2π h2 = (π − θ) I + E with ‖E‖ ≤ sin θ ≤ r/‖w‖‖a‖ take their place, E going into the slack of the block.
 */
export function hessian<S, V, M>(field: Field<S, V, M>, point: Point<S, V>, pairs: Pairs<S>): M {
  const { neurons, targets, neuronNormsSquared: xx, d } = point;
  const n = neurons.length;
  const matrix = field.matrix(n, d);
  const twoPi = field.mul(field.integer(2), field.pi);
  const inverse = xx.map((x) => field.div(field.integer(1), x));
  for (let i = 0; i < n; i++) {
    const w = neurons[i]!;
    const x = xx[i]!;
    let diagonal = field.pi;
    let radial = field.zero;
    let slack = field.zero;
    const mixed: S[] = [];
    const others: V[] = [];
    const terms: Term<S, V>[] = [];
    const take = (pair: Pair<S>, a: V, sign: 1 | -1): void => {
      const signed = (s: S): S => (sign === 1 ? s : field.neg(s));
      const overX = field.mul(pair.r, inverse[i]!);
      diagonal = field.add(diagonal, signed(overX));
      if (!field.isSafelyPositive(pair.r)) {
        slack = field.add(slack, overX);
        return;
      }
      const overR = field.div(field.integer(1), pair.r);
      const ratio = field.mul(pair.z, overR);
      const square = field.sub(field.mul(pair.z, ratio), pair.r);
      radial = field.add(radial, signed(square));
      mixed.push(signed(field.neg(field.mul(ratio, inverse[i]!))));
      others.push(a);
      terms.push({ coefficient: field.div(signed(overR), twoPi), left: a, right: a });
    };
    for (let j = 0; j < n; j++) if (j !== i) take(pairs.neurons[i]![j]!, neurons[j]!, 1);
    for (let j = 0; j < targets.length; j++) take(pairs.targets[i]![j]!, targets[j]!, -1);
    // ((z²/r − r)/x²) w wᵀ is shared out to w yᵀ + y wᵀ with y = Σ ∓(z/(x r)) a + ½ Σ ±((z²/r − r)/x²) w.
    const half = field.div(field.mul(radial, field.mul(inverse[i]!, inverse[i]!)), field.integer(2));
    const companion = field.combine(d, [half, ...mixed], [w, ...others]);
    terms.push({ coefficient: field.div(field.integer(2), twoPi), left: w, right: companion });
    field.setBlock(matrix, i, i, field.div(diagonal, twoPi), terms, field.div(slack, twoPi));
    for (let j = 0; j < i; j++) {
      const pair = pairs.neurons[i]![j]!;
      const u = neurons[j]!;
      const supplement = field.div(pair.supplement, twoPi);
      if (!field.isSafelyPositive(pair.r)) {
        const sine = field.div(pair.r, field.sqrt(field.mul(x, xx[j]!)));
        field.setBlock(matrix, i, j, supplement, [], field.div(sine, twoPi));
        continue;
      }
      const overR = field.div(field.integer(1), pair.r);
      const ratio = field.mul(pair.z, overR);
      // w aᵀ + a wᵀ − (z/x) w wᵀ − (z/y) a aᵀ = w pᵀ + p wᵀ + a qᵀ + q aᵀ, p = a/2 − (z/2x) w, q = w/2 − (z/2y) a.
      const first = field.combine(
        d,
        [overR, field.neg(field.mul(ratio, inverse[i]!))],
        [u, w],
      );
      const second = field.combine(
        d,
        [overR, field.neg(field.mul(ratio, inverse[j]!))],
        [w, u],
      );
      const unit = field.div(field.integer(1), twoPi);
      field.setBlock(
        matrix,
        i,
        j,
        supplement,
        [
          { coefficient: unit, left: w, right: first },
          { coefficient: unit, left: u, right: second },
        ],
        field.zero,
      );
    }
  }
  return matrix;
}
