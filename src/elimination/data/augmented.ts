import type { Ball } from '../../arithmetic/ball.ts';
import type { ExactNumber } from '../../arithmetic/exact.ts';
import { exp } from '../../arithmetic/exponential.ts';
import { type AddedNeurons, layersOf, type Model } from '../../model/network.ts';
import type { NeuronShape } from './added-neuron.ts';
import type { Augmentation, Empirical, Evaluated } from './empirical.ts';
import { residualAt, valueAt } from './loss.ts';
import { numbersOf } from './network.ts';
import { type BallRing, doubleOf } from './ring.ts';

/**
 * The augmented objective L̃ = (1/M) Σ_i ℓ(f(x_i; θ) + g(x_i), y_i) + μ‖a‖². K ("output"): one neuron for each output,
 * M = m, μ = λ. L ("single", "layer", "monomial"): one neuron at the only output, M = 1, μ = λ/2 (mathematics.md 13.1).
 */
export interface Augmented {
  readonly problem: Empirical;
  readonly augmentation: Augmentation;
  readonly lambda: ExactNumber;
  /** σ of the added neurons; without it e^z, or z^p of a monomial. Not with one neuron in each layer. */
  readonly neuron?: NeuronShape | undefined;
  /** The model at other parameters, by which a user shows what the architecture can express. */
  readonly witness?: Model | undefined;
}

/** (a, b, W) in balls, an entry of each (a row of w) for every added neuron. */
export interface BallPoint {
  readonly a: readonly Ball[];
  readonly b: readonly Ball[];
  readonly w: readonly (readonly Ball[])[];
}

/** M, the number that the sum of losses is divided by. */
export function divisorOf({ problem, augmentation }: Augmented): number {
  return augmentation.kind === 'output' ? problem.examples : 1;
}

/** μ, the factor of ‖a‖². */
export function penaltyOf({ augmentation, lambda }: Augmented, { field }: Evaluated): Ball {
  const ball = field.exact(lambda);
  return augmentation.kind === 'output' ? ball : field.shiftBy(ball, -1);
}

/** What the added neurons see of each distinct input, a row of `width` numbers each. */
export interface Features {
  readonly count: number;
  readonly width: number;
  /** Row j in balls. */
  row(j: number): readonly Ball[];
  /** Row j in doubles near it. */
  rough(j: number): readonly number[];
  /** v·φ_j for all j. */
  dots(v: readonly Ball[]): readonly Ball[];
}

/**
 * The features: the inputs themselves, of which there may be many, so that they are converted when they are needed; or with
 * one neuron in each layer the values of the last hidden layer (the neurons added below it have outgoing weights 0 at the
 * points that are decided here).
 */
export function featuresOf(
  { problem, augmentation }: Augmented,
  { field, ring, layered }: Evaluated,
): Features {
  const { groups } = problem;
  const hidden =
    augmentation.kind === 'layer' ? (j: number): readonly Ball[] => layered!.traces[j]!.values.at(-2)! : null;
  const row = hidden ?? ((j: number): readonly Ball[] => numbersOf(ring, groups[j]!.input));
  return {
    count: groups.length,
    width: hidden?.(0).length ?? problem.network.inputs,
    row,
    rough: (j) => hidden?.(j).map(doubleOf) ?? Array.from(groups[j]!.input, Number),
    dots: (v) => {
      if (v.every((x) => field.isZero(x))) return groups.map(() => field.zero);
      return groups.map((_, j) => ring.dot(v, row(j)));
    },
  };
}

/** Number of added neurons that reach the output directly, and of the features that they see. */
export function addedShape({ problem, augmentation }: Augmented): { neurons: number; width: number } {
  const { network } = problem;
  return {
    neurons: augmentation.kind === 'output' ? network.outputs : 1,
    width: augmentation.kind === 'layer' ? layersOf(network)!.at(-1)!.weights[0]!.length : network.inputs,
  };
}

/** The added neurons of the model, or zeros. */
export function addedOf(augmented: Augmented): AddedNeurons {
  const { added } = augmented.problem.network;
  if (added !== null) return added;
  const { neurons, width } = addedShape(augmented);
  const zeros = (n: number): number[] => new Array(n).fill(0);
  return { a: zeros(neurons), b: zeros(neurons), w: Array.from({ length: neurons }, () => zeros(width)) };
}

/** The point of the model in balls. */
export function pointOf(augmented: Augmented, { ring }: Evaluated): BallPoint {
  const { a, b, w } = addedOf(augmented);
  const of = (x: ExactNumber): Ball => ring.of(x);
  return { a: a.map(of), b: b.map(of), w: w.map((row) => row.map(of)) };
}

/** What neuron k gives for a = 1 at every input: σ(w·φ_j + b). */
export function neuronValues(
  augmented: Augmented,
  { field, ring }: Evaluated,
  { b, w }: BallPoint,
  k: number,
  features: Features,
): readonly Ball[] {
  const { value } = sigma(augmented, ring);
  return features.dots(w[k]!).map((dot) => value(field.add(dot, b[k]!)));
}

