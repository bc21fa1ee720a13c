import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Ball, DomainError } from '../../src/arithmetic/ball.ts';
import { readCandidates } from '../../src/files/index.ts';
import { BallLandscape, type BallVector } from '../../src/landscape/ball-field.ts';
import { boundedOf, boundedPoint } from '../../src/landscape/bounded-field.ts';
import {
  FIXED_BITS,
  FixedLandscape,
  fixedEvaluation,
  fixedPairs,
  inFixedOrBalls,
} from '../../src/landscape/fixed-field.ts';
import { gradient } from '../../src/landscape/gradient.ts';
import { hessian, transverseHessian } from '../../src/landscape/hessian.ts';
import { kernelHessians } from '../../src/landscape/hessian-kernel.ts';
import { objective } from '../../src/landscape/objective.ts';
import { mapPairs, type Pairs, pairsOf } from '../../src/landscape/pairs.ts';
import { type Point, pointOf, targetVectors } from '../../src/landscape/problem.ts';
import type { DenseCandidate } from '../../src/model/candidate.ts';
import { fieldOf, holds, holdsByShape, natural, signed, type Units } from '../arithmetic/support.ts';
import { expectEqual } from '../equal.ts';

const balls = fieldOf(FIXED_BITS);
const field = new BallLandscape(balls);
const fixed = FixedLandscape.of(balls);
const unit = 1n << BigInt(FIXED_BITS);

/** The result of the kernel, null where it failed, and that of balls, null where it is outside its domain. */
function both(
  given: readonly Units[],
  byKernel: (...x: number[]) => number,
  byBalls: (...x: Ball[]) => Ball,
): { kernel: Units | null; exact: Units | null } {
  fixed.reset(1);
  const result = byKernel(...given.map(({ mid, rad }) => fixed.scalar(mid, rad)));
  const kernel = fixed.failed ? null : fixed.unitsOf(result);
  try {
    const { mid, rad } = byBalls(...given.map(({ mid, rad }) => balls.ofUnits(mid, rad)));
    return { kernel, exact: { mid, rad } };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { kernel, exact: null };
  }
}

/** Equal where the kernel has an answer, and it has one where all is well within its range. */
function expectSame(
  given: readonly Units[],
  byKernel: (...x: number[]) => number,
  byBalls: (...x: Ball[]) => Ball,
): boolean {
  const { kernel, exact } = both(given, byKernel, byBalls);
  if (kernel !== null) expectEqual(kernel, exact);
  else {
    const usual =
      exact !== null && [...given, exact].every(({ mid, rad }) => mid >> 119n === 0n && rad >> 20n === 0n);
    if (usual) expect.fail('the kernel failed at an everyday number');
  }
  return kernel !== null;
}

const scalar: fc.Arbitrary<Units> = fc.record({
  mid: signed(fc.oneof(natural(113), natural(122), natural(60), fc.constant(unit), fc.constant(1n << 64n))),
  rad: fc.oneof(fc.constant(0n), fc.constant(1n), natural(20), natural(64)),
});

/** A rounded root or quotient is hardest next to a whole one. */
const near = (x: bigint): fc.Arbitrary<bigint> => fc.integer({ min: -3, max: 3 }).map((by) => x + BigInt(by));

