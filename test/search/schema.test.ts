import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/certificate/index.ts';
import { manifestFault } from '../../src/search/manifest.ts';
import { type Plan, planFault, planText } from '../../src/search/plan.ts';
import { findingsOf, type Manifest, manifestText, resultsText, summaryOf } from '../../src/search/results.ts';
import { performRun } from '../../src/search/run.ts';

const schema = (name: string): object =>
  JSON.parse(readFileSync(`schema/search-${name}.schema.json`, 'utf8')) as object;
const ajv = new Ajv2020({ strict: true, strictTypes: false });
const validPlan = ajv.compile<unknown>(schema('plan'));
const validManifest = ajv.compile<unknown>(schema('manifest'));
const validResult = ajv.compile<unknown>(schema('result'));

const PLAN: Plan = {
  format: 'spurious-search-plan',
  version: 1,
  seed: 7,
  runs: 40,
  step: 0.1,
  drop: 1e-3,
  maxIterations: 1e7,
  rows: [
    { k: 7, n: 7 },
    { k: 6, n: 8 },
  ],
};
const producer = { name: 'spurious', version: '0' };
/** A search without files: what the command writes, from the functions that it uses. */
const searched = PLAN.rows.map((row) => {
  const ends = Array.from({ length: PLAN.runs }, (_, run) => performRun(PLAN, row, run));
  const findings = findingsOf(PLAN, row, ends.values(), producer, () => {});
  const hash = sha256(new TextEncoder().encode(resultsText(findings.results)));
  return { results: findings.results, summary: summaryOf(row, findings, hash) };
});
const MANIFEST: Manifest = {
  format: 'spurious-search',
  version: 1,
  producer,
  plan: PLAN,
  rows: searched.map(({ summary }) => summary),
};

/** The value with the field at a path replaced; left out for undefined. */
function altered(value: object, path: readonly (string | number)[], by: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(value));
  let place = copy;
  for (const step of path.slice(0, -1)) place = place[step];
  place[path.at(-1)!] = by;
  return JSON.parse(JSON.stringify(copy));
}

/** Plans and manifests with other targets; small, and with a point in each. */
const OTHERS: Plan[] = [
  {
    ...PLAN,
    runs: 8,
    tolerance: 1e-8,
    variance: 0.25,
    targets: 'gaussian',
    samples: 2,
    rows: [{ k: 7, n: 7, d: 1000 }],
  },
  {
    ...PLAN,
    runs: 2,
    targets: [
      ['1.5', 0],
      [0.25, -1],
    ],
    rows: [{ k: 2, n: 2, d: 2 }],
  },
  {
    ...PLAN,
    runs: 2,
    from: [
      {
        k: 2,
        n: 2,
        claim: '0123456789abcdef',
        weights: [
          [1, 0],
          [0, 1],
        ],
      },
    ],
    rows: [{ k: 2, n: 3 }],
  },
];

describe('plans with other targets or starts', () => {
  it.each(OTHERS)('are read and valid, with their manifests and results: %#', (plan) => {
    const written: unknown = JSON.parse(planText(plan));
    expect(written).toEqual(plan);
    expect(planFault(written as Plan)).toBeNull();
    expect(validPlan(written), JSON.stringify(validPlan.errors)).toBe(true);
    const row = plan.rows[0]!;
    const count = plan.runs * (plan.samples ?? 1);
    const ends = Array.from({ length: count }, (_, run) => performRun(plan, row, run));
    const findings = findingsOf(plan, row, ends.values(), producer, () => {});
    const rows = [summaryOf(row, findings, '0'.repeat(64))];
    const manifest = JSON.parse(manifestText({ ...MANIFEST, plan, rows }));
    expect(manifestFault(manifest)).toBeNull();
    expect(validManifest(manifest), JSON.stringify(validManifest.errors)).toBe(true);
    const lines = resultsText(findings.results).trimEnd().split('\n');
    expect(lines).toHaveLength(count);
    for (const line of lines) expect(validResult(JSON.parse(line)), line).toBe(true);
  });

  it.each<[number, (string | number)[], unknown]>([
    [0, ['samples'], 0],
    [0, ['tolerance'], 0],
    [0, ['variance'], -1],
    [0, ['targets'], 'uniform'],
    [0, ['targets'], undefined],
    [0, ['rows', 0, 'd'], 0],
    [1, ['targets'], []],
    [1, ['targets', 0, 0], 'one'],
    [2, ['from'], []],
    [2, ['from', 0, 'claim'], '12'],
    [2, ['from', 0, 'weights', 0, 0], null],
  ])('plan %i with %j = %j is refused by reader and schema', (which, path, by) => {
    const value = altered(OTHERS[which]!, path, by);
    expect(planFault(value as Plan)).not.toBeNull();
    expect(validPlan(value)).toBe(false);
  });

  it.each<[number, (string | number)[], unknown]>([
    [0, ['samples'], undefined],
    [0, ['rows', 0, 'd'], undefined],
    [0, ['samples'], 2_000_000],
    [1, ['samples'], 3],
    [1, ['rows', 0, 'k'], 1],
    [1, ['rows', 0, 'd'], 3],
    [1, ['targets', 1], [3, 0]],
    [1, ['targets', 1], [0, 0]],
    [1, ['targets', 1], [1]],
    [1, ['targets', 0, 0], '1e999'],
    [2, ['rows', 0, 'n'], 4],
    [2, ['from', 0, 'weights', 0], [1, 0, 0]],
  ])('plan %i with %j = %j is refused by the reader', (which, path, by) => {
    expect(planFault(altered(OTHERS[which]!, path, by) as Plan)).not.toBeNull();
  });
});

