/** What of a decision a certificate can say, so that the checker confirms it from the file alone. */
import type { Ball } from '../../arithmetic/ball.ts';
import { decimalOf, type ExactNumber, exactDecimal, type Rational } from '../../arithmetic/exact.ts';
import {
  type AddedNeuron,
  type CertificateParts,
  type DataFile,
  type DataProblem,
  type DataRows,
  DECIDED_THEOREMS,
  DECISION_LIMITS,
  type DecidedTheorem,
  type DecisionCertificate,
  type DecisionClaim,
  type Enclosure,
  type Fraction,
  type LoadedProblem,
  makeCertificate,
  type Producer,
} from '../../certificate/index.ts';
import { evaluateTree } from '../../expression/algebra.ts';
import { type Exactly, exactAlgebra, isKnown } from '../../expression/exact.ts';
import { textOf } from '../../expression/tree.ts';
import { type FormulaModel, layersOf, type Model, type Network } from '../../model/network.ts';
import { activationOf } from './activation.ts';
import { type Augmented, addedOf } from './augmented.ts';
import { addedVanish, isPositive } from './critical.ts';
import type { Claims, Decision } from './decide.ts';
import { type Empirical, evaluate } from './empirical.ts';
import { lossAt, lossTree } from './loss.ts';
import type { LossFacts } from './loss-facts.ts';

/** Where the data of a certificate are to be: inside, or in a file beside it. */
export type Placement = (rows: DataRows) => DataRows | DataFile;

/** The certificate, or null; and what was decided that it does not say, or why there is none. */
export interface CertifiedDecision {
  readonly certificate: DecisionCertificate | null;
  readonly uncertified: readonly string[];
}

/** Products and exponentials (as so many products) beyond which a certificate rests on one input alone. */
const MOST_WORK = 1e7;
const EXPONENTIAL = 250;

export function certifiedDecision(
  augmented: Augmented,
  { claims, theorems }: Decision,
  producer: Producer,
  place: Placement = (rows) => rows,
): CertifiedDecision {
  const none = (why: string): CertifiedDecision => ({ certificate: null, uncertified: [why] });
  if (claims === null) return none('nothing is claimed');
  const { problem, augmentation, lambda } = augmented;
  const { answer } = claims.localMinimum;
  if (answer === 'undecided') return none('whether the point is a local minimum is undecided');
  const theta = parametersOf(problem.network);
  if (theta.length > DECISION_LIMITS.parameters)
    return none(`certificates have at most ${DECISION_LIMITS.parameters} parameters`);
  const lean = workOf(augmented) > MOST_WORK;
  const grounds = groundsOf(augmented, claims, lean);
  if (grounds === null)
    return none(
      'the refutation rests on the gradient basis or on a loss at a kink, which a certificate does not hold',
    );
  const power = powerOf(augmented);
  const { facts } = claims.evidence;
  const infimum = lean ? null : infimumOf(problem, claims);
  const sumsWanted = !lean || claims.evidence.vanish === 'yes';
  const realizing = realizingAt(augmented, claims);
  const confirmed = DECIDED_THEOREMS.filter(
    (name) =>
      power === null &&
      theorems.some(
        ({ theorem, applies, concerned }) => theorem === name && concerned && applies === 'yes',
      ) &&
      isConfirmed(name, problem, facts, { lean, realizing: realizing !== undefined }),
  );
  const claim: DecisionClaim = {
    verdict: answer === 'yes' ? 'augmented-minimum' : 'no-augmented-minimum',
    ...grounds,
    critical: criticalIn(claims, grounds),
    lossAtTheta: sumsWanted ? enclosureOf(claims.loss) : null,
    step: lean || answer === 'yes' ? null : stepOf(claims),
    infimum,
    hasLocalMinimum: grounds.by === 'residuals' ? 'yes' : noneAtAll(augmented, claims, infimum) ? 'no' : null,
    theorems: confirmed,
  };
  const { a, b, w } = addedOf(augmented);
  const own = dataProblemOf(problem, 0);
  const parts: CertificateParts<DecisionCertificate> = {
    format: 'spurious-certificate',
    version: 1,
    kind: 'data',
    producer,
    problem: { ...own, data: place({ outputs: null, ...own.data }) },
    added: {
      where: augmentation.kind === 'monomial' ? 'single' : augmentation.kind,
      neuron: neuronOf(augmented),
      lambda: exactDecimal(lambda),
    },
    point: {
      theta: theta.map(exactDecimal),
      a: a.map(exactDecimal),
      b: b.map(exactDecimal),
      w: w.map((row) => row.map(exactDecimal)),
    },
    claim,
    witness: {
      realizing: confirmed.includes('L Theorem 1') && realizing ? realizing.map(exactDecimal) : null,
    },
  };
  return {
    certificate: makeCertificate<DecisionCertificate>(parts),
    uncertified: leftOut(claims, claim, theorems),
  };
}

