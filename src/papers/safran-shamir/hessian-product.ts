import type { Field } from '../../landscape/field.ts';
import type { Pair, Pairs } from '../../landscape/pairs.ts';
import type { Point } from '../../landscape/problem.ts';

/** What the blocks of a neuron w need of another vector a (x = ‖w‖², y = ‖a‖²); the last is for neurons. */
interface Coefficients<S> {
  /** 1/r */
  readonly overR: S;
  /** z/(x r) */
  readonly cross: S;
  /** (z²/r − r)/x² */
  readonly square: S;
  /** π − θ and z/(y r) */
  readonly mutual: { readonly supplement: S; readonly cross: S } | null;
}

/**
 * ξ ↦ ∇²F·ξ for directions ξ (one vector of R^d a neuron), from the blocks of landscape/hessian.ts without forming them:
 *   2π(Hξ)_i = πξ_i + Σ_q s_q 2πh1(w_i, a_q)ξ_i + Σ_{j≠i} 2πh2(w_i, w_j)ξ_j, q over the other neurons and the targets.
 * Every r = ‖w_i‖‖a_q‖ sin θ must be certainly positive: a division by it fails otherwise.
 */
export function hessianProduct<S, V>(
  field: Field<S, V>,
  point: Point<S, V>,
  pairs: Pairs<S>,
): (direction: readonly V[]) => V[] {
  const { neurons, targets, neuronNormsSquared: xx, d } = point;
  const half = field.div(field.integer(1), field.mul(field.integer(2), field.pi));
  const coefficientsOf = ({ z, r, supplement }: Pair<S>, x: S, y: S | null): Coefficients<S> => {
    const overR = field.div(field.integer(1), r);
    const zOverR = field.mul(z, overR);
    return {
      overR,
      cross: field.div(zOverR, x),
      square: field.div(field.div(field.sub(field.mul(z, zOverR), r), x), x),
      mutual: y === null ? null : { supplement, cross: field.div(zOverR, y) },
    };
  };
  const rows = neurons.map((w, i) => {
    const x = xx[i]!;
    const others = [
      ...neurons.map((a, j) => ({ a, j, sign: 1, pair: i === j ? null : pairs.neurons[i]![j]! })),
      ...targets.map((a, j) => ({ a, j: -1, sign: -1, pair: pairs.targets[i]![j]! })),
    ].flatMap(({ a, j, sign, pair }) =>
      pair === null ? [] : [{ a, j, sign, pair, c: coefficientsOf(pair, x, j < 0 ? null : xx[j]!) }],
    );
    // Σ s_q r/x and Σ s_q (z²/r − r)/x² do not depend on the direction.
    let ownFactor = field.pi;
    let square = field.zero;
    for (const { sign, pair, c } of others) {
      const share = field.div(pair.r, x);
      ownFactor = sign === 1 ? field.add(ownFactor, share) : field.sub(ownFactor, share);
      square = sign === 1 ? field.add(square, c.square) : field.sub(square, c.square);
    }
    return { w, others, ownFactor, square };
  });
  return (direction) =>
    rows.map(({ w, others, ownFactor, square }, i) => {
      const own = direction[i]!;
      const alongW = field.dot(w, own);
      let wFactor = field.mul(square, alongW);
      const coefficients: S[] = [];
      const vectors: V[] = [];
      for (const { a, j, sign, c } of others) {
        // h1: −(z/(x r))(a·ξ_i) along w, (1/r)(a·ξ_i) − (z/(x r))(w·ξ_i) along a
        const alongA = field.dot(a, own);
        const onW = field.mul(c.cross, alongA);
        let onA = field.sub(field.mul(c.overR, alongA), field.mul(c.cross, alongW));
        wFactor = sign === 1 ? field.sub(wFactor, onW) : field.add(wFactor, onW);
        if (sign !== 1) onA = field.neg(onA);
        if (c.mutual !== null) {
          // h2: (π − θ)ξ_j + ((1/r)(a·ξ_j) − (z/(x r))(w·ξ_j)) w + ((1/r)(w·ξ_j) − (z/(y r))(a·ξ_j)) a
          const other = direction[j]!;
          const otherA = field.dot(a, other);
          const otherW = field.dot(w, other);
          wFactor = field.add(wFactor, field.sub(field.mul(c.overR, otherA), field.mul(c.cross, otherW)));
          onA = field.add(onA, field.sub(field.mul(c.overR, otherW), field.mul(c.mutual.cross, otherA)));
          coefficients.push(c.mutual.supplement);
          vectors.push(other);
        }
        coefficients.push(onA);
        vectors.push(a);
      }
      const sum = field.combine(d, [ownFactor, wFactor, ...coefficients], [own, w, ...vectors]);
      return field.combine(d, [half], [sum]);
    });
}
