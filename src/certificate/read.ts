/**
 * The strict reader: a document with exactly the fields of types.ts, or an error that names the place. It builds new
 * objects whose keys stand in the order of the specification, so that canonical.ts writes canonical bytes.
 */
import { CertificateError } from './error.ts';
import type {
  CentreConstants,
  Certificate,
  Claim,
  Decimal,
  GlobalMinimumClaim,
  LipschitzConstant,
  MinimumClaim,
  NoCriticalPointClaim,
  PermutationWitness,
  Problem,
  PublishedFigures,
  ReflectionWitness,
  SaddleClaim,
  Witness,
} from './types.ts';

/** Limits that keep a hostile document from exhausting its reader. */
export const LIMITS: {
  readonly characters: number;
  readonly decimalCharacters: number;
  readonly exponent: number;
  readonly count: number;
  readonly coordinates: number;
} = {
  /** characters of a document */
  characters: 1 << 26,
  /** characters of a decimal: any double fits, written out exactly */
  decimalCharacters: 1200,
  /** absolute value of a written exponent of ten */
  exponent: 1100,
  /** n, k, d */
  count: 4096,
  /** n·d and k·d */
  coordinates: 4096,
};

type Reader<T> = (value: unknown, place: string) => T;

/** An object with exactly these fields; the result holds them in this order. */
function object<T extends object>(readers: { readonly [K in keyof T]-?: Reader<T[K]> }): Reader<T> {
  const keys = Object.keys(readers) as (keyof T & string)[];
  const known = new Set<string>(keys);
  return (value, place) => {
    const source = plainObject(value, place);
    for (const key of Object.keys(source)) {
      if (!known.has(key)) throw new CertificateError(`${place}.${shown(key)}`, 'no such field');
    }
    const result: Partial<T> = {};
    for (const key of keys) {
      if (!Object.hasOwn(source, key)) throw new CertificateError(`${place}.${key}`, 'this field');
      result[key] = readers[key](source[key], `${place}.${key}`);
    }
    return result as T;
  };
}

function plainObject(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CertificateError(place, 'an object');
  }
  return value as Readonly<Record<string, unknown>>;
}

/** A foreign key, short enough for a message. */
function shown(key: string): string {
  return JSON.stringify(key.length > 40 ? key.slice(0, 40) + '…' : key);
}

function array<T>(item: Reader<T>): Reader<readonly T[]> {
  return (value, place) => {
    if (!Array.isArray(value)) throw new CertificateError(place, 'an array');
    return value.map((entry, index) => item(entry, `${place}[${index}]`));
  };
}

function optional<T>(reader: Reader<T>): Reader<T | null> {
  return (value, place) => (value === null ? null : reader(value, place));
}

function literal<const T extends string | number>(...allowed: readonly T[]): Reader<T> {
  return (value, place) => {
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) {
      throw new CertificateError(place, allowed.map((entry) => JSON.stringify(entry)).join(' or '));
    }
    return found;
  };
}

function integer(low: number, high: number): Reader<number> {
  return (value, place) => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < low || value > high) {
      throw new CertificateError(place, `an integer from ${low} to ${high}`);
    }
    return value;
  };
}

function text(pattern: RegExp, expected: string): Reader<string> {
  return (value, place) => {
    if (typeof value !== 'string' || !pattern.test(value)) throw new CertificateError(place, expected);
    return value;
  };
}

const flag: Reader<boolean> = (value, place) => {
  if (typeof value !== 'boolean') throw new CertificateError(place, 'true or false');
  return value;
};

const DECIMAL = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE]([+-]?[0-9]{1,4}))?$/;

const decimal: Reader<Decimal> = (value, place) => {
  if (typeof value !== 'string' || value.length > LIMITS.decimalCharacters) {
    throw new CertificateError(place, `a decimal string of at most ${LIMITS.decimalCharacters} characters`);
  }
  const match = DECIMAL.exec(value);
  if (match === null) throw new CertificateError(place, 'a decimal number such as "-0.25" or "2.5e-10"');
  if (Math.abs(Number(match[1] ?? '0')) > LIMITS.exponent) {
    throw new CertificateError(place, `an exponent of at most ${LIMITS.exponent}`);
  }
  return value;
};

const rows: Reader<readonly (readonly Decimal[])[]> = array(array(decimal));
const count = integer(1, LIMITS.count);
const index = integer(0, LIMITS.coordinates);
const ascii = text(/^[\x20-\x7e]{1,200}$/, 'up to 200 printable ASCII characters');
const objective = object<{ readonly lower: Decimal; readonly upper: Decimal }>({
  lower: decimal,
  upper: decimal,
});

