import { checkList, checkThat } from '../../arithmetic/argument.ts';
import { type Ball, BallField } from '../../arithmetic/ball.ts';
import { compareRationals, type ExactNumber, rationalOf } from '../../arithmetic/exact.ts';
import { evaluateTree } from '../../expression/algebra.ts';
import type { Tree } from '../../expression/tree.ts';
import {
  type Examples,
  type FormulaModel,
  indexedName,
  type Model,
  type Network,
  type Row,
} from '../../model/network.ts';
import type { LabelCount, Loss } from './loss.ts';
import { residualAt, smoothAt, valueAt } from './loss.ts';
import { networkIn, outputOf, type RingNetwork, type Trace, traceOf } from './network.ts';
import { BallRing } from './ring.ts';

/** The neuron or neurons that are added. */
export type Augmentation =
  | { readonly kind: 'output' }
  | { readonly kind: 'single' }
  | { readonly kind: 'layer' }
  | { readonly kind: 'monomial'; readonly power: number };

/** The greatest degree of a monomial neuron. */
export const MAX_MONOMIAL_POWER = 64;

/** The augmentation that an option names: output, single, layer or monomial:P, P ≥ 1; null when it names none. */
export function parseAugmentation(text: string): Augmentation | null {
  if (text === 'output' || text === 'single' || text === 'layer') return { kind: text };
  const match = /^monomial:(\d{1,3})$/.exec(text);
  const p = match === null ? 0 : Number(match[1]);
  return p >= 1 && p <= MAX_MONOMIAL_POWER ? { kind: 'monomial', power: p } : null;
}

/** The name under which parseAugmentation knows an augmentation. */
export function augmentationName(augmentation: Augmentation): string {
  return augmentation.kind === 'monomial' ? `monomial:${augmentation.power}` : augmentation.kind;
}

/** A distinct input and everything that is asked of the network there. */
export interface InputGroup {
  readonly input: Row;
  readonly labels: readonly LabelCount[];
  /** Number of examples with this input. */
  readonly count: number;
  /** f(x̄), where the model is known by its outputs only. */
  readonly output?: readonly ExactNumber[] | undefined;
}

/** A model at a point θ, a loss and finite data, with equal inputs brought together. */
export interface Empirical {
  readonly network: Model;
  readonly loss: Loss;
  /** Number of examples, m. */
  readonly examples: number;
  /** The m' distinct inputs. */
  readonly groups: readonly InputGroup[];
}

/** Two examples with the same input and different outputs: no function of the input puts them out. */
export class NoFunction extends Error {
  /** The examples, from 0. */
  readonly examples: readonly [number, number];
  constructor(first: number, second: number) {
    super(`examples ${first + 1} and ${second + 1} have the same input and different outputs`);
    this.examples = [first, second];
  }
}

interface Gathered {
  readonly first: number;
  readonly labels: LabelCount[];
  count: number;
}

/**
 * Brings equal inputs together, exactly: two inputs are equal when all their numbers are, however they are written. Throws
 * NoFunction where given outputs are none of the input.
 */
export function empiricalOf(network: Model, loss: Loss, { inputs, labels, outputs }: Examples): Empirical {
  checkList('examples.labels', labels, inputs.length);
  const given = 'given' in network;
  if (given)
    checkThat(outputs?.length === inputs.length, 'examples.outputs', outputs, 'a row for each example');
  // Rows with equal numbers have equal nearest doubles; which of those with one hash are equal is decided exactly.
  const gathered = new Map<number, Gathered[]>();
  const order: Gathered[] = [];
  let i = 0;
  for (const input of inputs) {
    const hash = hashOf(input);
    const near = gathered.get(hash) ?? [];
    let group = near.find(({ first }) => rowsEqual(inputs.at(first)!, input));
    if (group === undefined) {
      group = { first: i, labels: [], count: 0 };
      gathered.set(hash, [...near, group]);
      order.push(group);
    } else if (given && !rowsEqual(outputs!.at(group.first)!, outputs!.at(i)!))
      throw new NoFunction(group.first, i);
    group.count += 1;
    const label = labels[i]!;
    const known = group.labels.findIndex((entry) => rowsEqual(entry.label, label));
    if (known < 0) group.labels.push({ label, count: 1 });
    else group.labels[known] = { label: group.labels[known]!.label, count: group.labels[known]!.count + 1 };
    i += 1;
  }
  return {
    network,
    loss,
    examples: inputs.length,
    groups: order.map(({ first, labels: own, count }) => {
      const output = given ? { output: Array.from(outputs!.at(first)!) } : {};
      if (Array.isArray(inputs)) return { input: inputs[first] as Row, labels: own, count, ...output };
      // Packed rows are unpacked when they are looked at, and not kept.
      return {
        get input() {
          return inputs.at(first)!;
        },
        labels: own,
        count,
        ...output,
      };
    }),
  };
}

