/**
 * Certificates of kind "data" that decide about added neurons. With f the model, g_k(x) = a_k σ(w_k·φ(x) + b_k) and
 *   L̃(θ, a, b, W) = (1/M) Σ_i count_i ℓ(f(x_i; θ) + g(x_i), y_i) + κ‖a‖²;
 * `output`: one neuron an output, M = m, κ = λ; else one neuron at the only output, M = 1, κ = λ/2. φ(x) = x; for `layer` the
 * values of the last hidden layer. r(x̄) = Σ count_i ∇ℓ(f(x_i), y_i) over the rows with input x̄ (mathematics.md 13).
 */
import {
  checkRows,
  type DataProblem,
  dataSize,
  fileWords,
  modelWords,
  outputsOf,
  parameterCount,
  problemReader,
} from './data.ts';
import { CertificateError } from './error.ts';
import {
  array,
  type Decimal,
  decimal,
  integer,
  literal,
  object,
  optional,
  type Reader,
  rows,
  shape,
} from './fields.ts';
import { footer, header, producer } from './head.ts';
import { objective as enclosure } from './minimum.ts';
import type { CertificateHead } from './types.ts';

/** Of certificates of decisions: entries of θ, degrees of moments. */
export const DECISION_LIMITS = { parameters: 100_000, order: 64 } as const;

interface Enclosed {
  readonly lower: Decimal;
  readonly upper: Decimal;
}

/** A fraction, numerator and denominator > 0. */
export type Fraction = readonly [numerator: Decimal, denominator: Decimal];

/** σ(z) = scale·e^(rate·z + offset), or with a power p scale·(rate·z + offset)^p. */
export interface AddedNeuron {
  readonly power: number | null;
  readonly scale: Fraction;
  readonly rate: Fraction;
  readonly offset: Fraction;
}

/** Theorems whose hypotheses the checker confirms. */
export const DECIDED_THEOREMS = ['K Theorem 1', 'K Theorem 2', 'L Theorem 1', 'L Proposition 2'] as const;
export type DecidedTheorem = (typeof DECIDED_THEOREMS)[number];

export interface DecisionClaim {
  readonly verdict: 'augmented-minimum' | 'no-augmented-minimum';
  /**
   * augmented-minimum: `residuals`, r = 0 at every input, exactly; `moments`, Σ r x^α = 0 for |α| ≤ p, exactly.
   * no-augmented-minimum: `outgoing-weight`, a ≠ 0 and λ > 0; `moment`; `residual`, r ≠ 0 somewhere; `gradient`.
   */
  readonly by: 'residuals' | 'moments' | 'outgoing-weight' | 'moment' | 'residual' | 'gradient';
  /** Is the gradient of L̃ by (a, b, W) 0 at the point? null: nothing is claimed. */
  readonly critical: 'yes' | 'no' | null;
  /** (1/m) Σ count_i ℓ(f(x_i), y_i); null: nothing is claimed. */
  readonly lossAtTheta: Enclosed | null;
  /** Σ_i count_i ∂ℓ/∂q_k σ(w_k·φ_i + b_k) (direction·φ_i)^order, k = output; of a power of the order p Σ_i … (direction·φ_i + offset)^p. Not 0. Without direction for order 0. */
  readonly moment: {
    readonly output: number;
    readonly order: number;
    readonly direction: readonly Decimal[];
    readonly offset: Decimal;
    readonly value: Enclosed;
  } | null;
  /** r_k at the input of a row: not 0. */
  readonly residual: { readonly row: number; readonly output: number; readonly value: Enclosed } | null;
  /** An entry of the gradient of L̃ by a, b or W: not 0. */
  readonly gradient: {
    readonly by: 'a' | 'b' | 'w';
    readonly neuron: number;
    readonly column: number;
    readonly value: Enclosed;
  } | null;
  /** L̃ before and after a change of (a, b, W): after ≤ before − decrease. */
  readonly step: {
    readonly a: readonly Decimal[];
    readonly b: readonly Decimal[];
    readonly w: readonly (readonly Decimal[])[];
    readonly before: Enclosed;
    readonly after: Enclosed;
    readonly decrease: Decimal;
  } | null;
  /** (1/m) Σ over distinct inputs of inf_q Σ count_i ℓ(q, y_i), and whether some q attains it everywhere. */
  readonly infimum: (Enclosed & { readonly attained: 'yes' | 'no' }) | null;
  /** Has L̃ a local minimum at all? */
  readonly hasLocalMinimum: 'yes' | 'no' | null;
  readonly theorems: readonly DecidedTheorem[];
}

