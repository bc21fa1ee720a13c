import { describe, expect, test } from 'vitest';
import { parseCandidates, parseTargets } from '../../src/files/index.ts';
import { json, mat, matDouble, npy, npz, refusal, safetensors } from './fixtures.ts';

const read = (bytes: Uint8Array, options = {}) => parseCandidates(bytes, 'f', options);
const W = [
  [1, '0.25', 0],
  ['-1e-3', 0.5, 2],
];
const NUMBERS = [
  [1, 0.25, 0],
  [-1e-3, 0.5, 2],
];
const TARGETS = [[1, 1, 0]];

/** The same two arrays in every format that has names. */
const NAMED: Record<string, (weights: string, targets: string) => Uint8Array> = {
  JSON: (w, v) => json({ [w]: NUMBERS, [v]: TARGETS }),
  '.npz': (w, v) => npz({ [w]: npy('f8', [2, 3], NUMBERS.flat()), [v]: npy('i2', [1, 3], TARGETS.flat()) }),
  '.mat': (w, v) => mat([matDouble(w, [2, 3], [1, -1e-3, 0.25, 0.5, 0, 2]), matDouble(v, [1, 3], [1, 1, 0])]),
  '.safetensors': (w, v) =>
    safetensors({ [w]: ['F64', [2, 3], NUMBERS.flat()], [v]: ['F32', [1, 3], TARGETS.flat()] }),
};

describe.each(Object.entries(NAMED))('named arrays: %s', (_name, file) => {
  const complete = {
    family: null,
    candidate: { form: 'dense', k: 1, n: 2, d: 3, targets: TARGETS, weights: NUMBERS },
  };

  test('weights and targets are a complete candidate; so is the only array beside targets', () => {
    for (const name of ['weights', 'W', 'WbadNew'])
      expect(read(file(name, 'targets')), name).toEqual({
        source: 'f',
        candidates: [complete],
        magnitude: null,
        notes: [],
      });
  });

  test('targets given replace those of the file, and that is said', () => {
    const targets = [
      [1, 0, 0],
      [0, 1, 0],
    ];
    const { candidates, notes } = read(file('weights', 'targets'), { targets });
    expect(candidates[0]!.candidate).toMatchObject({ k: 2, targets });
    expect(notes).toEqual(['the targets of the file are replaced by the ones given']);
  });

  test('--variable; --k must agree with targets', () => {
    const two = file('A', 'B');
    refusal(() => read(two), '2 arrays ("A", "B")', '--variable');
    const { candidates, notes } = read(two, { variable: 'A', k: 2 });
    expect(candidates[0]!.candidate).toMatchObject({ k: 2, targets: null, weights: NUMBERS });
    expect(notes.join()).toMatch(/^(variable|tensor|field) B is not used$/);
    expect(read(file('weights', 'targets'), { k: 1 }).candidates).toEqual([complete]);
    refusal(() => read(file('weights', 'targets'), { k: 2 }), 'k: 1 by the arrays; expected 2, as --k says');
  });

  test('a file of targets', () => {
    expect(parseTargets(file('weights', 'targets'), 'f')).toEqual(TARGETS);
    refusal(() => parseTargets(file('A', 'B'), 'f'), '2 arrays', 'targets, or a single array');
  });

  test('orientation never depends on the name', () => {
    for (const name of ['weights', 'WbadNew', 'X'])
      expect(
        read(file(name, 'targets'), { targets: [[1, 2]], transpose: true }).candidates[0],
        name,
      ).toMatchObject({
        candidate: { n: 3, d: 2, weights: NUMBERS[0]!.map((_, j) => NUMBERS.map((row) => row[j])) },
      });
  });
});

