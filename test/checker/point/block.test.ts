import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import {
  type BlockCertificate,
  CertificateError,
  canonicalText,
  type Json,
  readCertificate,
  serialise,
} from '../../../src/certificate/index.ts';
import { checkCertificate } from '../../../src/checker/index.ts';
import { verified } from '../../points.ts';
import { POINTS } from '../../symmetry/points.ts';
import {
  altered,
  fields,
  leaves,
  refused,
  rehashed,
  replaced,
  restated,
  STRONGER,
  valueAt,
} from '../samples.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../../schema/block-certificate.schema.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;
const valid = new Ajv2020({ strict: true }).compile(schema);
const Exact = Decimal.clone({ precision: 100 });

const CERTIFICATES: Readonly<Record<string, BlockCertificate>> = Object.fromEntries(
  (['type II, k = 6', 'type I, k = 6', 'identity, k = 7', 'far from critical'] as const).map((name) => [
    name,
    verified(POINTS[name]).certificate!,
  ]),
);
const all = Object.entries(CERTIFICATES);

/** Refused, the statement made anew, or not even of the form. */
function refusedAnew(
  certificate: BlockCertificate,
  path: readonly (string | number)[],
  value: unknown,
): boolean {
  try {
    return refused(altered(certificate, path, value));
  } catch (error) {
    return error instanceof CertificateError;
  }
}