export interface DecisionCertificate extends CertificateHead {
  readonly kind: 'data';
  readonly problem: DataProblem;
  readonly added: {
    readonly where: 'output' | 'single' | 'layer';
    readonly neuron: AddedNeuron;
    readonly lambda: Decimal;
  };
  readonly point: {
    /** θ; empty where f is given by its outputs. */
    readonly theta: readonly Decimal[];
    readonly a: readonly Decimal[];
    readonly b: readonly Decimal[];
    readonly w: readonly (readonly Decimal[])[];
  };
  readonly claim: DecisionClaim;
  readonly witness: {
    /** θ' with y_i f(x_i; θ') > 0 for all i, for the theorems of L; null where θ is one, or none is needed. */
    readonly realizing: readonly Decimal[] | null;
  };
}

const fraction: Reader<Fraction> = (value, place) => {
  const parts = array(decimal)(value, place);
  if (parts.length !== 2 || !/^[1-9]\d*$/.test(parts[1]!))
    throw new CertificateError(place, 'numerator and denominator, a whole number above 0');
  return parts as unknown as Fraction;
};

const output = integer(0, DECISION_LIMITS.parameters);

const certificate = object<DecisionCertificate>({
  ...header,
  kind: literal('data'),
  producer,
  problem: problemReader(true),
  added: object<DecisionCertificate['added']>({
    where: literal('output', 'single', 'layer'),
    neuron: object<AddedNeuron>({
      power: optional(integer(1, DECISION_LIMITS.order)),
      scale: fraction,
      rate: fraction,
      offset: fraction,
    }),
    lambda: decimal,
  }),
  point: object<DecisionCertificate['point']>({
    theta: array(decimal),
    a: array(decimal),
    b: array(decimal),
    w: rows,
  }),
  claim: object<DecisionClaim>({
    verdict: literal('augmented-minimum', 'no-augmented-minimum'),
    by: literal('residuals', 'moments', 'outgoing-weight', 'moment', 'residual', 'gradient'),
    critical: optional(literal('yes', 'no')),
    lossAtTheta: optional(enclosure),
    moment: optional(
      object<NonNullable<DecisionClaim['moment']>>({
        output,
        order: integer(0, DECISION_LIMITS.order),
        direction: array(decimal),
        offset: decimal,
        value: enclosure,
      }),
    ),
    residual: optional(
      object<NonNullable<DecisionClaim['residual']>>({
        row: integer(0, Number.MAX_SAFE_INTEGER),
        output,
        value: enclosure,
      }),
    ),
    gradient: optional(
      object<NonNullable<DecisionClaim['gradient']>>({
        by: literal('a', 'b', 'w'),
        neuron: output,
        column: output,
        value: enclosure,
      }),
    ),
    step: optional(
      object<NonNullable<DecisionClaim['step']>>({
        a: array(decimal),
        b: array(decimal),
        w: rows,
        before: enclosure,
        after: enclosure,
        decrease: decimal,
      }),
    ),
    infimum: optional(
      object<NonNullable<DecisionClaim['infimum']>>({
        lower: decimal,
        upper: decimal,
        attained: literal('yes', 'no'),
      }),
    ),
    hasLocalMinimum: optional(literal('yes', 'no')),
    theorems: array(literal(...DECIDED_THEOREMS)),
  }),
  witness: object<DecisionCertificate['witness']>({ realizing: optional(array(decimal)) }),
  ...footer,
});

