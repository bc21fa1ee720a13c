import { describe, expect, test } from 'vitest';
import { parseCandidates } from '../../src/files/index.ts';
import { encode, joinBytes, refusal, safetensors, safetensorsFile, utf8 } from './fixtures.ts';

const read = (bytes: Uint8Array, options = {}) => parseCandidates(bytes, 'm.safetensors', options);
const weights = (bytes: Uint8Array, options = {}) => {
  const { candidate } = read(bytes, options).candidates[0]!;
  return candidate.form === 'dense' ? candidate.weights : null;
};
const ROWS = [
  [1, 2, 3],
  [4, 5, 6],
];
const W = ['F64', [2, 3], ROWS.flat()] as const;
const entry = (fields: object = {}) => ({ dtype: 'F64', shape: [2, 2], data_offsets: [0, 32], ...fields });
const DATA = encode('f8', [1, 2, 3, 4], true);

describe('.safetensors', () => {
  test('the only tensor, or the one asked for', () => {
    expect(weights(safetensors({ 'fc1.weight': W }))).toEqual(ROWS);
    const model = safetensors({ 'fc1.weight': W, 'fc1.bias': ['F32', [2], [1, 2]] });
    expect(weights(model, { variable: 'fc1.weight' })).toEqual(ROWS);
    expect(read(model, { variable: 'fc1.weight' }).notes).toEqual(['tensor fc1.bias is not used']);
    refusal(() => read(model), '2 arrays ("fc1.weight", "fc1.bias")', '--variable');
    refusal(() => read(model, { variable: 'x' }), 'tensor x: not in the file', '"fc1.weight"');
    refusal(() => read(model, { variable: 'fc1.bias' }), 'tensor fc1.bias: a vector');
  });

  test('weights and targets are a complete candidate', () => {
    const bytes = safetensors({ targets: ['F32', [1, 3], [1, 1, 0]], weights: W });
    expect(read(bytes)).toMatchObject({ notes: [], candidates: [{ candidate: { k: 1, n: 2, d: 3 } }] });
  });

  test('every number is exact: F64, F32, F16, BF16, integers', () => {
    const of = (dtype: 'F32' | 'F16' | 'BF16' | 'I64', values: number[]) =>
      weights(safetensors({ w: [dtype, [2, 2], values] }))!.flat();
    expect(of('F32', [0.1, 1, 2, 3])).toEqual([Math.fround(0.1), 1, 2, 3]);
    expect(of('F16', [0x3c00, 0xbc01, 0x0001, 0x7bff])).toEqual([1, -(1 + 2 ** -10), 2 ** -24, 65504]);
    expect(of('BF16', [0x3f80, 0xc049, 0x0001, 0x7f7f])).toEqual([1, -3.140625, 2 ** -133, 255 * 2 ** 120]);
    expect(of('I64', [1, -2, 3, 4])).toEqual([1, -2, 3, 4]);
    refusal(() => of('BF16', [1, 2, 0x7f80, 4]), 'tensor w[1][0]: found Infinity');
    refusal(() => of('F16', [1, 2, 3, 0x7e00]), 'tensor w[1][1]: found NaN');
  });

  test('3-D: families along the first axis; other types are left out with a word', () => {
    const bytes = safetensorsFile(
      {
        w: { dtype: 'F64', shape: [2, 1, 2], data_offsets: [0, 32] },
        mask: { dtype: 'BOOL', shape: [2], data_offsets: [32, 34] },
        e: { dtype: 'F32', shape: [0], data_offsets: [34, 34] },
      },
      joinBytes(DATA, [0, 1]),
    );
    expect(read(bytes)).toMatchObject({
      candidates: [{ family: 0 }, { family: 1 }],
      notes: ['tensor mask (type "BOOL") is skipped', 'tensor e (empty) is skipped'],
    });
    refusal(() => read(bytes, { variable: 'mask' }), 'tensor mask (type "BOOL") is skipped');
  });

  test.each<[string, Uint8Array, ...string[]]>([
    [
      'a header longer than the file',
      joinBytes(encode('u8', [1000], true), utf8('{"a"'), DATA),
      '1000 bytes',
    ],
    ['a header of 4 GB', joinBytes(encode('u8', [2n ** 32n - 1n], true), utf8('{}')), '4294967295 bytes'],
    [
      'a header beyond the limit',
      joinBytes(encode('u8', [2 ** 25], true), utf8('{'.padEnd(2 ** 25))),
      'at most 16777216',
    ],
    ['a header that is no JSON', safetensorsFile('{"w": }', DATA), 'line 1'],
    ['a header that is no UTF-8', joinBytes(encode('u8', [3], true), [0x7b, 0xff, 0x7d]), 'no UTF-8'],
    ['a tensor twice', safetensorsFile('{"w":{},"w":{}}', DATA), 'appears twice'],
    ['no tensor', safetensorsFile({ __metadata__: {} }, new Uint8Array(0)), 'no array of real numbers'],
    ['an entry that is a list', safetensorsFile({ w: [1] }, DATA), 'tensor w: found a list'],
    ['an unknown field', safetensorsFile({ w: entry({ strides: [1, 2] }) }, DATA), 'unknown field'],
    ['no shape', safetensorsFile({ w: entry({ shape: undefined }) }, DATA), 'tensor w: shape: found nothing'],
    ['a negative size', safetensorsFile({ w: entry({ shape: [-2, -2] }) }, DATA), 'shape[0]: found -2'],
    ['a fractional size', safetensorsFile({ w: entry({ shape: [1.5, 2] }) }, DATA), 'shape[0]: found 1.5'],
    ['a size beyond 2^53', safetensorsFile({ w: entry({ shape: [1e300, 2] }) }, DATA), 'shape[0]'],
    ['many dimensions', safetensorsFile({ w: entry({ shape: Array(100).fill(1) }) }, DATA), 'at most 64'],
    [
      'sizes whose product overflows',
      safetensorsFile({ w: entry({ shape: [2 ** 52, 2 ** 52] }) }, DATA),
      '32 bytes of data',
    ],
    [
      'offsets beyond the file',
      safetensorsFile({ w: entry({ data_offsets: [0, 64] }) }, DATA),
      '[0, 64]',
      'in 32 bytes',
    ],
    [
      'offsets the wrong way round',
      safetensorsFile({ w: entry({ data_offsets: [32, 0] }) }, DATA),
      '[32, 0]',
    ],
    ['one offset', safetensorsFile({ w: entry({ data_offsets: [0] }) }, DATA), '[0]'],
    ['negative offsets', safetensorsFile({ w: entry({ data_offsets: [-32, 0] }) }, DATA), 'data_offsets[0]'],
    [
      'data for another shape',
      safetensorsFile({ w: entry({ shape: [2, 3] }) }, DATA),
      '32 bytes of data',
      '48 for 2 x 3',
    ],
    [
      'data nobody claims at the end',
      safetensorsFile({ w: entry() }, joinBytes(DATA, [0])),
      '33 bytes of data; expected 32',
    ],
    [
      'a hole',
      safetensorsFile({ w: entry({ data_offsets: [8, 40] }) }, joinBytes(DATA, DATA)),
      'begins at byte 8',
    ],
    [
      'one tensor in another',
      safetensorsFile(
        { w: entry(), targets: entry({ data_offsets: [8, 40] }) },
        joinBytes(DATA, [0, 0, 0, 0, 0, 0, 0, 0]),
      ),
      'tensor targets: begins at byte 8 of the data; expected byte 32',
    ],
    [
      'two tensors of the same data',
      safetensorsFile({ w: entry(), targets: entry() }, DATA),
      'begins at byte 0 of the data; expected byte 32',
    ],
  ])('refuses %s', (_name, bytes, ...words) => {
    refusal(() => read(bytes), 'm.safetensors: ', ...words);
  });

  test('every truncation is refused', () => {
    const bytes = safetensors({ weights: W, targets: ['F32', [1, 3], [1, 1, 0]] });
    for (let length = 0; length < bytes.length; length += 1) refusal(() => read(bytes.subarray(0, length)));
  });

  test('bytes that do not begin where a buffer does', () => {
    const bytes = safetensors({ weights: W });
    expect(weights(joinBytes([1, 2, 3], bytes).subarray(3))).toEqual(ROWS);
  });
});
