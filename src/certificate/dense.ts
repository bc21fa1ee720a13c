/** The form of dense certificates: their fields, and what the fields require of each other. */
import { CertificateError } from './error.ts';
import {
  array,
  count,
  decimal,
  flag,
  footer,
  header,
  index,
  integer,
  LIMITS,
  literal,
  object,
  objective,
  optional,
  plainObject,
  producer,
  type Reader,
  rows,
  shape,
} from './fields.ts';
import { claimSentences } from './sentences.ts';
import type {
  CentreConstants,
  Claim,
  DenseCertificate,
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

export const dimension: Reader<'all' | number> = (value, place) =>
  value === 'all' ? value : integer(1, Number.MAX_SAFE_INTEGER)(value, place);

const targets: Reader<Problem['targets']> = (value, place) =>
  value === 'standard-basis' ? value : rows(value, place);

const problem = object<Problem>({ k: count, n: count, d: count, dimension, targets });

export const centreConstants: { readonly [K in keyof CentreConstants]-?: Reader<CentreConstants[K]> } = {
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

export const minimum: Reader<MinimumClaim> = object<MinimumClaim>({
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

/** A saddle whose indices are read so. */
export function saddleReader(index: Reader<number>): Reader<SaddleClaim> {
  return object<SaddleClaim>({
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
}

export const saddle: Reader<SaddleClaim> = saddleReader(index);

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

/** A claim about a point, its indices at most as large as given. */
export function claimReader(saddleReader: Reader<SaddleClaim>): Reader<Claim> {
  const claims: { readonly [V in Claim['verdict']]: Reader<Claim> } = {
    'spurious-local-minimum': minimum,
    saddle: saddleReader,
    'not-spurious': globalMinimum,
    'no-critical-point': noCriticalPoint,
  };
  return (value, place) =>
    claims[verdict(plainObject(value, place)['verdict'], `${place}.verdict`)](value, place);
}

const claim = claimReader(saddle);

const reflection = object<ReflectionWitness>({ reflection: rows, transverseReflection: optional(rows) });
const permutation = object<PermutationWitness>({ permutation: array(index) });

export const witness: Reader<Witness | null> = (value, place) => {
  if (value === null) return null;
  return Object.hasOwn(plainObject(value, place), 'permutation')
    ? permutation(value, place)
    : reflection(value, place);
};

const certificate = object<DenseCertificate>({
  ...header,
  kind: literal('dense'),
  producer,
  problem,
  point: object<DenseCertificate['point']>({ candidate: rows, centre: rows }),
  claim,
  witness,
  ...footer,
});

/** What the fields require of each other: counts, shapes, and which are null. */
function consistent({ problem, point, claim, witness }: DenseCertificate): void {
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
  consistentDimension(problem, claim);
  consistentWitness(n, d, dimension !== d, claim, witness);
}

/** Fields about further coordinates are null exactly when there are none. */
export function consistentDimension({ d, dimension }: Pick<Problem, 'd' | 'dimension'>, claim: Claim): void {
  const transverse = dimension !== d;
  for (const [key, value] of Object.entries(claim)) {
    if (!TRANSVERSE.has(key) || (value !== null) === transverse) continue;
    throw new CertificateError(
      `certificate.claim.${key}`,
      transverse ? 'a value, since the dimension is not d' : 'null, since the dimension is d',
    );
  }
  if (claim.verdict === 'saddle' && (claim.lambdaMin === null) !== (claim.index === 0)) {
    throw new CertificateError('certificate.claim.lambdaMin', 'null exactly when the index is 0');
  }
}

/** Fields of claims about the matrix M, null exactly when the dimension is d. */
const TRANSVERSE: ReadonlySet<string> = new Set([
  'centreLambdaMinTransverse',
  'lambdaMinAllDimensions',
  'transverseIndex',
  'transverseMonotonicity',
]);

/** A witness of the form that the verdict needs. */
export function consistentWitness(
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

/** The claim in words. */
export function denseStatement({ problem, claim }: Pick<DenseCertificate, 'problem' | 'claim'>): string {
  return claimSentences(problem, claim, {
    given: 'candidate, centre and targets are given',
    reflection: 'With the reflection of the witness',
  });
}

/** A parsed document as a dense certificate, its keys in the order of the specification. */
export function denseCertificate(document: unknown): DenseCertificate {
  const result = certificate(document, 'certificate');
  consistent(result);
  return result;
}
