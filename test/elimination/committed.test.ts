import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type DenseCertificate,
  type EliminationCertificate,
  hashOf,
  readCertificate,
} from '../../src/certificate/index.ts';
import { checkCertificate } from '../../src/checker/index.ts';

const FOLDER = 'certificates/elimination';
const names = readdirSync(FOLDER).sort();
const END = '.elimination.certificate.json';

describe('the elimination certificates of the project (all are checked by scripts/eliminate-all.mjs)', () => {
  it('belong to the certificates beside them, byte for byte', () => {
    expect(names.length).toBeGreaterThanOrEqual(170);
    for (const name of names) {
      expect(name.endsWith(END), name).toBe(true);
      const text = readFileSync(join(FOLDER, name), 'utf8');
      const certificate = readCertificate(text) as EliminationCertificate;
      const file = `${name.slice(0, -END.length)}.certificate.json`;
      const path = ['certificates', 'certificates/families']
        .map((folder) => join(folder, file))
        .find(existsSync);
      if (path === undefined) throw new Error(`no certificate ${file}`);
      expect(readCertificate(readFileSync(path, 'utf8')), name).toEqual(certificate.subject);
      expect(certificate.sha256, name).toBe(hashOf(certificate));
      expect(Number(certificate.claim.step.decrease), name).toBeGreaterThan(0);
    }
  });

  it('are there for every certified spurious minimum of the project', () => {
    for (const folder of ['certificates', 'certificates/families'])
      for (const name of readdirSync(folder).filter((file) => file.endsWith('.certificate.json'))) {
        const { claim } = readCertificate(readFileSync(join(folder, name), 'utf8')) as DenseCertificate;
        if (claim.verdict === 'spurious-local-minimum')
          expect(names, name).toContain(name.replace('.certificate.json', END));
      }
  });

  it.each(['bad-1-k-1000', '6-6', '7-7-1', '8-9'])('%s is accepted', (name) => {
    const text = readFileSync(join(FOLDER, `${name}${END}`), 'utf8');
    expect(checkCertificate(text)).toMatchObject({ accepted: true });
  });
});
