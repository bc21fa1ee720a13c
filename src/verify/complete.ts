import { checkObject, checkProducer, checkWhole } from '../arithmetic/argument.ts';
import type { BlockCertificate } from '../certificate/block.ts';
import {
  CHARTS,
  COMPLETE_LIMITS,
  type CompleteCertificate,
  type CompletePoint,
  type CompleteWitness,
} from '../certificate/complete.ts';
import { makeCertificate, type Producer } from '../certificate/index.ts';
import { proveCircle, slabOf } from '../complete/circle.ts';
import { listPoints } from '../complete/list.ts';
import { type ChartResult, subdivide } from '../complete/subdivision.ts';
import type { BlockCandidate } from '../model/candidate.ts';
import { PRODUCER } from '../proof/producer.ts';
import { familyMembers } from './family.ts';
import { verify } from './verify.ts';

export interface CompleteOptions {
  /** Named in the certificate. */
  readonly producer?: Pick<Producer, 'name' | 'version'> | undefined;
  /** 'Sk-1': the results of the 24 charts, where they are known already. */
  readonly charts?: readonly ChartResult[] | undefined;
}

export type CompleteResult =
  | { readonly proved: true; readonly certificate: CompleteCertificate }
  | { readonly proved: false; readonly reason: string; readonly charts: readonly ChartResult[] };

/** Digits of the bounds in the certificates of points. */
const DIGITS = 15;

/**
 * Proves that F has exactly four critical points with one number on the diagonal and one elsewhere, for n = k neurons and every k
 * from kFrom to kTo (null: every k ≥ kFrom); for one k with certificates of the two that are not of one direction.
 *
 * @example
 * const result = completeSymmetric(3, null);
 * if (result.proved) console.log(result.certificate.statement);
 */
export function completeSymmetric(
  kFrom: number,
  kTo: number | null,
  options: CompleteOptions = {},
): CompleteResult {
  checkWhole('kFrom', kFrom, 3, COMPLETE_LIMITS.k);
  if (kTo !== null) checkWhole('kTo', kTo, kFrom, COMPLETE_LIMITS.k);
  const producer = producerOf(options);
  const failed = (reason: string): CompleteResult => ({ proved: false, reason, charts: [] });
  const circle = proveCircle(kTo === null ? 0 : slabOf(kTo)[0], slabOf(kFrom)[1]);
  if ('reason' in circle) return failed(circle.reason);
  const points: CompletePoint[] = [];
  if (kTo === kFrom) {
    const member = familyMembers({ type: 'A', bad: 0, extras: [] })(kFrom);
    if (!('form' in member)) return failed(member.reason);
    const identity: BlockCandidate = {
      form: 'block',
      blocks: [kFrom],
      neurons: [{ attached: 0, diagonal: 1, values: [0] }],
    };
    for (const candidate of [identity, member]) {
      const certificate = provePoint(candidate, producer);
      if (certificate === null) return failed(`a point is not proved: ${JSON.stringify(candidate.neurons)}`);
      points.push({ certificate, values: null, radius: null });
    }
  }
  return {
    proved: true,
    certificate: written(
      { symmetry: 'Sk', kFrom, kTo },
      points,
      { slabs: circle.slabs, charts: [] },
      producer,
    ),
  };
}

/**
 * Proves the list of all critical points of F, n = k, that are fixed by the permutations of the first k − 1 neurons and
 * coordinates (docs/complete.md 3). Some 10⁶ boxes, 10 to 60 s.
 *
 * @example
 * const result = completeOneBad(6);
 * if (result.proved) console.log(result.certificate.statement);
 */
export function completeOneBad(k: number, options: CompleteOptions = {}): CompleteResult {
  checkWhole('k', k, 3, COMPLETE_LIMITS.k);
  const producer = producerOf(options);
  const charts = options.charts ?? Array.from({ length: CHARTS }, (_, chart) => subdivide(k, chart));
  const open = charts.reduce((sum, { undecided }) => sum + undecided.length, 0);
  if (open > 0) return { proved: false, reason: `${open} boxes are not decided`, charts };
  const list = listPoints(k, charts, ([a, b, c, d, e]) =>
    provePoint(
      {
        form: 'block',
        blocks: [k - 1, 1],
        neurons: [
          { attached: 0, diagonal: a!, values: [b!, c!] },
          { attached: null, diagonal: null, values: [d!, e!] },
        ],
      },
      producer,
    ),
  );
  if ('reason' in list) return { proved: false, reason: list.reason, charts };
  const witness = {
    slabs: [],
    charts: charts.map(({ trace }, i) => ({ zeros: list.zeros[i]!, trace })),
  };
  return {
    proved: true,
    certificate: written({ symmetry: 'Sk-1', kFrom: k, kTo: k }, list.points, witness, producer),
  };
}

function producerOf(options: CompleteOptions): Pick<Producer, 'name' | 'version'> {
  checkObject('options', options);
  const { producer = PRODUCER } = options;
  checkProducer('options.producer', producer);
  return producer;
}

function provePoint(
  candidate: BlockCandidate,
  producer: Pick<Producer, 'name' | 'version'>,
): BlockCertificate | null {
  const certificate = verify(candidate, { producer }).certify();
  return certificate?.kind === 'block' && certificate.claim.verdict !== 'no-critical-point'
    ? certificate
    : null;
}

function written(
  problem: CompleteCertificate['problem'],
  points: readonly CompletePoint[],
  witness: CompleteWitness,
  producer: Pick<Producer, 'name' | 'version'>,
): CompleteCertificate {
  return makeCertificate<CompleteCertificate>({
    format: 'spurious-certificate',
    version: 1,
    kind: 'complete',
    producer: { ...producer, digits: DIGITS },
    problem,
    claim: { verdict: 'complete-list', points },
    witness,
  });
}
