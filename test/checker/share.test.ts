import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  makeCertificate,
  readCertificate,
  serialise,
  type UniformCertificate,
} from '../../src/certificate/index.ts';
import { checkCertificate, checkPart, joined, type PartResult, stepsOf } from '../../src/checker/index.ts';

const text = readFileSync('certificates/uniform/bad-1-from-6.certificate.json', 'utf8');
const certificate = readCertificate(text) as UniformCertificate;

function parts(of: number, document: string): PartResult[] {
  return Array.from({ length: of }, (_, index) => checkPart(document, { index, of }));
}

/** Of the certificate itself, asked for by several tests. */
const whole = checkCertificate(text);
const inThree = parts(3, text);

/** The certificate with the radii of some intervals divided by ten. */
function spoiled(...which: number[]): string {
  const { statement: _, sha256: __, ...rest } = certificate;
  const intervals = rest.witness.intervals.map((interval, i) =>
    which.includes(i)
      ? { ...interval, radius: interval.radius.map((r) => String(Number(r) / 10)) }
      : interval,
  );
  return serialise(makeCertificate<UniformCertificate>({ ...rest, witness: { ...rest.witness, intervals } }));
}

describe('a certificate in parts', () => {
  it('has one step an interval; a dense one, and what is no certificate, has one', () => {
    expect(stepsOf(text).steps).toBe(certificate.witness.intervals.length);
    expect(stepsOf(text).seconds).toBeGreaterThan(0);
    expect(stepsOf(readFileSync('certificates/6-6.certificate.json', 'utf8'))).toEqual({
      steps: 1,
      seconds: 0,
    });
    expect(stepsOf('{ "kind": "uniform" }')).toEqual({ steps: 1, seconds: 0 });
    expect(stepsOf('')).toEqual({ steps: 1, seconds: 0 });
  });

  it.each([1, 2, 3, 20])('has the same answer in %i parts', (of) => {
    const all = of === 3 ? inThree : parts(of, text);
    expect(joined(all)).toEqual(whole);
    expect(joined(all.toReversed())).toEqual({
      accepted: true,
      id: certificate.sha256.slice(0, 16),
    });
  });

  it('is rejected for the first interval that is rejected, whichever part it is in', () => {
    for (const [of, which] of [
      [2, [3, 2]],
      [3, [10, 5, 7]],
      [3, [2, 9]],
    ] as const) {
      const document = spoiled(...which);
      const answer = joined(parts(of, document));
      expect(answer).toEqual(checkCertificate(document));
      expect(answer).toMatchObject({
        reason: expect.stringContaining(`in interval ${Math.min(...which)} (`),
      });
    }
  });

  it('is rejected by every part for what is wrong with all of it', () => {
    const cut = text.replace('"bad": 1', '"bad": 2');
    const all = parts(3, cut);
    expect(all.every(({ answer }) => !answer.accepted)).toBe(true);
    expect(joined(all)).toEqual(checkCertificate(cut));
  });

  it('has no answer while one of a part is missing, or is about another certificate', () => {
    const [first, second, third] = inThree as [PartResult, PartResult, PartResult];
    const other = checkPart(
      readFileSync('certificates/uniform/bad-1-extra-1-from-7.certificate.json', 'utf8'),
      { index: 2, of: 3 },
    );
    // Of two parts the first, and one that is no part of two.
    const beyond = [
      { ...first, part: { index: 0, of: 2 } },
      { ...second, part: { index: 2, of: 2 } },
    ];
    // One id, and another certificate: so many digits of a hash can be found.
    const alike = { ...third, sha256: third.sha256!.replace(/.$/, (x) => (x === '0' ? '1' : '0')) };
    for (const wrong of [
      [first, second, alike],
      [],
      [first],
      [first, second],
      [first, second, second],
      [first, second, other],
      beyond,
    ])
      expect(() => joined(wrong), JSON.stringify(wrong)).toThrow(RangeError);
    expect(joined([third, first, second]).accepted).toBe(true);
  });

  it('has parts that are whole numbers', () => {
    for (const part of [
      { index: 2, of: 2 },
      { index: -1, of: 2 },
      { index: 0, of: 0 },
      { index: 0.5, of: 2 },
      null,
    ])
      expect(() => checkPart(text, part as never), JSON.stringify(part)).toThrow(/^part: /);
  });
});
