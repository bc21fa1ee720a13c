import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { warningsOf } from '../../src/cli/search/search-plan.ts';
import type { Plan } from '../../src/search/plan.ts';
import { spuriousHere, spuriousInThreads } from './run.ts';
import { PLAN, searchFolder } from './search-folder.ts';

const { at, contents, search, whole } = searchFolder();

const CERTIFICATE = 'certificates/7-7-1.certificate.json';

describe('a search', () => {
  it('leaves plan, manifest, results and certificates, nothing else', async () => {
    expect([...whole.keys()]).toEqual(['6-6.jsonl', '7-7.jsonl', CERTIFICATE, 'manifest.json', 'plan.json']);
    expect((await spuriousHere('check', at('whole', CERTIFICATE))).code).toBe(0);
    const { rows } = JSON.parse(whole.get('manifest.json')!);
    const text = whole.get('7-7.jsonl')!;
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ run }) => run)).toEqual(Array.from({ length: 48 }, (_, i) => i));
    expect(lines.filter(({ point }) => point === 1)).toHaveLength(1);
    expect(rows[1]).toMatchObject({ runs: 48, spurious: 1, dropped: 47, unresolved: 0, unseparatedPairs: 0 });
  });

  it('does not depend on the number of jobs', async () => {
    expect((await spuriousInThreads('search', '--out', at('jobs'), ...PLAN, '--jobs', '3')).code).toBe(0);
    expect(contents('jobs')).toEqual(whole);
  });

  it('is answered from its folder when asked again, also without the plan', async () => {
    const again = await search('whole');
    expect(again.code).toBe(0);
    expect(again.out).toContain('7-7: 1 of 48');
    expect(contents('whole')).toEqual(whole);
  });

  it('gives the same rows whatever other rows are asked for, and in whatever order', async () => {
    expect((await search('order', '-k', '7,6', '--runs', '48', '--seed', '7')).code).toBe(0);
    const found = contents('order');
    for (const name of ['6-6.jsonl', '7-7.jsonl', CERTIFICATE]) expect(found.get(name)).toBe(whole.get(name));
  });
});

describe('what is made of a search', () => {
  it('table in every format, from the folder and from its certificates', async () => {
    const json = await spuriousHere('table', at('whole'), '--format', 'json');
    expect(json).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(json.out).rows).toMatchObject([
      { k: 6, n: 6, runs: 48, spurious: 0, meanLambdaMin: null, families: 0, unresolved: 0 },
      { k: 7, n: 7, runs: 48, spurious: 1, families: 1, unresolved: 0 },
    ]);
    for (const [format, words] of [
      ['text', /^k {2}n/],
      ['csv', /^k,n,/],
      ['markdown', /^\| k \|/],
      ['latex', /^\\begin\{tabular\}/],
    ] as const)
      expect((await spuriousHere('table', at('whole'), '--format', format)).out).toMatch(words);
    const alone = await spuriousHere('table', at('whole', CERTIFICATE), '--format', 'csv');
    expect(alone.err).toMatch(/^spurious: [^\n]*each counts as one run\n$/);
    expect(alone.out).toMatch(/\n7,7,1,1,100,2\.[45]\d*,100,0\.01405\d*,0\.02320\d*,1,0\n$/);
    expect((await spuriousHere('table', at('whole'), '--format', 'pdf')).code).toBe(2);
  });

  it('figure: SVG on stdout, or with its data in two files', async () => {
    const shown = await spuriousHere('figure', at('whole'));
    expect(shown).toMatchObject({ code: 0, err: '' });
    expect(shown.out).toContain('(7, 7)');
    expect(await spuriousHere('figure', at('whole'), '--out', at('f.svg'))).toMatchObject({
      code: 0,
      out: '',
    });
    expect(readFileSync(at('f.svg'), 'utf8')).toBe(shown.out);
    expect(readFileSync(at('f.csv'), 'utf8')).toMatch(
      /^k,n,objective,share\n6,6,0\.001,1\n7,7,0\.001,0\.979\d*\n7,7,0\.02320\d*,1\n$/,
    );
    expect((await spuriousHere('figure', at('whole'), '--out', at('f.png'))).code).toBe(2);
  });

  it('audit: every certified point proved anew, rows as in the table', async () => {
    const { code, out } = await spuriousHere('audit', at('whole'), '--format', 'json');
    expect(code).toBe(0);
    const audit = JSON.parse(out);
    expect(audit).toMatchObject({
      families: 1,
      runs: 1,
      minima: 1,
      saddles: 0,
      inconclusive: 0,
      distinct: 1,
    });
    const table = JSON.parse((await spuriousHere('table', at('whole'), '--format', 'json')).out);
    for (const [i, row] of table.rows.entries())
      for (const field of ['k', 'n', 'runs', 'spurious', 'percent', 'percentLow', 'percentHigh', 'families'])
        expect(audit.rows[i][field]).toBe(row[field]);
  });
});

