import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { type Ball, BallField } from '../../../src/arithmetic/ball.ts';
import { exp } from '../../../src/arithmetic/exponential.ts';
import { normalCdf, normalDensity } from '../../../src/arithmetic/normal.ts';
import {
  type DenseCertificate,
  type EliminationCertificate,
  makeCertificate,
  readCertificate,
  serialise,
} from '../../../src/certificate/index.ts';
import { checkCertificate } from '../../../src/checker/index.ts';
import * as checked from '../../../src/checker/numbers/exponential.ts';
import { type Interval, intervals, isAtMost, isLess } from '../../../src/checker/numbers/interval.ts';
import { proveEliminated } from '../../../src/elimination/population/eliminate.ts';
import type { DenseCandidate } from '../../../src/model/candidate.ts';
import { proposeBlockDirection } from '../../../src/proposals/elimination/block-direction.ts';
import { proposeDirection } from '../../../src/proposals/elimination/direction.ts';
import { dense, generator, projectCandidate, rotation, times, verified } from '../../points.ts';
import { altered, fields, leaves, replaced, valueAt } from '../samples.ts';

const producer = { name: 'test', version: '0' };
const made = (name: string): EliminationCertificate => {
  const subject = readCertificate(readFileSync(name, 'utf8')) as DenseCertificate;
  const result = proveEliminated(makeCertificate<DenseCertificate>(subject), {
    lambda: '0.5',
    propose: proposeDirection,
    proposeBlocks: proposeBlockDirection,
    producer,
  });
  if ('reason' in result) throw new Error(result.reason);
  return result.certificate;
};
const certificate = made('test/checker/vectors/minimum.json');
const reasonOf = (text: string): string => {
  const answer = checkCertificate(text);
  return answer.accepted ? 'accepted' : answer.reason;
};

