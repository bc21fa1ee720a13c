import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type LabelKind, readExamples, readModel } from '../../src/files/index.ts';
import { encode, joinBytes, npy, refusal, temporaryDirectory } from './fixtures.ts';

const folder = temporaryDirectory();
let count = 0;
function file(contents: string | Uint8Array): string {
  count += 1;
  const path = join(folder, `${count}.dat`);
  writeFileSync(path, contents);
  return path;
}
const csv = (text: string, inputs: number, outputs: number, labels: LabelKind, labelFile?: string) =>
  readExamples(file(text), { inputs, outputs, labels, labelFile });

/** An IDX file: type code, sizes and bytes in big-endian order. */
function idx(code: number, shape: readonly number[], data: Uint8Array): Uint8Array {
  return joinBytes([0, 0, code, shape.length], encode('u4', shape, false), data);
}

describe('CSV', () => {
  test('decimals are taken exactly; a header and blank lines are left out', () => {
    const { inputs, labels } = csv('x1,x2,y\r\n0.1,+2,3\r\n\r\n.5,-1.,1e-3\r\n', 2, 1, 'real');
    expect(inputs).toEqual([
      ['0.1', '2'],
      ['0.5', '-1'],
    ]);
    expect(labels).toEqual([['3'], ['1e-3']]);
  });

  test('signs, classes and distributions', () => {
    expect(csv('1,-1\n2,1\n', 1, 1, 'sign').labels).toEqual([[-1], [1]]);
    expect(csv('1,0\n2,1\n', 1, 1, 'sign').labels).toEqual([[-1], [1]]);
    expect(csv('1,0\n2,2\n', 1, 3, 'class').labels).toEqual([
      [1, 0, 0],
      [0, 0, 1],
    ]);
    expect(csv('1,0.1,0.9\n', 1, 2, 'class').labels).toEqual([['0.1', '0.9']]);
  });

  test.each<[string, string, number, number, LabelKind, string]>([
    ['NaN', '1,nan\n', 1, 1, 'real', 'line 1, column 2'],
    ['NaN below a header', 'x,y\n1,NaN\n', 1, 1, 'real', 'line 2, column 2'],
    ['infinity', '1,inf\n', 1, 1, 'real', 'line 1, column 2'],
    ['an empty cell', '1,\n', 1, 1, 'real', 'line 1, column 2'],
    ['words', '1,2\n1,x\n', 1, 1, 'real', 'line 2, column 2'],
    ['a ragged row', '1,2\n1,2,3\n', 1, 1, 'real', 'line 2'],
    ['a header alone', 'x,y\n', 1, 1, 'real', 'no rows'],
    ['too few columns', '1,2\n', 2, 1, 'real', '2 columns'],
    ['a sign of 2', '1,2\n', 1, 1, 'sign', 'label 2'],
    ['signs of both conventions', '1,-1\n1,0\n', 1, 1, 'sign', 'label -1'],
    ['a class out of range', '1,3\n', 1, 3, 'class', 'label 3'],
    ['a class of 0.5', '1,0.5\n', 1, 3, 'class', 'label 0.5'],
    ['a class next to 1', '1,1.0000000000000000000001\n', 1, 3, 'class', 'label 1.0000'],
    ['shares beyond 1', '1,0.5,0.6\n', 1, 2, 'class', 'shares'],
    ['a negative share', '1,-0.5,1.5\n', 1, 2, 'class', 'label -0.5'],
  ])('refuses %s', (_name, text, inputs, outputs, labels, words) => {
    refusal(() => csv(text, inputs, outputs, labels), words);
  });

  test('an empty file', () => {
    refusal(() => csv('', 1, 1, 'real'), 'empty');
    refusal(() => csv('\n\n', 1, 1, 'real'), 'no rows');
  });
});

describe('.npy and IDX', () => {
  test('a table, or features and labels apart', () => {
    const table = file(npy('f8', [2, 3], [1, 2, -1, 3, 4, 1]));
    expect(readExamples(table, { inputs: 2, outputs: 1, labels: 'sign' }).labels).toEqual([[-1], [1]]);
    const features = file(npy('f8', [2, 2], [1, 2, 3, 4]));
    const labelFile = file(npy('i4', [2], [0, 1]));
    expect(readExamples(features, { inputs: 2, outputs: 2, labels: 'class', labelFile })).toEqual({
      inputs: [
        [1, 2],
        [3, 4],
      ],
      labels: [
        [1, 0],
        [0, 1],
      ],
    });
  });

  test('images become rows, bytes are divided by 256', () => {
    const images = file(idx(8, [2, 1, 2], Uint8Array.of(0, 128, 255, 64)));
    const labelFile = file(idx(8, [2], Uint8Array.of(1, 0)));
    const { inputs, labels } = readExamples(images, { inputs: 2, outputs: 2, labels: 'class', labelFile });
    expect(inputs).toEqual([
      [0, 0.5],
      [255 / 256, 0.25],
    ]);
    expect(labels).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  test('what does not fit is refused', () => {
    const images = file(idx(8, [2, 1, 2], Uint8Array.of(0, 128, 255, 64)));
    const three = file(idx(8, [3], Uint8Array.of(1, 0, 0)));
    const options = { inputs: 2, outputs: 2, labels: 'class' } as const;
    refusal(() => readExamples(images, options), '--labels');
    refusal(() => readExamples(images, { ...options, labelFile: three }), '3 labels');
    refusal(() => readExamples(images, { ...options, inputs: 3, labelFile: three }), '2 features');
    refusal(() => readExamples(file(idx(8, [2, 2], Uint8Array.of(1))), options), '1 bytes of data');
    refusal(() => readExamples(file(idx(8, [0, 2], Uint8Array.of())), options), 'is empty');
    refusal(() => readExamples(file(npy('f8', [1, 2], [1, Number.NaN])), { ...options, inputs: 1 }), 'NaN');
    refusal(() => readExamples(file(npy('f8', [1, 1, 1], [1])), options), '3 dimensions');
    refusal(() => readExamples(join(folder, 'missing'), options), 'no such file');
  });
});

test('scripts/synthetic-digits.mjs writes pictures, labels and a model that fit', () => {
  const digits = join(folder, 'digits');
  execFileSync(process.execPath, ['scripts/synthetic-digits.mjs', digits, '30', '2', '4']);
  const { inputs, outputs } = readModel(join(digits, 'model.json'));
  const labelFile = join(digits, 'labels.idx');
  const examples = readExamples(join(digits, 'images.idx'), { inputs, outputs, labels: 'class', labelFile });
  expect(examples.inputs).toHaveLength(30);
  expect(new Set(examples.labels.map((row) => row.indexOf(1))).size).toBeGreaterThan(5);
  expect(
    Math.max(...Array.from(examples.inputs, (row) => Math.max(...Array.from(row, Number)))),
  ).toBeLessThan(1);
});
