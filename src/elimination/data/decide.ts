import { type Ball, DomainError } from '../../arithmetic/ball.ts';
import type { Ternary } from '../../arithmetic/ternary.ts';
import { type Attainment, consistentLabels, existenceOf, minimumOverFunctions } from './attainment.ts';
import {
  type Augmented,
  addedOf,
  augmentedGradient,
  augmentedValue,
  type BallPoint,
  pointOf,
} from './augmented.ts';
import { checkAugmented, checkGuesses } from './check-augmented.ts';
import { addedVanish, criticality, isPositive, momentsVanish } from './critical.ts';
import { type Empirical, type Evaluated, evaluate } from './empirical.ts';
import { type GradientBasis, gradientBasis, linearBound, type NecessaryBound } from './gradient-basis.ts';
import type { Guesses } from './guesses.ts';
import { someTheorem, type TheoremStatus, theoremsFor, type Witness, withOrder } from './hypotheses.ts';
import { type LossFacts, lossFacts } from './loss-facts.ts';
import { findMoment, type Moment } from './moment.ts';
import { type NullSpace, nullSpaceTest } from './null-space.ts';
import { type StationaryOrder, stationaryOrder } from './order.ts';
import { excludesZero, type Residuals, residualsOf } from './residual.ts';
import { doubleOf } from './ring.ts';
import { type DescentStep, movedBy, stepAgainstGradient, stepAlong } from './step.ts';

/** A verdict with what it rests on. */
export interface Answer {
  readonly answer: Ternary;
  readonly reason: string;
}

/** What is decided about one point of the augmented landscape. */
export interface Decision {
  readonly digits: number;
  readonly theorems: readonly TheoremStatus[];
  /** Does some theorem about this augmentation apply? When not, nothing is claimed: `claims` is null. */
  readonly applies: Ternary;
  readonly claims: Claims | null;
}

export interface Claims {
  /** (1/m) Σ ℓ at θ, and its infimum over all functions of the input, null where that is not known. */
  readonly loss: Ball;
  readonly infimum: Ball | null;
  readonly infimumAttained: Ternary;
  /** Examples on whose wrong side f(x; θ) certainly is, and may be, for labels ±1 and one output (R_n of L); else null. */
  readonly misclassified: { readonly certainly: number; readonly possibly: number } | null;
  /** L̃ at the point. */
  readonly objective: Ball;
  readonly critical: Ternary;
  /** The order of the point in (a, b, W); null for augmentations of which it is not asked. */
  readonly order: StationaryOrder | null;
  /** Is (a, b, W) a local minimum of L̃|_θ? */
  readonly localMinimum: Answer;
  /** Is (θ, a, b, W) a local minimum of L̃? Where yes, it is a global one, and θ is a global minimum of L. */
  readonly jointMinimum: Ternary;
  /** Distinct inputs and outputs at which r is certainly not 0, and those at which it certainly is. */
  readonly residualsNonzero: number;
  readonly residualsZero: number;
  readonly moment: Moment | null;
  readonly step: DescentStep | null;
  readonly existence: Attainment;
  readonly gradientBasis: GradientBasis | null;
  /** Is θ a local minimum of L? Of a deep linear network; else null. */
  readonly linearBound: NecessaryBound | null;
  readonly nullSpace: NullSpace;
  /** What a certificate names besides. */
  readonly evidence: Evidence;
}

/** What the answers rest on. */
export interface Evidence {
  readonly facts: LossFacts;
  /** Is the loss certainly differentiable at every output? */
  readonly differentiable: boolean;
  /** r ≡ 0? */
  readonly vanish: Ternary;
  /** The residual that is farthest from 0, at a distinct input; null where none is certainly not 0. */
  readonly residual: { readonly input: number; readonly output: number; readonly value: Ball } | null;
  /** The entry of the gradient by (a, b, W) that is farthest from 0, at points with a ≠ 0 without a regulariser. */
  readonly gradient: {
    readonly by: 'a' | 'b' | 'w';
    readonly neuron: number;
    readonly column: number;
    readonly value: Ball;
  } | null;
}

/** Precisions that are tried one after the other, in digits. */
const DIGITS = [60, 120, 240];

/**
 * Decides what can be decided; the precision rises until the verdict has its witness. Throws a RangeError for what is no
 * problem of the papers (check-augmented.ts), λ < 0 or a cross-entropy of one class.
 */
export function decide(augmented: Augmented, guesses: Guesses): Decision {
  checkAugmented(augmented);
  checkGuesses(guesses);
  const facts = lossFacts(augmented.problem);
  let decision: Decision | null = null;
  for (const digits of DIGITS) {
    decision = decideAt(augmented, facts, digits, guesses);
    if (settled(decision)) break;
  }
  return decision!;
}

function settled({ applies, claims }: Decision): boolean {
  if (claims === null) return applies === 'no';
  const { answer } = claims.localMinimum;
  return answer === 'yes' || (answer === 'no' && claims.step !== null);
}

