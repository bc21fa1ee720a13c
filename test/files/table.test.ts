import { describe, expect, test } from 'vitest';
import { parseCandidates } from '../../src/files/index.ts';
import { refusal, utf8 } from './fixtures.ts';

const read = (text: string, options = {}) => parseCandidates(utf8(text), 'w.csv', options);
const rows = (text: string) => {
  const { candidate } = read(text).candidates[0]!;
  return candidate.form === 'dense' ? candidate.weights : null;
};
const ROWS = [
  ['1.5', '-2e-3', '0'],
  ['0.25', '1', '3'],
];

describe('tables of text', () => {
  test.each([
    ['commas', '1.5,-2e-3,0\n0.25,1,3\n'],
    ['commas and spaces', '1.5, -2e-3, 0\r\n0.25, 1, 3'],
    ['semicolons', '1.5;-2e-3;0\n0.25;1;3\n'],
    ['tabs', '1.5\t-2e-3\t0\n0.25\t1\t3\n'],
    ['spaces that align', '  1.5  -2e-3  0\n  0.25     1  3\n'],
    ['tabs that align', '1.5 \t -2e-3 0\n0.25\t1 3\n'],
    ['line ends of old', '1.5,-2e-3,0\r0.25,1,3\r'],
    ['blank lines and comments', '# made by hand\n\n1.5 -2e-3 0 # first\n\n% second\n0.25 1 3\n\n'],
    ['a byte order mark', '\ufeff1.5,-2e-3,0\n0.25,1,3\n'],
    ['other spellings of numbers', '+1.5,-2e-3,0.\n.25,01,3\n'],
  ])('%s', (_name, text) => {
    const spelt = text.includes('0.\n') ? [['1.5', '-2e-3', '0'], ROWS[1]] : ROWS;
    expect(rows(text)).toEqual(spelt);
    expect(read(text).notes).toEqual([]);
  });

  test('decimals stand exactly as written, however many digits they have', () => {
    const digits = `0.${'123456789'.repeat(40)}`;
    expect(rows(`${digits},1e-400\n1,2\n`)).toEqual([
      [digits, '1e-400'],
      ['1', '2'],
    ]);
  });

  test('a header is left out, and said', () => {
    for (const text of ['x,y,z\n1.5,-2e-3,0\n0.25,1,3\n', '"x y"\tb\tc\n1.5\t-2e-3\t0\n0.25\t1\t3\n']) {
      expect(rows(text)).toEqual(ROWS);
      expect(read(text).notes).toEqual(['line 1 is taken as a header']);
    }
  });

  test('k = d is assumed, --k and --targets say otherwise, --variable has no meaning', () => {
    expect(read('1 2 3\n4 5 6').candidates[0]).toMatchObject({
      kAssumed: true,
      candidate: { k: 3, n: 2, d: 3 },
    });
    const [entry] = read('1 2 3\n4 5 6', { k: 2 }).candidates;
    expect(entry).toMatchObject({ candidate: { k: 2, n: 2, d: 3, targets: null } });
    expect(entry).not.toHaveProperty('kAssumed');
    expect(read('1 2 3\n4 5 6', { transpose: true }).candidates[0]).toMatchObject({
      candidate: { n: 3, d: 2 },
    });
    expect(read('1 2\n4 5', { variable: 'W' }).notes.join()).toContain('--variable is not used');
    refusal(() => read('1 2\n4 5', { k: 3 }), 'k = 3 exceeds d = 2', '--targets');
  });

  test.each([
    ['a cell that is no number', '1,2\n3,x\n', 'line 2, column 2: found "x"'],
    ['a typing error in the first line', '1,O.5\n3,4\n', 'line 1, column 2: found "O.5"'],
    ['an empty cell', '1,,3\n4,5,6\n', 'line 1, column 2: found ""'],
    ['an empty cell between tabs', '1\t\t3\n\t5\t6\n', 'line 1, column 2: found ""'],
    ['rows of other lengths', '1,2\n3\n', 'line 2: 1 cells; expected 2'],
    ['decimal commas', '1,5;2,5\n3,5;4,5\n', 'write decimals with a point'],
    ['NaN', '1,2\n3,nan\n', 'line 2, column 2: found "nan"'],
    ['infinity', '1 2\n3 -inf\n', 'line 2, column 2'],
    ['an exponent beyond 400', '1 2\n3 1e401\n', 'line 2, column 2'],
    ['column numbers of pandas', '0,1,2\n.5,1,2\n3,4,5\n', 'header=False, index=False'],
    ['an index of pandas', ',0,1\n0,1.5,2\n1,3,4\n', 'line 1, column 1: found ""'],
    ['a row', '1 2 3 4\n', 'a vector (1 x 4)', 'perhaps to 2 x 2'],
    ['a column', '1\n2\n3\n', 'a vector (3 x 1)'],
    ['a number', '6\n', 'a single number'],
    ['comments alone', '# nothing\n', 'no rows of numbers'],
    ['prose', 'six neurons\nand six targets\n', 'not a format that is read'],
    ['a program', 'k = 6\nn = 6\n', 'not a format that is read'],
    ['bytes that are no text', '1 2\n3 4\n\u0000', 'not a format that is read'],
  ])('refuses %s', (_name, text, ...words) => {
    refusal(() => read(text), 'w.csv: ', ...words);
  });

  test('0, 1, 2 as a row of targets and 0, 1 as a neuron are numbers', () => {
    expect(rows('0,1\n1,0\n')).toEqual([
      ['0', '1'],
      ['1', '0'],
    ]);
    expect(rows('0.0,1,2\n1,0,0\n')).toHaveLength(2);
  });

  test('rows longer than what decides the format', () => {
    const wide = Array.from({ length: 3 }, (_, i) => Array.from({ length: 400 }, (_, j) => `${i}.${j + 1}`));
    expect(rows(wide.map((row) => row.join(',')).join('\n'))).toEqual(wide);
    const comment = `# ${'long '.repeat(300)}\n`;
    expect(rows(`${comment}1 2\n3 4\n`)).toHaveLength(2);
  });
});
