/** L, its gradient and its Hessian, enclosed from the problem of a certificate. */
import { type LoadedProblem, outputsOf, parameterCount } from '../../certificate/data.ts';
import { fractionOf } from '../numbers/fraction.ts';
import type { IntegerMatrix } from '../numbers/integer-matrix.ts';
import { type Interval, type Intervals, isPositive, type Precisions } from '../numbers/interval.ts';
import { confirm } from '../rejection.ts';
import { Circuit, type Derivatives } from './circuit.ts';
import { type Exact, exactValues } from './exact.ts';
import { type Formula, readFormula } from './formula.ts';
import { HessianSum } from './hessian.ts';

/** A neuron of a network: its sum in the circuit, and where its parameters are in θ. */
export interface Neuron {
  readonly sum: number;
  readonly incoming: readonly number[];
  readonly outgoing: readonly number[];
}

export class Objective {
  readonly problem: LoadedProblem;
  readonly parameters: number;
  readonly circuit: Circuit;
  readonly outputs: readonly number[];
  /** The values of the last hidden layer; none of a network without one, or of formulas. */
  hidden: readonly number[] = [];
  readonly neurons: readonly (readonly Neuron[])[];
  readonly activations: readonly Formula[];
  readonly loss: Formula;
  readonly examples: number;
  private readonly end: number;
  private readonly precisions: Precisions;

  constructor(problem: LoadedProblem, precisions: Precisions) {
    this.precisions = precisions;
    this.problem = problem;
    const { layers, formulas, inputs, data } = problem;
    const given = layers === null && formulas === null;
    this.parameters = given ? 0 : parameterCount(problem);
    const count = outputsOf(problem, data.labels[0]!.length);
    const first = this.parameters + inputs;
    this.circuit = new Circuit(first + (given ? 2 : 1) * count);
    const features = Array.from({ length: problem.inputs }, (_, c) => this.parameters + c);
    this.activations = (problem.layers ?? []).map(({ activation }) => readFormula(activation, ['z']));
    const neurons: Neuron[][] = [];
    this.outputs = given
      ? Array.from({ length: count }, (_, k) => first + count + k)
      : layers === null
        ? this.addFormulas(features)
        : this.addLayers(features, neurons);
    this.neurons = neurons;
    const names = new Map<string, number>();
    for (let k = 0; k < count; k++) {
      const suffix = count === 1 ? '' : String(k + 1);
      names.set(`q${suffix}`, this.outputs[k]!);
      names.set(`y${suffix}`, first + k);
    }
    this.loss = readFormula(problem.loss, [...names.keys()]);
    this.end = this.circuit.add(this.loss, names);
    this.examples = data.counts.reduce((sum, x) => sum + x, 0);
  }

  private addFormulas(features: readonly number[]): number[] {
    const { parameters, outputs } = this.problem.formulas!;
    const names = new Map<string, number>();
    for (const [c, node] of features.entries()) names.set(features.length === 1 ? 'x' : `x${c + 1}`, node);
    for (const [i, name] of parameters.entries()) {
      confirm(!names.has(name) && name !== 'pi', `the parameter ${name} has a name of its own`);
      names.set(name, i);
    }
    return outputs.map((text) => this.circuit.add(readFormula(text, [...names.keys()]), names));
  }

  private addLayers(features: readonly number[], neurons: Neuron[][]): number[] {
    const layers = this.problem.layers!;
    const none = this.circuit.number('0');
    let before: readonly number[] = features;
    let at = 0;
    for (const [l, { width, bias }] of layers.entries()) {
      const columns = before.length;
      const biases = at + width * columns;
      const next = biases + (bias ? width : 0);
      const own: Neuron[] = [];
      const values: number[] = [];
      for (let o = 0; o < width; o++) {
        const weights = Array.from({ length: columns }, (_, c) => at + o * columns + c);
        const sum = this.circuit.inner(weights, before, bias ? biases + o : none);
        const following = layers[l + 1]?.width ?? 0;
        own.push({
          sum,
          incoming: bias ? [...weights, biases + o] : weights,
          outgoing: Array.from({ length: following }, (_, k) => next + k * width + o),
        });
        values.push(this.circuit.add(this.activations[l]!, new Map([['z', sum]])));
      }
      neurons.push(own);
      if (l < layers.length - 1) this.hidden = values;
      before = values;
      at = next;
    }
    return [...before];
  }

  /** θ as numbers; those at `free` up to `radius` away. */
  private point(I: Intervals, theta: readonly string[], radius: string, free: readonly number[]): Interval[] {
    const numbers = theta.map((x) => I.of(x));
    const reach = I.of(radius);
    for (const i of free) {
      const x = numbers[i]!;
      numbers[i] = I.hull(I.subtract(x, reach), I.add(x, reach));
    }
    return numbers;
  }

  /** Shows the values of all nodes at each datum, with count/m. */
  private each(
    I: Intervals,
    theta: readonly Interval[],
    visit: (values: readonly Interval[], share: Interval, datum: number) => void,
  ): void {
    const { inputs, labels, counts, outputs } = this.problem.data;
    const m = I.integer(this.examples);
    for (const [i, row] of inputs.entries()) {
      const rest = [...row, ...labels[i]!, ...(outputs?.[i] ?? [])].map((x) => I.of(x));
      visit(this.circuit.values(I, [...theta, ...rest]), I.divide(I.integer(counts[i]!), m), i);
    }
  }

