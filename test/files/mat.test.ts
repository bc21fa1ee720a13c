import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parseCandidates, readMatVariables } from '../../src/files/index.ts';
import type { DenseCandidate, ExactNumber } from '../../src/model/candidate.ts';
import { shared } from '../shared.ts';
import {
  encode,
  joinBytes,
  mat,
  matCompanions,
  matDouble,
  matElement,
  matHeader,
  matMatrix,
  matOther,
  matStruct,
  matVariable,
  refusal,
  utf8,
} from './fixtures.ts';

const read = (bytes: Uint8Array, options = {}) => parseCandidates(bytes, 'a.mat', options);
const weightsOf = (bytes: Uint8Array, options = {}) =>
  read(bytes, options).candidates.map(({ candidate }) =>
    candidate.form === 'dense' ? candidate.weights : null,
  );

/** 2 x 3, first index fastest: rows (1 2 3), (4 5 6). */
const W = matDouble('W', [2, 3], [1, 4, 2, 5, 3, 6]);

describe('MATLAB 5 .mat', () => {
  for (const little of [true, false]) {
    for (const compressed of [true, false]) {
      const options = { little, compressed };
      describe(`${little ? 'little' : 'big'} endian, ${compressed ? 'compressed' : 'plain'}`, () => {
        test.each([
          ['double', 6, 'f8'],
          ['double as uint8', 6, 'u1'],
          ['double as int16', 6, 'i2'],
          ['double as single', 6, 'f4'],
          ['single', 7, 'f4'],
          ['int8', 8, 'i1'],
          ['uint8', 9, 'u1'],
          ['int16', 10, 'i2'],
          ['uint16 as uint8', 11, 'u1'],
          ['int32', 12, 'i4'],
          ['uint32', 13, 'u4'],
          ['int64', 14, 'i8'],
          ['uint64', 15, 'u8'],
        ] as const)('%s', (_name, arrayClass, kind) => {
          const variable = matVariable('W', arrayClass, [2, 3], kind, [1, 4, 2, 5, 3, 6], little);
          expect(weightsOf(mat([variable], options))).toEqual([
            [
              [1, 2, 3],
              [4, 5, 6],
            ],
          ]);
        });

        test('short elements: a name and data of up to 4 bytes', () => {
          const variable = matVariable('W', 6, [2, 2], 'u1', [1, 2, 3, 4], little);
          expect(weightsOf(mat([variable], options))).toEqual([
            [
              [1, 3],
              [2, 4],
            ],
          ]);
        });

        test('3-D: families along the last axis; the authors’ archives have neurons as columns', () => {
          // entry (coordinate i, neuron j, family f) = 100 f + 10 i + j
          const values = [0, 1].flatMap((f) =>
            [0, 1, 2].flatMap((j) => [0, 1].map((i) => 100 * f + 10 * i + j)),
          );
          const archive = [
            matDouble('WbadNew', [2, 3, 2], values, little),
            ...matCompanions([312, 34], little),
          ];
          const bytes = mat(archive, options);
          const point = (f: number) => [0, 1, 2].map((j) => [0, 1].map((i) => 100 * f + 10 * i + j));
          expect(weightsOf(bytes)).toEqual([point(0), point(1)]);
          expect(read(bytes)).toMatchObject({
            magnitude: [312, 34],
            candidates: [{ candidate: { k: 2, n: 3, d: 2 } }, {}],
          });
          expect(weightsOf(bytes, { family: 1 })).toEqual([point(1)]);
          const swapped = [0, 1].map((i) => [0, 1, 2].map((j) => 10 * i + j));
          expect(weightsOf(bytes, { family: 0, transpose: true })).toEqual([swapped]);
          for (const name of ['V', 'WbadNew', 'weights'])
            expect(weightsOf(mat([matDouble(name, [2, 3, 2], values, little)], options))[0]).toEqual(swapped);
        });
      });
    }
  }

  test('a single point has family null and its count', () => {
    const bytes = mat([matDouble('WbadNew', [2, 3], [3, 4, 5, 6, 7, 8]), ...matCompanions([7])]);
    expect(read(bytes)).toMatchObject({ magnitude: [7], candidates: [{ family: null }] });
    expect(weightsOf(bytes)).toEqual([
      [
        [3, 4],
        [5, 6],
        [7, 8],
      ],
    ]);
    refusal(() => read(bytes, { family: 1 }), 'there is 1 family');
  });

  test('what is no array of real numbers is skipped by name and class', () => {
    const odd = (name: string, arrayClass: number, flags = 0) => ({ ...W, name, arrayClass, flags });
    const bytes = mat([
      odd('c', 1),
      odd('s', 2),
      odd('o', 3),
      odd('t', 4),
      odd('p', 5),
      odd('f', 16),
      odd('q', 17),
      odd('z', 6, 8),
      odd('b', 9, 2),
      odd('u', 99),
      matDouble('e', [0, 3], []),
      odd('', 9),
      W,
    ]);
    const { variables, notes } = readMatVariables(bytes, 'a.mat');
    expect([...variables.keys()]).toEqual(['W']);
    expect(notes).toEqual([
      'variable c (cell array) is skipped',
      'variable s (struct array 2 x 3) is skipped',
      'variable o (object) is skipped',
      'variable t (char array) is skipped',
      'variable p (sparse array) is skipped',
      'variable f (function handle) is skipped',
      'variable q (opaque object) is skipped',
      'variable z (complex array) is skipped',
      'variable b (logical array) is skipped',
      'variable u (class 99) is skipped',
      'variable e (empty array) is skipped',
    ]);
    refusal(() => read(bytes, { variable: 'z' }), 'variable z (complex array) is skipped', 'one of "W"');
    refusal(() => read(mat([odd('s', 2)])), 'no array of real numbers; variable s (struct array');
  });

  test('orientation hangs on the whole company, not on the name', () => {
    const values = [1, 4, 2, 5, 3, 6];
    const rows = [
      [1, 2, 3],
      [4, 5, 6],
    ];
    const own = matDouble('WbadNew', [2, 3], values);
    expect(weightsOf(mat([own]), { k: 1 })).toEqual([rows]);
    const companions = matCompanions([7]);
    expect(weightsOf(mat([own, ...companions]))).toEqual([
      [
        [1, 4],
        [2, 5],
        [3, 6],
      ],
    ]);
    for (const missing of companions) {
      const others = companions.filter((variable) => variable !== missing);
      const found = mat([own, ...others]);
      expect(weightsOf(found, { k: 1, variable: 'WbadNew' }), missing.name).toEqual([rows]);
    }
  });

  test.each([true, false])('structs are looked into, by paths (little endian: %s)', (little) => {
    const own = matDouble('weights', [2, 3], [1, 4, 2, 5, 3, 6], little);
    const targets = matDouble('targets', [2, 3], [1, 0, 0, 1, 0, 0], little);
    const inner = matStruct(
      'run',
      [own, targets, matOther('log', 4, [0, 0], matElement(16, utf8(''), little))],
      little,
    );
    const noise = matDouble('noise', [2, 2], [9, 8, 7, 6], little);
    const bytes = mat([matStruct('result', [inner, noise], little)], { little });
    const { variables, notes } = readMatVariables(bytes, 'a.mat');
    expect([...variables.keys()]).toEqual(['result.run.weights', 'result.run.targets', 'result.noise']);
    expect(notes).toEqual(['variable result.run.log (char array) is skipped']);
    expect(read(bytes, { variable: 'result.run.weights' }).candidates).toMatchObject([
      {
        candidate: {
          k: 2,
          n: 2,
          d: 3,
          weights: [
            [1, 2, 3],
            [4, 5, 6],
          ],
          targets: [
            [1, 0, 0],
            [0, 1, 0],
          ],
        },
      },
    ]);
    expect(weightsOf(bytes, { variable: 'result.noise' })).toEqual([
      [
        [9, 7],
        [8, 6],
      ],
    ]);
    refusal(() => read(bytes, { variable: 'result.run' }), 'not in the file', '"result.run.weights"');
    refusal(() => read(bytes, { variable: 'result.run.log' }), 'char array');
  });

  test('a struct that does not fit its fields, or nested without end, is refused or skipped', () => {
    const good = matStruct('s', [W]);
    const cut = { ...good, body: good.body!.subarray(0, good.body!.length - 8) };
    refusal(() => read(mat([cut])), 'variable s', 'bytes');
    const odd = matOther(
      's',
      2,
      [1, 1],
      joinBytes(matElement(5, encode('u4', [0], true), true), matElement(1, utf8('abc'), true)),
    );
    refusal(() => read(mat([odd])), 'variable s', 'the field names');
    let deep = matStruct('s', [W]);
    for (let i = 0; i < 20; i += 1) deep = matStruct('s', [deep]);
    expect(readMatVariables(mat([deep]), 'a.mat').notes).toEqual([
      expect.stringContaining('struct in 16 structs'),
    ]);
    const same = matStruct('s', [W, W]);
    refusal(() => read(mat([same])), 'variable s.W: appears twice');
  });

  test('weights and targets in one file are a complete candidate', () => {
    const targets = matDouble('targets', [1, 3], [0, 1, 0]);
    const own = matDouble('weights', [2, 3], [1, 4, 2, 5, 3, 6]);
    expect(read(mat([targets, own])).candidates).toMatchObject([
      { candidate: { k: 1, n: 2, d: 3, targets: [[0, 1, 0]] } },
    ]);
  });

  test('dimensions may be stored as uint32, vectors are refused', () => {
    expect(weightsOf(mat([{ ...W, dimensionType: 6 }]), { k: 1 })).toEqual([
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ]);
    for (const shape of [
      [1, 6],
      [6, 1],
    ])
      refusal(() => read(mat([{ ...W, shape }])), 'a vector');
  });

  test('64-bit integers stay exact', () => {
    const variable = matVariable('W', 14, [2, 2], 'i8', [2n ** 53n + 1n, -5n, 1n, 2n]);
    expect(weightsOf(mat([variable]))).toEqual([
      [
        ['9007199254740993', 1],
        [-5, 2],
      ],
    ]);
  });

  test.each([NaN, Infinity, -Infinity])('%s is refused with its place, in the notation of MATLAB', (x) => {
    refusal(() => read(mat([matDouble('W', [2, 2], [1, 2, x, 4])])), 'variable W(1,2): found');
    refusal(
      () => read(mat([matDouble('WbadNew', [2, 1, 2], [1, 2, 3, x])])),
      'variable WbadNew(2,1,2): found',
    );
  });

  test('other dimensions are refused', () => {
    refusal(() => read(mat([matDouble('W', [1, 1, 1, 2], [1, 2])])), '4 dimensions', 'last axis');
  });

  test('MATLAB 7.3 and 4 say how to save again', () => {
    const hdf5 = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
    const remedy = "-v7'";
    refusal(() => read(joinBytes(hdf5, new Uint8Array(600))), '7.3', remedy);
    refusal(() => read(joinBytes(new Uint8Array(512), hdf5)), '7.3', remedy);
    refusal(() => read(matHeader({ text: 'MATLAB 7.3 MAT-file, Platform', version: 0x0200 })), '7.3', remedy);
    refusal(() => read(matHeader({ text: 'something', version: 0x0200 })), '7.3', remedy);
    const name = joinBytes(utf8('WbadNew'), [0]);
    for (const little of [true, false]) {
      const v4 = joinBytes(
        encode('u4', [little ? 0 : 1000, 1, 1, 0, 8], little),
        name,
        encode('f8', [1], little),
      );
      refusal(() => read(v4), 'a MATLAB 4 file', remedy);
    }
  });

  test.each<[string, Uint8Array, ...string[]]>([
    ['a header that is cut off', matHeader().subarray(0, 100), '100 bytes', '128'],
    ['no byte order mark', joinBytes(matHeader().subarray(0, 126), [0, 0]), 'byte 126'],
    ['another version', matHeader({ version: 0x0300 }), 'byte 124: version 3'],
    ['no variable at all', matHeader(), 'no array of real numbers'],
    ['a stray byte at the end', joinBytes(mat([W]), [0]), 'too early'],
    ['the same variable twice', mat([W, W]), 'variable W: appears twice'],
    ['an element of another type', joinBytes(matHeader(), matElement(9, new Uint8Array(8), true)), 'type 9'],
    ['a short element of 5 bytes', joinBytes(matHeader(), encode('u4', [5 * 65536 + 1, 0], true)), '5 bytes'],
    ['an empty array element', joinBytes(matHeader(), encode('u4', [14, 0], true)), 'too early'],
    [
      'an absurd element',
      joinBytes(matHeader(), encode('u4', [14, 2 ** 32 - 1], true)),
      '4294967295 bytes with 0 left',
    ],
    ['data for fewer entries', mat([{ ...W, shape: [2, 4] }]), '48 bytes of data', '64 for 2 x 4'],
    ['data for more entries', mat([{ ...W, shape: [2, 2] }]), '48 bytes of data'],
    ['a storage type that is no number', mat([{ ...W, storage: 14 }]), 'stored as type 14'],
    ['an integer stored as double', mat([{ ...W, arrayClass: 12 }]), 'stored as type 9'],
    ['bytes stored as integers of 8', mat([matVariable('W', 8, [1, 1], 'i8', [1])]), 'stored as type 12'],
    ['a negative size', mat([matVariable('W', 6, [2 ** 32 - 1, 1], 'f8', [1])]), 'not the head of an array'],
    ['one dimension', mat([{ ...W, shape: [6] }]), 'not the head of an array'],
    ['33 dimensions', mat([{ ...W, shape: Array(33).fill(1) }]), 'not the head of an array'],
    ['a long name', mat([{ ...W, name: 'W'.repeat(600) }], { compressed: false }), 'a name of at most'],
    [
      'no zlib header',
      joinBytes(matHeader(), encode('u4', [15, 8], true), new Uint8Array(8)),
      'bad compressed data',
    ],
  ])('refuses %s', (_name, bytes, ...words) => {
    refusal(() => read(bytes), 'a.mat: ', ...words);
  });

  test('every truncation is refused', () => {
    for (const compressed of [true, false]) {
      const bytes = mat([W], { compressed });
      for (let length = 0; length < bytes.length; length += 1) refusal(() => read(bytes.subarray(0, length)));
    }
  });

  test('a changed byte of compressed data is noticed', () => {
    const values = Array.from({ length: 400 }, (_, i) => Math.sin(i));
    const bytes = mat([matDouble('W', [20, 20], values)]);
    for (let at = 136; at < bytes.length; at += 97) {
      const changed = bytes.slice();
      changed[at]! ^= 4;
      refusal(() => read(changed));
    }
  });

  test('a size beyond the limit is skipped, and a bomb is stopped', () => {
    const huge = mat([{ ...W, shape: [100_000, 100_000] }]);
    refusal(() => read(huge), 'variable W (100000 x 100000 entries, more than 16777216) is skipped');
    const element = matMatrix(W, true);
    const bomb = deflateSync(joinBytes(element, new Uint8Array(100)), { level: 9 });
    refusal(
      () => read(joinBytes(matHeader(), encode('u4', [15, bomb.length], true), bomb)),
      'bad compressed data',
    );
    const large = new Uint8Array(40_000_000);
    large.set(element);
    const packed = deflateSync(large, { level: 9 });
    const before = process.memoryUsage().arrayBuffers;
    refusal(
      () => read(joinBytes(matHeader(), encode('u4', [15, packed.length], true), packed)),
      'bad compressed data',
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(30_000_000);
    large.set(encode('u4', [14, 2 ** 32 - 16], true));
    const liar = deflateSync(large, { level: 9 });
    refusal(() => read(joinBytes(matHeader(), encode('u4', [15, liar.length], true), liar)), 'when inflated');
  });
});

const cases = shared('cases');

describe.skipIf(cases === null)('MATLAB files of ../shared/cases', () => {
  const candidateOf = (name: string) => {
    const path = join(cases!, name);
    const [entry] = parseCandidates(readFileSync(path), path).candidates;
    return entry!.candidate as DenseCandidate;
  };

  test('L-WbadNew_rows.mat has its neurons in rows, L-uint32dims.mat is read', () => {
    // (6,6): the neuron without a target of its own has five equal entries and a large negative one.
    const isOdd = (row: readonly ExactNumber[]) => row.some((x) => Number(x) < -0.5);
    for (const name of ['L-WbadNew_rows.mat', 'L-uint32dims.mat']) {
      const { n, k, d, weights } = candidateOf(name);
      expect([n, k, d], name).toEqual([6, 6, 6]);
      expect(weights.filter(isOdd), name).toHaveLength(1);
      const column = weights.find(isOdd)!.findIndex((x) => Number(x) < -0.5);
      for (const row of weights.filter((row) => !isOdd(row)))
        expect(Number(row[column]), name).toBeCloseTo(0.308, 3);
    }
  });

  test('row.mat is a vector', () => {
    const path = join(cases!, 'row.mat');
    refusal(() => parseCandidates(readFileSync(path), path), 'a vector (1 x 36)', '6 x 6');
  });
});
