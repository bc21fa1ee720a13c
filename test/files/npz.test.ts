import { crc32, deflateRawSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { parseCandidates } from '../../src/files/index.ts';
import { encode, npy, npz, refusal } from './fixtures.ts';

const W = npy('f8', [2, 3], [1, 2, 3, 4, 5, 6]);
const OTHER = npy('f8', [1, 1], [7]);
const read = (bytes: Uint8Array, options = {}) => parseCandidates(bytes, 'a.npz', options);
const weights = (bytes: Uint8Array, options = {}) => {
  const { candidate } = read(bytes, options).candidates[0]!;
  return candidate.form === 'dense' ? candidate.weights : null;
};
const ROWS = [
  [1, 2, 3],
  [4, 5, 6],
];

/** A zip archive of one file that zlib packs, which takes a tenth of the time of fflate. */
function zipped(name: string, contents: Uint8Array): Uint8Array {
  const zip = zipSync({ [name]: new Uint8Array(deflateRawSync(contents, { level: 9 })) }, { level: 0 });
  const view = new DataView(zip.buffer, zip.byteOffset);
  const directory = view.getUint32(zip.length - 22 + 16, true);
  // What was stored is called deflated, in its own header and in the directory.
  for (const at of [8, directory + 10]) {
    view.setUint16(at, 8, true);
    view.setUint32(at + 6, crc32(contents), true);
    view.setUint32(at + 14, contents.length, true);
  }
  return zip;
}

describe('.npz', () => {
  test.each([0, 6] as const)('the only array, compression level %i', (level) => {
    expect(weights(npz({ arr_0: W }, level))).toEqual(ROWS);
  });

  test('the only array, packed by zlib', () => {
    expect(weights(zipped('arr_0.npy', W))).toEqual(ROWS);
  });

  test('weights by name; WbadNew is a name like any other', () => {
    expect(weights(npz({ a: OTHER, weights: W }))).toEqual(ROWS);
    expect(read(npz({ a: OTHER, weights: W })).notes).toEqual(['variable a is not used']);
    expect(weights(npz({ weights: W, WbadNew: OTHER }))).toEqual(ROWS);
    expect(weights(npz({ WbadNew: W }))).toEqual(ROWS);
    expect(weights(npz({ WbadNew: W }), { transpose: true })).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
  });

  test('--variable, and what it may be', () => {
    expect(weights(npz({ a: OTHER, b: W }), { variable: 'b' })).toEqual(ROWS);
    refusal(() => read(npz({ a: OTHER, b: W })), '2 arrays ("a", "b")', '--variable');
    refusal(
      () => read(npz({ a: OTHER }), { variable: 'x' }),
      'variable x: not in the file; expected one of "a"',
    );
  });

  test('families and their counts', () => {
    const families = npy('f8', [2, 1, 2], [1, 2, 3, 4]);
    const bytes = npz({ W: families, magnitude: npy('i8', [2], [30, 5]) });
    expect(read(bytes)).toMatchObject({ magnitude: [30, 5], candidates: [{ family: 0 }, { family: 1 }] });
    expect(read(bytes, { family: 1 }).magnitude).toEqual([5]);
    refusal(
      () => read(npz({ W: families, magnitude: npy('i8', [1], [1]) })),
      'magnitude: 1 counts; expected 2',
    );
    refusal(() => read(npz({ W: families, magnitude: npy('f8', [2], [1, 0.5]) })), 'magnitude: found 0.5');
  });

  test('counts belong to the weights, not to another array that is asked for', () => {
    const bytes = npz({ weights: npy('f8', [2, 1, 1], [1, 2]), W, magnitude: npy('u1', [2], [1, 2]) });
    expect(read(bytes)).toMatchObject({ magnitude: [1, 2], notes: ['variable W is not used'] });
    const { magnitude, notes } = read(bytes, { variable: 'W' });
    expect(magnitude).toBeNull();
    expect(notes).toEqual(['variable weights is not used', 'variable magnitude is not used']);
  });

  test('long names are cut in messages', () => {
    const name = 'x'.repeat(60_000);
    const error = refusal(() => read(npz({ [name]: npy('f8', [1], [1]) })), '1 dimension');
    expect(error.message.length).toBeLessThan(300);
  });

  test('what is no array of real numbers is skipped with a note', () => {
    const text = npy('u1', [1], [65], { header: `{'descr': '|S1', 'fortran_order': False, 'shape': (1,)}` });
    const bytes = npz({ W, text, nothing: npy('f8', [0], []) });
    expect(read(bytes).notes).toEqual([
      'variable text (type "|S1") is skipped',
      'variable nothing (empty) is skipped',
    ]);
    refusal(() => read(npz({ text })), 'no array of real numbers; variable text');
    refusal(() => read(bytes, { variable: 'text' }), 'is skipped');
  });

  test('a zip archive of something else', () => {
    refusal(
      () => read(zipSync({ 'a.txt': new Uint8Array(3) })),
      'no array of real numbers',
      'a.txt (no .npy file)',
    );
    refusal(() => read(zipSync({})), 'no array of real numbers');
  });

  test('damaged data', () => {
    for (const level of [0, 6] as const) {
      const bytes = npz({ W }, level);
      const broken = bytes.slice();
      broken[30 + 5 + 50]! ^= 1;
      refusal(() => read(broken), 'variable W');
      refusal(() => read(bytes.subarray(0, -30)), 'without its directory');
      refusal(() => read(bytes.subarray(20)), 'not a format');
    }
  });

  test('encrypted, other methods, zip64, other declared sizes', () => {
    const bytes = npz({ W });
    const end = bytes.length - 22;
    const directory = new DataView(bytes.buffer, bytes.byteOffset).getUint32(end + 16, true);
    const changed = (at: number, patch: Uint8Array) => {
      const copy = bytes.slice();
      copy.set(patch, at);
      return copy;
    };
    refusal(() => read(changed(directory + 8, encode('u2', [1], true))), 'encrypted');
    refusal(() => read(changed(directory + 10, encode('u2', [12], true))), 'compression method 12');
    refusal(() => read(changed(directory + 24, encode('u4', [100], true))), 'damaged');
    refusal(() => read(changed(directory + 24, encode('u4', [2 ** 32 - 1], true))), 'too much data');
    refusal(() => read(changed(directory + 42, encode('u4', [2 ** 31], true))), 'nothing at byte');
    refusal(() => read(changed(directory + 20, encode('u4', [2 ** 31], true))), 'data inside the file');
    refusal(() => read(changed(end + 16, encode('u4', [2 ** 32 - 1], true))), 'zip64');
    refusal(() => read(changed(end + 16, encode('u4', [7], true))), 'byte 7: no entry');
    refusal(() => read(changed(end + 10, encode('u2', [20000], true))), '20000 arrays');
    refusal(() => read(changed(end + 10, encode('u2', [2], true))), 'no entry');
  });

  test('a bomb is not inflated beyond what it declares', () => {
    const huge = new Uint8Array(40_000_000);
    refusal(() => read(zipped('W.npy', huge)), 'no .npy header');
    huge.set(npy('f8', [1, 1], [1]));
    const packed = zipped('W.npy', huge);
    const end = packed.length - 22;
    const directory = new DataView(packed.buffer, packed.byteOffset).getUint32(end + 16, true);
    packed.set(encode('u4', [136], true), directory + 24);
    const before = process.memoryUsage().arrayBuffers;
    refusal(() => read(packed), 'damaged');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(30_000_000);
  });
});
