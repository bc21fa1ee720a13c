import type { Ball } from '../../arithmetic/ball.ts';
import { decimalOf } from '../../arithmetic/exact.ts';
import type { Ternary } from '../../arithmetic/ternary.ts';
import type { Enclosure } from '../../certificate/index.ts';
import { layersOf } from '../../model/network.ts';
import type { NeuronCondition } from './added-neuron.ts';
import { type Augmented, addedShape } from './augmented.ts';
import type { Claims, Decision } from './decide.ts';
import { augmentationName } from './empirical.ts';
import type { NecessaryBound } from './gradient-basis.ts';
import type { TheoremStatus } from './hypotheses.ts';
import { lossName } from './loss.ts';
import type { Moment } from './moment.ts';
import type { StationaryOrder } from './order.ts';

/** A decision as it is printed under --json; docs/elimination-data.md says what the fields mean. */
export interface DecisionJson {
  readonly loss: string;
  readonly augmentation: string;
  readonly lambda: string;
  readonly examples: number;
  readonly distinctInputs: number;
  readonly outputs: number;
  readonly addedNeurons: number;
  readonly digits: number;
  /** Of a neuron that was given as an expression: is σ = (c₁z + c₀)σ'? Null for the exponential and the monomials. */
  readonly neuron: Omit<NeuronCondition, 'shape'> | null;
  readonly theoremApplies: Ternary;
  readonly theorems: readonly TheoremStatus[];
  readonly claims: ClaimsJson | null;
}

export interface ClaimsJson {
  readonly lossAtTheta: Enclosure;
  readonly objective: Enclosure;
  readonly criticalInAddedParameters: Ternary;
  /** Null in `atLeast` for every order, in `atMost` for no bound. */
  readonly stationaryOrder: StationaryOrder | null;
  readonly localMinimum: Ternary;
  readonly reason: string;
  readonly jointLocalMinimum: Ternary;
  readonly residuals: { readonly nonzero: number; readonly zero: number };
  readonly moment: (Omit<Moment, 'value'> & { readonly value: Enclosure }) | null;
  readonly descentStep: {
    readonly a: readonly number[];
    readonly b: readonly number[];
    readonly w: readonly (readonly number[])[];
    readonly length: number;
    readonly before: Enclosure;
    readonly after: Enclosure;
    readonly decreaseLower: string;
  } | null;
  readonly hasLocalMinimum: { readonly answer: Ternary; readonly reason: string };
  /** Null where it is not known, or the loss has none. */
  readonly infimumOverFunctions: (Enclosure & { readonly attained: boolean }) | null;
  /** Examples that are certainly, and that may be, on the wrong side; null where labels are not ±1. */
  readonly misclassified: { readonly certainly: number; readonly possibly: number } | null;
  readonly gradientBasis: {
    readonly directions: number;
    readonly size: number;
    readonly left: Enclosure;
    readonly rightUpper: string;
    readonly consistent: Ternary;
  } | null;
  readonly linearBound: {
    readonly left: Enclosure;
    readonly rightUpper: string;
    readonly consistent: Ternary;
  } | null;
  readonly nullSpace: {
    readonly stationary: Ternary;
    readonly stationaryAfterStep: Ternary;
    readonly kink: boolean;
  };
}

/** Significant digits of printed bounds. */
const PRINTED = 16;

/** The decision in words and decimals; every bound is rounded to its own side. */
export function decisionJson(
  augmented: Augmented,
  decision: Decision,
  condition: NeuronCondition | null = null,
): DecisionJson {
  const { problem, augmentation, lambda } = augmented;
  return {
    loss: lossName(problem.loss),
    augmentation: augmentationName(augmentation),
    lambda: String(lambda),
    examples: problem.examples,
    distinctInputs: problem.groups.length,
    outputs: problem.network.outputs,
    addedNeurons:
      augmentation.kind === 'layer' ? layersOf(problem.network)!.length - 1 : addedShape(augmented).neurons,
    digits: decision.digits,
    neuron: condition && {
      expression: condition.expression,
      holds: condition.holds,
      c1: condition.c1,
      c0: condition.c0,
      reason: condition.reason,
    },
    theoremApplies: decision.applies,
    theorems: decision.theorems,
    claims: decision.claims === null ? null : claimsJson(decision.claims),
  };
}

function claimsJson(claims: Claims): ClaimsJson {
  const { moment, step, gradientBasis: basis, nullSpace } = claims;
  return {
    lossAtTheta: boundsOf(claims.loss),
    objective: boundsOf(claims.objective),
    criticalInAddedParameters: claims.critical,
    stationaryOrder: claims.order,
    localMinimum: claims.localMinimum.answer,
    reason: claims.localMinimum.reason,
    jointLocalMinimum: claims.jointMinimum,
    residuals: { nonzero: claims.residualsNonzero, zero: claims.residualsZero },
    moment: moment && { ...moment, value: boundsOf(moment.value) },
    descentStep: step && {
      a: step.a,
      b: step.b,
      w: step.w,
      length: Math.hypot(...step.a, ...step.b, ...step.w.flat()),
      before: boundsOf(step.before),
      after: boundsOf(step.after),
      decreaseLower: decimalOf(differenceLower(step.before, step.after), 'down', PRINTED),
    },
    hasLocalMinimum: claims.existence,
    infimumOverFunctions: claims.infimum && {
      ...boundsOf(claims.infimum),
      attained: claims.infimumAttained === 'yes',
    },
    misclassified: claims.misclassified,
    gradientBasis: basis && {
      directions: basis.directions,
      size: basis.size,
      ...necessaryJson(basis),
    },
    linearBound: claims.linearBound && necessaryJson(claims.linearBound),
    nullSpace: {
      stationary: nullSpace.stationary,
      stationaryAfterStep: nullSpace.stationaryAfter,
      kink: nullSpace.kink,
    },
  };
}

function necessaryJson({ left, right, consistent }: NecessaryBound) {
  return { left: boundsOf(left), rightUpper: boundsOf(right).upper, consistent };
}

/** A lower bound of x − y: the distance of the facing ends. */
function differenceLower(x: Ball, y: Ball): { numerator: bigint; denominator: bigint } {
  return { numerator: x.mid - x.rad - y.mid - y.rad, denominator: 1n << BigInt(x.bits) };
}

/** The ends of a ball, rounded outward. */
export function boundsOf({ mid, rad, bits }: Ball): Enclosure {
  const denominator = 1n << BigInt(bits);
  return {
    lower: decimalOf({ numerator: mid - rad, denominator }, 'down', PRINTED),
    upper: decimalOf({ numerator: mid + rad, denominator }, 'up', PRINTED),
  };
}