describe('elimination certificates', () => {
  it.each(['minimum', 'minimum-sharp', 'minimum-dimension-6'])('of %s is accepted', (name) => {
    expect(reasonOf(serialise(made(`test/checker/vectors/${name}.json`)))).toBe('accepted');
  });

  it('the statement is a single paragraph that names the theorem and the numbers', () => {
    const { statement, claim, subject } = certificate;
    expect(statement).toContain('For no lambda > 0 does W* survive');
    for (const number of [claim.correlation.lower, claim.step.a, claim.infimum.upper, subject.sha256])
      expect(statement).toContain(number);
    expect(statement).not.toMatch(/\n| {2}|null|undefined/);
  });

  /** Which way each number must be moved to claim more than is true, relative to its size. */
  const INWARD: [string, 1 | -1, string][] = [
    ['correlationAtZero.lower', 1, 'correlationAtZero.lower'],
    ['correlationAtZero.upper', -1, 'correlationAtZero.upper'],
    ['correlation.lower', 1, 'correlation.lower'],
    ['correlation.upper', -1, 'correlation.upper'],
    ['curvature', -1, 'curvature'],
    ['largestDecrease.lower', 1, 'largestDecrease.lower'],
    ['largestDecrease.upper', -1, 'largestDecrease.upper'],
    ['infimum.lower', 1, 'infimum.lower'],
    ['infimum.upper', -1, 'infimum.upper'],
    ['step.decrease', 1, 'step.decrease'],
    ['step.lambda', 1, 'step.decrease'],
  ];
  it.each(INWARD)('%s moved inward by 10⁻⁹ is rejected', (name, side, inequality) => {
    const path = ['claim', ...name.split('.')];
    const value = new Decimal(valueAt(certificate, path) as string);
    const moved = value.plus(value.abs().times(side * 1e-9)).toString();
    expect(reasonOf(altered(certificate, path, moved))).toContain(`not confirmed: ${inequality}`);
  });

  it('a step to the wrong side, λ ≤ 0, another direction: rejected', () => {
    const at = (path: string, value: unknown): string =>
      reasonOf(altered(certificate, path.split('.'), value));
    expect(at('claim.step.a', `-${certificate.claim.step.a}`)).toContain('step.decrease ≤');
    expect(at('claim.step.a', '0')).toContain('step.decrease ≤');
    expect(at('claim.step.lambda', '0')).toContain('step.lambda > 0');
    expect(at('claim.step.lambda', '-1')).toContain('step.lambda > 0');
    expect(at('claim.step.decrease', '-1')).toContain('step.decrease > 0');
    expect(at('claim.correlation.upper', '1')).toContain('0 lies outside correlation');
    const [first, ...rest] = certificate.witness.direction;
    const turned = new Decimal(first!).plus('1e-6').toString();
    expect(at('witness.direction', [turned, ...rest])).toContain('correlation');
    expect(
      at(
        'witness.direction',
        certificate.witness.direction.map(() => '100'),
      ),
    ).toContain('exponent');
  });

  it('the subject counts: its hash, its statement, its proof', () => {
    const { subject } = certificate;
    const spoiled = (changed: Record<string, unknown>): string =>
      reasonOf(altered(certificate, ['subject'], changed));
    expect(spoiled({ ...subject, statement: 'Anything.' })).toContain('the sha256 of the subject');
    expect(spoiled({ ...subject, sha256: '0'.repeat(64) })).toContain('the sha256 of the subject');
    // A subject that is consistent in itself but claims too much.
    const upper = new Decimal(
      subject.claim.verdict === 'spurious-local-minimum' ? subject.claim.objective.lower : 0,
    );
    const boast = makeCertificate<DenseCertificate>(
      replaced(subject, ['claim', 'objective', 'lower'], upper.times(1.1).toString()) as never,
    );
    expect(spoiled(boast as never)).toContain('objective.lower');
    for (const path of leaves(subject.point, ['subject', 'point']).slice(0, 3))
      expect(reasonOf(altered(certificate, path, '0.25'))).not.toBe('accepted');
  });

  it('every field is needed, and no other is taken; the schema says the same', () => {
    const ajv = new Ajv2020({ strict: true });
    const read = (name: string) => JSON.parse(readFileSync(`schema/${name}`, 'utf8')) as object;
    ajv.addSchema(read('certificate.schema.json'), 'certificate.schema.json');
    ajv.addSchema(read('block-certificate.schema.json'), 'block-certificate.schema.json');
    ajv.addSchema(read('wide-certificate.schema.json'), 'wide-certificate.schema.json');
    const valid = ajv.compile(read('elimination-certificate.schema.json'));
    expect(valid(certificate)).toBe(true);
    for (const path of fields(certificate).filter(([first]) => first !== 'subject')) {
      const without = replaced(certificate, path, undefined);
      expect(() => readCertificate(JSON.stringify(without)), path.join('.')).toThrow(
        /expected (this field|"dense")/,
      );
      expect(valid(without), path.join('.')).toBe(false);
      const more = replaced(certificate, [...path.slice(0, -1), 'note'], 1);
      expect(() => readCertificate(JSON.stringify(more))).toThrow('no such field');
      expect(valid(more)).toBe(false);
    }
    const inside = replaced(certificate, ['subject', 'problem', 'k'], 'six');
    expect(() => readCertificate(JSON.stringify(inside))).toThrow('certificate.subject.problem.k');
    const saddle = JSON.parse(readFileSync('test/checker/vectors/saddle.json', 'utf8')) as unknown;
    expect(() => readCertificate(JSON.stringify(replaced(certificate, ['subject'], saddle)))).toThrow(
      'certificate.subject.claim.verdict',
    );
    expect(() =>
      readCertificate(JSON.stringify(replaced(certificate, ['witness', 'direction'], ['1']))),
    ).toThrow('certificate.witness.direction');
  });
});

