import { describe, expect, it } from 'vitest';
import { Branch } from '../../src/proposals/families/branch.ts';
import type { Family } from '../../src/symmetry/families/family.ts';

const family = (bad: number, ...extras: number[][]): Family => ({ type: 'II', bad, extras });
const near = (found: string[] | null, expected: readonly number[]): void => {
  expect(found).not.toBeNull();
  for (const [i, x] of expected.entries()) {
    const tolerance = Math.abs(x) * 1e-9;
    expect(Math.abs(Number(found![i]) - x), `unknown ${i}: ${found![i]}`).toBeLessThanOrEqual(tolerance);
  }
};

describe('members of families', () => {
  it('type II from k = 6 to 10⁶ (mathematics.md 16.2)', () => {
    const branch = Branch.of(family(1))!;
    near(
      branch.member(6, 20),
      [0.986703818889, -0.0504134032168, 0.308010991479, 0.224515807599, -0.601511923561],
    );
    near(
      branch.member(100, 20),
      [1.00020771281, -0.000136360456267, 0.0196029370288, 0.01318159642, -0.951263147641],
    );
    near(
      branch.member(1_000_000, 20),
      [1, -1.2742704908e-12, 1.99999545592e-6, 1.27426552656e-6, -0.999994644686],
    );
    // The digits asked for, far below what doubles know.
    expect(branch.member(1_000_000, 25)![0]).toBe('1.000000000002543446585735');
  });

  it('reaches k = 10⁹', () => {
    near(
      Branch.of(family(1))!.member(1_000_000_000, 20),
      [1, -1.27327217989e-18, 1.99999999545e-9, 1.27327217493e-9, -0.999999994643],
    );
  });

  it('one extra: the critical values of mathematics.md 16.5 at k = 7 and 100', () => {
    const branch = Branch.of(family(1, [1]))!;
    const natural = (k: number, y: readonly number[]): number[] => {
      const s = k ** -0.5;
      const [a, b, c, d1, e1, d2, e2] = y as [number, number, number, number, number, number, number];
      return [1 + s ** 3 * a, s ** 4 * b, s ** 2 * (2 + s * c), s ** 2 * d1, s * e1 - 1, s ** 2 * d2, s * e2];
    };
    const seven = [
      -0.4556496663457, -1.9773648683743, -0.418160859677, 0.5364575379207, 1.4295756014728, 1.0505721095456,
      -0.4915407354007,
    ];
    const hundred = [
      -0.3039353333751, -1.6681345224786, -0.156371835281, 0.7133071578189, 1.3739545752116, 0.9307918393914,
      -1.119643502339,
    ];
    near(branch.member(7, 20), natural(7, seven));
    near(branch.member(100, 20), natural(100, hundred));
  });

  it('types A and I (mathematics.md 16.2)', () => {
    const a = Branch.of({ type: 'A', bad: 0, extras: [] })!;
    expect(a.member(6, 10)!.map((x) => Number(x).toFixed(4))).toEqual(['-0.6634', '0.3307']);
    const i = Branch.of({ type: 'I', bad: 1, extras: [] })!;
    expect(i.member(7, 10)!.map((x) => Number(x).toFixed(4))).toEqual([
      '-0.6580',
      '0.3262',
      '-0.0120',
      '0.0182',
      '1.0694',
    ]);
    expect(i.member(1000, 10)).not.toBeNull();
  });

  it('more bad coordinates, more extras', () => {
    expect(Branch.of(family(3))!.member(9, 15)).not.toBeNull();
    expect(Branch.of(family(2, [1], [2]))!.member(101, 15)).not.toBeNull();
    expect(Branch.of(family(3, [1, 2], [1, 3], [2, 3]))!.member(11, 15)).not.toBeNull();
  });

  it('says so where the limit energy has no minimum with such extras: {1} of two bad coordinates falls to {1,2}', () => {
    expect(Branch.of(family(2, [1]))).toBeNull();
  });
});
