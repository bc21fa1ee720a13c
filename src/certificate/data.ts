/**
 * Certificates about a point of a network on finite data. With
 *   L(θ) = (1/m) Σ_i count_i ℓ(f(x_i; θ), y_i) + (decay/2)‖θ‖²,   m = Σ_i count_i,
 * θ the candidate, θ_p the centre, θ* the critical point, F the free entries of θ: all but the held ones (mathematics.md 17).
 */
import { CertificateError } from './error.ts';
import {
  array,
  type Decimal,
  decimal,
  integer,
  literal,
  object,
  optional,
  plainObject,
  type Reader,
  rows,
  shape,
} from './fields.ts';
import { footer, header, producer } from './head.ts';
import { LIMITS } from './limits.ts';
import { objective as enclosure } from './minimum.ts';
import type { CertificateHead } from './types.ts';

/** Numbers of entries of θ, of data, of features, of steps of a formula; characters of a formula, rows and characters of a data file. */
export const DATA_LIMITS = {
  parameters: 1000,
  data: 100_000,
  features: 10_000,
  formula: 40_000,
  rowsOfFile: 1_000_000,
  file: 268_435_456,
} as const;
const MOST_EXAMPLES = LIMITS.values * 1000;

/** One fully connected layer. θ has its weights row by row, then its biases if it has any. */
export interface DataLayer {
  readonly width: number;
  readonly bias: boolean;
  /** σ, a formula in z. */
  readonly activation: string;
}

export interface DataProblem {
  /** Number of features; x alone or x1, x2, … in formulas. */
  readonly inputs: number;
  /** Of a network; null where f is given by formulas. */
  readonly layers: readonly DataLayer[] | null;
  /** f as formulas in the features and parameters; null for a network. */
  readonly formulas: { readonly parameters: readonly string[]; readonly outputs: readonly string[] } | null;
  /** ℓ, a formula in q and y, or in q1, y1, q2, y2, … */
  readonly loss: string;
  readonly decay: Decimal;
  readonly data: DataRows | DataFile;
}

/** Examples with one input and one label are one row, with how many they are. */
export interface DataRows {
  readonly inputs: readonly (readonly Decimal[])[];
  readonly labels: readonly (readonly Decimal[])[];
  readonly counts: readonly number[];
  /** f(x_i), where nothing else is known of f; in certificates of decisions about an added neuron only. */
  readonly outputs?: readonly (readonly Decimal[])[] | null;
}

/** The rows in a file of their own: a line each, count, inputs, labels and perhaps outputs, with commas between them (data-file.ts). */
export interface DataFile {
  /** Its name, without a folder. */
  readonly file: string;
  readonly sha256: string;
  /** Number of lines, and Σ counts. */
  readonly rows: number;
  readonly examples: number;
  /** Does a line end with f(x_i)? */
  readonly outputs: boolean;
}

/** A problem whose data are at hand. */
export type LoadedProblem = DataProblem & { readonly data: DataRows };

export type DataVerdict =
  | 'global-minimum'
  | 'spurious-local-minimum'
  | 'local-minimum'
  | 'saddle'
  | 'no-critical-point';

/** Why an entry of θ is held (mathematics.md 17.3, 17.4, 17.5). */
export interface HeldEntry {
  readonly entry: number;
  readonly why: 'dead' | 'rescaling' | 'dependent';
}

/** A critical point θ* near the centre. ε = centreGradientNorm, R = ballRadius, λ = monotonicity, κ = reflectionNorm. */
export interface DataCriticalPoint {
  /** ‖∇L(θ_p)‖ in F ≤ */
  readonly centreGradientNorm: Decimal;
  /** ‖θ − θ_p‖ ≤ */
  readonly centreDistance: Decimal;
  readonly ballRadius: Decimal;
  /** λ_min of ∇²L in F, or of ½(S∇²L + ∇²L S), on the ball of radius R about θ_p ≥ λ > 0 */
  readonly monotonicity: Decimal;
  readonly reflectionNorm: Decimal;
  /** ‖∇²L‖ in F on that ball ≤ */
  readonly hessianNorm: Decimal;
  /** r ≥ κε/λ, r < R: ‖θ* − θ_p‖ ≤ r */
  readonly centreRadius: Decimal;
  readonly index: number;
  /** λ_min(∇²L(θ*)) in F: ≥ for index 0, else ≤ < 0 */
  readonly lambdaMin: Decimal;
  /** lower ≤ L(θ*) ≤ upper */
  readonly objective: { readonly lower: Decimal; readonly upper: Decimal };
}

