import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runBin, spurious, spuriousHere } from './run.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spurious-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const KEYS = [
  'source',
  'family',
  'k',
  'n',
  'd',
  'verdict',
  'reason',
  'hint',
  'index',
  'gradientNorm',
  'lambdaMin',
  'lambdaMinAllDimensions',
  'lipschitz',
  'radius',
  'basinRadius',
  'objective',
  'robustnessRadius',
  'gaussianDimension',
  'published',
  'digits',
  'milliseconds',
  'certificate',
];

describe('spurious verify', () => {
  it('proves a candidate, for people', () => {
    const { code, out, err } = spurious('verify', 'candidates/6-6.json');
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out).toContain('spurious-local-minimum');
    expect(out).not.toContain('\u001b');
  });

  it('takes formulas as entries, and says what their rounding means', async () => {
    const { weights } = JSON.parse(readFileSync('candidates/6-6.json', 'utf8')) as { weights: number[][] };
    // The whole problem turned by 30° in the first two coordinates: c = √3/2, s = 1/2.
    const c = Math.sqrt(3) / 2;
    const turned = weights.map(([x = 0, y = 0, ...rest]) => [c * x - y / 2, x / 2 + c * y, ...rest]);
    const rows = Array.from({ length: 6 }, (_, i) =>
      Array.from({ length: 6 }, (_, j): string => (i === j ? '1' : '0')),
    );
    rows[0] = ['sqrt(3)/2', 'sin(pi/6)', '0', '0', '0', '0'];
    rows[1] = ['-1/2', 'sqrt(3)/2', '0', '0', '0', '0'];
    const path = (name: string, value: unknown): string => {
      const file = join(folder, name);
      writeFileSync(file, JSON.stringify(value));
      return file;
    };
    const candidate = {
      format: 'spurious-candidate',
      version: 1,
      k: 6,
      n: 6,
      weights: turned,
      targets: rows,
    };
    const own = await spuriousHere('verify', path('turned.json', candidate), '--recheck', '--out', folder);
    expect(own.err).toBe(
      `spurious: ${join(folder, 'turned.json')}: 4 formulas, taken as decimals of 40 digits\n`,
    );
    expect(own.code).toBe(0);
    expect(own.out).toMatch(
      /targets as written +formulas, moved by at most \d.*e-40 in all: inside D, so that they have a spurious/,
    );
    const given = await spuriousHere(
      'verify',
      path('weights.json', turned),
      ...['--targets', path('targets.json', rows), '--k', '6', '--json'],
    );
    expect(given.code).toBe(0);
    const [result] = (JSON.parse(given.out) as { results: { roundedTargets: unknown }[] }).results;
    expect(result!.roundedTargets).toEqual({ moved: expect.stringMatching(/e-4\d$/), covered: true });
    // Words that are no entries stay words, and arrays of any name have formulas.
    const named = { W: weights.map((row) => row.map(String)), notes: ['see (3)', 'a/b'], k: 6 };
    named.W[0]![0] = `${named.W[0]![0]}*1`;
    expect((await spuriousHere('verify', path('named.json', named))).code).toBe(0);
    // An exact formula moves nothing.
    const exact = path('exact.json', {
      ...candidate,
      targets: undefined,
      weights: [['1/4', '0', ...rows[2]!.slice(2)]],
      n: 1,
    });
    const plain = await spuriousHere('verify', exact, '--json');
    expect(plain.out).not.toContain('roundedTargets');
    expect(plain.err).toContain('1 formula, taken as');
  });

  it.each([
    ['1/0', 'a formula without a value'],
    ['log(-2)', 'a formula without a value'],
    ['sqrt(x)', 'unknown name "x"'],
    ['sqrt(1, 2)', 'sqrt takes 1 argument, not 2'],
    ['3(2)', 'a product without *'],
    ['(((9^999)^999)^999)^999', 'a formula without a value'],
  ])('refuses the entry %s in a line', async (entry, words) => {
    const file = join(folder, 'entry.json');
    const value = { format: 'spurious-candidate', version: 1, k: 1, n: 1, weights: [[entry]] };
    writeFileSync(file, JSON.stringify(value));
    const { code, err } = await spuriousHere('verify', file);
    expect(code).toBe(3);
    expect(err).toContain(`weights[0][0]: ${words}`);
    expect(err.trim()).not.toContain('\n');
  });

  it('answers other questions about Gaussian targets, and says where it cannot', async () => {
    const asked = ['--probability', '.99', '--gaussian-dimension', '203176248018207'];
    const { out, err, code } = await spuriousHere('verify', 'candidates/6-6.json', ...asked);
    expect({ err, code }).toEqual({ err: '', code: 0 });
    // The dimension of the certificate at its own probability, and back.
    expect(out).toContain('probability ≥ 0.99 from d = 203176248018207 on');
    expect(out).toMatch(/probability ≥ 0\.99\d* at d = 203176248018207\n/);
    const other = await spuriousHere('verify', 'candidates/6-6.json', '--dimension', '6', ...asked);
    expect(other.code).toBe(0);
    expect(other.err).toMatch(/^spurious: .* --probability and --gaussian-dimension not answered: .*\n$/);
    expect(other.out).not.toContain('Gaussian');
  });

  it.each([
    ['--probability', '1', 'a number above 0 and below 1'],
    ['--probability', '-0.5', 'a number above 0 and below 1'],
    ['--probability', 'x', 'a number above 0 and below 1'],
    ['--gaussian-dimension', '0', 'a whole number from 1 on'],
    ['--gaussian-dimension', '1e9', 'a whole number from 1 on'],
  ])('refuses %s %s', async (option, value, expected) => {
    const { code, err, out } = await spuriousHere('verify', 'candidates/6-6.json', `${option}=${value}`);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`spurious: ${option}: found ${JSON.stringify(value)}, expected ${expected}`);
  });

  it('is a bin of its own, writes a certificate that check accepts, and prints JSON with all fields', async () => {
    const out = join(folder, 'first');
    const args = ['candidates/6-6.json', '--out', out, '--json', '--recheck'];
    const { code, out: text, err } = runBin('verify-bin', args);
    expect(err).toBe('');
    expect(code).toBe(0);
    const { results } = JSON.parse(text) as { results: Record<string, unknown>[] };
    expect(results).toHaveLength(1);
    expect(Object.keys(results[0]!).sort()).toEqual([...KEYS, 'rechecked'].sort());
    expect(results[0]!['rechecked']).toBe(true);
    expect(readdirSync(out)).toEqual(['6-6.certificate.json']);
    const checked = await spuriousHere('check', String(results[0]!['certificate']));
    expect(checked.out).toMatch(/^accepted [0-9a-f]{16} .+\.json\n$/);
    expect(checked.code).toBe(0);
    const json = JSON.parse(
      (await spuriousHere('check', '--json', String(results[0]!['certificate']))).out,
    ) as {
      results: { accepted: boolean; reason: null }[];
    };
    expect(json.results[0]!.accepted).toBe(true);
    expect(json.results[0]!.reason).toBeNull();
  });

  it('writes the same bytes twice', async () => {
    const line = (name: string): string[] => ['verify', 'candidates/8-9.json', '--out', join(folder, name)];
    spurious(...line('a'));
    await spuriousHere(...line('b'));
    const read = (name: string): string => readFileSync(join(folder, name, '8-9.certificate.json'), 'utf8');
    expect(read('a')).toBe(read('b'));
  });

  it('reports every readable input, and the largest code', async () => {
    const bad = join(folder, 'bad.json');
    writeFileSync(bad, '{"format":"spurious-candidate"}');
    const paths = [bad, 'candidates/6-6.json', join(folder, 'none.json')];
    const { code, out, err } = await spuriousHere('verify', ...paths);
    expect(code).toBe(3);
    expect(out).toContain('spurious-local-minimum');
    expect(err.trim().split('\n')).toHaveLength(2);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it('exits 1 where no minimum is proved, and writes nothing for inconclusive', async () => {
    const path = join(folder, 'global.json');
    const weights = [
      [1, 0],
      [0, 0.5],
      [0, 0.5],
    ];
    writeFileSync(
      path,
      JSON.stringify({ format: 'spurious-candidate', version: 1, k: 2, n: 3, d: 2, weights }),
    );
    const out = join(folder, 'nothing');
    const done = await spuriousHere('verify', path, '--out', out, '--json');
    expect(done.code).toBe(1);
    const { results } = JSON.parse(done.out) as { results: { verdict: string; certificate: null }[] };
    expect(results[0]!.verdict).toBe('inconclusive');
    expect(results[0]!.certificate).toBeNull();
    expect(() => readdirSync(out)).toThrow();
  });

  it.each([
    [['--digits', '3']],
    [['--digits', 'many']],
    [['--dimension', 'some']],
    [['--dimension', '5']],
    [['--family', '-1']],
    [['--nonsense']],
    [['--out']],
  ])('%j is a usage error', async (options) => {
    const { code, err } = await spuriousHere('verify', 'candidates/6-6.json', ...options);
    expect(code).toBe(2);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  it('usage: no command, unknown command, no file', async () => {
    expect((await spuriousHere()).code).toBe(2);
    expect((await spuriousHere('prove-everything')).code).toBe(2);
    expect((await spuriousHere('verify')).code).toBe(2);
    expect((await spuriousHere('--help')).code).toBe(0);
    expect(spurious('--version').out.trim()).toMatch(/^\d+\.\d+\.\d+$/);
    expect((await spuriousHere('completion')).code).toBe(0);
  });

  it('a missing file, a directory, an empty file and garbage are one line each, code 3', async () => {
    const empty = join(folder, 'empty.mat');
    writeFileSync(empty, '');
    const garbage = join(folder, 'garbage.npy');
    writeFileSync(garbage, Buffer.alloc(1000, 0xa7));
    mkdirSync(join(folder, 'directory'), { recursive: true });
    for (const path of ['missing.json', empty, garbage, join(folder, 'directory')]) {
      for (const command of ['verify', 'check']) {
        const { code, err } = await spuriousHere(command, path);
        expect(code, `${command} ${path}`).toBe(3);
        expect(err.trim().split('\n'), err).toHaveLength(1);
      }
    }
  });
});