describe('plan.json', () => {
  it('as written is read and valid', () => {
    const written: unknown = JSON.parse(planText(PLAN));
    expect(written).toEqual(PLAN);
    expect(planFault(written as Plan)).toBeNull();
    expect(validPlan(written), JSON.stringify(validPlan.errors)).toBe(true);
  });

  it.each<[(string | number)[], unknown]>([
    [['format'], 'x'],
    [['version'], 2],
    [['seed'], -1],
    [['seed'], 2 ** 53],
    [['seed'], undefined],
    [['runs'], 0],
    [['runs'], 10_000_001],
    [['runs'], '40'],
    [['step'], 0],
    [['drop'], -1],
    [['drop'], null],
    [['maxIterations'], 0],
    [['maxIterations'], 1.5],
    [['rows'], []],
    [['rows'], {}],
    [['rows', 0], null],
    [['rows', 0, 'k'], 0],
    [['rows', 0, 'n'], 4097],
    [['rows', 1], { k: 7, n: 7 }],
    [['speed'], 1],
  ])('with %j = %j is refused by reader and schema', (path, by) => {
    const value = altered(PLAN, path, by);
    expect(planFault(value as Plan)).not.toBeNull();
    expect(validPlan(value)).toBe(false);
  });
});

describe('manifest.json', () => {
  it('as written is read and valid, and so is every line of results', () => {
    const written: unknown = JSON.parse(manifestText(MANIFEST));
    expect(manifestFault(written)).toBeNull();
    expect(validManifest(written), JSON.stringify(validManifest.errors)).toBe(true);
    expect(MANIFEST.rows[0]!.points).toHaveLength(1);
    const lines = searched.flatMap(({ results }) => resultsText(results).trimEnd().split('\n'));
    expect(lines).toHaveLength(80);
    for (const line of lines)
      expect(validResult(JSON.parse(line)), `${line} ${JSON.stringify(validResult.errors)}`).toBe(true);
  });

  const row = ['rows', 0] as const;
  const point = [...row, 'points', 0] as const;
  it.each<[(string | number)[], unknown]>([
    [['format'], 'spurious-search-plan'],
    [['version'], 2],
    [['producer'], null],
    [['producer', 'version'], 1],
    [['plan', 'runs'], 0],
    [['plan'], null],
    [['rows'], {}],
    [['rows'], []],
    [[...row], null],
    [[...row, 'spurious'], -1],
    [[...row, 'unseparatedPairs'], 0.5],
    [[...row, 'increased'], undefined],
    [[...row, 'results'], '../7-7.jsonl'],
    [[...row, 'sha256'], 'AB'],
    [[...row, 'points'], null],
    [[...point], 1],
    [[...point, 'id'], 0],
    [[...point, 'verdict'], 'inconclusive'],
    [[...point, 'runs'], '1'],
    [[...point, 'index'], -1],
    [[...point, 'lambdaMin'], 0.01],
    [[...point, 'objective'], null],
    [[...point, 'objective', 'upper'], 0.01],
    [[...point, 'certificate'], '../../7-7-1.certificate.json'],
  ])('with %j = %j is refused by reader and schema', (path, by) => {
    const value = altered(MANIFEST, path, by);
    expect(manifestFault(value)).not.toBeNull();
    expect(validManifest(value)).toBe(false);
  });

  it('what a schema cannot say, the reader checks', () => {
    for (const [path, by] of [
      [['rows', 0, 'k'], 6],
      [['rows', 0, 'runs'], 41],
      [['rows', 0, 'dropped'], 0],
      [['rows', 0, 'results'], '7-8.jsonl'],
      [['rows', 0, 'points', 0, 'id'], 2],
      [['rows', 0, 'points', 0, 'certificate'], 'certificates/7-7-2.certificate.json'],
      [['rows', 1], MANIFEST.rows[0]],
    ] as [(string | number)[], unknown][])
      expect(manifestFault(altered(MANIFEST, path, by)), path.join('.')).not.toBeNull();
  });
});