type Grounds = Pick<DecisionClaim, 'by' | 'moment' | 'residual' | 'gradient'>;

/** On what the verdict rests in the certificate. */
function groundsOf(augmented: Augmented, claims: Claims, lean: boolean): Grounds | null {
  const { problem, augmentation } = augmented;
  const { evidence } = claims;
  const nothing = { moment: null, residual: null, gradient: null } as const;
  if (claims.localMinimum.answer === 'yes')
    return { by: evidence.vanish === 'yes' ? 'residuals' : 'moments', ...nothing };
  if (!addedVanish(addedOf(augmented))) {
    if (isPositive(augmented.lambda)) return { by: 'outgoing-weight', ...nothing };
    const { gradient } = evidence;
    if (gradient === null || lean) return null;
    return { by: 'gradient', ...nothing, gradient: { ...gradient, value: enclosureOf(gradient.value) } };
  }
  if (!evidence.differentiable) return null;
  const { moment } = claims;
  if (moment !== null && !lean && moment.order <= DECISION_LIMITS.order) {
    const { output, order, direction, offset, value } = moment;
    return {
      by: 'moment',
      ...nothing,
      moment: {
        output,
        order,
        direction: order === 0 ? [] : direction.map(exactDecimal),
        offset: order === 0 || powerOf(augmented) === null ? '0' : exactDecimal(offset),
        value: enclosureOf(value),
      },
    };
  }
  const { residual, facts } = evidence;
  const power = powerOf(augmented);
  const decisive = augmentation.kind !== 'layer' && (power === null || power >= problem.groups.length - 1);
  if (residual === null || !decisive || !byRules(facts.differentiable)) return null;
  const { input, output, value } = residual;
  const before = problem.groups.slice(0, input);
  return {
    by: 'residual',
    ...nothing,
    residual: {
      row: before.reduce((sum, { labels }) => sum + labels.length, 0),
      output,
      value: enclosureOf(value),
    },
  };
}

/** A fact that follows from rules of composition, on all of ℝ. */
function byRules({ holds, how }: LossFacts['convex']): boolean {
  return holds === 'yes' && how === '';
}

function criticalIn({ critical, evidence }: Claims, { by, moment }: Grounds): DecisionClaim['critical'] {
  if (critical === 'yes') return 'yes';
  if (critical !== 'no') return null;
  const shown =
    moment?.order === 0 ||
    by === 'gradient' ||
    (by === 'outgoing-weight' && byRules(evidence.facts.differentiable));
  return shown ? 'no' : null;
}

function stepOf({ step }: Claims): DecisionClaim['step'] {
  if (step === null) return null;
  const { before, after } = step;
  // The facing ends, with the room of an enclosure.
  const apart = before.mid - before.rad - after.mid - after.rad;
  const decrease: Rational = {
    numerator: apart - (apart >> ROOM_BITS) - SMALLEST,
    denominator: 1n << BigInt(before.bits),
  };
  if (decrease.numerator <= 0n) return null;
  return {
    a: step.a.map(exactDecimal),
    b: step.b.map(exactDecimal),
    w: step.w.map((row) => row.map(exactDecimal)),
    before: enclosureOf(before),
    after: enclosureOf(after),
    decrease: decimalOf(decrease, 'down', DIGITS),
  };
}

