import { describe, expect, it } from 'vitest';
import { BallField } from '../../../src/arithmetic/ball.ts';
import { approximately } from '../../../src/arithmetic/exact.ts';
import { BallLandscape } from '../../../src/landscape/ball-field.ts';
import { Evaluation } from '../../../src/landscape/evaluation.ts';
import { pointOf, targetVectors } from '../../../src/landscape/problem.ts';
import { lossForOtherRuns, normsOf } from '../../../src/papers/safran-shamir/authors-test.ts';
import { claimFor, claimsOf, looksLikeClaims, mismatches } from '../../../src/papers/safran-shamir/claims.ts';
import { leastEigenvalueUpper, lowestSubspace } from '../../../src/papers/safran-shamir/direction.ts';
import { decideEigenvalue } from '../../../src/papers/safran-shamir/eigenvalue-claim.ts';
import { hessianProduct } from '../../../src/papers/safran-shamir/hessian-product.ts';
import { ulpChange } from '../../../src/papers/safran-shamir/point.ts';
import { generator, projectCandidate } from '../../points.ts';
import { claimOf66, moved, outcomeOf, point66 } from './support.ts';

function evaluation(name = '6-6'): Evaluation {
  const candidate = projectCandidate(name);
  const field = new BallLandscape(BallField.ofDigits(32));
  const neurons = candidate.weights.map((row) => field.vector(row));
  return new Evaluation(field, pointOf(field, candidate.d, neurons, targetVectors(field, candidate), true));
}

describe('the claims of a family', () => {
  it('true ones are confirmed', () => {
    const { check } = outcomeOf(point66(), claimOf66());
    expect(check).toMatchObject({ lambdaMin: 'confirmed', r: 'confirmed', objective: 'confirmed' });
    expect(check).toMatchObject({ stopping: 'confirmed', failure: null, reasons: [] });
  });

  it.each([
    ['lambdaMin', { lambdaMin: 0.0048 }],
    ['r', { r: 1e-9 }],
    ['objective', { objective: 0.02508059 }],
  ])('a false %s is refuted, the others stand', (name, change) => {
    const { check } = outcomeOf(point66(), claimOf66(change));
    const answers = { lambdaMin: 'confirmed', r: 'confirmed', objective: 'confirmed', [name]: 'refuted' };
    expect(check).toMatchObject(answers);
    expect(check!.reasons.length).toBeGreaterThan(0);
  });

  it('an entry moved by 1e-2: objective, r and the stopping rule are refuted', () => {
    const { check } = outcomeOf(moved(point66(), 2, 3, 1e-2), claimOf66());
    expect(check).toMatchObject({ r: 'refuted', objective: 'refuted', stopping: 'refuted' });
  });

  it('a failure code that the test does not give is refuted', () => {
    const code = (lambdaMin: number) => outcomeOf(point66(), claimOf66({ lambdaMin })).check!;
    expect(code(-2)).toMatchObject({ failure: 'refuted', lambdaMin: null, r: null, objective: null });
    expect(code(-1).reasons[0]).toContain('gives 0');
  });

  it('without r > 0 or deviation > 0 nothing is said about the stored formulas', () => {
    expect(outcomeOf(point66(), claimOf66({ deviation: 0 })).check!.stored).toBeNull();
  });
});

describe('the authors’ test', () => {
  const { point } = outcomeOf(point66());
  const test = point!.test;

  it('holds at (6,6) in all three versions', () => {
    expect(test.code).toBe(0);
    expect(test.holds).toEqual({ derived: true, coded: true, printed: true });
    expect(Number(test.B!.lower)).toBeCloseTo(58.909, 2);
  });

  it('encloses r₁ and the thresholds as computed in floating point', () => {
    const [w] = [point66().weights.map((row) => Math.hypot(...row.map(Number)))];
    const [longest, shortest] = [Math.max(...w!), Math.min(...w!)];
    const epsilon = Number(point!.gradientNorm.upper);
    const lambda = Number(point!.lambdaMin.lower);
    const B = Number(test.B!.upper);
    const r = (3 * lambda - Math.sqrt(9 * lambda ** 2 - 25 * B * epsilon)) / (2 * B);
    expect(Number(test.lemma2!.radius.upper)).toBeCloseTo(r, 13);
    const common = 0.5 + 30 * ((longest + r) / (2 * Math.PI * (shortest - r)) + 0.5);
    const derived = r * r * (common + 36 / (2 * Math.PI * (shortest - r))) + r * epsilon;
    const coded = r * r * (common + ((36 * 1) / 2) * Math.PI * (shortest - r)) + r * epsilon;
    expect(Number(test.lemma2!.derived.lower) / derived).toBeCloseTo(1, 4);
    expect(Number(test.lemma2!.coded.lower) / coded).toBeCloseTo(1, 4);
    expect(Number(test.lemma2!.printed.upper)).toBeLessThan(Number(test.lemma2!.derived.lower));
  });

  it('gives −2 where the gradient is too large', () => {
    expect(outcomeOf(moved(point66(), 0, 0, 1e-5)).point!.test.code).toBe(-2);
  });
});