  private derivatives(I: Intervals, values: readonly Interval[]): (node: number) => Derivatives {
    const known: Derivatives[] = [];
    return (node) => {
      known[node] ??= this.circuit.derivatives(I, values, node);
      return known[node]!;
    };
  }

  private confirmSmooth(I: Intervals, values: readonly Interval[], order: number, datum: number): void {
    const orders = this.circuit.smoothness(I, values);
    confirm(orders[this.end]! >= order, `L has ${order} derivatives at datum ${datum}, certainly`);
  }

  /** f and the values of the last hidden layer at these rows of the data. */
  outputsAt(
    I: Intervals,
    theta: readonly string[],
    rows: readonly number[],
  ): { readonly outputs: readonly Interval[]; readonly hidden: readonly Interval[] }[] {
    const { inputs, labels, outputs } = this.problem.data;
    const numbers = theta.map((x) => I.of(x));
    return rows.map((i) => {
      const rest = [...inputs[i]!, ...labels[i]!, ...(outputs?.[i] ?? [])].map((x) => I.of(x));
      const values = this.circuit.values(I, [...numbers, ...rest]);
      const at = (nodes: readonly number[]): Interval[] => nodes.map((node) => values[node]!);
      return { outputs: at(this.outputs), hidden: at(this.hidden) };
    });
  }

  /** What of f is rational and known at these rows. */
  exactOutputs(
    I: Intervals,
    theta: readonly string[],
    rows: readonly number[],
  ): { readonly outputs: readonly Interval[]; readonly exact: readonly Exact[] }[] {
    const { inputs, labels, outputs } = this.problem.data;
    const numbers = theta.map(fractionOf);
    return rows.map((i) => {
      const rest = [...inputs[i]!, ...labels[i]!, ...(outputs?.[i] ?? [])];
      const intervals = this.circuit.values(
        I,
        [...theta, ...rest].map((x) => I.of(x)),
      );
      const values = exactValues(this.circuit, [...numbers, ...rest.map(fractionOf)], { I, intervals });
      const known = this.outputs.map((node) => values[node]!);
      return { outputs: this.outputs.map((node) => intervals[node]!), exact: known };
    });
  }

  /** L(θ). */
  value(digits: number, theta: readonly string[]): Interval {
    const I = this.precisions(digits);
    const numbers = this.point(I, theta, '0', []);
    let sum = this.penalty(I, numbers);
    this.each(I, numbers, (values, share) => {
      sum = I.add(sum, I.multiply(share, values[this.end]!));
    });
    return sum;
  }

  /** L(θ) and ∇L(θ), which certainly exists. */
  gradient(digits: number, theta: readonly string[]): { value: Interval; gradient: readonly Interval[] } {
    const I = this.precisions(digits);
    const numbers = this.point(I, theta, '0', []);
    const decay = I.of(this.problem.decay);
    const gradient = numbers.map((x) => I.multiply(decay, x));
    const depends = this.circuit.dependents((input) => input < this.parameters);
    let value = this.penalty(I, numbers);
    this.each(I, numbers, (values, share, datum) => {
      this.confirmSmooth(I, values, 1, datum);
      value = I.add(value, I.multiply(share, values[this.end]!));
      const adjoints = this.circuit.adjoints(I, this.derivatives(I, values), depends, this.end, share);
      for (const i of gradient.keys()) {
        const part = adjoints[i];
        if (part != null) gradient[i] = I.add(gradient[i]!, part);
      }
    });
    return { value, gradient };
  }

  /** ∇²L by the free entries for all θ' that differ from θ in them by at most radius; `see` is shown all values. */
  hessian(
    digits: number,
    theta: readonly string[],
    radius: string,
    free: readonly number[],
    see: (I: Intervals, values: readonly Interval[], datum: number) => void = () => {},
  ): IntegerMatrix {
    const I = this.precisions(digits);
    const sum = new HessianSum(this.circuit, free);
    this.each(I, this.point(I, theta, radius, free), (values, share, datum) => {
      this.confirmSmooth(I, values, 2, datum);
      see(I, values, datum);
      const derivatives = this.derivatives(I, values);
      sum.forward(derivatives);
      sum.add(I, this.circuit.adjoints(I, derivatives, sum.depends, this.end, share), derivatives);
    });
    return sum.matrix(I.of(this.problem.decay));
  }

  /** Σ ∇f_k ∇f_kᵀ over data and outputs, likewise. */
  squares(digits: number, theta: readonly string[], radius: string, free: readonly number[]): IntegerMatrix {
    const I = this.precisions(digits);
    const sum = new HessianSum(this.circuit, free);
    this.each(I, this.point(I, theta, radius, free), (values, _, datum) => {
      this.confirmSmooth(I, values, 1, datum);
      sum.forward(this.derivatives(I, values));
      for (const output of this.outputs) sum.addSquare(output);
    });
    return sum.matrix(I.zero);
  }

  private penalty(I: Intervals, theta: readonly Interval[]): Interval {
    const decay = I.of(this.problem.decay);
    if (!isPositive(decay)) return I.zero;
    const square = I.sum(theta.map((x) => I.square(x)));
    return I.multiply(I.multiply(I.of('0.5'), decay), square);
  }
}
