/**
 * Certificates about one symmetric point. The k coordinates fall into blocks of m_0, m_1, … coordinates; a type of
 * neurons with `attached` r stands for one neuron per coordinate of block r, with `diagonal` at that coordinate and
 * values[s] at the others of block s; one with `attached` null for a single neuron with values[s] on block s. The
 * claims are the same as those about a dense point, about the point of R^{nk} that is meant.
 */
import { claimReader, consistentClaim, saddleReader } from './dense.ts';
import { CertificateError } from './error.ts';
import { array, decimal, integer, literal, object, optional, type Reader } from './fields.ts';
import { footer, header, producer } from './head.ts';
import { dimension } from './minimum.ts';
import { claimSentences } from './sentences.ts';
import type { CertificateHead, Claim, Decimal, Problem } from './types.ts';

export interface BlockCertificate extends CertificateHead {
  readonly kind: 'block';
  readonly problem: BlockProblem;
  readonly point: {
    /** The point that the statement is about. */
    readonly candidate: readonly BlockNeurons[];
    /** The point at which the proof was made; types attached to the same blocks. */
    readonly centre: readonly BlockNeurons[];
  };
  readonly claim: Claim;
  /**
   * Nothing: with S the reflection of R^{nk} that is −1 on the eigenvectors of negative eigenvalues of ∇²F(W_p) and 1
   * on the others, ‖S‖ = 1, a saddle's `monotonicity` is a lower bound of all absolute values of eigenvalues, and its
   * `reflectionNorm` only has to be at least 1; a permutation of targets can be seen from the centre.
   */
  readonly witness: null;
}

/** k is the sum of the blocks, d = k, and n what the types add up to; targets are the standard basis. */
export interface BlockProblem extends Problem {
  readonly targets: 'standard-basis';
  readonly blocks: readonly number[];
}

export interface BlockNeurons {
  /** A block of size at least 2, or null. */
  readonly attached: number | null;
  /** Null exactly for a single neuron. */
  readonly diagonal: Decimal | null;
  /** One number a block. */
  readonly values: readonly Decimal[];
}

/** Limits of this kind. */
export const BLOCK_LIMITS: { readonly size: number; readonly blocks: number; readonly types: number } = {
  /** k and n, and with them every block */
  size: 1_000_000_000,
  blocks: 64,
  types: 256,
};

const size = integer(1, BLOCK_LIMITS.size);
// n may exceed k: several types may be attached to one block.
const manyNeurons = integer(1, BLOCK_LIMITS.size * BLOCK_LIMITS.types);
const index = integer(0, Number.MAX_SAFE_INTEGER);

const neurons: Reader<readonly BlockNeurons[]> = array(
  object<BlockNeurons>({
    attached: optional(integer(0, BLOCK_LIMITS.blocks - 1)),
    diagonal: optional(decimal),
    values: array(decimal),
  }),
);

const certificate = object<BlockCertificate>({
  ...header,
  kind: literal('block'),
  producer,
  problem: object<BlockProblem>({
    k: size,
    n: manyNeurons,
    d: size,
    dimension,
    targets: literal('standard-basis'),
    blocks: array(size),
  }),
  point: object<BlockCertificate['point']>({ candidate: neurons, centre: neurons }),
  claim: claimReader(saddleReader(index)),
  witness: (value, place) => {
    if (value !== null) throw new CertificateError(place, 'null, since a symmetric point needs no witness');
    return null;
  },
  ...footer,
});

/** What the fields require of each other. */
function consistent({ problem, point, claim }: BlockCertificate): void {
  const { k, n, d, dimension: wanted, blocks } = problem;
  const place = 'certificate.problem';
  if (blocks.length < 1 || blocks.length > BLOCK_LIMITS.blocks)
    throw new CertificateError(`${place}.blocks`, `1 to ${BLOCK_LIMITS.blocks} blocks`);
  if (k !== blocks.reduce((sum, m) => sum + m, 0))
    throw new CertificateError(`${place}.k`, 'the sum of the blocks');
  if (d !== k) throw new CertificateError(`${place}.d`, `k = ${k}`);
  if (wanted !== 'all' && wanted < d)
    throw new CertificateError(`${place}.dimension`, `"all" or a dimension of at least d = ${d}`);
  for (const name of ['candidate', 'centre'] as const)
    types(point[name], blocks, `certificate.point.${name}`);
  const neuronsOf = ({ attached }: BlockNeurons): number => (attached === null ? 1 : blocks[attached]!);
  if (n !== point.candidate.reduce((sum, type) => sum + neuronsOf(type), 0))
    throw new CertificateError(`${place}.n`, 'the number of neurons of all types');
  const same =
    point.candidate.length === point.centre.length &&
    point.candidate.every(({ attached }, a) => attached === point.centre[a]!.attached);
  if (!same)
    throw new CertificateError('certificate.point.centre', 'types attached like those of the candidate');
  if (claim.lipschitzConstant !== 'plain')
    throw new CertificateError('certificate.claim.lipschitzConstant', '"plain"');
  consistentClaim(problem, claim);
}

function types(list: readonly BlockNeurons[], blocks: readonly number[], place: string): void {
  if (list.length < 1 || list.length > BLOCK_LIMITS.types)
    throw new CertificateError(place, `1 to ${BLOCK_LIMITS.types} types of neurons`);
  list.forEach(({ attached, diagonal, values }, a) => {
    const where = `${place}[${a}]`;
    if (attached !== null && !(blocks[attached]! >= 2))
      throw new CertificateError(`${where}.attached`, 'a block of at least 2 coordinates, or null');
    if ((attached === null) !== (diagonal === null))
      throw new CertificateError(`${where}.diagonal`, 'null exactly for a single neuron');
    if (values.length !== blocks.length)
      throw new CertificateError(`${where}.values`, `${blocks.length} numbers, one per block`);
  });
}

/** The claim in words. */
export function blockStatement({ problem, claim }: Pick<BlockCertificate, 'problem' | 'claim'>): string {
  return claimSentences(problem, claim, {
    given:
      'candidate and centre are the points that the types of neurons in point.candidate and point.centre stand for, ' +
      `the coordinates taken in blocks of ${problem.blocks.join(', ')}; they are given`,
    reflection: 'With the reflection in its eigenvectors of negative eigenvalues at the centre',
  });
}

/** A parsed document as a block certificate, its keys in the order of the specification. */
export function blockCertificate(document: unknown): BlockCertificate {
  const result = certificate(document, 'certificate');
  consistent(result);
  return result;
}
