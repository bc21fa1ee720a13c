import { BallField } from '../../arithmetic/ball.ts';
import type { Ternary } from '../../arithmetic/ternary.ts';
import { all } from '../../arithmetic/ternary.ts';
import { BallAlgebra } from '../../expression/balls.ts';
import { shapeOf } from '../../expression/shape.ts';
import { type Layer, layersOf } from '../../model/network.ts';
import { activationOf } from './activation.ts';
import { consistentLabels, contradictorySigns, interpolates, isLinearMap } from './attainment.ts';
import type { Augmented } from './augmented.ts';
import { isPositive } from './critical.ts';
import type { Empirical, Evaluated } from './empirical.ts';
import type { Guesses } from './guesses.ts';
import { lossName } from './loss.ts';
import type { Fact, LossFacts } from './loss-facts.ts';
import type { StationaryOrder } from './order.ts';
import { inseparableBy, separatedBy } from './separation.ts';

/** One hypothesis of a theorem, in words, and whether it holds for this model, loss and data. */
export interface Hypothesis {
  readonly text: string;
  readonly holds: Ternary;
}

/** A theorem of the papers: K is Kawaguchi & Kaelbling (2020), L is Liang et al. (2018). */
export interface TheoremStatus {
  readonly theorem: string;
  /** Is it about the augmentation that was asked for? */
  readonly concerned: boolean;
  readonly hypotheses: readonly Hypothesis[];
  readonly applies: Ternary;
  /** What is to be known besides; empty for nothing. */
  readonly remark: string;
}

/**
 * Which hypotheses of K Theorems 1, 2 and L Theorems 1, 2, Propositions 1–3 hold (mathematics.md 13.7). `sufficientOrder`: stationary
 * points of this order are minima by L Proposition 3; null where labels are not ±1 or no polynomial separates them.
 */
export function theoremsFor(
  augmented: Augmented,
  evaluated: Evaluated,
  facts: LossFacts,
  guesses: Guesses,
  witness: Witness | null = null,
): { readonly theorems: readonly TheoremStatus[]; readonly sufficientOrder: number | null } {
  const { problem, augmentation } = augmented;
  const { network, loss } = problem;
  const one = network.outputs === 1;
  const perOutput = augmentation.kind === 'output' || (augmentation.kind === 'single' && one);
  const single = augmentation.kind === 'single' || (augmentation.kind === 'output' && one);
  const neurons: Hypothesis = {
    text: `one exponential neuron for each of the ${network.outputs} outputs is added`,
    holds: yes(perOutput),
  };
  const oneOutput: Hypothesis = {
    text: 'the model has one output and labels are −1 and 1',
    holds: yes(facts.signed !== null),
  };
  const assumption1 = smoothMonotone(facts);
  // The other hypotheses of L speak of labels ±1: for another loss they have no meaning.
  const realizable = facts.signed === null ? [] : [realizability(augmented, evaluated, guesses, witness)];
  const degree = augmentation.kind === 'monomial' ? augmentation.power : problem.groups.length - 1;
  const separable = polynomialDegree(problem, facts, degree, guesses);
  const noMinimum =
    loss.kind === 'logistic'
      ? 'the logistic loss satisfies the assumption on critical points because it has none; it attains no minimum, so that statement (i), the existence of a local minimum, fails for it: see the alternative'
      : '';
  const list: Omit<TheoremStatus, 'applies'>[] = [
    {
      theorem: 'K Theorem 1',
      concerned: perOutput,
      hypotheses: [
        hypothesis(`the ${lossName(loss)} loss is differentiable and convex in the output`, [
          facts.differentiable,
          facts.convex,
        ]),
        neurons,
      ],
      remark:
        augmentation.kind === 'single' && one
          ? 'with one output the objective of L is m times that of K, for another λ'
          : '',
    },
    {
      theorem: 'K Theorem 2',
      concerned: perOutput,
      hypotheses: [
        hypothesis(
          `the loss is differentiable and its critical points are minima${facts.convex.holds === 'yes' ? ' (it is convex)' : ''}`,
          [facts.differentiable, facts.criticalAreMinima],
        ),
        { text: 'equal inputs carry equal labels', holds: yes(consistentLabels(problem)) },
        neurons,
      ],
      remark: '',
    },
    {
      theorem: 'L Theorem 1',
      concerned: single,
      hypotheses: [oneOutput, ...assumption1, ...realizable],
      remark: noMinimum,
    },
    {
      theorem: 'L Theorem 2',
      concerned: augmentation.kind === 'layer',
      hypotheses: [
        oneOutput,
        ...assumption1,
        ...realizable,
        {
          text: 'every activation is differentiable',
          holds: (layersOf(network) ?? []).map(differentiableActivation).reduce((a, b) => all(a, b), 'yes'),
        },
        { text: 'there is a hidden layer', holds: yes((layersOf(network) ?? []).length > 1) },
      ],
      remark: noMinimum,
    },
    {
      theorem: 'L Proposition 1',
      concerned: augmentation.kind === 'monomial',
      hypotheses: [oneOutput, ...assumption1, ...realizable, separable.hypothesis],
      remark: noMinimum,
    },
    {
      theorem: 'L Proposition 2',
      concerned: single,
      hypotheses: [
        oneOutput,
        ...assumption1,
        hypothesis('the loss is convex (equal inputs may carry both labels)', [facts.convex]),
      ],
      remark: noMinimum,
    },
    {
      theorem: PROPOSITION_3,
      concerned: single,
      hypotheses: [oneOutput, ...assumption1, ...realizable],
      remark: separable.remark,
    },
  ];
  const theorems = list.map((entry): TheoremStatus => {
    const hypotheses = isPositive(augmented.lambda)
      ? entry.hypotheses
      : [...entry.hypotheses, NO_REGULARISER];
    return { ...entry, hypotheses, applies: all(...hypotheses.map(({ holds }) => holds)) };
  });
  return { theorems, sufficientOrder: separable.order };
}

