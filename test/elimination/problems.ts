import { type Augmentation, type Empirical, empiricalOf } from '../../src/elimination/data/empirical.ts';
import type { Loss } from '../../src/elimination/data/loss.ts';
import type { Activation, Examples, Layer, Network } from '../../src/model/network.ts';
import { generatorOf } from '../../src/search/generator.ts';

/** Draws of small integers and halves: such problems have exact answers, and ties. */
export interface Draw {
  integer(least: number, most: number): number;
  half(size: number): number;
  chance(p: number): boolean;
  normal(): number;
}

export function drawOf(seed: number, run: number): Draw {
  const generator = generatorOf({ seed, k: 1, n: 1, run });
  const integer = (least: number, most: number): number =>
    least + Math.floor(generator.uniform() * (most - least + 1));
  return {
    integer,
    half: (size) => integer(-2 * size, 2 * size) / 2,
    chance: (p) => generator.uniform() < p,
    normal: () => generator.normal(),
  };
}

export function layer(weights: number[][], bias: number[], activation: Activation, slope = 0): Layer {
  return { weights, bias, activation, slope };
}

export function networkOf(layers: readonly Layer[], added: Network['added'] = null): Network {
  return { inputs: layers[0]!.weights[0]!.length, outputs: layers.at(-1)!.weights.length, layers, added };
}

/** A random small network of one or two layers. */
export function randomNetwork(
  draw: Draw,
  inputs: number,
  outputs: number,
  activations: readonly Activation[],
): Network {
  const dense = (rows: number, columns: number, activation: Activation): Layer =>
    layer(
      Array.from({ length: rows }, () => Array.from({ length: columns }, () => draw.half(2))),
      Array.from({ length: rows }, () => draw.half(2)),
      activation,
      activation === 'leaky-relu' ? 0.25 : 0,
    );
  if (draw.chance(0.3)) return networkOf([dense(outputs, inputs, 'linear')]);
  const hidden = draw.integer(1, 3);
  const activation = activations[draw.integer(0, activations.length - 1)]!;
  return networkOf([dense(hidden, inputs, activation), dense(outputs, hidden, 'linear')]);
}

/** Random inputs, some of them repeated. */
export function randomInputs(draw: Draw, inputs: number, count: number): number[][] {
  const rows: number[][] = [];
  for (let i = 0; i < count; i++)
    rows.push(
      i > 0 && draw.chance(0.35)
        ? [...rows[draw.integer(0, i - 1)]!]
        : Array.from({ length: inputs }, () => draw.half(2)),
    );
  return rows;
}

/** f(x) in doubles. */
export function roughOutput(network: Network, x: readonly number[]): number[] {
  let values: number[] = [...x];
  for (const { weights, bias, activation, slope } of network.layers)
    values = weights.map((row, o) => {
      const z = row.reduce<number>((sum, w, i) => sum + Number(w) * values[i]!, Number(bias[o]));
      if (activation === 'tanh') return Math.tanh(z);
      if (activation === 'softplus') return Math.log1p(Math.exp(-Math.abs(z))) + Math.max(0, z);
      if (activation === 'linear' || z > 0) return z;
      return Number(slope) * z;
    });
  return values;
}

/** ℓ(q, y) in doubles, written apart from the library. */
export function roughLoss(loss: Loss, q: readonly number[], y: readonly number[]): number {
  switch (loss.kind) {
    case 'squared':
      return q.reduce((sum, x, k) => sum + (x - y[k]!) ** 2, 0);
    case 'logistic':
      return Math.log1p(Math.exp(-y[0]! * q[0]!));
    case 'hinge':
      return Math.max(0, 1 - y[0]! * q[0]!) ** loss.power;
    case 'cross-entropy': {
      const greatest = Math.max(...q);
      const total = greatest + Math.log(q.reduce((sum, x) => sum + Math.exp(x - greatest), 0));
      return q.reduce((sum, x, k) => sum + y[k]! * (total - x), 0);
    }
    case 'expression':
      throw new Error('written apart from the library');
  }
}

export interface RoughPoint {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly w: readonly (readonly number[])[];
}

export type RoughLoss = (q: readonly number[], y: readonly number[]) => number;

/** What a neuron adds to its output, times its a. */
export function roughNeuron(
  augmentation: Augmentation,
  x: readonly number[],
  b: number,
  w: readonly number[],
): number {
  let z = b;
  for (let c = 0; c < w.length; c++) z += w[c]! * x[c]!;
  return augmentation.kind === 'monomial' ? z ** augmentation.power : Math.exp(z);
}

/** L̃ in doubles, written apart from the library. */
export function roughObjective(
  network: Network,
  loss: Loss | RoughLoss,
  augmentation: Augmentation,
  examples: { inputs: readonly (readonly number[])[]; labels: readonly (readonly number[])[] },
  lambda: number,
  { a, b, w }: RoughPoint,
): number {
  const total = examples.inputs.reduce((sum, x, i) => {
    const q = roughOutput(network, x);
    for (const [k, size] of a.entries()) q[k]! += size * roughNeuron(augmentation, x, b[k]!, w[k]!);
    const y = examples.labels[i]!;
    return sum + (typeof loss === 'function' ? loss(q, y) : roughLoss(loss, q, y));
  }, 0);
  const square = a.reduce((sum, x) => sum + x * x, 0);
  return roughSum(augmentation, examples.inputs.length, total, lambda * square);
}

/** L̃ from the sum of the losses of all data, and λ‖a‖². */
export function roughSum(augmentation: Augmentation, data: number, total: number, penalty: number): number {
  return augmentation.kind === 'output' ? total / data + penalty : total + 0.5 * penalty;
}

export function problemOf(network: Network, loss: Loss, examples: Examples): Empirical {
  return empiricalOf(network, loss, examples);
}