/** Of the built-in losses, and of an even power or an absolute value that is 0 at the only label of each input. */
function infimumOf(problem: Empirical, claims: Claims): DecisionClaim['infimum'] {
  const { infimum, infimumAttained } = claims;
  const { loss, groups } = problem;
  if (infimum === null || infimumAttained === 'undecided') return null;
  if (loss.kind === 'expression') {
    const { tree } = loss;
    const even =
      tree.kind === 'power' && tree.right.kind === 'number' && /^\d*[02468]$/.test(tree.right.value);
    if (!even && !(tree.kind === 'call' && tree.name === 'abs')) return null;
    for (const { labels } of groups) {
      if (labels.length > 1 || labels[0]!.label.length > 1) return null;
      const [label] = labels[0]!.label;
      const value = evaluateTree<Exactly>(exactAlgebra, lossAt(loss, [label!]), {
        q: exactAlgebra.decimal(exactDecimal(label!)),
      });
      if (!isKnown(value) || value.numerator !== 0n) return null;
    }
  }
  const zero = infimum.mid === 0n && infimum.rad === 0n;
  const bounds = zero ? { lower: '0', upper: '0' } : enclosureOf(infimum);
  return { ...bounds, attained: infimumAttained };
}

function noneAtAll(augmented: Augmented, claims: Claims, infimum: DecisionClaim['infimum']): boolean {
  const { convex, differentiable } = claims.evidence.facts;
  const { augmentation, lambda, problem } = augmented;
  const power = powerOf(augmented);
  return (
    claims.existence.answer === 'no' &&
    infimum?.attained === 'no' &&
    isPositive(lambda) &&
    augmentation.kind !== 'layer' &&
    (power === null || power >= problem.groups.length - 1) &&
    byRules(convex) &&
    byRules(differentiable)
  );
}

function isConfirmed(
  theorem: DecidedTheorem,
  { loss }: Empirical,
  { convex, differentiable, criticalAreMinima }: LossFacts,
  { lean, realizing }: { readonly lean: boolean; readonly realizing: boolean },
): boolean {
  const named = loss.kind === 'logistic' || (loss.kind === 'hinge' && loss.power >= 3);
  switch (theorem) {
    case 'K Theorem 1':
      return byRules(convex) && byRules(differentiable);
    case 'K Theorem 2':
      return !lean && byRules(criticalAreMinima) && byRules(differentiable);
    case 'L Theorem 1':
      return !lean && named && realizing;
    case 'L Proposition 2':
      return named;
  }
}

/** θ' at which every example has the right sign: null for θ itself, undefined where none is known. */
function realizingAt(
  { problem, witness }: Augmented,
  { misclassified }: Claims,
): ExactNumber[] | null | undefined {
  if (misclassified?.possibly === 0) return null;
  if (misclassified === null || witness === undefined) return undefined;
  const { outputs, field } = evaluate({ ...problem, network: witness }, 60);
  const right = problem.groups.every(({ labels }, j) =>
    labels.every(({ label }) => field.positive(field.scale(outputs[j]![0]!, Number(label[0]))) === 'yes'),
  );
  return right ? parametersOf(witness) : undefined;
}

/** What was decided and is not in the certificate. */
function leftOut(claims: Claims, claim: DecisionClaim, theorems: Decision['theorems']): string[] {
  const left: string[] = [];
  const note = (known: boolean, words: string): void => {
    if (known) left.push(words);
  };
  note(claims.infimum !== null && claim.infimum === null, 'the infimum over functions');
  note(claims.critical !== 'undecided' && claim.critical === null, 'whether the point is critical');
  note(claims.step !== null && claim.step === null, 'the descent step');
  note(claim.lossAtTheta === null, 'the loss at theta');
  note(
    claims.existence.answer !== 'undecided' && claim.hasLocalMinimum === null,
    'whether there is a local minimum at all',
  );
  note(claims.order !== null && claim.by !== 'residuals', 'the order of the stationary point');
  note(claims.gradientBasis !== null, 'the gradient basis');
  note(claims.linearBound !== null, 'the bound for deep linear networks');
  note(claims.nullSpace.stationary !== 'undecided', 'the gradient by theta');
  note(claims.misclassified !== null, 'the number of misclassified examples');
  for (const { theorem, concerned, applies } of theorems)
    note(
      concerned && applies === 'yes' && !claim.theorems.some((name) => name === theorem),
      `that ${theorem} applies`,
    );
  return left;
}

