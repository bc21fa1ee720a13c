import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { performRun } from '../../src/search/run.ts';
import { type Finished, spuriousHere, spuriousInThreads } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'spurious-targets-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (...names: string[]): string => join(folder, ...names);
const search = (out: string, ...args: string[]): Promise<Finished> =>
  spuriousHere('search', '--out', at(out), ...args);

function contents(name: string): Map<string, string> {
  const files = readdirSync(at(name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.sort().map((path) => [path.slice(at(name).length + 1), readFileSync(path, 'utf8')]));
}

function file(name: string, value: unknown): string {
  writeFileSync(at(name), typeof value === 'string' ? value : JSON.stringify(value));
  return at(name);
}

const RANDOM = ['--k', '8', '--targets', 'gaussian:20,10^9', '--samples', '2', '--runs', '10', '--seed', '4'];
let whole: Map<string, string>;
beforeAll(async () => {
  const { code, out } = await search('whole', ...RANDOM, '--jobs', '1');
  expect(code, out).toBe(0);
  whole = contents('whole');
});

describe('a search with random targets', () => {
  it('has a row for each D, points that say their sample, and certificates that are accepted', async () => {
    const { plan, rows } = JSON.parse(whole.get('manifest.json')!);
    expect(plan).toMatchObject({ targets: 'gaussian', samples: 2, runs: 10 });
    expect(plan.rows).toEqual([
      { k: 8, n: 8, d: 20 },
      { k: 8, n: 8, d: 1e9 },
    ]);
    const names = [...whole.keys()].filter((name) => name.startsWith('certificates/'));
    expect(names.length).toBeGreaterThan(1);
    expect(names).toEqual(
      rows
        .flatMap(({ points }: { points: { certificate: string }[] }) =>
          points.map(({ certificate }) => certificate),
        )
        .sort(),
    );
    for (const row of rows) {
      const lines = whole
        .get(row.results)!
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(lines.map(({ sample }) => sample)).toEqual([...Array(10).fill(0), ...Array(10).fill(1)]);
      for (const { id, sample } of row.points)
        expect(lines.filter(({ point }) => point === id).every((line) => line.sample === sample)).toBe(true);
    }
    const checked = await spuriousHere('check', ...names.map((name) => at('whole', name)));
    expect(checked.code, checked.out).toBe(0);
    // The targets of a certificate are those of its sample, in every certificate of it.
    const targets = names.map((name) => JSON.stringify(JSON.parse(whole.get(name)!).problem.targets));
    const samples = rows.flatMap(
      ({ d, points }: { d: number; points: { sample: number; certificate: string }[] }) =>
        points.map(({ sample, certificate }) => [certificate, `${d} ${sample}`]),
    );
    const byName = new Map<string, string>(samples);
    names.forEach((a, i) => {
      names.forEach((b, j) => {
        expect(targets[i] === targets[j]).toBe(byName.get(a) === byName.get(b));
      });
    });
  });

  it('has the same bytes with other jobs, in shards, and after cuts', async () => {
    expect((await spuriousInThreads('search', '--out', at('jobs'), ...RANDOM, '--jobs', '3')).code).toBe(0);
    expect(contents('jobs')).toEqual(whole);
    for (const shard of ['2/3', '3/3', '1/3']) {
      const done = await search('shards', ...RANDOM, '--shard', shard, '--jobs', '1');
      expect(done.code, done.err).toBe(0);
    }
    const unit = at('shards', 'shards', '1-of-3', '8-8-1000000000.1.jsonl');
    expect(existsSync(unit)).toBe(true);
    truncateSync(unit, readFileSync(unit).length - 100);
    expect((await search('shards', '--collect')).code).toBe(1);
    expect((await search('shards', '--shard', '1/3')).code).toBe(0);
    expect((await search('shards', '--collect')).code).toBe(0);
    expect(contents('shards')).toEqual(whole);
  });

  it('gives runs that do not depend on how many there are', () => {
    const plan = JSON.parse(whole.get('plan.json')!);
    const more = { ...plan, runs: 30, samples: 5 };
    const row = { k: 8, n: 8, d: 20 };
    const { run: _run, ...first } = performRun(plan, row, 11);
    const { run: _same, ...second } = performRun(more, row, 31);
    expect(second).toEqual(first);
  });

  it('is refused with another plan, and taken up with the same', async () => {
    const same = await search('whole', ...RANDOM);
    expect(same.code, same.err).toBe(0);
    expect(same.out).toContain('8-8-20: ');
    for (const other of [
      ['--targets', 'gaussian:20', '--k', '8'],
      ['--k', '8'],
      ['--samples', '3', '--targets', 'gaussian:20,10^9', '--k', '8'],
      ['--init', '0.5'],
      ['--tolerance', '1e-8'],
    ]) {
      const { code, err } = await search('whole', ...other);
      expect(code, other.join(' ')).toBe(2);
      expect(err).toMatch(/^spurious: [^\n]*another plan[^\n]*\n$/);
    }
  });

  it('table and figure: a row for each (k, n, D), samples with their interval', async () => {
    const json = await spuriousHere('table', at('whole'), '--format', 'json');
    const { rows } = JSON.parse(json.out);
    const manifest = JSON.parse(whole.get('manifest.json')!);
    rows.forEach((row: Record<string, number>, i: number) => {
      const { points, spurious, d } = manifest.rows[i];
      const minima = points.filter(
        ({ verdict }: { verdict: string }) => verdict === 'spurious-local-minimum',
      );
      const samples = new Set(minima.map(({ sample }: { sample: number }) => sample)).size;
      expect(row).toMatchObject({ d, spurious, runs: 20, samples: 2, samplesSpurious: samples });
      expect(row['samplesPercent']).toBe(50 * samples);
      const least = Math.min(...minima.map(({ lambdaMin }: { lambdaMin: string }) => Number(lambdaMin)));
      expect(row['leastLambdaMin']).toBe(samples === 0 ? null : least);
    });
    const figure = await spuriousHere('figure', at('whole'), '--out', at('f.svg'));
    expect(figure.code).toBe(0);
    expect(readFileSync(at('f.csv'), 'utf8')).toMatch(/^k,n,d,objective,share\n8,8,20,0\.001,/);
    expect(readFileSync(at('f.svg'), 'utf8')).toContain('(8, 8, 1000000000)');
    const audit = await spuriousHere('audit', at('whole'), '--format', 'json');
    const minima = rows.reduce((sum: number, { families }: { families: number }) => sum + families, 0);
    expect(JSON.parse(audit.out)).toMatchObject({ minima, distinct: minima, inconclusive: 0 });
  });
});

describe('targets from a file', () => {
  it('in a wide space are reduced to their span, and the certificate is about what the plan holds', async () => {
    const wide = Array.from({ length: 7 }, (_, i) =>
      Array.from({ length: 40 }, (_, j) => (j === 5 * i ? 1 : 0) + 0.02 * Math.sin(i + 3 * j)),
    );
    const path = file('wide.json', wide);
    const { code, out } = await search('wide', '--targets', path, '--runs', '40', '--seed', '2');
    expect(code, out).toBe(0);
    const plan = JSON.parse(readFileSync(at('wide', 'plan.json'), 'utf8'));
    expect(plan.rows).toEqual([{ k: 7, n: 7, d: 40 }]);
    expect(plan.targets.map((row: number[]) => row.length)).toEqual([7, 7, 7, 7, 7, 7, 7]);
    expect((await search('wide', '--targets', path)).code).toBe(0);
    const { rows } = JSON.parse(readFileSync(at('wide', 'manifest.json'), 'utf8'));
    expect(rows[0].spurious).toBeGreaterThan(0);
    const name = at('wide', rows[0].points[0].certificate);
    const { problem } = JSON.parse(readFileSync(name, 'utf8'));
    expect(problem.targets.map((row: string[]) => row.map(Number))).toEqual(plan.targets);
    expect(problem.dimension).toBe('all');
    expect((await spuriousHere('check', name)).code).toBe(0);
  });

  it('in fewer dimensions than there are of them are taken as they are', async () => {
    const rows = [
      [1, 0],
      [0, 1],
      [-1, 1],
    ];
    const done = await search(
      'narrow',
      '--targets',
      file('narrow.json', rows),
      '--runs',
      '4',
      '--seed',
      '1',
      '--max-iterations',
      '3000',
    );
    expect(done.out).toMatch(/^3-3-2: \d+ of 4 runs/);
    expect(JSON.parse(readFileSync(at('narrow', 'plan.json'), 'utf8')).targets).toEqual(rows);
  });
});

describe('a search from a minimum that is carried to other targets', () => {
  it('is at rest at a minimum near it where the targets are nearly orthonormal', async () => {
    const certificate = 'certificates/8-8-1.certificate.json';
    const done = await search(
      'carried',
      ...[
        '--from',
        certificate,
        '--targets',
        'gaussian:10^7',
        '--samples',
        '2',
        '--runs',
        '2',
        '--seed',
        '1',
      ],
    );
    expect(done).toMatchObject({ code: 0, out: '8-8-10000000: 4 of 4 runs at 2 spurious minima\n' });
    const { rows } = JSON.parse(readFileSync(at('carried', 'manifest.json'), 'utf8'));
    const least = Number(JSON.parse(readFileSync(certificate, 'utf8')).claim.objective.upper);
    for (const { objective } of rows[0].points)
      expect(Math.abs(Number(objective.upper) - least)).toBeLessThan(1e-4);
    const other = await search(
      'other',
      '--from',
      certificate,
      '--k',
      '8',
      '--targets',
      'gaussian:9',
      '--runs',
      '1',
    );
    expect(other).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^spurious: --from [^\n]*--k[^\n]*\n$/),
    });
  });
});