describe('balls in WebAssembly are those in big integers, bit for bit', () => {
  const kinds: Record<
    string,
    [count: number, byKernel: (...x: number[]) => number, byBalls: (...x: Ball[]) => Ball]
  > = {
    add: [2, (a, b) => fixed.add(a!, b!), (a, b) => field.add(a!, b!)],
    sub: [2, (a, b) => fixed.sub(a!, b!), (a, b) => field.sub(a!, b!)],
    neg: [1, (a) => fixed.neg(a!), (a) => field.neg(a!)],
    mul: [2, (a, b) => fixed.mul(a!, b!), (a, b) => field.mul(a!, b!)],
    div: [2, (a, b) => fixed.div(a!, b!), (a, b) => field.div(a!, b!)],
    crossNorm: [3, (x, y, z) => fixed.crossNorm(x!, y!, z!), (x, y, z) => field.crossNorm(x!, y!, z!)],
    angle: [2, (z, r) => fixed.angle(z!, r!), (z, r) => field.angle(z!, r!)],
  };

  test.each(Object.entries(kinds))('%s of anything', (_, [count, byKernel, byBalls]) => {
    let done = 0;
    holds(
      [fc.array(scalar, { minLength: count, maxLength: count })],
      (given) => {
        if (expectSame(given, byKernel, byBalls)) done++;
      },
      4000,
    );
    expect(done).toBeGreaterThan(600);
  });

  test('quotients that are whole, or nearly', () => {
    const [, byKernel, byBalls] = kinds['div']!;
    const pieces = fc
      .tuple(natural(60), natural(56), fc.boolean(), fc.boolean())
      .chain(([q, b, minus, other]) =>
        fc.tuple(near(q * (b + 1n)), fc.constant(b + 1n), fc.constant(minus), fc.constant(other)),
      );
    holds(
      [pieces, fc.constantFrom(0n, 1n, 5n), fc.integer({ min: 0, max: 63 })],
      ([a, b, minus, other], rad, shift) => {
        // (a·2^s)/(b·2^(s)) and the like: quotients of few bits, and long ones.
        const by = BigInt(shift);
        const numerator = { mid: (minus ? -a : a) << (shift % 2 === 0 ? by / 2n : 0n), rad };
        const denominator = { mid: (other ? -b : b) << (by > 60n ? 60n : by), rad: 0n };
        expectSame([numerator, denominator], byKernel, byBalls);
      },
      4000,
    );
    // Divisors of one digit of 32 bits, and digits that Algorithm D guesses too large.
    const digits = fc.constantFrom<bigint[]>(0n, 1n, 0x7fffffffn, 0x80000000n, 0xfffffffen, 0xffffffffn);
    const long = fc
      .array(digits, { minLength: 1, maxLength: 4 })
      .map((x) => x.reduce((s, y) => (s << 32n) | y, 0n));
    let done = 0;
    holds(
      [long, long],
      (a, b) => {
        if (
          expectSame(
            [
              { mid: a >> 7n, rad: 0n },
              { mid: (b >> 7n) + 1n, rad: 0n },
            ],
            byKernel,
            byBalls,
          )
        )
          done++;
      },
      4000,
    );
    expect(done).toBeGreaterThan(1000);
  });

  test('roots that are whole, or nearly, and radicands near 0', () => {
    const [, byKernel, byBalls] = kinds['crossNorm']!;
    const square = fc.oneof(natural(116), natural(60), natural(30));
    holds(
      [
        square.chain((r) => fc.tuple(near(r), near(r), near(r))),
        fc.constantFrom(0n, 1n, 1000n),
        fc.boolean(),
      ],
      ([x, y, z], rad, collinear) => {
        // x·y − z² with y = x: a difference of squares; and z ≈ √(xy), where the difference is nearly 0.
        const third = collinear ? z : z >> 3n;
        expectSame(
          [
            { mid: x < 0n ? 0n : x, rad },
            { mid: y < 0n ? 0n : y, rad },
            { mid: third, rad },
          ],
          byKernel,
          byBalls,
        );
        // x·1 with whole roots: r² next to a square.
        expectSame(
          [
            { mid: x < 0n ? 0n : x, rad: 0n },
            { mid: x < 0n ? 0n : x, rad: 0n },
            { mid: 0n, rad: 0n },
          ],
          byKernel,
          byBalls,
        );
      },
      4000,
    );
  });

  test('angles near the axes, the diagonals, the entries of the tables and half way between them', () => {
    const [, byKernel, byBalls] = kinds['angle']!;
    const places = fc
      .tuple(
        fc.integer({ min: 0, max: 64 }),
        fc.integer({ min: -33, max: 33 }),
        fc.integer({ min: -2, max: 2 }),
      )
      .map(([j, i, half]) => j / 64 + (i + half / 2) / 4096);
    const tangents = fc.oneof(
      places,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom(0, 1e-30, 2 ** -12, 1),
    );
    let done = 0;
    holds(
      [tangents, natural(114), fc.integer({ min: -4, max: 4 }), fc.constantFrom(0n, 1n, 9n), fc.nat(3)],
      (tangent, length, by, rad, octant) => {
        const x = length;
        const y = (length * BigInt(Math.round(Math.abs(tangent) * 2 ** 52))) / (1n << 52n) + BigInt(by);
        const [z, r] = octant % 2 === 0 ? [x, y] : [y, x];
        if (
          expectSame(
            [
              { mid: octant > 1 ? -z : z, rad },
              { mid: r, rad },
            ],
            byKernel,
            byBalls,
          )
        )
          done++;
      },
      8000,
    );
    expect(done).toBeGreaterThan(4000);
  });

  test('radii at the ends of the range and of a word', () => {
    const [, angleByKernel, angleByBalls] = kinds['angle']!;
    const [, rootByKernel, rootByBalls] = kinds['crossNorm']!;
    const [, productByKernel, productByBalls] = kinds['mul']!;
    const [, quotientByKernel, quotientByBalls] = kinds['div']!;
    const end = fc
      .tuple(fc.constantFrom(61n, 62n, 63n, 64n), fc.integer({ min: -3, max: 3 }))
      .map(([e, by]) => (1n << e) + BigInt(by));
    const long = natural(112).map((x) => (1n << 112n) + x);
    const under = (x: bigint): bigint => (x < (1n << 62n) - 1n ? x : (1n << 62n) - 1n);
    holds(
      [end, long],
      (target, length) => {
        // The turn is ⌊moved·2^113/length⌋ + 1.
        const moved = (target * length + (1n << 113n) - 1n) >> 113n;
        const half = under(moved / 2n);
        expectSame(
          [
            { mid: length, rad: half },
            { mid: length / 3n, rad: under(moved - half) },
          ],
          angleByKernel,
          angleByBalls,
        );
        // √(0·y ± |y|δx), from above.
        for (const by of [-1n, 0n, 1n]) {
          const y = (target * target + by) >> 61n;
          expectSame(
            [
              { mid: 0n, rad: 1n << 61n },
              { mid: y, rad: 0n },
              { mid: 0n, rad: 0n },
            ],
            rootByKernel,
            rootByBalls,
          );
        }
        // The spread of a root is ⌊(|x| + |y|)δ/root⌋, of a product ⌊|a|δ/2^112⌋, of a quotient ⌊|b|δ 2^112/b²⌋.
        const rad = under((target << 112n) / length);
        expectSame(
          [
            { mid: length, rad },
            { mid: 1n << 111n, rad: 0n },
            { mid: 0n, rad: 0n },
          ],
          rootByKernel,
          rootByBalls,
        );
        expectSame(
          [
            { mid: length << 6n, rad: 0n },
            { mid: 5n, rad: under(rad >> 6n) },
          ],
          productByKernel,
          productByBalls,
        );
        expectSame(
          [
            { mid: 3n, rad: under((target * length) >> 112n) },
            { mid: length, rad: 0n },
          ],
          quotientByKernel,
          quotientByBalls,
        );
      },
      3000,
    );
  });

  test('inner products and combinations', () => {
    const vector = (d: number) =>
      fc.record({
        mids: fc.array(
          fc.oneof(signed(natural(113)), signed(natural(122)), fc.constantFrom(0n, unit, -unit)),
          {
            minLength: d,
            maxLength: d,
          },
        ),
        rad: fc.oneof(fc.constant(0n), natural(20), natural(62)),
      });
    const sums = fc
      .integer({ min: 1, max: 6 })
      .chain((d) => fc.array(fc.tuple(scalar, vector(d)), { minLength: 1, maxLength: 9 }));
    let done = 0;
    holds(
      [sums],
      (terms) => {
        const d = terms[0]![1].mids.length;
        const vectors = terms.map(([, { mids, rad }]) => field.vectorOfUnits(mids, rad));
        fixed.reset(d);
        const copies = vectors.map((x) => fixed.vector(x));
        const dot = fixed.dot(copies[0]!, copies.at(-1)!);
        if (!fixed.failed) {
          const { mid, rad } = field.dot(vectors[0]!, vectors.at(-1)!);
          expectEqual(fixed.unitsOf(dot), { mid, rad });
        }
        const sum = fixed.combine(
          d,
          terms.map(([c]) => fixed.scalar(c.mid, c.rad)),
          copies,
        );
        if (fixed.failed) return;
        done++;
        const { mids, rad } = field.combine(
          d,
          terms.map(([c]) => balls.ofUnits(c.mid, c.rad)),
          vectors,
        );
        expectEqual(fixed.vectorUnitsOf(sum), { mids, rad });
        // The next operations read the largest entry that this one has left.
        const square = fixed.unitsOf(fixed.dot(sum, sum));
        if (fixed.failed) return;
        const copy = field.vectorOfUnits(mids, rad);
        const exact = field.dot(copy, copy);
        expectEqual(square, { mid: exact.mid, rad: exact.rad });
      },
      3000,
    );
    expect(done).toBeGreaterThan(300);
  });

  test('numbers out of range make what comes after them invalid, until the next reset', () => {
    for (const given of [
      { mid: 1n << 126n, rad: 0n },
      { mid: -(1n << 126n), rad: 0n },
      { mid: 1n << 128n, rad: 0n },
      { mid: 0n, rad: 1n << 62n },
      { mid: 0n, rad: 1n << 64n },
    ]) {
      fixed.reset(1);
      expect(fixed.failed).toBe(false);
      fixed.scalar(given.mid, given.rad);
      expect(fixed.failed).toBe(true);
      fixed.add(fixed.zero, fixed.zero);
      expect(fixed.failed).toBe(true);
      fixed.reset(1);
      expect(fixed.failed).toBe(false);
    }
    const largest = { mid: (1n << 126n) - 1n, rad: (1n << 62n) - 1n };
    for (const [name, [count, byKernel]] of Object.entries(kinds)) {
      if (count !== 2 || name === 'div' || name === 'angle' || name === 'sub') continue;
      fixed.reset(1);
      const x = fixed.scalar(largest.mid, largest.rad);
      expect(fixed.failed).toBe(false);
      byKernel(x, x);
      expect(fixed.failed, name).toBe(true);
    }
    for (const d of [3, 4096]) {
      fixed.reset(d);
      const x = fixed.vector(field.vectorOfUnits(new Array(d).fill((1n << 121n) - 1n), 0n));
      expect(fixed.failed).toBe(false);
      fixed.dot(x, x);
      expect(fixed.failed).toBe(true);
      fixed.reset(d);
      fixed.vector(field.vectorOfUnits(new Array(d).fill(1n << 121n), 0n));
      expect(fixed.failed).toBe(true);
    }
    fixed.reset(1);
    const one = fixed.vector(field.vectorOfUnits([unit], 0n));
    fixed.combine(1, [fixed.scalar(-(1n << 121n), 0n)], [one]);
    expect(fixed.failed).toBe(true);
  });
});