/** L Proposition 3 is about stationary points of a high order: is this point one? */
export function withOrder(
  theorems: readonly TheoremStatus[],
  sufficient: number,
  claims: { readonly jointMinimum: Ternary; readonly order: StationaryOrder | null } | null,
): readonly TheoremStatus[] {
  if (claims === null || claims.order === null) return theorems;
  const { jointMinimum, order } = claims;
  const { atLeast, atMost } = order;
  // The order of L̃ is at most that of L̃|_θ.
  const holds = jointMinimum === 'yes' ? 'yes' : atMost !== null && atMost < sufficient ? 'no' : 'undecided';
  const words =
    atLeast === null ? 'a minimum: of every order' : `in (a, b, W) its order is ${orderWords(order)}`;
  const hypothesis = { text: `the point is stationary of order ${sufficient} (${words})`, holds } as const;
  return theorems.map((entry) =>
    entry.theorem === PROPOSITION_3
      ? { ...entry, hypotheses: [...entry.hypotheses, hypothesis], applies: all(entry.applies, holds) }
      : entry,
  );
}

const PROPOSITION_3 = 'L Proposition 3';

/** An order in words. */
export function orderWords({ atLeast, atMost }: StationaryOrder): string {
  if (atLeast === null) return 'every';
  if (atMost === null) return `at least ${atLeast}`;
  return atLeast === atMost ? String(atMost) : `from ${atLeast} to ${atMost}`;
}

const NO_REGULARISER: Hypothesis = { text: 'the weight of the regulariser is above 0', holds: 'no' };

/** yes if a theorem about this augmentation applies, undecided if one may. */
export function someTheorem(theorems: readonly TheoremStatus[]): Ternary {
  const answers = theorems.filter(({ concerned }) => concerned).map(({ applies }) => applies);
  return answers.includes('yes') ? 'yes' : answers.includes('undecided') ? 'undecided' : 'no';
}

function yes(holds: boolean): Ternary {
  return holds ? 'yes' : 'no';
}

/** A hypothesis that rests on facts about the loss, with what those rest on. */
function hypothesis(text: string, facts: readonly Fact[]): Hypothesis {
  const holds = all(...facts.map((fact) => fact.holds));
  const how = facts.find((fact) => fact.holds === holds && fact.how !== '')?.how;
  return { text: how === undefined ? text : `${text} (${how})`, holds };
}

function differentiableActivation(layer: Layer): Ternary {
  if (layer.activation !== 'expression') return yes(!['relu', 'leaky-relu'].includes(layer.activation));
  const { defined, smooth } = shapeOf(new BallAlgebra(BallField.ofDigits(30)), activationOf(layer));
  return defined && smooth >= 1 ? 'yes' : 'undecided';
}