function decideAt(augmented: Augmented, facts: LossFacts, digits: number, guesses: Guesses): Decision {
  const evaluated = evaluate(augmented.problem, digits);
  const witness = witnessAt(augmented, digits);
  const { theorems, sufficientOrder } = theoremsFor(augmented, evaluated, facts, guesses, witness);
  const applies = someTheorem(theorems);
  // Without a regulariser no theorem applies; what is said about points with a = 0 does not need it, but a neuron at every output.
  const { augmentation, problem } = augmented;
  const everywhere = augmentation.kind === 'output' || problem.network.outputs === 1;
  const said = applies !== 'no' || (!isPositive(augmented.lambda) && everywhere);
  const claims = said ? claimsAt(augmented, evaluated, facts, guesses, witness) : null;
  return {
    digits,
    theorems: sufficientOrder === null ? theorems : withOrder(theorems, sufficientOrder, claims),
    applies,
    claims,
  };
}

/** What balls say at the parameters of the witness; null without one, and where a loss has no value there. */
function witnessAt({ problem, witness }: Augmented, digits: number): Witness | null {
  if (witness === undefined) return null;
  return inRange(() => {
    const own = { ...problem, network: witness };
    const evaluated = evaluate(own, digits);
    return { outputs: evaluated.outputs, vanish: residualsOf(own, evaluated).vanish };
  });
}

function claimsAt(
  augmented: Augmented,
  evaluated: Evaluated,
  facts: LossFacts,
  guesses: Guesses,
  witness: Witness | null,
): Claims {
  const { problem } = augmented;
  const { field } = evaluated;
  const residuals = residualsOf(problem, evaluated);
  const point = pointOf(augmented, evaluated);
  const zeroA = addedVanish(addedOf(augmented));
  const moment =
    zeroA && residuals.vanish !== 'yes'
      ? inRange(() => findMoment(augmented, evaluated, point, guesses))
      : null;
  const sufficient = vanishingSuffices(problem, facts);
  const critical = criticality(augmented, evaluated, residuals, point, facts.differentiable.holds === 'yes');
  const basis = inRange(() => gradientBasis(augmented, evaluated, point, facts, guesses));
  const seen = localMinimumAt(augmented, evaluated, residuals, { zeroA, critical, facts }, moment);
  const localMinimum: Answer =
    seen.answer === 'undecided' && basis?.consistent === 'no'
      ? { answer: 'no', reason: 'the inequality of the gradient basis fails (K Theorem 3)' }
      : seen;
  const step = stepAt(augmented, evaluated, point, zeroA, moment);
  const infimum = minimumOverFunctions(field, problem);
  const flat = residuals.zero.flat();
  const mean = (sum: Ball): Ball => {
    const value = field.divideByInteger(sum, problem.examples);
    // The built-in losses are not negative.
    return problem.loss.kind === 'expression' ? value : field.max(field.zero, value);
  };
  return {
    loss: mean(evaluated.total),
    infimum: infimum.value && mean(infimum.value),
    infimumAttained: infimum.attained,
    misclassified: misclassifiedAt(problem, evaluated, facts),
    objective: augmentedValue(augmented, evaluated, point),
    critical,
    order: stationaryOrder(augmented, evaluated, residuals, { facts, sufficient, critical, moment }),
    localMinimum,
    jointMinimum:
      localMinimum.answer === 'yes' && residuals.vanish !== 'yes' ? 'undecided' : localMinimum.answer,
    residualsNonzero: flat.filter((x) => x === 'no').length,
    residualsZero: flat.filter((x) => x === 'yes').length,
    moment,
    step,
    existence: existenceOf(
      augmented,
      infimum.attained,
      { sufficient, differentiable: facts.differentiable.holds === 'yes' },
      { here: zeroA ? residuals.vanish : 'undecided', witness: witness?.vanish ?? 'undecided' },
      guesses,
    ),
    gradientBasis: basis,
    linearBound: inRange(() => linearBound(augmented, evaluated, facts, guesses)),
    nullSpace: nullSpaceTest(
      augmented,
      evaluated,
      residuals,
      step === null ? null : movedBy(evaluated, point, step),
    ),
    evidence: {
      facts,
      differentiable: evaluated.differentiable,
      vanish: residuals.vanish,
      residual: largestResidual(evaluated),
      gradient:
        zeroA || isPositive(augmented.lambda) || critical !== 'no'
          ? null
          : largestEntry(augmentedGradient(augmented, evaluated, point)),
    },
  };
}

function farther(a: Ball, b: Ball): boolean {
  return Math.abs(doubleOf(a)) > Math.abs(doubleOf(b));
}

function largestResidual({ residuals }: Evaluated): Evidence['residual'] {
  let best: Evidence['residual'] = null;
  for (const [input, row] of residuals.entries())
    for (const [output, value] of row.entries())
      if (excludesZero(value) && (best === null || farther(value, best.value)))
        best = { input, output, value };
  return best;
}

