import { Tape } from '../../expression/tape.ts';
import type { Tree } from '../../expression/tree.ts';
import type { Augmentation } from '../data/empirical.ts';
import { type Loss, lossVariables } from '../data/loss.ts';
import type { FloatModel } from './float-model.ts';

/** Everything that L and L̃ are made of, in doubles. */
export interface FloatProblem {
  readonly model: FloatModel;
  readonly loss: Loss;
  /** Null for the original objective L. */
  readonly augmentation: Exclude<Augmentation, { kind: 'layer' }> | null;
  readonly lambda: number;
  readonly inputs: readonly Float64Array[];
  readonly labels: readonly Float64Array[];
}

/** z = (θ, a, b, W): where the parts lie. */
export interface Parts {
  readonly parameters: number;
  readonly neurons: number;
  readonly inputs: number;
  readonly size: number;
}

/** The layout of z for a problem. */
export function partsOf({ model, augmentation }: FloatProblem): Parts {
  const neurons = augmentation === null ? 0 : augmentation.kind === 'output' ? model.outputs : 1;
  const { parameters, inputs } = model;
  return { parameters, neurons, inputs, size: parameters + neurons * (2 + inputs) };
}

/** ‖a‖, ‖b‖, ‖W‖ (the Frobenius norm). */
export function addedNorms(z: Float64Array, { parameters, neurons, size }: Parts): [number, number, number] {
  const norm = (from: number, to: number): number => {
    let sum = 0;
    for (let i = from; i < to; i++) sum += z[i]! * z[i]!;
    return Math.sqrt(sum);
  };
  const b = parameters + neurons;
  return [norm(parameters, b), norm(b, b + neurons), norm(b + neurons, size)];
}

/** (a, b, W) of z. */
export function addedAt(
  z: Float64Array,
  { parameters, neurons, inputs }: Parts,
): { a: number[]; b: number[]; w: number[][] } {
  const from = (at: number, count: number): number[] => [...z.subarray(at, at + count)];
  const rows = parameters + 2 * neurons;
  return {
    a: from(parameters, neurons),
    b: from(parameters + neurons, neurons),
    w: Array.from({ length: neurons }, (_, k) => from(rows + k * inputs, inputs)),
  };
}

/** Values of both objectives. */
export interface Values {
  /** L̃ on the chosen examples, with the penalty (L itself without added neurons). */
  readonly objective: number;
  /** (1/m) Σ ℓ(f(x_i; θ), y_i) over the chosen examples. */
  readonly loss: number;
}

/**
 * Evaluates at z over the examples `chosen` (all when null) and writes the gradient of the objective. Sums over a part of
 * the examples are scaled to all of them. Normalisation as in Augmented: means for "output" and for L, sums for the others.
 */
export class FloatObjective {
  readonly problem: FloatProblem;
  readonly parts: Parts;
  private readonly output: Float64Array;
  private readonly seed: Float64Array;
  private readonly neuron: Float64Array;
  private readonly derivative: Float64Array;

  constructor(problem: FloatProblem) {
    this.problem = problem;
    this.parts = partsOf(problem);
    this.output = new Float64Array(problem.model.outputs);
    this.seed = new Float64Array(problem.model.outputs);
    this.neuron = new Float64Array(this.parts.neurons);
    this.derivative = new Float64Array(this.parts.neurons);
  }

  evaluate(z: Float64Array, gradient: Float64Array, chosen: readonly number[] | null): Values {
    const { model, loss, augmentation, lambda, inputs, labels } = this.problem;
    const { parameters, neurons } = this.parts;
    const { output, seed } = this;
    const theta = z.subarray(0, parameters);
    gradient.fill(0);
    const total = chosen === null ? inputs.length : chosen.length;
    let sum = 0;
    let plain = 0;
    for (let index = 0; index < total; index++) {
      const i = chosen === null ? index : chosen[index]!;
      const x = inputs[i]!;
      const y = labels[i]!;
      model.evaluate(theta, x, output);
      plain += lossAt(loss, output, y, null);
      if (augmentation !== null) this.addNeurons(z, x);
      sum += lossAt(loss, output, y, seed);
      model.accumulate(theta, seed, gradient);
      if (augmentation !== null) this.accumulateNeurons(z, x, gradient);
    }
    const means = augmentation === null || augmentation.kind === 'output';
    const scale = means ? 1 / total : inputs.length / total;
    for (let i = 0; i < gradient.length; i++) gradient[i]! *= scale;
    const penalty = means ? lambda : lambda / 2;
    let square = 0;
    for (let k = parameters; k < parameters + neurons; k++) {
      square += z[k]! * z[k]!;
      gradient[k]! += 2 * penalty * z[k]!;
    }
    return { objective: sum * scale + penalty * square, loss: plain / total };
  }