/** Number of outputs of f, of added neurons and of what each of them sees. */
export function decisionShape({
  problem,
  added,
  point,
}: Pick<DecisionCertificate, 'problem' | 'added' | 'point'>): {
  readonly outputs: number;
  readonly neurons: number;
  readonly features: number;
} {
  const outputs = outputsOf(problem, point.a.length);
  const { layers } = problem;
  const features = added.where === 'layer' ? (layers?.at(-2)?.width ?? 0) : problem.inputs;
  return { outputs, neurons: added.where === 'output' ? outputs : 1, features };
}

/** A parsed document as a certificate of a decision, its keys in the order of the specification. */
export function decisionCertificate(document: unknown): DecisionCertificate {
  const result = certificate(document, 'certificate');
  const { problem, added, point, claim, witness } = result;
  const fail = (place: string, expected: string): never => {
    throw new CertificateError(`certificate.${place}`, expected);
  };
  const { data, layers, formulas } = problem;
  const given = layers === null && formulas === null;
  if (layers !== null && formulas !== null) fail('problem.layers', 'layers, formulas or neither');
  const hasOutputs = 'file' in data ? data.outputs : data.outputs != null;
  if (given !== hasOutputs)
    fail('problem.data.outputs', 'outputs where there are neither layers nor formulas, else none');
  if (problem.decay !== '0') fail('problem.decay', '"0"');
  const count = given ? 0 : parameterCount(problem);
  if (count > DECISION_LIMITS.parameters)
    fail('problem.layers', `at most ${DECISION_LIMITS.parameters} parameters`);
  if (point.theta.length !== count) fail('point.theta', `${count} numbers`);
  if (witness.realizing !== null && (given || witness.realizing.length !== count))
    fail('witness.realizing', given ? 'null' : `${count} numbers`);
  const { outputs, neurons, features } = decisionShape(result);
  if (outputs === 0) fail('problem.layers', 'at least one output');
  if (added.where !== 'output' && outputs !== 1) fail('added.where', '"output", for several outputs');
  if (added.where === 'layer' && (features === 0 || added.neuron.power !== null))
    fail('added.where', '"layer" for networks with a hidden layer, and exponential neurons');
  if (!('file' in data)) checkRows(data, problem.inputs, outputs);
  if (added.lambda.startsWith('-')) fail('added.lambda', 'a number of at least 0');
  for (const [place, point_] of [
    ['point', point],
    ['claim.step', claim.step],
  ] as const) {
    if (point_ === null) continue;
    if (point_.a.length !== neurons) fail(`${place}.a`, `${neurons} numbers`);
    if (point_.b.length !== neurons) fail(`${place}.b`, `${neurons} numbers`);
    shape(point_.w, neurons, features, `certificate.${place}.w`);
  }
  const { by, verdict, moment, residual, gradient } = claim;
  const confirmed = by === 'residuals' || by === 'moments';
  if (confirmed !== (verdict === 'augmented-minimum')) fail('claim.by', 'a reason for the verdict');
  if (by === 'moments' && added.neuron.power === null)
    fail('claim.by', 'another reason: the neuron is no power');
  if (by === 'moment' && moment === null) fail('claim.moment', 'a moment');
  if ((by === 'residual') !== (residual !== null))
    fail('claim.residual', 'an object where by is "residual", else null');
  if ((by === 'gradient') !== (gradient !== null))
    fail('claim.gradient', 'an object where by is "gradient", else null');
  if (confirmed && (moment !== null || claim.step !== null)) fail('claim.moment', 'null at a minimum');
  if (moment !== null) {
    if (moment.output >= neurons) fail('claim.moment.output', `an integer below ${neurons}`);
    // What is not used is not written.
    const seen = moment.order === 0 ? 0 : features;
    if (moment.direction.length !== seen) fail('claim.moment.direction', `${seen} numbers`);
    if ((moment.order === 0 || added.neuron.power === null) && moment.offset !== '0')
      fail('claim.moment.offset', '"0"');
  }
  if (residual !== null && (residual.output >= outputs || residual.row >= dataSize(problem).rows))
    fail('claim.residual', 'a row and an output that there are');
  if (
    gradient !== null &&
    (gradient.neuron >= neurons || gradient.column >= (gradient.by === 'w' ? features : 1))
  )
    fail('claim.gradient', 'an entry that there is');
  if (claim.theorems.some((theorem, i) => claim.theorems.indexOf(theorem) !== i))
    fail('claim.theorems', 'each theorem once');
  return result;
}

