import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checker } from '../../scripts/arithmetic-cases.mjs';
import { BallField } from '../../src/arithmetic/ball.ts';
import { decimalOf, decimalOfDyadic } from '../../src/arithmetic/exact.ts';
import { exp, log } from '../../src/arithmetic/exponential.ts';
import { normalCdf, normalDensity } from '../../src/arithmetic/normal.ts';

// Written by scripts/arithmetic-vectors.py, which has the reference from mpmath and Python's integers and fractions.

const check = checker({ BallField, decimalOf, decimalOfDyadic, exp, log, normalCdf, normalDensity });

function lines(name: string): string[] {
  const text = readFileSync(new URL(`vectors/${name}.txt`, import.meta.url), 'ascii');
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

const FUNCTIONS = {
  algebraic:
    'abs add crossNorm decimal decimalOf decimalOfDyadic div divideByInteger double dyadic from hull max min mul neg rational scale shiftBy sqrt square sub',
  angles: 'acos angle asin atan pi',
  exponentials: 'exp log normalCdf normalDensity',
};

/** Radius that results of exact arguments may have at most, in units. */
const RADII: Readonly<Record<string, bigint>> = { acos: 5n, asin: 5n };

test.each(Object.entries(FUNCTIONS))('%s: every result contains the reference', (name, functions) => {
  const counts = new Map<string, number>();
  for (const line of lines(name)) {
    const { op, exact, radius } = check(line);
    counts.set(op, (counts.get(op) ?? 0) + 1);
    if (exact && radius !== null && radius > (RADII[op] ?? 2n)) throw new Error(`${line}: radius ${radius}`);
  }
  expect([...counts.keys()].sort().join(' ')).toBe(functions);
  for (const [op, count] of counts) expect([op, count >= (op === 'pi' ? 8 : 100)]).toEqual([op, true]);
});

test('there are at least 2 000 cases, and the check can fail', () => {
  const all = Object.keys(FUNCTIONS).flatMap(lines);
  expect(all.length).toBeGreaterThanOrEqual(2000);
  for (const line of [
    'add 32 1:0 1:0 | 32 4',
    'sqrt 64 3:0 | 96 1',
    'pi 64 | 64 3',
    'decimalOf 1 3 down 2 = 34 -2',
  ])
    expect(() => check(line), line).toThrow(line);
});
