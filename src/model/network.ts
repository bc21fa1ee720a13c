import { compareRationals, type ExactNumber, rationalOf } from '../arithmetic/exact.ts';
import { sameTree, type Tree } from '../expression/tree.ts';

/** What a layer applies to each of its sums; `expression` stands for a formula. */
export type Activation = 'linear' | 'relu' | 'leaky-relu' | 'tanh' | 'softplus' | 'expression';

/** One fully connected layer, x ↦ σ(Wx + b). */
export interface Layer {
  /** A row for each neuron of the layer, with an entry for each neuron of the layer before. */
  readonly weights: readonly (readonly ExactNumber[])[];
  /** One entry for each neuron. */
  readonly bias: readonly ExactNumber[];
  /** The layer has no bias: its entries are 0 and no parameters. */
  readonly unbiased?: true;
  readonly activation: Activation;
  /** Slope left of 0 of a leaky ReLU; 0 for every other activation. */
  readonly slope: ExactNumber;
  /** σ as a formula in z, for the activation `expression` and for no other. */
  readonly formula?: Tree | undefined;
}

/** The parameters (a, b, W) of added neurons, one entry (one row of w) for each. */
export interface AddedNeurons {
  readonly a: readonly ExactNumber[];
  readonly b: readonly ExactNumber[];
  readonly w: readonly (readonly ExactNumber[])[];
}

interface Shape {
  /** Number of features d_x. */
  readonly inputs: number;
  /** Number of outputs d_y. */
  readonly outputs: number;
  /** The added neurons at this point, or null for a = 0, b = 0, W = 0. */
  readonly added: AddedNeurons | null;
}

/** A fully connected network at a point θ: at least one layer, with matching widths. */
export interface Network extends Shape {
  readonly layers: readonly Layer[];
}

/** f(x; θ) as formulas, one an output, in x (or x1, x2, …) and the names of the parameters; θ is their values. */
export interface FormulaModel extends Shape {
  readonly formulas: readonly Tree[];
  readonly parameters: Readonly<Record<string, ExactNumber>>;
}

/** A model of which nothing is known but its outputs at the data. */
export interface OutputModel extends Shape {
  readonly given: 'outputs';
}

export type Model = Network | FormulaModel | OutputModel;

/** The layers of a fully connected network; null for any other model. */
export function layersOf(model: Model): readonly Layer[] | null {
  return 'layers' in model ? model.layers : null;
}

/** Are two models the same function of (x, θ), at any two θ? Of outputs alone that is not known. */
export function sameArchitecture(a: Model, b: Model): boolean {
  if (a.inputs !== b.inputs || a.outputs !== b.outputs) return false;
  if ('formulas' in a && 'formulas' in b) {
    const names = Object.keys(a.parameters).sort();
    const others = Object.keys(b.parameters).sort();
    if (names.join() !== others.join()) return false;
    return a.formulas.every((tree, k) => sameTree(tree, b.formulas[k]!));
  }
  const [own, other] = [layersOf(a), layersOf(b)];
  if (own === null || other === null || own.length !== other.length) return false;
  return own.every((layer, l) => sameKind(layer, other[l]!));
}

function sameKind(a: Layer, b: Layer): boolean {
  const slopes = compareRationals(rationalOf(a.slope), rationalOf(b.slope)) === 0;
  const formulas =
    a.formula === undefined || b.formula === undefined
      ? a.formula === b.formula
      : sameTree(a.formula, b.formula);
  return (
    a.activation === b.activation &&
    slopes &&
    formulas &&
    a.weights.length === b.weights.length &&
    a.unbiased === b.unbiased
  );
}

/** The name under which a formula knows feature c (from 0) of `inputs`: x alone, or x1, x2, …; likewise q, y. */
export function indexedName(letter: 'x' | 'q' | 'y', c: number, count: number): string {
  return count === 1 ? letter : `${letter}${c + 1}`;
}

/** The numbers of one example. */
export type Row = ArrayLike<ExactNumber> & Iterable<ExactNumber>;

/** Rows of numbers, in memory or packed. */
export interface Rows extends Iterable<Row> {
  readonly length: number;
  at(i: number): Row | undefined;
}

/** Examples (x_i, y_i): m rows of features, m rows of d_y labels; f(x_i) where the model is known by its outputs only. */
export interface Examples {
  readonly inputs: Rows;
  readonly labels: readonly (readonly ExactNumber[])[];
  readonly outputs?: Rows | undefined;
}