export interface DataClaim {
  readonly verdict: DataVerdict;
  /** r0 ≤ 10⁻³ max(1, ‖θ‖); for no-critical-point ≥ */
  readonly searchRadius: Decimal;
  /** ‖∇L(θ)‖ ≤, and for no-critical-point by the gradient ≥ */
  readonly gradientNorm: Decimal;
  readonly critical: DataCriticalPoint | null;
  /** ‖θ − θ*‖ ≤ radius ≤ r0; for no-critical-point ‖θ − θ*‖ ≥ radius > r0; null where there is no θ*. */
  readonly radius: Decimal | null;
  /** Why it is more than a critical point with these eigenvalues; null: it is not. */
  readonly by: 'convex' | 'interpolation' | 'region' | 'residuals' | null;
  /** For no-critical-point by the gradient: ‖∇L(θ)‖ ≥ gradientLower > r0·Λ, Λ = hessianNorm ≥ ‖∇²L‖ within r0 of θ. */
  readonly steep: { readonly gradientLower: Decimal; readonly hessianNorm: Decimal } | null;
  /** For spurious-local-minimum: L(witness.better) ≤ betterUpper < objective.lower */
  readonly betterUpper: Decimal | null;
}

export interface DataCertificate extends CertificateHead {
  readonly kind: 'data';
  readonly problem: DataProblem;
  readonly point: {
    readonly candidate: readonly Decimal[];
    /** Null where the claim has no critical point. */
    readonly centre: readonly Decimal[] | null;
    readonly held: readonly HeldEntry[];
  };
  readonly claim: DataClaim;
  readonly witness: {
    /** Q, a row for each free entry; null where index is 0. */
    readonly reflection: readonly (readonly Decimal[])[] | null;
    readonly better: readonly Decimal[] | null;
  };
}

export const formula: Reader<string> = (value, place) => {
  if (
    typeof value !== 'string' ||
    value.length > DATA_LIMITS.formula ||
    !/^[A-Za-z0-9 _.,()+*/^-]+$/.test(value)
  )
    throw new CertificateError(place, `a formula of at most ${DATA_LIMITS.formula} characters`);
  return value;
};

const name: Reader<string> = (value, place) => {
  if (typeof value !== 'string' || !/^[A-Za-z][A-Za-z0-9_]{0,39}$/.test(value))
    throw new CertificateError(place, 'a name of letters, digits and _');
  return value;
};

const flag: Reader<boolean> = (value, place) => {
  if (typeof value !== 'boolean') throw new CertificateError(place, 'true or false');
  return value;
};

const width = integer(1, DATA_LIMITS.parameters);
const counts = array(integer(1, Number.MAX_SAFE_INTEGER));

const fileName: Reader<string> = (value, place) => {
  if (typeof value !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/.test(value))
    throw new CertificateError(place, 'the name of a file, without a folder');
  return value;
};

const dataFile = object<DataFile>({
  file: fileName,
  sha256: footer.sha256,
  rows: integer(1, DATA_LIMITS.rowsOfFile),
  examples: integer(1, MOST_EXAMPLES),
  outputs: flag,
});

const ownRows = { inputs: rows, labels: rows, counts };
const rowsInside = object<Omit<DataRows, 'outputs'>>(ownRows);
const rowsWithOutputs = object<Required<DataRows>>({ ...ownRows, outputs: optional(rows) });

/** Rows, with outputs of f or without, or the file that has them. */
function dataReader(withOutputs: boolean): Reader<DataRows | DataFile> {
  return (value, place) =>
    'file' in plainObject(value, place)
      ? dataFile(value, place)
      : (withOutputs ? rowsWithOutputs : rowsInside)(value, place);
}

