import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  CertificateError,
  makeCertificate,
  readCertificate,
  serialise,
} from '../../src/certificate/index.ts';
import { BUDGET, needOf } from '../../src/checker/budget.ts';
import { checkCertificate } from '../../src/checker/index.ts';
import { verify } from '../../src/verify/verify.ts';
import { block, dense, hostile } from './hostile.ts';

describe('small files that ask for much', () => {
  it.each(hostile())('$name is rejected at once, in a line', ({ parts, answer }) => {
    const source = parts().join('');
    const start = performance.now();
    const result = checkCertificate(source);
    // A second on a machine that has nothing else to do.
    expect(performance.now() - start).toBeLessThan(8000);
    expect(result.accepted).toBe(false);
    expect('reason' in result && result.reason).toMatch(answer);
    expect('reason' in result && result.reason).not.toContain('\n');
  });

  it('brackets alone are no certificate, whatever their number', () => {
    for (const text of ['['.repeat(40_000_000), '[],'.repeat(13_000_000), `"${'['.repeat(100)}`])
      expect(() => checkCertificate(text)).toThrow(CertificateError);
  });

  it('brackets and commas in strings are text', () => {
    const name = `${'['.repeat(90)}\\"{,`;
    const certificate = makeCertificate({
      ...dense(2, 2, 'minimum'),
      producer: { name, version: '1', digits: 32 },
    });
    const result = checkCertificate(serialise(certificate));
    expect('reason' in result && result.reason).toMatch(/^not confirmed/);
  });
});

describe('the budget', () => {
  it('has room for four times what any committed certificate needs', () => {
    const folder = 'certificates/';
    const tight = readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
      if (!name.endsWith('.json')) return [];
      const certificate = readCertificate(readFileSync(folder + name, 'utf8'));
      const { seconds, megabytes } = needOf(certificate);
      const budget = BUDGET[certificate.kind];
      return seconds * 4 > budget.seconds || megabytes * 4 > budget.megabytes ? [name] : [];
    });
    expect(tight).toEqual([]);
  });

  it('has room for points with a Hessian of 1600 rows, and for blocks of eleven types', () => {
    for (const certificate of [dense(40, 40, 'minimum'), dense(200, 8, 'no-critical-point'), block(11, 11)]) {
      const { seconds, megabytes } = needOf(certificate);
      expect(seconds).toBeLessThan(BUDGET[certificate.kind].seconds);
      expect(megabytes).toBeLessThan(BUDGET[certificate.kind].megabytes);
    }
  });

  it('grows with the digits of the entries and of the work', () => {
    const plain = dense(16, 16, 'minimum');
    const long = {
      ...plain,
      point: {
        ...plain.point,
        candidate: plain.point.candidate.map((row) => row.map((x) => `${x}.${'1'.repeat(900)}`)),
      },
    };
    const sharp = { ...plain, claim: { ...plain.claim, lipschitzConstant: 'sharp' as const } };
    for (const more of [long, sharp])
      expect(needOf(more).seconds).toBeGreaterThan(needOf(plain).seconds * 1.2);
    expect(needOf(long).megabytes).toBeGreaterThan(needOf(plain).megabytes + 3);
  });

  it('is raised by a factor, which the line names, and a factor is a number above 0', () => {
    const text = serialise(dense(512, 1, 'minimum'));
    const refusal = checkCertificate(text);
    const named = Number(/--budget (\d+)/.exec('reason' in refusal ? refusal.reason : '')?.[1]);
    const share = needOf(readCertificate(text)).seconds / BUDGET.dense.seconds;
    expect(named).toBe(Math.ceil(share));
    const real = readFileSync('certificates/6-6.certificate.json', 'utf8');
    const small = checkCertificate(real, () => {}, { budget: 1e-4 });
    expect('reason' in small && small.reason).toMatch(/^not looked at/);
    expect(checkCertificate(real, () => {}, { budget: named }).accepted).toBe(true);
    for (const budget of [0, -1, Number.NaN, Infinity])
      expect(() => checkCertificate(real, () => {}, { budget })).toThrow(RangeError);
  });

  /** Megabytes that a process takes more than before, at most, for the check of a file. What Node tells of it begins with its parent's. */
  const used = (path: string): number => {
    const program = `
      import { readFileSync } from 'node:fs';
      import { checkCertificate } from './dist/checker/index.js';
      const text = readFileSync(process.argv[1], 'utf8');
      const before = process.memoryUsage.rss();
      const { accepted } = checkCertificate(text, () => {}, { budget: 1000 });
      const [, kilobytes] = /VmHWM:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'));
      console.log(JSON.stringify([accepted, (1024 * kilobytes - before) / 1e6]));`;
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', program, path], {
      encoding: 'utf8',
    });
    const [accepted, megabytes] = JSON.parse(run.stdout) as [boolean, number];
    expect(accepted, path).toBe(true);
    return megabytes;
  };

  it.runIf(existsSync('/proc/self/status'))(
    'reckons no less memory than a check takes, and for a large matrix not three times as much',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'spurious-budget-'));
      try {
        const large = join(folder, 'large.json');
        // The global minimum for 40 targets that are nearly orthogonal: a matrix of 1 600 rows.
        const weights = Array.from({ length: 40 }, (_, i) =>
          Array.from({ length: 40 }, (_, a) => (i === a ? 1 : 2 ** -20 * Math.sin(40 * i + a))),
        );
        const found = verify({ form: 'dense', n: 40, k: 40, d: 40, weights, targets: weights });
        expect(found.verdict, found.reason ?? '').toBe('not-spurious');
        writeFileSync(large, serialise(found.certify()!));
        for (const path of [
          'certificates/6-6.certificate.json',
          'certificates/20-20.certificate.json',
          large,
        ]) {
          const reckoned = needOf(readCertificate(readFileSync(path, 'utf8'))).megabytes;
          const megabytes = used(path);
          expect(megabytes, path).toBeLessThan(reckoned);
          if (path === large) expect(3 * megabytes, path).toBeGreaterThan(reckoned);
        }
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});
