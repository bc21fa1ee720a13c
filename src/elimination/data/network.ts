import type { Network, Row } from '../../model/network.ts';
import type { Ring } from './ring.ts';

/** A network with its parameters as numbers of a ring. */
export interface RingNetwork<S extends object> {
  readonly ring: Ring<S>;
  readonly network: Network;
  readonly weights: readonly (readonly (readonly S[])[])[];
  readonly biases: readonly (readonly S[])[];
}

/** What one input does to a network: values[l] are the outputs of layer l (from 0). */
export interface Trace<S extends object> {
  readonly input: Row;
  readonly values: readonly (readonly S[])[];
  /** slopes[l][o]: σ' at neuron o of layer l, null at a kink. */
  readonly slopes: readonly (readonly (S | null)[])[];
}

/** The parameters of a network in a ring. */
export function networkIn<S extends object>(ring: Ring<S>, network: Network): RingNetwork<S> {
  return {
    ring,
    network,
    weights: network.layers.map((layer) => layer.weights.map((row) => row.map((x) => ring.of(x)))),
    biases: network.layers.map((layer) => layer.bias.map((x) => ring.of(x))),
  };
}

/** Evaluates the network at one input; null when an activation leaves the ring. */
export function traceOf<S extends object>(net: RingNetwork<S>, input: Row): Trace<S> | null {
  const { ring, network } = net;
  const values: S[][] = [];
  // The numbers of the input are converted when they are needed and not kept: there may be many.
  let before: readonly S[] = numbersOf(ring, input);
  const slopes: (S | null)[][] = [];
  for (const [l, layer] of network.layers.entries()) {
    const value: S[] = [];
    const slope: (S | null)[] = [];
    for (const [o, row] of net.weights[l]!.entries()) {
      const activated = ring.activate(layer, ring.add(ring.dot(row, before), net.biases[l]![o]!));
      if (activated === null) return null;
      value.push(activated.value);
      slope.push(activated.slope);
    }
    values.push(value);
    slopes.push(slope);
    before = value;
  }
  return { input, values, slopes };
}

/** The numbers of an input in a ring. */
export function numbersOf<S extends object>(ring: Ring<S>, input: Row): S[] {
  return Array.from(input, (x) => ring.of(x));
}

/** What a network puts out: f(x; θ). */
export function outputOf<S extends object>(trace: Trace<S>): readonly S[] {
  return trace.values.at(-1)!;
}

/** The derivative by the parameters of one layer: a row a neuron, the bias, if there is one, last. */
export type LayerGradient<S> = readonly (readonly S[])[];

/**
 * Σ_j Σ_k seeds[j][k]·∂f_k(x_j)/∂θ, layer by layer from the last to the first; `visit` may end the walk by returning
 * true. Returns false when it ended at a kink: there f has no derivative by the layers below.
 */
export function walkGradient<S extends object>(
  net: RingNetwork<S>,
  traces: readonly Trace<S>[],
  seeds: readonly (readonly S[])[],
  visit: (layer: number, gradient: LayerGradient<S>) => boolean,
): boolean {
  const { ring, network } = net;
  let signals: readonly (readonly S[])[] = seeds;
  for (let l = network.layers.length - 1; l >= 0; l--) {
    const deltas: S[][] = [];
    for (const [j, trace] of traces.entries()) {
      const delta: S[] = [];
      for (const [o, slope] of trace.slopes[l]!.entries()) {
        if (slope === null) return false;
        delta.push(ring.mul(signals[j]![o]!, slope));
      }
      deltas.push(delta);
    }
    const { weights, unbiased } = network.layers[l]!;
    const inputs = traces.map(({ input, values }) => (l === 0 ? numbersOf(ring, input) : values[l - 1]!));
    const columns = inputs[0]!.map((_, c) => inputs.map((input) => input[c]!));
    const gradient = weights.map((_, o) => {
      const own = deltas.map((delta) => delta[o]!);
      const byWeights = columns.map((column) => ring.dot(own, column));
      return unbiased ? byWeights : [...byWeights, own.reduce((a, b) => ring.add(a, b))];
    });
    if (visit(l, gradient)) return true;
    if (l === 0) return true;
    const rows = net.weights[l]!;
    const transposed = rows[0]!.map((_, c) => rows.map((row) => row[c]!));
    signals = deltas.map((delta) => transposed.map((column) => ring.dot(column, delta)));
  }
  return true;
}
