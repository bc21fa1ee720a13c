import type { Ball, BallField } from '../../arithmetic/ball.ts';
import { all, type Ternary } from '../../arithmetic/ternary.ts';
import { type Layer, layersOf, type Model } from '../../model/network.ts';
import type { Augmented } from './augmented.ts';
import { isPositive } from './critical.ts';
import type { Empirical, InputGroup } from './empirical.ts';
import { eliminated, integersOf } from './exact-elimination.ts';
import type { Guesses } from './guesses.ts';
import { type LabelMinimum, labelMinimum, signCounts } from './loss.ts';
import { terminating } from './ring.ts';
import { separatedBy } from './separation.ts';

/** Label minima of an expression that are looked for. */
const MOST_MINIMA = 500;

/** inf Σ_i ℓ(h(x_i), y_i) over all functions h of the input. */
export interface FunctionMinimum {
  /** Null where it is not known, or there is none. */
  readonly value: Ball | null;
  /** Whether some function attains it. */
  readonly attained: Ternary;
}

/** The infimum over all functions: each distinct input has a best output of its own. */
export function minimumOverFunctions(field: BallField, { groups, loss }: Empirical): FunctionMinimum {
  let value: Ball | null = field.zero;
  let attained: Ternary = 'yes';
  // Classes repeat; of an expression the minimum for each of very many labels is not looked for.
  const known = new Map<string, LabelMinimum>();
  for (const { labels } of groups) {
    const key = labels.map(({ label, count }) => `${count}*${label.join(' ')}`).join(',');
    let own = known.get(key);
    if (own === undefined) {
      own =
        loss.kind === 'expression' && known.size >= MOST_MINIMA
          ? { value: null, attained: 'undecided' }
          : labelMinimum(field, loss, labels);
      known.set(key, own);
    }
    value = value && own.value && field.add(value, own.value);
    attained = all(attained, own.attained);
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
 * the input; conversely any such θ with a = 0 is one (mathematics.md 13.5). `vanish`: r ≡ 0 at the given point, at a user's witness.
 *
 * The converse needs no more than a = 0. That there is none needs that r ≡ 0 is necessary: so it is for λ > 0 (without it there are
 * minima with a ≠ 0), a differentiable loss (at a kink no slope need be 0), and exponential neurons at the outputs or a monomial
 * neuron of degree p ≥ m' − 1; with one neuron in each layer it is not claimed.
 * `sufficient`: r ≡ 0 makes θ attain that infimum (13.5), as it does for a convex loss.
 */
export function existenceOf(
  augmented: Augmented,
  attained: Ternary,
  { sufficient, differentiable }: { readonly sufficient: boolean; readonly differentiable: boolean },
  vanish: { readonly here: Ternary; readonly witness: Ternary },
  guesses: Guesses,
): Attainment {
  const { problem, augmentation, lambda } = augmented;
  const points = problem.groups.length;
  if (vanish.here === 'yes' && sufficient)
    return { answer: 'yes', reason: 'this point is one: r = 0 at every distinct input, with a = 0' };
  if (vanish.witness === 'yes' && sufficient)
    return { answer: 'yes', reason: 'the witness is one: r = 0 at every distinct input, with a = 0' };
  const seesAll =
    augmentation.kind === 'output' ||
    augmentation.kind === 'single' ||
    (augmentation.kind === 'monomial' && augmentation.power >= points - 1);
  const open = !isPositive(lambda)
    ? 'without a regulariser'
    : !differentiable
      ? 'where the loss may have a kink'
      : 'for this augmentation';
  const necessary = isPositive(lambda) && differentiable && sufficient && seesAll;
  if (attained === 'undecided')
    return {
      answer: 'undecided',
      reason: 'it is not known whether some function of the input has the least loss',
    };
  if (attained === 'no') {
    const why =
      problem.loss.kind === 'expression'
        ? 'no output has the least loss at some input'
        : 'at some input a label never occurs';
    const what = `the infimum of the empirical loss over all functions of the input is not attained: ${why}`;
    if (necessary) return { answer: 'no', reason: what };
    return { answer: 'undecided', reason: `${what}; ${open} that does not decide` };
  }
  const expressive = attains(problem, guesses);
  if (expressive.answer !== 'no' || necessary) return expressive;
  return { answer: 'undecided', reason: `${expressive.reason}; ${open} that does not decide` };
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
      reason: `a hidden layer of ${layersOf(network)![0]!.weights.length} neurons takes any values at ${groups.length} distinct inputs (Pinkus 1999, Theorem 5.1)`,
    };
  const only = onlyLayer(network);
  if (only === null)
    return {
      answer: 'undecided',
      reason: 'it is not known whether some θ attains the infimum over all functions',
    };
  if (loss.kind === 'squared' && network.inputs < MAX_COLUMNS && groups.length <= MAX_ROWS) {
    const solvable = linearlySolvable(groups, !only.unbiased);
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
  if (loss.kind === 'hinge' && !only.unbiased && separatedBy(problem, 1, guesses) !== null)
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
 * One hidden layer of at least m' neurons with biases and an activation that is continuous and no polynomial, and a linear output
 * layer, take any values at m' distinct inputs (Pinkus, "Approximation theory of the MLP model", 1999, Theorem 5.1).
 */
export function interpolates({ network, groups }: Empirical): boolean {
  const layers = layersOf(network);
  if (layers?.length !== 2 || layers[1]!.activation !== 'linear') return false;
  const [hidden] = layers as [Layer];
  // max(0, w·x) is 0 at x = 0 whatever w.
  return !hidden.unbiased && hidden.weights.length >= groups.length && !mayBePolynomial(hidden);
}

/** The layer of a model that is one linear layer: f(x) = Wx + b, or Wx where it has no biases; null for any other. */
function onlyLayer(model: Model): Layer | null {
  const layers = layersOf(model);
  return layers?.length === 1 && layers[0]!.activation === 'linear' ? layers[0]! : null;
}

/** One linear layer with biases: f(x) = Wx + b with any W and b. */
export function isLinearMap(model: Model): boolean {
  const only = onlyLayer(model);
  return only !== null && !only.unbiased;
}

/** Linear layers, and formulas that are not seen to be no polynomials. */
function mayBePolynomial(layer: Layer): boolean {
  const { activation, slope } = layer;
  if (activation === 'linear') return true;
  if (activation === 'expression') return true;
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
 * Is there (W, b), b = 0 without biases, with N(Wx̄_j + b) = Σ y for every distinct input? Exact elimination without fractions (Bareiss) on
 * integers; the system is solvable iff no row is left with zeros on the left and a nonzero on the right.
 */
function linearlySolvable(groups: readonly InputGroup[], biased: boolean): boolean {
  const outputs = groups[0]!.labels[0]!.label.length;
  const columns = groups[0]!.input.length + (biased ? 1 : 0);
  const rows = groups.map(({ input, labels, count }) => {
    const weight = terminating.integer(count);
    const left = Array.from(input, (x) => terminating.mul(weight, terminating.of(x)));
    const right = Array.from({ length: outputs }, (_, k) =>
      labels.reduce(
        (sum, { label, count: times }) =>
          terminating.add(sum, terminating.mul(terminating.integer(times), terminating.of(label[k]!))),
        terminating.zero,
      ),
    );
    return integersOf([...left, ...(biased ? [weight] : []), ...right]);
  });
  const { rank } = eliminated(rows, columns);
  return rows.slice(rank).every((row) => row.slice(columns).every((x) => x === 0n));
}