function expectSameEvaluation(candidate: DenseCandidate): boolean {
  const neurons = candidate.weights.map((row) => field.vector(row));
  const targets = targetVectors(field, candidate);
  const point = pointOf(field, candidate.d, neurons, targets, candidate.targets === null);
  const result = fixedEvaluation(field, point);
  if (result === null) return false;
  const pairs = pairsOf(field, point);
  const strip = (vectors: readonly { mids: readonly bigint[]; rad: bigint; largest: bigint }[]) =>
    vectors.map(({ mids, rad, largest }) => ({ mids, rad, largest }));
  expectEqual(strip(result.gradient), strip(gradient(field, point, pairs)));
  expectEqual(result.objective, objective(field, point, pairs));
  const units: number[] = [];
  const between = pairs.neurons.flatMap((row, i) => row.slice(0, i));
  for (const row of [between, ...pairs.targets])
    for (const { inner, area, supplement } of row)
      for (const { mid, rad } of [inner, area, supplement]) units.push(Number(mid), Number(rad));
  if (units.length !== result.pairs.length || units.some((x, i) => !Object.is(x, result.pairs[i])))
    expect([...result.pairs]).toEqual(units);
  expectEqual(fixedPairs(field, point), pairs);
  expectSameHessians(point, result.pairs, pairs);
  return true;
}