describe('a search from split points', () => {
  it('starts n + 1 neurons at every minimum that is named', async () => {
    const certificate = 'certificates/7-7-1.certificate.json';
    const split = await search('split', '--from', certificate, '--runs', '7', '--seed', '1');
    expect(split.out).toMatch(/^7-8: \d of 7 runs/);
    const plan = JSON.parse(readFileSync(at('split', 'plan.json'), 'utf8'));
    expect(plan).toMatchObject({ rows: [{ k: 7, n: 8 }], from: [{ k: 7, n: 7 }] });
    expect(plan.from[0].weights).toHaveLength(7);
    const table = JSON.parse((await spuriousHere('table', at('split'), '--format', 'json')).out);
    expect(table.rows[0]).toMatchObject({ k: 7, n: 8, runs: 7, d: null, samples: null });
    // The minimum is left for a lower value: F never rises above it.
    const least = JSON.parse(readFileSync(certificate, 'utf8')).claim.objective.upper;
    for (const line of readFileSync(at('split', '7-8.jsonl'), 'utf8').trimEnd().split('\n'))
      expect(JSON.parse(line).objective).toBeLessThan(Number(least));
    const twice = await search(
      'twice',
      '--from',
      certificate,
      '--from',
      certificate,
      '--runs',
      '1',
      '--seed',
      '1',
    );
    expect(twice).toMatchObject({ code: 2, err: 'spurious: from: a point twice\n' });
  });
});

