/**
 * L over one parameter of a model, and L̃ over that parameter and b, in doubles: for pictures, never for proofs. a is minimised out; W
 * stays at its values.
 */
import { Tape } from '../../expression/tape.ts';
import { type FormulaModel, indexedName } from '../../model/network.ts';
import { type Augmented, addedOf, divisorOf } from '../data/augmented.ts';
import { lossTree, lossVariables } from '../data/loss.ts';

/** A place on the surface: its height, its derivatives, and the a at which it is taken. */
export interface SurfacePoint {
  readonly value: number;
  readonly slopeTheta: number;
  readonly slopeB: number;
  readonly a: number;
}

/** Steps from 0 outward in which a sign of the derivative by a is looked for, each twice the one before. */
const OUTWARD = 40;
const HALVINGS = 60;

interface Datum {
  readonly y: number;
  /** w·x */
  readonly z: number;
  readonly count: number;
  readonly x: readonly number[];
}

/** A formula model with one output, its data and loss, with one parameter left free. */
export class Surface {
  private readonly model: Tape;
  private readonly loss: Tape;
  private readonly data: readonly Datum[];
  private readonly divisor: number;
  private readonly penalty: number;
  private readonly out: Float64Array = new Float64Array(1);
  private readonly slope: Float64Array = new Float64Array(2);

  /** `name` is one of the parameters of the model, which is given as formulas and has one output. */
  constructor(augmented: Augmented, name: string) {
    const { problem, lambda, augmentation } = augmented;
    const { formulas, parameters, inputs } = problem.network as FormulaModel;
    const features = Array.from({ length: inputs }, (_, c) => indexedName('x', c, inputs));
    const others = Object.keys(parameters).filter((own) => own !== name);
    this.model = new Tape(formulas, [name, ...features, ...others]);
    this.model.take(
      others.map((own) => Number(parameters[own]!)),
      1 + inputs,
    );
    const { q, y } = lossVariables(1);
    this.loss = new Tape([lossTree(problem.loss, 1)], [q[0]!, y[0]!]);
    const w = addedOf(augmented).w[0]!.map(Number);
    this.data = problem.groups.flatMap(({ input, labels }) => {
      const x = Array.from(input, Number);
      const z = x.reduce((sum, entry, c) => sum + entry * w[c]!, 0);
      return labels.map(({ label, count }) => ({ y: Number(label[0]), z, count, x }));
    });
    this.divisor = divisorOf(augmented);
    this.penalty = Number(lambda) / (augmentation.kind === 'output' ? 1 : 2);
  }

  /** L: the mean of the losses. */
  original(theta: number): number {
    const outputs = this.outputs(theta);
    const examples = this.data.reduce((sum, { count }) => sum + count, 0);
    return this.data.reduce((sum, { count }, i) => sum + count * this.lossAt(outputs[i]!, i), 0) / examples;
  }

  /** min over a of L̃ at W, for a convex loss; for another the minimum that is met first from a = 0. */
  at(theta: number, b: number): SurfacePoint {
    const data = this.data;
    const divisor = this.divisor;
    const penalty = this.penalty;
    const outputs = this.outputs(theta);
    const neuron = data.map(({ z }) => Math.exp(z + b));
    const byA = (a: number): number =>
      data.reduce(
        (sum, { count }, i) => sum + count * neuron[i]! * this.lossSlope(outputs[i]! + a * neuron[i]!, i),
        0,
      ) /
        divisor +
      2 * penalty * a;
    const a = zeroOf(byA, penalty);
    let value = penalty * a * a;
    let slopeTheta = 0;
    for (const [i, { count, x }] of data.entries()) {
      const q = outputs[i]! + a * neuron[i]!;
      value += (count * this.lossAt(q, i)) / divisor;
      slopeTheta += (count * this.lossSlope(q, i) * this.modelSlope(theta, x)) / divisor;
    }
    // ∂L̃/∂b = a ∂(loss)/∂a = −2μa² where ∂L̃/∂a = 0.
    return { value, slopeTheta, slopeB: -2 * penalty * a * a, a };
  }

  private outputs(theta: number): number[] {
    return this.data.map(({ x }) => {
      this.model.take([theta, ...x], 0);
      this.model.run(this.out);
      return this.out[0]!;
    });
  }

  private modelSlope(theta: number, x: readonly number[]): number {
    this.model.take([theta, ...x], 0);
    this.model.run(this.out);
    this.model.accumulate([1], this.slope.fill(0), 1);
    return this.slope[0]!;
  }

  private lossAt(q: number, i: number): number {
    this.loss.take([q, this.data[i]!.y], 0);
    this.loss.run(this.out);
    return this.out[0]!;
  }

  private lossSlope(q: number, i: number): number {
    this.lossAt(q, i);
    this.loss.accumulate([1], this.slope.fill(0), 1);
    return this.slope[0]!;
  }
}

/**
 * A zero of ∂L̃/∂a, met first from 0 downhill. For a convex loss it is between 0 and −∂L̃/∂a(0)/2μ, where the regulariser alone
 * outweighs the slope at 0.
 */
function zeroOf(byA: (a: number) => number, penalty: number): number {
  const first = byA(0);
  if (first === 0 || !Number.isFinite(first)) return 0;
  const end = -first / (2 * penalty);
  let low = 0;
  let high = end;
  for (let i = OUTWARD; i >= 0; i--) {
    high = end / 2 ** i;
    if (byA(high) * first <= 0) break;
    low = high;
  }
  for (let i = 0; i < HALVINGS && low !== high; i++) {
    const middle = low + (high - low) / 2;
    if (middle === low || middle === high) break;
    if (byA(middle) * first > 0) low = middle;
    else high = middle;
  }
  return low + (high - low) / 2;
}
