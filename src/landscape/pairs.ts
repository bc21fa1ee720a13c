import type { FormulaField } from './field.ts';
import type { Point } from './problem.ts';

/**
 * What all formulas need of a pair of vectors a, b at angle θ: inner = z = a·b, area = R = ‖a‖‖b‖ sin θ (of the parallelogram)
 * and the angle (mathematics.md 1.4). R is computed as √(‖a‖²‖b‖² − z²), clamped below at 0, so that collinear pairs are safe.
 */
export interface Pair<S> {
  readonly inner: S;
  readonly area: S;
  /** π − θ */
  readonly supplement: S;
}

/** All pairs of neurons (i < j) and all pairs of a neuron and a target. */
export interface Pairs<S> {
  /** neuron(i, j) for i ≠ j. */
  readonly neurons: readonly (readonly Pair<S>[])[];
  /** targets[i][j]: neuron i, target j. */
  readonly targets: readonly (readonly Pair<S>[])[];
}

/** The pair with the given squared norms and inner product. */
export function pairOf<S, V>(field: FormulaField<S, V>, xx: S, yy: S, inner: S): Pair<S> {
  const area = field.crossNorm(xx, yy, inner);
  return { inner, area, supplement: field.sub(field.pi, field.angle(inner, area)) };
}

/** The n(n−1)/2 + nk pairs that F, its gradient and its Hessian are made of. */
export function pairsOf<S, V>(field: FormulaField<S, V>, point: Point<S, V>): Pairs<S> {
  const { neurons, targets, neuronNormsSquared: xx, targetNormsSquared: yy } = point;
  const between: Pair<S>[][] = neurons.map(() => []);
  for (let i = 0; i < neurons.length; i++)
    for (let j = 0; j < i; j++) {
      const pair = pairOf(field, xx[i]!, xx[j]!, field.dot(neurons[i]!, neurons[j]!));
      between[i]![j] = pair;
      between[j]![i] = pair;
    }
  const toTargets = neurons.map((w, i) =>
    targets.map((v, j) => pairOf(field, xx[i]!, yy[j]!, field.dot(w, v))),
  );
  return { neurons: between, targets: toTargets };
}

/** The same pairs with every scalar replaced. */
export function mapPairs<S, T>(pairs: Pairs<S>, map: (a: S) => T): Pairs<T> {
  const pairWith = ({ inner, area, supplement }: Pair<S>): Pair<T> => ({
    inner: map(inner),
    area: map(area),
    supplement: map(supplement),
  });
  const between: Pair<T>[][] = pairs.neurons.map(() => []);
  for (let i = 0; i < between.length; i++)
    for (let j = 0; j < i; j++) {
      const pair = pairWith(pairs.neurons[i]![j]!);
      between[i]![j] = pair;
      between[j]![i] = pair;
    }
  return { neurons: between, targets: pairs.targets.map((row) => row.map(pairWith)) };
}
