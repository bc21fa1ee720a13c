import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shared } from '../shared.ts';
import { spuriousHere } from './run.ts';

const cases = shared('cases');
const minimum = { verdict: 'spurious-local-minimum', hint: null };
const SIX = { ...minimum, k: 6, n: 6, d: 6, family: null };

interface Row {
  readonly args: readonly string[];
  readonly code: number;
  readonly results: readonly Record<string, unknown>[];
  /** What is said on stderr, apart from the name of the file; nothing where it is absent. */
  readonly said?: RegExp;
}

/** Small files that went wrong, and what is wanted of each. */
const ROWS: readonly Row[] = [
  { args: ['3d.json'], code: 0, results: [0, 1].map((family) => ({ ...SIX, family })) },
  { args: ['3d.json', '--family', '1'], code: 0, results: [{ ...SIX, family: 1 }] },
  {
    args: ['8-9T.npy'],
    code: 1,
    results: [
      {
        verdict: 'no-critical-point',
        k: 9,
        n: 8,
        hint: expect.stringMatching(
          /n = 8 neurons for k = 9 targets: usually a transposed matrix.*--transpose/,
        ),
      },
    ],
  },
  { args: ['8-9T.npy', '--transpose'], code: 0, results: [{ ...minimum, k: 8, n: 9, d: 8 }] },
  {
    args: ['C-pad.npy'],
    code: 1,
    results: [
      {
        verdict: 'no-critical-point',
        k: 9,
        hint: expect.stringMatching(/k = 9 was assumed.*--k K.*--targets FILE/),
      },
    ],
  },
  { args: ['C-pad.npy', '--k', '6'], code: 0, results: [{ ...minimum, k: 6, n: 6, d: 9 }] },
  { args: ['C-pad.npy', '--targets', 'C-targets.npy'], code: 0, results: [{ ...minimum, k: 6, n: 6, d: 9 }] },
  { args: ['L-WbadNew_rows.mat'], code: 0, results: [SIX] },
  { args: ['row.mat'], code: 3, results: [], said: /variable w: a vector \(1 x 36\).*perhaps to 6 x 6/ },
  { args: ['F-num.json'], code: 3, results: [], said: /"1e-400" underflows a double/ },
  { args: ['list.json'], code: 0, results: [SIX] },
  { args: ['listW.json'], code: 0, results: [SIX] },
  { args: ['rot.npz'], code: 0, results: [{ ...minimum, k: 8, n: 9, d: 8 }] },
  { args: ['w.csv'], code: 0, results: [SIX] },
  { args: ['m.safetensors'], code: 0, results: [SIX] },
  { args: ['m.safetensors', '--variable', 'fc1.weight'], code: 0, results: [SIX] },
  { args: ['m.pt'], code: 3, results: [], said: /a PyTorch file \(zip\).*python3 -c "import torch/ },
  { args: ['x.h5'], code: 3, results: [], said: /an HDF5 file.*python3 -c "import h5py/ },
  {
    args: ['D-3.json'],
    code: 1,
    results: [{ verdict: 'inconclusive', hint: expect.stringContaining('descend first') }],
  },
];

describe.skipIf(cases === null)('files that went wrong once', () => {
  it.each(ROWS)('verify $args', async ({ args, code, results, said }) => {
    const paths = args.map((arg) =>
      /\.(json|npy|npz|mat|csv|safetensors|pt|h5)$/.test(arg) ? join(cases!, arg) : arg,
    );
    const done = await spuriousHere('verify', ...paths, '--json');
    expect(done.code, done.err).toBe(code);
    expect(JSON.parse(done.out)).toMatchObject({ results });
    expect((JSON.parse(done.out) as { results: unknown[] }).results).toHaveLength(results.length);
    if (said === undefined) expect(done.err).toBe('');
    else {
      expect(done.err).toMatch(said);
      expect(done.err.trimEnd().split('\n')).toHaveLength(1);
    }
  });

  it('people read the hint, too', async () => {
    const { out } = await spuriousHere('verify', join(cases!, 'C-pad.npy'));
    expect(out).toMatch(/\n {2}hint {20,}.*--k K.*--targets FILE/);
  });

  it('eliminate takes candidates in the same way', async () => {
    const { code, out } = await spuriousHere('eliminate', join(cases!, 'C-pad.npy'), '--k', '6', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ results: [{ eliminated: true }] });
  });
});

describe('options of candidates', () => {
  it.each([
    ['verify', '0'],
    ['verify', '1.5'],
    ['verify', '-2'],
    ['eliminate', 'six'],
  ])('%s --k %s is a usage error', async (command, k) => {
    const { code, err } = await spuriousHere(command, 'candidates/6-6.json', `--k=${k}`);
    expect(code).toBe(2);
    expect(err).toContain('--k takes a');
  });

  it('--k that a candidate file contradicts is refused, one that it confirms is not', async () => {
    const other = await spuriousHere('verify', 'candidates/6-6.json', '--k', '5');
    expect(other.code).toBe(3);
    expect(other.err).toContain('k: 6 by the arrays; expected 5, as --k says');
    expect((await spuriousHere('verify', 'candidates/6-6.json', '--k', '6')).code).toBe(0);
  });
});

describe('candidates/', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'spurious-cases-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('holds minima only, as their certificates say; saddles have a place of their own', async () => {
    const names = (path: string): string[] => readdirSync(path).filter((name) => name.endsWith('.json'));
    const stems = (path: string): string[] =>
      names(path).map((name) => name.replace(/(\.certificate)?\.json$/, ''));
    expect(stems('candidates').sort()).toEqual(stems('certificates').sort());
    expect(stems('candidates/saddles')).toEqual(stems('certificates/saddles'));
    // verify candidates/*.json ends with 0 (20 s for all 176 of them): here the row that had the saddle.
    const row = names('candidates').filter((name) => name.startsWith('17-18-'));
    const { code } = await spuriousHere('verify', ...row.map((name) => join('candidates', name)));
    expect(code).toBe(0);
    const saddle = await spuriousHere('verify', 'candidates/saddles/17-18-9.json', '--json');
    expect(saddle.code).toBe(1);
    expect(JSON.parse(saddle.out)).toMatchObject({ results: [{ verdict: 'saddle', index: 1, hint: null }] });
  });

  it('an audit of a folder reads .safetensors beside the others', async () => {
    if (cases === null) return;
    mkdirSync(join(folder, 'audit'));
    for (const name of ['m.safetensors', 'list.json'])
      copyFileSync(join(cases, name), join(folder, 'audit', name));
    const { code, out } = await spuriousHere('audit', join(folder, 'audit'), '--format', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ families: 2, minima: 2, distinct: 1 });
  });
});
