import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseCandidates, readCandidates } from '../../src/files/index.ts';
import { expandBlocks, json, naiveGradient, refusal } from './fixtures.ts';

// Published to 12 digits (k = 7, one bad neuron); vals are rows and columns of the matrix with neurons as columns.
const BAD_FIRST = {
  k: 7,
  index: 1,
  blocks: [1, 6],
  vals: [
    [-0.6327039049152542, 0.2616910758354652, 0],
    [0.18599104632000957, 0.9969227987935689, -0.035080155932389],
  ],
  multiplicity: 27,
};
const TYPES = {
  family: 'n=k+1',
  k: 7,
  n: 8,
  blocks: [6, 1],
  types: [
    { att: 0, diag: '0.975397230568974', q: ['-0.0403543850688627', '0.263135721577015'] },
    { att: null, diag: null, q: ['0.150081729935090', '-0.185784935018293'] },
    { att: null, diag: null, q: ['0.0766367911315335', '-0.459671211162468'] },
  ],
};
const SHARED = join(process.env['SPURIOUS_SHARED'] ?? '../shared', 'block-minima');

function read(value: unknown, options = {}) {
  return parseCandidates(json(value), 'm.json', options);
}

function gradientOf(entry: { candidate: unknown }): number {
  const { blocks, neurons } = entry.candidate as Parameters<typeof expand>[0];
  return naiveGradient(expand({ blocks, neurons }));
}

function expand(point: { blocks: number[]; neurons: Parameters<typeof expandBlocks>[1] }): number[][] {
  return expandBlocks(point.blocks, point.neurons);
}

describe('block minima', () => {
  test('form one: columns are neurons, the last entry of a row is the off-diagonal value', () => {
    const { candidates, magnitude } = read([BAD_FIRST]);
    expect(candidates).toEqual([
      {
        family: 0,
        candidate: {
          form: 'block',
          blocks: [1, 6],
          neurons: [
            { attached: 0, diagonal: -0.6327039049152542, values: [0, 0.18599104632000957] },
            { attached: 1, diagonal: 0.9969227987935689, values: [0.2616910758354652, -0.035080155932389] },
          ],
        },
        origin: { k: 7, index: 1, multiplicity: 27 },
      },
    ]);
    expect(magnitude).toEqual([27]);
    expect(gradientOf(candidates[0]!)).toBeLessThan(1e-9);
  });

  test('form two: decimal strings stand as written', () => {
    const { candidates, magnitude } = read([BAD_FIRST, TYPES], { family: 1 });
    expect(candidates).toHaveLength(1);
    expect(candidates[0]).toMatchObject({
      family: 1,
      candidate: {
        blocks: [6, 1],
        neurons: [{ attached: 0, diagonal: '0.975397230568974' }, { attached: null }, {}],
      },
      origin: { family: 'n=k+1' },
    });
    expect(magnitude).toBeNull();
    expect(gradientOf(candidates[0]!)).toBeLessThan(1e-8);
  });

  test('the identity is a critical point', () => {
    const { candidates } = read([{ k: 6, blocks: [6], vals: [[1, 0]] }]);
    expect(gradientOf(candidates[0]!)).toBeLessThan(1e-15);
  });

  test.each([
    ['a list of numbers', [3], 'a vector'],
    ['a number behind a point', [{ k: 1, blocks: [1], vals: [[1, 0]] }, 3], '[1]: found 3'],
    ['neither values nor types', [{ k: 6, blocks: [6] }], '[0]: neither "vals" nor "types"'],
    ['k that the blocks contradict', [{ ...BAD_FIRST, k: 8 }], '[0].k: found 8; expected 7'],
    ['k missing', [{ ...BAD_FIRST, k: undefined }], '[0].k: found nothing'],
    ['n that the types contradict', [TYPES, { ...TYPES, n: 7 }], '[1].n: found 7; expected 8'],
    ['a row too few', [{ ...BAD_FIRST, vals: [[1, 2, 3]] }], '[0].vals: found a list of 1'],
    [
      'a short row',
      [
        {
          ...BAD_FIRST,
          vals: [
            [1, 2, 3],
            [1, 2],
          ],
        },
      ],
      '[0].vals[1]',
    ],
    [
      'a bad entry',
      [
        {
          ...BAD_FIRST,
          vals: [
            [1, 2, 3],
            [1, null, 2],
          ],
        },
      ],
      '[0].vals[1][1]',
    ],
    ['bad blocks', [{ ...BAD_FIRST, blocks: [0, 7] }], '[0].blocks[0]'],
    ['a bad multiplicity', [{ ...BAD_FIRST, multiplicity: -1 }], '[0].multiplicity'],
    ['a bad type', [{ ...TYPES, types: [{ att: 0, q: [1, 2] }] }], '[0].types[0].diag: missing'],
    ['a bad string', [{ ...TYPES, types: [{ att: null, q: [1, 'x'] }] }], '[0].types[0].q[1]'],
  ])('refuses %s', (_name, value, words) => {
    refusal(() => read(value), `m.json: ${words}`);
  });

  test('family out of range', () => {
    refusal(() => read([BAD_FIRST, TYPES], { family: 2 }), 'family 2: there are 2 families; expected 0 to 1');
  });
});

if (!existsSync(SHARED))
  console.warn(`block minima not at ${SHARED}: their tests are skipped (SPURIOUS_SHARED)`);

describe.skipIf(!existsSync(SHARED))('the archive of block minima', () => {
  test('every entry up to k = 40 is a critical point', () => {
    const { candidates, magnitude } = readCandidates(join(SHARED, 'minima.json'));
    expect(candidates).toHaveLength(76);
    expect(candidates.map((entry) => entry.family)).toEqual([...Array(76).keys()]);
    expect(magnitude).toHaveLength(76);
    let checked = 0;
    for (const entry of candidates) {
      const { k } = entry.origin as { k: number };
      if (k > 40) continue;
      checked += 1;
      expect(gradientOf(entry), `entry ${entry.family}`).toBeLessThan(1e-8);
    }
    expect(checked).toBeGreaterThan(20);
  });

  test('every family up to k = 40 is a critical point', () => {
    const { candidates } = readCandidates(join(SHARED, 'families.json'));
    expect(candidates).toHaveLength(6);
    const small = candidates.filter(({ origin }) => (origin as { k: number }).k <= 40);
    for (const entry of small) expect(gradientOf(entry), `entry ${entry.family}`).toBeLessThan(1e-8);
    expect(small).toHaveLength(4);
  });
});
