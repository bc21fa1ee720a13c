import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serialise } from '../../src/certificate/index.ts';
import { checkCertificate } from '../../src/checker/index.ts';
import { altered, leaves, STRONGER, samples, valueAt } from './samples.ts';

const answerOf = (text: string, arithmetic: 'binary' | 'decimal') =>
  checkCertificate(text, () => {}, { arithmetic });

/** Each kind of committed certificate, of every size; scripts/compare-arithmetics.mjs takes all of them. */
const COMMITTED = [
  ...['6-6', '7-8', '11-13'].map((name) => `${name}.certificate.json`),
  ...['saddles', 'correlated', 'elimination', 'families'].flatMap((folder) =>
    readdirSync(join('certificates', folder))
      .filter((name) => name.endsWith('.json'))
      .filter((_, i) => i % 90 === 0)
      .map((name) => join(folder, name)),
  ),
];

describe('both arithmetics give the same answer', () => {
  it.each(COMMITTED)('on %s', (name) => {
    const text = readFileSync(join('certificates', name), 'utf8');
    const answer = answerOf(text, 'binary');
    expect(answer.accepted).toBe(true);
    expect(answerOf(text, 'decimal')).toEqual(answer);
  });

  it.each(
    samples().map((sample) => [sample.name, sample] as const),
  )('on %s, and made stronger', (_, sample) => {
    const { certificate } = sample;
    expect(answerOf(serialise(certificate), 'decimal').accepted).toBe(true);
    for (const path of leaves(certificate.claim, ['claim'])) {
      const value = valueAt(certificate, path);
      const direction = STRONGER[String(path[path.length - 1])]?.[0];
      if (typeof value !== 'string' || direction === undefined || Number(value) === 0) continue;
      const factor = 1 + 1e-4 * direction;
      const text = altered(certificate, path, String(Number(value) * factor));
      expect(answerOf(text, 'decimal'), `${path.join('.')} times ${factor}`).toEqual(
        answerOf(text, 'binary'),
      );
    }
  });

  it('and another arithmetic is refused', () => {
    expect(() => answerOf('{}', 'ternary' as 'binary')).toThrow(
      'arithmetic: ternary; expected binary or decimal',
    );
  });
});
