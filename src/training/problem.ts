import { checkThat } from '../arithmetic/argument.ts';
import type { Ball, BallField } from '../arithmetic/ball.ts';
import { type ExactNumber, exactDecimal, rationalOf } from '../arithmetic/exact.ts';
import { activationOf } from '../elimination/data/activation.ts';
import type { Empirical } from '../elimination/data/empirical.ts';
import { type Loss, lossTree, lossVariables } from '../elimination/data/loss.ts';
import { Program } from '../expression/program.ts';
import { type FormulaModel, indexedName, type Network, type Row } from '../model/network.ts';

/** A neuron in the program: its place, where its sum and its value are, and where its parameters are in θ. */
export interface Neuron {
  /** From 0. */
  readonly layer: number;
  readonly neuron: number;
  readonly sum: number;
  readonly value: number;
  /** Weights, then the bias if there is one. */
  readonly incoming: readonly number[];
  /** One for each neuron of the next layer; empty in the last layer. */
  readonly outgoing: readonly number[];
}

/** Examples with one input and one label. */
export interface Datum {
  readonly input: Row;
  readonly label: readonly ExactNumber[];
  readonly count: number;
}

/**
 * L(θ) = (1/m) Σ ℓ(f(x_i; θ), y_i) + (μ/2)‖θ‖² as one program for the loss of a datum: its inputs are θ, x and y. θ holds the
 * layers one after the other, weights row by row, then biases; or the parameters of the formulas in their order.
 */
export interface TrainingProblem {
  readonly empirical: Empirical & { readonly network: Network | FormulaModel };
  /** μ ≥ 0. */
  readonly decay: ExactNumber;
  readonly data: readonly Datum[];
  readonly program: Program;
  /** The slot of ℓ, and those of the outputs. */
  readonly end: number;
  readonly outputs: readonly number[];
  /** Layer by layer; none for formulas. */
  readonly neurons: readonly (readonly Neuron[])[];
  /** A name for each entry of θ. */
  readonly names: readonly string[];
}

/** Is μ above 0, however small? */
export function hasDecay({ decay }: Pick<TrainingProblem, 'decay'>): boolean {
  return rationalOf(decay).numerator > 0n;
}

/** The entries of θ of a model. */
export function parametersOf(model: Network | FormulaModel): ExactNumber[] {
  if ('formulas' in model) return Object.values(model.parameters);
  return model.layers.flatMap(({ weights, bias, unbiased }) => [
    ...weights.flat(),
    ...(unbiased ? [] : bias),
  ]);
}

export function trainingProblem(empirical: Empirical, decay: ExactNumber): TrainingProblem {
  const { network } = empirical;
  // A range of outputs would make what is known of the loss an assumption.
  const loss: Loss =
    empirical.loss.kind === 'expression' ? { ...empirical.loss, range: null } : empirical.loss;
  checkThat(!('given' in network), 'empirical.network', network, 'a network or formulas');
  checkThat(rationalOf(decay).numerator >= 0n, 'decay', decay, 'a number of at least 0');
  const model = network as Network | FormulaModel;
  const names = namesOf(model);
  const { inputs, outputs } = model;
  const program = new Program(names.length + inputs + outputs);
  const features = Array.from({ length: inputs }, (_, c) => names.length + c);
  const neurons: Neuron[][] = [];
  const values =
    'formulas' in model
      ? recordFormulas(program, model, names, features)
      : recordLayers(program, model, features, neurons);
  const { q, y } = lossVariables(outputs);
  const slots: Record<string, number> = {};
  for (const [k, value] of values.entries()) slots[q[k]!] = value;
  for (const [k, name] of y.entries()) slots[name] = names.length + inputs + k;
  const end = program.record(lossTree(loss, outputs), slots);
  return {
    empirical: { ...empirical, loss, network: model },
    decay,
    data: empirical.groups.flatMap(({ input, labels }) =>
      labels.map(({ label, count }) => ({ input, label, count })),
    ),
    program,
    end,
    outputs: values,
    neurons,
    names,
  };
}

function namesOf(model: Network | FormulaModel): string[] {
  if ('formulas' in model) return Object.keys(model.parameters);
  return model.layers.flatMap(({ weights, unbiased }, l) => [
    ...weights.flatMap((row, o) => row.map((_, c) => `layers[${l}].weights[${o}][${c}]`)),
    ...(unbiased ? [] : weights.map((_, o) => `layers[${l}].bias[${o}]`)),
  ]);
}

function recordFormulas(
  program: Program,
  { formulas, inputs }: FormulaModel,
  names: readonly string[],
  features: readonly number[],
): number[] {
  const slots: Record<string, number> = {};
  for (const [i, name] of names.entries()) slots[name] = i;
  for (const [c, slot] of features.entries()) slots[indexedName('x', c, inputs)] = slot;
  return formulas.map((tree) => program.record(tree, slots));
}

function recordLayers(
  program: Program,
  { layers }: Network,
  features: readonly number[],
  neurons: Neuron[][],
): number[] {
  let before = features;
  let at = 0;
  for (const [l, layer] of layers.entries()) {
    const rows = layer.weights.length;
    const columns = layer.weights[0]!.length;
    const biases = at + rows * columns;
    const next = biases + (layer.unbiased ? 0 : rows);
    const zero = layer.unbiased ? program.push({ kind: 'number', value: '0' }) : null;
    const following = layers[l + 1]?.weights.length ?? 0;
    const tree = activationOf(layer);
    const own = layer.weights.map((_, o): Neuron => {
      const weights = Array.from({ length: columns }, (_, c) => at + o * columns + c);
      const sum = program.dot(weights, before, zero ?? biases + o);
      const value = program.record(tree, { z: sum });
      const outgoing = Array.from({ length: following }, (_, k) => next + k * rows + o);
      return {
        layer: l,
        neuron: o,
        sum,
        value,
        incoming: zero === null ? [...weights, biases + o] : weights,
        outgoing,
      };
    });
    neurons.push(own);
    before = own.map(({ value }) => value);
    at = next;
  }
  return [...before];
}

/** θ in balls, each moved by up to `radius` where it is marked. */
export function ballsAbout(
  field: BallField,
  theta: readonly ExactNumber[],
  radius: Ball,
  free: readonly number[],
): Ball[] {
  const balls = theta.map((x) => field.exact(x));
  const reach = field.upper(radius).mid;
  for (const i of free) balls[i] = field.add(balls[i]!, field.ofUnits(0n, reach));
  return balls;
}

/** Words for a datum: the first example that it stands for is not kept, its numbers are. */
export function datumWords({ input, label }: Datum): string {
  const few = Array.from(input)
    .slice(0, 4)
    .map((x) => shortDecimal(x));
  const more = input.length > 4 ? ', …' : '';
  return `the input (${few.join(', ')}${more}) with label ${label.map((x) => shortDecimal(x)).join(', ')}`;
}

function shortDecimal(x: ExactNumber): string {
  const text = exactDecimal(x);
  return text.length <= 12 ? text : String(Number(x));
}
