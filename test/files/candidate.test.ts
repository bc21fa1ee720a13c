import { describe, expect, test } from 'vitest';
import { parseCandidates } from '../../src/files/index.ts';
import { json, refusal, utf8 } from './fixtures.ts';

const DENSE = {
  format: 'spurious-candidate',
  version: 1,
  k: 2,
  n: 2,
  weights: [
    [1, '0.25', 0],
    ['-1e-3', 0.5, 2],
  ],
};
const BLOCK = {
  format: 'spurious-candidate',
  version: 1,
  blocks: [5, 1],
  neurons: [
    { attached: 0, diagonal: 0.98, values: ['-0.05', 0.3] },
    { attached: null, values: [0.2, -0.6] },
  ],
};

function read(value: unknown, options = {}) {
  return parseCandidates(json(value), 'c.json', options);
}

describe('dense form', () => {
  test('numbers and decimal strings stand as written, d follows from the rows', () => {
    expect(read(DENSE)).toEqual({
      source: 'c.json',
      candidates: [
        {
          family: null,
          candidate: { form: 'dense', k: 2, n: 2, d: 3, targets: null, weights: DENSE.weights },
        },
      ],
      magnitude: null,
      notes: [],
    });
  });

  test('targets, d and origin are taken', () => {
    const targets = [
      [1, 0, 0],
      [0, '1', 0],
      [0, 0, 1],
      [1, 1, 1],
    ];
    const [entry] = read({ ...DENSE, k: 4, d: 3, targets, origin: { seed: 7 } }).candidates;
    expect(entry).toMatchObject({ origin: { seed: 7 }, candidate: { k: 4, d: 3, targets } });
  });

  test('--transpose exchanges rows and columns of the weights, not of the targets', () => {
    const given = {
      ...DENSE,
      d: 3,
      weights: [
        [1, '-1e-3'],
        ['0.25', 0.5],
        [0, 2],
      ],
    };
    expect(read(given, { transpose: true }).candidates[0]!.candidate).toMatchObject({
      weights: DENSE.weights,
    });
    refusal(() => read(given), 'weights', 'n = 2 rows');
  });

  test('targets given from outside replace those of the file, with a note', () => {
    const targets = [[1, 1, 1]];
    const { candidates, notes } = read(
      {
        ...DENSE,
        targets: [
          [1, 0, 0],
          [0, 1, 0],
        ],
      },
      { targets },
    );
    expect(candidates[0]!.candidate).toMatchObject({ k: 1, targets });
    expect(notes).toEqual(['the targets of the file are replaced by the ones given']);
    refusal(() => read(DENSE, { targets: [[1, 1]] }), 'targets: rows of 2 numbers', 'expected 3');
    refusal(() => read(DENSE, { targets: [[1, 1, 1], [1]] }), 'targets[1]');
  });

  test('--variable has no meaning and says so', () => {
    expect(read(DENSE, { variable: 'W' }).notes.join()).toContain('--variable is not used');
  });

  test('a byte order mark is skipped', () => {
    const text = `\ufeff${JSON.stringify(DENSE)}`;
    expect(parseCandidates(utf8(text), 'c.json').candidates).toHaveLength(1);
  });

  const row = (x: unknown) => ({
    ...DENSE,
    weights: [
      [1, 2, 3],
      [4, 5, x],
    ],
  });
  test.each<[string, unknown, ...string[]]>([
    ['null as format', { ...DENSE, format: null }, 'format: found null', '"spurious-candidate"'],
    ['block form without format', { ...BLOCK, format: undefined }, 'format: found nothing'],
    ['wrong format', { ...DENSE, format: 'spurious-certificate' }, 'format', 'spurious-certificate'],
    ['wrong version', { ...DENSE, version: 2 }, 'version: found 2; expected 1'],
    ['version as text', { ...DENSE, version: '1' }, 'version'],
    ['an unknown field', { ...DENSE, weigths: [] }, 'weigths', 'unknown field'],
    ['no k', { ...DENSE, k: undefined }, 'k: found nothing', 'an integer from 1'],
    ['k = 0', { ...DENSE, k: 0 }, 'k: found 0'],
    ['k = 1.5', { ...DENSE, k: 1.5 }, 'k: found 1.5'],
    ['k as text', { ...DENSE, k: '2' }, 'k: found the string "2"'],
    ['no n', { ...DENSE, n: undefined }, 'n: found nothing'],
    ['n = 3 for two rows', { ...DENSE, n: 3 }, 'weights: found 2 rows', 'n = 3'],
    ['d = 4 for rows of 3', { ...DENSE, d: 4 }, 'weights[0]', 'a list of 4 numbers'],
    ['d = -1', { ...DENSE, d: -1 }, 'd: found -1'],
    ['k > d without targets', { ...DENSE, k: 4 }, 'k = 4 exceeds d = 3', '--targets'],
    ['targets of another count', { ...DENSE, targets: [[1, 0, 0]] }, 'targets: found 1 row;', 'k = 2'],
    [
      'targets of another width',
      {
        ...DENSE,
        targets: [
          [1, 0],
          [0, 1],
        ],
      },
      'targets[0]',
    ],
    ['no weights', { ...DENSE, weights: undefined }, 'weights: found nothing'],
    ['empty weights', { ...DENSE, weights: [] }, 'weights: found a list of 0'],
    ['empty rows', { ...DENSE, weights: [[], []] }, 'weights[0]'],
    ['weights of numbers', { ...DENSE, weights: [1, 2] }, 'weights[0]: found 1'],
    [
      'ragged rows',
      {
        ...DENSE,
        weights: [
          [1, 2, 3],
          [4, 5],
        ],
      },
      'weights[1]: found a list of 2',
    ],
    ['null as a number', row(null), 'weights[1][2]: found null', 'decimal string'],
    ['a word as a number', row(true), 'weights[1][2]'],
    ['a list as a number', row([1]), 'weights[1][2]'],
    ['text', row('abc'), 'weights[1][2]: "abc" is no decimal number'],
    ['an empty string', row(''), 'weights[1][2]'],
    ['a string with a space', row(' 1'), 'weights[1][2]'],
    ['a string that ends in a line break', row('1\n'), 'weights[1][2]'],
    ['a string in hexadecimal', row('0x10'), 'weights[1][2]'],
    ['a fraction', row('1/3'), 'weights[1][2]'],
    ['a decimal comma', row('1,5'), 'weights[1][2]'],
    ['"NaN"', row('NaN'), 'weights[1][2]'],
    ['"Infinity"', row('Infinity'), 'weights[1][2]'],
    ['digits that are no ASCII digits', row('١'), 'weights[1][2]'],
    ['an exponent of 401', row('1e401'), 'weights[1][2]', '±400'],
    ['an exponent of -401', row('1e-401'), 'weights[1][2]', '±400'],
    ['a long exponent', row('1e999999999'), 'weights[1][2]'],
    ['a long string', row('0.' + '1'.repeat(2000)), 'weights[1][2]', '2000'],
    ['origin that is no object', { ...DENSE, origin: 'here' }, 'origin'],
    ['a list of numbers', [1, 2], 'a vector'],
    ['an empty list', [], 'an empty list'],
  ])('refuses %s', (_name, value, ...words) => {
    refusal(() => read(value), 'c.json: ', ...words);
  });

  test.each(['1e400', '-1.5E-400', '0', '-0', '12.50', '0.' + '1'.repeat(1998)])('accepts %s', (text) => {
    expect(read(row(text)).candidates[0]!.candidate).toMatchObject({
      weights: [
        [1, 2, 3],
        [4, 5, text],
      ],
    });
  });

  test.each([
    'NaN',
    'Infinity',
    '-Infinity',
    '1e999',
    '-1e999',
  ])('refuses the literal %s and says where', (word) => {
    const text = JSON.stringify(row('@')).replace('"@"', word);
    const error = refusal(() => parseCandidates(utf8(text), 'c.json'));
    expect(error.place).toMatch(/^weights\[1\]\[2\] \(line 1, column \d+\)$/);
  });

  test('refuses absurd sizes without building anything', () => {
    refusal(() => read({ ...DENSE, n: 1e12 }), 'n: found 1000000000000');
    refusal(() => read({ ...DENSE, n: 4_000_000 }), 'found 2 rows');
    const rows = `[${`[${'0,'.repeat(1999)}0],`.repeat(2000)}[${'0,'.repeat(1999)}0]]`;
    const wide = utf8(JSON.stringify({ ...DENSE, k: 1, n: 2001, weights: null }).replace('null', rows));
    refusal(() => parseCandidates(wide, 'c.json'), 'weights: 2001 x 2000 entries', 'at most 4000000');
  });

  test('text from the file cannot break the line or reach the terminal', () => {
    refusal(() => read({ ...DENSE, 'a\nb\u001b[31m\u202e': 1 }), 'unknown field', '\\u{a}');
    refusal(() => read(row('\u001b[2J')), 'weights[1][2]', '\\u{1b}');
  });

  test('only one candidate is there for --family', () => {
    expect(read(DENSE, { family: 0 }).candidates[0]!.family).toBeNull();
    refusal(() => read(DENSE, { family: 1 }), 'family 1: there is 1 family');
    refusal(() => read(DENSE, { family: -1 }), 'family -1');
    refusal(() => read(DENSE, { family: 0.5 }), 'family 0.5');
  });
});

