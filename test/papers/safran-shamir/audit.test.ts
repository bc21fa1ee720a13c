import { describe, expect, it } from 'vitest';
import { auditOf } from '../../../src/papers/safran-shamir/audit.ts';
import { atLeast, atMost, namesOf, spans } from '../../../src/papers/safran-shamir/findings/words.ts';
import { PRINTED_TABLES, RUNS_PER_ROW } from '../../../src/papers/safran-shamir/printed-tables.ts';
import { jsonOf } from '../../../src/papers/safran-shamir/report/json.ts';
import { markdownOf } from '../../../src/papers/safran-shamir/report/markdown.ts';
import { textOf } from '../../../src/papers/safran-shamir/report/text.ts';
import type { Architecture, PublishedFamily } from '../../../src/papers/safran-shamir/types.ts';
import { claimOf66, familyOf, moved, permuted, point66 } from './support.ts';

const architecture: Architecture = {
  source: 'archive',
  k: 6,
  n: 6,
  runs: RUNS_PER_ROW,
  unresolved: 0,
  published: true,
};
const claim = claimOf66({ lambdaMin: 0.0046996, maxFroDiff: 1e-8 });
const honest = (): PublishedFamily => familyOf(point66(), { claim });

describe('an audit', () => {
  const audit = auditOf([honest()], [architecture], [], [claim]);

  it('of a family whose claims hold has no errors', () => {
    expect(audit.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(audit.cells.map(({ column, agrees }) => [column, agrees])).toEqual([
      ['percent', 'confirmed'],
      ['lambdaMin', 'confirmed'],
      ['objective', 'confirmed'],
    ]);
  });

  it('states every finding with a number', () => {
    expect(audit.findings.length).toBeGreaterThan(5);
    for (const { text } of audit.findings) expect(text).toMatch(/\d/);
  });

  it('prints the documented JSON', () => {
    const json = JSON.parse(JSON.stringify(jsonOf(audit)));
    expect(json).toMatchObject({ families: 1, runs: 3, minima: 1, saddles: 0, inconclusive: 0, distinct: 1 });
    expect(json.rows).toHaveLength(1);
    expect(Object.keys(json.rows[0])).toEqual([
      'k',
      'n',
      'runs',
      'spurious',
      'percent',
      'percentLow',
      'percentHigh',
      'meanLambdaMin',
      'meanObjective',
      'families',
      'unresolved',
      'd',
      'samples',
      'samplesSpurious',
      'samplesPercent',
      'samplesPercentLow',
      'samplesPercentHigh',
      'leastLambdaMin',
      'provedSpurious',
      'provedGlobal',
      'undecided',
      'probabilityLower',
      'probabilityUpper',
      'confidence',
    ]);
    expect(json.rows[0]).toMatchObject({ k: 6, n: 6, runs: 1000, spurious: 3, percent: 0.3, families: 1 });
    const [family] = json.perFamily;
    expect(Object.keys(family).slice(0, 10)).toEqual([
      'k',
      'n',
      'family',
      'runs',
      'verdict',
      'index',
      'lambdaMin',
      'objective',
      'duplicateOf',
      'claims',
    ]);
    expect(family).toMatchObject({
      family: 0,
      verdict: 'spurious-local-minimum',
      index: 0,
      duplicateOf: null,
    });
    expect(family.claims).toMatchObject({ lambdaMin: 'confirmed', r: 'confirmed', objective: 'confirmed' });
    expect(family.objective.lower).toMatch(/^0\.02508/);
  });

  it('writes text and Markdown', () => {
    expect(textOf(audit, false)).toContain('family 0: spurious-local-minimum, 3 runs');
    expect(textOf(audit, false)).not.toContain('\u001b');
    expect(textOf(audit, true)).toContain('\u001b[1m');
    const markdown = markdownOf(audit);
    for (const title of ['Files', 'Tables 1 and 2 against print', 'Findings', 'Isotropy', 'Families'])
      expect(markdown).toContain(`## ${title}\n`);
  });
});

describe('what is wrong is reported for what it is', () => {
  const ids = (
    families: PublishedFamily[],
    claims = [claim],
    unreadable: { source: string; message: string }[] = [],
  ) =>
    auditOf(families, [], unreadable, claims)
      .findings.filter(({ severity }) => severity === 'error')
      .map(({ id }) => id);

  it('an unreadable file', () => {
    expect(ids([honest()], [claim], [{ source: 'x.mat', message: 'cut off' }])).toEqual(['unreadable']);
  });

  it('claims about another number of runs', () => {
    expect(ids([honest()], [{ ...claim, runs: 7 }])).toEqual(['claims-mismatch']);
  });

  it('a false claim', () => {
    const wrong = { ...claim, lambdaMin: 0.01 };
    expect(ids([familyOf(point66(), { claim: wrong })], [wrong])).toEqual(['claim-refuted']);
  });

  it('an altered entry', () => {
    const altered = familyOf(moved(point66(), 1, 1, 1e-2), { claim });
    expect(ids([altered]).at(-1)).toBe('altered');
  });

  it('nothing about the published proof without claims', () => {
    const audit = auditOf([familyOf(point66(), { family: null, runs: null })], [], [], null);
    expect(audit.findings).toEqual([]);
    expect(audit.rows).toEqual([]);
  });

  it('duplicates, with the permutation', () => {
    const neurons = [5, 4, 3, 2, 1, 0];
    const twin = familyOf(permuted(point66(), neurons, [1, 0, 2, 3, 4, 5]), { family: 1 });
    const search = { ...architecture, published: false };
    const audit = auditOf([familyOf(point66()), twin], [search], [], null);
    expect(audit.findings.map(({ id }) => id)).toEqual(['duplicates']);
    expect(audit.rows[0]!.all).toMatchObject({ spurious: 6, families: 1, percent: 0.6 });
    const { perFamily } = jsonOf(audit) as { perFamily: { duplicateOf: number | null }[] };
    expect(perFamily.map(({ duplicateOf }) => duplicateOf)).toEqual([null, 0]);
    expect(textOf(audit, false)).toContain('(6,6) family 1 is (6,6) family 0 with neurons');
  });
});

describe('words and figures', () => {
  it('spans of numbers', () => {
    expect(spans([20, 10, 12, 14, 15, 16, 17, 18, 19])).toBe('10, 12, 14–20');
    expect(spans([1, 2, 4])).toBe('1, 2, 4');
    const family = honest();
    expect(namesOf([family, { ...family, family: 1 }, { ...family, family: null }])).toBe(
      '(6,6) families 0, 1; archive',
    );
  });

  it('are rounded to their side', () => {
    expect(atLeast('0.0047003547', 3)).toBe('0.0047');
    expect(atMost('0.0047003547', 3)).toBe('0.00471');
    expect(atMost(1.6325e-6, 3)).toBe('1.64e-6');
    expect(atLeast(-0.12345, 2)).toBe('-0.13');
  });

  it('the printed tables: 26 architectures, each once', () => {
    expect(PRINTED_TABLES).toHaveLength(26);
    expect(new Set(PRINTED_TABLES.map(({ k, n }) => `${k} ${n}`)).size).toBe(26);
    expect(PRINTED_TABLES.filter(({ k, n }) => k === n)).toHaveLength(15);
    expect(PRINTED_TABLES.every(({ k, n }) => n === k || n === k + 1)).toBe(true);
  });
});
