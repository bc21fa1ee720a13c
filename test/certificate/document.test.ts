import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import {
  CertificateError,
  canonicalText,
  hashOf,
  LIMITS,
  makeCertificate,
  readCertificate,
  serialise,
  statementOf,
} from '../../src/certificate/index.ts';
import { fields, leaves, replaced, sample, samples, valueAt } from '../checker/samples.ts';
import { expectEqual } from '../equal.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../schema/certificate.schema.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;
const valid = new Ajv2020({ strict: true }).compile(schema);
const all = samples();

/** The canonical text of [text, { text: text }]. */
function expectedOf(text: string): string {
  const written = JSON.stringify(text);
  return `[\n  ${written},\n  {\n    ${written}: ${written}\n  }\n]\n`;
}

describe('canonical bytes', () => {
  it('writes objects deep, arrays of scalars flat', () => {
    expect(canonicalText({ b: [1, 'x'], a: [], c: [['1'], []], d: { e: null, f: true } })).toBe(
      '{\n  "b": [1, "x"],\n  "a": [],\n  "c": [\n    ["1"],\n    []\n  ],\n  "d": {\n    "e": null,\n    "f": true\n  }\n}\n',
    );
  });

  it('writes strings as JSON does', () => {
    const characters = Array.from({ length: 0x180 }, (_, code) => String.fromCharCode(code));
    const others = ['', '\u2028', '\ud800', '\ud83d\ude00', '\uffff'];
    for (const each of [...characters, ...others])
      for (const text of [each, `-${each}`, `${each}0`, `a${each}b`])
        expectEqual(canonicalText([text, { [text]: text }]), expectedOf(text));
  });

  it('writes what it read, for every order of the fields', () => {
    for (const { name, certificate } of all) {
      const text = serialise(certificate);
      expect(serialise(readCertificate(text)), name).toBe(text);
      const backwards = JSON.stringify(certificate, (_, value: unknown) =>
        value !== null && typeof value === 'object' && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).reverse())
          : value,
      );
      expect(serialise(readCertificate(backwards)), name).toBe(text);
    }
  });

  it('hashes everything but the hash', () => {
    for (const { certificate } of all) {
      expect(hashOf(certificate)).toBe(certificate.sha256);
      expect(hashOf({ ...certificate, statement: 'other' })).not.toBe(certificate.sha256);
    }
  });
});

describe('the strict reader', () => {
  const text = (document: unknown): string => JSON.stringify(document);

  for (const { name, certificate } of all) {
    it(`${name}: refuses a missing and an unknown field wherever they are, and names the place`, () => {
      for (const path of fields(certificate)) {
        const key = String(path[path.length - 1]);
        expect(() => readCertificate(text(replaced(certificate, path, undefined))), path.join('.')).toThrow(
          key === 'verdict' || key === 'permutation' || key === 'reflection' ? CertificateError : key,
        );
      }
    });

    it(`${name}: refuses another type for any value`, () => {
      const accepted: string[] = [];
      for (const path of leaves(certificate)) {
        const value = valueAt(certificate, path);
        for (const other of [{}, [], 1.5, 'x!', -1, 1e300, true]) {
          if (path[0] === 'statement' || path[0] === 'producer' || typeof other === typeof value) continue;
          const changed = text(replaced(certificate, path, other));
          try {
            readCertificate(changed);
            accepted.push(`${path.join('.')} = ${other}, was ${value}`);
          } catch (error) {
            if (!(error instanceof CertificateError)) throw error;
          }
        }
      }
      expect(accepted).toEqual([]);
    });

    it(`${name}: satisfies the schema, and no document without one of its fields does`, () => {
      expect(valid(JSON.parse(serialise(certificate))), JSON.stringify(valid.errors)).toBe(true);
      for (const path of fields(certificate)) {
        expect(valid(replaced(certificate, path, undefined)), path.join('.')).toBe(false);
      }
      expect(valid(replaced(certificate, ['note'], 1))).toBe(false);
      expect(valid(replaced(certificate, ['claim', 'note'], 1))).toBe(false);
    });
  }

  it('decimals: plain or with an exponent, no other spelling, capped', () => {
    const certificate = sample('minimum');
    const at = (value: unknown): string => text(replaced(certificate, ['claim', 'radius'], value));
    for (const good of ['0', '-0', '1', '-12.50', '1e5', '2.5E-10', '0.1e+3', `0.${'1'.repeat(1000)}`]) {
      expect(readCertificate(at(good)).claim, good).toMatchObject({ radius: good });
      expect(valid(JSON.parse(at(good))), good).toBe(true);
    }
    for (const bad of [
      '',
      '+1',
      '01',
      '.5',
      '1.',
      '1e',
      '0x1',
      'NaN',
      'Infinity',
      ' 1',
      '1 ',
      '1_0',
      '１',
      `${'1'.repeat(LIMITS.decimalCharacters + 1)}`,
    ]) {
      expect(() => readCertificate(at(bad)), bad).toThrow('certificate.claim.radius');
      expect(valid(JSON.parse(at(bad))), bad).toBe(false);
    }
    expect(() => readCertificate(at('1e2401'))).toThrow('exponent');
    expect(() => readCertificate(at('1e-9999'))).toThrow('exponent');
  });

  it('shapes follow from n, d, k and the dimension', () => {
    const certificate = sample('saddle');
    const wrong: [string, unknown, string][] = [
      ['problem.n', 4, 'certificate.point.candidate'],
      ['problem.d', 4, 'certificate.point.candidate'],
      ['problem.k', 4, 'certificate.problem.k'],
      ['problem.n', 4000, 'certificate.problem'],
      ['problem.dimension', 2, 'certificate.problem.dimension'],
      ['problem.dimension', 3, 'certificate.claim.transverseIndex'],
      ['claim.transverseMonotonicity', null, 'certificate.claim.transverseMonotonicity'],
      ['claim.index', 2, 'certificate.witness.reflection'],
      ['claim.index', 10, 'certificate.claim.index'],
      ['claim.transverseIndex', 4, 'certificate.claim.transverseIndex'],
      ['claim.lambdaMin', null, 'certificate.claim.lambdaMin'],
      ['witness', null, 'certificate.witness'],
      ['witness', { permutation: [0, 1, 2] }, 'certificate.witness'],
      ['witness.transverseReflection', null, 'certificate.witness.transverseReflection'],
    ];
    for (const [path, value, place] of wrong) {
      expect(() => readCertificate(text(replaced(certificate, path.split('.'), value))), path).toThrow(place);
    }
    const permutation = sample('not-spurious');
    expect(() => readCertificate(text(replaced(permutation, ['witness', 'permutation'], [0])))).toThrow(
      'certificate.witness.permutation',
    );
    const rows = replaced(sample('not-spurious-targets'), ['problem', 'targets', 1], ['1']);
    expect(() => readCertificate(text(rows))).toThrow('certificate.problem.targets[1]');
  });

  it('makes no certificate of parts that have not the form', () => {
    const parts = replaced(sample('minimum'), ['claim', 'verdict'], 'saddle');
    expect(() => makeCertificate(parts as never)).toThrow(CertificateError);
  });
});

