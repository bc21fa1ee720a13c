import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../src/files/index.ts';
import { expectEqual } from '../equal.ts';
import { errorsWithoutStacks, refusal } from './fixtures.ts';

const SEED = 20240601;
errorsWithoutStacks();

describe('parseJson', () => {
  test('agrees with JSON.parse on whatever JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 1, '\t'), (text, space) => {
        const spaced = JSON.stringify(JSON.parse(text), null, space);
        expectEqual(parseJson(spaced, 'f'), JSON.parse(spaced));
      }),
      { seed: SEED, numRuns: 1000 },
    );
  });

  test('agrees with JSON.parse on every double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expectEqual(parseJson(JSON.stringify([x]), 'f'), JSON.parse(JSON.stringify([x])));
      }),
      { seed: SEED, numRuns: 1000 },
    );
  });

  test('reads decimals of any length, around 2^53 and with up to 25 places, as Number does', () => {
    const digits = fc.oneof(
      fc.bigInt({ min: 0n, max: 10n ** 18n }),
      fc.bigInt({ min: 2n ** 53n - 20n, max: 2n ** 53n + 20n }),
      fc.bigInt({ min: 0n, max: 10n ** 30n }),
    );
    fc.assert(
      fc.property(digits, fc.nat(25), fc.constantFrom('', '-'), (m, places, sign) => {
        const text = `${m}`.padStart(places + 1, '0');
        const whole = text.slice(0, text.length - places);
        const literal = `${sign}${whole}${places === 0 ? '' : `.${text.slice(text.length - places)}`}`;
        expectEqual(parseJson(literal, 'f'), Number(literal), literal);
      }),
      { seed: SEED, numRuns: 3000 },
    );
  });

  test('accepts no text that JSON.parse refuses', () => {
    const token = fc.constantFrom(
      '[',
      ']',
      '{',
      '}',
      ',',
      ':',
      '"a"',
      '"b',
      '1',
      '-',
      '.5',
      'e3',
      'true',
      ' ',
      '\\',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
        const text = tokens.join('');
        let accepted = true;
        try {
          parseJson(text, 'f');
        } catch {
          accepted = false;
        }
        if (accepted) JSON.parse(text);
      }),
      { seed: SEED, numRuns: 20000 },
    );
  });

  test.each([
    ['', 'ends too early'],
    ['[1, 2', '"," or "]"'],
    ['{"a": 1', '"," or "}"'],
    ['{a: 1}', 'field name'],
    ['{"a" 1}', '":"'],
    ['[1,]', 'a JSON value'],
    ['[01]', '"01" is no JSON number'],
    ['[+1]', '"+1" is no JSON number'],
    ['[1.]', 'is no JSON number'],
    ['[.5]', 'is no JSON number'],
    ['[1e]', 'is no JSON number'],
    ['[1] 2', 'more text'],
    ['["a\nb"]', 'closing quote'],
    ['["\\x"]', 'escape'],
    ['["\\u12g4"]', 'escape'],
    ['[nul]', 'a JSON value'],
    ['[1, NaN]', 'NaN is not allowed'],
    ['[Infinity]', 'Infinity is not allowed'],
    ['[-Infinity]', 'Infinity is not allowed'],
    ["['a']", 'a JSON value'],
    [`[${'1'.repeat(2001)}]`, 'at most 2000 characters'],
    [`{${Array.from({ length: 10_001 }, (_, i) => `"k${i}":1`).join()}}`, 'at most 10000 in one object'],
    [`${'['.repeat(66)}${']'.repeat(66)}`, 'at most 64 levels'],
  ])('refuses %j', (text, words) => {
    refusal(() => parseJson(text, 'f.json'), 'f.json: ', words);
  });

  test('says where, by path and by line', () => {
    const error = refusal(
      () => parseJson('{"a": {"b c": [0,\n [1, 1e999]]}}', 'f.json'),
      '1e999',
      'overflows',
    );
    expect(error.place).toBe('a["b c"][1][1] (line 2, column 6)');
    expect(error.file).toBe('f.json');
  });

  test('a field whose name is cut off has the line alone', () => {
    expect(refusal(() => parseJson('{"a', 'f.json')).place).toBe('line 1, column 4');
  });

  test('refuses a field that appears twice, however it is written', () => {
    refusal(() => parseJson('{"a": 1, "\\u0061": 2}', 'f'), 'a (line 1', 'appears twice');
  });

  test('keeps "__proto__" as an ordinary field', () => {
    const value = parseJson('{"__proto__": {"k": 6}}', 'f') as object;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect('k' in value).toBe(false);
  });

  test('numbers beyond 17 digits become the nearest double', () => {
    expect(parseJson('[0.1000000000000000055511151231257827, 0e-999, -0, 5e-324]', 'f')).toEqual([
      0.1, 0, -0, 5e-324,
    ]);
  });

  test.each([
    '1e-400',
    '-1e-999',
    '2e-324',
    '0.0001e-330',
    `0.${'0'.repeat(400)}1`,
  ])('%s is refused as 1e400 is', (literal) => {
    const error = refusal(() => parseJson(`{"a": [${literal}]}`, 'f.json'), 'underflows', 'decimal string');
    expect(error.place).toBe('a[0] (line 1, column 8)');
    refusal(() => parseJson('{"a": [1e400]}', 'f.json'), 'overflows', 'decimal string');
  });
});
