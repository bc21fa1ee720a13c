import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spuriousHere } from './run.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spurious-eliminate-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const results = (text: string): Record<string, unknown>[] =>
  (JSON.parse(text) as { results: Record<string, unknown>[] }).results;

describe('spurious eliminate', () => {
  it('a certificate and a candidate, with certificates that check accepts', async () => {
    const out = join(folder, 'certificates');
    const inputs = ['certificates/6-6.certificate.json', 'candidates/8-9.json'];
    const done = await spuriousHere('eliminate', ...inputs, '--out', out, '--json', '--lambda', '0.25');
    expect(done).toMatchObject({ code: 0, err: '' });
    const [first, second] = results(done.out);
    expect(first).toMatchObject({
      source: inputs[0],
      family: null,
      eliminated: true,
      reason: null,
      step: { lambda: '0.25' },
      certificate: join(out, '6-6.elimination.certificate.json'),
    });
    expect(Object.keys(first!).sort()).toEqual(Object.keys(second!).sort());
    expect(first!['direction']).toHaveLength(6);
    expect(Number(first!['largestDecreaseLower'])).toBeGreaterThan(0.001795);
    const checked = await spuriousHere('check', ...readdirSync(out).map((name) => join(out, name)));
    expect(checked.code).toBe(0);
    expect(checked.out.match(/^accepted [0-9a-f]{16} .+$/gm)).toHaveLength(2);
  });

  it('symmetric points are taken as dense ones, up to a size', async () => {
    // (6,6): five neurons of one kind, one of another; its values to nine digits
    const { weights } = JSON.parse(readFileSync('candidates/6-6.json', 'utf8')) as { weights: number[][] };
    const alone = 2;
    const [first] = weights as [number[]];
    const own = first.findIndex((x) => x > 0.9);
    const other = first.findIndex((_, a) => a !== own && a !== alone);
    const single = weights.find((row) => row[alone]! < 0)!;
    const symmetric = {
      format: 'spurious-candidate',
      version: 1,
      blocks: [5, 1],
      neurons: [
        { attached: 0, diagonal: first[own], values: [first[other], first[alone]] },
        { attached: null, values: [single[own], single[alone]] },
      ],
    };
    const file = join(folder, 'symmetric.json');
    writeFileSync(file, JSON.stringify(symmetric));
    const done = await spuriousHere('eliminate', file, '--json');
    expect(results(done.out)).toMatchObject([{ eliminated: true, reason: null }]);
    expect(Number(results(done.out)[0]!['largestDecreaseLower'])).toBeGreaterThan(0.001795);
    writeFileSync(file, JSON.stringify({ ...symmetric, blocks: [1000, 1] }));
    const large = await spuriousHere('eliminate', file, '--json');
    expect(large.code).toBe(1);
    expect(results(large.out)).toMatchObject([
      { eliminated: false, reason: expect.stringContaining('the verdict is no-critical-point') },
    ]);
  });

  it('claims nothing of what is no spurious minimum: exit code 1, nothing written', async () => {
    const identity = join(folder, 'targets.json');
    const weights = [
      [1, 0],
      [0, 1],
    ];
    writeFileSync(
      identity,
      JSON.stringify({ format: 'spurious-candidate', version: 1, k: 2, n: 2, weights }),
    );
    const out = join(folder, 'nothing');
    const inputs = [identity, 'test/checker/vectors/saddle.json'];
    const done = await spuriousHere('eliminate', ...inputs, '--out', out, '--json');
    expect(done.code).toBe(1);
    expect(results(done.out)).toMatchObject([
      {
        eliminated: false,
        correlation: null,
        certificate: null,
        reason: expect.stringContaining('not-spurious'),
      },
      { eliminated: false, correlation: null, certificate: null, reason: expect.stringContaining('saddle') },
    ]);
    expect(existsSync(out)).toBe(false);
    expect((await spuriousHere('eliminate', identity)).out).toContain('not eliminated, nothing is claimed');
  });

  it('bad input: exit code 3 and one line; the readable ones are reported', async () => {
    const spoiled = join(folder, 'spoiled.json');
    const text = readFileSync('certificates/6-6.certificate.json', 'utf8');
    writeFileSync(spoiled, text.replace('"k": 6', '"k": 5'));
    for (const file of ['README.md', 'missing.json', 'package.json', spoiled]) {
      const done = await spuriousHere('eliminate', file, '--out', join(folder, 'none'));
      expect(done, file).toMatchObject({ code: 3, out: '' });
      expect(done.err.split('\n'), file).toHaveLength(2);
      expect(done.err).toContain(file);
    }
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  it('the examples and the figures', async () => {
    const done = await spuriousHere('eliminate', '--example', 'all', '--json');
    expect(done).toMatchObject({ code: 0, err: '' });
    const { examples } = JSON.parse(done.out) as {
      examples: { example: number; statements: Record<string, unknown>[] }[];
    };
    expect(examples.map(({ example }) => example)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    for (const statement of examples.flatMap(({ statements }) => statements))
      expect(Object.keys(statement)).toEqual(['text', 'verdict', 'enclosure', 'corrected', 'because']);
    expect((await spuriousHere('eliminate', '--example', '6')).out).toMatch(/fails .*−2 exp.*\n.*= 64\n/);
    const file = join(folder, 'figure.svg');
    expect(await spuriousHere('eliminate', '--figure', '4', '--out', file)).toEqual({
      code: 0,
      out: '',
      err: '',
    });
    expect(readFileSync(file, 'utf8')).toContain('</svg>');
  });

  it('usage: exit code 2', async () => {
    for (const args of [
      [],
      ['certificates/6-6.certificate.json', '--example', '1'],
      ['certificates/6-6.certificate.json', '--lambda', '-1'],
      ['--example', '9'],
      ['--figure', '2'],
      ['certificates/6-6.certificate.json', '--max-iterations', '5'],
      ['certificates/6-6.certificate.json', '--data', 'x.csv'],
      ['--example', '1', '--seed', '5'],
      ['--example', 'all', '--transpose'],
    ]) {
      const done = await spuriousHere('eliminate', ...args);
      expect(done, args.join(' ')).toMatchObject({ code: 2, out: '' });
      expect(done.err.trim().split('\n')).toHaveLength(1);
    }
  });
});