function largestEntry({ a, b, w }: BallPoint): Evidence['gradient'] {
  const entries = [
    ...a.map((value, neuron) => ({ by: 'a' as const, neuron, column: 0, value })),
    ...b.map((value, neuron) => ({ by: 'b' as const, neuron, column: 0, value })),
    ...w.flatMap((row, neuron) => row.map((value, column) => ({ by: 'w' as const, neuron, column, value }))),
  ].filter(({ value }) => excludesZero(value));
  return entries.reduce<Evidence['gradient']>(
    (best, entry) => (best === null || farther(entry.value, best.value) ? entry : best),
    null,
  );
}

/**
 * Does r ≡ 0 make θ attain the infimum over all functions of the input? So it does where Σ ℓ(·, y) over the labels of an input
 * has global minima as its only critical points: for a convex loss, and for one whose critical points are minima where each
 * input has one label (K Assumptions 1, or 2 and 3).
 */
export function vanishingSuffices(problem: Empirical, { convex, criticalAreMinima }: LossFacts): boolean {
  return convex.holds === 'yes' || (criticalAreMinima.holds === 'yes' && consistentLabels(problem));
}

function misclassifiedAt(
  { groups }: Empirical,
  { field, outputs }: Evaluated,
  { signed }: LossFacts,
): Claims['misclassified'] {
  if (signed === null) return null;
  let certainly = 0;
  let possibly = 0;
  for (const [j, { labels }] of groups.entries())
    for (const { label, count } of labels) {
      const margin = field.scale(outputs[j]![0]!, Number(label[0]));
      const right = field.positive(margin);
      if (right !== 'yes') possibly += count;
      if (field.positive(field.neg(margin)) === 'yes') certainly += count;
    }
  return { certainly, possibly };
}

/** The exact test (ii). */
function localMinimumAt(
  augmented: Augmented,
  { differentiable }: Evaluated,
  residuals: Residuals,
  known: { readonly zeroA: boolean; readonly critical: Ternary; readonly facts: LossFacts },
  moment: Moment | null,
): Answer {
  const { augmentation, problem } = augmented;
  const { zeroA, critical, facts } = known;
  const { vanish } = residuals;
  if (!zeroA) {
    // (a e^−t, b + t), of a monomial (a e^−Pt, e^t w, e^t b), has the outputs of (a, b, w): no derivative of ℓ is needed.
    if (isPositive(augmented.lambda))
      return facts.differentiable.holds === 'yes'
        ? { answer: 'no', reason: 'a ≠ 0, which no critical point of L̃|_θ has (first-order identity)' }
        : { answer: 'no', reason: 'a ≠ 0: the same outputs with a smaller a are as near as one likes' };
    return critical === 'no'
      ? { answer: 'no', reason: 'the gradient by (a, b, W) is not 0' }
      : { answer: 'undecided', reason: 'without a regulariser a local minimum may have a ≠ 0' };
  }
  if (vanish === 'yes' && !vanishingSuffices(problem, facts))
    return {
      answer: 'undecided',
      reason: 'r = 0 at every distinct input, exactly; but the loss is not known to have its minima there',
    };
  if (vanish === 'yes')
    return {
      answer: 'yes',
      reason:
        facts.convex.holds === 'yes'
          ? 'r = 0 at every distinct input, exactly: by convexity a global minimum, of L̃|_θ and jointly'
          : 'r = 0 at every distinct input, exactly, and the critical points of the loss are minima: a global minimum, of L̃|_θ and jointly',
    };
  const points = problem.groups.length;
  const decisive =
    augmentation.kind === 'output' ||
    augmentation.kind === 'single' ||
    (augmentation.kind === 'monomial' && augmentation.power >= points - 1);
  // At a kink of the loss r has one-sided values only, to which the Vandermonde argument does not apply.
  if (decisive && differentiable && vanish === 'no')
    return {
      answer: 'no',
      reason: `r is not 0 at some input, so some moment of order at most m' − 1 = ${points - 1} is not 0 (Vandermonde)`,
    };
  if (moment !== null) return { answer: 'no', reason: `a moment of order ${moment.order} is not 0` };
  const convex = facts.convex.holds === 'yes';
  if (
    augmentation.kind === 'monomial' &&
    convex &&
    momentsVanish(augmented, residuals, augmentation.power) === 'yes'
  )
    return {
      answer: 'yes',
      reason: `all moments of degree at most ${augmentation.power} vanish, exactly: by convexity a global minimum of L̃|_θ`,
    };
  return {
    answer: 'undecided',
    reason: 'neither r = 0 was confirmed exactly nor a moment enclosed away from 0',
  };
}

function stepAt(
  augmented: Augmented,
  evaluated: Evaluated,
  point: BallPoint,
  zeroA: boolean,
  moment: Moment | null,
): DescentStep | null {
  return inRange(() => {
    if (!zeroA) return stepAgainstGradient(augmented, evaluated, point);
    return moment === null ? null : stepAlong(augmented, evaluated, point, moment);
  });
}

/** Null where an exponential is out of range: the verdict stands without this witness. */
function inRange<T>(find: () => T | null): T | null {
  try {
    return find();
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}
