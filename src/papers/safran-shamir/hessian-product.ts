import type { FormulaField } from '../../landscape/field.ts';
import type { Pair, Pairs } from '../../landscape/pairs.ts';
import type { Point } from '../../landscape/problem.ts';

/** What the blocks of a neuron w need of another vector a (x = ‖w‖², y = ‖a‖², z = w·a); the last is for neurons. */
interface Coefficients<S> {
  /** 1/R */
  readonly inverseArea: S;
  /** z/(x R) */
  readonly cross: S;
  /** (z²/R − R)/x² */
  readonly square: S;
  /** π − θ and z/(y R) */
  readonly mutual: { readonly supplement: S; readonly cross: S } | null;
}

/**
 * ξ ↦ ∇²F·ξ for directions ξ (one vector of R^d a neuron), from the blocks of landscape/hessian.ts without forming them:
 *   2π(Hξ)_i = πξ_i + Σ_q s_q 2πh1(w_i, a_q)ξ_i + Σ_{j≠i} 2πh2(w_i, w_j)ξ_j, q over the other neurons and the targets.
 * Every R = ‖w_i‖‖a_q‖ sin θ must be certainly positive: a division by it fails otherwise.
 */
export function hessianProduct<S, V>(
  field: FormulaField<S, V>,
  point: Point<S, V>,
  pairs: Pairs<S>,
): (direction: readonly V[]) => V[] {
  const { neurons, targets, neuronNormsSquared: xx, d } = point;
  const half = field.div(field.integer(1), field.mul(field.integer(2), field.pi));
  const coefficientsOf = ({ inner, area, supplement }: Pair<S>, x: S, y: S | null): Coefficients<S> => {
    const inverseArea = field.div(field.integer(1), area);
    const cotangent = field.mul(inner, inverseArea);
    return {
      inverseArea,
      cross: field.div(cotangent, x),
      square: field.div(field.div(field.sub(field.mul(inner, cotangent), area), x), x),
      mutual: y === null ? null : { supplement, cross: field.div(cotangent, y) },
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
    // Σ s_q R/x and Σ s_q (z²/R − R)/x² do not depend on the direction.
    let ownFactor = field.pi;
    let square = field.zero;
    for (const { sign, pair, c } of others) {
      const share = field.div(pair.area, x);
      ownFactor = sign === 1 ? field.add(ownFactor, share) : field.sub(ownFactor, share);
      square = sign === 1 ? field.add(square, c.square) : field.sub(square, c.square);
    }
    return { w, others, ownFactor, square };
  });
  return (direction) => {
    // w_j·ξ_i: for i ≠ j it stands in the blocks (i, j) and (j, i).
    const along = direction.map((x) => neurons.map((w) => field.dot(w, x)));
    return rows.map(({ w, others, ownFactor, square }, i) => {
      const own = direction[i]!;
      const alongW = along[i]![i]!;
      let wFactor = field.mul(square, alongW);
      const coefficients: S[] = [];
      const vectors: V[] = [];
      for (const { a, j, sign, c } of others) {
        // h1: −(z/(x R))(a·ξ_i) along w, (1/R)(a·ξ_i) − (z/(x R))(w·ξ_i) along a
        const alongA = j < 0 ? field.dot(a, own) : along[i]![j]!;
        const onW = field.mul(c.cross, alongA);
        let onA = field.sub(field.mul(c.inverseArea, alongA), field.mul(c.cross, alongW));
        wFactor = sign === 1 ? field.sub(wFactor, onW) : field.add(wFactor, onW);
        if (sign !== 1) onA = field.neg(onA);
        if (c.mutual !== null) {
          // h2: (π − θ)ξ_j + ((1/R)(a·ξ_j) − (z/(x R))(w·ξ_j)) w + ((1/R)(w·ξ_j) − (z/(y R))(a·ξ_j)) a
          const other = direction[j]!;
          const [otherA, otherW] = [along[j]![j]!, along[j]![i]!];
          wFactor = field.add(
            wFactor,
            field.sub(field.mul(c.inverseArea, otherA), field.mul(c.cross, otherW)),
          );
          onA = field.add(
            onA,
            field.sub(field.mul(c.inverseArea, otherW), field.mul(c.mutual.cross, otherA)),
          );
          coefficients.push(c.mutual.supplement);
          vectors.push(other);
        }
        coefficients.push(onA);
        vectors.push(a);
      }
      const sum = field.combine(d, [ownFactor, wFactor, ...coefficients], [own, w, ...vectors]);
      return field.combine(d, [half], [sum]);
    });
  };
}
