import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spuriousHere as spurious } from './run.ts';

const MINIMUM = 'certificates/6-6.certificate.json';
const SYMMETRIC = 'certificates/families/type-I-k-7.certificate.json';
const SADDLE = 'test/checker/vectors/saddle.json';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spurious-split-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const results = (text: string): Record<string, unknown>[] =>
  (JSON.parse(text) as { results: Record<string, unknown>[] }).results;

describe('spurious split', () => {
  it('all neurons of a dense and a symmetric minimum, with certificates that check accepts', async () => {
    const out = join(folder, 'certificates');
    const done = await spurious('split', MINIMUM, SYMMETRIC, '--out', out, '--json', '--recheck');
    expect(done).toMatchObject({ code: 0, err: '' });
    const found = results(done.out);
    expect(found.map(({ source, neuron }) => [source, neuron])).toEqual([
      ...[0, 1, 2, 3, 4, 5].map((i) => [MINIMUM, i]),
      [SYMMETRIC, 0],
      [SYMMETRIC, 1],
    ]);
    for (const result of found) {
      expect(result).toMatchObject({ saddle: true, reason: null, indexExact: true, rechecked: true });
      expect(Number(result['eigenvalueUpper'])).toBeLessThan(-0.03);
      expect(Number(result['decreaseLower'])).toBeGreaterThan(1e-5);
    }
    expect(found[0]).toMatchObject({
      negativeDirections: 5,
      transverseNegativeDirections: 1,
      certificate: join(out, '6-6.split.certificate.json'),
    });
    const checked = await spurious('check', ...readdirSync(out).map((name) => join(out, name)));
    expect(checked.code).toBe(0);
    expect(checked.out.match(/^accepted [0-9a-f]{16} .+$/gm)).toHaveLength(2);
  });

  it('one neuron, in words', async () => {
    const done = await spurious('split', MINIMUM, '--neuron', '5');
    expect(done).toMatchObject({ code: 0, err: '' });
    expect(done.out).toMatch(/1 of 1 splits are saddles.*\n {2}neuron 5: λ_min\(B\) ≤ -0\.09038.*index 5/);
  });

  it('claims nothing of what is no minimum about one point: exit code 1, nothing written', async () => {
    const out = join(folder, 'nothing');
    const uniform = readdirSync('certificates/uniform').map((name) => join('certificates/uniform', name))[0]!;
    const done = await spurious('split', SADDLE, uniform, '--out', out, '--json');
    expect(done).toMatchObject({ code: 1, err: '' });
    expect(results(done.out)).toMatchObject([
      {
        source: SADDLE,
        neuron: null,
        saddle: false,
        reason: expect.stringContaining('the verdict is saddle'),
      },
      { source: uniform, saddle: false, reason: expect.stringMatching(/"uniform".*prove --split/) },
    ]);
    expect(Object.values(results(done.out)[0]!).filter((x) => x === null)).toHaveLength(7);
    expect(readdirSync(folder)).not.toContain('nothing');
  });

  it('bad input: a line each', async () => {
    const forged = join(folder, 'forged.json');
    writeFileSync(forged, readFileSync(MINIMUM, 'utf8').replace(/"lower": "0\.02/, '"lower": "0.03'));
    const words = join(folder, 'words.json');
    writeFileSync(words, 'no certificate');
    const cases: [string[], number, RegExp][] = [
      [['split'], 2, /split needs at least one CERTIFICATE/],
      [['split', MINIMUM, '--neuron', '6'], 2, /--neuron 6: .*6-6.* has 6 neurons, counted from 0/],
      [['split', SYMMETRIC, '--neuron', '2'], 2, /has 2 types of neurons/],
      [['split', MINIMUM, '--neuron', '-1'], 2, /--neuron takes a whole number from 0 on/],
      [['split', MINIMUM, '--neuron', '1.5'], 2, /--neuron takes a whole number/],
      [['split', join(folder, 'none.json')], 3, /none\.json: cannot be read/],
      [['split', words], 3, /words\.json: no certificate that the checker accepts/],
      [['split', forged], 3, /forged\.json: no certificate that the checker accepts/],
      [['split', 'candidates/6-6.json'], 3, /no certificate that the checker accepts/],
    ];
    for (const [args, code, message] of cases) {
      const done = await spurious(...args);
      expect(done.code, args.join(' ')).toBe(code);
      expect(done.err, args.join(' ')).toMatch(message);
      expect(done.err.trimEnd(), args.join(' ')).not.toContain('\n');
    }
  });
});
