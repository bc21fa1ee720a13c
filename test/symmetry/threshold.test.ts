import { describe, expect, it } from 'vitest';
import { type Ball, BallField } from '../../src/arithmetic/ball.ts';
import { decimalOf } from '../../src/arithmetic/exact.ts';
import { BallLandscape } from '../../src/landscape/ball-field.ts';
import { Branch } from '../../src/proposals/families/branch.ts';
import { proposeThreshold } from '../../src/proposals/families/threshold.ts';
import { type Family, shapeOf } from '../../src/symmetry/families/family.ts';
import { applied, encloseSolution, encloseZero } from '../../src/symmetry/families/krawczyk.ts';
import { proveThreshold, type ThresholdProposal } from '../../src/symmetry/families/threshold.ts';

const balls = BallField.ofDigits(60);
const field = new BallLandscape(balls);
const family = (bad: number, ...extras: number[][]): Family => ({ type: 'II', bad, extras });

function proposed(given: Family, from: number, to: number): ThresholdProposal {
  const proposal = proposeThreshold(Branch.of(given)!, [from, to], field, 30);
  if (typeof proposal === 'string') throw new Error(proposal);
  return proposal;
}

/** The figures of mathematics.md 16.3, and the radius of a window that closes. */
const THRESHOLDS: readonly (readonly [string, Family, number, number, string, string, string])[] = [
  ['type II', family(1), 5, 6, '1e-7', 'standard', '5.5855052474258800'],
  ['type A', { type: 'A', bad: 0, extras: [] }, 5, 6, '1e-5', 'alternating', '5.763812734919571'],
  ['type I', { type: 'I', bad: 1, extras: [] }, 6, 7, '1e-9', 'alternating', '6.7448306562456315'],
];

describe.each(THRESHOLDS)('the threshold of %s', (_, given, from, to, radius, block, digits) => {
  const proposal = proposed(given, from, to);
  const shape = shapeOf(given);

  it('is enclosed', () => {
    const proven = proveThreshold(field, shape, proposal, balls.exact(radius))!;
    expect(proven).toMatchObject({ block, rising: true });
    const lower = decimalOf(balls.lowerRational(proven.lower), 'down', 24);
    const upper = decimalOf(balls.upperRational(proven.upper), 'up', 24);
    expect(lower.startsWith(digits), lower).toBe(true);
    expect(upper.startsWith(digits), upper).toBe(true);
    expect(Number(upper) - Number(lower)).toBeLessThan(1e-15);
  });

  it('is not proven beside it, nor with another block, nor with a spoiled point, basis or inverse', () => {
    const prove = (changed: Partial<ThresholdProposal>, window = radius) =>
      proveThreshold(field, shape, { ...proposal, ...changed }, balls.exact(window));
    // The branch is there, but no block turns within the window.
    expect(prove({ k: balls.add(proposal.k, balls.scale(balls.exact(radius), 3)) })).toBeNull();
    expect(prove({ block: 'transverse standard' })).toBeNull();
    expect(prove({ unknowns: proposal.unknowns.map((x) => balls.add(x, balls.exact('1e-3'))) })).toBeNull();
    const rows = proposal.bases.trivial;
    expect(prove({ bases: { ...proposal.bases, trivial: rows.map(() => rows[0]!) } })).toBeNull();
    expect(prove({ inverse: proposal.inverse.map((row) => row.map(() => 0)) })).toBeNull();
    // Nor for a window that is too wide.
    expect(prove({}, '0.5')).toBeNull();
  });
});

describe('where minima turn into saddles', () => {
  it('two extras {1}, {2}: from minimum to saddle between k = 100 and 101', () => {
    const given = family(2, [1], [2]);
    const proven = proveThreshold(field, shapeOf(given), proposed(given, 100, 101), balls.exact('1e-15'))!;
    expect(proven).toMatchObject({ block: 'standard', rising: false });
    expect(decimalOf(balls.lowerRational(proven.lower), 'down', 24)).toMatch(/^100\.7793199/);
  });

  it('nothing is seen to turn between k = 6 and 7 for type II', () => {
    expect(proposeThreshold(Branch.of(family(1))!, [6, 7], field, 30)).toBe('no block is seen to turn');
  });
});

describe("Krawczyk's test", () => {
  // x² + y² = p, x = y
  const enclosed = (centre: readonly Ball[], p: string, radius = '0') => {
    const parameter = balls.ofUnits(balls.exact(p).mid, balls.exact(radius).mid);
    const [x, y] = centre;
    const values = [balls.sub(balls.add(balls.square(x!), balls.square(y!)), parameter), balls.sub(x!, y!)];
    return encloseZero(balls, centre, inverse, applied(balls, inverse, values), ([u, v]) => [
      [balls.scale(u!, 2), balls.scale(v!, 2)],
      [balls.one, balls.integer(-1)],
    ]);
  };
  const inverse = [
    ['0.25', '0.5'],
    ['0.25', '-0.5'],
  ].map((row) => row.map((x) => balls.exact(x)));
  const ones = [balls.one, balls.one];

  it('encloses the zeros of all systems of a family, and their derivatives', () => {
    const zero = enclosed(ones, '2', '1e-3')!;
    for (const p of [1.999, 2, 2.001])
      for (const x of zero.box) {
        const root = balls.sqrt(balls.exact(String(p / 2)));
        expect(balls.less(balls.lower(x), root)).toBe('yes');
        expect(balls.less(root, balls.upper(x))).toBe('yes');
      }
    // d/dp: 2x x' + 2y y' = 1, x' = y', so x' = 1/(4x)
    const [slope] = encloseSolution(balls, zero, [balls.integer(-1), balls.zero])!;
    expect(Number(slope!.mid) * field.doubleScale).toBeCloseTo(0.25, 3);
    expect(balls.less(balls.lower(slope!), balls.exact('0.2499'))).toBe('yes');
    expect(balls.less(balls.exact('0.2501'), balls.upper(slope!))).toBe('yes');
  });

  it('finds nothing where there is no zero, or a double one', () => {
    expect(enclosed(ones, '-1')).toBeNull();
    expect(enclosed([balls.zero, balls.zero], '0')).toBeNull();
    expect(enclosed(ones, '2', '1.5')).toBeNull();
  });
});
