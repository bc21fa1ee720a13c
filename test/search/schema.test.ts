import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/certificate/index.ts';
import { manifestFault } from '../../src/search/manifest.ts';
import { type Plan, planFault, planText } from '../../src/search/plan.ts';
import { PointBook } from '../../src/search/points.ts';
import { type Manifest, manifestText, resultsOf, resultsText, summaryOf } from '../../src/search/results.ts';
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
  const book = new PointBook(row.k, row.n, producer);
  const results = resultsOf(
    Array.from({ length: PLAN.runs }, (_, run) => performRun(PLAN, row, run)),
    book,
  );
  const certificates = book.points.map(({ certificate }) => certificate);
  const hash = sha256(new TextEncoder().encode(resultsText(results)));
  return { results, summary: summaryOf(row, results, certificates, book.unseparatedPairs, hash) };
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
