import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { FileError, modelFromJson, readModel } from '../../src/files/index.ts';
import type { JsonValue } from '../../src/files/json.ts';
import { refusal, temporaryDirectory } from './fixtures.ts';

const validate = new Ajv2020({ strict: true }).compile(
  JSON.parse(readFileSync('schema/model.schema.json', 'utf8')) as object,
);
const LAYER = { weights: [[1, '-0.5']], bias: [0.25], activation: 'tanh' };
const OUTPUT = { weights: [[2], [3]], activation: 'linear' };
const MODEL = { format: 'spurious-model', version: 1, layers: [LAYER, OUTPUT] };
const copy = (value: unknown): JsonValue => JSON.parse(JSON.stringify(value)) as JsonValue;

describe('spurious-model', () => {
  test('widths, biases and activations', () => {
    const network = modelFromJson(copy(MODEL), 'm.json');
    expect(network).toEqual({
      inputs: 2,
      outputs: 2,
      layers: [
        { ...LAYER, slope: 0 },
        { ...OUTPUT, bias: [0, 0], unbiased: true, slope: 0 },
      ],
      added: null,
    });
  });

  test('leaky ReLU has a slope; added neurons are read', () => {
    const layers = [{ ...OUTPUT, weights: [[1]], activation: 'leaky ReLU' }];
    const network = modelFromJson(
      copy({ ...MODEL, layers, added: { a: [0], b: ['1'], w: [[2]] } }),
      'm.json',
    );
    expect(network.layers[0]).toMatchObject({ activation: 'leaky-relu', slope: '0.01' });
    expect(network.added).toEqual({ a: [0], b: ['1'], w: [[2]] });
  });

  const layer = (fields: object): unknown => ({ ...MODEL, layers: [{ ...LAYER, ...fields }, OUTPUT] });
  test.each<[string, unknown, string]>([
    ['another format', { ...MODEL, format: 'x' }, 'format'],
    ['another version', { ...MODEL, version: 2 }, 'version'],
    ['no layers', { ...MODEL, layers: [] }, 'layers'],
    ['unknown field', { ...MODEL, x: 1 }, 'unknown field'],
    ['unknown activation', layer({ activation: 'sigmoid' }), 'layers[0].activation'],
    ['no activation', layer({ activation: undefined }), 'layers[0].activation'],
    ['ragged weights', layer({ weights: [[1, 2], [3]] }), 'layers[0].weights[1]'],
    ['NaN as text', layer({ weights: [['NaN', 1]] }), 'layers[0].weights[0][0]'],
    ['bias of another length', layer({ bias: [1, 2] }), 'layers[0].bias'],
    ['widths that do not match', layer({ weights: [[1], [2]], bias: [0, 0] }), 'layers[1].weights'],
    ['slope without leaky ReLU', layer({ slope: 0.1 }), 'layers[0].slope'],
    ['added without b', { ...MODEL, added: { a: [0], w: [[1]] } }, 'added.b'],
    ['added of two lengths', { ...MODEL, added: { a: [0, 1], b: [0], w: [[1]] } }, 'added.a'],
  ])('refuses %s', (_name, value, words) => {
    refusal(() => modelFromJson(copy(value), 'm.json'), 'm.json', words);
  });

  test('the schema accepts what the reader accepts, and refuses what has a form to see', () => {
    expect(validate(copy(MODEL))).toBe(true);
    for (const bad of [{ ...MODEL, version: 2 }, layer({ activation: 'sigmoid' }), layer({ weights: [] })])
      expect(validate(copy(bad))).toBe(false);
    for (const activation of [
      'linear',
      'relu',
      'ReLU',
      'leaky-relu',
      'leaky_relu',
      'LeakyReLU',
      'softplus',
    ]) {
      const written = copy(layer({ activation }));
      expect(modelFromJson(written, 'm.json').layers).toHaveLength(2);
      expect(validate(written)).toBe(true);
    }
  });

  test('a file that is no JSON or holds a NaN is refused', () => {
    const folder = temporaryDirectory();
    const path = join(folder, 'm.json');
    for (const text of [
      '{',
      JSON.stringify(MODEL).replace('0.25', 'NaN'),
      JSON.stringify(MODEL).replace('0.25', '1e999'),
    ]) {
      writeFileSync(path, text);
      expect(() => readModel(path)).toThrow(FileError);
    }
    writeFileSync(path, JSON.stringify(MODEL));
    expect(readModel(path).outputs).toBe(2);
  });
});
