import { describe, expect, it, vi } from 'vitest';
import {
  lambdaMinLower,
  lambdaMinLowerByCholesky,
  lambdaMinLowerByIntegers,
} from '../../src/arithmetic/definite.ts';
import { DenseKernel, hearingOfFactors, instantiate, PAGE } from '../../src/arithmetic/dense-kernel.ts';
import { type EnclosedMatrix, enclosedMatrix } from '../../src/arithmetic/enclosed.ts';
import { approximately } from '../../src/arithmetic/exact.ts';
import { lowestRitzPair } from '../../src/numerics/lanczos.ts';
import { addMultiple, dot, normalise, randomVectors } from '../../src/numerics/vectors.ts';

/** Sizes of one block, and of several with and without padding. */
const SIZES = [5, 510, 512, 513, 575, 576, 640];

/** Where matrices stand, one at a time, each an array of its own: fresh memory takes longer to get than to fill. */
const ROOM = new ArrayBuffer(2050 ** 2 * 8);

/** H D H with H = I − 2vvᵀ, D = diag(1 + i/size) but for `least` at one place: its spectrum is that of D. */
function reflected(size: number, least: number, place: number): EnclosedMatrix {
  return withSpectrum(Float64Array.from({ length: size }, (_, i) => (i === place ? least : 1 + i / size)));
}

/** H D H with H = I − 2vvᵀ and a diagonal D; row by row with both of (i, j) and (j, i), which are the same double. */
function withSpectrum(d: Float64Array): EnclosedMatrix {
  const size = d.length;
  const v = Float64Array.from({ length: size }, (_, i) => 1 + ((i * 7) % 11));
  const length = Math.hypot(...v);
  let s = 0;
  for (let i = 0; i < size; i++) {
    v[i]! /= length;
    s += d[i]! * v[i]! ** 2;
  }
  const mid = new Float64Array(ROOM, 0, size * size);
  for (let i = 0; i < size; i++) {
    const [vi, di] = [v[i]!, d[i]!];
    const row = mid.subarray(i * size, (i + 1) * size);
    for (let j = 0; j < size; j++) row[j] = vi * v[j]! * (4 * s - 2 * (di + d[j]!));
    row[i]! += di;
  }
  return enclosedMatrix(size, mid, 0);
}

describe('who hears of factors', () => {
  it('is told of each block column of a large one, up to its end, and of no other', () => {
    const told: number[] = [];
    let whole = 0;
    const hear = (done: number, of: number): void => {
      told.push(done);
      whole = of;
    };
    const large = reflected(640, 0.5, 1).mid.slice();
    const kernel = DenseKernel.ofSize(640);
    const outer: number[] = [];
    hearingOfFactors(
      (done) => void outer.push(done),
      () => {
        hearingOfFactors(hear, () => kernel.factor(large, 0));
        expect(outer).toEqual([]);
        // It has it again, also after an error.
        expect(() =>
          hearingOfFactors(hear, () => {
            throw new RangeError('on the way');
          }),
        ).toThrow(RangeError);
        DenseKernel.ofSize(512).factor(reflected(512, 0.5, 1).mid, 0);
        expect(outer).toEqual([]);
        kernel.factor(large, 0);
      },
    );
    // 10 rows of blocks: column j takes j(10 − j) products, and one more for itself.
    let sum = 0;
    const expected = Array.from({ length: 10 }, (_, j) => {
      sum += j * (10 - j) + 1;
      return sum;
    });
    expect(told).toEqual(expected);
    expect(whole).toBe(sum);
    expect(outer).toEqual(expected);
    kernel.factor(large, 0);
    expect(told).toHaveLength(10);
  });
});

describe.each(SIZES)('a factor of size %i', (size) => {
  it.each([0, size >> 1, size - 1])('tells the least eigenvalue, with its direction at place %i', (place) => {
    const least = 0.125;
    const matrix = reflected(size, least, place);
    const bound = approximately(lambdaMinLower(matrix, 'cholesky')!);
    // The entries are off by their roundings.
    expect(bound).toBeLessThan(least + 1e-13);
    expect(bound).toBeGreaterThan(least - 1e-10);
    expect(lambdaMinLowerByCholesky(matrix, least + 1e-10)).toBe(null);
    expect(lambdaMinLowerByCholesky(reflected(size, -1e-3, place), 0)).toBe(null);
  });

  it('solves equations, and has the exact residual', () => {
    const matrix = reflected(size, 0.5, 1);
    const kernel = DenseKernel.ofSize(size);
    expect(kernel.factor(matrix.mid, 0.25)).toBe(true);
    const right = Float64Array.from({ length: size }, (_, i) => Math.cos(i));
    const x = right.slice();
    kernel.solve(x);
    for (let i = 0; i < size; i++) {
      let sum = -0.25 * x[i]!;
      for (let j = 0; j < size; j++) sum += matrix.mid[i * size + j]! * x[j]!;
      const off = Math.abs(sum - right[i]!);
      if (!(off < 1e-12)) expect(off, `row ${i}`).toBeLessThan(1e-12);
    }
    const bound = approximately(lambdaMinLowerByIntegers(matrix, 0.5 - 1e-8)!);
    expect(bound).toBeLessThan(0.5);
    expect(bound).toBeGreaterThan(0.5 - 2e-8);
  });
});

