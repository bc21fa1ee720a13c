import { type Ball, DomainError } from '../../arithmetic/ball.ts';
import type { Ternary } from '../../arithmetic/ternary.ts';
import { type Attainment, existenceOf, minimumOverFunctions } from './attainment.ts';
import { type Augmented, addedOf, augmentedValue, type BallPoint, pointOf } from './augmented.ts';
import { checkAugmented, checkGuesses } from './check-augmented.ts';
import { addedVanish, criticality, momentsVanish } from './critical.ts';
import { type Evaluated, evaluate } from './empirical.ts';
import { type GradientBasis, gradientBasis } from './gradient-basis.ts';
import type { Guesses } from './guesses.ts';
import { someTheorem, type TheoremStatus, theoremsFor } from './hypotheses.ts';
import { findMoment, type Moment } from './moment.ts';
import { type NullSpace, nullSpaceTest } from './null-space.ts';
import { type Residuals, residualsOf } from './residual.ts';
import { type DescentStep, stepAgainstGradient, stepAlong } from './step.ts';

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
  /** (1/m) Σ ℓ at θ, and its infimum over all functions of the input. */
  readonly loss: Ball;
  readonly infimum: Ball;
  readonly infimumAttained: boolean;
  /** L̃ at the point. */
  readonly objective: Ball;
  readonly critical: Ternary;
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
  readonly nullSpace: NullSpace;
}

/** Precisions that are tried one after the other, in digits. */
const DIGITS = [60, 120, 240];

/**
 * Decides what can be decided; the precision rises until the verdict has its witness. Throws a RangeError for what is no
 * problem of the papers (check-augmented.ts), λ ≤ 0 or a cross-entropy of one class.
 */
export function decide(augmented: Augmented, guesses: Guesses): Decision {
  checkAugmented(augmented);
  checkGuesses(guesses);
  let decision: Decision | null = null;
  for (const digits of DIGITS) {
    decision = decideAt(augmented, digits, guesses);
    if (settled(decision)) break;
  }
  return decision!;
}

function settled({ applies, claims }: Decision): boolean {
  if (claims === null) return applies === 'no';
  const { answer } = claims.localMinimum;
  return answer === 'yes' || (answer === 'no' && claims.step !== null);
}

function decideAt(augmented: Augmented, digits: number, guesses: Guesses): Decision {
  const evaluated = evaluate(augmented.problem, digits);
  const theorems = theoremsFor(augmented, evaluated, guesses);
  const applies = someTheorem(theorems);
  const claims = applies === 'no' ? null : claimsAt(augmented, evaluated, guesses);
  return { digits, theorems, applies, claims };
}

function claimsAt(augmented: Augmented, evaluated: Evaluated, guesses: Guesses): Claims {
  const { problem } = augmented;
  const { field } = evaluated;
  const residuals = residualsOf(problem, evaluated);
  const point = pointOf(augmented, evaluated);
  const zeroA = addedVanish(addedOf(augmented));
  const moment =
    zeroA && residuals.vanish !== 'yes'
      ? inRange(() => findMoment(augmented, evaluated, point, guesses))
      : null;
  const localMinimum = localMinimumAt(augmented, residuals, zeroA, moment);
  const step = stepAt(augmented, evaluated, point, zeroA, moment);
  const infimum = minimumOverFunctions(field, problem);
  const flat = residuals.zero.flat();
  return {
    // Losses are not negative.
    loss: field.max(field.zero, field.divideByInteger(evaluated.total, problem.examples)),
    infimum: field.max(field.zero, field.divideByInteger(infimum.value, problem.examples)),
    infimumAttained: infimum.attained,
    objective: augmentedValue(augmented, evaluated, point),
    critical: criticality(augmented, evaluated, residuals, point),
    localMinimum,
    jointMinimum:
      localMinimum.answer === 'yes' && residuals.vanish !== 'yes' ? 'undecided' : localMinimum.answer,
    residualsNonzero: flat.filter((x) => x === 'no').length,
    residualsZero: flat.filter((x) => x === 'yes').length,
    moment,
    step,
    existence: existenceOf(augmented, infimum.attained, zeroA ? residuals.vanish : 'undecided', guesses),
    gradientBasis: zeroA ? inRange(() => gradientBasis(augmented, evaluated, point, guesses)) : null,
    nullSpace: nullSpaceTest(
      augmented,
      evaluated,
      residuals,
      step === null ? null : moved(evaluated, point, step),
    ),
  };
}

/** The exact test (ii). */
function localMinimumAt(
  augmented: Augmented,
  residuals: Residuals,
  zeroA: boolean,
  moment: Moment | null,
): Answer {
  const { augmentation, problem } = augmented;
  const { vanish } = residuals;
  if (!zeroA)
    return { answer: 'no', reason: 'a ≠ 0, which no critical point of L̃|_θ has (first-order identity)' };
  if (vanish === 'yes')
    return {
      answer: 'yes',
      reason: 'r = 0 at every distinct input, exactly: by convexity a global minimum, of L̃|_θ and jointly',
    };
  const points = problem.groups.length;
  const decisive =
    augmentation.kind === 'output' ||
    augmentation.kind === 'single' ||
    (augmentation.kind === 'monomial' && augmentation.power >= points - 1);
  if (decisive && vanish === 'no')
    return {
      answer: 'no',
      reason: `r is not 0 at some input, so some moment of order at most m' − 1 = ${points - 1} is not 0 (Vandermonde)`,
    };
  if (moment !== null) return { answer: 'no', reason: `a moment of order ${moment.order} is not 0` };
  if (augmentation.kind === 'monomial' && momentsVanish(augmented, residuals, augmentation.power) === 'yes')
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

function moved({ field, net }: Evaluated, point: BallPoint, step: DescentStep): BallPoint {
  const add = (x: Ball, by: number): Ball => field.add(x, net.ring.of(by));
  return {
    a: point.a.map((x, k) => add(x, step.a[k]!)),
    b: point.b.map((x, k) => add(x, step.b[k]!)),
    w: point.w.map((row, k) => row.map((x, c) => add(x, step.w[k]![c]!))),
  };
}
