/** A reader of canonical texts (docs/format.md has their grammar): recursive descent, no library. */
import { Rejection } from '../rejection.ts';

export type Formula =
  | { readonly op: 'number'; readonly text: string }
  | { readonly op: 'name'; readonly text: string }
  | { readonly op: '+' | '-' | '*' | '/' | '^'; readonly of: readonly [Formula, Formula] }
  | { readonly op: 'minus'; readonly of: readonly [Formula] }
  | { readonly op: 'call'; readonly text: string; readonly of: readonly Formula[] };

/** Deeper formulas are refused. */
const DEPTH = 500;
/** How many arguments a function takes: one, or at least so many. */
const ONE = ['exp', 'log', 'sqrt', 'tanh', 'sin', 'cos', 'atan', 'abs', 'erf', 'softplus', 'sigmoid'];
const SEVERAL: Readonly<Record<string, number>> = { max: 2, min: 2, logsumexp: 1 };

/** The formula of a text in these names. Throws a Rejection for any other text. */
export function readFormula(text: string, names: readonly string[]): Formula {
  let at = 0;
  let depth = 0;
  const refuse = (expected: string): never => {
    throw new Rejection(
      `formula ${JSON.stringify(text.slice(0, 60))}, character ${at + 1}: expected ${expected}`,
    );
  };
  const takes = (token: string): boolean => {
    if (!text.startsWith(token, at)) return false;
    at += token.length;
    return true;
  };
  const sum = (): Formula => {
    depth += 1;
    if (depth > DEPTH) refuse(`at most ${DEPTH} levels`);
    let left = product();
    for (;;) {
      if (takes(' + ')) left = { op: '+', of: [left, product()] };
      else if (takes(' - ')) left = { op: '-', of: [left, product()] };
      else break;
    }
    depth -= 1;
    return left;
  };
  const product = (): Formula => {
    let left = factor();
    for (;;) {
      if (takes('*')) left = { op: '*', of: [left, factor()] };
      else if (takes('/')) left = { op: '/', of: [left, factor()] };
      else return left;
    }
  };
  const factor = (): Formula => (takes('-') ? { op: 'minus', of: [power()] } : power());
  const power = (): Formula => {
    const base = atom();
    return takes('^') ? { op: '^', of: [base, power()] } : base;
  };
  const atom = (): Formula => {
    if (takes('(')) {
      const inner = sum();
      if (!takes(')')) refuse('")"');
      return inner;
    }
    const numeral = /^\d+(?:\.\d+)?(?:e[+-]?\d{1,4})?/.exec(text.slice(at, at + 3000));
    if (numeral !== null) {
      at += numeral[0].length;
      return { op: 'number', text: numeral[0] };
    }
    const word = /^[A-Za-z][A-Za-z0-9_]*/.exec(text.slice(at, at + 100))?.[0] ?? '';
    if (word === '') refuse('a number, a name or "("');
    at += word.length;
    if (!takes('(')) {
      if (word !== 'pi' && !names.includes(word)) refuse(`one of the names ${names.slice(0, 10).join(', ')}`);
      return { op: 'name', text: word };
    }
    const of = [sum()];
    while (takes(', ')) of.push(sum());
    if (!takes(')')) refuse('")"');
    const least = Object.hasOwn(SEVERAL, word) ? SEVERAL[word]! : ONE.includes(word) ? 1 : 0;
    if (least === 0 || of.length < least || (ONE.includes(word) && of.length > 1))
      refuse(`a function with its arguments, not ${word}`);
    return { op: 'call', text: word, of };
  };
  const result = sum();
  if (at !== text.length) refuse('the end');
  return result;
}

/** n for an exponent that is written as a whole number of at most 4 digits, or minus one; null for any other formula. */
export function wholeNumber(formula: Formula): number | null {
  if (formula.op === 'minus') {
    const n = wholeNumber(formula.of[0]);
    return n === null ? null : -n;
  }
  return formula.op === 'number' && /^\d{1,4}$/.test(formula.text) && Number(formula.text) <= 1000
    ? Number(formula.text)
    : null;
}