/** What the certificate claims, in words. */
export function decisionStatement(
  certificate_: Pick<DecisionCertificate, 'problem' | 'added' | 'point' | 'claim' | 'witness'>,
): string {
  const { problem, added, claim } = certificate_;
  return [
    setting(certificate_),
    verdictSentence(certificate_),
    ...(claim.critical === null
      ? []
      : [
          `The point is ${claim.critical === 'yes' ? 'a critical' : 'no critical'} point of L~ in (a, b, W), theta held.`,
        ]),
    ...(claim.lossAtTheta === null
      ? []
      : [
          `The mean loss at theta, without added neurons, is at least ${claim.lossAtTheta.lower} and at most ${claim.lossAtTheta.upper}.`,
        ]),
    ...momentSentence(certificate_),
    ...stepSentence(claim),
    ...(claim.infimum === null
      ? []
      : [
          `The infimum of the mean loss over all functions of the input is at least ${claim.infimum.lower} and at most ${claim.infimum.upper}, and ` +
            `${claim.infimum.attained === 'yes' ? 'some function attains it' : 'no function attains it'}.`,
        ]),
    ...(claim.hasLocalMinimum === 'no'
      ? [
          'L~ has no local minimum at all, at no theta: at one the outputs would be those of the least loss at every input.',
        ]
      : []),
    ...claim.theorems.map((theorem) => theoremSentence(theorem, added.where)),
    `Nothing else is claimed${problem.layers === null && problem.formulas === null ? '; what model has these outputs is not part of the claim' : ''}.`,
  ].join(' ');
}

function number([over, under]: Fraction): string {
  return under === '1' ? over : `(${over}/${under})`;
}

function neuronWords({ power, scale, rate, offset }: AddedNeuron): string {
  const factor = number(scale) === '1' ? '' : `${number(scale)} `;
  const inner = `${number(rate) === '1' ? '' : `${number(rate)} `}z${number(offset) === '0' ? '' : ` + ${number(offset)}`}`;
  return power === null ? `${factor}exp(${inner})` : `${factor}(${inner})^${power}`;
}

function setting({
  problem,
  added,
  point,
}: Pick<DecisionCertificate, 'problem' | 'added' | 'point'>): string {
  const { rows: different, examples } = dataSize(problem);
  const given = problem.layers === null && problem.formulas === null;
  const model = given
    ? 'Let f have the given outputs'
    : `Let f(x; theta) be ${modelWords(problem)}, theta in R^${point.theta.length}`;
  const form = neuronWords(added.neuron);
  const where = {
    output: `g_k(x) = a_k s(w_k.x + b_k), one added neuron for each of ${point.a.length === 1 ? 'the one output' : `the ${point.a.length} outputs`}, and L~(theta, a, b, W) = (1/${examples}) sum_i l(f(x_i) + g(x_i), y_i) + ${added.lambda} ||a||^2`,
    single: `g(x) = a s(w.x + b), one added neuron at the output, and L~(theta, a, b, w) = sum_i l(f(x_i) + g(x_i), y_i) + (${added.lambda}/2) a^2`,
    layer: `g(x) = a s(w.h(x) + b), an added neuron that sees the values h(x) of the last hidden layer (those added to the layers before have outgoing weights 0), and L~(theta, a, b, w) = sum_i l(f(x_i) + g(x_i), y_i) + (${added.lambda}/2) a^2`,
  }[added.where];
  return (
    `${model} at the ${examples} examples, ${different} of them different, of problem.data${fileWords(problem)}, l = ${problem.loss} the loss, s(z) = ${form}, ` +
    `${where}.`
  );
}

