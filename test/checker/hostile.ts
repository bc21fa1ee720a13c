/** Small certificates, of the right form and hash, whose check would need minutes and gigabytes. */
import { readFileSync } from 'node:fs';
import {
  type BlockCertificate,
  type CertificateParts,
  type DenseCertificate,
  type EliminationCertificate,
  makeCertificate,
  readCertificate,
  serialise,
  type UniformCertificate,
  type WideCertificate,
} from '../../src/certificate/index.ts';
import { sample } from './samples.ts';

function read<C>(path: string): C {
  return readCertificate(readFileSync(path, 'utf8')) as unknown as C;
}

function anew<C extends { kind: string }>(certificate: C, parts: Partial<C>): string {
  return serialise(makeCertificate({ ...certificate, ...parts } as unknown as CertificateParts));
}

/** n neurons in R^d against as many targets as fit, with the claim of a real certificate. */
export function dense(
  n: number,
  d: number,
  verdict: 'minimum' | 'no-critical-point' | 'saddle',
): DenseCertificate {
  const given = sample(verdict);
  const rows = Array.from({ length: n }, (_, i) =>
    Array.from({ length: d }, (_, a) => (a === i % d ? '2' : '1')),
  );
  const index = verdict === 'saddle' ? 1 : 0;
  return makeCertificate({
    ...given,
    problem: { k: d, n, d, dimension: 'all', targets: 'standard-basis' },
    point: { candidate: rows, centre: rows },
    claim: {
      ...given.claim,
      ...('index' in given.claim && { index }),
      ...(index === 1 && { transverseIndex: 0 }),
    },
    witness:
      index === 1
        ? {
            reflection: Array.from({ length: n * d }, () => ['0.5']),
            transverseReflection: rows.map(() => []),
          }
        : null,
  } as CertificateParts<DenseCertificate>);
}

/** As many types of neurons as are said, attached to the blocks in turn. */
export function block(blocks: number, types: number): BlockCertificate {
  const given = read<BlockCertificate>('certificates/families/bad-1-k-100.certificate.json');
  const sizes = Array<number>(blocks).fill(6);
  const neurons = Array.from({ length: types }, (_, a) => ({
    attached: a % blocks,
    diagonal: String(2 + a),
    values: sizes.map((_, s) => String((a * s) % 7)),
  }));
  return makeCertificate({
    ...given,
    problem: { ...given.problem, k: 6 * blocks, d: 6 * blocks, n: 6 * types, blocks: sizes },
    point: { candidate: neurons, centre: neurons },
  } as CertificateParts<BlockCertificate>);
}

/** The last interval of a real theorem again and again. */
export function uniform(count: number): string {
  const given = read<UniformCertificate>(
    'certificates/uniform/bad-7-extra-3-extra-1_2_4_5_6_7-from-40.certificate.json',
  );
  const { intervals, order } = given.witness;
  const last = intervals.at(-1)!;
  const more = Array.from({ length: count }, () => last);
  return anew(given, { witness: { order, intervals: [...intervals, ...more] } });
}

export function elimination(n: number, d: number): string {
  const given = read<EliminationCertificate>('certificates/elimination/6-6.elimination.certificate.json');
  const subject = dense(n, d, 'minimum');
  return anew(given, { subject, witness: { direction: Array<string>(d).fill('0.1') } });
}

/** A wide point whose numbers are of all sizes, so that its inner products have thousands of digits. */
export function wide(n: number, d: number): string {
  const given = sample('no-critical-point');
  const row = Array.from({ length: d }, (_, a) => (a % 2 === 0 ? '1e2400' : '1e-2400'));
  return anew<WideCertificate>(
    {
      ...given,
      kind: 'wide',
      problem: { k: n, n, d, dimension: 'all', targets: Array.from({ length: n }, () => row) },
      point: { candidate: Array.from({ length: n }, () => row), centre: null },
      reduction: null,
      claim: { ...given.claim, lipschitzConstant: 'plain' },
    } as WideCertificate,
    {},
  );
}

/** A text so many times, a multiple of 100, in a hundred parts that are the same. */
const again = (text: string, times: number): string[] => Array<string>(100).fill(text.repeat(times / 100));

/** Every hostile text by a name, in parts, the same one again and again where it is long; `answer` is what the line says of it. */
export function hostile(): readonly {
  readonly name: string;
  readonly parts: () => readonly string[];
  readonly answer: RegExp;
}[] {
  const budget = /not looked at: .* would take about \d+ s and [\d.]+ GB, and the budget is .*--budget \d+/;
  return [
    { name: 'dense-512x1', parts: () => [serialise(dense(512, 1, 'minimum'))], answer: budget },
    { name: 'dense-4096x1', parts: () => [serialise(dense(4096, 1, 'no-critical-point'))], answer: budget },
    { name: 'dense-64x64', parts: () => [serialise(dense(64, 64, 'minimum'))], answer: budget },
    { name: 'dense-saddle', parts: () => [serialise(dense(60, 60, 'saddle'))], answer: budget },
    { name: 'block-16x16', parts: () => [serialise(block(16, 16))], answer: budget },
    { name: 'block-64x256', parts: () => [serialise(block(64, 256))], answer: budget },
    { name: 'uniform', parts: () => [uniform(188)], answer: budget },
    { name: 'elimination', parts: () => [elimination(512, 1)], answer: budget },
    { name: 'wide', parts: () => [wide(30, 2000)], answer: budget },
    {
      name: 'deep',
      parts: () => ['{"a":', ...again('[', 5_000_000), ...again(']', 5_000_000), '}'],
      answer: /at most 32 levels/,
    },
    {
      name: 'brackets',
      parts: () => ['{"a":[', ...again('[],', 13_300_000), '[]]}'],
      answer: /at most 2097152 values/,
    },
  ];
}