describe('what a search reports', () => {
  it('runs given up are unresolved: 1', async () => {
    const plan = ['-k', '7', '--runs', '8', '--seed', '5', '--max-iterations', '3'];
    const out = '7-7: 0 of 8 runs at 0 spurious minima, 8 unresolved\n';
    expect(await search('given-up', ...plan)).toEqual({ code: 1, out, err: '' });
    const { rows } = JSON.parse(readFileSync(at('given-up', 'manifest.json'), 'utf8'));
    expect(rows[0]).toMatchObject({ runs: 8, spurious: 0, dropped: 0, unresolved: 8 });
    const table = await spuriousHere('table', at('given-up'), '--format', 'csv');
    expect(table.out).toMatch(/\n7,7,8,0,0,0,[\d.]+,,,0,8\n$/);
  });

  it('a shard with runs given up: 1 as well', async () => {
    const plan = ['-k', '6', '--runs', '20', '--seed', '5', '--max-iterations', '3'];
    const err = 'spurious: shard 2/2: 4 runs unresolved\n';
    expect(await search('half', ...plan, '--shard', '2/2')).toEqual({ code: 1, out: '', err });
  });

  it('increases of F, and restarts with a smaller step', async () => {
    const { code, err } = await search('wild', '-k', '6', '--runs', '6', '--seed', '5', '--step', '1.5');
    expect(code).toBe(0);
    expect(err).toBe('spurious: 6-6: the objective rose in 6 runs, 6 began anew with a smaller step\n');
    const { rows } = JSON.parse(readFileSync(at('wild', 'manifest.json'), 'utf8'));
    expect(rows[0]).toMatchObject({ restarted: 6, increased: 6 });
  });

  it('warns of a step that repels minima, k ≥ 77, and of a drop that takes them for global ones, k > 250', async () => {
    const tiny = ['--runs', '1', '--seed', '1', '--max-iterations', '1'];
    const wide = await search('77', '-k', '77', ...tiny);
    expect(wide.code).toBe(1);
    expect(wide.err).toMatch(/^spurious: k = 77 ≥ 77: [^\n]*--step 0\.1; try --step 0\.0649\d*\n$/);
    const plan = JSON.parse(readFileSync(at('77', 'plan.json'), 'utf8')) as Plan;
    const of = (k: number, step: number): string[] => warningsOf({ ...plan, step, rows: [{ k, n: k }] });
    expect(of(76, 0.1)).toEqual([]);
    expect(of(77, 0.06)).toEqual([]);
    expect(of(250, 0.02)).toEqual([]);
    expect(of(251, 0.02)).toEqual([
      'k = 251 > 250: minima have objectives of about .297/k, and --drop 0.001 takes those below it for global (from k = 297 on the true minima)',
    ]);
  });
});

