import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compareRationals, rationalOf } from '../../src/arithmetic/exact.ts';
import { serialise } from '../../src/certificate/index.ts';
import { checkCertificate } from '../../src/checker/index.ts';
import type { DenseCandidate, ExactNumber } from '../../src/model/candidate.ts';
import type { VerifyOptions } from '../../src/proof/options.ts';
import { scaledCandidate, scaledClaim, scaleExponent } from '../../src/proof/scale.ts';
import { projectCandidate, verified } from '../points.ts';
import { shared } from '../shared.ts';

const basis = (k: number): number[][] =>
  Array.from({ length: k }, (_, j) => Array.from({ length: k }, (_, a) => (a === j ? 1 : 0)));

/** With its targets written out. */
function explicit(weights: readonly (readonly ExactNumber[])[]): DenseCandidate {
  const k = weights[0]!.length;
  return { form: 'dense', k, n: weights.length, d: k, targets: basis(k), weights };
}

/** One point of every verdict, the (6,6) minimum among them. */
const POINTS: readonly (readonly [string, DenseCandidate])[] = [
  ['spurious-local-minimum', explicit(projectCandidate('6-6').weights)],
  [
    'saddle',
    explicit([
      [1.0683098861837907, 1.0683098861837905],
      [-0.06830988618379072, -0.06830988618379072],
    ]),
  ],
  [
    'not-spurious',
    explicit([
      ['0.00001', 1],
      [1, 0],
    ]),
  ],
  [
    'no-critical-point',
    explicit([
      [1.5, 0.25],
      [-0.5, 2],
    ]),
  ],
];

/** In other decimals with the same meaning. */
function sameNumbers(a: unknown, b: unknown): boolean {
  if (typeof a === 'string' && typeof b === 'string' && /^-?\d/.test(a))
    return compareRationals(rationalOf(a), rationalOf(b)) === 0;
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return a === b;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => sameNumbers((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}

function accepted(candidate: DenseCandidate, options: VerifyOptions = {}): string {
  const { verdict, certificate, reason } = verified(candidate, options);
  if (certificate === null) return `${verdict}: ${reason}`;
  const answer = checkCertificate(serialise(certificate));
  return answer.accepted ? verdict : `${verdict}, but the checker: ${answer.reason}`;
}

describe.each(POINTS)('%s', (verdict, candidate) => {
  const dear = candidate.n > 2;
  const base = verified(candidate);

  it('has the verdict', () => expect(accepted(candidate)).toBe(verdict));

  it('times 2^e: the same verdict, the same claim up to the exact shift, accepted', () => {
    for (let e = -400; e <= 400; e += dear ? 100 : 16) {
      const scaled = scaledCandidate(candidate, e);
      const proof = verified(scaled);
      expect(proof.verdict, `2^${e}`).toBe(verdict);
      const claim = scaledClaim(base.certificate!.claim, e);
      expect(sameNumbers(proof.certificate!.claim, claim), `2^${e}`).toBe(true);
      expect(proof.lambdaMin).toBe(base.lambdaMin);
      expect(checkCertificate(serialise(proof.certificate!)).accepted, `2^${e}`).toBe(true);
    }
  });

  it('times 10^±100, 3^±80 and the ends of the doubles: the same verdict, accepted', () => {
    const times = (c: number, rows: readonly (readonly ExactNumber[])[]): number[][] =>
      rows.map((row) => row.map((x) => Number(x) * c));
    for (const c of [1e100, 1e-100, 3 ** 80, 3 ** -80, 10 ** 14, 2 ** -11, 1e-4, 2 ** 1000, 2 ** -1000]) {
      const scaled = {
        ...candidate,
        targets: times(c, candidate.targets!),
        weights: times(c, candidate.weights),
      };
      expect(accepted(scaled), `times ${c}`).toBe(verdict);
    }
  });

  it('as decimals, with 250 digits, at the smallest double', () => {
    expect(accepted(scaledCandidate(candidate, -1074), { digits: 250 })).toBe(verdict);
    expect(accepted(scaledCandidate(candidate, 1023), { digits: 250 })).toBe(verdict);
  });
});

describe('the power', () => {
  const of = (targets: ExactNumber[][], weights: ExactNumber[][] = [[1]]): number =>
    scaleExponent({
      form: 'dense',
      k: targets.length,
      n: weights.length,
      d: weights[0]!.length,
      targets,
      weights,
    });

  it('makes the longest target at least 1 and less than 2 long, decided exactly', () => {
    expect(of([[1]])).toBe(0);
    expect(of([[1.9999999999999998]])).toBe(0);
    expect(of([[2]])).toBe(-1);
    expect(of([['0.99999999999999999999999999999999999999999999999999']])).toBe(1);
    expect(of([[0.5], [-0.25]])).toBe(1);
    expect(of([[3, 4]])).toBe(-2);
    expect(of([[6, 8]], [[1, 1]])).toBe(-3);
    expect(of([['1e-300']])).toBe(997);
    expect(of([['1e100']])).toBe(-332);
  });

  it('is that of the neurons where all targets are 0, and 0 for the standard basis', () => {
    expect(of([[0, 0]], [[3, 4]])).toBe(-2);
    expect(of([[0]], [[0]])).toBe(0);
    expect(scaleExponent(projectCandidate('6-6'))).toBe(0);
  });
});

describe('small inputs', () => {
  const files: readonly (readonly [string, string, number])[] = [
    ['S-4', 'spurious-local-minimum', 32],
    ['six-times-2^-11', 'spurious-local-minimum', 32],
    ['S14', 'spurious-local-minimum', 32],
    ['one', 'not-spurious', 32],
    ['one', 'not-spurious', 250],
    ['big', 'not-spurious', 32],
    ['big', 'not-spurious', 250],
  ];
  const folder = shared('cases');
  it.runIf(folder !== null).each(files)('%s: %s, with %i digits', (name, verdict, digits) => {
    const read = JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8')) as DenseCandidate;
    const candidate: DenseCandidate = {
      ...read,
      form: 'dense',
      d: read.weights[0]!.length,
      targets: read.targets ?? null,
    };
    expect(accepted(candidate, { digits })).toBe(verdict);
  });

  it('W = V = 1 and W = V = 10^30·I', () => {
    const big = [
      [1e30, 0],
      [0, 1e30],
    ];
    for (const digits of [20, 32, 33, 100, 250])
      for (const rows of [[[1]], big])
        expect(accepted({ ...explicit(rows), targets: rows }, { digits })).toBe('not-spurious');
  });

  it('a norm is never bounded below by a negative number', () => {
    const weights = basis(3);
    weights[1] = weights[0]!;
    const { verdict, reason } = verified({ ...explicit(weights), targets: weights });
    expect(verdict).toBe('inconclusive');
    expect(reason).toContain('‖∇F‖ ≥ 0 is not above');
  });
});
