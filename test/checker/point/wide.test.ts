import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import {
  type Certificate,
  decodeDoubles,
  encodeDoubles,
  LIMITS,
  serialise,
  type WideCertificate,
} from '../../../src/certificate/index.ts';
import { checkCertificate } from '../../../src/checker/index.ts';
import type { DenseCandidate } from '../../../src/model/candidate.ts';
import { settingsOf } from '../../../src/proof/options.ts';
import { eliminate } from '../../../src/verify/eliminate.ts';
import { split } from '../../../src/verify/split.ts';
import { PROPOSERS } from '../../../src/verify/verify.ts';
import { verifyWide } from '../../../src/verify/wide.ts';
import { generator, projectCandidate, randomMatrix, rotation, times } from '../../points.ts';
import { pythonPath, pythonWith } from '../../python.ts';
import { altered, leaves, refused, replaced, STRONGER, sample, valueAt } from '../samples.ts';

const WIDTH = 9;
const Exact = Decimal.clone({ precision: 100 });

function made(candidate: DenseCandidate): WideCertificate {
  const producer = { name: 'test', version: '0' };
  const proof = verifyWide(candidate, settingsOf({ producer }, candidate.d), PROPOSERS);
  const certificate = proof.certify();
  if (certificate?.kind !== 'wide') throw new Error(proof.reason ?? 'no certificate');
  return certificate;
}

function turned(weights: number[][], k: number, scale = 1): DenseCandidate {
  const Q = rotation(WIDTH, 6)
    .slice(0, k)
    .map((row) => row.map((x) => scale * x));
  return { form: 'dense', k, n: weights.length, d: WIDTH, targets: Q, weights: times(weights, Q) };
}

const numbers = (rows: DenseCandidate['weights'] | readonly (readonly string[])[]): number[][] =>
  rows.map((row) => row.map(Number));

const certificates: Readonly<Record<string, WideCertificate>> = {
  minimum: made(turned(numbers(projectCandidate('6-6').weights), 6)),
  scaled: made(turned(numbers(projectCandidate('6-6').weights), 6, 3e-5)),
  saddle: made(turned(numbers(sample('saddle').point.candidate), 3)),
  'global minimum': made(turned(numbers(sample('not-spurious').point.candidate), 4)),
  'no critical point': made(turned(numbers(sample('no-critical-point').point.candidate), 5)),
};
const { minimum } = certificates as { minimum: WideCertificate };
const reasonOf = (text: string): string => {
  const answer = checkCertificate(text);
  return answer.accepted ? 'accepted' : answer.reason;
};
const each = Object.entries(certificates);

describe('wide certificates', () => {
  it('one that an earlier version wrote is accepted still', () => {
    const text = readFileSync('test/checker/point/vectors/wide-minimum.certificate.json', 'utf8');
    expect(reasonOf(text)).toBe('accepted');
  });

  it.each(each)('%s is accepted', (_, certificate) => {
    expect(reasonOf(serialise(certificate))).toBe('accepted');
  });

  it('the statement is a single paragraph about the targets as given', () => {
    const { statement, claim, reduction } = minimum;
    expect(statement).toContain('there is a D x 6 matrix Q');
    expect(statement).toContain('For every dimension D >= 9, F has a spurious local minimum');
    for (const number of [reduction!.defect, reduction!.moved, claim.gradientNorm])
      expect(statement).toContain(number);
    for (const { statement: other } of Object.values(certificates))
      expect(other).not.toMatch(/\n| {2}|null|undefined/);
  });

  it('have the form of the JSON Schema', () => {
    const ajv = new Ajv2020({ strict: false });
    const schema = (name: string) =>
      JSON.parse(readFileSync(new URL(`../../../schema/${name}`, import.meta.url), 'utf8'));
    ajv.addSchema(schema('certificate.schema.json'), 'certificate.schema.json');
    const valid = ajv.compile(schema('wide-certificate.schema.json'));
    for (const [name, certificate] of each)
      expect(valid(JSON.parse(serialise(certificate))), `${name}: ${JSON.stringify(valid.errors)}`).toBe(
        true,
      );
    const wrong = JSON.parse(serialise(minimum)) as Record<string, unknown>;
    expect(valid({ ...wrong, reduction: { coordinates: [], defect: '0' } })).toBe(false);
  });
});

/** The number moved by a share of itself. */
function moved(value: string, direction: 1 | -1, relative: string): string {
  const number = new Exact(value);
  const step = number.isZero() ? new Exact('1e-30') : number.abs().times(relative);
  return number.plus(step.times(direction)).toFixed();
}