describe('usage: 2, in one line', () => {
  const full = ['-k', '6', '--runs', '4', '--seed', '1'];
  const rest = ['--runs', '4', '--seed', '1'];
  it.each<[string, string[], RegExp]>([
    ['no --k', rest, /a new search needs --k, --runs and --seed/],
    ['no --seed', ['-k', '6', '--runs', '4'], /a new search needs/],
    ['k of letters', ['-k', 'six', ...rest], /--k takes numbers like/],
    ['k the wrong way round', ['-k', '9..6', ...rest], /--k takes numbers like/],
    ['n < k', ['-k', '6', '-n', '5', ...rest], /n = 5 < k = 6/],
    ['a pair twice', ['-k', '6,6', ...rest], /twice/],
    ['no pair', ['-k', '20', '-n', 'k+2..20', ...rest], /names no pair/],
    [
      'no runs',
      ['-k', '6', '--runs', '0', '--seed', '1'],
      /--runs takes a whole number from 1 to 10000000, not 0/,
    ],
    [
      'half a run',
      ['-k', '6', '--runs', '1.5', '--seed', '1'],
      /--runs takes a whole number from 1 to 10000000, not 1\.5/,
    ],
    [
      'a negative seed',
      ['-k', '6', '--runs', '4', '--seed', '-1'],
      /--seed takes a whole number from 0 on, not -1/,
    ],
    ['a step of 0', [...full, '--step', '0'], /--step takes a number above 0, not 0/],
    ['a drop of 0', [...full, '--drop', '0'], /--drop takes a number above 0, not 0/],
    [
      'no iterations',
      [...full, '--max-iterations', '0'],
      /--max-iterations takes a whole number from 1 on, not 0/,
    ],
    ['no jobs', [...full, '--jobs', '0'], /--jobs takes a whole number/],
    ['shard 0', [...full, '--shard', '0/2'], /--shard takes I\/N/],
    ['shard 3/2', [...full, '--shard', '3/2'], /--shard takes I\/N/],
    ['shard and collect', [...full, '--shard', '1/2', '--collect'], /exclude one another/],
    ['collect of nothing', ['--collect'], /holds no search to collect/],
    [
      'another engine',
      [...full, '--engine', 'pbs'],
      /--engine cannot be "pbs", it takes one of "local", "slurm"/,
    ],
    ['an unknown option', [...full, '--speed', '9'], /search has no option --speed/],
  ])('%s', async (_name, args, words) => {
    const { code, out, err } = await search('usage', ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^spurious: [^\n]*\n$/);
    expect(err).toMatch(words);
    expect(existsSync(at('usage'))).toBe(false);
  });

  it('another plan than that of the folder', async () => {
    const { code, err } = await search('whole', ...PLAN.with(-1, '6'));
    expect(code).toBe(2);
    expect(err).toMatch(/^spurious: [^\n]*holds a search with another plan[^\n]*\n$/);
    expect(contents('whole')).toEqual(whole);
  });

  it('--engine slurm without sbatch', async () => {
    vi.stubEnv('PATH', '/nowhere');
    const { code, err } = await search('slurm', ...PLAN, '--engine', 'slurm', '--jobs', '2');
    vi.unstubAllEnvs();
    expect(code).toBe(2);
    expect(err).toMatch(/^spurious: sbatch cannot be run [^\n]*\n$/);
    const script = readFileSync(at('slurm', 'slurm', 'array.sh'), 'utf8');
    expect(script).toContain('--shard "$SLURM_ARRAY_TASK_ID/2"');
  });
});