describe('block form', () => {
  test('neurons become types, an absent diagonal is null', () => {
    expect(read({ ...BLOCK, origin: {} }).candidates).toEqual([
      {
        family: null,
        candidate: {
          form: 'block',
          blocks: [5, 1],
          neurons: [BLOCK.neurons[0], { ...BLOCK.neurons[1], diagonal: null }],
        },
        origin: {},
      },
    ]);
  });

  test('the own entry of a block of size one is replaced by 0', () => {
    const neurons = [{ attached: 1, diagonal: -0.6, values: [0.2, 99] }];
    const [entry] = read({ ...BLOCK, neurons }).candidates;
    expect(entry!.candidate).toMatchObject({ neurons: [{ attached: 1, diagonal: -0.6, values: [0.2, 0] }] });
  });

  test('k may be as large as 10^9', () => {
    expect(read({ ...BLOCK, blocks: [999_999_999, 1] }).candidates[0]!.candidate).toMatchObject({
      form: 'block',
    });
  });

  const neuron = (fields: object) => ({ ...BLOCK, neurons: [{ ...BLOCK.neurons[0], ...fields }] });
  test.each<[string, unknown, ...string[]]>([
    ['a block of size 0', { ...BLOCK, blocks: [5, 0] }, 'blocks[1]: found 0'],
    ['a huge k', { ...BLOCK, blocks: [1e9, 1] }, 'blocks: k = 1000000001'],
    ['a huge block', { ...BLOCK, blocks: [1e9 + 1, 1] }, 'blocks[0]'],
    ['a fractional block', { ...BLOCK, blocks: [2.5, 1] }, 'blocks[0]'],
    ['no blocks', { ...BLOCK, blocks: [] }, 'blocks: found a list of 0'],
    ['too many blocks', { ...BLOCK, blocks: Array(1001).fill(1) }, 'blocks: found a list of 1001'],
    ['blocks that are no list', { ...BLOCK, blocks: 6 }, 'blocks: found 6'],
    ['no neurons', { ...BLOCK, neurons: [] }, 'neurons: found a list of 0'],
    ['neurons missing', { ...BLOCK, neurons: undefined }, 'neurons: found nothing'],
    ['a neuron that is a list', { ...BLOCK, neurons: [[1]] }, 'neurons[0]: found a list'],
    ['an unknown field', neuron({ diag: 1 }), 'neurons[0]."diag"', 'unknown field'],
    ['dense fields', { ...BLOCK, weights: [[1]] }, 'weights', 'unknown field'],
    ['k', { ...BLOCK, k: 6 }, '"k": unknown field'],
    ['too few values', neuron({ values: [1] }), 'neurons[0].values', 'a list of 2 numbers'],
    ['bad values', neuron({ values: [1, 'x'] }), 'neurons[0].values[1]'],
    ['attached out of range', neuron({ attached: 2 }), 'neurons[0].attached: found 2', 'from 0 to 1'],
    ['attached missing', neuron({ attached: undefined }), 'neurons[0].attached: missing'],
    ['attached as text', neuron({ attached: '0' }), 'neurons[0].attached'],
    ['an attached neuron without diagonal', neuron({ diagonal: undefined }), 'neurons[0].diagonal: missing'],
    ['an attached neuron with diagonal null', neuron({ diagonal: null }), 'neurons[0].diagonal: missing'],
    ['a single neuron with diagonal', neuron({ attached: null }), 'neurons[0].diagonal', 'null'],
    ['a bad diagonal', neuron({ diagonal: '1..2' }), 'neurons[0].diagonal'],
  ])('refuses %s', (_name, value, ...words) => {
    refusal(() => read(value), 'c.json: ', ...words);
  });

  test('has no other targets and no matrix', () => {
    refusal(() => read(BLOCK, { targets: [[1, 0, 0, 0, 0, 0]] }), 'targets', 'standard basis');
    expect(read(BLOCK, { transpose: true }).notes.join()).toContain('--transpose is not used');
  });
});