describe('a held matrix', () => {
  it.each([...SIZES, 1100])('of size %i gives the products of its rows', (size) => {
    const { mid } = reflected(size, 0.5, 3);
    const kernel = DenseKernel.unshared(size);
    kernel.hold(mid);
    for (const x of randomVectors(size, 2)) {
      const image = kernel.image(x);
      for (let i = 0; i < size; i++) {
        const off = Math.abs(image[i]! - dot(mid.subarray(i * size, (i + 1) * size), x));
        if (!(off < 1e-13)) expect(off, `row ${i}`).toBeLessThan(1e-13);
      }
    }
    expect(() => kernel.hold(new Float64Array(0))).toThrow(`${size} x ${size}`);
  });

  it.each(SIZES)('of size %i tells its least eigenvalue and the direction, without a factor', (size) => {
    const matrix = reflected(size, 0.125, size >> 1);
    const kernel = DenseKernel.unshared(size);
    kernel.hold(matrix.mid);
    const { value, spread, vector, settled } = lowestRitzPair(kernel.directly(matrix.largest, 1));
    expect(settled).toBe(true);
    expect(Math.abs(value! - 0.125)).toBeLessThan(1e-12);
    const image = kernel.image(vector);
    addMultiple(image, -value!, vector);
    const residual = Math.sqrt(dot(image, image) / dot(vector, vector));
    expect(Math.abs(spread - residual)).toBeLessThan(1e-12 + residual / 100);
  });
});

describe('above 2 048 rows', () => {
  const size = 2050;
  /** The bound, and how many factors it took. */
  const bounded = (
    matrix: EnclosedMatrix,
    direction: Float64Array | null = null,
  ): [number | null, number] => {
    const factor = vi.spyOn(DenseKernel.prototype, 'factor');
    try {
      const bound = lambdaMinLower(matrix, 'cholesky', direction);
      return [bound === null ? null : approximately(bound), factor.mock.calls.length];
    } finally {
      factor.mockRestore();
    }
  };

  it('one factor proves a bound', () => {
    const [bound, factors] = bounded(reflected(size, 0.125, 7));
    expect(factors).toBe(1);
    expect(bound).toBeLessThan(0.125 + 1e-13);
    expect(bound).toBeGreaterThan(0.125 - 1e-8);
  });

  it('many eigenvalues side by side cost a second factor, and no third for a direction that points among them', () => {
    // A hundred of them within 10⁻⁷, far below the next.
    const matrix = withSpectrum(
      Float64Array.from({ length: size }, (_, i) => (i < 100 ? 0.125 + 1e-9 * i : 1 + i / size)),
    );
    const kernel = DenseKernel.ofSize(size);
    kernel.hold(matrix.mid);
    const { vector } = lowestRitzPair(kernel.directly(matrix.largest, 1));
    for (const direction of [null, vector]) {
      const [bound, factors] = bounded(matrix, direction);
      expect(factors).toBe(2);
      expect(bound).toBeLessThan(0.125 + 1e-13);
      expect(bound).toBeGreaterThan(0.125 - 1e-6);
    }
  });

  it('an estimate above the eigenvalue costs factors, no digits', () => {
    const directly = DenseKernel.prototype.directly;
    const high = vi.spyOn(DenseKernel.prototype, 'directly').mockImplementation(function (
      this: DenseKernel,
      ceiling: number,
      spread: number,
    ) {
      const steps = directly.call(this, ceiling, spread);
      return { ...steps, eigenvalueOf: (largest) => steps.eigenvalueOf(largest)! + 1e-4 };
    });
    const [bound, factors] = bounded(reflected(size, 0.125, 5));
    high.mockRestore();
    expect(factors).toBe(4);
    expect(bound).toBeLessThan(0.125 + 1e-13);
    expect(bound).toBeGreaterThan(0.125 - 1e-8);
  });

  it('where the steps do not settle, a factor proposes; a matrix that is not definite has no bound', () => {
    // Eigenvalues from 10⁻³ to 1, each by the same factor above the one before.
    const wide = withSpectrum(Float64Array.from({ length: size }, (_, i) => 10 ** ((3 * i) / size - 3)));
    const [bound, factors] = bounded(wide);
    expect(factors).toBe(2);
    expect(bound).toBeLessThan(1e-3 + 1e-13);
    expect(bound).toBeGreaterThan(0.999e-3);
    expect(bounded(reflected(size, -1e-3, 9))[0]).toBe(null);
  });
});