const dimension: Reader<'all' | number> = (value, place) =>
  value === 'all' ? value : integer(1, Number.MAX_SAFE_INTEGER)(value, place);

const targets: Reader<Problem['targets']> = (value, place) =>
  value === 'standard-basis' ? value : rows(value, place);

const problem = object<Problem>({ k: count, n: count, d: count, dimension, targets });

const centreConstants: { readonly [K in keyof CentreConstants]-?: Reader<CentreConstants[K]> } = {
  gradientNorm: decimal,
  centreGradientNorm: decimal,
  centreDistance: decimal,
  lipschitzConstant: literal<LipschitzConstant>('plain', 'sharp'),
  lipschitzRadius: decimal,
  lipschitz: decimal,
  centreRadius: decimal,
  uniquenessRadius: decimal,
  radius: decimal,
};

const published = object<PublishedFigures>({
  lambdaMin: optional(decimal),
  lemma1: object<PublishedFigures['lemma1']>({
    B: optional(decimal),
    discriminant: optional(decimal),
    radius: optional(decimal),
    holds: flag,
  }),
  lemma2: object<PublishedFigures['lemma2']>({ threshold: optional(decimal), holds: flag }),
});

const minimum = object<MinimumClaim>({
  verdict: literal('spurious-local-minimum'),
  index: literal(0),
  ...centreConstants,
  centreLambdaMin: decimal,
  centreLambdaMinTransverse: optional(decimal),
  lambdaMin: decimal,
  lambdaMinAllDimensions: optional(decimal),
  basinRadius: decimal,
  objective,
  robustnessRadius: optional(decimal),
  gaussianDimension: optional(decimal),
  published,
});

const saddle = object<SaddleClaim>({
  verdict: literal('saddle'),
  index,
  transverseIndex: optional(index),
  ...centreConstants,
  reflectionNorm: decimal,
  monotonicity: decimal,
  transverseMonotonicity: optional(decimal),
  lambdaMin: optional(decimal),
  hessianNorm: decimal,
  objective,
});

const globalMinimum = object<GlobalMinimumClaim>({
  verdict: literal('not-spurious'),
  index: literal(0),
  gradientNorm: decimal,
  centreDistance: decimal,
  lipschitzConstant: centreConstants.lipschitzConstant,
  lipschitzRadius: decimal,
  lipschitz: decimal,
  uniquenessRadius: decimal,
  radius: decimal,
  centreLambdaMin: decimal,
  centreLambdaMinTransverse: optional(decimal),
  lambdaMin: decimal,
  lambdaMinAllDimensions: optional(decimal),
  basinRadius: decimal,
});

const noCriticalPoint = object<NoCriticalPointClaim>({
  verdict: literal('no-critical-point'),
  gradientNorm: decimal,
  gradientNormLower: decimal,
  hessianNorm: decimal,
  lipschitzConstant: centreConstants.lipschitzConstant,
  lipschitzRadius: decimal,
  lipschitz: decimal,
});

const verdict = literal<Claim['verdict']>(
  'spurious-local-minimum',
  'saddle',
  'not-spurious',
  'no-critical-point',
);
const CLAIMS: { readonly [V in Claim['verdict']]: Reader<Claim> } = {
  'spurious-local-minimum': minimum,
  saddle,
  'not-spurious': globalMinimum,
  'no-critical-point': noCriticalPoint,
};

const claim: Reader<Claim> = (value, place) => {
  const named = verdict(plainObject(value, place)['verdict'], `${place}.verdict`);
  return CLAIMS[named](value, place);
};

const reflection = object<ReflectionWitness>({ reflection: rows, transverseReflection: optional(rows) });
const permutation = object<PermutationWitness>({ permutation: array(index) });

const witness: Reader<Witness | null> = (value, place) => {
  if (value === null) return null;
  return Object.hasOwn(plainObject(value, place), 'permutation')
    ? permutation(value, place)
    : reflection(value, place);
};

const certificate = object<Certificate>({
  format: literal('spurious-certificate'),
  version: literal(1),
  kind: literal('dense'),
  producer: object<Certificate['producer']>({ name: ascii, version: ascii, digits: integer(1, 1_000_000) }),
  problem,
  point: object<Certificate['point']>({ candidate: rows, centre: rows }),
  claim,
  witness,
  statement: text(/^[\s\S]{1,20000}$/, 'a text of at most 20000 characters'),
  sha256: text(/^[0-9a-f]{64}$/, '64 lower-case hex digits'),
});