/** σ'(w·φ_j + b) of neuron k at every input. */
export function neuronSlopes(
  augmented: Augmented,
  { field, ring }: Evaluated,
  { b, w }: BallPoint,
  k: number,
  features: Features,
): readonly Ball[] {
  const { slope } = sigma(augmented, ring);
  return features.dots(w[k]!).map((dot) => slope(field.add(dot, b[k]!)));
}

/** σ and σ' of the added neurons: C e^(γz + δ) or C(γz + δ)^p. */
function sigma(
  { augmentation, neuron }: Augmented,
  { field, algebra }: BallRing,
): { value: (z: Ball) => Ball; slope: (z: Ball) => Ball } {
  const [scale, rate, offset] = neuron
    ? [neuron.scale, neuron.rate, neuron.offset].map((x) => field.rational(x))
    : [field.one, field.one, field.zero];
  const inner = (z: Ball): Ball => field.add(algebra.mul(rate!, z), offset!);
  const outer = algebra.mul(scale!, rate!);
  if (augmentation.kind === 'monomial') {
    const { power } = augmentation;
    return {
      value: (z) => algebra.mul(scale!, algebra.integerPower(inner(z), power)),
      slope: (z) => algebra.mul(outer, field.scale(algebra.integerPower(inner(z), power - 1), power)),
    };
  }
  return {
    value: (z) => algebra.mul(scale!, exp(field, inner(z))),
    slope: (z) => algebra.mul(outer, exp(field, inner(z))),
  };
}

/** f(x̄_j) + g(x̄_j) for every distinct input. */
export function augmentedOutputs(augmented: Augmented, evaluated: Evaluated, point: BallPoint): Ball[][] {
  const { field } = evaluated;
  const outputs = evaluated.outputs.map((row) => [...row]);
  for (const [k, a] of point.a.entries()) {
    // 0·∞ is no danger: the neuron is finite.
    if (field.isZero(a)) continue;
    const values = neuronValues(augmented, evaluated, point, k, featuresOf(augmented, evaluated));
    for (const [j, value] of values.entries())
      outputs[j]![k] = field.add(outputs[j]![k]!, field.mul(a, value));
  }
  return outputs;
}

/** L̃ at a point. */
export function augmentedValue(augmented: Augmented, evaluated: Evaluated, point: BallPoint): Ball {
  const { field } = evaluated;
  const { problem } = augmented;
  const outputs = augmentedOutputs(augmented, evaluated, point);
  const total = problem.groups.reduce(
    (sum, { labels }, j) => field.add(sum, valueAt(field, problem.loss, outputs[j]!, labels)),
    field.zero,
  );
  const square = point.a.reduce((sum, a) => field.add(sum, field.square(a)), field.zero);
  const penalty = field.mul(penaltyOf(augmented, evaluated), square);
  return field.add(field.divideByInteger(total, divisorOf(augmented)), penalty);
}

/** ∇_(a,b,W) L̃ at a point. */
export function augmentedGradient(augmented: Augmented, evaluated: Evaluated, point: BallPoint): BallPoint {
  const { field, ring } = evaluated;
  const { problem } = augmented;
  const outputs = augmentedOutputs(augmented, evaluated, point);
  const features = featuresOf(augmented, evaluated);
  const residuals = problem.groups.map(({ labels }, j) =>
    residualAt(field, problem.loss, outputs[j]!, labels),
  );
  const divisor = divisorOf(augmented);
  const penalty = field.scale(penaltyOf(augmented, evaluated), 2);
  const mean = (x: Ball): Ball => field.divideByInteger(x, divisor);
  const neurons = point.a.map((a, k) => {
    const residual = residuals.map((row) => row[k]!);
    const values = neuronValues(augmented, evaluated, point, k, features);
    const byA = field.add(mean(ring.dot(residual, values)), field.mul(penalty, a));
    // For a = 0 the derivatives by b and w are 0.
    if (field.isZero(a)) return { a: byA, b: field.zero, w: point.w[k]!.map(() => field.zero) };
    const slopes = neuronSlopes(augmented, evaluated, point, k, features);
    const weighted = residual.map((r, j) => field.mul(field.mul(r, a), slopes[j]!));
    let byW = point.w[k]!.map(() => field.zero);
    for (const [j, weight] of weighted.entries()) {
      const row = features.row(j);
      byW = byW.map((sum, c) => field.add(sum, field.mul(weight, row[c]!)));
    }
    return { a: byA, b: mean(weighted.reduce((sum, x) => field.add(sum, x), field.zero)), w: byW.map(mean) };
  });
  return { a: neurons.map(({ a }) => a), b: neurons.map(({ b }) => b), w: neurons.map(({ w }) => w) };
}
