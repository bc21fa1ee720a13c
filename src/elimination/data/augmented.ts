import type { Ball } from '../../arithmetic/ball.ts';
import type { ExactNumber } from '../../arithmetic/exact.ts';
import { exp } from '../../arithmetic/exponential.ts';
import type { AddedNeurons } from '../../model/network.ts';
import { power } from './elementary.ts';
import type { Augmentation, Empirical, Evaluated } from './empirical.ts';
import { residualAt, valueAt } from './loss.ts';

/**
 * The augmented objective L̃ = (1/M) Σ_i ℓ(f(x_i; θ) + g(x_i), y_i) + μ‖a‖². K ("output"): one neuron for each output,
 * M = m, μ = λ. L ("single", "layer", "monomial"): one neuron at the only output, M = 1, μ = λ/2 (mathematics.md 13.1).
 */
export interface Augmented {
  readonly problem: Empirical;
  readonly augmentation: Augmentation;
  readonly lambda: ExactNumber;
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

/**
 * What the added neurons see of each distinct input: the input, or with one neuron in each layer the values of the last
 * hidden layer (the neurons added below it have outgoing weights 0 at the points that are decided here).
 */
export function featuresOf({ augmentation }: Augmented, { traces }: Evaluated): (readonly Ball[])[] {
  return traces.map(({ values }) => values[augmentation.kind === 'layer' ? values.length - 2 : 0]!);
}

/** Number of added neurons that reach the output directly, and of the features that they see. */
export function addedShape({ problem, augmentation }: Augmented): { neurons: number; width: number } {
  const { network } = problem;
  return {
    neurons: augmentation.kind === 'output' ? network.outputs : 1,
    width: augmentation.kind === 'layer' ? network.layers.at(-1)!.weights[0]!.length : network.inputs,
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
export function pointOf(augmented: Augmented, { net }: Evaluated): BallPoint {
  const { a, b, w } = addedOf(augmented);
  const of = (x: ExactNumber): Ball => net.ring.of(x);
  return { a: a.map(of), b: b.map(of), w: w.map((row) => row.map(of)) };
}

/** What neuron k gives for a = 1: e^(w·φ + b), or (w·φ + b)^p. */
export function neuronValue(
  { augmentation }: Augmented,
  { field, net }: Evaluated,
  { b, w }: BallPoint,
  k: number,
  features: readonly Ball[],
): Ball {
  const argument = field.add(net.ring.dot(w[k]!, features), b[k]!);
  return augmentation.kind === 'monomial' ? power(field, argument, augmentation.power) : exp(field, argument);
}

/** f(x̄_j) + g(x̄_j) for every distinct input. */
export function augmentedOutputs(augmented: Augmented, evaluated: Evaluated, point: BallPoint): Ball[][] {
  const { field } = evaluated;
  return featuresOf(augmented, evaluated).map((features, j) => {
    const outputs = [...evaluated.outputs[j]!];
    for (const [k, a] of point.a.entries()) {
      // 0·∞ is no danger: the neuron is finite.
      if (field.isZero(a)) continue;
      const term = field.mul(a, neuronValue(augmented, evaluated, point, k, features));
      outputs[k] = field.add(outputs[k]!, term);
    }
    return outputs;
  });
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
  const { field, net } = evaluated;
  const { problem, augmentation } = augmented;
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
    const values = features.map((row) => neuronValue(augmented, evaluated, point, k, row));
    // g_k' by its argument: itself for the exponential, p(w·φ + b)^(p−1) for the monomial.
    const slopes =
      augmentation.kind === 'monomial'
        ? features.map((row) => {
            const argument = field.add(net.ring.dot(point.w[k]!, row), point.b[k]!);
            return field.scale(power(field, argument, augmentation.power - 1), augmentation.power);
          })
        : values;
    const weighted = residual.map((r, j) => field.mul(field.mul(r, a), slopes[j]!));
    return {
      a: field.add(mean(net.ring.dot(residual, values)), field.mul(penalty, a)),
      b: mean(weighted.reduce((sum, x) => field.add(sum, x), field.zero)),
      w: point.w[k]!.map((_, c) =>
        mean(
          net.ring.dot(
            weighted,
            features.map((row) => row[c]!),
          ),
        ),
      ),
    };
  });
  return { a: neurons.map(({ a }) => a), b: neurons.map(({ b }) => b), w: neurons.map(({ w }) => w) };
}
