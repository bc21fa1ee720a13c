/**
 * Certificates about points of any width D whose targets span k coordinates. Targets and candidate are given as they are; the
 * proof is made in the k coordinates of an orthonormal basis of that span, in which the targets are known up to a bound.
 */
import { claimReader, consistentClaim, consistentWitness, saddle, witness } from './dense.ts';
import { decodeDoubles } from './doubles.ts';
import { CertificateError } from './error.ts';
import {
  array,
  count,
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
import { LIMITS } from './limits.ts';
import { dimension } from './minimum.ts';
import { claimSentences } from './sentences.ts';
import type { Claim, Decimal, Reduction, WideCertificate, WideProblem, WideRow } from './types.ts';

/** Limits of what is given with all its coordinates. */
export const WIDE_LIMITS: { readonly width: number; readonly entries: number } = {
  /** d */
  width: 1 << 24,
  /** (n + k)·d: as many doubles as a document has characters for */
  entries: 6_000_000,
};

/** The numbers of a row: doubles, or decimals. Throws a RangeError where a text is not that of so many doubles. */
export function rowNumbers(row: WideRow, width: number): readonly (number | Decimal)[] {
  if (typeof row !== 'string') return row;
  const numbers = decodeDoubles(row, width);
  if (numbers === null) throw new RangeError(`a row that is not ${width} doubles`);
  return [...numbers];
}

const wideRow: Reader<WideRow> = (value, place) =>
  typeof value === 'string' ? value : array(decimal)(value, place);
const wideRows: Reader<readonly WideRow[]> = array(wideRow);

const certificate = object<WideCertificate>({
  ...header,
  kind: literal('wide'),
  producer,
  problem: object<WideProblem>({
    k: count,
    n: count,
    d: integer(2, WIDE_LIMITS.width),
    dimension,
    targets: (value, place) => (value === 'standard-basis' ? value : wideRows(value, place)),
  }),
  point: object<WideCertificate['point']>({ candidate: wideRows, centre: optional(rows) }),
  reduction: optional(object<Reduction>({ coordinates: rows, defect: decimal, moved: decimal })),
  claim: claimReader(saddle),
  witness,
  ...footer,
});

/** What the fields require of each other. */
function consistent({ problem, point, reduction, claim, witness: given }: WideCertificate): void {
  const { k, n, d, dimension: wanted, targets } = problem;
  if ((n + k) * d > WIDE_LIMITS.entries)
    throw new CertificateError('certificate.problem', `(n + k)·d of at most ${WIDE_LIMITS.entries}`);
  if (wanted !== 'all' && wanted < d)
    throw new CertificateError('certificate.problem.dimension', `"all" or a dimension of at least d = ${d}`);
  if (targets !== 'standard-basis') wideShape(targets, k, d, 'certificate.problem.targets');
  else if (k > d) throw new CertificateError('certificate.problem.k', 'at most d standard basis vectors');
  wideShape(point.candidate, n, d, 'certificate.point.candidate');
  if (claim.lipschitzConstant !== 'plain')
    throw new CertificateError('certificate.claim.lipschitzConstant', '"plain"');
  if (claim.verdict === 'spurious-local-minimum' && claim.gaussianDimension !== null)
    throw new CertificateError('certificate.claim.gaussianDimension', 'null');
  nullExactly(reduction, claim.verdict === 'no-critical-point', 'certificate.reduction');
  const centred = claim.verdict === 'spurious-local-minimum' || claim.verdict === 'saddle';
  nullExactly(point.centre, !centred, 'certificate.point.centre');
  if (reduction !== null) reducedShape(problem, reduction);
  if (point.centre !== null) shape(point.centre, n, k, 'certificate.point.centre');
  consistentClaim({ d: reduction === null ? 0 : k, dimension: wanted }, claim);
  consistentWitness(n, k, true, claim, given);
}

function nullExactly(value: unknown, empty: boolean, place: string): void {
  if ((value === null) !== empty) throw new CertificateError(place, empty ? 'null' : 'a value');
}

function reducedShape({ k, n, d }: WideProblem, { coordinates }: Reduction): void {
  const place = 'certificate.reduction.coordinates';
  if (k >= d) throw new CertificateError('certificate.problem.k', `below d = ${d}`);
  if (n * k > LIMITS.coordinates || k * k > LIMITS.coordinates)
    throw new CertificateError('certificate.problem', `n·k and k·k of at most ${LIMITS.coordinates}`);
  if (coordinates.length !== k) throw new CertificateError(place, `${k} rows`);
  coordinates.forEach((row, a) => {
    if (row.length !== a + 1) throw new CertificateError(`${place}[${a}]`, `${a + 1} numbers`);
  });
}

function wideShape(matrix: readonly WideRow[], height: number, width: number, place: string): void {
  if (matrix.length !== height) throw new CertificateError(place, `${height} rows`);
  matrix.forEach((row, i) => {
    const fits = typeof row === 'string' ? decodeDoubles(row, width) !== null : row.length === width;
    if (!fits)
      throw new CertificateError(
        `${place}[${i}]`,
        `${width} numbers: an array of decimals, or base64 of doubles of 8 bytes, least significant byte first, finite and 0 without sign`,
      );
  });
}

/** The claim in words. */
export function wideStatement({
  problem,
  reduction,
  claim,
}: Pick<WideCertificate, 'problem' | 'reduction' | 'claim'>): string {
  const { k } = problem;
  return claimSentences(problem, claim, {
    given:
      'a row that is one text instead of numbers is base64 of doubles, 8 bytes each, least significant byte first; ' +
      'candidate and targets are given',
    reflection: 'With the reflection of the witness',
    reduced: {
      width: k,
      sentences: reduction === null ? [] : [reductionSentence(k, reduction, claim.verdict)],
    },
  });
}

function reductionSentence(k: number, { defect, moved }: Reduction, verdict: Claim['verdict']): string {
  const centre =
    verdict === 'not-spurious'
      ? 'The centre is the matrix of the targets in the order of the witness'
      : 'The centre is the point W_p Q^T with the rows of point.centre for W_p';
  return (
    'Let V be the matrix whose rows are the targets, and S the lower triangular matrix of reduction.coordinates. The ' +
    `spectral norm of S^(-1) V V^T S^(-T) - I is at most ${defect}, so that there is a D x ${k} matrix Q with ` +
    `Q^T Q = I for which the norms of the rows of V - S Q^T sum to at most ${moved}; the targets lie in the span of ` +
    `the ${k} columns of Q. ${centre}, and the ${k} coordinates of a neuron are those in the columns of Q.`
  );
}

/** A parsed document as a wide certificate, its keys in the order of the specification. */
export function wideCertificate(document: unknown): WideCertificate {
  const result = certificate(document, 'certificate');
  consistent(result);
  return result;
}
