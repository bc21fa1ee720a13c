import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import {
  CertificateError,
  makeCertificate,
  readCertificate,
  serialise,
  splitPower,
  type UniformSplitCertificate,
} from '../../../src/certificate/index.ts';
import { checkCertificate } from '../../../src/checker/index.ts';
import { approximate } from '../../../src/checker/uniform/series.ts';
import { splitNumber, transverseOf } from '../../../src/checker/uniform/splits.ts';
import { floats } from '../../../src/proposals/uniform/floats.ts';
import { Calculus } from '../../../src/symmetry/uniform/arithmetic.ts';
import { scaled } from '../../../src/symmetry/uniform/scaled.ts';
import { familyOf } from '../../../src/symmetry/uniform/scaled-family.ts';
import { splitNumbers } from '../../../src/symmetry/uniform/splits.ts';
import { proveForAll } from '../../../src/verify/uniform.ts';
import { splitForAll } from '../../../src/verify/uniform-split.ts';
import { altered, fields, replaced } from '../samples.ts';
import { familyAt } from './uniform-fixture.ts';

/** The split certificate of a family for k from 20 to 24, where a matched neuron of {1} has one negative direction only. */
function made(bad: number, extras: readonly (readonly number[])[]): UniformSplitCertificate {
  const proof = proveForAll({ bad, extras }, 20, 24);
  if (!proof.proved) throw new Error(proof.reason);
  const { certificate, failures } = splitForAll(proof.certificate);
  if (certificate === null || failures.length > 0) throw new Error(JSON.stringify(failures));
  return certificate;
}

const certificate = made(1, [[1]]);
/** What is said of a certificate with this value there, by the reader of its form or by the checker. */
function at(path: string, value: unknown): string {
  const keys = path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  try {
    const answer = checkCertificate(altered(certificate, keys, value));
    return answer.accepted ? 'accepted' : answer.reason;
  } catch (error) {
    if (error instanceof CertificateError) return error.message;
    throw error;
  }
}

describe('the numbers of a split', () => {
  it.each([
    [1, []],
    [1, [[1]]],
    [2, [[1], [1, 2]]],
    [3, [[1, 2, 3]]],
  ])('are those of the engine, by other formulas: %i bad, extras %j', (bad, extras) => {
    const family = familyOf(bad, extras);
    let state = 77 * bad + extras.length;
    const next = (): number => {
      state = (state * 48271) % 2147483647;
      return (2 * state) / 2147483647 - 1;
    };
    for (const s of [0.35, 0.01, 0]) {
      const y = Array.from({ length: family.unknowns }, next);
      const box = familyAt(
        bad,
        family.singles,
        s,
        0,
        y.map((x) => [x]),
        0,
      );
      const all = splitNumbers(new Calculus(floats), scaled(new Calculus(floats), family, s, y));
      for (const [neuron, { moves, transverse }] of all.entries()) {
        const where = `neuron ${neuron}, s = ${s}, y = ${y.join(' ')}`;
        const value = (x: { readonly coefficients: readonly bigint[] }): number =>
          approximate(x.coefficients[0]!);
        expect(value(transverseOf(box, neuron)), where).toBeCloseTo(transverse, 9);
        for (const move of ['differences', 'constant'] as const)
          if (moves[move] !== undefined)
            expect(value(splitNumber(box, neuron, move)), `${move}, ${where}`).toBeCloseTo(moves[move], 9);
      }
    }
  });
});