/** L Assumption 1, for ℓ(−y f). */
function smoothMonotone({ signed }: LossFacts): Hypothesis[] {
  const form = 'the loss is a nondecreasing function of −y·f';
  if (signed === null) return [{ text: form, holds: 'no' }];
  return [
    hypothesis(form, [signed.form, signed.nondecreasing]),
    hypothesis('the loss is twice continuously differentiable (the hinge for p ≥ 3)', [
      { ...signed.twice, how: signed.twice.holds === 'undecided' ? signed.twice.how : '' },
    ]),
    hypothesis('its critical points are global minima, and those have y·f > 0', [signed.critical]),
  ];
}

/** What is known at the parameters of a user's witness. */
export interface Witness {
  readonly outputs: Evaluated['outputs'];
  /** r ≡ 0 there? */
  readonly vanish: Ternary;
}

/** L Assumption 2: some θ of the architecture gives every example the right sign. */
function realizability(
  { problem }: Augmented,
  { field, outputs }: Evaluated,
  guesses: Guesses,
  witness: Witness | null,
): Hypothesis {
  const text = 'some parameters of the model give every example the right sign';
  const { network, groups } = problem;
  if (contradictorySigns(problem)) return { text: `${text} (an input carries both labels)`, holds: 'no' };
  const allRight = (values: Evaluated['outputs']): boolean =>
    groups.every(({ labels }, j) => {
      const output = values[j]![0]!;
      return field.positive(Number(labels[0]!.label[0]) > 0 ? output : field.neg(output)) === 'yes';
    });
  if (allRight(outputs)) return { text: `${text} (those of the model do)`, holds: 'yes' };
  if (witness !== null && allRight(witness.outputs))
    return { text: `${text} (those of the witness do)`, holds: 'yes' };
  if (interpolates(problem))
    return { text: `${text} (a hidden layer this wide takes any values on the inputs)`, holds: 'yes' };
  if (isLinearMap(network) && separatedBy(problem, 1, guesses) !== null)
    return { text: `${text} (a separating hyperplane was found)`, holds: 'yes' };
  if (isLinearMap(network) && inseparableBy(problem, 1, guesses))
    return { text: `${text} (exact weights show that no hyperplane does)`, holds: 'no' };
  return { text: witness === null ? text : `${text} (those of the witness do not)`, holds: 'undecided' };
}

/** L Proposition 1 asks for p ≥ the degree of some separating polynomial, which m' − 1 always is. */
function polynomialDegree(
  problem: Empirical,
  { signed }: LossFacts,
  power: number,
  guesses: Guesses,
): { hypothesis: Hypothesis; remark: string; order: number | null } {
  const text = `a polynomial of degree at most ${power} gives every example the right sign`;
  if (signed === null || contradictorySigns(problem))
    return { hypothesis: { text, holds: 'no' }, remark: '', order: null };
  const last = problem.groups.length - 1;
  const { degree, least } = separatingDegree(problem, guesses);
  const order = `stationary points of order ${2 * degree} are covered`;
  const none = least ? `; none of degree ${degree - 1} does (exact weights)` : '';
  const remark =
    degree === 1
      ? 'the data are linearly separable (exact check): stationary points of order 2 are covered'
      : `${order}, since a polynomial of degree ${degree === last ? `m' − 1 = ${last}` : degree} separates${none}`;
  if (power >= degree && degree < last)
    return { hypothesis: { text: `${text} (one was found)`, holds: 'yes' }, remark, order: 2 * degree };
  if (power >= last)
    return { hypothesis: { text: `${text} (p ≥ m' − 1)`, holds: 'yes' }, remark, order: 2 * degree };
  if (least || inseparableBy(problem, power, guesses))
    return {
      hypothesis: { text: `${text} (exact weights show that none does)`, holds: 'no' },
      remark,
      order: 2 * degree,
    };
  return { hypothesis: { text, holds: 'undecided' }, remark, order: 2 * degree };
}

/** Degrees that are tried. */
const MOST_DEGREES = 6;

/**
 * The least degree of a separating polynomial that was found, m' − 1 if none was; `least`: every smaller degree is refuted. A
 * polynomial of less degree is one of the next as well, so that the refutation of degree − 1 is enough.
 */
function separatingDegree(problem: Empirical, guesses: Guesses): { degree: number; least: boolean } {
  const last = Math.max(1, problem.groups.length - 1);
  let degree = 1;
  while (degree < Math.min(last, MOST_DEGREES) && separatedBy(problem, degree, guesses) === null) degree += 1;
  if (degree < last && separatedBy(problem, degree, guesses) === null) degree = last;
  return { degree, least: degree > 1 && inseparableBy(problem, degree - 1, guesses) };
}
