import { checkList } from '../../arithmetic/argument.ts';
import { type Ball, BallField } from '../../arithmetic/ball.ts';
import { type ExactNumber, type Rational, rationalOf } from '../../arithmetic/exact.ts';
import type { Examples, Network } from '../../model/network.ts';
import type { LabelCount, Loss } from './loss.ts';
import { residualAt, valueAt } from './loss.ts';
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
  readonly input: readonly ExactNumber[];
  readonly labels: readonly LabelCount[];
  /** Number of examples with this input. */
  readonly count: number;
}

/** A network at a point θ, a loss and finite data, with equal inputs brought together. */
export interface Empirical {
  readonly network: Network;
  readonly loss: Loss;
  /** Number of examples, m. */
  readonly examples: number;
  /** The m' distinct inputs. */
  readonly groups: readonly InputGroup[];
}

/** Brings equal inputs together, exactly: two inputs are equal when all their numbers are, however they are written. */
export function empiricalOf(network: Network, loss: Loss, { inputs, labels }: Examples): Empirical {
  checkList('examples.inputs', inputs, null);
  checkList('examples.labels', labels, inputs.length);
  const groups = new Map<
    string,
    { input: readonly ExactNumber[]; labels: Map<string, LabelCount>; count: number }
  >();
  for (const [i, input] of inputs.entries()) {
    const key = rowKey(input);
    let group = groups.get(key);
    if (group === undefined) {
      group = { input, labels: new Map(), count: 0 };
      groups.set(key, group);
    }
    group.count += 1;
    const label = labels[i]!;
    const labelKey = rowKey(label);
    const known = group.labels.get(labelKey);
    group.labels.set(labelKey, {
      label: known?.label ?? label,
      count: (known?.count ?? 0) + 1,
    });
  }
  return {
    network,
    loss,
    examples: inputs.length,
    groups: [...groups.values()].map((group) => ({ ...group, labels: [...group.labels.values()] })),
  };
}

/** Two rows have one key iff their numbers are equal. */
export function rowKey(row: readonly ExactNumber[]): string {
  return row.map(keyOf).join(',');
}

/** Two exact numbers have one key iff they are equal: the fraction in lowest terms. */
function keyOf(x: ExactNumber): string {
  if (typeof x === 'number' && Number.isSafeInteger(x)) return String(x === 0 ? 0 : x);
  const { numerator, denominator } = lowestTerms(rationalOf(x));
  return denominator === 1n ? String(numerator) : `${numerator}/${denominator}`;
}

function lowestTerms({ numerator, denominator }: Rational): Rational {
  let a = numerator < 0n ? -numerator : numerator;
  let b = denominator;
  while (b !== 0n) [a, b] = [b, a % b];
  return { numerator: numerator / a, denominator: denominator / a };
}

/** What balls say about the network and the loss at every distinct input. */
export interface Evaluated {
  readonly field: BallField;
  readonly net: RingNetwork<Ball>;
  readonly traces: readonly Trace<Ball>[];
  /** f(x̄_j; θ). */
  readonly outputs: readonly (readonly Ball[])[];
  /** r(x̄_j) = Σ ∇ℓ(f(x̄_j), y) over the labels of the input. */
  readonly residuals: readonly (readonly Ball[])[];
  /** Σ_i ℓ(f(x_i), y_i), not divided by m. */
  readonly total: Ball;
}

/** Evaluates f, r and the total loss in balls of the given number of digits. Throws DomainError beyond e^65536. */
export function evaluate(problem: Empirical, digits: number): Evaluated {
  const field = BallField.ofDigits(digits);
  const net = networkIn(new BallRing(field), problem.network);
  const traces = problem.groups.map(({ input }) => {
    const trace = traceOf(net, input);
    if (trace === null) throw new Error('balls hold every activation');
    return trace;
  });
  const outputs = traces.map(outputOf);
  return {
    field,
    net,
    traces,
    outputs,
    residuals: problem.groups.map(({ labels }, j) => residualAt(field, problem.loss, outputs[j]!, labels)),
    total: problem.groups.reduce(
      (sum, { labels }, j) => field.add(sum, valueAt(field, problem.loss, outputs[j]!, labels)),
      field.zero,
    ),
  };
}
