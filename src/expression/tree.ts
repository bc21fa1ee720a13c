import { checkThat } from '../arithmetic/argument.ts';
import { decimalOf, formatDecimal, type Rational, rationalOf } from '../arithmetic/exact.ts';

const FUNCTION_NAMES = [
  'exp',
  'log',
  'sqrt',
  'tanh',
  'sin',
  'cos',
  'atan',
  'abs',
  'erf',
  /** log(1 + e^x). */
  'softplus',
  /** 1/(1 + e^−x). */
  'sigmoid',
  /** log Σ e^x_i. */
  'logsumexp',
  'max',
  'min',
] as const;

/** A function that an expression may call. */
export type FunctionName = (typeof FUNCTION_NAMES)[number];

/** The function of that name; null when there is none. */
export function functionNamed(name: string): FunctionName | null {
  return FUNCTION_NAMES.find((known) => known === name) ?? null;
}

/** How many arguments a function takes. */
export function argumentsOf(name: FunctionName): { readonly least: number; readonly most: number } {
  if (name === 'max' || name === 'min') return { least: 2, most: 1000 };
  return { least: 1, most: name === 'logsumexp' ? 1000 : 1 };
}

/** The names of all functions, for messages. */
export function functionNames(): readonly string[] {
  return FUNCTION_NAMES;
}

export type Operator = 'add' | 'sub' | 'mul' | 'div' | 'power';

/** A formula in named variables. Plain data: it may be sent to another thread, and written as text. */
export type Tree =
  /** A decimal ≥ 0 in the form that `numeral` writes, exactly. */
  | { readonly kind: 'number'; readonly value: string }
  | { readonly kind: 'pi' }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'neg'; readonly of: Tree }
  | { readonly kind: Operator; readonly left: Tree; readonly right: Tree }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly args: readonly Tree[] };

/** The one way to write a decimal ≥ 0: its digits without zeros at the ends, or with an exponent where that is shorter. */
export function numeral(decimal: string): string {
  return decimalOf(rationalOf(decimal), 'down', decimal.length);
}

/** The number that a decimal means; a sign becomes a negation. */
export function number(decimal: string | number): Tree {
  const text = String(decimal);
  const size: Tree = { kind: 'number', value: numeral(text.replace(/^-/, '')) };
  return text.startsWith('-') ? negative(size) : size;
}

export function variable(name: string): Tree {
  return { kind: 'variable', name };
}

export function negative(of: Tree): Tree {
  return { kind: 'neg', of };
}

export function binary(kind: Operator, left: Tree, right: Tree): Tree {
  return { kind, left, right };
}

export function call(name: FunctionName, ...args: readonly Tree[]): Tree {
  return { kind: 'call', name, args };
}

/** p/q, exactly. */
export function quotientOf({ numerator, denominator }: Rational): Tree {
  const whole = integer(numerator);
  return denominator === 1n ? whole : binary('div', whole, integer(denominator));
}

function integer(n: bigint): Tree {
  const size: Tree = { kind: 'number', value: formatDecimal(n < 0n ? -n : n, 0) };
  return n < 0n ? negative(size) : size;
}

/** Σ of at least one term, from the left. */
export function sumOf(terms: readonly Tree[]): Tree {
  checkThat(terms.length > 0, 'terms', terms, 'at least one term');
  return terms.reduce((a, b) => binary('add', a, b));
}

/** The operands of a tree, in order. */
export function operands(tree: Tree): readonly Tree[] {
  switch (tree.kind) {
    case 'number':
    case 'pi':
    case 'variable':
      return [];
    case 'neg':
      return [tree.of];
    case 'call':
      return tree.args;
    default:
      return [tree.left, tree.right];
  }
}

/** The names of the variables of a tree. */
export function variablesOf(tree: Tree): Set<string> {
  const found = new Set<string>();
  const visit = (part: Tree): void => {
    if (part.kind === 'variable') found.add(part.name);
    for (const operand of operands(part)) visit(operand);
  };
  visit(tree);
  return found;
}

/** The tree with variables replaced by trees; other variables stay. */
export function substituted(tree: Tree, values: Readonly<Record<string, Tree>>): Tree {
  switch (tree.kind) {
    case 'number':
    case 'pi':
      return tree;
    case 'variable':
      return Object.hasOwn(values, tree.name) ? values[tree.name]! : tree;
    case 'neg':
      return negative(substituted(tree.of, values));
    case 'call':
      return { ...tree, args: tree.args.map((part) => substituted(part, values)) };
    default:
      return binary(tree.kind, substituted(tree.left, values), substituted(tree.right, values));
  }
}

/** How tightly the parts of a text hold together. */
const PRECEDENCE = { add: 1, sub: 1, mul: 2, div: 2, neg: 3, power: 4 } as const;
const SIGNS = { add: ' + ', sub: ' - ', mul: '*', div: '/', power: '^' } as const;

function precedence({ kind }: Tree): number {
  return kind in PRECEDENCE ? PRECEDENCE[kind as keyof typeof PRECEDENCE] : 5;
}

/**
 * The canonical text: one text a tree, and one tree a text. Grammar, loosest first, all but ^ from the left:
 *
 *     sum     = product { (" + " | " - ") product }
 *     product = factor { ("*" | "/") factor }
 *     factor  = ["-"] power | "-" factor in parentheses
 *     power   = atom [ "^" (atom | power) ]
 *     atom    = numeral | "pi" | name | name "(" sum { ", " sum } ")" | "(" sum ")"
 *
 * with parentheses only where the tree could not be read back without them.
 */
export function textOf(tree: Tree): string {
  const within = (part: Tree, least: number): string =>
    precedence(part) < least ? `(${textOf(part)})` : textOf(part);
  switch (tree.kind) {
    case 'number':
      return tree.value;
    case 'pi':
      return 'pi';
    case 'variable':
      return tree.name;
    case 'neg':
      return `-${within(tree.of, 4)}`;
    case 'call':
      return `${tree.name}(${tree.args.map(textOf).join(', ')})`;
    case 'power':
      // Powers are read from the right: a^b^c is a^(b^c).
      return `${within(tree.left, 5)}^${within(tree.right, 4)}`;
    default: {
      const own = PRECEDENCE[tree.kind];
      // A sign in front stands at the beginning of a sum or product only.
      const right = tree.right.kind === 'neg' ? `(${textOf(tree.right)})` : within(tree.right, own + 1);
      return `${within(tree.left, own)}${SIGNS[tree.kind]}${right}`;
    }
  }
}

/** Are two trees the same? */
export function sameTree(a: Tree, b: Tree): boolean {
  return textOf(a) === textOf(b);
}