/** Of a decision f may be given by outputs alone. */
export function problemReader(withOutputs: boolean): Reader<DataProblem> {
  return object<DataProblem>({
    inputs: integer(1, DATA_LIMITS.features),
    layers: optional(array(object<DataLayer>({ width, bias: flag, activation: formula }))),
    formulas: optional(
      object<NonNullable<DataProblem['formulas']>>({ parameters: array(name), outputs: array(formula) }),
    ),
    loss: formula,
    decay: decimal,
    data: dataReader(withOutputs),
  });
}

const certificate = object<DataCertificate>({
  ...header,
  kind: literal('data'),
  producer,
  problem: problemReader(false),
  point: object<DataCertificate['point']>({
    candidate: array(decimal),
    centre: optional(array(decimal)),
    held: array(
      object<HeldEntry>({
        entry: integer(0, DATA_LIMITS.parameters),
        why: literal('dead', 'rescaling', 'dependent'),
      }),
    ),
  }),
  claim: object<DataClaim>({
    verdict: literal<DataVerdict>(
      'global-minimum',
      'spurious-local-minimum',
      'local-minimum',
      'saddle',
      'no-critical-point',
    ),
    searchRadius: decimal,
    gradientNorm: decimal,
    critical: optional(
      object<DataCriticalPoint>({
        centreGradientNorm: decimal,
        centreDistance: decimal,
        ballRadius: decimal,
        monotonicity: decimal,
        reflectionNorm: decimal,
        hessianNorm: decimal,
        centreRadius: decimal,
        index: integer(0, DATA_LIMITS.parameters),
        lambdaMin: decimal,
        objective: enclosure,
      }),
    ),
    radius: optional(decimal),
    by: optional(literal('convex', 'interpolation', 'region', 'residuals')),
    steep: optional(
      object<NonNullable<DataClaim['steep']>>({ gradientLower: decimal, hessianNorm: decimal }),
    ),
    betterUpper: optional(decimal),
  }),
  witness: object<DataCertificate['witness']>({
    reflection: optional(rows),
    better: optional(array(decimal)),
  }),
  ...footer,
});

/** Number of outputs; `given` where f is given by its outputs alone. */
export function outputsOf({ layers, formulas }: Pick<DataProblem, 'layers' | 'formulas'>, given = 0): number {
  return layers?.at(-1)?.width ?? formulas?.outputs.length ?? given;
}

/** Number of different data, and of examples. */
export function dataSize({ data }: DataProblem): { readonly rows: number; readonly examples: number } {
  if ('file' in data) return data;
  return { rows: data.counts.length, examples: data.counts.reduce((sum, x) => sum + x, 0) };
}

/** Number of entries of θ. */
export function parameterCount({ inputs, layers, formulas }: DataProblem): number {
  if (formulas !== null) return formulas.parameters.length;
  let before = inputs;
  let count = 0;
  for (const { width: rowsOfLayer, bias } of layers ?? []) {
    count += rowsOfLayer * (before + (bias ? 1 : 0));
    before = rowsOfLayer;
  }
  return count;
}

/** Throws unless there are as many labels, counts and perhaps outputs as inputs, of the right length. */
export function checkRows(
  { inputs, labels, counts: times, outputs }: DataRows,
  features: number,
  outputsOfModel: number,
  place = 'certificate.problem.data',
  most: number = DATA_LIMITS.data,
): void {
  if (inputs.length < 1 || inputs.length > most)
    throw new CertificateError(`${place}.inputs`, `1 to ${most} rows`);
  shape(inputs, inputs.length, features, `${place}.inputs`);
  shape(labels, inputs.length, outputsOfModel, `${place}.labels`);
  if (outputs != null) shape(outputs, inputs.length, outputsOfModel, `${place}.outputs`);
  if (times.length !== inputs.length)
    throw new CertificateError(`${place}.counts`, `${inputs.length} numbers`);
  if (times.reduce((sum, x) => sum + x, 0) > MOST_EXAMPLES)
    throw new CertificateError(`${place}.counts`, 'fewer examples');
}