/**
 * The weak minimum of (17,18): the authors' archive has it with λ_min = 3.81e-5 and runs up to 7.84e-7 apart, so that their
 * code −1 is right where the point alone would get −2. The files are not at hand, the same minimum is.
 */
describe('the other runs of a family', () => {
  const weak = (lambdaMin: number, maxFroDiff: number) => {
    const point = projectCandidate('17-18-3');
    const claim = { ...claimOf66({ lambdaMin, maxFroDiff }), k: 17, n: 18 };
    return outcomeOf(point, claim);
  };

  it('B(maxFroDiff)·maxFroDiff is taken from λ: code −1 is confirmed, −2 refuted', () => {
    const { point, check } = weak(-1, 7.84e-7);
    // Our point is a run of its own, within 1e-5 of the minimum, where λ_min = 3.8116e-5.
    expect(Number(point!.lambdaMin.lower) / 3.8116330947e-5).toBeCloseTo(1, 1);
    expect(point!.test).toMatchObject({ code: -1, discriminant: null, lemma2: null });
    expect(check).toMatchObject({ failure: 'confirmed', reasons: [] });
    expect(weak(-2, 7.84e-7).check).toMatchObject({ failure: 'refuted' });
  });

  it('without other runs λ stays, and the code is what ε says', () => {
    const { point } = weak(-2, 0);
    expect(point!.test.code).not.toBe(-1);
    expect(point!.test.discriminant).not.toBeNull();
  });

  it('B(s)·s at s = 7.84e-7 is 701.75·s, and code −1 begins where it exceeds λ_min', () => {
    const neighbours = evaluation('17-18-3');
    const { balls } = neighbours;
    const norms = normsOf(neighbours);
    const loss = lossForOtherRuns(neighbours, norms, 7.84e-7)!;
    const [low, high] = [balls.lowerRational(loss), balls.upperRational(loss)].map(approximately);
    expect(low! / 7.84e-7).toBeCloseTo(701.75, 1);
    expect(high! / low! - 1).toBeLessThan(1e-12);
    const code = (s: number) => weak(-1, s).point!.test.code;
    const edge = Number(weak(-1, 0).point!.lambdaMin.upper) / 701.75;
    expect(code(edge * 1.001)).toBe(-1);
    expect(code(edge * 0.999)).not.toBe(-1);
  });

  it('a distance beyond the shortest neuron decides nothing', () => {
    const neighbours = evaluation('17-18-3');
    expect(lossForOtherRuns(neighbours, normsOf(neighbours), 2)).toBeNull();
    expect(weak(-1, 2).point!.test.code).toBeNull();
  });
});

