import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCertificate, type UniformCertificate } from '../../../src/certificate/index.ts';
import { theoremMarkup, theoremOf } from '../../../src/report/html/theorem.ts';
import { splitForAll } from '../../../src/verify/uniform-split.ts';

const files = readdirSync('certificates', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .map((name) => join('certificates', name));

describe('the theorem in words', () => {
  it('is there for every committed certificate, with every figure', () => {
    expect(files.length).toBeGreaterThan(200);
    for (const file of files) {
      const certificate = readCertificate(readFileSync(file, 'utf8'));
      const text = theoremMarkup(certificate).text;
      expect(text, file).not.toMatch(/undefined|NaN|null|\[object/);
      const words = certificate.statement
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll("'", '&#39;');
      expect(text, file).toContain(words);
    }
  });

  it.each([
    ['certificates/6-6.certificate.json', 'A spurious local minimum'],
    ['certificates/saddles/17-18-9.certificate.json', 'A saddle'],
    ['certificates/uniform/bad-1-from-6.certificate.json', 'A theorem for every k ≥ 6'],
    [
      'certificates/uniform/bad-2-extra-1-extra-2-from-11-to-100.certificate.json',
      'A theorem for every k from 11 to 100',
    ],
    [
      'certificates/elimination/6-6.elimination.certificate.json',
      'One exponential neuron removes the minimum',
    ],
  ])('%s: %s', (file, verdict) => {
    expect(theoremOf(readCertificate(readFileSync(file, 'utf8'))).verdict).toBe(verdict);
  });

  it('of a family whose neurons are split, for every k', () => {
    for (const name of ['bad-1-from-6', 'bad-1-extra-1-from-7']) {
      const subject = readCertificate(readFileSync(`certificates/uniform/${name}.certificate.json`, 'utf8'));
      const { certificate } = splitForAll(subject as UniformCertificate);
      const { verdict, figures } = theoremOf(certificate!);
      expect(verdict).toMatch(/^Split in two, saddles for every k ≥ \d$/);
      expect(figures.map(({ name }) => name)).toEqual(
        ['good neurons', 'matched neuron 1', 'extra neuron 1']
          .slice(0, figures.length)
          .map((kind) => `Splitting ${kind}`),
      );
      expect(theoremMarkup(certificate!).text).not.toMatch(/undefined|NaN|null|\[object/);
    }
  });

  it('names the figures of the certificate, rounded to their safe side, all digits beside them', () => {
    const text = theoremMarkup(
      readCertificate(readFileSync('certificates/6-6.certificate.json', 'utf8')),
    ).text;
    expect(text).toContain(
      'title="from 0.0250805810024615 to 0.0250805810024645">0.02508&nbsp;…&nbsp;0.02509<',
    );
    expect(text).toContain('title="0.00470035470224321">≥&nbsp;0.0047<');
    expect(text).toContain('title="4.96402201727427e-8">≤&nbsp;4.965·10⁻⁸<');
  });
});
