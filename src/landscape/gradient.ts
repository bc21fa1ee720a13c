import type { FormulaField } from './field.ts';
import type { Pair, Pairs } from './pairs.ts';
import type { Point } from './problem.ts';

/**
 * The gradient, one vector of R^d a neuron, from (S8), mathematics.md 1.3:
 * 2π ∇_i F = (π + Σ_q s_q R_iq/‖w_i‖²) w_i + Σ_q s_q (π − θ_iq) a_q, q over the other neurons (s = 1) and the
 * targets (s = −1). Neurons must not be 0.
 */
export function gradient<S, V>(field: FormulaField<S, V>, point: Point<S, V>, pairs: Pairs<S>): V[] {
  const inverse = field.div(field.integer(1), field.mul(field.integer(2), field.pi));
  return point.neurons.map((w, i) => {
    let radial = field.zero;
    const coefficients: S[] = [field.zero];
    const vectors: V[] = [w];
    const take = (pair: Pair<S>, vector: V, sign: 1 | -1): void => {
      radial = sign === 1 ? field.add(radial, pair.area) : field.sub(radial, pair.area);
      coefficients.push(sign === 1 ? pair.supplement : field.neg(pair.supplement));
      vectors.push(vector);
    };
    for (let j = 0; j < point.neurons.length; j++)
      if (j !== i) take(pairs.neurons[i]![j]!, point.neurons[j]!, 1);
    for (let j = 0; j < point.targets.length; j++) take(pairs.targets[i]![j]!, point.targets[j]!, -1);
    coefficients[0] = field.add(field.pi, field.div(radial, point.neuronNormsSquared[i]!));
    return field.combine(point.d, [inverse], [field.combine(point.d, coefficients, vectors)]);
  });
}
