import { describe, expect, test } from 'vitest';
import { ExpressionError, loadParser, MAX_EXPRESSION_LENGTH } from '../../src/expression/parse.ts';
import { textOf } from '../../src/expression/tree.ts';
import { expectEqual } from '../equal.ts';
import { anyTree, drawOf, readCanonical } from './trees.ts';

const parse = await loadParser();
const SEED = 15;
const NAMES = ['q', 'y', 'x1', 'theta'];

describe('the canonical text', () => {
  test.each([
    ['1-y*q', '1 - y*q'],
    ['((1 - (y*q)))^2', '(1 - y*q)^2'],
    ['-q^2', '-q^2'],
    ['(-q)^2', '(-q)^2'],
    ['2^3^2', '2^3^2'],
    ['(2^3)^2', '(2^3)^2'],
    ['q - (y - 1)', 'q - (y - 1)'],
    ['q - y - 1', 'q - y - 1'],
    ['q/(y/2)/3', 'q/(y/2)/3'],
    ['a^-b', 'a^(-b)'],
    ['+q', 'q'],
    ['.5*q + 5.', '0.5*q + 5'],
    ['0.50e1', '5'],
    ['1E-3', '0.001'],
    ['0.3333333333333333333333333*q^3', '0.3333333333333333333333333*q^3'],
    ['max( 0 ,1-y*q )', 'max(0, 1 - y*q)'],
    ['pi*q', 'pi*q'],
  ])('%s', (text, canonical) => {
    const tree = parse(text, [...NAMES, 'a', 'b']);
    expect(textOf(tree)).toBe(canonical);
    expect(parse(canonical, [...NAMES, 'a', 'b'])).toEqual(tree);
  });

  test('one tree a text: read back by mathjs and by a reader of its own', () => {
    for (let run = 0; run < 1500; run++) {
      const tree = anyTree(drawOf(SEED, run), 5, NAMES);
      const text = textOf(tree);
      expectEqual(readCanonical(text), tree, `seed ${SEED}, run ${run}: ${text}`);
      expectEqual(parse(text, NAMES), tree, `seed ${SEED}, run ${run}: ${text}`);
    }
  });
});

describe('what cannot be read is refused in one line', () => {
  test.each([
    ['', 'empty'],
    ['  ', 'empty'],
    ['q + foo', 'unknown name "foo"; the variables are q, y'],
    ['exp', 'exp without its arguments'],
    ['gamma(q)', 'unknown function "gamma"'],
    ['toString(q)', 'unknown function "toString"'],
    ['constructor', 'unknown name "constructor"'],
    ['exp(q, y)', 'exp takes 1 argument, not 2'],
    ['exp()', 'exp takes 1 argument, not 0'],
    ['max(q)', 'max takes 2 or more arguments, not 1'],
    ['2q', 'a product without *'],
    ['(q)(y)', 'a product without *'],
    ['1/2 q', 'a product without *'],
    ['q mod 2', 'the operator "mod"'],
    ['q to y', 'the operator "to"'],
    ['not q', 'the operator "not"'],
    ['q.y', 'neither a number'],
    ['true', 'no number'],
    ['NaN*q', 'no number'],
    ['Infinity', 'no number'],
    ['i', 'unknown name "i"'],
    ['e', 'unknown name "e"'],
    ['q!', '"!" at character 2'],
    ['q = 1', '"=" at character 3'],
    ['q;y', '";" at character 2'],
    ['q\ny', '"\\n" at character 2'],
    ['[q]', '"[" at character 1'],
    ['"q"', 'at character 1'],
    ['q > 0 ? 1 : 2', '">" at character 3'],
    ['q # y', '"#" at character 3'],
    ['5%', '"%" at character 2'],
    ['θ', '"θ" at character 1'],
    ['0x10', 'no number'],
    ['(q', 'parenthesis ) expected'],
    ['q +', 'unexpected end'],
    ['q ++', 'unexpected end'],
    ['1e999999999', 'exponent beyond 400'],
    [`${'9'.repeat(3000)}`, '2000 digits'],
    [`${'('.repeat(3000)}q${')'.repeat(3000)}`, 'deep'],
    [`${'-'.repeat(9000)}q`, 'deep'],
    [`q${'^q'.repeat(1000)}`, 'deep'],
    [`q${'+q'.repeat(1000)}`, 'deep'],
    ['q'.repeat(1_000_000), `1000000 characters; at most ${MAX_EXPRESSION_LENGTH}`],
  ])('%.30s', (text, words) => {
    let message = '';
    try {
      parse(text, ['q', 'y']);
    } catch (error) {
      expect(error).toBeInstanceOf(ExpressionError);
      message = (error as Error).message;
    }
    expect(message).toContain(words);
    expect(message).not.toContain('\n');
    expect(message.length).toBeLessThan(300);
  });
});