describe('a solution is the same double for double as row by row', () => {
  /** The sum of products in the order of the kernel: two sums of two lanes over whole fours, then the rest. */
  const dotOf = (l: Float64Array, from: number, x: Float64Array, count: number): number => {
    const lanes = [0, 0, 0, 0];
    const whole = count - (count % 4);
    for (let c = 0; c < whole; c++) lanes[c % 4]! += l[from + c]! * x[c]!;
    let sum = lanes[0]! + lanes[2]! + (lanes[1]! + lanes[3]!);
    for (let c = whole; c < count; c++) sum += l[from + c]! * x[c]!;
    return sum;
  };

  it.each([1, 2, 3, 4, 5, 7, 8, 30, 33, 512])('size %i', (size) => {
    const ld = Math.ceil(size / 4) * 4;
    const memory = new WebAssembly.Memory({ initial: Math.ceil(((ld + 1) * ld * 8) / PAGE) });
    const { solve } = instantiate(memory) as { solve(l: number, x: number, n: number, ld: number): void };
    const inMemory = new Float64Array(memory.buffer);
    const l = Float64Array.from({ length: size * size }, (_, c) => {
      const [i, j] = [Math.floor(c / size), c % size];
      return j > i ? 0 : j === i ? 1 + ((7 * i) % 5) / 4 : Math.sin(c) / size;
    });
    for (let i = 0; i < size; i++) inMemory.set(l.subarray(i * size, i * size + i + 1), i * ld);
    const right = Float64Array.from({ length: size }, (_, i) => Math.sin(3 * i + 1));
    const x = right.slice();
    for (let i = 0; i < size; i++) x[i] = (x[i]! - dotOf(l, i * size, x, i)) / l[i * (size + 1)]!;
    for (let i = size - 1; i >= 0; i--) {
      x[i] = x[i]! / l[i * (size + 1)]!;
      for (let c = 0; c < i; c++) x[c]! -= x[i]! * l[i * size + c]!;
    }
    inMemory.set(right, ld * ld);
    solve(0, ld * ld * 8, size, ld);
    expect([...inMemory.subarray(ld * ld, ld * ld + size)]).toEqual([...x]);
  });
});

it('a matrix that gave way to another is refused', () => {
  const kernel = DenseKernel.unshared(8);
  expect(kernel.factor(reflected(8, 0.5, 0).mid, 0)).toBe(true);
  expect(() => kernel.factor(new Float64Array(0), 0)).toThrow('8 x 8');
  expect(() => kernel.rayleighQuotient(new Float64Array(0), new Float64Array(8).fill(1))).toThrow('8 x 8');
});

describe('sums are those of loops over vectors, double for double', () => {
  it.each([1, 2, 3, 5, 8, 31, 60, 520])('size %i', (size) => {
    const kernel = DenseKernel.unshared(size);
    const { mid } = reflected(size, 0.5, 0);
    const [start, x] = randomVectors(size, 2) as [Float64Array, Float64Array];
    const row = (i: number): Float64Array => mid.subarray(i * size, (i + 1) * size);
    let sum = 0;
    for (let i = 0; i < size; i++) sum += x[i]! * dot(row(i), x);
    expect(kernel.rayleighQuotient(mid, x)).toBe(sum / dot(x, x));

    expect(kernel.factor(mid, 0)).toBe(true);
    kernel.lanczosVector(0).set(start);
    const basis: Float64Array[] = [];
    let v = start.slice();
    for (let i = 0; i < Math.min(size, 4); i++) {
      const step = kernel.lanczosStep(i);
      normalise(v);
      basis.push(v);
      expect([...kernel.lanczosVector(i)]).toEqual([...v]);
      const next = v.slice();
      kernel.solve(next);
      expect(step.along).toBe(dot(v, next));
      for (let pass = 0; pass < 2; pass++) for (const u of basis) addMultiple(next, -dot(u, next), u);
      expect(step.length).toBe(Math.sqrt(dot(next, next)));
      expect([...kernel.lanczosVector(i + 1)]).toEqual([...next]);
      v = next;
    }
  });
});
