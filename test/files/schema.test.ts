import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FileError, parseCandidates } from '../../src/files/index.ts';
import { expectTrue } from '../equal.ts';
import { json } from './fixtures.ts';

const schema = JSON.parse(readFileSync('schema/candidate.schema.json', 'utf8')) as object;
const validate = new Ajv2020({ strict: true, allErrors: false }).compile(schema);
const SEED = 20240601;

const HEAD = { format: 'spurious-candidate', version: 1 };
const DENSE = { ...HEAD, k: 2, n: 1, weights: [[1, '-0.5e-3']] };
const BLOCK = {
  ...HEAD,
  blocks: [5, 1],
  neurons: [
    { attached: 0, diagonal: '1', values: [0, 1] },
    { attached: null, values: [0, 1] },
  ],
};

function readerAccepts(value: unknown): boolean {
  try {
    parseCandidates(json(value), 'c.json');
    return true;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return false;
  }
}

describe('candidate.schema.json', () => {
  test.each<[string, unknown]>([
    ['dense', DENSE],
    [
      'dense with everything',
      {
        ...DENSE,
        d: 2,
        targets: [
          [1, 0],
          [0, '1'],
        ],
        origin: { a: [null] },
      },
    ],
    ['block', BLOCK],
    [
      'block with everything',
      { ...BLOCK, origin: {}, neurons: [{ attached: null, diagonal: null, values: [1, '2'] }] },
    ],
    ['exponent 400', { ...DENSE, weights: [['1e400', '1E-400']] }],
    ['exponent 099', { ...DENSE, weights: [['1e099', '1e+7']] }],
  ])('accepts with the reader: %s', (_name, value) => {
    expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
    expect(readerAccepts(value)).toBe(true);
  });

  const entry = (x: unknown) => ({ ...DENSE, weights: [[1, x]] });
  const neuron = (fields: object) => ({ ...BLOCK, neurons: [{ ...BLOCK.neurons[0], ...fields }] });
  test.each<[string, unknown]>([
    ['a number', 6],
    ['nothing', {}],
    ['another format', { ...DENSE, format: 'x' }],
    ['another version', { ...DENSE, version: 2 }],
    ['no version', { ...DENSE, version: undefined }],
    ['no k', { ...DENSE, k: undefined }],
    ['k = 0', { ...DENSE, k: 0 }],
    ['k = 1.5', { ...DENSE, k: 1.5 }],
    ['n as text', { ...DENSE, n: '1' }],
    ['d huge', { ...DENSE, d: 5_000_000 }],
    ['no weights', { ...DENSE, weights: undefined }],
    ['no rows', { ...DENSE, weights: [] }],
    ['empty row', { ...DENSE, weights: [[]] }],
    ['row that is no list', { ...DENSE, weights: [1] }],
    ['unknown field', { ...DENSE, x: 1 }],
    ['origin text', { ...DENSE, origin: 'x' }],
    ['targets null', { ...DENSE, targets: null }],
    ['both forms', { ...DENSE, ...BLOCK }],
    ['null entry', entry(null)],
    ['text entry', entry('abc')],
    ['entry with a plus', entry('+1')],
    ['entry with a line break', entry('1\n')],
    ['entry 01', entry('01')],
    ['entry .5', entry('.5')],
    ['exponent 401', entry('1e401')],
    ['exponent 0001', entry('1e0001')],
    ['long entry', entry('1'.repeat(2001))],
    ['no blocks', { ...BLOCK, blocks: [] }],
    ['block 0', { ...BLOCK, blocks: [0, 6] }],
    ['block too large', { ...BLOCK, blocks: [1e9 + 1, 6] }],
    ['block 1.5', { ...BLOCK, blocks: [1.5, 6] }],
    ['no neurons', { ...BLOCK, neurons: [] }],
    ['neuron with more', neuron({ x: 1 })],
    ['no attached', neuron({ attached: undefined })],
    ['attached -1', neuron({ attached: -1 })],
    ['no diagonal', neuron({ diagonal: undefined })],
    ['diagonal null', neuron({ diagonal: null })],
    ['single with diagonal', neuron({ attached: null })],
    ['no values', neuron({ values: undefined })],
    ['values empty', neuron({ values: [] })],
    ['bad value', neuron({ values: [0, 'x'] })],
  ])('refuses with the reader: %s', (_name, value) => {
    const written: unknown = JSON.parse(JSON.stringify(value));
    expect(validate(written)).toBe(false);
    expect(readerAccepts(written)).toBe(false);
  });

  test('whatever the reader accepts, the schema accepts', () => {
    const number = fc.constantFrom<unknown>(0, 1.5, '1', '1e400', '1e401', '-0.5', '+1', null, 'x', []);
    const size = fc.constantFrom<unknown>(0, 1, 2, 3, '1', 1.5, undefined);
    const matrix = fc.array(fc.array(number, { maxLength: 3 }), { maxLength: 3 });
    const dense = fc.record({
      format: fc.constant(HEAD.format),
      version: fc.constantFrom(1, 2),
      k: size,
      n: size,
      weights: matrix,
    });
    const neuronValue = fc.record(
      {
        attached: fc.constantFrom<unknown>(0, 1, 2, null),
        diagonal: number,
        values: fc.array(number, { maxLength: 3 }),
      },
      { requiredKeys: [] },
    );
    const block = fc.record({
      format: fc.constant(HEAD.format),
      version: fc.constant(1),
      blocks: fc.array(size, { maxLength: 3 }),
      neurons: fc.array(neuronValue, { maxLength: 2 }),
    });
    fc.assert(
      fc.property(fc.oneof(dense, block), (value) => {
        const written: unknown = JSON.parse(JSON.stringify(value));
        if (readerAccepts(written)) expectTrue(validate(written), () => JSON.stringify(validate.errors));
      }),
      { seed: SEED, numRuns: 5000 },
    );
  });
});
