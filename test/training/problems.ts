import type { ExactNumber } from '../../src/arithmetic/exact.ts';
import { type Empirical, empiricalOf } from '../../src/elimination/data/empirical.ts';
import { type Loss, lossVariables, parseLoss } from '../../src/elimination/data/loss.ts';
import { loadParser } from '../../src/expression/parse.ts';
import type { Activation, FormulaModel, Layer, Network } from '../../src/model/network.ts';

const parse = await loadParser();

export type Rows = readonly (readonly ExactNumber[])[];

/** A layer; without biases where these are null. An activation that has no name is a formula. */
export function layer(weights: Rows, bias: readonly ExactNumber[] | null, activation = 'linear'): Layer {
  const named = ['linear', 'relu', 'leaky-relu', 'tanh', 'softplus'].includes(activation);
  const own = {
    weights,
    bias: bias ?? weights.map(() => 0),
    slope: activation === 'leaky-relu' ? '0.25' : 0,
    ...(named
      ? { activation: activation as Activation }
      : { activation: 'expression' as const, formula: parse(activation, ['z']) }),
  };
  return bias === null ? { ...own, unbiased: true } : own;
}

export function network(...layers: Layer[]): Network {
  return {
    inputs: layers[0]!.weights[0]!.length,
    outputs: layers.at(-1)!.weights.length,
    layers,
    added: null,
  };
}

export function formula(text: string, inputs: number, parameters: Record<string, ExactNumber>): FormulaModel {
  const features = Array.from({ length: inputs }, (_, c) => (inputs === 1 ? 'x' : `x${c + 1}`));
  const tree = parse(text, [...features, ...Object.keys(parameters)]);
  return { inputs, outputs: 1, formulas: [tree], parameters, added: null };
}

export function lossOf(text: string, outputs = 1): Loss {
  const { q, y } = lossVariables(outputs);
  return parseLoss(text) ?? { kind: 'expression', tree: parse(text, [...q, ...y]), range: null };
}

/** Rows of features with the labels last. */
export function problemOf(model: Network | FormulaModel, rows: Rows, loss: string): Empirical {
  const inputs = rows.map((row) => row.slice(0, model.inputs));
  const labels = rows.map((row) => row.slice(model.inputs));
  return empiricalOf(model, lossOf(loss, model.outputs), { inputs, labels });
}

/** The 2d data (e_i, 1), (−e_i, ½) with f(x) = a max(0, w·x): L is a mean of functions of |a| w_i with minima at 1 and −½. */
export function auer(signs: readonly number[]): { model: Network; rows: Rows } {
  const model = network(layer([signs.map((s) => (s > 0 ? 1 : -0.5))], null, 'relu'), layer([[1]], null));
  const unit = (i: number, x: number): number[] => signs.map((_, c) => (c === i ? x : 0));
  const rows = signs.flatMap((_, i) => [
    [...unit(i, 1), 1],
    [...unit(i, -1), 0.5],
  ]);
  return { model, rows };
}
