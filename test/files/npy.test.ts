import { describe, expect, test } from 'vitest';
import { parseCandidates } from '../../src/files/index.ts';
import { joinBytes, npy, refusal, utf8 } from './fixtures.ts';

const read = (bytes: Uint8Array, options = {}) => parseCandidates(bytes, 'a.npy', options);
const weightsOf = (bytes: Uint8Array, options = {}) =>
  read(bytes, options).candidates.map(({ candidate }) =>
    candidate.form === 'dense' ? candidate.weights : null,
  );

describe('.npy', () => {
  test('a matrix is one point, a row a neuron, k = d', () => {
    expect(read(npy('f8', [2, 3], [1, 2, 3, 4, 5, 0.1]))).toEqual({
      source: 'a.npy',
      candidates: [
        {
          family: null,
          candidate: {
            form: 'dense',
            k: 3,
            n: 2,
            d: 3,
            targets: null,
            weights: [
              [1, 2, 3],
              [4, 5, 0.1],
            ],
          },
          kAssumed: true,
        },
      ],
      magnitude: null,
      notes: [],
    });
  });

  for (const version of [1, 2, 3]) {
    for (const little of [true, false]) {
      test.each([
        'f4',
        'f8',
        'i1',
        'i2',
        'i4',
        'i8',
        'u1',
        'u2',
        'u4',
        'u8',
      ])(`version ${version}, ${little ? 'little' : 'big'} endian, %s`, (kind) => {
        const values = kind.startsWith('u') ? [1, 2, 3, 100] : [1, -2, 3, -100];
        const [a, b, c, d] = values;
        const bytes = npy(kind, [2, 2], values, { version, little });
        expect(weightsOf(bytes)).toEqual([
          [
            [a, b],
            [c, d],
          ],
        ]);
      });
    }
  }

  test('Fortran order, and --transpose', () => {
    const bytes = npy('f8', [2, 3], [1, 4, 2, 5, 3, 6], { fortran: true });
    expect(weightsOf(bytes)).toEqual([
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ]);
    expect(weightsOf(bytes, { transpose: true })).toEqual([
      [
        [1, 4],
        [2, 5],
        [3, 6],
      ],
    ]);
  });

  test('3-D: families along the first axis, in both orders', () => {
    const families = [
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      [
        [7, 8, 9],
        [10, 11, 12],
      ],
    ];
    expect(weightsOf(npy('i2', [2, 2, 3], families.flat(2)))).toEqual(families);
    const fortran = [1, 7, 4, 10, 2, 8, 5, 11, 3, 9, 6, 12];
    expect(weightsOf(npy('f8', [2, 2, 3], fortran, { fortran: true }))).toEqual(families);
    expect(read(npy('f8', [2, 2, 3], families.flat(2)), { family: 1 }).candidates).toMatchObject([
      { family: 1 },
    ]);
    refusal(() => read(npy('f8', [2, 2, 3], families.flat(2)), { family: 2 }), 'there are 2 families');
    expect(read(npy('f8', [1, 1, 1], [5])).candidates).toMatchObject([{ family: 0 }]);
  });

  test('64-bit integers that no double represents become decimal strings', () => {
    const big = [2n ** 53n, 2n ** 53n + 1n, -(2n ** 63n), -(2n ** 63n) + 1n];
    const strings = [2 ** 53, '9007199254740993', -(2 ** 63), '-9223372036854775807'];
    expect(weightsOf(npy('i8', [2, 2], big)).flat(2)).toEqual(strings);
    const largest = npy('u8', [2, 2], [2n ** 64n - 1n, 1n, 2n, 3n], { little: false });
    expect(weightsOf(largest).flat(2)).toEqual(['18446744073709551615', 1, 2, 3]);
  });

  test('single precision is taken exactly', () => {
    expect(weightsOf(npy('f4', [2, 2], [0.1, 0, 0, 1])).flat(2)).toEqual([Math.fround(0.1), 0, 0, 1]);
  });

  test('half precision is taken exactly', () => {
    // 1, −2, the largest number, the smallest subnormal one, a third.
    const bits = [0x3c00, 0xc000, 0x7bff, 0x0001, 0x3555, 0x8000];
    const values = [1, -2, 65504, 2 ** -24, 0.333251953125, -0];
    for (const little of [true, false]) {
      const descr = little ? '<f2' : '>f2';
      expect(weightsOf(npy('u2', [2, 3], bits, { little, header: header(descr, '(2, 3)') })).flat(2)).toEqual(
        values,
      );
    }
    const bad = npy('u2', [2, 2], [0, 0, 0x7c00, 0xfe00], { header: header('<f2', '(2, 2)') });
    refusal(() => read(bad), 'array[1][0]: found Infinity');
  });

  test('targets from outside set k', () => {
    const targets = [
      [1, 0],
      [0, 1],
      [1, 1],
    ];
    expect(read(npy('f8', [1, 2], [1, 2]), { targets }).candidates[0]!.candidate).toMatchObject({
      k: 3,
      d: 2,
      targets,
    });
    refusal(() => read(npy('f8', [1, 3], [1, 2, 3]), { targets }), 'targets: rows of 2 numbers; expected 3');
  });

  test.each([NaN, Infinity, -Infinity])('%s is refused with its place', (x) => {
    refusal(() => read(npy('f8', [2, 2], [1, 2, 3, x])), 'array[1][1]: found');
    const bytes = npy('f8', [2, 1, 2], [1, 2, x, 4]);
    refusal(() => read(bytes), 'array[1][0][0]: found');
    expect(read(bytes, { family: 0 }).candidates).toHaveLength(1);
  });

  test.each<[string, Uint8Array, ...string[]]>([
    ['1-D', npy('f8', [4], [1, 2, 3, 4]), 'a vector', '1 dimension, 4', 'reshape'],
    [
      '0-D',
      npy('f8', [], [1], { header: `{'descr': '<f8', 'fortran_order': False, 'shape': ()}` }),
      '0 dimensions',
    ],
    ['4-D', npy('f8', [1, 1, 1, 1], [1]), '4 dimensions'],
    ['empty', npy('f8', [0, 3], []), 'shape (0, 3) is empty'],
    ['too few data', npy('f8', [2, 2], [1, 2, 3]), '24 bytes of data', '32 bytes'],
    ['too many data', npy('f8', [2, 2], [1, 2, 3, 4, 5]), '40 bytes of data', '32 bytes'],
    ['absurd size', npy('f8', [1e9, 1e9], [1]), 'too large'],
    [
      'sizes that overflow',
      npy('f8', [1e9, 1e9], [1], { header: header('<f8', `(${'9'.repeat(400)}, 2)`) }),
      'shape',
    ],
    ['a negative size', npy('f8', [1, 1], [1], { header: header('<f8', '(-1, 1)') }), 'bad .npy header'],
    ['complex numbers', npy('f8', [1, 1], [1, 2], { header: header('<c16', '(1, 1)') }), 'type "<c16"'],
    ['quadruple precision', npy('u2', [1, 1], [1], { header: header('<f16', '(1, 1)') }), 'type "<f16"'],
    ['a row', npy('f8', [1, 36], new Array(36).fill(1)), 'array: a vector (1 x 36)', 'perhaps to 6 x 6'],
    ['a column', npy('f8', [5, 1], new Array(5).fill(1)), 'array: a vector (5 x 1)', 'reshape it; a point'],
    ['one number', npy('f8', [1, 1], [1]), 'array: a single number'],
    ['booleans', npy('u1', [1, 1], [1], { header: header('|b1', '(1, 1)') }), 'type "|b1"'],
    ['objects', npy('u1', [1, 1], [1], { header: header('|O', '(1, 1)') }), 'type "|O"'],
    ['strings', npy('u1', [1, 1], [1], { header: header('<U8', '(1, 1)') }), 'type "<U8"'],
    ['an open byte order', npy('f8', [1, 1], [1], { header: header('|f8', '(1, 1)') }), 'type "|f8"'],
    ['one-byte floats', npy('u1', [1, 1], [1], { header: header('<f1', '(1, 1)') }), 'type "<f1"'],
    [
      'records',
      npy('u1', [1], [1], { header: `{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,)}` }),
      'bad',
    ],
    ['no dictionary', npy('f8', [1, 1], [1], { header: 'import os' }), 'bad .npy header'],
    [
      'a missing field',
      npy('f8', [1, 1], [1], { header: `{'descr': '<f8', 'shape': (1, 1)}` }),
      'bad .npy header',
    ],
    [
      'a field twice',
      npy('f8', [1], [1], { header: `{'descr': '<f8', 'descr': '<f8', 'shape': (1,)}` }),
      'bad',
    ],
    ['an unknown field', npy('f8', [1], [1], { header: `{'descr': '<f8', 'x': 1}` }), 'bad .npy header'],
    ['an unfinished header', npy('f8', [1], [1], { header: `{'descr': '<f8'` }), 'bad .npy header'],
    ['a gap in the shape', npy('f8', [1], [1], { header: header('<f8', '(1,,1)') }), 'shape (1,,1)'],
    ['65 dimensions', npy('f8', Array(65).fill(1), [1]), 'shape (1, 1'],
    ['version 4', npy('f8', [1, 1], [1], { version: 4 }), 'version 4.0'],
    ['the magic alone', joinBytes([0x93], utf8('NUMPY')), 'no .npy header'],
    ['a header that is cut off', npy('f8', [2, 2], [1, 2, 3, 4]).subarray(0, 30), 'a header of'],
  ])('refuses %s', (_name, bytes, ...words) => {
    refusal(() => read(bytes), 'a.npy: ', ...words);
  });

  test('headers of Python 2, in any order and spacing', () => {
    const text = `{"shape" : ( 2L, 2L ),"fortran_order":False , 'descr': ">i2"  }   `;
    const bytes = npy('i2', [], [1, -2, 3, 4], { header: text, little: false });
    expect(weightsOf(bytes).flat(2)).toEqual([1, -2, 3, 4]);
  });

  test('too many entries for one point', () => {
    const bytes = joinBytes(npy('u1', [2001, 2000], []), new Uint8Array(2001 * 2000).fill(1));
    refusal(() => read(bytes), '2001 x 2000 entries', 'at most 4000000');
  });
});

function header(descr: string, shape: string): string {
  return `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}}`;
}