describe('block certificates', () => {
  it.each(all)('%s: untouched, it is accepted', (_, certificate) => {
    const text = serialise(certificate);
    expect(checkCertificate(text)).toEqual({ accepted: true, id: certificate.sha256.slice(0, 16) });
    expect(serialise(readCertificate(text))).toBe(text);
    // So that what is altered below, and is written by these, is not refused for its form.
    expect(rehashed({ ...certificate })).toBe(text);
    expect(restated(certificate, certificate.statement)).toBe(text);
    expect(valid(certificate), JSON.stringify(valid.errors)).toBe(true);
    expect(valid(replaced(certificate, ['point', 'centre', 0, 'note'], 'x'))).toBe(false);
  });

  it.each(all)('%s: any byte changed, added or removed, the stored sha256 kept', (_, certificate) => {
    const text = serialise(certificate);
    const wrong: number[] = [];
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const changes = [
        text.slice(0, at) + String.fromCharCode(code ^ (1 << (at % 7))) + text.slice(at + 1),
        ...(at % 5 === 0
          ? [`${text.slice(0, at)} ${text.slice(at)}`, text.slice(0, at) + text.slice(at + 1)]
          : []),
      ];
      if (changes.some((change) => change !== text && !refused(change))) wrong.push(at);
    }
    expect(wrong).toEqual([]);
  });

  it.each(all)('%s: every bound moved past what the checker finds', (name, certificate) => {
    const accepted: string[] = [];
    let tried = 0;
    for (const path of leaves(certificate.claim, ['claim'])) {
      const value = valueAt(certificate, path);
      const field = String(path[path.length - 1]);
      if (typeof value !== 'string' || !(field in STRONGER) || new Exact(value).abs().lt('1e-30')) continue;
      const saddle = name === 'type I, k = 6' && field === 'lambdaMin';
      for (const direction of saddle ? ([-1] as const) : (STRONGER[field] ?? [])) {
        const number = new Exact(value);
        // ‖∇²F‖ is claimed from norms alone, far above what the checker finds.
        const share = field === 'robustnessRadius' ? '1e-4' : field === 'hessianNorm' ? '0.99' : '1.01e-6';
        const step = number.abs().times(share);
        const moved = number.plus(step.times(direction));
        const text = (number.isInteger() ? moved.round() : moved).toFixed();
        tried += 1;
        if (!refusedAnew(certificate, path, text)) accepted.push(`${path.join('.')} = ${text}`);
      }
    }
    expect(accepted).toEqual([]);
    expect(tried).toBeGreaterThan(3);
  });

  it.each(all)('%s: every weight moved by 1e-3', (_, certificate) => {
    for (const path of leaves(certificate.point, ['point'])) {
      const value = valueAt(certificate, path);
      if (typeof value !== 'string') continue;
      const moved = new Exact(value).plus('1e-3').toFixed();
      expect(refusedAnew(certificate, path, moved), path.join('.')).toBe(true);
    }
  });

  it.each(all)('%s: every field removed, a field added anywhere, words altered', (_, certificate) => {
    for (const path of fields(certificate)) {
      const without = replaced(certificate, path, undefined);
      const text = path[0] === 'sha256' ? canonicalText(without as unknown as Json) : rehashed(without);
      expect(refused(text), `without ${path.join('.')}`).toBe(true);
    }
    expect(refused(rehashed(replaced(certificate, ['problem', 'note'], 'x')))).toBe(true);
    expect(refused(rehashed(replaced(certificate, ['point', 'candidate', 0, 'note'], 'x')))).toBe(true);
    const words = certificate.statement.split(' ');
    for (let at = 0; at < words.length; at++) {
      const other = words.with(at, `${words[at]}s`).join(' ');
      expect(refused(restated(certificate, other)), words[at]).toBe(true);
    }
  });

  const CHANGES: readonly (readonly [string, (string | number)[], unknown])[] = [
    ['type II, k = 6', ['kind'], 'dense'],
    ['type II, k = 6', ['problem', 'k'], 7],
    ['type II, k = 6', ['problem', 'n'], 7],
    ['type II, k = 6', ['problem', 'd'], 7],
    ['type II, k = 6', ['problem', 'dimension'], 6],
    ['type II, k = 6', ['problem', 'blocks'], [6]],
    ['type II, k = 6', ['problem', 'blocks'], [4, 2]],
    ['type II, k = 6', ['problem', 'blocks'], [1, 5]],
    ['type II, k = 6', ['problem', 'blocks'], [5, 0, 1]],
    ['type II, k = 6', ['problem', 'blocks'], [5.5, 0.5]],
    ['type II, k = 6', ['point', 'centre', 0, 'attached'], 1],
    ['type II, k = 6', ['point', 'centre', 0, 'attached'], null],
    ['type II, k = 6', ['point', 'candidate', 1, 'attached'], 1],
    ['type II, k = 6', ['claim', 'verdict'], 'saddle'],
    ['type II, k = 6', ['claim', 'index'], 1],
    ['type II, k = 6', ['claim', 'lipschitzConstant'], 'sharp'],
    ['type II, k = 6', ['witness'], { permutation: [0] }],
    ['type I, k = 6', ['claim', 'index'], 5],
    ['type I, k = 6', ['claim', 'index'], 7],
    ['type I, k = 6', ['claim', 'transverseIndex'], 1],
    ['type I, k = 6', ['claim', 'lambdaMin'], null],
    ['type I, k = 6', ['claim', 'reflectionNorm'], '0.5'],
    ['identity, k = 7', ['point', 'centre', 0, 'diagonal'], '0'],
  ];
  it.each(CHANGES)('%s: %s = %j', (name, path, value) => {
    const certificate = CERTIFICATES[name]!;
    expect(refused(rehashed(replaced(certificate, path, value)))).toBe(true);
    expect(refusedAnew(certificate, path, value)).toBe(true);
  });

  it('k of a million, and the same claim for another k', () => {
    const certificate = verified(POINTS['type II, k = 10^6']).certificate!;
    expect(checkCertificate(serialise(certificate)).accepted).toBe(true);
    const other = replaced(certificate, ['problem', 'blocks'], [1_000_000, 1]);
    Object.assign(other['problem'] as object, { k: 1_000_001, d: 1_000_001, n: 1_000_001 });
    expect(refused(altered(other as unknown as BlockCertificate, ['producer', 'name'], 'test'))).toBe(true);
  });
});
