import type { Ternary } from '../../arithmetic/ternary.ts';
import { all } from '../../arithmetic/ternary.ts';
import { consistentLabels, contradictorySigns, interpolates } from './attainment.ts';
import type { Augmented } from './augmented.ts';
import type { Empirical, Evaluated } from './empirical.ts';
import type { Guesses } from './guesses.ts';
import { type Loss, lossName } from './loss.ts';
import { separatedBy } from './separation.ts';

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

/** Which hypotheses of K Theorems 1, 2 and L Theorems 1, 2, Propositions 1–3 hold (mathematics.md 13.7). */
export function theoremsFor(
  augmented: Augmented,
  evaluated: Evaluated,
  guesses: Guesses,
): readonly TheoremStatus[] {
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
    holds: yes(one && signed(loss)),
  };
  const assumption1 = smoothMonotone(loss);
  // The other hypotheses of L speak of labels ±1: for another loss they have no meaning.
  const realizable = signed(loss) ? [realizability(augmented, evaluated, guesses)] : [];
  const degree = augmentation.kind === 'monomial' ? augmentation.power : problem.groups.length - 1;
  const separable = polynomialDegree(problem, degree, guesses);
  const noMinimum =
    loss.kind === 'logistic'
      ? 'the logistic loss satisfies the assumption on critical points because it has none; it attains no minimum, so that statement (i), the existence of a local minimum, fails for it: see the alternative'
      : '';
  const list: Omit<TheoremStatus, 'applies'>[] = [
    {
      theorem: 'K Theorem 1',
      concerned: perOutput,
      hypotheses: [
        { text: `the ${lossName(loss)} loss is differentiable and convex in the output`, holds: 'yes' },
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
        {
          text: 'the loss is differentiable and its critical points are minima (it is convex)',
          holds: 'yes',
        },
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
          holds: yes(network.layers.every(({ activation }) => !['relu', 'leaky-relu'].includes(activation))),
        },
        { text: 'there is a hidden layer', holds: yes(network.layers.length > 1) },
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
        { text: 'the loss is convex (equal inputs may carry both labels)', holds: 'yes' },
      ],
      remark: noMinimum,
    },
    {
      theorem: 'L Proposition 3',
      concerned: single,
      hypotheses: [oneOutput, ...assumption1, ...realizable],
      remark: separable.remark,
    },
  ];
  return list.map((entry) => ({ ...entry, applies: all(...entry.hypotheses.map(({ holds }) => holds)) }));
}

/** yes if a theorem about this augmentation applies, undecided if one may. */
export function someTheorem(theorems: readonly TheoremStatus[]): Ternary {
  const answers = theorems.filter(({ concerned }) => concerned).map(({ applies }) => applies);
  return answers.includes('yes') ? 'yes' : answers.includes('undecided') ? 'undecided' : 'no';
}

function yes(holds: boolean): Ternary {
  return holds ? 'yes' : 'no';
}

function signed(loss: Loss): boolean {
  return loss.kind === 'logistic' || loss.kind === 'hinge';
}

/** L Assumption 1, for ℓ(−y f). */
function smoothMonotone(loss: Loss): Hypothesis[] {
  const form: Hypothesis = {
    text: 'the loss is a nondecreasing function of −y·f',
    holds: yes(signed(loss)),
  };
  if (!signed(loss)) return [form];
  const smooth: Hypothesis = {
    text: 'the loss is twice continuously differentiable (the hinge for p ≥ 3)',
    holds: yes(loss.kind !== 'hinge' || loss.power >= 3),
  };
  const critical: Hypothesis = {
    text: 'its critical points are global minima, and those have y·f > 0',
    holds: 'yes',
  };
  return [form, smooth, critical];
}

/** L Assumption 2: some θ of the architecture gives every example the right sign. */
function realizability({ problem }: Augmented, { field, outputs }: Evaluated, guesses: Guesses): Hypothesis {
  const text = 'some parameters of the model give every example the right sign';
  const { network, groups } = problem;
  if (contradictorySigns(problem)) return { text: `${text} (an input carries both labels)`, holds: 'no' };
  const here = groups.every(({ labels }, j) => {
    const output = outputs[j]![0]!;
    return field.positive(Number(labels[0]!.label[0]) > 0 ? output : field.neg(output)) === 'yes';
  });
  if (here) return { text: `${text} (those of the model do)`, holds: 'yes' };
  if (interpolates(problem))
    return { text: `${text} (a hidden layer this wide takes any values on the inputs)`, holds: 'yes' };
  const linear = network.layers.length === 1 && network.layers[0]!.activation === 'linear';
  if (linear && separatedBy(problem, 1, guesses) !== null)
    return { text: `${text} (a separating hyperplane was found)`, holds: 'yes' };
  return { text, holds: 'undecided' };
}

/** L Proposition 1 asks for p ≥ the degree of some separating polynomial, which m' − 1 always is. */
function polynomialDegree(
  problem: Empirical,
  power: number,
  guesses: Guesses,
): { hypothesis: Hypothesis; remark: string } {
  const text = `a polynomial of degree at most ${power} gives every example the right sign`;
  if (!signed(problem.loss) || contradictorySigns(problem))
    return { hypothesis: { text, holds: 'no' }, remark: '' };
  const last = problem.groups.length - 1;
  const linear = separatedBy(problem, 1, guesses) !== null;
  const remark = linear
    ? 'the data are linearly separable (exact check): stationary points of order 2 are covered'
    : `stationary points of order ${2 * last} are covered, since a polynomial of degree m' − 1 = ${last} separates`;
  if (power >= last) return { hypothesis: { text: `${text} (p ≥ m' − 1)`, holds: 'yes' }, remark };
  if (linear || separatedBy(problem, power, guesses) !== null)
    return { hypothesis: { text: `${text} (one was found)`, holds: 'yes' }, remark };
  return { hypothesis: { text, holds: 'undecided' }, remark };
}
