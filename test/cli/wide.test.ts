import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectCandidate, randomMatrix, times } from '../points.ts';
import { spuriousHere } from './run.ts';

/** n·d = 4800: too wide for a dense proof. */
const WIDTH = 800;
let folder: string;
let file: string;
/** Six orthonormal rows of R^D, and the minimum of candidates/6-6.json in their span. */
let targets: number[][];
let weights: number[][];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spurious-wide-'));
  file = join(folder, 'wide.json');
  targets = randomMatrix(6, WIDTH, 12);
  targets.forEach((row, i) => {
    for (let pass = 0; pass < 2; pass++)
      for (const other of targets.slice(0, i)) {
        const c = row.reduce((sum, x, a) => sum + x * other[a]!, 0);
        other.forEach((x, a) => {
          row[a]! -= c * x;
        });
      }
    const length = Math.hypot(...row);
    row.forEach((x, a) => {
      row[a] = x / length;
    });
  });
  weights = times(
    projectCandidate('6-6').weights.map((row) => row.map(Number)),
    targets,
  );
  writeFileSync(file, candidate(targets, weights));
});
afterAll(() => rmSync(folder, { recursive: true }));

function candidate(V: number[][], W: number[][]): string {
  const head = { format: 'spurious-candidate', version: 1, k: V.length, n: W.length };
  return JSON.stringify({ ...head, targets: V, weights: W });
}

interface Result {
  readonly verdict: string;
  readonly d: number;
  readonly reason: string;
  readonly hint: string | null;
  readonly lambdaMin: string;
  readonly rechecked: boolean;
  readonly certificate: string;
}

async function verifyJson(...args: string[]): Promise<{
  readonly code: number | null;
  readonly err: string;
  readonly result: Result;
}> {
  const { code, out, err } = await spuriousHere('verify', ...args, '--json');
  return { code, err, result: (JSON.parse(out) as { results: Result[] }).results[0]! };
}

describe('a point of any width', () => {
  it('is proved in the span of its targets; check, eliminate, split, table and audit take its certificate', async () => {
    const { code, err, result } = await verifyJson(file, '--out', folder, '--recheck', '--sharp', '--exact');
    expect(code).toBe(0);
    expect(err).toContain('--sharp not used: the proof in the span of the targets has the plain constant');
    expect(result).toMatchObject({ verdict: 'spurious-local-minimum', d: WIDTH, rechecked: true });
    expect(Number(result.lambdaMin)).toBeCloseTo(0.0047003547, 9);
    const path = result.certificate;
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ kind: 'wide' });
    expect(await spuriousHere('check', path)).toMatchObject({ code: 0 });
    const eliminated = await spuriousHere('eliminate', path, '--out', folder, '--recheck');
    expect(eliminated.out).toContain('accepts the certificate');
    expect(eliminated.code).toBe(0);
    const split = await spuriousHere('split', path);
    expect(split.code).toBe(1);
    expect(split.out + split.err).toContain('not for a certificate of kind "wide"');
    expect((await spuriousHere('table', path)).out).toMatch(/^6 +6 +800 +1 +1 /m);
    const audit = await spuriousHere('audit', file, path);
    expect(audit.out).toMatch(/2 (families|spurious local minima)/);
    expect(audit.code).toBe(0);
  });

  it('whose targets have not full rank is inconclusive, in a line', async () => {
    const again = join(folder, 'rank.json');
    const repeated = targets.map((row, j) => (j === 5 ? targets[2]! : row));
    writeFileSync(again, candidate(repeated, weights));
    const { code, result } = await verifyJson(again);
    expect(code).toBe(1);
    expect(result.verdict).toBe('inconclusive');
    expect(result.reason).toMatch(/^the targets have not full rank 6 as far as can be seen: target 5 /);
    expect(result.reason).not.toContain('\n');
    expect(result.hint).not.toContain('too large');
  });
});
