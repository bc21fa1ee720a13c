import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCertificate } from '../../src/certificate/index.ts';
import completeTask from '../../src/cli/complete/complete-task.ts';
import { spuriousHere } from './run.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spurious-complete-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('spurious complete --symmetry Sk', () => {
  it('every k at once, for people', async () => {
    const { code, out, err } = await spuriousHere(
      'complete',
      '--symmetry',
      'Sk',
      '--out',
      folder,
      '--recheck',
    );
    expect(code, err).toBe(0);
    expect(out).toContain('Sk, every k ≥ 3: the list is complete\n');
    expect(out).toContain('four critical points, no others\n');
    expect(out).toContain('  checker     accepts the certificate\n');
    const path = join(folder, 'complete-Sk-from-3.certificate.json');
    expect(out).toContain(`  certificate ${path}\n`);
    expect(readCertificate(readFileSync(path, 'utf8')).statement).toContain('For every integer k >= 3');
    const check = await spuriousHere('check', path);
    expect(check.code, check.err).toBe(0);
  });

  it('some k, each with verdict and index', async () => {
    const { code, out, err } = await spuriousHere('complete', '--symmetry', 'Sk', '--k', '5,6', '--json');
    expect(code, err).toBe(0);
    const { results } = JSON.parse(out);
    expect(results).toHaveLength(2);
    for (const [i, index] of [6, 0].entries()) {
      expect(results[i]).toMatchObject({ kFrom: 5 + i, kTo: 5 + i, complete: true, reason: null });
      expect(results[i]).toMatchObject({ undecided: [], certificate: null });
      const [identity, other] = results[i].points;
      expect(identity).toMatchObject({
        name: 'identity',
        verdict: 'not-spurious',
        index: 0,
        entries: [1, 0],
      });
      expect(other).toMatchObject({ name: 'type A', index });
    }
  });
});

describe('spurious complete', () => {
  it.each([
    [[], /complete needs --k, for example --k 6, or --symmetry Sk for every k at once/],
    [['--k', '2'], /--k 2: lists begin at k = 3/],
    [['--k', '6..4'], /--k 6..4: the range ends before it begins/],
    [['--k', '2000000'], /--k 2000000: k is at most 1000000/],
    [['--k', 'six'], /--k takes numbers like 6/],
    [['--threshold', '--symmetry', 'Sk'], /--threshold goes with --symmetry Sk-1/],
    [['--threshold', '--out', 'x'], /--out goes with --k: --threshold has no certificate/],
    [['--threshold', '--recheck'], /--recheck goes with --k/],
  ])('%j is refused with exit code 2', async (args, message) => {
    const { code, err } = await spuriousHere('complete', ...args);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });

  it('--threshold encloses the k at which a point leaves the list', async () => {
    const { code, out, err } = await spuriousHere('complete', '--threshold');
    expect(code, err).toBe(0);
    expect(out).toMatch(
      /^Sk-1: a critical point leaves the list .*\n {2}above {7}15\.19045992898064741314274202/,
    );
    expect(out).toMatch(/there is no certificate\n$/);
    // That the two are close together, in JSON, is seen in json-fields.test.ts.
  });

  it('keeps charts that are done, takes them again, and makes a damaged one anew', () => {
    const kept = join(folder, 'charts', 'chart-13');
    const task = { k: 6, chart: 13, kept };
    const made = completeTask(task);
    expect(completeTask({ ...task, kept: null })).toEqual(made);
    const text = readFileSync(kept, 'utf8');
    const [head, body] = text.split('\n');
    expect(head).toMatch(/^spurious \S+ complete k 6 chart 13 sha256 [0-9a-f]{64}$/);
    expect(JSON.parse(body!)).toEqual(made);
    expect(completeTask(task)).toEqual(made);
    for (const damaged of [
      text.replace('"boxes":', '"boxes":1'),
      text.slice(0, 200),
      text.replace('k 6', 'k 7'),
      'x',
    ]) {
      writeFileSync(kept, damaged);
      expect(completeTask(task), damaged.slice(0, 120)).toEqual(made);
      expect(readFileSync(kept, 'utf8')).toBe(text);
    }
  });

  it('a whole list, from charts that were kept', async () => {
    // All charts of k = 20 but two small ones are taken from a first run of the library.
    const out = join(folder, 'list');
    const charts = join(out, 'complete-Sk-1-20.charts');
    mkdirSync(charts, { recursive: true });
    for (let chart = 0; chart < 24; chart++)
      if (chart !== 13 && chart !== 21)
        completeTask({ k: 20, chart, kept: join(charts, `chart-${String(chart).padStart(2, '0')}`) });
    const { code, out: text, err } = await spuriousHere('complete', '--k', '20', '--out', out, '--json');
    expect(code, err).toBe(0);
    const [result] = JSON.parse(text).results;
    const path = join(out, 'complete-Sk-1-20.certificate.json');
    expect(result).toMatchObject({ symmetry: 'Sk-1', kFrom: 20, kTo: 20, complete: true, certificate: path });
    expect(readdirSync(out)).toEqual(['complete-Sk-1-20.certificate.json']);
    expect(existsSync(charts)).toBe(false);

    // The table of docs/complete.md: indices, names, and the points that an independent search found.
    const { points } = result;
    const indices = points.map(({ verdict, index }: { verdict: string; index: number }) => index ?? verdict);
    expect([...indices].sort()).toEqual([0, 0, 0, 0, 1, 1, 19, 'merged', 'merged', 'merged', 'merged']);
    const minima = points.filter(({ index }: { index: number | null }) => index === 0);
    expect(minima.map(({ name }: { name: string }) => name).sort()).toEqual([
      'identity',
      'type A',
      'type I',
      'type II',
    ]);
    const reference = JSON.parse(readFileSync('test/complete/reference.json', 'utf8')) as Record<
      string,
      string[][]
    >;
    const found = reference['20']!.map((entries) => entries.map(Number));
    expect(found).toHaveLength(points.length);
    for (const entries of found) {
      const same = points.filter((point: { entries: number[] }) =>
        point.entries.every((x, i) => Math.abs(x - entries[i]!) < 1e-8),
      );
      expect(same, `the point ${entries}`).toHaveLength(1);
    }
    expect(readFileSync(path).length).toBeLessThan(5e6);
  });
});