function verdictSentence({
  problem,
  added,
  claim,
}: Pick<DecisionCertificate, 'problem' | 'added' | 'claim'>): string {
  const given = problem.layers === null && problem.formulas === null;
  const no = `The point of the certificate is no local minimum of L~, not even with ${given ? 'f' : 'theta'} held:`;
  switch (claim.by) {
    case 'residuals':
      return (
        'The point of the certificate is a global minimum of L~: a = 0, and at every input of the data the derivative of the loss by the outputs, summed over ' +
        'the examples with this input, is 0, exactly, and such outputs are those of the least loss there. So f has the least mean loss of all functions of the input.'
      );
    case 'moments':
      return `The point of the certificate is a global minimum of L~ with ${given ? 'f' : 'theta'} held: a = 0, the loss is convex, and the derivatives of the loss times the monomials of the input of degree at most ${added.neuron.power}, summed over the examples, are 0, exactly.`;
    case 'outgoing-weight':
      return `${no} a is not 0 and ${added.lambda} > 0, and as near as one likes there is a point with the same outputs and a smaller a.`;
    case 'moment':
      return `${no} a = 0, and a moment of the derivatives of the loss is not 0.`;
    case 'residual': {
      const { row, output: k, value } = claim.residual!;
      return (
        `${no} a = 0, and at the input of row ${row} of the data (from 0) the derivative of the loss by output ${k} (from 0), summed over the examples with this input, ` +
        `is at least ${value.lower} and at most ${value.upper}, so not 0; then some moment of it is not 0.`
      );
    }
    case 'gradient': {
      const { by, neuron, column, value } = claim.gradient!;
      return `${no} the derivative of L~ by ${by} of added neuron ${neuron}${by === 'w' ? `, entry ${column}` : ''} (from 0) is at least ${value.lower} and at most ${value.upper}, so not 0.`;
    }
  }
}

function momentSentence({ added, claim }: Pick<DecisionCertificate, 'added' | 'claim'>): string[] {
  const { moment } = claim;
  if (moment === null) return [];
  const { output: k, order, value, offset } = moment;
  const seen = added.where === 'layer' ? 'h(x_i)' : 'x_i';
  const term =
    order === 0
      ? `s(w.${seen} + b)`
      : added.neuron.power === null
        ? `s(w.${seen} + b) (u.${seen})^${order}`
        : `(u.${seen} + ${offset})^${order}`;
  return [
    `With l_i the derivative of the loss of example i by output ${k} (from 0)${order === 0 ? '' : ' and u the direction of claim.moment'}, ` +
      `${value.lower} <= sum_i l_i ${term} <= ${value.upper}.`,
  ];
}

function stepSentence({ step }: DecisionClaim): string[] {
  if (step === null) return [];
  const { before, after, decrease } = step;
  return [
    `L~ is at least ${before.lower} and at most ${before.upper} at the point, and at least ${after.lower} and at most ${after.upper} ` +
      `after the change of (a, b, W) in claim.step, lower by at least ${decrease}.`,
  ];
}

function theoremSentence(theorem: DecidedTheorem, where: DecisionCertificate['added']['where']): string {
  const neurons =
    where === 'output' ? 'an exponential neuron at each output' : 'one exponential neuron at the output';
  switch (theorem) {
    case 'K Theorem 1':
      return `The hypotheses of Theorem 1 of Kawaguchi and Kaelbling (2020) hold: for the labels of the data the loss is convex and differentiable in the outputs, and there is ${neurons} with a weight of the regulariser above 0.`;
    case 'K Theorem 2':
      return `The hypotheses of Theorem 2 of Kawaguchi and Kaelbling (2020) hold: for the labels of the data the loss is differentiable in the outputs and has its minimum wherever its derivatives are 0, equal inputs carry equal labels, and there is ${neurons} with a weight of the regulariser above 0.`;
    case 'L Theorem 1':
      return 'The hypotheses of Theorem 1 of Liang, Sun, Lee and Srikant (2018) hold: one output, labels -1 and 1, the loss a nondecreasing and twice continuously differentiable function of -y f whose critical points are minima with y f > 0, and some parameters of the model give every example the right sign.';
    case 'L Proposition 2':
      return 'The hypotheses of Proposition 2 of Liang, Sun, Lee and Srikant (2018) hold: one output, labels -1 and 1, the loss a convex, nondecreasing and twice continuously differentiable function of -y f whose critical points are minima with y f > 0.';
  }
}
