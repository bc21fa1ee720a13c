import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binary, call as callOf, number, quotientOf, type Tree, textOf } from '../../src/expression/tree.ts';
import { FileError } from '../../src/files/index.ts';
import { storedConstants } from '../../src/files/mat-objects.ts';
import { MupadError, type MupadNumber, mupadNumbers, type Numbers } from '../../src/files/mupad.ts';
import { shared } from '../shared.ts';
import { mat, matCompanions, matDouble, refusal } from './fixtures.ts';
import {
  type ConstantName,
  call,
  double,
  empty,
  fraction,
  integer,
  kernelFunction,
  name,
  reference,
  row,
  rowWith,
  stream,
  symbolicArchive,
  textOfStream,
} from './symbolic.ts';

const SEED = 20240602;
const weights = matDouble('WbadNew', [2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
const texts = (change: Partial<Record<ConstantName, Uint8Array>> = {}) => {
  const values = {
    r: row(double(1e-8), double(2e-8)),
    lambdaMin: row(double(0.03), integer(-1n)),
    objVals: row(double(0.02), double(0.0125)),
    deviations: row(double(1e-13), fraction(1n, 3n)),
    maxFroDiff: row(integer(0n), double(7e-9)),
    ...change,
  };
  const entries = Object.entries(values).map(([key, value]) => [key, textOfStream(stream(value))]);
  return Object.fromEntries(entries) as Record<ConstantName, string>;
};
const readBack = (value: Uint8Array): number => {
  const change = { objVals: row(value, integer(0n)) };
  return storedConstants(symbolicArchive(weights, [3, 5], texts(change)), 'a.mat')!.objVals[0]!;
};

/** Formulas over formulas: what stands in a stream, as text. */
const trees: Numbers<Tree> = {
  pi: { kind: 'pi' },
  rational: quotientOf,
  add: (a, b) => binary('add', a, b),
  mul: (a, b) => binary('mul', a, b),
  integerPower: (a, n) => binary('power', a, number(n)),
  apply: (name, args) => callOf(name, ...args),
  // 2 atan √((1 − x)/(1 + x))
  arccos: (x) => {
    const ratio = binary('div', binary('sub', number(1), x), binary('add', number(1), x));
    return binary('mul', number(2), callOf('atan', callOf('sqrt', ratio)));
  },
};
const writtenOf = (value: MupadNumber): string => textOf(value.over(trees));

describe('constants in an archive of the authors', () => {
  test.each([true, false])('are read as the doubles they are (little endian: %s)', (little) => {
    const values = [1, 2, 3, 4, 5, 6, 7, 8];
    const own = matDouble('WbadNew', [2, 2, 2], values, little);
    expect(storedConstants(symbolicArchive(own, [3, 5], texts(), little), 'a.mat')).toEqual({
      r: [1e-8, 2e-8],
      lambdaMin: [0.03, -1],
      objVals: [0.02, 0.0125],
      deviations: [1e-13, 1 / 3],
      maxFroDiff: [0, 7e-9],
    });
  });

  test('a single family has scalars', () => {
    const one = matDouble('WbadNew', [2, 2], [1, 2, 3, 4]);
    const scalar = textOfStream(stream(double(0.25)));
    const all = { r: scalar, lambdaMin: scalar, objVals: scalar, deviations: scalar, maxFroDiff: scalar };
    expect(storedConstants(symbolicArchive(one, [7], all), 'a.mat')).toMatchObject({ r: [0.25] });
  });

  test('formulas are rounded to the nearest double', () => {
    const half = fraction(1n, 2n);
    const root = call(name('_power'), integer(2n), half);
    expect(readBack(root)).toBe(Math.SQRT2);
    expect(readBack(name('PI'))).toBe(Math.PI);
    expect(readBack(call(name('arccos'), half))).toBe(1.0471975511965979);
    expect(readBack(call(name('arccos'), integer(-1n)))).toBe(Math.PI);
    expect(readBack(call(name('arccos'), integer(1n)))).toBe(0);
    expect(readBack(call(name('arccos'), call(name('_mult'), fraction(-1n, 3n), root)))).toBe(
      2.061679005084208,
    );
    expect(readBack(call(name('_mult'), root, root))).toBe(2);
    expect(readBack(call(name('_plus'), integer(1n), fraction(1n, 2n ** 60n)))).toBe(1);
    expect(readBack(call(name('_plus'), integer(1n), fraction(1n, 2n ** 53n), fraction(1n, 2n ** 99n)))).toBe(
      1 + 2 ** -52,
    );
    expect(readBack(call(name('_power'), integer(-3n), integer(-2n)))).toBe(1 / 9);
    expect(readBack(integer(2n ** 80n - 1n))).toBe(2 ** 80);
    expect(readBack(fraction(-1n, 10n ** 30n))).toBe(-1e-30);
  });

  test('parts are shared by their number in postfix order', () => {
    // In the second stream: sysassign 1, symobj… 2, hold 3, _plus 4, then the numbers.
    const scalar = (value: Uint8Array) => mupadNumbers(stream(value));
    const shared = call(name('_plus'), integer(5n), reference(5), call(reference(4), reference(5)));
    expect(scalar(shared).map(writtenOf)).toEqual(['5 + (5 + 5)']);
    expect(() => scalar(call(name('_plus'), reference(6)))).toThrow(MupadError);
  });

  test('other files, and archives with plain numbers beside them, have none', () => {
    expect(storedConstants(mat([weights]), 'a.mat')).toBeNull();
    expect(storedConstants(mat([weights, ...matCompanions([3, 5])]), 'a.mat')).toBeNull();
  });

  test.each<[string, Uint8Array, string]>([
    ['another function', call(name('exp'), integer(1n)), 'function "exp"'],
    ['a name that is no constant', name('x'), 'a name where a number is expected'],
    ['a large exponent', call(name('_power'), integer(2n), integer(9n)), 'exponent 9/1'],
    ['a power of a formula', call(name('_power'), integer(2n), name('PI')), 'power without a number'],
    ['a sum without a head', call(integer(1n)), 'no name'],
    ['division by zero', call(name('_power'), integer(0n), integer(-1n)), 'a formula without a value'],
    ['a root of −1', call(name('_power'), integer(-1n), fraction(1n, 2n)), 'a formula without a value'],
    ['an inverse cosine of 2', call(name('arccos'), integer(2n)), 'a formula without a value'],
    ['a number half-way between doubles', fraction(2n ** 53n + 1n, 3n ** 0n * 2n ** 53n), ''],
    ['no value', empty, 'a other where a number'],
  ])('%s is refused in a line, or rounded', (_name, value, words) => {
    if (words === '') expect(readBack(value)).toBe(1);
    else refusal(() => readBack(value), 'a.mat: variable objVals', words);
  });

  test('deep nesting, wide sharing and growth end in a line', () => {
    let deep = integer(1n);
    for (let i = 0; i < 500; i++) deep = call(name('_plus'), deep);
    refusal(() => readBack(deep), 'nested deeper');
    // Squares of squares by reference: 4^(2^60) and 2^60 paths, in 60 nodes.
    let tower = integer(4n);
    for (let i = 0; i < 60; i++) tower = call(name('_power'), tower, integer(2n));
    refusal(() => readBack(tower), 'a formula without a value');
    // A chain of references where it is read over; the last link is 1000 calls deep.
    const links = Array.from({ length: 1000 }, (_, i) =>
      call(name('_plus'), i === 0 ? integer(1n) : reference(12 + 2 * i)),
    );
    const chained = (count: number) => rowWith(call(name('x'), ...links), reference(12 + 2 * count));
    expect(mupadNumbers(stream(chained(300))).map(writtenOf)).toEqual(['1']);
    expect(() => mupadNumbers(stream(chained(1000)))).toThrow('a formula nested deeper than 400');
    // A count of operands below that of the parts that are not counted in it.
    for (const operands of [0, 1])
      expect(mupadNumbers(stream(rowWith(kernelFunction(operands), integer(3n)))).map(writtenOf)).toEqual([
        '3',
      ]);
    const bomb = textOfStream(new Uint8Array(2 ** 25 + 1));
    const archive = symbolicArchive(weights, [3, 5], { ...texts(), r: bomb });
    refusal(() => storedConstants(archive, 'a.mat'), 'bad compressed data');
  });

  test('damaged streams throw MupadError and nothing else', () => {
    const sample = stream(row(call(name('_plus'), double(0.1), name('PI')), fraction(22n, 7n)));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(sample.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 }),
        fc.nat(sample.length),
        fc.boolean(),
        (changes, cut, isCut) => {
          const bytes = isCut ? sample.slice(0, cut) : sample.slice();
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          try {
            const { length } = mupadNumbers(bytes);
            if (!(length < 100)) expect(length).toBeLessThan(100);
          } catch (error) {
            if (!(error instanceof MupadError)) throw error;
          }
        },
      ),
      { seed: SEED, numRuns: 4000 },
    );
  });

  test('damaged archives throw FileError and nothing else', () => {
    // Uncompressed, so that changes reach the workspace of objects.
    const sample = symbolicArchive(weights, [3, 5], texts(), true, false);
    expect(storedConstants(sample, 'f')).not.toBeNull();
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(sample.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 }),
        (changes) => {
          const bytes = sample.slice();
          for (const [at, value] of changes) bytes[at] = value;
          try {
            storedConstants(bytes, 'f');
          } catch (error) {
            if (!(error instanceof FileError)) throw error;
            if (error.message.includes('\n')) expect(error.message).not.toContain('\n');
          }
        },
      ),
      { seed: SEED, numRuns: 3000 },
    );
    for (let length = 128; length < sample.length; length += 7) {
      try {
        storedConstants(sample.subarray(0, length), 'f');
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
      }
    }
  });
});

const published = shared('published');

describe.skipIf(published === null)('the published files', () => {
  const claims =
    published === null ? [] : JSON.parse(readFileSync(join(published, 'claims.json'), 'utf8')).families;
  type Claim = { k: number; n: number; index: number } & Record<string, number>;

  // The large ones are read whole by test/papers/safran-shamir/published.test.ts.
  test.each([
    [6, 6],
    [8, 8],
    [8, 9],
    [9, 9],
    [10, 11],
    [12, 13],
  ])('(%i,%i): as in claims.json', (k, n) => {
    const file = join(published!, `newExp-${k}-${n}.mat`);
    const constants = storedConstants(readFileSync(file), file)!;
    const own = (claims as Claim[]).filter((claim) => claim.k === k && claim.n === n);
    const list = (field: string) => own.map((claim) => claim[field]);
    expect(own.length).toBeGreaterThan(0);
    expect(constants).toEqual({
      lambdaMin: list('lambdaMin'),
      objVals: list('objective'),
      r: list('r'),
      deviations: list('deviation'),
      maxFroDiff: list('maxFroDiff'),
    });
  });
});