describe('what cannot be searched', () => {
  const rest = ['--runs', '2', '--seed', '1'];
  it.each<[string, string[] | [string, unknown], number, RegExp]>([
    [
      'rank below k',
      [
        'r.json',
        [
          [1, 0, 0],
          [0, 1, 0],
          [1, 1, 0],
        ],
      ],
      3,
      /target 2 .*rank/,
    ],
    [
      'repeated targets',
      [
        'p.json',
        [
          [1, 2],
          [1, 2],
        ],
      ],
      3,
      /target 1 .*span/,
    ],
    [
      'a zero target',
      [
        'z.json',
        [
          [1, 2],
          [0, 0],
        ],
      ],
      3,
      /target 1 .*zero/,
    ],
    ['NaN', ['n.json', '[[1,NaN],[0,1]]'], 3, /NaN/],
    ['no file', ['--targets', at('none.json')], 3, /no such file/],
    ['D < 1', ['--k', '2', '--targets', 'gaussian:0'], 2, /gaussian:0/],
    ['D no number', ['--k', '2', '--targets', 'gaussian:x'], 2, /gaussian:x/],
    ['samples 0', ['--k', '2', '--targets', 'gaussian:5', '--samples', '0'], 2, /--samples .*not 0/],
    ['n < k', ['--k', '3', '--n', '2', '--targets', 'gaussian:5'], 2, /n = 2 < k = 3/],
    ['no k', ['--targets', 'gaussian:5'], 2, /--k/],
    ['samples without random targets', ['--k', '2', '--samples', '3'], 2, /--targets/],
    ['a variance that is none', ['--k', '2', '--init', '-1'], 2, /--init/],
    ['a tolerance that is none', ['--k', '2', '--tolerance', '0'], 2, /--tolerance/],
  ])('%s', async (name, given, code, words) => {
    const [first, second] = given as [string, unknown];
    const args = first.endsWith('.json') ? ['--targets', file(first, second)] : (given as string[]);
    const out = `bad ${name}`;
    const done = await search(out, ...args, ...rest);
    expect(done).toMatchObject({ code, out: '' });
    expect(done.err).toMatch(/^spurious: [^\n]*\n$/);
    expect(done.err).toMatch(words);
    expect(existsSync(at(out))).toBe(false);
  });

  it('a file of targets beside --k, and what is no certificate beside --from', async () => {
    const path = file('ok.json', [
      [1, 0],
      [0, 1],
    ]);
    const both = await search('both', '--k', '2', '--targets', path, ...rest);
    expect(both).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^spurious: --targets FILE [^\n]*\n$/),
    });
    expect((await search('both', '--from', path, ...rest)).code).toBe(3);
    expect(existsSync(at('both'))).toBe(false);
  });
});