describe('JSON without a format', () => {
  test('a list of lists is a matrix, numbers and decimal strings as they stand', () => {
    const [entry] = read(json(W)).candidates;
    expect(entry).toEqual({
      family: null,
      candidate: { form: 'dense', k: 3, n: 2, d: 3, targets: null, weights: W },
      kAssumed: true,
    });
    expect(parseTargets(json(W), 'f')).toEqual(W);
  });

  test('nested three deep it is a list of families', () => {
    const families = json([W, W.toReversed(), W]);
    expect(read(families).candidates.map(({ family }) => family)).toEqual([0, 1, 2]);
    expect(read(families, { family: 1 }).candidates[0]!.candidate).toMatchObject({ weights: W.toReversed() });
    refusal(() => read(families, { family: 3 }), 'there are 3 families');
    refusal(() => parseTargets(families, 'f'), '3 dimensions', 'a row a target');
  });

  test('weights with k, n, d, origin; null is nothing', () => {
    const [entry] = read(
      json({ weights: W, k: 2, n: 2, d: 3, targets: null, origin: { seed: 1 } }),
    ).candidates;
    expect(entry).toEqual({
      family: null,
      candidate: { form: 'dense', k: 2, n: 2, d: 3, targets: null, weights: W },
      origin: { seed: 1 },
    });
    expect(read(json({ weights: [[1, 2]], n: 1, k: 2 })).candidates[0]!.candidate).toMatchObject({
      n: 1,
      d: 2,
    });
    refusal(() => read(json({ weights: W, n: 3 })), 'n: 2 by the arrays; expected 3, as the file says');
    refusal(() => read(json({ weights: W, d: 2 })), 'd: 3 by the arrays; expected 2');
    refusal(() => read(json({ weights: W, k: 1.5 })), 'k: found 1.5', 'an integer from 1');
    refusal(() => read(json({ weights: W, k: 4 })), 'k = 4 exceeds d = 3', '--targets');
    refusal(() => read(json({ weights: W, k: 2, targets: TARGETS })), 'k: 1 by the arrays; expected 2');
    refusal(() => read(json({ weights: W, k: 2 }), { k: 3 }), 'k: 2 by the arrays; expected 3, as --k says');
  });

  test('objects in objects by their paths; what goes with the weights stands beside them or around them', () => {
    const runs = { a: { weights: W }, b: { W }, targets: TARGETS };
    const file = json({ runs, seed: 3, name: 'x', list: [true] });
    expect(read(file)).toMatchObject({
      candidates: [{ candidate: { k: 1, targets: TARGETS, weights: W } }],
      notes: [
        'field name (the string "x") is skipped',
        'field list (a list whose first entry is the word true) is skipped',
        'field runs.b.W is not used',
        'field seed is not used',
      ],
    });
    expect(read(file, { variable: 'runs.b.W' }).candidates[0]!.candidate).toMatchObject({ k: 1, weights: W });
    refusal(() => read(file, { variable: 'runs.c' }), 'field runs.c: not in the file', '"runs.b.W"');
    refusal(() => read(json({ runs, k: 3 })), 'k: 1 by the arrays; expected 3, as the file says');
    const two = json({ a: { weights: W }, b: { weights: W } });
    refusal(() => read(two), '2 arrays ("a.weights", "b.weights")', '--variable');
  });

  test.each<[string, unknown, ...string[]]>([
    ['no arrays', { name: 'x', n: 5 }, 'no array of real numbers', 'field name'],
    ['ragged rows', [[1, 2], [3]], '[1]: found a list of 1', 'a list of 2, as the first'],
    ['ragged families', { weights: [[[1, 2]], [[1, 2, 3]]] }, 'weights[1][0]: found a list of 3'],
    ['a number among rows', [[1, 2], 3], '[1]: found 3'],
    [
      'a row where a number belongs',
      {
        W: [
          [1, 2],
          [3, [4]],
        ],
      },
      'W[1][1]',
    ],
    [
      'null',
      [
        [1, 2],
        [3, null],
      ],
      '[1][1]: found null',
      'decimal string',
    ],
    [
      'a word',
      {
        W: [
          [1, 2],
          [3, 'x'],
        ],
      },
      'W[1][1]: "x" is no decimal number',
    ],
    ['empty rows', [[], []], 'lists with no entries'],
    ['weights of words', { weights: [['a']] }, 'field weights (a list whose first entry is the string "a")'],
    ['targets of words', { weights: W, targets: 'standard' }, 'field targets', 'real numbers'],
    ['targets of another width', { weights: W, targets: [[1, 2]] }, 'targets: rows of 2 numbers; expected 3'],
    ['a vector', [1, 2, 3], 'a vector'],
    ['a row', [[1, 2, 3, 4]], 'a vector (1 x 4)', 'perhaps to 2 x 2'],
    ['a column', { W: [[1], [2]] }, 'W: a vector (2 x 1)'],
    ['nested four deep', [[[[1]]]], '4 dimensions'],
    ['two arrays', { A: W, B: W }, '2 arrays ("A", "B")'],
    ['targets alone', { targets: W }, 'no array of real numbers'],
    ['a path that stands twice', { 'a.b': W, a: { b: W } }, 'a.b: appears twice'],
  ])('refuses %s', (_name, value, ...words) => {
    refusal(() => read(json(value)), 'f: ', ...words);
  });
});

test('targets that cannot be read do not become the standard basis', () => {
  const complex = { ...matDouble('targets', [2, 2], [1, 0, 0, 1]), flags: 8 };
  const bytes = mat([matDouble('weights', [2, 2], [1, 2, 3, 4]), complex]);
  refusal(() => read(bytes), 'variable targets (complex array) is skipped', 'real numbers');
  refusal(() => read(json({ weights: NUMBERS, k: 'six' })), 'field k (the string "six") is skipped');
  expect(read(bytes, { targets: [[1, 2]] }).candidates[0]!.candidate).toMatchObject({ k: 1 });
});

test('sizes in arrays: np.savez(…, weights=W, k=2)', () => {
  const weights = npy('f8', [2, 3], NUMBERS.flat());
  const scalar = npy('i8', [], [2], { header: "{'descr': '<i8', 'fortran_order': False, 'shape': ()}" });
  expect(read(npz({ W: weights, k: scalar })).candidates[0]).toMatchObject({
    candidate: { k: 2, targets: null },
  });
  // A matrix called k is one.
  refusal(() => read(npz({ W: weights, k: weights })), '2 arrays ("W", "k")');
});