  private addNeurons(z: Float64Array, x: Float64Array): void {
    const { parameters, neurons, inputs } = this.parts;
    const { augmentation } = this.problem;
    for (let k = 0; k < neurons; k++) {
      let t = z[parameters + neurons + k]!;
      const row = parameters + 2 * neurons + k * inputs;
      for (let c = 0; c < inputs; c++) t += z[row + c]! * x[c]!;
      if (augmentation!.kind === 'monomial') {
        this.neuron[k] = t ** augmentation!.power;
        this.derivative[k] = augmentation!.power * t ** (augmentation!.power - 1);
      } else {
        this.neuron[k] = Math.exp(t);
        this.derivative[k] = this.neuron[k]!;
      }
      this.output[k]! += z[parameters + k]! * this.neuron[k]!;
    }
  }

  private accumulateNeurons(z: Float64Array, x: Float64Array, gradient: Float64Array): void {
    const { parameters, neurons, inputs } = this.parts;
    for (let k = 0; k < neurons; k++) {
      gradient[parameters + k]! += this.seed[k]! * this.neuron[k]!;
      const slope = this.seed[k]! * z[parameters + k]! * this.derivative[k]!;
      gradient[parameters + neurons + k]! += slope;
      const row = parameters + 2 * neurons + k * inputs;
      for (let c = 0; c < inputs; c++) gradient[row + c]! += slope * x[c]!;
    }
  }
}

/** ℓ(q, y); its gradient by q is written to `seed` when that is given. */
function lossAt(loss: Loss, q: Float64Array, y: Float64Array, seed: Float64Array | null): number {
  switch (loss.kind) {
    case 'squared': {
      let sum = 0;
      for (let k = 0; k < q.length; k++) {
        const difference = q[k]! - y[k]!;
        sum += difference * difference;
        if (seed !== null) seed[k] = 2 * difference;
      }
      return sum;
    }
    case 'logistic': {
      const t = -y[0]! * q[0]!;
      if (seed !== null) seed[0] = -y[0]! / (1 + Math.exp(-t));
      return Math.max(0, t) + Math.log1p(Math.exp(-Math.abs(t)));
    }
    case 'hinge': {
      const slack = Math.max(0, 1 - y[0]! * q[0]!);
      if (seed !== null) seed[0] = -y[0]! * loss.power * slack ** (loss.power - 1);
      return slack ** loss.power;
    }
    case 'cross-entropy': {
      let greatest = q[0]!;
      for (let k = 1; k < q.length; k++) greatest = Math.max(greatest, q[k]!);
      let total = 0;
      for (let k = 0; k < q.length; k++) total += Math.exp(q[k]! - greatest);
      const logTotal = greatest + Math.log(total);
      let value = 0;
      for (let k = 0; k < q.length; k++) {
        value += y[k]! * (logTotal - q[k]!);
        if (seed !== null) seed[k] = Math.exp(q[k]! - logTotal) - y[k]!;
      }
      return value;
    }
    case 'expression': {
      const tape = tapeOf(loss.tree, q.length);
      tape.take(q, 0);
      tape.take(y, q.length);
      tape.run(lossOf);
      if (seed !== null) tape.accumulate([1], seed.fill(0), q.length);
      return lossOf[0]!;
    }
  }
}

const lossOf = new Float64Array(1);
const tapes = new WeakMap<Tree, Tape>();

function tapeOf(tree: Tree, outputs: number): Tape {
  let tape = tapes.get(tree);
  if (tape === undefined) {
    const { q, y } = lossVariables(outputs);
    tape = new Tape([tree], [...q, ...y]);
    tapes.set(tree, tape);
  }
  return tape;
}
