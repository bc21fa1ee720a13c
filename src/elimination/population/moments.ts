/**
 * The population loss with one added exponential neuron (mathematics.md 12.1), in closed form over an abstract field:
 *   F̃(W, a, b, u) = E ½(N_W(x) + a e^(u·x+b) − N_V(x))² + λa² = F(W) + a e^b c(u) + ½a² e^(2b+2‖u‖²) + λa²,
 *   c(u) = E[(N_W(x) − N_V(x)) e^(u·x)] = e^(‖u‖²/2) S(u),   S(u) = Σ_i Mills(w_i·u, ‖w_i‖) − Σ_j Mills(v_j·u, ‖v_j‖),
 *   Mills(μ, σ) = μΦ(μ/σ) + σφ(μ/σ) = E[μ + σz]_+.
 * Completing the square turns E[g(x) e^(u·x)] into e^(‖u‖²/2) E g(x + u), and [w·(x+u)]_+ is [μ + σz]_+.
 * ∂Mills/∂μ = Φ(μ/σ), ∂Mills/∂σ = φ(μ/σ), ∂²Mills/∂μ² = φ(μ/σ)/σ.
 */
import { gradient as lossGradient } from '../../landscape/gradient.ts';
import { objective } from '../../landscape/objective.ts';
import { pairsOf } from '../../landscape/pairs.ts';
import type { Point } from '../../landscape/problem.ts';
import type { TranscendentalField } from './transcendental.ts';

/** A neuron (sign 1) or a target (sign −1) seen from u: μ/σ, Φ and φ there. */
interface Seen<S, V> {
  readonly sign: 1 | -1;
  readonly vector: V;
  readonly mean: S;
  readonly norm: S;
  readonly cdf: S;
  readonly density: S;
}

/** Neurons and targets other than 0, in this order. */
function seenFrom<S, V>(field: TranscendentalField<S, V>, point: Point<S, V>, u: V): Seen<S, V>[] {
  const seen = (sign: 1 | -1, vector: V, normSquared: S): Seen<S, V> => {
    const norm = field.sqrt(normSquared);
    const mean = field.dot(vector, u);
    const ratio = field.div(mean, norm);
    return {
      sign,
      vector,
      mean,
      norm,
      cdf: field.normalCdf(ratio),
      density: field.normalDensity(ratio),
    };
  };
  return [
    ...point.neurons.map((w, i) => seen(1, w, point.neuronNormsSquared[i]!)),
    ...point.targets.map((v, j) => seen(-1, v, point.targetNormsSquared[j]!)),
  ];
}

function signed<S, V>(field: TranscendentalField<S, V>, sign: 1 | -1, x: S): S {
  return sign === 1 ? x : field.neg(x);
}

/** e^(‖u‖²·numerator/denominator) */
export function gaussianFactor<S, V>(
  field: TranscendentalField<S, V>,
  u: V,
  numerator: number,
  denominator: number,
): S {
  const square = field.dot(u, u);
  return field.exp(field.div(field.mul(field.integer(numerator), square), field.integer(denominator)));
}

/** S(u) = E[N_W(x + u) − N_V(x + u)]. */
function shiftedMean<S, V>(field: TranscendentalField<S, V>, seen: readonly Seen<S, V>[]): S {
  return seen.reduce((sum, { sign, mean, norm, cdf, density }) => {
    const mills = field.add(field.mul(mean, cdf), field.mul(norm, density));
    return field.add(sum, signed(field, sign, mills));
  }, field.zero);
}

/** ∇S(u) = Σ ± Φ(w·u/‖w‖) w */
function shiftedMeanGradient<S, V>(
  field: TranscendentalField<S, V>,
  d: number,
  seen: readonly Seen<S, V>[],
): V {
  return field.combine(
    d,
    seen.map(({ sign, cdf }) => signed(field, sign, cdf)),
    seen.map(({ vector }) => vector),
  );
}

/** c(u), the correlation of the residual N_W − N_V with the neuron e^(u·x). Neurons must not be 0. */
export function correlation<S, V>(field: TranscendentalField<S, V>, point: Point<S, V>, u: V): S {
  return field.mul(gaussianFactor(field, u, 1, 2), shiftedMean(field, seenFrom(field, point, u)));
}