/** The matrices of the kernel are those of the formulas over BoundedField: entries, error and largest entry. */
function expectSameHessians(point: Point<Ball, BallVector>, units: Float64Array, pairs: Pairs<Ball>): void {
  const { hessian: h, transverse: m } = kernelHessians(field, point, units);
  const given = boundedPoint(field, point);
  const bounded = mapPairs(pairs, (a) => boundedOf(field, a));
  for (const [name, got, blocks] of [
    ['H', h, hessian(given.field, given.point, bounded)],
    ['M', m, transverseHessian(given.field, given.point, bounded)],
  ] as const) {
    const { size, mid, errorUpper, largest } = given.field.enclosed(blocks);
    expectEqual(
      { name, size: got.size, errorUpper: got.errorUpper, largest: got.largest },
      { name, size, errorUpper, largest },
    );
    // An entry 0 may have another sign.
    let place = 0;
    while (place < mid.length && mid[place] === got.mid[place]) place++;
    if (place < mid.length)
      expect({ name, place, is: got.mid[place] }).toEqual({ name, place, is: mid[place] });
  }
}

describe('evaluations', () => {
  test('of all committed candidates: gradients, objectives and pairs are those of balls', () => {
    let count = 0;
    for (const name of readdirSync('candidates', { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.json'),
    )) {
      const { candidates } = readCandidates(join('candidates', name));
      for (const { candidate } of candidates)
        if (candidate.form === 'dense') {
          if (!expectSameEvaluation(candidate)) expect.fail(`${name}: the kernel cannot tell`);
          count++;
        }
    }
    expect(count).toBeGreaterThan(100);
  }, 60_000);

  test('of random points of any shape, targets written out, collinear and tiny neurons', () => {
    const entry = fc.oneof(
      { weight: 60, arbitrary: fc.integer({ min: -2e15, max: 2e15 }).map((x) => x / 1e15) },
      { weight: 30, arbitrary: fc.constantFrom(0, 1, -1, 0.5) },
      { weight: 2, arbitrary: fc.constantFrom<(number | string)[]>(1e-20, 1e-40, '0.1', '1e-33', 300, 1e6) },
    );
    const shape = fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 }))
      .chain(([n, k, d]) => {
        const rows = (count: number) =>
          fc.array(fc.array(entry, { minLength: d, maxLength: d }), { minLength: count, maxLength: count });
        return fc.record({ weights: rows(n), targets: rows(k), standard: fc.boolean(), twin: fc.nat(4) });
      });
    const points = shape.map(({ weights, targets, standard, twin }): DenseCandidate => {
      const d = weights[0]!.length;
      const all = twin < weights.length ? [...weights, weights[twin]!] : weights;
      const k = standard ? d : targets.length;
      const written = { weights: all, targets: standard ? null : targets };
      return { form: 'dense', n: all.length, k, d, ...written } as DenseCandidate;
    });
    let done = 0;
    holdsByShape(
      points,
      ({ n, k, d }) => (8 * n + d) * 8 + k,
      (candidate) => {
        if (expectSameEvaluation(candidate)) done++;
      },
      1500,
    );
    expect(done).toBeGreaterThan(300);
  });
});