describe('elimination certificates of other subjects', () => {
  const madeOf = (candidate: DenseCandidate, options: Parameters<typeof verified>[1] = {}) => {
    const subject = verified(candidate, options).certificate;
    if (subject === null || subject.kind !== 'dense') throw new Error('not verified');
    const result = proveEliminated(subject, {
      lambda: '1',
      propose: proposeDirection,
      proposeBlocks: proposeBlockDirection,
      producer,
    });
    if ('reason' in result) throw new Error(result.reason);
    return result.certificate;
  };
  const width = ({ lower, upper }: { lower: string; upper: string }): number => Number(upper) - Number(lower);

  it('where W* is known to 10⁻⁷ only, c is known no better: a sharper claim is rejected', () => {
    const rough = madeOf(projectCandidate('6-6'), { polish: false });
    const fine = madeOf(projectCandidate('6-6'));
    expect(width(rough.claim.correlation)).toBeGreaterThan(1e4 * width(fine.claim.correlation));
    expect(reasonOf(serialise(rough))).toBe('accepted');
    // The critical point is the same, so these are true; but the rough subject does not prove them.
    for (const key of ['correlationAtZero', 'correlation'] as const) {
      const boast = altered(rough, ['claim', key], fine.claim[key]);
      expect(reasonOf(boast)).toContain(`not confirmed: ${key}.lower`);
    }
  });

  it('turned targets, and one that is 0: the same c(0)', () => {
    const plain = projectCandidate('6-6');
    const turn = rotation(6, 3);
    const turned = {
      ...dense(times(plain.weights as number[][], turn)),
      targets: turn.map((row) => row.map(Number)),
    };
    const [first, second] = [madeOf(plain), madeOf(turned)];
    expect(reasonOf(serialise(second))).toBe('accepted');
    expect(Number(second.claim.correlationAtZero.lower)).toBeCloseTo(
      Number(first.claim.correlationAtZero.lower),
      12,
    );
    expect(Number(second.claim.largestDecrease.lower)).toBeCloseTo(
      Number(first.claim.largestDecrease.lower),
      12,
    );
    const wide = projectCandidate('8-9');
    const targets = Array.from({ length: 9 }, (_, j) =>
      Array.from({ length: 8 }, (_, a) => (a === j ? 1 : 0)),
    );
    const withZero = madeOf({ ...wide, k: 9, targets });
    expect(reasonOf(serialise(withZero))).toBe('accepted');
    expect(Number(withZero.claim.correlationAtZero.lower)).toBeCloseTo(-0.00160951, 8);
  });
});

describe('exponential and normal distribution of the checker', () => {
  const SEED = 2024;
  it(`meet those of the engine, seed ${SEED}`, () => {
    const I = intervals(40);
    const field = new BallField(200);
    const uniform = generator(SEED);
    const ends = (x: Ball): [Decimal, Decimal] => {
      const Exact = Decimal.clone({ precision: 400 });
      const unit = new Exact(2).pow(-200);
      return [unit.times((x.mid - x.rad).toString()), unit.times((x.mid + x.rad).toString())];
    };
    const meet = (own: Interval, other: Ball, what: string): void => {
      const [low, high] = ends(other);
      const enclosure = I.hull(I.of(low.toString()), I.of(high.toString()));
      expect(isLess(own, enclosure) || isLess(enclosure, own), what).toBe(false);
      const size = I.add(I.absolute(I.upper(own)), I.one);
      const width = I.subtract(I.upper(own), I.lower(own));
      expect(isAtMost(width, I.multiply(size, I.of('1e-35'))), what).toBe(true);
    };
    const points = [
      0,
      1,
      -1,
      1e-20,
      -1e-20,
      8,
      -8,
      20,
      -20.5,
      21,
      ...Array.from({ length: 40 }, () => 16 * uniform() - 8),
    ];
    for (const x of points) {
      const exact = new Decimal(x).toString();
      const [own, other] = [I.of(exact), field.exact(exact)];
      meet(checked.exponential(I, own), exp(field, other), `e^${x}`);
      meet(checked.normalCdf(I, own), normalCdf(field, other), `Φ(${x})`);
      meet(checked.normalDensity(I, own), normalDensity(field, other), `φ(${x})`);
      const wide = I.hull(own, I.of(new Decimal(exact).plus('0.5').toString()));
      expect(isAtMost(I.lower(checked.normalCdf(I, wide)), I.upper(checked.normalCdf(I, own)))).toBe(true);
      expect(isAtMost(checked.exponential(I, own), I.upper(checked.exponential(I, wide)))).toBe(true);
    }
    expect(() => checked.exponential(I, I.of('5001'))).toThrow('exponent');
  });
});