describe('candidates/correlated', () => {
  const names = ['8-8', '10-10'];

  it('are far from orthonormal: pairwise cosines of .3 and more, unequal lengths', () => {
    for (const name of names) {
      const { targets } = JSON.parse(readFileSync(`candidates/correlated/${name}.json`, 'utf8')) as {
        targets: number[][];
      };
      const dot = (a: number[], b: number[]): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
      const lengths = targets.map((v) => Math.sqrt(dot(v, v)));
      expect(Math.max(...lengths) / Math.min(...lengths)).toBeGreaterThan(2);
      targets.forEach((v, i) => {
        targets.slice(0, i).forEach((w, j) => {
          expect(dot(v, w) / (lengths[i]! * lengths[j]!)).toBeGreaterThan(0.3);
        });
      });
    }
  });

  it('are proved anew, as their certificates say, and these are accepted', async () => {
    const files = names.map((name) => `candidates/correlated/${name}.json`);
    const verified = JSON.parse((await spuriousHere('verify', ...files, '--json')).out).results;
    names.forEach((name, i) => {
      const { claim } = JSON.parse(readFileSync(`certificates/correlated/${name}.certificate.json`, 'utf8'));
      expect(verified[i]).toMatchObject({
        verdict: 'spurious-local-minimum',
        lambdaMin: claim.lambdaMin,
        objective: claim.objective,
      });
    });
    const paths = names.map((name) => `certificates/correlated/${name}.certificate.json`);
    expect((await spuriousHere('check', ...paths)).code).toBe(0);
  });

  it('have rows of their own in a table of certificates', async () => {
    const standard = 'certificates/8-8-1.certificate.json';
    const other = 'certificates/correlated/8-8.certificate.json';
    const { rows } = JSON.parse((await spuriousHere('table', standard, other, '--format', 'json')).out);
    expect(rows.map(({ k, n, d, families }: Record<string, unknown>) => [k, n, d, families])).toEqual([
      [8, 8, null, 1],
      [8, 8, 8, 1],
    ]);
  });
});