describe('claims next to the smallest eigenvalue', () => {
  const point = evaluation();
  const { lower, upper } = outcomeOf(point66()).point!.lambdaMin;

  it('are decided on the lowest eigenspace, both ways', () => {
    let [low, high] = [Number(lower), Number(upper)];
    for (let step = 0; step < 40; step++) {
      const middle = (low + high) / 2;
      const answer = decideEigenvalue(point, middle, Number(lower));
      if (answer === 'not decidable') break;
      if (answer === 'confirmed') low = middle;
      else high = middle;
    }
    // What is left open is narrower than what the definiteness test in doubles leaves.
    expect(high - low).toBeLessThan(1e-16);
    expect(low).toBeGreaterThanOrEqual(Number(lower));
  });

  it('the product with the Hessian agrees with its matrix', () => {
    const { hessian } = point.hessians;
    const uniform = generator(7);
    const x = Float64Array.from({ length: 36 }, () => uniform() - 0.5);
    const rows = Array.from({ length: 6 }, (_, i) => point.field.vector([...x.subarray(6 * i, 6 * i + 6)]));
    const image = hessianProduct(point.field, point.point, point.pairs)(rows);
    const scale = point.field.doubleScale;
    image.forEach((row, i) => {
      row.mids.forEach((mid, a) => {
        let sum = 0;
        for (let j = 0; j < 36; j++) sum += hessian.mid[(6 * i + a) * 36 + j]! * x[j]!;
        expect(Number(mid) * scale).toBeCloseTo(sum, 12);
      });
    });
  });

  it('the lowest eigenspace is that of the standard representation of S_5', () => {
    const { hessian } = point.hessians;
    const basis = lowestSubspace(hessian, Number(lower), Number(lower) * 1.001)!;
    expect(basis).toHaveLength(4);
    expect(lowestSubspace(hessian, Number(lower), Number(lower) * 0.9)).toEqual([]);
  });
});

describe('the least eigenvalue from above', () => {
  const { lower, upper } = outcomeOf(point66()).point!.lambdaMin;
  const point = evaluation();
  const wrong = new Float64Array(36).fill(1);

  it.each([
    ['nothing', null],
    ['the direction of another eigenvalue', wrong],
    ['no direction', new Float64Array(36)],
  ])('%s proposed: as close as with the right direction', (_, proposed) => {
    const bound = leastEigenvalueUpper(point.hessians.hessian, Number(lower), proposed);
    expect(bound).toBeGreaterThanOrEqual(Number(lower));
    expect(Math.abs(bound - Number(upper))).toBeLessThan(1e-11);
  });

  it('of a proposal that is close enough its own quotient', () => {
    const { hessian } = point.hessians;
    const [x] = lowestSubspace(hessian, Number(lower), Number(lower) * 1.001)!;
    const bound = leastEigenvalueUpper(hessian, Number(lower), x!);
    expect(bound).toBeGreaterThanOrEqual(Number(lower));
    expect(Math.abs(bound - Number(upper))).toBeLessThan(1e-11);
  });
});

describe('an ulp added to every entry', () => {
  it('makes sums of squares of negative numbers smaller, exactly', () => {
    expect(ulpChange([-1])).toBeCloseTo(-(2 ** -51), 20);
    expect(ulpChange([1])).toBeGreaterThan(0);
    expect(ulpChange([1, -1])).toBeGreaterThan(0);
    expect(ulpChange([])).toBe(0);
  });
});

describe('a file of claims', () => {
  const file = (...families: unknown[]): unknown => ({ source: 'x', families });

  it('is recognised and read', () => {
    expect(looksLikeClaims(file())).toBe(true);
    expect(looksLikeClaims({ format: 'spurious-candidate', families: [] })).toBe(false);
    expect(looksLikeClaims([])).toBe(false);
    expect(claimsOf(file(claimOf66()))).toEqual([claimOf66()]);
  });

  it.each([
    [{}, 'no object with a list'],
    [file(3), 'families[0]: no object'],
    [file({ ...claimOf66(), k: 1.5 }), 'families[0].k'],
    [file({ ...claimOf66(), r: 'x' }), 'families[0].r'],
    [file({ ...claimOf66(), maxFroDiff: -1e-8 }), 'families[0].maxFroDiff'],
    [file(claimOf66(), claimOf66()), 'appears twice'],
  ])('%j is refused', (value, message) => {
    expect(() => claimsOf(value)).toThrow(message);
  });

  it('must fit the archive', () => {
    const family = { source: 'a', k: 6, n: 6, family: 0, runs: 3 };
    expect(mismatches([claimOf66()], [family]).size).toBe(0);
    expect(mismatches([claimOf66({ runs: 4 })], [family]).get('a')![0]).toContain('its claim 4');
    expect(mismatches([], [family]).get('a')![0]).toContain('no claim about (6,6) family 0');
    const extra = [claimOf66(), claimOf66({ index: 1 }), claimOf66({ k: 7 })];
    expect(mismatches(extra, [family]).get('a')).toEqual([
      'a claim about (6,6) family 1, which the file does not hold',
    ]);
    expect(claimFor(extra, { ...family, family: null })).toEqual(claimOf66());
  });
});