const DIGITS = 20;
/** What is claimed is wider than what was found, so that another arithmetic confirms it: by these bits of it, and this much. */
const ROOM_BITS = 60n;
const SMALLEST = 1n;

function enclosureOf({ mid, rad, bits }: Ball): Enclosure {
  const denominator = 1n << BigInt(bits);
  const size = mid < 0n ? -mid : mid;
  const room = rad + (size >> ROOM_BITS) + SMALLEST;
  return {
    lower: decimalOf({ numerator: mid - room, denominator }, 'down', DIGITS),
    upper: decimalOf({ numerator: mid + room, denominator }, 'up', DIGITS),
  };
}

function powerOf({ augmentation }: Augmented): number | null {
  return augmentation.kind === 'monomial' ? augmentation.power : null;
}

function fractionOf({ numerator, denominator }: Rational): Fraction {
  return [String(numerator), String(denominator)];
}

function neuronOf(augmented: Augmented): AddedNeuron {
  const { neuron } = augmented;
  const power = powerOf(augmented);
  if (neuron === undefined) return { power, scale: ['1', '1'], rate: ['1', '1'], offset: ['0', '1'] };
  return {
    power,
    scale: fractionOf(neuron.scale),
    rate: fractionOf(neuron.rate),
    offset: fractionOf(neuron.offset),
  };
}

function workOf({ problem, augmentation }: Augmented): number {
  const { network, loss, groups } = problem;
  const neurons = augmentation.kind === 'output' ? network.outputs : 1;
  const shares = loss.kind === 'cross-entropy' ? network.outputs ** 2 : 1;
  const own = parametersOf(network).length + network.inputs + EXPONENTIAL * (neurons + shares);
  return groups.length * own;
}

/** The entries of θ of a model, in the order of a certificate; none where it is known by its outputs. */
export function parametersOf(model: Model): ExactNumber[] {
  if ('given' in model) return [];
  if ('formulas' in model) return Object.values(model.parameters);
  return model.layers.flatMap(({ weights, bias, unbiased }) => [
    ...weights.flat(),
    ...(unbiased ? [] : bias),
  ]);
}

/** Model, loss and data as a certificate has them: formulas in their canonical text. */
export function dataProblemOf({ network, loss, groups }: Empirical, decay: ExactNumber): LoadedProblem {
  const decimals = (x: Iterable<ExactNumber>): string[] =>
    Array.from(x, (entry) => short(exactDecimal(entry)));
  const given = 'given' in network;
  const data = groups.flatMap(({ input, labels, output }) => {
    const own = decimals(input);
    return labels.map(({ label, count }) => ({ input: own, label: decimals(label), count, output }));
  });
  const rows: DataRows = {
    inputs: data.map(({ input }) => input),
    labels: data.map(({ label }) => label),
    counts: data.map(({ count }) => count),
  };
  return {
    inputs: network.inputs,
    layers: layersOf(network)?.map(layerOf) ?? null,
    formulas:
      'formulas' in network
        ? {
            parameters: Object.keys((network as FormulaModel).parameters),
            outputs: network.formulas.map(textOf),
          }
        : null,
    loss: textOf(lossTree(loss, network.outputs)),
    decay: exactDecimal(decay),
    data: given ? { ...rows, outputs: data.map(({ output }) => decimals(output!)) } : rows,
  };
}

/** 96e-2, as packed data write 0.96, in its usual form; other decimals as they are. */
function short(text: string): string {
  const [, sign = '', digits = '', places = ''] = /^(-?)(\d{1,20})e-([1-9]\d?)$/.exec(text) ?? [];
  if (digits === '') return text;
  if (/^0+$/.test(digits)) return '0';
  const long = digits.padStart(Number(places) + 1, '0');
  const point = long.length - Number(places);
  return `${sign}${long.slice(0, point)}.${long.slice(point)}`.replace(/\.?0+$/, '');
}

function layerOf(layer: Network['layers'][number]): NonNullable<DataProblem['layers']>[number] {
  return {
    width: layer.weights.length,
    bias: layer.unbiased !== true,
    activation: textOf(activationOf(layer)),
  };
}
