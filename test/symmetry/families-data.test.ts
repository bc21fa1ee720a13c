import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Branch } from '../../src/proposals/families/branch.ts';
import { type Family, memberCandidate, neuronCount } from '../../src/symmetry/families/family.ts';
import { verify } from '../../src/verify/verify.ts';
import { shared } from '../shared.ts';

const data = shared('block-minima', 'families.json');

const family = (bad: number, ...extras: number[][]): Family => ({ type: 'II', bad, extras });
const FAMILIES: Record<string, Family> = {
  'n=k r=1 (typeII)': family(1),
  'n=k r=2': family(2),
  'n=k+1 r=1 split{1} (Example 2)': family(1, [1]),
  'n=k+2 r=2 extras{1},{2}': family(2, [1], [2]),
  'n=k+3 r=3 extras{12},{13},{23}': family(3, [1, 2], [1, 3], [2, 3]),
};

interface Entry {
  readonly family: string;
  readonly k: number;
  readonly n: number;
  readonly F: string;
  readonly lambda_min: string;
}

describe.skipIf(data === null)('the six members of families.json, found and proved', () => {
  const entries = data === null ? [] : (JSON.parse(readFileSync(data, 'utf8')) as Entry[]);
  it.each(entries)('$family, k = $k', ({ family: name, k, n, F, lambda_min }) => {
    const given = FAMILIES[name];
    expect(given, name).toBeDefined();
    expect(neuronCount(given!, k)).toBe(n);
    const unknowns = Branch.of(given!)!.member(k, 25)!;
    const proved = verify(memberCandidate(given!, k, unknowns));
    expect(proved.verdict).toBe('spurious-local-minimum');
    expect(Number(proved.objective!.lower)).toBeLessThanOrEqual(Number(F) * (1 + 1e-13));
    expect(Number(proved.objective!.upper)).toBeGreaterThanOrEqual(Number(F) * (1 - 1e-13));
    expect(Math.abs(Number(proved.lambdaMin) - Number(lambda_min))).toBeLessThan(2e-10);
  });
});
