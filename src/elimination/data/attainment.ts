import type { Ball, BallField } from '../../arithmetic/ball.ts';
import type { Ternary } from '../../arithmetic/ternary.ts';
import type { Layer } from '../../model/network.ts';
import type { Augmented } from './augmented.ts';
import type { Empirical, InputGroup } from './empirical.ts';
import type { Guesses } from './guesses.ts';
import { labelMinimum, signCounts } from './loss.ts';
import { type Terminating, terminating } from './ring.ts';
import { separatedBy } from './separation.ts';

/** inf Σ_i ℓ(h(x_i), y_i) over all functions h of the input. */
export interface FunctionMinimum {
  readonly value: Ball;
  /** Whether some function attains it. */
  readonly attained: boolean;
}

/** The infimum over all functions: each distinct input has a best output of its own. */
export function minimumOverFunctions(field: BallField, { groups, loss }: Empirical): FunctionMinimum {
  let value = field.zero;
  let attained = true;
  for (const { labels } of groups) {
    const own = labelMinimum(field, loss, labels);
    value = field.add(value, own.value);
    attained &&= own.attained;
  }
  return { value, attained };
}

/** Whether L̃ has a local minimum at all, and why. */
export interface Attainment {
  readonly answer: Ternary;
  readonly reason: string;
}

/**
 * The alternative (iii): for convex ℓ a local minimum of L̃ has r ≡ 0, so that θ attains the infimum over all functions of
 * the input; conversely any such θ with a = 0 is one (mathematics.md 13.5). `vanish`: r ≡ 0 at the given point.
 *
 * The converse needs no more than a = 0. That there is none needs that r ≡ 0 is necessary: so it is for exponential neurons
 * at the outputs, and for a monomial neuron of degree p ≥ m' − 1; with one neuron in each layer it is not claimed.
 */
export function existenceOf(
  augmented: Augmented,
  attained: boolean,
  vanish: Ternary,
  guesses: Guesses,
): Attainment {
  const { problem, augmentation } = augmented;
  const points = problem.groups.length;
  if (vanish === 'yes')
    return { answer: 'yes', reason: 'this point is one: r = 0 at every distinct input, with a = 0' };
  const necessary =
    augmentation.kind === 'output' ||
    augmentation.kind === 'single' ||
    (augmentation.kind === 'monomial' && augmentation.power >= points - 1);
  if (!attained) {
    const what =
      'the infimum of the empirical loss over all functions of the input is not attained: at some input a label never occurs';
    if (necessary) return { answer: 'no', reason: what };
    return { answer: 'undecided', reason: `${what}; for this augmentation that does not decide` };
  }
  const expressive = attains(problem, guesses);
  if (expressive.answer !== 'no' || necessary) return expressive;
  return { answer: 'undecided', reason: `${expressive.reason}; for this augmentation that does not decide` };
}

/** Sizes up to which linear systems are solved exactly. */
const MAX_COLUMNS = 64;
const MAX_ROWS = 1000;

/** Whether some θ of this architecture attains the infimum over all functions (which is attained by a function). */
function attains(problem: Empirical, guesses: Guesses): Attainment {
  const { network, groups, loss } = problem;
  if (interpolates(problem))
    return {
      answer: 'yes',
      reason: `a hidden layer of ${network.layers[0]!.weights.length} neurons takes any values at ${groups.length} distinct inputs (Pinkus 1999, Theorem 5.1)`,
    };
  const [layer] = network.layers;
  if (network.layers.length !== 1 || layer!.activation !== 'linear')
    return {
      answer: 'undecided',
      reason: 'it is not known whether some θ attains the infimum over all functions',
    };
  if (loss.kind === 'squared' && network.inputs < MAX_COLUMNS && groups.length <= MAX_ROWS) {
    const solvable = linearlySolvable(groups);
    return solvable
      ? {
          answer: 'yes',
          reason: 'a linear map takes the mean label at every distinct input (exact elimination)',
        }
      : {
          answer: 'no',
          reason: 'no linear map takes the mean label at every distinct input (exact elimination)',
        };
  }
  if (loss.kind === 'hinge' && separatedBy(problem, 1, guesses) !== null)
    return {
      answer: 'yes',
      reason: 'a linear map separates the labels, and with it all margins can be 1 or more',
    };
  return {
    answer: 'undecided',
    reason: 'it is not known whether some θ attains the infimum over all functions',
  };
}

/**
 * One hidden layer of at least m' neurons with an activation that is continuous and no polynomial, and a linear output
 * layer, take any values at m' distinct inputs (Pinkus, "Approximation theory of the MLP model", 1999, Theorem 5.1).
 */
export function interpolates({ network, groups }: Empirical): boolean {
  const [hidden, output] = network.layers;
  if (network.layers.length !== 2 || output!.activation !== 'linear') return false;
  return hidden!.weights.length >= groups.length && !isLinear(hidden!);
}

function isLinear({ activation, slope }: Layer): boolean {
  if (activation === 'linear') return true;
  return (
    activation === 'leaky-relu' && terminating.compare(terminating.of(slope), terminating.integer(1)) === 0
  );
}

/** Whether labels are functions of the inputs: one label vector at every distinct input. */
export function consistentLabels({ groups }: Empirical): boolean {
  return groups.every(({ labels }) => labels.length === 1);
}

/** Whether two labels of opposite sign share an input. */
export function contradictorySigns({ groups }: Empirical): boolean {
  return groups.some(({ labels }) => !signCounts(labels).includes(0));
}

/**
 * Is there (W, b) with N(Wx̄_j + b) = Σ y for every distinct input? Exact elimination without fractions (Bareiss) on
 * integers; the system is solvable iff no row is left with zeros on the left and a nonzero on the right.
 */
function linearlySolvable(groups: readonly InputGroup[]): boolean {
  const outputs = groups[0]!.labels[0]!.label.length;
  const columns = groups[0]!.input.length + 1;
  const rows = groups.map(({ input, labels, count }) => {
    const weight = terminating.integer(count);
    const left = input.map((x) => terminating.mul(weight, terminating.of(x)));
    const right = Array.from({ length: outputs }, (_, k) =>
      labels.reduce(
        (sum, { label, count: times }) =>
          terminating.add(sum, terminating.mul(terminating.integer(times), terminating.of(label[k]!))),
        terminating.zero,
      ),
    );
    return integersOf([...left, weight, ...right]);
  });
  let rank = 0;
  let previous = 1n;
  for (let c = 0; c < columns && rank < rows.length; c++) {
    const pivot = rows.findIndex((row, i) => i >= rank && row[c] !== 0n);
    if (pivot < 0) continue;
    [rows[rank], rows[pivot]] = [rows[pivot]!, rows[rank]!];
    const top = rows[rank]!;
    for (let i = rank + 1; i < rows.length; i++) {
      const row = rows[i]!;
      const factor = row[c]!;
      // Every entry is a minor of the integer matrix, so the division leaves no remainder.
      for (let j = c; j < row.length; j++) row[j] = (row[j]! * top[c]! - factor * top[j]!) / previous;
    }
    previous = top[c]!;
    rank += 1;
  }
  return rows.slice(rank).every((row) => row.slice(columns).every((x) => x === 0n));
}

/** A row times its common denominator. */
function integersOf(row: readonly Terminating[]): bigint[] {
  const twos = Math.max(...row.map((x) => x.twos));
  const fives = Math.max(...row.map((x) => x.fives));
  return row.map((x) => x.n * (1n << BigInt(twos - x.twos)) * 5n ** BigInt(fives - x.fives));
}
