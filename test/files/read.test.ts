import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  FileError,
  parseTargets,
  readCandidates,
  readJsonFile,
  readTargets,
  readTextFile,
} from '../../src/files/index.ts';
import {
  json,
  mat,
  matDouble,
  npy,
  npz,
  refusal,
  safetensors,
  temporaryDirectory,
  utf8,
} from './fixtures.ts';

const directory = temporaryDirectory();

function file(name: string, bytes: Uint8Array | string): string {
  const path = join(directory, name);
  writeFileSync(path, bytes);
  return path;
}

const SQUARE = [
  [1, 2],
  [3, 4],
];
const POINT = { format: 'spurious-candidate', version: 1, k: 2, n: 1, weights: [[1, 2]] };

describe('readCandidates', () => {
  test('the format is decided by the content', () => {
    const files = {
      'a.mat': npy('f8', [2, 2], [1, 2, 3, 4]),
      'a.npy': mat([matDouble('W', [2, 2], [1, 3, 2, 4])]),
      'a.json': npz({ W: npy('f8', [2, 2], [1, 2, 3, 4]) }),
      'a.txt': json({ ...POINT, n: 2, weights: SQUARE }),
      'a.npz': utf8('1 2\n3 4\n'),
      'a.csv': safetensors({ W: ['F64', [2, 2], [1, 2, 3, 4]] }),
      'a.safetensors': json(SQUARE),
    };
    for (const [name, bytes] of Object.entries(files)) {
      const path = file(name, bytes);
      const { source, candidates } = readCandidates(path);
      expect(source).toBe(path);
      expect(candidates[0]!.candidate).toEqual({
        form: 'dense',
        k: 2,
        n: 2,
        d: 2,
        targets: null,
        weights: name === 'a.npz' ? SQUARE.map((row) => row.map(String)) : SQUARE,
      });
    }
  });

  test('targets may be a file', () => {
    const targets = file('v.json', '[[1, "0.5"], [0, 1], [1, 1]]');
    const { candidates } = readCandidates(file('w.json', json(POINT)), { targets });
    expect(candidates[0]!.candidate).toMatchObject({
      k: 3,
      targets: [
        [1, '0.5'],
        [0, 1],
        [1, 1],
      ],
    });
    refusal(
      () => readCandidates(file('w.json', json(POINT)), { targets: join(directory, 'none') }),
      'none: ',
    );
  });

  test('an error is one line with its parts', () => {
    const path = file('bad.json', json({ ...POINT, weights: [[1, 'x']] }));
    const error = refusal(() => readCandidates(path));
    expect(error).toMatchObject({ name: 'FileError', file: path, place: 'weights[0][1]' });
    expect(error.message).toBe(
      `${path}: weights[0][1]: "x" is no decimal number; expected a finite number or a decimal string like "-1.5e-3"`,
    );
  });

  test('no file, a directory, an empty file, an empty name, a name with a zero byte', () => {
    refusal(() => readCandidates(join(directory, 'none.json')), 'no such file');
    refusal(() => readCandidates(join(file('plain', 'x'), 'below')), 'no such file');
    refusal(() => readCandidates(directory), 'a directory', 'name the files in it');
    refusal(() => readCandidates(file('empty.mat', '')), 'the file is empty');
    refusal(() => readCandidates(''), 'no such file');
    refusal(() => readCandidates('a\0b'), 'cannot be read');
    refusal(() => readCandidates('x'.repeat(5000)), 'the name is too long');
  });

  test('a name with a line break stays on one line', () => {
    refusal(() => readCandidates(join(directory, 'a\nb')), 'a\\u{a}b');
  });

  test.skipIf(process.getuid?.() === 0)('a file without permission', () => {
    const path = file('secret.json', json(POINT));
    chmodSync(path, 0);
    refusal(() => readCandidates(path), 'no permission');
  });

  test.skipIf(process.platform === 'win32')('links, pipes, devices', () => {
    symlinkSync('loop', join(directory, 'loop'));
    refusal(() => readCandidates(join(directory, 'loop')), 'too many symbolic links');
    symlinkSync(file('linked.json', json(POINT)), join(directory, 'link'));
    expect(readCandidates(join(directory, 'link')).candidates).toHaveLength(1);
    execFileSync('mkfifo', [join(directory, 'pipe')]);
    refusal(() => readCandidates(join(directory, 'pipe')), 'no regular file');
    refusal(() => readCandidates('/dev/zero'), 'no regular file');
  });

  test('garbage of any size is refused after its first bytes', () => {
    const path = file('garbage.mat', new Uint8Array(2000).fill(0xab));
    truncateSync(path, 200_000_000);
    const start = performance.now();
    refusal(() => readCandidates(path), 'not a format that is read', '.npz');
    expect(performance.now() - start).toBeLessThan(1000);
    truncateSync(path, 2 ** 30 + 1);
    refusal(() => readCandidates(path), '1073741825 bytes', 'at most 1073741824');
    refusal(() => readCandidates(file('zeros', new Uint8Array(4096))), 'not a format');
  });

  test('a JSON text that is too large is refused before it is read', () => {
    const path = file('large.json', '{');
    truncateSync(path, 2 ** 28 + 1);
    refusal(() => readCandidates(path), 'at most 268435456');
  });

  test.each([
    ['text', 'k = 6\n'],
    ['prose', 'These are 6 weights,\nof which 2 are large.\n'],
    ['XML', '<a/>'],
  ])('refuses %s', (_name, text) => {
    refusal(() => readCandidates(file('x', text)), 'not a format that is read');
  });

  test('gzip, UTF-16 and broken UTF-8 are named', () => {
    refusal(() => readCandidates(file('x', Uint8Array.of(0x1f, 0x8b, 8, 0))), 'gzip', 'unpack', 'gunzip');
    refusal(() => readCandidates(file('x', Uint8Array.of(0xff, 0xfe, 0x7b, 0))), 'UTF-16');
    refusal(() => readCandidates(file('x', Uint8Array.of(0x7b, 0x22, 0xff, 0x22))), 'no UTF-8');
  });
});