/** Throws unless the matrix has this many rows of this length. */
function shape(matrix: readonly (readonly Decimal[])[], height: number, width: number, place: string): void {
  if (matrix.length !== height) throw new CertificateError(place, `${height} rows`);
  matrix.forEach((row, i) => {
    if (row.length !== width) throw new CertificateError(`${place}[${i}]`, `${width} numbers`);
  });
}

/** What the fields require of each other: counts, shapes, and which are null. */
function consistent({ problem, point, claim, witness }: Certificate): void {
  const { k, n, d, targets, dimension } = problem;
  if (n * d > LIMITS.coordinates || k * d > LIMITS.coordinates) {
    throw new CertificateError('certificate.problem', `n·d and k·d of at most ${LIMITS.coordinates}`);
  }
  if (targets !== 'standard-basis') shape(targets, k, d, 'certificate.problem.targets');
  else if (k > d) throw new CertificateError('certificate.problem.k', 'at most d standard basis vectors');
  if (dimension !== 'all' && dimension < d) {
    throw new CertificateError('certificate.problem.dimension', `"all" or a dimension of at least d = ${d}`);
  }
  shape(point.candidate, n, d, 'certificate.point.candidate');
  shape(point.centre, n, d, 'certificate.point.centre');
  const transverse = dimension !== d;
  for (const [key, value] of Object.entries(claim)) {
    if (!TRANSVERSE.has(key) || (value !== null) === transverse) continue;
    throw new CertificateError(
      `certificate.claim.${key}`,
      transverse ? 'a value, since the dimension is not d' : 'null, since the dimension is d',
    );
  }
  consistentWitness(n, d, transverse, claim, witness);
}

/** Fields of claims about the matrix M, null exactly when the dimension is d. */
const TRANSVERSE: ReadonlySet<string> = new Set([
  'centreLambdaMinTransverse',
  'lambdaMinAllDimensions',
  'transverseIndex',
  'transverseMonotonicity',
]);

function consistentWitness(
  n: number,
  d: number,
  transverse: boolean,
  claim: Claim,
  witness: Witness | null,
): void {
  const place = 'certificate.witness';
  if (claim.verdict === 'saddle') {
    if (witness === null || !('reflection' in witness)) {
      throw new CertificateError(place, 'a reflection, since the verdict is "saddle"');
    }
    if (claim.index > n * d) throw new CertificateError('certificate.claim.index', `at most n·d = ${n * d}`);
    if (claim.transverseIndex !== null && claim.transverseIndex > n) {
      throw new CertificateError('certificate.claim.transverseIndex', `at most n = ${n}`);
    }
    if ((claim.lambdaMin === null) !== (claim.index === 0)) {
      throw new CertificateError('certificate.claim.lambdaMin', 'null exactly when the index is 0');
    }
    shape(witness.reflection, n * d, claim.index, `${place}.reflection`);
    if ((witness.transverseReflection !== null) !== transverse) {
      throw new CertificateError(`${place}.transverseReflection`, 'null exactly when the dimension is d');
    }
    if (witness.transverseReflection !== null) {
      shape(witness.transverseReflection, n, claim.transverseIndex ?? 0, `${place}.transverseReflection`);
    }
  } else if (claim.verdict === 'not-spurious') {
    if (witness === null || !('permutation' in witness)) {
      throw new CertificateError(place, 'a permutation, since the verdict is "not-spurious"');
    }
    if (witness.permutation.length !== n) throw new CertificateError(`${place}.permutation`, `${n} integers`);
  } else if (witness !== null) {
    throw new CertificateError(place, `null, since the verdict is "${claim.verdict}"`);
  }
}

/** A parsed document as a certificate, its keys in the order of the specification. */
export function certificateOf(document: unknown): Certificate {
  const result = certificate(document, 'certificate');
  consistent(result);
  return result;
}

/** The JSON object that a text holds; not yet a certificate. */
export function parseDocument(source: string): Readonly<Record<string, unknown>> {
  if (source.length > LIMITS.characters) {
    throw new CertificateError('certificate', `at most ${LIMITS.characters} characters`);
  }
  let document: unknown;
  try {
    document = JSON.parse(source);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new CertificateError('certificate', `JSON (${detail.slice(0, 200)})`);
  }
  return plainObject(document, 'certificate');
}

/** The certificate that a text holds: form only; neither its bytes, its hash nor its mathematics are looked at. */
export function readCertificate(source: string): Certificate {
  return certificateOf(parseDocument(source));
}