describe('spoiled folders: 3, in one line', () => {
  const spoil = (name: string, file: string, change: (text: string) => string): string => {
    cpSync(at('whole'), at(name), { recursive: true });
    const text = change(whole.get(file)!);
    expect(text).not.toBe(whole.get(file));
    writeFileSync(at(name, file), text);
    return at(name);
  };
  const refused = async (args: string[], words: RegExp): Promise<void> => {
    const { code, out, err } = await spuriousHere(...args);
    expect({ code, out }, args.join(' ')).toEqual({ code: 3, out: '' });
    expect(err).toMatch(/^spurious: [^\n]*\n$/);
    expect(err).toMatch(words);
  };

  it.each<[string, (text: string) => string, RegExp]>([
    ['cut off', (text) => text.slice(0, 40), /plan\.json/],
    ['a list', () => '[]\n', /no plan of version 1; expected a plan/],
    ['without runs', (text) => text.replace('"runs": 48', '"runs": 0'), /runs is a whole number/],
    ['of another version', (text) => text.replace('"version": 1', '"version": 2'), /no plan of version 1/],
    ['written in another way', (text) => text.replace('"seed": 7', '"seed":  7'), /altered/],
    [
      'with an unknown field',
      (text) => text.replace('  "rows"', '  "speed": 1,\n  "rows"'),
      /the field "speed"/,
    ],
    ['with a number for a row', (text) => text.replace('{ "k": 6, "n": 6 }', '7'), /plan\.json/],
    ['with null for a row', (text) => text.replace('{ "k": 6, "n": 6 }', 'null'), /plan\.json/],
  ])('a plan %s', async (name, change, words) => {
    await refused(['search', '--out', spoil(`plan ${name}`, 'plan.json', change)], words);
  });

  it('a file where the folder of shards, or of one shard, belongs', async () => {
    for (const place of ['shards', 'shards/1-of-1']) {
      const name = `file-${place.length}`;
      const path = at(name, place);
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, '');
      for (const more of [[], ['--shard', '1/1'], ['--engine', 'slurm', '--jobs', '1']])
        await refused(
          ['search', '--out', at(name), ...PLAN, ...more],
          place === 'shards'
            ? /a file; expected a folder/
            : /1-of-1\S*: [^;]*a file is in the place of a folder/,
        );
    }
    mkdirSync(at('unit', 'shards', '1-of-1', '7-7.0.jsonl'), { recursive: true });
    writeFileSync(at('unit', 'shards', '1-of-1', 'plan.json'), whole.get('plan.json')!);
    await refused(['search', '--out', at('unit'), ...PLAN], /7-7\.0\.jsonl: a directory; expected a file/);
  });

  it('a place that cannot be written, met in a worker', async () => {
    mkdirSync(at('taken', '7-7.jsonl', 'x'), { recursive: true });
    await refused(['search', '--out', at('taken'), ...PLAN], /7-7\.jsonl: cannot be written/);
  });

  it('runs of another unit in the file of one', async () => {
    expect((await search('foreign', ...PLAN, '--shard', '1/2')).code).toBe(0);
    const units = at('foreign', 'shards', '1-of-2');
    cpSync(join(units, '7-7.0.jsonl'), join(units, '7-7.2.jsonl'));
    await refused(['search', '--out', at('foreign'), '--shard', '1/2'], /run 0: is not of this unit/);
  });

  it.each<[string, string, (text: string) => string, RegExp]>([
    ['results cut off', '7-7.jsonl', (text) => text.slice(0, -1), /is cut off/],
    ['a run twice', '7-7.jsonl', (text) => text.replace('"run":3,', '"run":4,'), /line 4: is out of place/],
    [
      'a figure altered',
      '7-7.jsonl',
      (text) => text.replace('"restarts":0', '"restarts":1'),
      /is not the file/,
    ],
    ['no JSON', '7-7.jsonl', (text) => text.replace('{', '['), /7-7\.jsonl:1/],
    ['an empty manifest', 'manifest.json', () => '{}', /no manifest/],
    [
      'another count',
      'manifest.json',
      (text) => text.replace('"dropped": 47', '"dropped": 46'),
      /rows\[1\]\.runs: not the sum/,
    ],
    [
      'a path out of the folder',
      'manifest.json',
      (text) => text.replace('certificates/7', '../7'),
      /points\[0\]\.certificate: not/,
    ],
    [
      'another version',
      'manifest.json',
      (text) => text.replace('"version": 1', '"version": 2'),
      /no manifest/,
    ],
    ['another hash', CERTIFICATE, (text) => text.replace(/"sha256": ".{4}/, '"sha256": "0000'), /hash/],
    [
      'another claim',
      CERTIFICATE,
      (text) => text.replace('"lambdaMin": "0.01', '"lambdaMin": "0.02'),
      /hash/,
    ],
  ])('table and figure of a search with %s', async (name, file, change, words) => {
    const spoiled = spoil(name, file, change);
    await refused(['table', spoiled], words);
    await refused(['figure', spoiled], words);
  });

  it('table and figure of what is no finished search', async () => {
    mkdirSync(at('empty'), { recursive: true });
    expect((await search('unfinished', ...PLAN, '--shard', '1/2')).code).toBe(0);
    rmSync(
      join(
        spoil('missing', 'plan.json', () => ''),
        CERTIFICATE,
      ),
    );
    for (const command of ['table', 'figure']) {
      await refused([command, at('nowhere')], /nowhere/);
      await refused([command, at('empty')], /no search in it/);
      await refused([command, at('unfinished')], /not finished[^\n]*resume with/);
      await refused([command, at('missing')], /7-7-1\.certificate\.json/);
    }
  });
});