describe('tampering, statement and sha256 made anew', () => {
  it.each(
    each.filter(([name]) => name !== 'scaled'),
  )('%s: every claimed bound made stronger', (_, certificate) => {
    const accepted: string[] = [];
    let tried = 0;
    for (const path of leaves(certificate.claim, ['claim'])) {
      const value = valueAt(certificate, path);
      const name = String(path[path.length - 1]);
      if (typeof value !== 'string' || path.includes('published')) continue;
      const saddle = certificate.claim.verdict === 'saddle' && name === 'lambdaMin';
      for (const direction of saddle ? [-1 as const] : (STRONGER[name] ?? [])) {
        tried += 1;
        // Where norms alone exclude a critical point, ‖∇²F‖ is bounded by them as well, from farther above.
        const share = name === 'hessianNorm' ? '0.3' : '1e-3';
        if (!refused(altered(certificate, path, moved(value, direction, share))))
          accepted.push(path.join('.'));
      }
    }
    expect(tried).toBeGreaterThan(2);
    expect(accepted).toEqual([]);
  });

  it('defect and moved smaller, coordinates another', () => {
    const { reduction } = minimum;
    const expected: [path: (string | number)[], value: string, reason: RegExp][] = [
      [['reduction', 'defect'], moved(reduction!.defect, -1, '1e-6'), /reduction\.defect ≥/],
      [['reduction', 'defect'], '0', /reduction\.defect ≥/],
      [['reduction', 'defect'], '0.5', /reduction\.defect < ½/],
      [['reduction', 'moved'], moved(reduction!.moved, -1, '1e-6'), /reduction\.moved ≥/],
      [['reduction', 'coordinates', 3, 3], '-1', /diagonal of reduction\.coordinates/],
      [['reduction', 'coordinates', 3, 3], '0', /diagonal of reduction\.coordinates/],
    ];
    for (const [path, value, reason] of expected)
      expect(reasonOf(altered(minimum, path, value)), path.join('.')).toMatch(reason);
    for (let a = 0; a < 6; a++)
      for (const c of new Set([0, a])) {
        const path = ['reduction', 'coordinates', a, c];
        const value = new Exact(valueAt(minimum, path) as string).plus('1e-18').toFixed();
        expect(reasonOf(altered(minimum, path, value)), path.join('.')).toMatch(/reduction\.defect ≥/);
      }
  });

  it('any double of targets and candidate', () => {
    const random = generator(3);
    const problem = minimum.problem.targets as readonly string[];
    for (let trial = 0; trial < 12; trial++) {
      const targets = trial % 2 === 0;
      const i = Math.floor(6 * random());
      const row = [...decodeDoubles((targets ? problem : minimum.point.candidate)[i] as string, WIDTH)!];
      const a = Math.floor(WIDTH * random());
      row[a] = row[a]! * (1 + 2 ** -20);
      const path = targets ? ['problem', 'targets', i] : ['point', 'candidate', i];
      const text = altered(minimum, path, encodeDoubles(row));
      const reason = targets ? /reduction\.defect ≥/ : /gradientNorm ≥|centreDistance ≥|published/;
      expect(reasonOf(text), `${path.join('.')}, entry ${a}`).toMatch(reason);
    }
  });

  it('centre, targets in another order, a permutation another', () => {
    for (const path of leaves(minimum.point.centre, ['point', 'centre']).filter((_, a) => a % 7 === 0)) {
      const value = new Exact(valueAt(minimum, path) as string).plus('1e-12').toFixed();
      expect(reasonOf(altered(minimum, path, value)), path.join('.')).not.toBe('accepted');
    }
    const { targets } = minimum.problem;
    expect(reasonOf(altered(minimum, ['problem', 'targets'], [...targets].reverse()))).toMatch(/defect/);
    const copied = certificates['global minimum']!;
    const { permutation } = copied.witness as { permutation: number[] };
    expect(reasonOf(altered(copied, ['witness', 'permutation'], [...permutation].reverse()))).not.toBe(
      'accepted',
    );
  });

  it('the form: what may be null, shapes, sharp constants, widths, entries', () => {
    const refusal = (
      path: (string | number)[],
      value: unknown,
      certificate: Certificate = minimum,
    ): string => {
      try {
        return reasonOf(altered(certificate, path, value));
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(refusal(['reduction'], null)).toMatch(/certificate\.reduction: expected a value/);
    expect(refusal(['point', 'centre'], null)).toMatch(/certificate\.point\.centre: expected a value/);
    expect(refusal(['claim', 'lipschitzConstant'], 'sharp')).toMatch(/"plain"/);
    expect(refusal(['problem', 'd'], 6)).toMatch(/expected/);
    expect(refusal(['problem', 'dimension'], 8)).toMatch(/at least d = 9/);
    expect(refusal(['reduction', 'coordinates', 2], ['1', '0', '1', '0'])).toMatch(/3 numbers/);
    expect(refusal(['problem', 'd'], 1 << 23)).toMatch(/\(n \+ k\)·d of at most/);
    for (const row of [
      encodeDoubles([1, 2, 3]),
      `${encodeDoubles(new Array(WIDTH).fill(1)).slice(0, -1)}!`,
      ' '.repeat(96),
      nonCanonical([Number.NaN, ...new Array(WIDTH - 1).fill(1)]),
      nonCanonical([-0, ...new Array(WIDTH - 1).fill(1)]),
      nonCanonical([Number.POSITIVE_INFINITY, ...new Array(WIDTH - 1).fill(1)]),
    ])
      expect(refusal(['point', 'candidate', 0], row), row).toMatch(/9 numbers/);
    expect(() => serialise(replaced(minimum, ['extra'], 1) as unknown as Certificate)).not.toThrow();
  });
});

/** Base64 of doubles that the writer does not write. */
function nonCanonical(row: number[]): string {
  return Buffer.from(Float64Array.from(row).buffer).toString('base64');
}

describe('doubles as text', () => {
  it('are those of base64, and come back', () => {
    for (let count = 1; count < 12; count++) {
      const row = randomMatrix(1, count, count, 10 ** (3 * count - 15))[0]!;
      const text = encodeDoubles(row);
      expect(text).toBe(Buffer.from(Float64Array.from(row).buffer).toString('base64'));
      expect([...decodeDoubles(text, count)!]).toEqual(row);
      expect(decodeDoubles(text, count + 1)).toBeNull();
    }
    expect(encodeDoubles([-0])).toBe(encodeDoubles([0]));
    expect([...decodeDoubles(encodeDoubles([5e-324, -1.7976931348623157e308]), 2)!]).toEqual([
      5e-324, -1.7976931348623157e308,
    ]);
    expect(() => encodeDoubles([Number.NaN])).toThrow(RangeError);
    expect(LIMITS.characters).toBeGreaterThan(60_000_000);
  });
});

describe('a wide minimum as a subject', () => {
  it('is eliminated by one exponential neuron', () => {
    const result = eliminate(minimum);
    if ('reason' in result) throw new Error(result.reason);
    const { certificate } = result;
    expect(reasonOf(serialise(certificate))).toBe('accepted');
    expect(certificate.statement).toContain('with these numbers in the columns of Q');
    const direct = eliminate(projectCandidate('6-6'));
    if ('reason' in direct) throw new Error(direct.reason);
    const [x, y] = [certificate, direct.certificate].map(({ claim }) => Number(claim.largestDecrease.lower));
    expect(Math.abs(x! - y!)).toBeLessThan(1e-6 * y!);
    const { upper } = certificate.claim.correlationAtZero;
    const path = ['claim', 'correlationAtZero', 'upper'];
    expect(reasonOf(altered(certificate, path, moved(upper, -1, '1e-6')))).toMatch(/correlationAtZero/);
    expect(reasonOf(altered(certificate, ['subject', 'reduction', 'defect'], '0'))).not.toBe('accepted');
  });

  it('is not split: a line says so', () => {
    expect(split(minimum)).toMatchObject({ reason: expect.stringContaining('"wide"') });
  });
});

describe.skipIf(!pythonWith(['mpmath'], 'the comparison with mpmath is left out'))('against mpmath', () => {
  it('the spectral norm of S⁻¹VVᵀS⁻ᵀ − I is below the claimed defect, and not by much', () => {
    const input = JSON.stringify(
      [minimum, certificates['scaled'], certificates['saddle'], certificates['global minimum']].map(
        (certificate) => ({
          targets: certificate!.problem.targets,
          coordinates: certificate!.reduction!.coordinates,
        }),
      ),
    );
    const { stdout, stderr, status } = spawnSync(pythonPath(), ['test/checker/point/isometry_reference.py'], {
      input,
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
    const answers = JSON.parse(stdout) as { defect: string; moved: string }[];
    answers.forEach(({ defect, moved: exact }, i) => {
      const { reduction } = [
        minimum,
        certificates['scaled'],
        certificates['saddle'],
        certificates['global minimum'],
      ][i]!;
      const [claimed, own] = [new Exact(reduction!.defect), new Exact(defect)];
      expect(claimed.gte(own), `${claimed} ≥ ${own}`).toBe(true);
      // Frobenius norms of k rows lose a factor of at most k^{3/2} for nearly orthonormal targets.
      expect(claimed.lte(own.times(20)), `${claimed} ≤ 20·${own}`).toBe(true);
      expect(new Exact(reduction!.moved).gte(exact), `moved ≥ ${exact}`).toBe(true);
    });
  });
});