/** c(0) = (Σ‖w_i‖ − Σ‖v_j‖)/√(2π) */
export function correlationAtZero<S, V>(field: TranscendentalField<S, V>, point: Point<S, V>): S {
  let sum = field.zero;
  for (const square of point.neuronNormsSquared) sum = field.add(sum, field.sqrt(square));
  for (const square of point.targetNormsSquared) sum = field.sub(sum, field.sqrt(square));
  return field.div(sum, field.sqrt(field.mul(field.integer(2), field.pi)));
}

/** S(u), its gradient, and the weights ±φ/‖w‖ of its Hessian Σ weight·w wᵀ (in the order neurons, targets). */
export function shifted<S, V>(
  field: TranscendentalField<S, V>,
  point: Point<S, V>,
  u: V,
): { readonly value: S; readonly gradient: V; readonly weights: readonly S[] } {
  const seen = seenFrom(field, point, u);
  return {
    value: shiftedMean(field, seen),
    gradient: shiftedMeanGradient(field, point.d, seen),
    weights: seen.map(({ sign, density, norm }) => signed(field, sign, field.div(density, norm))),
  };
}

/** The parameters of the added neuron, and the weight λ of its regulariser. */
export interface AddedNeuron<S, V> {
  readonly a: S;
  readonly b: S;
  readonly u: V;
  readonly lambda: S;
}

/** F̃ and its gradient in W (one vector a neuron), a, b and u. */
export interface AugmentedLoss<S, V> {
  readonly value: S;
  readonly weights: readonly V[];
  readonly a: S;
  readonly b: S;
  readonly u: V;
}

/**
 * F̃ and its gradient: with t = a e^b and ∇c = e^(‖u‖²/2)(∇S + S u),
 *   ∂_a = e^b c + a e^(2b+2‖u‖²) + 2λa,   ∂_b = t c + t² e^(2‖u‖²),   ∇_u = t ∇c + 2t² e^(2‖u‖²) u,
 *   ∇_{w_i} = ∇_{w_i}F + t e^(‖u‖²/2)(Φ(w_i·u/‖w_i‖) u + φ(w_i·u/‖w_i‖) w_i/‖w_i‖).
 */
export function augmentedLoss<S, V>(
  field: TranscendentalField<S, V>,
  point: Point<S, V>,
  { a, b, u, lambda }: AddedNeuron<S, V>,
): AugmentedLoss<S, V> {
  const { d } = point;
  const pairs = pairsOf(field, point);
  const seen = seenFrom(field, point, u);
  const growth = gaussianFactor(field, u, 1, 2);
  const quartic = gaussianFactor(field, u, 2, 1);
  const mean = shiftedMean(field, seen);
  const c = field.mul(growth, mean);
  const scale = field.exp(b);
  const t = field.mul(a, scale);
  const tt = field.mul(field.mul(t, t), quartic);
  const linear = field.mul(t, c);
  const two = field.integer(2);
  const half = field.div(tt, two);
  const penalty = field.mul(lambda, field.mul(a, a));
  const along = field.mul(t, growth);
  const loss = lossGradient(field, point, pairs);
  return {
    value: field.add(field.add(objective(field, point, pairs), linear), field.add(half, penalty)),
    weights: point.neurons.map((w, i) => {
      const { cdf, density, norm } = seen[i]!;
      const coefficients = [
        field.integer(1),
        field.mul(along, cdf),
        field.mul(along, field.div(density, norm)),
      ];
      return field.combine(d, coefficients, [loss[i]!, u, w]);
    }),
    a: field.add(
      field.mul(scale, c),
      field.mul(a, field.add(field.mul(field.mul(scale, scale), quartic), field.mul(two, lambda))),
    ),
    b: field.add(linear, tt),
    u: field.combine(
      d,
      [along, field.add(field.mul(along, mean), field.mul(two, tt))],
      [shiftedMeanGradient(field, d, seen), u],
    ),
  };
}
