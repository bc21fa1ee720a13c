import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { compareRationals, type ExactNumber, rationalOf } from '../../src/arithmetic/exact.ts';
import { empiricalOf, rowsEqual } from '../../src/elimination/data/empirical.ts';
import { readExamples, readOutputs } from '../../src/files/index.ts';
import { drawOf } from '../elimination/problems.ts';
import { encode, joinBytes, npy, refusal, temporaryDirectory, utf8 } from './fixtures.ts';

const folder = temporaryDirectory();
let count = 0;
function file(contents: string | Uint8Array): string {
  count += 1;
  const path = join(folder, `${count}.dat`);
  writeFileSync(path, contents);
  return path;
}
const SEED = 31;
const rowsOf = (path: string) => Array.from(readOutputs(path), (row) => Array.from(row));

describe('every format, plain and in gzip form', () => {
  const numbers = [
    [1, -2.5, 0],
    [0.25, 3, 1e-3],
  ];
  const idx = joinBytes([0, 0, 0x0e, 2], encode('u4', [2, 3], false), encode('f8', numbers.flat(), false));
  const formats: [string, Uint8Array][] = [
    ['commas', utf8('1,-2.5,0\n0.25,3,1e-3\n')],
    ['tabs', utf8('a\tb\tc\n1\t-2.5\t0\n0.25\t3\t1e-3')],
    ['blanks', utf8('# two\n  1  -2.5 0\r\n0.25   3 0.001\r\n')],
    ['old line ends', utf8('1;-2.5;0\r0.25;3;.001\r')],
    ['.npy', npy('f8', [2, 3], numbers.flat())],
    ['IDX', idx],
  ];
  test.each(formats)('%s', (_name, bytes) => {
    for (const path of [file(bytes), file(new Uint8Array(gzipSync(bytes)))])
      expect(rowsOf(path).map((row) => row.map(Number))).toEqual(numbers);
  });

  test('several members in one gzip file', () => {
    const bytes = joinBytes(gzipSync('1,2\n3,'), gzipSync('4\n5,6\n'));
    expect(rowsOf(file(bytes)).map((row) => row.map(Number))).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
  });

  test('a damaged gzip file is refused, wherever it is cut', () => {
    const whole = new Uint8Array(gzipSync('1,2\n3,4\n'.repeat(2000)));
    for (let length = 3; length < whole.length; length += 7)
      refusal(() => readOutputs(file(whole.subarray(0, length))), 'gzip');
    const wrong = whole.slice();
    wrong[wrong.length - 6]! ^= 1;
    refusal(() => readOutputs(file(wrong)), 'gzip');
    refusal(() => readOutputs(file(joinBytes(whole, [1, 2, 3]))), 'gzip');
  });
});

describe('large tables are packed', () => {
  test('every number stays exactly what is written, in rows of every kind', () => {
    const draw = drawOf(SEED, 0);
    const spell = (): string => {
      switch (draw.integer(0, 5)) {
        case 0:
          return String(draw.integer(-300, 300));
        case 1:
          return `${draw.chance(0.5) ? '-' : '+'}0.${String(draw.integer(0, 99999)).padStart(5, '0')}`;
        case 2:
          return `.${draw.integer(1, 9)}`;
        case 3:
          return draw.chance(0.02) ? '0.1234567890123456789012345' : '7.';
        case 4:
          return draw.chance(0.02) ? '1e-30' : '-0.0';
        default:
          return '000255';
      }
    };
    const cells = Array.from({ length: 9000 }, () => Array.from({ length: 12 }, spell));
    const path = file(`${cells.map((row) => row.join(',')).join('\n')}\n`);
    const rows = readOutputs(path);
    expect(Array.isArray(rows)).toBe(false);
    expect(rows.length).toBe(9000);
    const meant = (cell: string): ExactNumber =>
      cell
        .replace(/^\+/, '')
        .replace(/^(-?)\./, '$10.')
        .replace(/\.$/, '');
    // What was written so often is compared once.
    const known = new Map<string, ExactNumber>();
    for (const [i, row] of [...rows].entries())
      for (const [c, x] of Array.from(row).entries()) {
        const cell = cells[i]![c]!;
        if (known.get(cell) === x) continue;
        if (compareRationals(rationalOf(x), rationalOf(meant(cell))) !== 0)
          throw new Error(`seed ${SEED}, row ${i}, column ${c}: ${x} for ${cell}`);
        known.set(cell, x);
      }
    // Features and labels of one table, and equal inputs however they are kept.
    const { inputs, labels } = readExamples(path, { inputs: 11, outputs: 1, labels: 'real' });
    expect(rowsEqual(inputs.at(8999)!, Array.from(rows.at(8999)!).slice(0, 11))).toBe(true);
    expect(rowsEqual(labels[8999]!, Array.from(rows.at(8999)!).slice(11))).toBe(true);
  });

  test('a wrong cell far down is named by its line', () => {
    const lines = Array.from({ length: 70_000 }, (_, i) => `${i},1`);
    lines[65_432] = '3,x';
    refusal(() => readOutputs(file(lines.join('\n'))), 'line 65433, column 2');
    lines[65_432] = '3';
    refusal(() => readOutputs(file(lines.join('\n'))), 'line 65433');
  });

  test('binary arrays keep their kind, in C and in Fortran order', () => {
    const values = Array.from({ length: 80_000 }, (_, i) => (i * 7) % 251);
    const path = file(npy('u1', [20_000, 4], values));
    const rows = readOutputs(path);
    expect(rows.at(12_345)).toEqual(Uint8Array.from(values.slice(4 * 12_345, 4 * 12_345 + 4)));
    const images = file(
      joinBytes([0, 0, 8, 3], encode('u4', [20_000, 2, 2], false), Uint8Array.from(values)),
    );
    const { inputs } = readExamples(images, {
      inputs: 4,
      outputs: 1,
      labels: 'real',
      labelFile: file(npy('f4', [20_000], values.slice(0, 20_000))),
    });
    expect(Array.from(inputs.at(1)!)).toEqual(values.slice(4, 8).map((x) => x / 256));
  });

  test('equal rows are brought together, whatever they are packed as', () => {
    const lines = Array.from({ length: 40_000 }, (_, i) => `${i % 5},0.${i % 2 === 0 ? '5' : '50'}`);
    const inputs = readOutputs(file(lines.join('\n')));
    const model = { given: 'outputs', inputs: 2, outputs: 1, added: null } as const;
    const ones = Array.from({ length: 40_000 }, () => [1]);
    const { groups } = empiricalOf(model, { kind: 'squared' }, { inputs, labels: ones, outputs: ones });
    expect(groups.map((group) => group.count)).toEqual([8000, 8000, 8000, 8000, 8000]);
  });
});

describe('what is no table is refused', () => {
  test.each<[string, Uint8Array | string, string]>([
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0), 'no text'],
    ['zeros', new Uint8Array(100), 'not a format'],
    ['words', 'hello world\nfoo bar\n', 'line 2, column 1'],
    [
      'a cut .npy',
      npy('f8', [4, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]).subarray(0, 150),
      'bytes of data',
    ],
    ['infinity in .npy', npy('f8', [1, 2], [1, Number.POSITIVE_INFINITY]), 'array[0][1]'],
    ['an archive that is none', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 0, 0), 'zip'],
  ])('%s', (_name, contents, words) => {
    refusal(() => readOutputs(file(contents)), words);
  });
});