describe('the statement', () => {
  for (const { name, certificate } of all) {
    it(`${name}: one paragraph that holds every claimed number and count`, () => {
      const { problem, claim, statement } = certificate;
      expect(statement).toBe(statementOf(certificate));
      expect(statement).not.toMatch(/\n|undefined|null|object/);
      for (const path of leaves(claim)) {
        const value = valueAt(claim, path);
        if (path[0] === 'verdict' || value === null || typeof value === 'boolean') continue;
        expect(statement, path.join('.')).toContain(String(value));
      }
      for (const count of [problem.n, problem.k, problem.d]) expect(statement).toContain(`${count}`);
    });

    it(`${name}: another claim has another statement`, () => {
      const changes = new Set([certificate.statement]);
      let expected = 1;
      for (const path of leaves({ problem: certificate.problem, claim: certificate.claim })) {
        const value = valueAt(certificate, path);
        if (path.at(-1) === 'verdict' || path.includes('targets') || value === null) continue;
        const other =
          typeof value === 'boolean'
            ? !value
            : typeof value === 'number'
              ? value + 7
              : value === 'all'
                ? 77
                : value === 'plain'
                  ? 'sharp'
                  : value === 'sharp'
                    ? 'plain'
                    : '7.77';
        const changed = replaced(certificate, path, other) as unknown as typeof certificate;
        changes.add(statementOf(changed));
        expected += 1;
        expect(changes.size, path.join('.')).toBe(expected);
      }
    });
  }

  it('says all dimensions, one dimension, or the dimensions in which it is a saddle', () => {
    expect(sample('minimum').statement).toContain('For every dimension D >= 6,');
    expect(sample('minimum-dimension-6').statement).toContain('In dimension D = 6,');
    const saddle = sample('saddle');
    const { claim } = saddle;
    if (claim.verdict !== 'saddle') throw new Error('not a saddle');
    const flat = statementOf({ ...saddle, claim: { ...claim, index: 0, lambdaMin: null } });
    expect(flat).toContain('For every dimension D >= 4 (in dimension D = 3');
  });
});

describe('docs/format.md', () => {
  it('holds an example whose bytes are canonical', () => {
    const specification = readFileSync(new URL('../../docs/format.md', import.meta.url), 'utf8');
    const example = /```json\n([\s\S]*?)```/.exec(specification)?.[1] ?? '';
    const certificate = readCertificate(example);
    expect(serialise(makeCertificate(certificate))).toBe(example);
    expect(specification).toContain(`accepted ${certificate.sha256.slice(0, 16)}`);
  });
});