describe('readTargets', () => {
  const ROWS = [
    [1, 0, 2],
    [0, 1, 3],
  ];

  test('every format, a row a target', () => {
    const files = {
      rows: json(ROWS),
      candidate: json({ ...POINT, weights: [[1, 2, 3]], targets: ROWS }),
      npy: npy('i4', [2, 3], ROWS.flat()),
      npz: npz({ weights: npy('f8', [1, 1], [1]), targets: npy('f8', [2, 3], ROWS.flat()) }),
      mat: mat([matDouble('V', [2, 3], [1, 0, 0, 1, 2, 3])]),
      safetensors: safetensors({ weights: ['F64', [1, 1], [1]], targets: ['F32', [2, 3], ROWS.flat()] }),
      fields: json({ weights: [[1, 2, 3]], targets: ROWS }),
      struct: json({ problem: { weights: [[1, 2, 3]], targets: ROWS } }),
    };
    for (const [name, bytes] of Object.entries(files))
      expect(readTargets(file(name, bytes)), name).toEqual(ROWS);
    for (const text of ['1,0,2\n0,1,3\n', '1\t0\t2\n0\t1\t3\n', '1 0 2\n 0  1 3'])
      expect(readTargets(file('text', text)), text).toEqual(ROWS.map((row) => row.map(String)));
  });

  test.each([
    ['a candidate without targets', json(POINT), 'targets: missing'],
    ['an object without arrays', json({ target: 'e1' }), 'no array of real numbers'],
    ['an empty list', json([]), 'an empty list'],
    ['ragged rows', json([[1, 2], [3]]), '[1]: found a list of 1'],
    ['a bad number', json([[1, 'x']]), '[0][1]'],
    ['an overflow', utf8('[[1e999]]'), '[0][0]'],
    ['families', npy('f8', [1, 1, 1], [1]), '3 dimensions'],
    ['NaN', npy('f8', [1, 1], [NaN]), 'array[0][0]: found NaN'],
    ['two arrays', npz({ a: npy('f8', [1, 1], [1]), b: npy('f8', [1, 1], [1]) }), '2 arrays'],
  ])('refuses %s', (_name, bytes, words) => {
    refusal(() => parseTargets(bytes, 'v'), words);
  });
});

describe('text and JSON', () => {
  test('are read whole and strictly', () => {
    expect(readTextFile(file('t', '\ufeffä\n'))).toBe('ä\n');
    expect(readJsonFile(file('j', '{"a": [1]}'))).toEqual({ a: [1] });
    refusal(() => readJsonFile(file('j', '{"a": 1, "a": 2}')), 'appears twice');
    refusal(() => readJsonFile(file('j', '')), 'empty');
    refusal(() => readTextFile(join(directory, 'none')), 'no such file');
    refusal(() => readTextFile(directory), 'a directory');
  });
});

test('FileError leaves out an empty place and an empty remedy', () => {
  expect(new FileError('f', '', 'is bad', 'a good one').message).toBe('f: is bad; expected a good one');
  const full = new FileError('f', 'byte 3', 'is bad', 'a good one', 'do better').message;
  expect(full).toBe('f: byte 3: is bad; expected a good one; do better');
});

test('a matrix at the limit of size is read in a few seconds', () => {
  const path = join(directory, 'wide.json');
  const handle = openSync(path, 'w');
  writeSync(handle, '{"format": "spurious-candidate", "version": 1, "k": 1, "n": 2000, "weights": [');
  const row = `[${new Array(2000).fill('0.1234567890123456').join()}]`;
  const rows = Buffer.from(new Array(100).fill(row).join());
  for (let i = 0; i < 20; i += 1) {
    if (i > 0) writeSync(handle, ',');
    writeSync(handle, rows);
  }
  writeSync(handle, ']}');
  closeSync(handle);
  const start = process.cpuUsage();
  const { candidate } = readCandidates(path).candidates[0]!;
  expect(candidate).toMatchObject({ form: 'dense', n: 2000, d: 2000 });
  // Of processor time: on a busy machine the clock says nothing.
  const { user, system } = process.cpuUsage(start);
  expect(user + system).toBeLessThan(30_000_000);
  mkdirSync(join(directory, 'done'));
});
