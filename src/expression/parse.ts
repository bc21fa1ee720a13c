import type { MathNode } from 'mathjs/number';
import { checkThat } from '../arithmetic/argument.ts';
import {
  argumentsOf,
  binary,
  call,
  functionNamed,
  functionNames,
  negative,
  number,
  type Tree,
  variable,
} from './tree.ts';

/** Bounds of an expression. */
export const MAX_EXPRESSION_LENGTH = 20_000;
export const MAX_EXPRESSION_DEPTH = 400;
/** Digits and exponent of a numeral, as in files. */
const MAX_NUMERAL_LENGTH = 2000;
const MAX_NUMERAL_EXPONENT = 400;

/** An expression that cannot be read; the message says what is wrong and what to write. */
export class ExpressionError extends Error {}

/** Reads an expression in the variables of these names. Throws ExpressionError. */
export type Parser = (text: string, variables: readonly string[]) => Tree;

/** What mathjs keeps of a numeral: its text, since a double would round it. */
interface Literal {
  readonly literal: string;
}

let loading: Promise<Parser> | null = null;

/** The reader of expressions. mathjs is loaded when it is first asked for. */
export function loadParser(): Promise<Parser> {
  loading ??= import('./mathjs.ts').then(({ create, factory, parseDependencies }) => {
    const createNumeric = factory(
      'numeric',
      [],
      () =>
        (literal: string): Literal => ({ literal }),
    );
    const math = create({ ...parseDependencies, numericDependencies: { createNumeric } }, {});
    return parserOver((text) => math.parse!(text));
  });
  return loading;
}

function parserOver(parse: (text: string) => MathNode): Parser {
  return (text, variables) => {
    checkThat(typeof text === 'string', 'text', text, 'a text');
    if (text.trim() === '') throw new ExpressionError('the expression is empty');
    if (text.length > MAX_EXPRESSION_LENGTH)
      throw new ExpressionError(
        `an expression of ${text.length} characters; at most ${MAX_EXPRESSION_LENGTH} are read`,
      );
    // What is left out here has a meaning in mathjs: matrices, units, strings, assignments, comments, several lines.
    const foreign = /[^A-Za-z0-9_.,+\-*/^() \t]/u.exec(text);
    if (foreign !== null)
      throw new ExpressionError(
        `${JSON.stringify(foreign[0])} at character ${foreign.index + 1}; expected names, numbers, + - * / ^, parentheses and commas`,
      );
    return converted(treeOf(parse, text), { variables, depth: 0 });
  };
}

function treeOf(parse: (text: string) => MathNode, text: string): MathNode {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep();
    if (error instanceof SyntaxError) throw new ExpressionError(withLowerCase(error.message));
    throw error;
  }
}

function withLowerCase(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}

function tooDeep(): ExpressionError {
  return new ExpressionError(`nested more than ${MAX_EXPRESSION_DEPTH} deep`);
}

interface Place {
  readonly variables: readonly string[];
  readonly depth: number;
}

/** The nodes of mathjs that have a meaning here. */
type Node =
  | { readonly type: 'ConstantNode'; readonly value: unknown }
  | { readonly type: 'SymbolNode'; readonly name: string }
  | { readonly type: 'ParenthesisNode'; readonly content: Node }
  | { readonly type: 'FunctionNode'; readonly fn: Node; readonly args: readonly Node[] }
  | {
      readonly type: 'OperatorNode';
      readonly fn: string;
      readonly op: string;
      readonly implicit: boolean;
      readonly args: readonly Node[];
    };

const OPERATORS = new Map([
  ['add', 'add'],
  ['subtract', 'sub'],
  ['multiply', 'mul'],
  ['divide', 'div'],
  ['pow', 'power'],
] as const);

function converted(given: MathNode | Node, { variables, depth }: Place): Tree {
  if (depth > MAX_EXPRESSION_DEPTH) throw tooDeep();
  const node = given as unknown as Node;
  const inner = (part: Node): Tree => converted(part, { variables, depth: depth + 1 });
  switch (node.type) {
    case 'ConstantNode':
      return literalOf(node.value);
    case 'ParenthesisNode':
      return inner(node.content);
    case 'SymbolNode': {
      const { name } = node;
      if (variables.includes(name)) return variable(name);
      if (name === 'pi') return { kind: 'pi' };
      if (functionNamed(name) !== null) throw new ExpressionError(`${name} without its arguments`);
      throw new ExpressionError(`unknown name ${shown(name)}; ${known(variables)}`);
    }
    case 'FunctionNode': {
      const written = node.fn.type === 'SymbolNode' ? node.fn.name : '';
      const name = functionNamed(written);
      if (name === null)
        throw new ExpressionError(
          `unknown function ${shown(written)}; there are ${functionNames().join(', ')}`,
        );
      const { least, most } = argumentsOf(name);
      const count = node.args.length;
      if (count < least || count > most) {
        const expected = least === most ? `${least}` : `${least} or more`;
        throw new ExpressionError(
          `${name} takes ${expected} argument${expected === '1' ? '' : 's'}, not ${count}`,
        );
      }
      return call(name, ...node.args.map(inner));
    }
    case 'OperatorNode': {
      const [left, right] = node.args;
      if (node.fn === 'unaryMinus') return negative(inner(left!));
      if (node.fn === 'unaryPlus') return inner(left!);
      const kind = OPERATORS.get(node.fn as 'add');
      if (kind === undefined) throw new ExpressionError(`the operator ${shown(node.op)} has no meaning here`);
      if (node.implicit) throw new ExpressionError('a product without *');
      return binary(kind, inner(left!), inner(right!));
    }
    default:
      throw new ExpressionError('neither a number, a name, a function nor one of + - * / ^');
  }
}

function shown(name: string): string {
  return JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name);
}

function known(variables: readonly string[]): string {
  if (variables.length === 0) return 'no variables are expected';
  const few = variables.length > 8 ? [...variables.slice(0, 7), '…', variables.at(-1)!] : variables;
  return `the variable${variables.length === 1 ? ' is' : 's are'} ${few.join(', ')}`;
}

function literalOf(value: unknown): Tree {
  const literal = (value as Partial<Literal> | null)?.literal;
  if (literal === undefined || !/^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(literal))
    throw new ExpressionError(`${shown(String(literal ?? value))} is no number like 12.5 or 1e-3`);
  const power = Number(/[eE]([+-]?\d+)$/.exec(literal)?.[1] ?? 0);
  if (literal.length > MAX_NUMERAL_LENGTH || Math.abs(power) > MAX_NUMERAL_EXPONENT)
    throw new ExpressionError(
      `a number of more than ${MAX_NUMERAL_LENGTH} digits or with an exponent beyond ${MAX_NUMERAL_EXPONENT}`,
    );
  return number(literal.replace(/^\./, '0.').replace(/\.(?=$|[eE])/, ''));
}
