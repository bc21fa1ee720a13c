import {
  argumentsOf,
  binary,
  call,
  functionNamed,
  functionNames,
  negative,
  number,
  type Operator,
  type Tree,
  variable,
} from '../../src/expression/tree.ts';
import { type Draw, drawOf } from '../elimination/problems.ts';

const OPERATORS: readonly Operator[] = ['add', 'sub', 'mul', 'div', 'power'];

/** Any tree, whether it has values or not: for texts. */
export function anyTree(draw: Draw, depth: number, names: readonly string[]): Tree {
  const inner = (): Tree => anyTree(draw, depth - 1, names);
  const kind = depth === 0 ? draw.integer(0, 2) : draw.integer(0, 9);
  if (kind === 0)
    return number(
      ['0', '1', '2', '0.5', '0.3333333333333333333333333', '1e-30', '12500'][draw.integer(0, 6)]!,
    );
  if (kind === 1) return { kind: 'pi' };
  if (kind === 2) return variable(names[draw.integer(0, names.length - 1)]!);
  if (kind === 3) return negative(inner());
  if (kind <= 7) return binary(OPERATORS[draw.integer(0, 4)]!, inner(), inner());
  const list = functionNames();
  const name = functionNamed(list[draw.integer(0, list.length - 1)]!)!;
  const { least, most } = argumentsOf(name);
  return call(name, ...Array.from({ length: draw.integer(least, Math.min(most, 3)) }, inner));
}

/** A tree that has a value for all values of its variables and no kinks: for values and derivatives. */
export function smoothTree(draw: Draw, depth: number, names: readonly string[]): Tree {
  const inner = (): Tree => smoothTree(draw, depth - 1, names);
  if (depth === 0)
    return draw.chance(0.3)
      ? number(['0.25', '1', '1.5', '0.3333333333333333333333333'][draw.integer(0, 3)]!)
      : variable(names[draw.integer(0, names.length - 1)]!);
  const positive = (): Tree => binary('add', number('1.25'), binary('power', inner(), number(2)));
  switch (draw.integer(0, 15)) {
    case 0:
      return negative(inner());
    case 1:
    case 2:
      return binary('add', inner(), inner());
    case 3:
      return binary('sub', inner(), inner());
    case 4:
    case 5:
      return binary('mul', inner(), inner());
    case 6:
      return binary('div', inner(), positive());
    case 7:
      return binary('power', inner(), number(draw.integer(2, 4)));
    case 8:
      return binary('power', positive(), number('0.7'));
    case 9:
      return binary('power', positive(), negative(number(2)));
    case 10:
      return call('log', positive());
    case 11:
      return call('sqrt', positive());
    case 12:
      return call('exp', call('tanh', inner()));
    case 13:
      return call('logsumexp', inner(), inner(), number(1));
    case 14:
      return call('abs', positive());
    default: {
      const list = ['tanh', 'sin', 'cos', 'atan', 'erf', 'softplus', 'sigmoid'] as const;
      return call(list[draw.integer(0, list.length - 1)]!, inner());
    }
  }
}

export { drawOf };

/**
 * Reads a canonical text by the grammar that src/expression/tree.ts states, apart from the library and from mathjs: what a checker
 * needs to read one.
 */
export function readCanonical(text: string): Tree {
  let at = 0;
  const next = (token: string): boolean => {
    if (!text.startsWith(token, at)) return false;
    at += token.length;
    return true;
  };
  const expect = (token: string): void => {
    if (!next(token)) throw new Error(`${token} expected at ${at} in ${text}`);
  };
  const sum = (): Tree => {
    let left = product();
    for (;;) {
      if (next(' + ')) left = { kind: 'add', left, right: product() };
      else if (next(' - ')) left = { kind: 'sub', left, right: product() };
      else return left;
    }
  };
  const product = (): Tree => {
    let left = factor();
    for (;;) {
      if (next('*')) left = { kind: 'mul', left, right: factor() };
      else if (next('/')) left = { kind: 'div', left, right: factor() };
      else return left;
    }
  };
  const factor = (): Tree => (next('-') ? { kind: 'neg', of: power() } : power());
  const power = (): Tree => {
    const left = atom();
    return next('^') ? { kind: 'power', left, right: power() } : left;
  };
  const atom = (): Tree => {
    if (next('(')) {
      const inside = sum();
      expect(')');
      return inside;
    }
    const numeral = /^(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]\d+)?/.exec(text.slice(at));
    if (numeral !== null) {
      at += numeral[0].length;
      return { kind: 'number', value: numeral[0] };
    }
    const name = /^[A-Za-z][A-Za-z0-9_]*/.exec(text.slice(at))![0];
    at += name.length;
    if (name === 'pi') return { kind: 'pi' };
    if (!next('(')) return { kind: 'variable', name };
    const args = [sum()];
    while (next(', ')) args.push(sum());
    expect(')');
    return { kind: 'call', name: name as 'exp', args };
  };
  const tree = sum();
  if (at < text.length) throw new Error(`something after ${at} in ${text}`);
  return tree;
}
