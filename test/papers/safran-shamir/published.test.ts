import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Claim } from '../../../src/papers/safran-shamir/types.ts';
import { spurious, spuriousHere } from '../../cli/run.ts';
import { shared } from '../../shared.ts';

const folder = shared('published');

interface Report {
  readonly families: number;
  readonly runs: number;
  readonly minima: number;
  readonly saddles: number;
  readonly inconclusive: number;
  readonly distinct: number;
  readonly rows: { k: number; n: number; percent: number; families: number }[];
  readonly rowsOfAllMinima: { k: number; n: number; percent: number; families: number }[];
  readonly printed: { k: number; n: number; column: string; agrees: string }[];
  readonly findings: { id: string; severity: string; where: string; text: string }[];
  readonly perFamily: {
    k: number;
    n: number;
    family: number;
    verdict: string;
    index: number;
    lambdaMin: string;
    objective: { lower: string; upper: string };
    duplicateOf: number | null;
    claims: Record<string, string | null>;
    details: {
      isotropy: { name: string; complete: boolean; coordinates: number[][] };
      published: { claim: Claim };
    };
  }[];
}

const target = mkdtempSync(join(tmpdir(), 'spurious-published-'));
afterAll(() => rmSync(target, { recursive: true }));

describe.skipIf(folder === null)('the 20 published files', () => {
  // The archives alone: their constants are those that they hold themselves.
  const order = new Intl.Collator('en', { numeric: true });
  const archives =
    folder === null
      ? []
      : readdirSync(folder)
          .filter((name) => name.endsWith('.mat'))
          .sort(order.compare)
          .map((name) => join(folder, name));
  let code: number | null = null;
  let report: Report;
  beforeAll(async () => {
    const done = await spuriousHere('audit', ...archives, '--format', 'json');
    code = done.code;
    report = JSON.parse(done.out) as Report;
  });
  const familyOf = (k: number, n: number, family: number): Report['perFamily'][number] =>
    report.perFamily.find((x) => x.k === k && x.n === n && x.family === family)!;

  it('124 families: 123 minima, one saddle, nothing inconclusive', () => {
    expect(code).toBe(0);
    expect(report).toMatchObject({
      families: 124,
      runs: 7186,
      minima: 123,
      saddles: 1,
      inconclusive: 0,
      distinct: 116,
    });
    expect(familyOf(15, 16, 6)).toMatchObject({ verdict: 'saddle', index: 2 });
    expect(report.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('the constants in the archives are those of claims.json, all 620', () => {
    const read = report.perFamily.map(({ details }) => details.published.claim);
    const { families } = JSON.parse(readFileSync(join(folder!, 'claims.json'), 'utf8')) as {
      families: Claim[];
    };
    const keyed = (claims: readonly Claim[]) =>
      new Map(claims.map((claim) => [`(${claim.k},${claim.n}) ${claim.index}`, claim]));
    expect(read).toHaveLength(124);
    expect(keyed(read)).toEqual(keyed(families));
  });

  it('every published constant is confirmed, every failure code too', () => {
    for (const { claims } of report.perFamily)
      expect(new Set(Object.values(claims))).toEqual(new Set(['confirmed', null]));
    expect(report.perFamily.filter(({ claims }) => claims['failure'] === 'confirmed')).toHaveLength(10);
  });

  it('(20,20) families 10, 12, 14–20 are one minimum', () => {
    const twins = report.perFamily.filter(({ duplicateOf }) => duplicateOf !== null);
    expect(twins.map(({ k, n, family, duplicateOf }) => [k, n, family, duplicateOf])).toEqual(
      [12, 14, 15, 16, 17, 18, 19, 20].map((family) => [20, 20, family, 10]),
    );
    const { lambdaMin, objective } = familyOf(20, 20, 10);
    expect(lambdaMin).toMatch(/^0\.000401236/);
    expect(objective.lower).toMatch(/^0\.05975341911/);
  });

  it('the reference values', () => {
    const near = (text: string, digits: string): void => expect(text.startsWith(digits)).toBe(true);
    near(familyOf(6, 6, 0).objective.lower, '0.02508058100246');
    near(familyOf(6, 6, 0).lambdaMin, '0.00470035470');
    near(familyOf(8, 9, 0).lambdaMin, '0.0059446247');
    near(familyOf(10, 10, 0).lambdaMin, '0.031964027');
    near(familyOf(20, 20, 0).lambdaMin, '0.0319098');
  });

  it('symmetry types are proved, and proved to be all', () => {
    expect(report.perFamily.every(({ details: { isotropy } }) => isotropy.complete)).toBe(true);
    expect(familyOf(6, 6, 0).details.isotropy.name).toBe('S_5 × S_1');
    expect(familyOf(20, 20, 10).details.isotropy.name).toBe('S_13 × S_6 × S_1');
    for (const { k, details } of report.perFamily)
      expect(details.isotropy.coordinates.flat()).toHaveLength(k);
  });

  it('percentages as printed; the cells that differ', () => {
    const differing = report.printed.filter(({ agrees }) => agrees !== 'confirmed');
    expect(differing.map(({ k, n, column }) => `${column} (${k},${n})`).sort()).toEqual([
      'lambdaMin (15,16)',
      'objective (10,10)',
      'objective (11,11)',
      'objective (8,8)',
    ]);
    expect(report.printed).toHaveLength(60);
    const all = (k: number, n: number) => report.rowsOfAllMinima.find((row) => row.k === k && row.n === n)!;
    expect(all(20, 20)).toMatchObject({ percent: 94.9, families: 13 });
    expect(all(15, 16)).toMatchObject({ percent: 10.1, families: 7 });
    expect(report.rows.find(({ k, n }) => k === 20 && n === 20)).toMatchObject({ percent: 94 });
  });

  it('the findings, each with its numbers', () => {
    const found = new Map(report.findings.map((finding) => [finding.id, finding]));
    expect(found.get('lemma2-precedence')!.where).toBe(
      '(13,14) family 0; (14,15) family 1; (15,16) family 7; (16,17) family 3; (18,19) family 9; (19,20) family 8',
    );
    expect(found.get('lemma2-precedence')!.text).toContain('114 of 114 stored deviations equal it');
    expect(found.get('open-families')!.text).toContain('10 families (10 runs)');
    expect(found.get('eq5-misprint')!.text).toContain('114 of 114');
    expect([...found.keys()]).toEqual(
      expect.arrayContaining([
        'table-cells',
        'duplicates',
        'hessian-bound-slack',
        'collinear-gap',
        'stored-radius',
      ]),
    );
  });

  it('docs/audit.md says the same', () => {
    const document = readFileSync('docs/audit.md', 'utf8');
    expect(document).toContain('124 families (7186 runs): 123 spurious local minima, 1 saddle; 116 distinct');
    for (const { id } of report.findings) expect(document).toContain(`### ${id}\n\n`);
    for (const { k, n, percent } of report.rowsOfAllMinima)
      expect(document).toMatch(new RegExp(`\\| ${k} \\| ${n} \\|.* ${percent} \\|`));
  });

  it('certificates are accepted by the checker', async () => {
    const file = join(folder!, 'newExp-15-16.mat');
    const claims = join(folder!, 'claims.json');
    // A process of its own, with threads.
    expect(spurious('audit', file, '--claims', claims, '--out', target).code).toBe(0);
    const names = Array.from({ length: 8 }, (_, i) => join(target, `newExp-15-16-${i}.certificate.json`));
    const checked = await spuriousHere('check', ...names);
    expect(checked.code).toBe(0);
    expect(checked.out.match(/^accepted /gm)).toHaveLength(8);
  });

  // Here, where the audit has made the worker quick at these proofs.
  it('verify: 123 minima and one saddle, every certificate accepted', async () => {
    const files = readdirSync(folder!)
      .filter((name) => name.endsWith('.mat'))
      .map((name) => join(folder!, name));
    expect(files).toHaveLength(20);
    const done = await spuriousHere('verify', ...files, '--out', join(target, 'verify'), '--json');
    expect(done.code).toBe(1);
    const { results } = JSON.parse(done.out) as {
      results: {
        source: string;
        family: number;
        verdict: string;
        index: number;
        certificate: string | null;
      }[];
    };
    expect(results).toHaveLength(124);
    expect(results.filter((x) => x.verdict === 'spurious-local-minimum')).toHaveLength(123);
    const [saddle] = results.filter((x) => x.verdict !== 'spurious-local-minimum');
    expect(saddle).toMatchObject({ verdict: 'saddle', index: 2, family: 6 });
    expect(saddle!.source).toContain('newExp-15-16');
    expect(results.every((x) => x.certificate !== null)).toBe(true);
    // The checker takes about a second for the large ones: all of the small, a part of the others.
    const some = results.filter((x, i) => /-(6|8|9|10)\.mat/.test(x.source) || i % 12 === 0 || x === saddle);
    const checked = await spuriousHere('check', ...some.map((x) => x.certificate!));
    expect(
      checked.out
        .trim()
        .split('\n')
        .filter((line) => !line.startsWith('accepted ')),
    ).toEqual([]);
    expect(checked.code).toBe(0);
  });
});
