import { Tape } from '../../expression/tape.ts';
import { type Activation, type FormulaModel, indexedName, type Network } from '../../model/network.ts';
import { EXAMPLE_ONE } from '../example-one.ts';

/** Where random starts come from; the caller brings the generator. */
export interface Random {
  /** Uniform on [0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
}

/** A model f(x; θ) in doubles, for descent; nothing here enters a proof. */
export interface FloatModel {
  /** Number of entries of θ. */
  readonly parameters: number;
  readonly inputs: number;
  readonly outputs: number;
  /** The θ that the descent of the first trial starts from. */
  readonly own: Float64Array;
  /** A random θ. */
  start(random: Random): Float64Array;
  /** f(x; θ) into `output`; what accumulate needs is kept. */
  evaluate(theta: Float64Array, x: Float64Array, output: Float64Array): void;
  /** gradient += Σ_k seed_k ∂f_k/∂θ at the last x that was evaluated, for the same θ. */
  accumulate(theta: Float64Array, seed: Float64Array, gradient: Float64Array): void;
}

interface Sizes {
  readonly rows: number;
  readonly columns: number;
  /** Where the weights begin in θ, a row a neuron; the biases follow, if there are any. */
  readonly at: number;
  readonly biased: boolean;
  readonly activation: Activation;
  readonly slope: number;
  /** σ, where it is a formula. */
  readonly tape: Tape | null;
}

/**
 * A fully connected network. θ holds the layers one after the other, weights row by row, then biases. Random starts have
 * biases 0 and weights from N(0, 2/columns) before ReLU and leaky ReLU, N(0, 1/columns) before the others.
 */
export function floatNetwork(network: Network): FloatModel {
  const layers: Sizes[] = [];
  let at = 0;
  for (const { weights, unbiased, activation, slope, formula } of network.layers) {
    const rows = weights.length;
    const columns = weights[0]!.length;
    layers.push({
      rows,
      columns,
      at,
      biased: !unbiased,
      activation,
      slope: Number(slope),
      tape: formula ? new Tape([formula], ['z']) : null,
    });
    at += rows * columns + (unbiased ? 0 : rows);
  }
  const parameters = at;
  const own = Float64Array.from(
    network.layers.flatMap(({ weights, bias, unbiased }) => [
      ...weights.flat().map(Number),
      ...(unbiased ? [] : bias.map(Number)),
    ]),
  );
  // values[l] is what layer l sees, slopes[l] the derivatives of its activations.
  const values = [new Float64Array(network.inputs), ...layers.map(({ rows }) => new Float64Array(rows))];
  const slopes = layers.map(({ rows }) => new Float64Array(rows));
  const signals = [new Float64Array(network.inputs), ...layers.map(({ rows }) => new Float64Array(rows))];
  return {
    parameters,
    inputs: network.inputs,
    outputs: network.outputs,
    own,
    start(random) {
      const theta = new Float64Array(parameters);
      for (const { rows, columns, at: begin, activation } of layers) {
        const gain = activation === 'relu' || activation === 'leaky-relu' ? 2 : 1;
        const scale = Math.sqrt(gain / columns);
        for (let i = 0; i < rows * columns; i++) theta[begin + i] = scale * random.normal();
      }
      return theta;
    },
    evaluate(theta, x, output) {
      values[0]!.set(x);
      for (const [l, layer] of layers.entries())
        forward(theta, layer, values[l]!, values[l + 1]!, slopes[l]!);
      output.set(values.at(-1)!);
    },
    accumulate(theta, seed, gradient) {
      signals.at(-1)!.set(seed);
      for (let l = layers.length - 1; l >= 0; l--)
        backward(theta, layers[l]!, values[l]!, slopes[l]!, signals[l + 1]!, signals[l]!, gradient);
    },
  };
}

function forward(
  theta: Float64Array,
  { rows, columns, at, biased, activation, slope, tape }: Sizes,
  input: Float64Array,
  output: Float64Array,
  slopes: Float64Array,
): void {
  const biases = at + rows * columns;
  for (let o = 0; o < rows; o++) {
    let z = biased ? theta[biases + o]! : 0;
    const row = at + o * columns;
    for (let c = 0; c < columns; c++) z += theta[row + c]! * input[c]!;
    switch (activation) {
      case 'linear':
        output[o] = z;
        slopes[o] = 1;
        break;
      case 'tanh': {
        const value = Math.tanh(z);
        output[o] = value;
        slopes[o] = 1 - value * value;
        break;
      }
      case 'softplus':
        output[o] = Math.max(0, z) + Math.log1p(Math.exp(-Math.abs(z)));
        slopes[o] = 1 / (1 + Math.exp(-z));
        break;
      case 'expression': {
        const at = output.subarray(o, o + 1);
        const slopeAt = slopes.subarray(o, o + 1).fill(0);
        tape!.take([z], 0);
        tape!.run(at);
        tape!.accumulate([1], slopeAt, 1);
        break;
      }
      default:
        output[o] = z > 0 ? z : slope * z;
        slopes[o] = z > 0 ? 1 : slope;
    }
  }
}

/** Adds to the gradient of the layer, and gives the signal of the layer before; `signal` is spoiled. */
function backward(
  theta: Float64Array,
  { rows, columns, at, biased }: Sizes,
  input: Float64Array,
  slopes: Float64Array,
  signal: Float64Array,
  before: Float64Array,
  gradient: Float64Array,
): void {
  const biases = at + rows * columns;
  before.fill(0);
  for (let o = 0; o < rows; o++) {
    const delta = signal[o]! * slopes[o]!;
    if (delta === 0) continue;
    if (biased) gradient[biases + o]! += delta;
    const row = at + o * columns;
    for (let c = 0; c < columns; c++) {
      gradient[row + c]! += delta * input[c]!;
      before[c]! += delta * theta[row + c]!;
    }
  }
}

/** Where a descent on formulas starts: the values of the parameters, and for random starts what belongs to the model. */
export type RandomStart = (random: Random) => Float64Array;

/**
 * A model that is given as formulas. θ holds the parameters in their order. Random starts are the values that the model gives
 * plus N(0, 1), unless another way is given.
 */
export function floatFormulas(
  { inputs, outputs, formulas, parameters }: FormulaModel,
  start?: RandomStart,
): FloatModel {
  const names = Object.keys(parameters);
  const own = Float64Array.from(Object.values(parameters), Number);
  const features = Array.from({ length: inputs }, (_, c) => indexedName('x', c, inputs));
  const tape = new Tape(formulas, [...names, ...features]);
  return {
    parameters: names.length,
    inputs,
    outputs,
    own,
    start: start ?? ((random) => own.map((x) => x + random.normal())),
    evaluate(theta, x, output) {
      tape.take(theta, 0);
      tape.take(x, names.length);
      tape.run(output);
    },
    accumulate: (_theta, seed, gradient) => tape.accumulate(seed, gradient, names.length),
  };
}

/**
 * K Example 1: one parameter, f(θ) at the only input x = 0. The first start is θ = .22, near the spurious minimum; random
 * starts are uniform on [0, 1).
 */
export function exampleOneModel(): FloatModel {
  const model: FormulaModel = {
    inputs: 1,
    outputs: 1,
    added: null,
    formulas: [EXAMPLE_ONE],
    parameters: { theta: '0.22' },
  };
  return floatFormulas(model, (random) => Float64Array.of(random.uniform()));
}
