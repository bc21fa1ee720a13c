import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import {
  CertificateError,
  certificateOf,
  hashOf,
  makeCertificate,
  readCertificate,
  serialise,
  statementOf,
  type UniformCertificate,
  unknownsOf,
} from '../../src/certificate/index.ts';

/** What the changes below touch. */
interface Loose {
  problem: { bad: number; extras: number[][]; dimension: unknown };
  claim: { kFrom: number; kTo: number };
  witness: {
    order: number;
    more?: number;
    intervals: { to: unknown; centre: string[][]; radius: string[] }[];
  };
}

function sample(extras: readonly (readonly number[])[], kTo: number | null): UniformCertificate {
  const problem = { bad: 2, extras, dimension: 'all' } as const;
  const count = unknownsOf(problem);
  const interval = {
    from: '0',
    to: '0.5',
    centre: Array.from({ length: count }, () => ['0', '1e-3']),
    radius: Array.from({ length: count }, () => '1e-9'),
  };
  return makeCertificate<UniformCertificate>({
    format: 'spurious-certificate',
    version: 1,
    kind: 'uniform',
    producer: { name: 'test', version: '1', digits: 15 },
    problem,
    claim: { verdict: 'spurious-local-minima', kFrom: 8, kTo, lambdaMin: '0.003' },
    witness: { order: 1, intervals: [interval] },
  });
}

/** The parsed document after a change. */
function changed(change: (document: Loose) => void): unknown {
  const document = JSON.parse(serialise(sample([[1], [1, 2]], null))) as Loose;
  change(document);
  return document;
}

describe('uniform certificates', () => {
  it('survive writing and reading', () => {
    const certificate = sample([[1, 2]], 100);
    expect(readCertificate(serialise(certificate))).toEqual(certificate);
  });

  it('say the whole claim', () => {
    const { statement } = sample([[1, 2], [2]], null);
    for (const part of [
      'every integer k >= 8 and every dimension d >= k',
      'n = k+2 neurons',
      'strict local minimum',
      'F(W*) > 0',
      'no eigenvalue below 0.003',
      'the sets {1,2}, {2}',
      'first k standard basis vectors',
    ])
      expect(statement).toContain(part);
    expect(sample([], 40).statement).toContain(
      'k with 8 <= k <= 40 and every dimension d >= k, F with n = k ',
    );
  });

  it.each<[string, (document: Loose) => void]>([
    ['an extra set that is empty', (d) => d.problem.extras.push([])],
    ['an extra set on a good coordinate', (d) => d.problem.extras.push([3])],
    ['an extra set out of order', (d) => d.problem.extras.push([2, 1])],
    ['a repeated coordinate', (d) => d.problem.extras.push([1, 1])],
    ['bad 0', (d) => (d.problem.bad = 0)],
    ['bad 13', (d) => (d.problem.bad = 13)],
    ['one dimension', (d) => (d.problem.dimension = 9)],
    ['too few good coordinates', (d) => (d.claim.kFrom = 5)],
    ['kTo below kFrom', (d) => (d.claim.kTo = 7)],
    ['a missing row', (d) => d.witness.intervals[0]!.centre.pop()],
    ['a short row', (d) => d.witness.intervals[0]!.centre[3]!.pop()],
    ['a missing radius', (d) => d.witness.intervals[0]!.radius.pop()],
    ['a number in the place of a decimal', (d) => (d.witness.intervals[0]!.to = 0.5)],
    ['no intervals', (d) => (d.witness.intervals = [])],
    ['another order', (d) => (d.witness.order = 2)],
    ['an unknown field', (d) => (d.witness.more = 1)],
  ])('are refused with %s', (_, change) => {
    expect(() => certificateOf(changed(change))).toThrow(CertificateError);
  });
});

describe('uniform-certificate.schema.json', () => {
  const parsed = (path: string): object =>
    JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as object;
  const valid = new Ajv2020({ strict: true })
    .addSchema(parsed('../../schema/certificate.schema.json'), 'certificate.schema.json')
    .compile(parsed('../../schema/uniform-certificate.schema.json'));
  const folder = new URL('../../certificates/uniform/', import.meta.url);

  it('accepts what is written and what is committed', () => {
    expect(valid(changed(() => {})), JSON.stringify(valid.errors)).toBe(true);
    const names = readdirSync(folder);
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) {
      const text = readFileSync(new URL(name, folder), 'utf8');
      expect(valid(JSON.parse(text)), `${name}: ${JSON.stringify(valid.errors)}`).toBe(true);
      const certificate = readCertificate(text);
      expect(serialise(certificate), name).toBe(text);
      expect(hashOf(certificate), name).toBe(certificate.sha256);
      expect(certificate.statement, name).toBe(statementOf(certificate));
    }
  });

  it('refuses a document without one of its fields, or with one more', () => {
    const document = changed(() => {}) as Record<string, unknown>;
    const copies = (value: unknown): unknown[] => {
      if (typeof value !== 'object' || value === null) return [];
      if (Array.isArray(value))
        return value.flatMap((item, i) =>
          copies(item).map((copy) => value.map((other, j) => (i === j ? copy : other))),
        );
      return Object.entries(value).flatMap(([key, item]) => {
        const { [key]: _left, ...rest } = value as Record<string, unknown>;
        return [rest, ...copies(item).map((copy) => ({ ...value, [key]: copy }))];
      });
    };
    const spoiled = copies(document);
    expect(spoiled.length).toBeGreaterThan(20);
    for (const copy of spoiled) expect(valid(copy), JSON.stringify(copy).slice(0, 200)).toBe(false);
    expect(valid({ ...document, more: 1 })).toBe(false);
  });
});