/** A parsed document as a data certificate, its keys in the order of the specification. */
export function dataCertificate(document: unknown): DataCertificate {
  const result = certificate(document, 'certificate');
  const { problem, point, claim, witness } = result;
  const fail = (place: string, expected: string): never => {
    throw new CertificateError(`certificate.${place}`, expected);
  };
  if ((problem.layers === null) === (problem.formulas === null))
    fail('problem.layers', 'either layers or formulas, the other null');
  if (outputsOf(problem) === 0) fail('problem.layers', 'at least one output');
  const count = parameterCount(problem);
  if (count < 1 || count > DATA_LIMITS.parameters)
    fail('problem.layers', `1 to ${DATA_LIMITS.parameters} parameters`);
  if (!('file' in problem.data)) checkRows(problem.data, problem.inputs, outputsOf(problem));
  else if (problem.data.outputs) fail('problem.data.outputs', 'false');
  if (problem.decay.startsWith('-')) fail('problem.decay', 'a number of at least 0');
  const ofCount = (list: readonly unknown[] | null, place: string): void => {
    if (list !== null && list.length !== count) fail(place, `${count} numbers`);
  };
  ofCount(point.candidate, 'point.candidate');
  ofCount(point.centre, 'point.centre');
  ofCount(witness.better, 'witness.better');
  point.held.forEach(({ entry }, i) => {
    if (entry >= count || (i > 0 && entry <= point.held[i - 1]!.entry))
      fail(`point.held[${i}].entry`, 'entries of θ, ascending');
  });
  const { critical } = claim;
  if ((critical === null) !== (point.centre === null)) fail('point.centre', 'null where claim.critical is');
  if ((critical === null) !== (claim.radius === null)) fail('claim.radius', 'null where claim.critical is');
  // The candidate itself is the minimum.
  const exact = claim.by === 'residuals';
  if (exact && (critical !== null || claim.verdict !== 'global-minimum' || point.held.length > 0))
    fail('claim.by', '"residuals" for a global minimum without claim.critical');
  if (critical === null && claim.verdict !== 'no-critical-point' && !exact)
    fail('claim.critical', 'a critical point');
  if ((claim.steep !== null) !== (critical === null && !exact))
    fail('claim.steep', 'an object where claim.critical is null, else null');
  if (
    (critical !== null && critical.index > 0) !== (claim.verdict === 'saddle') &&
    claim.verdict !== 'no-critical-point'
  )
    fail('claim.critical.index', 'above 0 for a saddle, 0 for a minimum');
  const columns = critical?.index ?? 0;
  if ((witness.reflection === null) !== (columns === 0)) fail('witness.reflection', 'null where index is 0');
  if (witness.reflection !== null)
    shape(witness.reflection, count - point.held.length, columns, 'certificate.witness.reflection');
  const spurious = claim.verdict === 'spurious-local-minimum';
  if ((claim.betterUpper !== null) !== spurious)
    fail('claim.betterUpper', 'a number for a spurious minimum, else null');
  if ((witness.better !== null) !== spurious)
    fail('witness.better', 'numbers for a spurious minimum, else null');
  return result;
}

