import type { Augmentation } from '../../src/elimination/data/empirical.ts';
import type { Loss } from '../../src/elimination/data/loss.ts';
import type { Network } from '../../src/model/network.ts';
import {
  type Draw,
  type RoughLoss,
  type RoughPoint,
  randomInputs,
  randomNetwork,
  roughLoss,
  roughNeuron,
  roughObjective,
  roughOutput,
  roughSum,
} from './problems.ts';

export interface RandomProblem {
  readonly network: Network;
  readonly loss: Loss;
  readonly inputs: number[][];
  readonly labels: number[][];
  /** Whether r = 0 at every distinct input, by construction. */
  readonly planted: boolean;
  /** ℓ(q, y) in doubles, of a loss that is an expression. */
  readonly rough?: RoughLoss;
}

/** A random small problem; about half of them are made so that r ≡ 0, where the loss allows it at all. */
export function randomProblem(draw: Draw, loss: Loss): RandomProblem {
  const size = draw.integer(1, 2);
  const outputs =
    loss.kind === 'squared' ? draw.integer(1, 2) : loss.kind === 'cross-entropy' ? draw.integer(2, 3) : 1;
  let network = randomNetwork(draw, size, outputs, ['relu', 'leaky-relu', 'linear']);
  const inputs = randomInputs(draw, size, draw.integer(1, 6));
  const planted = draw.chance(0.5);
  if (planted) {
    if (loss.kind === 'squared') return { network, loss, planted, ...withMeans(draw, network, inputs) };
    if (loss.kind === 'hinge') {
      const labels = inputs.map((x) => [roughOutput(network, x)[0]! > 0 ? 1 : -1]);
      if (inputs.every((x) => Math.abs(roughOutput(network, x)[0]!) >= 1))
        return { network, loss, inputs, labels, planted };
    }
    // f = 0 everywhere, and every class equally often at every input.
    network = {
      ...network,
      layers: network.layers.map((layer, l) =>
        l < network.layers.length - 1
          ? layer
          : {
              ...layer,
              weights: layer.weights.map((row) => row.map(() => 0)),
              bias: layer.bias.map(() => 0),
            },
      ),
    };
    const classes = loss.kind === 'cross-entropy' ? outputs : 2;
    const label = (k: number): number[] =>
      loss.kind === 'cross-entropy'
        ? Array.from({ length: outputs }, (_, i) => (i === k ? 1 : 0))
        : [2 * k - 1];
    return {
      network,
      loss,
      planted,
      inputs: inputs.flatMap((x) => Array.from({ length: classes }, () => [...x])),
      labels: inputs.flatMap(() => Array.from({ length: classes }, (_, k) => label(k))),
    };
  }
  const labels = inputs.map(() => {
    if (loss.kind === 'squared') return Array.from({ length: outputs }, () => draw.half(2));
    if (loss.kind !== 'cross-entropy') return [draw.chance(0.5) ? 1 : -1];
    const k = draw.integer(0, outputs - 1);
    return Array.from({ length: outputs }, (_, i) => (i === k ? 1 : 0));
  });
  return { network, loss, inputs, labels, planted };
}

/** Every input twice, with labels f(x) ± c: the mean of the labels is f(x). */
function withMeans(
  draw: Draw,
  network: Network,
  inputs: readonly (readonly number[])[],
): { inputs: number[][]; labels: number[][] } {
  const doubled: number[][] = [];
  const labels: number[][] = [];
  for (const x of inputs) {
    const spread = draw.half(1);
    for (const sign of [-1, 1]) {
      doubled.push([...x]);
      labels.push(roughOutput(network, x).map((q) => q + sign * spread));
    }
  }
  return { inputs: doubled, labels };
}

/** The point with one added neuron for each output (or one), all of them zero. */
export function zeroPoint(neurons: number, width: number): RoughPoint {
  return {
    a: new Array<number>(neurons).fill(0),
    b: new Array<number>(neurons).fill(0),
    w: Array.from({ length: neurons }, () => new Array<number>(width).fill(0)),
  };
}

/**
 * Searches for a point of (a, b, W) with a lower L̃, in doubles and with no knowledge of the tests: for random w and b the
 * objective is convex in a, so a short line search in both directions of a is enough. Returns the greatest decrease.
 */
export function bruteForceDecrease(
  draw: Draw,
  problem: RandomProblem,
  augmentation: Augmentation,
  lambda: number,
  tries: number,
): number {
  const neurons = augmentation.kind === 'output' ? problem.network.outputs : 1;
  const { network, loss, inputs, labels } = problem;
  const rough = problem.rough ?? ((q, y) => roughLoss(loss, q, y));
  const outputs = inputs.map((x) => roughOutput(network, x));
  const start = roughObjective(
    network,
    rough,
    augmentation,
    problem,
    lambda,
    zeroPoint(neurons, network.inputs),
  );
  let best = 0;
  for (let i = 0; i < tries; i++) {
    const k = draw.integer(0, neurons - 1);
    const scale = 2 ** draw.integer(-3, 1);
    const w = Array.from({ length: network.inputs }, () => scale * draw.normal());
    const b = draw.integer(-1, 3);
    // The other neurons are 0, and this one does not depend on its a.
    const neuron = inputs.map((x) => roughNeuron(augmentation, x, b, w));
    for (const sign of [-1, 1])
      for (let size = 0.5; size > 1e-6; size /= 3) {
        let total = 0;
        for (let j = 0; j < outputs.length; j++) {
          const q = outputs[j]!.slice();
          q[k]! += sign * size * neuron[j]!;
          total += rough(q, labels[j]!);
        }
        const decrease = start - roughSum(augmentation, inputs.length, total, lambda * size * size);
        if (decrease > best) best = decrease;
      }
  }
  return best;
}
