/** The form of dense certificates: their fields, and what the fields require of each other. */
import { CertificateError } from './error.ts';
import {
  array,
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
import {
  centreConstants,
  consistentDimension,
  consistentPoint,
  minimumTheorem,
  objective,
  point,
  problem,
} from './minimum.ts';
import { claimSentences } from './sentences.ts';
import type {
  Claim,
  DenseCertificate,
  GlobalMinimumClaim,
  MinimumClaim,
  NoCriticalPointClaim,
  PermutationWitness,
  Problem,
  PublishedFigures,
  ReflectionWitness,
  SaddleClaim,
  Witness,
} from './types.ts';

export const flag: Reader<boolean> = (value, place) => {
  if (typeof value !== 'boolean') throw new CertificateError(place, 'true or false');
  return value;
};

const index = integer(0, LIMITS.coordinates);

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

const minimum: Reader<MinimumClaim> = object<MinimumClaim>({
  ...minimumTheorem,
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
  point,
  claim,
  witness,
  ...footer,
});

/** What the fields of a claim require of each other. */
export function consistentClaim(problem: Pick<Problem, 'd' | 'dimension'>, claim: Claim): void {
  consistentDimension(problem, claim);
  if (claim.verdict === 'saddle' && (claim.lambdaMin === null) !== (claim.index === 0)) {
    throw new CertificateError('certificate.claim.lambdaMin', 'null exactly when the index is 0');
  }
}

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
  const { problem, point, claim, witness } = result;
  consistentPoint(problem, point);
  consistentClaim(problem, claim);
  consistentWitness(problem.n, problem.d, problem.dimension !== problem.d, claim, witness);
  return result;
}