/** What the certificate claims, in words. */
export function dataStatement({
  problem,
  point,
  claim,
}: Pick<DataCertificate, 'problem' | 'point' | 'claim'>): string {
  const { critical, verdict, searchRadius } = claim;
  const count = parameterCount(problem);
  const { examples } = dataSize(problem);
  const penalty = /^0(?:\.0+)?$/.test(problem.decay) ? '' : ` + (${problem.decay}/2) ||theta||^2`;
  const setting =
    `Let f(x; theta) be ${modelWords(problem)}, theta in R^${count} its ${count === 1 ? 'parameter' : 'parameters'}, and ` +
    `L(theta) = (1/${examples}) sum_i l(f(x_i; theta), y_i)${penalty} over the ${examples} examples of problem.data${fileWords(problem)}, ` +
    `with the loss l = ${problem.loss}.`;
  if (claim.by === 'residuals')
    return (
      `${setting} L has a global minimum at the candidate: at every input of the data the derivative of the loss by the outputs, ` +
      'summed over the examples with this input, is 0, exactly, and such outputs are those of the least loss there. ' +
      'No function of the input has a smaller mean loss.'
    );
  if (critical === null && claim.steep !== null)
    return (
      `${setting} L has no critical point within ${searchRadius} of the candidate: the norm of its gradient is at least ` +
      `${claim.steep.gradientLower} and at most ${claim.gradientNorm} there, and the norm of its Hessian is at most ` +
      `${claim.steep.hessianNorm} within that distance.`
    );
  if (critical === null) return setting;
  const where =
    point.held.length === 0
      ? ''
      : ` With the entries of point.held at their values in the centre (${heldWords(point.held)}), and the others free:`;
  const proof =
    `${where} the norm of the gradient is at most ${critical.centreGradientNorm} at the centre, and on the ball of radius ` +
    `${critical.ballRadius} about it the Hessian${critical.index === 0 ? '' : `, times the reflection of the witness (of norm at most ${critical.reflectionNorm}) and made symmetric,`} ` +
    `has no eigenvalue below ${critical.monotonicity} and its norm is at most ${critical.hessianNorm}; so there is exactly one critical point theta* in that ball, ` +
    `within ${critical.centreRadius} of the centre. The centre is within ${critical.centreDistance} of the candidate, where the norm of the gradient is at most ${claim.gradientNorm}.`;
  const held = point.held.length === 0 ? '' : ' in the free entries';
  if (verdict === 'no-critical-point')
    return `${setting} L has no critical point within ${searchRadius} of the candidate:${proof} It is at least ${claim.radius} from the candidate.`;
  const eigenvalue =
    critical.index === 0
      ? `The smallest eigenvalue of the Hessian at theta*${held} is at least ${critical.lambdaMin}.`
      : `The Hessian at theta* has exactly ${critical.index} negative ${critical.index === 1 ? 'eigenvalue' : 'eigenvalues'}, the smallest at most ${critical.lambdaMin}${held}.`;
  const value = `${critical.objective.lower} <= L(theta*) <= ${critical.objective.upper}`;
  return (
    `${setting} ${verdictWords(claim, point.held.length > 0, value)} It lies within ${claim.radius} of the candidate, which is no more than 1/1000 of the larger of 1 and ` +
    `the candidate's norm.${proof} ${eigenvalue}`
  );
}

/** Which file the data are in; nothing where they are in the certificate. */
export function fileWords({ data }: DataProblem): string {
  return 'file' in data ? `, which are the ${data.rows} rows of the file with sha256 ${data.sha256}` : '';
}

export function modelWords({ layers, formulas, inputs }: DataProblem): string {
  if (formulas !== null) return 'the formulas of problem.formulas';
  const widths = [inputs, ...(layers ?? []).map(({ width: rowsOfLayer }) => rowsOfLayer)].join('-');
  const activations = (layers ?? []).map(({ activation }) => activation).join(', ');
  return `the fully connected network ${widths} with activations ${activations}`;
}

function heldWords(held: readonly HeldEntry[]): string {
  const words = {
    dead: 'of neurons that are 0 at all data near by',
    rescaling: 'one weight after each neuron that may be rescaled',
    dependent: 'on which the outputs depend as on others',
  } as const;
  return (['dead', 'rescaling', 'dependent'] as const)
    .flatMap((why) => {
      const number = held.filter((one) => one.why === why).length;
      return number === 0 ? [] : [`${number} ${words[why]}`];
    })
    .join('; ');
}

function verdictWords({ verdict, by, betterUpper }: DataClaim, held: boolean, value: string): string {
  const strict = held ? 'local minimum' : 'strict local minimum';
  switch (verdict) {
    case 'spurious-local-minimum':
      return `L has a spurious local minimum theta*: a ${by === 'region' ? 'local minimum' : strict} with ${value}, whereas L <= ${betterUpper} at the point of the witness.`;
    case 'local-minimum':
      return by === 'region'
        ? `L has a local minimum theta* with ${value}: no sum of a hidden neuron changes its sign near theta*, L is convex in the incoming weights and the last bias there, and theta* is critical in them.`
        : `L has a ${strict} theta* with ${value}.`;
    case 'global-minimum':
      return by === 'convex'
        ? `L has a global minimum theta* with ${value}: L is convex.`
        : `L has a global minimum theta* with ${value}: near theta* the outputs at the data take all values near by, so that the loss of every example has its minimum.`;
    default:
      return `L has a saddle theta*: a critical point that is no local minimum, with ${value}.`;
  }
}