/** How many of the inputs are distinct. */
export function distinctInputs(groups: readonly Pick<InputGroup, 'input'>[]): number {
  const known = new Map<number, number[]>();
  let count = 0;
  for (const [i, { input }] of groups.entries()) {
    const hash = hashOf(input);
    const near = known.get(hash) ?? [];
    if (near.some((j) => rowsEqual(groups[j]!.input, input))) continue;
    known.set(hash, [...near, i]);
    count += 1;
  }
  return count;
}

const hashed = new Float64Array(1);
const words = new Uint32Array(hashed.buffer);

/** A number of 32 bits that equal rows share. */
function hashOf(row: Row): number {
  let hash = 0x811c9dc5;
  for (let c = 0; c < row.length; c++) {
    // −0 and 0 are one number.
    hashed[0] = Number(row[c]) + 0;
    hash = Math.imul(hash ^ words[0]!, 0x01000193);
    hash = Math.imul(hash ^ words[1]! ^ (hash >>> 15), 0x85ebca6b);
  }
  return hash >>> 0;
}

/** Are the numbers of two rows equal, however they are written? */
export function rowsEqual(a: Row, b: Row): boolean {
  if (a.length !== b.length) return false;
  for (let c = 0; c < a.length; c++) if (!equal(a[c]!, b[c]!)) return false;
  return true;
}

function equal(x: ExactNumber, y: ExactNumber): boolean {
  if (typeof x === 'number' && typeof y === 'number') return x === y;
  return x === y || compareRationals(rationalOf(x), rationalOf(y)) === 0;
}

/** What balls say about the model and the loss at every distinct input. */
export interface Evaluated {
  readonly field: BallField;
  readonly ring: BallRing;
  /** A fully connected network with what every input does to it; null for any other model. */
  readonly layered: { readonly net: RingNetwork<Ball>; readonly traces: readonly Trace<Ball>[] } | null;
  /** f(x̄_j; θ). */
  readonly outputs: readonly (readonly Ball[])[];
  /** r(x̄_j) = Σ ∇ℓ(f(x̄_j), y) over the labels of the input. */
  readonly residuals: readonly (readonly Ball[])[];
  /** Is the loss certainly differentiable at every output? Where not, r is the hull of its one-sided values. */
  readonly differentiable: boolean;
  /** Σ_i ℓ(f(x_i), y_i), not divided by m. */
  readonly total: Ball;
}

/** Evaluates f, r and the total loss in balls of the given number of digits. Throws DomainError where one has no value. */
export function evaluate(problem: Empirical, digits: number): Evaluated {
  const field = BallField.ofDigits(digits);
  const ring = new BallRing(field);
  const { network, groups, loss } = problem;
  const layered = 'layers' in network ? tracesIn(ring, network, groups) : null;
  const outputs = layered?.traces.map(outputOf) ?? groups.map((group) => outputsIn(ring, network, group));
  return {
    field,
    ring,
    layered,
    outputs,
    residuals: groups.map(({ labels }, j) => residualAt(field, loss, outputs[j]!, labels)),
    differentiable: groups.every(({ labels }, j) =>
      labels.every(({ label }) => smoothAt(field, loss, outputs[j]!, label) >= 1),
    ),
    total: groups.reduce(
      (sum, { labels }, j) => field.add(sum, valueAt(field, loss, outputs[j]!, labels)),
      field.zero,
    ),
  };
}

function tracesIn(
  ring: BallRing,
  network: Network,
  groups: readonly InputGroup[],
): { net: RingNetwork<Ball>; traces: Trace<Ball>[] } {
  const net = networkIn(ring, network);
  const traces = groups.map(({ input }) => {
    const trace = traceOf(net, input);
    if (trace === null) throw new Error('balls hold every activation');
    return trace;
  });
  return { net, traces };
}

function outputsIn(ring: BallRing, model: Model, { input, output }: InputGroup): readonly Ball[] {
  if (output !== undefined) return output.map((x) => ring.of(x));
  const { formulas } = model as FormulaModel;
  const values = formulaValues(model as FormulaModel, input, (x) => ring.of(x));
  return formulas.map((tree: Tree) => evaluateTree(ring.algebra, tree, values));
}

/** The variables of the formulas of a model at an input. */
export function formulaValues<S>(
  { parameters, inputs }: FormulaModel,
  input: Row,
  of: (x: ExactNumber) => S,
): Record<string, S> {
  const values: Record<string, S> = {};
  for (const [name, value] of Object.entries(parameters)) values[name] = of(value);
  for (let c = 0; c < inputs; c++) values[indexedName('x', c, inputs)] = of(input[c]!);
  return values;
}