describe('splits for every k', () => {
  it('are accepted, and claim what the numbers at one k are', () => {
    expect(checkCertificate(serialise(certificate)).accepted).toBe(true);
    const { splits } = certificate.claim;
    expect(splits.map(({ move }) => move)).toEqual(['differences', 'constant', 'differences']);
    expect(splits.map(({ transverseNegative }) => transverseNegative)).toEqual([true, false, true]);
    // The worst of them is at one of the ends, up to the room for other roundings.
    const { problem, witness } = certificate.subject;
    const family = familyOf(problem.bad, problem.extras);
    const ends = witness.intervals.flatMap(({ from, to, centre }) =>
      [from, to].map((s, e) => {
        const y = centre.map((row) =>
          row.reduce((sum, c, j) => sum + (e === 0 && j % 2 === 1 ? -1 : 1) * Number(c), 0),
        );
        return splitNumbers(new Calculus(floats), scaled(new Calculus(floats), family, Number(s), y));
      }),
    );
    for (const { neuron, eigenvalueUpper, move } of splits) {
      const worst = Math.max(...ends.map((numbers) => numbers[neuron]!.moves[move]! / (2 * Math.PI)));
      expect(Number(eigenvalueUpper)).toBeGreaterThan(worst);
      expect(Number(eigenvalueUpper)).toBeLessThan(0.99 * worst);
    }
  });

  it('what is altered is rejected', () => {
    for (const [i, { eigenvalueUpper, neuron }] of certificate.claim.splits.entries()) {
      const path = `claim.splits.${i}`;
      const lower = new Decimal(eigenvalueUpper).times('1.01').toString();
      expect(at(`${path}.eigenvalueUpper`, lower)).toContain(`neuron ${neuron}: eigenvalueUpper·2π`);
      expect(at(`${path}.eigenvalueUpper`, '0')).toContain('eigenvalueUpper < 0');
    }
    // Differences are no negative directions of the matched neuron, nor are the coordinates beyond k.
    expect(at('claim.splits.1.move', 'differences')).toContain('neuron 1: eigenvalueUpper·2π');
    expect(at('claim.splits.1.transverseNegative', true)).toContain('neuron 1: minus what B is beyond');
    // Less may be claimed.
    expect(at('claim.splits.0.transverseNegative', false)).toBe('accepted');
    expect(at('claim.splits', certificate.claim.splits.slice(1))).toBe('accepted');
  });

  it('the form: moves, neurons, α', () => {
    for (const neuron of [0, 2]) expect(at(`claim.splits.${neuron}.move`, 'constant')).toContain('.move');
    expect(at('claim.splits.2.neuron', 3)).toContain('claim.splits[2].neuron');
    expect(at('claim.splits', [...certificate.claim.splits].reverse())).toContain('.neuron');
    expect(at('claim.splits', [])).toContain('at least one');
    expect(at('claim.alpha.above', '-1')).toContain('claim.alpha.above');
    expect(at('claim.alpha.below', '2')).toContain('claim.alpha.below');
    expect([0, 1, 2, 3].map((neuron) => splitPower(2, neuron))).toEqual([2, 1, 1, 0]);
  });

  it('the subject counts: its hash, its statement, its proof', () => {
    const { subject } = certificate;
    expect(at('subject.statement', 'Anything.')).toContain('the sha256 of the subject');
    expect(at('subject.sha256', '0'.repeat(64))).toContain('the sha256 of the subject');
    const boast = makeCertificate(replaced(subject, ['claim', 'lambdaMin'], '0.1') as never);
    expect(at('subject', boast)).toMatch(/has no eigenvalue below lambdaMin/);
    const wider = makeCertificate(replaced(subject, ['claim', 'kTo'], 25) as never);
    expect(at('subject', wider)).toContain('begins at kTo');
    expect(at('subject', certificate)).toContain('certificate.subject');
  });

  it('the statement names the theorem and every bound', () => {
    const { statement, claim, subject } = certificate;
    expect(statement).toMatch(/^For every integer k with 20 <= k <= 24 and every dimension d >= k/);
    expect(statement).toContain('n + 1 = k+2');
    expect(statement).toContain(subject.sha256);
    const [good, matched, extra] = claim.splits.map(({ eigenvalueUpper }) => eigenvalueUpper);
    expect(statement).toContain(
      `at most ${good}/k, as are at least k - 3 of its eigenvalues, and it is negative`,
    );
    expect(statement).toContain(
      `at most ${matched} k^(-1/2), so that it has at least one negative eigenvalue.`,
    );
    expect(statement).toContain(`The neuron of the set {1}`);
    expect(statement).toContain(
      `at most ${extra}, as are at least k - 2 of its eigenvalues, and it is negative`,
    );
    expect(statement).not.toMatch(/\n| {2}|null|undefined/);
  });

  it('every field is needed, and no other is taken; the schema says the same', () => {
    const ajv = new Ajv2020({ strict: true, strictTypes: false });
    const schema = (name: string) => JSON.parse(readFileSync(`schema/${name}`, 'utf8')) as object;
    for (const name of ['certificate', 'block-certificate', 'split-certificate', 'uniform-certificate'])
      ajv.addSchema(schema(`${name}.schema.json`), `${name}.schema.json`);
    const valid = ajv.compile(schema('uniform-split-certificate.schema.json'));
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
  });
});

describe('splitForAll', () => {
  it('claims nothing where nothing is bounded, and says why', () => {
    // Boxes far wider than any proof: the numbers take both signs, or a divisor may be 0.
    const { subject } = certificate;
    const widened = (radius: string): typeof subject =>
      makeCertificate(
        replaced(
          subject,
          ['witness', 'intervals'],
          subject.witness.intervals.map((interval) => ({
            ...interval,
            radius: interval.radius.map(() => radius),
          })),
        ) as never,
      );
    const wide = splitForAll(widened('0.003'));
    expect(wide.failures.find(({ neuron }) => neuron === 1)!.reason).toMatch(
      /differences: zᵀBz\/‖z‖² ≤ 0\.\d.* k\^\(-1\/2\)/,
    );
    expect(wide.certificate!.claim.splits.map(({ neuron }) => neuron)).toEqual([0, 2]);
    const wider = splitForAll(widened('3'));
    expect(wider.certificate).toBeNull();
    expect(wider.failures.map(({ neuron }) => neuron)).toEqual([0, 1, 2]);
    expect(wider.failures[0]!.reason).toMatch(/nothing is bounded for s in \[0\.\d+, 0\.\d+\]: /);
  });

  it('takes nothing but a theorem for every k', () => {
    const minimum = readCertificate(readFileSync('test/checker/vectors/minimum.json', 'utf8'));
    expect(() => splitForAll(minimum as never)).toThrow(/^theorem\.kind: found "dense"/);
  });
});
