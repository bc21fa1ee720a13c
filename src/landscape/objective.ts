import type { FormulaField } from './field.ts';
import { type Pair, type Pairs, pairOf } from './pairs.ts';
import type { Point } from './problem.ts';

/** 2π f(a, b) = R + (π − θ) a·b, Safran & Shamir (S7); mathematics.md 1.2. */
function pairValue<S, V>(field: FormulaField<S, V>, pair: Pair<S>): S {
  return field.add(pair.area, field.mul(pair.supplement, pair.inner));
}

/** 2π Σ_{i,j} f(v_i, v_j) over all ordered pairs of targets; k π + k(k − 1) for orthonormal ones. */
export function targetEnergy<S, V>(field: FormulaField<S, V>, point: Point<S, V>): S {
  const { targets, targetNormsSquared: yy } = point;
  const k = targets.length;
  if (point.orthonormalTargets) return orthonormalEnergy(field, k);
  let diagonal = field.zero;
  let crossed = field.zero;
  for (let i = 0; i < k; i++) {
    diagonal = field.add(diagonal, yy[i]!);
    for (let j = 0; j < i; j++) {
      const pair = pairOf(field, yy[i]!, yy[j]!, field.dot(targets[i]!, targets[j]!));
      crossed = field.add(crossed, pairValue(field, pair));
    }
  }
  return vectorEnergy(field, diagonal, crossed);
}

export function orthonormalEnergy<S, V>(field: FormulaField<S, V>, k: number): S {
  return field.add(field.mul(field.integer(k), field.pi), field.integer(k * (k - 1)));
}

/** 2π Σ f over all ordered pairs of vectors, from the sum of their squared norms and that of 2π f over unordered pairs. */
export function vectorEnergy<S, V>(field: FormulaField<S, V>, squares: S, crossed: S): S {
  return field.add(field.mul(field.pi, squares), field.mul(field.integer(2), crossed));
}

/** Sums of 2π f, but for `squares`, Σ‖w_i‖²: over pairs of neurons, over those with a target, over all ordered pairs of targets. */
export interface Energies<S> {
  readonly squares: S;
  readonly between: S;
  readonly toTargets: S;
  readonly targets: S;
}

export function objectiveOf<S, V>(
  field: FormulaField<S, V>,
  { squares, between, toTargets, targets }: Energies<S>,
): S {
  const doubled = field.add(
    field.add(field.mul(field.pi, squares), targets),
    field.mul(field.integer(2), field.sub(between, toTargets)),
  );
  return field.div(doubled, field.mul(field.integer(4), field.pi));
}

/**
 * F(W) = ½ Σ_{p,q} s_p s_q f(a_p, a_q) over neurons (s = 1) and targets (s = −1), Safran & Shamir (S6); mathematics.md 1.2. The energy
 * of the targets may be given: it stays while neurons move.
 */
export function objective<S, V>(
  field: FormulaField<S, V>,
  point: Point<S, V>,
  pairs: Pairs<S>,
  targets: S = targetEnergy(field, point),
): S {
  let squares = field.zero;
  let between = field.zero;
  let toTargets = field.zero;
  for (let i = 0; i < point.neurons.length; i++) {
    squares = field.add(squares, point.neuronNormsSquared[i]!);
    for (let j = 0; j < i; j++) between = field.add(between, pairValue(field, pairs.neurons[i]![j]!));
    for (const pair of pairs.targets[i]!) toTargets = field.add(toTargets, pairValue(field, pair));
  }
  return objectiveOf(field, { squares, between, toTargets, targets });
}