test('matrices of the kernel are empty rather than other ones, once their place is taken', () => {
  const candidate = readCandidates(join('candidates', '6-6.json')).candidates[0]!.candidate as DenseCandidate;
  const neurons = candidate.weights.map((row) => field.vector(row));
  const point = pointOf(field, candidate.d, neurons, targetVectors(field, candidate), true);
  const { pairs } = fixedEvaluation(field, point)!;
  const made = [1, 2, 3].map(() => kernelHessians(field, point, pairs));
  expect(made.map(({ hessian, transverse }) => [hessian.mid.length, transverse.mid.length])).toEqual([
    [0, 0],
    [1296, 36],
    [1296, 36],
  ]);
});

describe('formulas in the kernel or in balls', () => {
  const candidate = readCandidates(join('candidates', '8-9.json')).candidates[0]!.candidate as DenseCandidate;
  const neurons = candidate.weights.map((row) => field.vector(row));
  const targets = targetVectors(field, candidate);
  /** How often the formulas are written down, and what Σ w_i (w_1·w_i)/divisor is. */
  const sumOver = (first: BallVector, divisor: Ball) => {
    let turns = 0;
    const vectors = [first, ...neurons.slice(1)];
    const sum = inFixedOrBalls(field, pointOf(field, candidate.d, neurons, targets, true), (arithmetic) => {
      turns++;
      const { scalar, vector, apart, vectorOf, ballOf } = arithmetic;
      const own = arithmetic.field;
      const placed = vectors.map(vector);
      const by = scalar(divisor);
      const coefficients = placed
        .map((x) => apart(() => ballOf(own.div(own.dot(placed[0]!, x), by))))
        .map(scalar);
      const { mids, rad } = vectorOf(own.combine(candidate.d, coefficients, placed));
      return { mids, rad };
    });
    return { turns, sum };
  };
  const inBalls = (first: BallVector, divisor: Ball) => {
    const vectors = [first, ...neurons.slice(1)];
    const coefficients = vectors.map((x) => field.div(field.dot(first, x), divisor));
    const { mids, rad } = field.combine(candidate.d, coefficients, vectors);
    return { mids, rad };
  };

  test('give the same bits, and what is made apart takes no place', () => {
    expect(sumOver(neurons[0]!, balls.integer(3))).toEqual({
      turns: 1,
      sum: inBalls(neurons[0]!, balls.integer(3)),
    });
    fixed.reset(2);
    const [x, y] = [1, 2].map(() => fixed.apart(() => fixed.integer(7)));
    expect(x).toBe(y);
  });

  test('are written down in balls where a number is out of the range of the kernel', () => {
    const large = field.vectorOfUnits(
      neurons[0]!.mids.map((mid) => mid << 20n),
      0n,
    );
    expect(sumOver(large, balls.integer(3))).toEqual({ turns: 2, sum: inBalls(large, balls.integer(3)) });
  });

  test('an error of the work itself is handed on', () => {
    const point = pointOf(field, candidate.d, neurons, targets, true);
    expect(() =>
      inFixedOrBalls(field, point, () => {
        throw new DomainError('of the work');
      }),
    ).toThrow('of the work');
  });
});
