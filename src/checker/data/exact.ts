/**
 * What is known exactly of the nodes of a circuit at rational inputs: their values, and the derivatives of a node by the others. Null: not known
 * to be rational. Signs at max, min and abs are those of enclosures where exact values are not known.
 */
import {
  divided,
  type Fraction,
  fraction,
  fractionOf,
  isEqual,
  isZero,
  negative,
  ONE,
  plus,
  signOf,
  times,
  ZERO,
} from '../numbers/fraction.ts';
import { type Interval, type Intervals, isPositive } from '../numbers/interval.ts';
import type { Circuit } from './circuit.ts';

export type Exact = Fraction | null;

/** Longer numbers are not made. */
const MOST_BITS = 1 << 16;

interface Signs {
  readonly I: Intervals;
  readonly intervals: readonly Interval[];
}

/** The exact values of all nodes; the enclosures of their values have to be there. */
export function exactValues(circuit: Circuit, inputs: readonly Exact[], signs: Signs): Exact[] {
  const v: Exact[] = [...inputs];
  for (let i = circuit.inputs; i < circuit.nodes.length; i++) {
    const value = exactValue(circuit, i, v, signs);
    v.push(value !== null && value.under > 1n << BigInt(MOST_BITS) ? null : value);
  }
  return v;
}

/** ∂(node end)/∂(each node) where the end is differentiable there; entries that are missing are 0. */
export function exactAdjoints(
  circuit: Circuit,
  v: readonly Exact[],
  signs: Signs,
  end: number,
): readonly (Exact | undefined)[] {
  const result: (Exact | undefined)[] = [];
  result[end] = ONE;
  for (let i = end; i >= circuit.inputs; i--) {
    const own = result[i];
    if (own === undefined || (own !== null && isZero(own))) continue;
    for (const [p, j] of circuit.nodes[i]!.of.entries()) {
      const part = product(own, slopeOf(circuit, i, p, v, signs));
      const before = result[j];
      result[j] = before === undefined ? part : sum(before, part);
    }
  }
  return result;
}

function sum(a: Exact, b: Exact): Exact {
  return a === null || b === null ? null : plus(a, b);
}

/** 0 times anything is 0. */
function product(a: Exact, b: Exact): Exact {
  if ((a !== null && isZero(a)) || (b !== null && isZero(b))) return ZERO;
  return a === null || b === null ? null : times(a, b);
}

function power(a: Fraction, n: number): Exact {
  const bits = Math.max(a.over.toString(2).length, a.under.toString(2).length);
  return bits * n > MOST_BITS ? null : { over: a.over ** BigInt(n), under: a.under ** BigInt(n) };
}

/** The sign of x − y where it is known and not 0. */
function order(circuit: readonly number[], v: readonly Exact[], { I, intervals }: Signs): 1 | -1 | null {
  const [a, b] = circuit as readonly [number, number];
  const ahead = I.subtract(intervals[a]!, intervals[b]!);
  if (isPositive(ahead)) return 1;
  if (isPositive(I.negate(ahead))) return -1;
  const [x, y] = [v[a]!, v[b]!];
  if (x === null || y === null) return null;
  const sign = signOf(plus(x, negative(y)));
  return sign === 0 ? null : sign;
}

function signAt(node: number, v: readonly Exact[], { I, intervals }: Signs): 1 | -1 | null {
  if (isPositive(intervals[node]!)) return 1;
  if (isPositive(I.negate(intervals[node]!))) return -1;
  const x = v[node]!;
  const sign = x === null ? 0 : signOf(x);
  return sign === 0 ? null : sign;
}

function exactValue(circuit: Circuit, i: number, v: readonly Exact[], signs: Signs): Exact {
  const { kind, of, text, n } = circuit.nodes[i]!;
  const at = (p: number): Exact => v[of[p]!]!;
  switch (kind) {
    case 'number':
      return fractionOf(text);
    case 'minus': {
      const x = at(0);
      return x && negative(x);
    }
    case '+':
      return sum(at(0), at(1));
    case '-': {
      const y = at(1);
      return sum(at(0), y && negative(y));
    }
    case '*':
      return product(at(0), at(1));
    case '/': {
      const [x, y] = [at(0), at(1)];
      return y === null || isZero(y) ? null : product(x, divided(ONE, y));
    }
    case 'inner': {
      let total: Exact = at(of.length - 1);
      for (let p = 0; p + 1 < of.length; p += 2) total = sum(total, product(at(p), at(p + 1)));
      return total;
    }
    case 'power': {
      const x = at(0);
      return n === 0 ? ONE : x && power(x, n);
    }
    case 'call':
      return functionValue(text, of, v, signs);
    default:
      return null;
  }
}

/** Functions that are rational at 0, and there only as far as is known. */
const AT_ZERO: Readonly<Record<string, Fraction>> = {
  exp: ONE,
  cos: ONE,
  tanh: ZERO,
  sin: ZERO,
  atan: ZERO,
  erf: ZERO,
  sqrt: ZERO,
  sigmoid: fraction(1n, 2n),
};

function functionValue(name: string, of: readonly number[], v: readonly Exact[], signs: Signs): Exact {
  const x = v[of[0]!]!;
  if (name === 'abs') {
    if (x === null) return null;
    return signOf(x) < 0 ? negative(x) : x;
  }
  if (name === 'max' || name === 'min') {
    const sign = order(of, v, signs);
    const y = v[of[1]!]!;
    if (sign === null) return x !== null && y !== null && isEqual(x, y) ? x : null;
    return sign > 0 === (name === 'max') ? x : y;
  }
  if (x === null) return null;
  if (name === 'log') return isEqual(x, ONE) ? ZERO : null;
  if (name === 'sqrt' && isEqual(x, ONE)) return ONE;
  return isZero(x) ? (AT_ZERO[name] ?? null) : null;
}

function slopeOf(circuit: Circuit, i: number, p: number, v: readonly Exact[], signs: Signs): Exact {
  const { kind, of, text, n } = circuit.nodes[i]!;
  const at = (q: number): Exact => v[of[q]!]!;
  switch (kind) {
    case 'minus':
      return negative(ONE);
    case '+':
      return ONE;
    case '-':
      return p === 0 ? ONE : negative(ONE);
    case '*':
      return at(1 - p);
    case '/': {
      const y = at(1);
      if (y === null || isZero(y)) return null;
      const inverse = divided(ONE, y);
      return p === 0 ? inverse : product(at(0), negative(times(inverse, inverse)));
    }
    case 'inner':
      return p === of.length - 1 ? ONE : at(p % 2 === 0 ? p + 1 : p - 1);
    case 'power': {
      const x = at(0);
      if (n === 0) return ZERO;
      const rest = n === 1 ? ONE : x && power(x, n - 1);
      return product({ over: BigInt(n), under: 1n }, rest);
    }
    case 'call':
      return functionSlope(text, of, p, v, v[i]!, signs);
    default:
      return ZERO;
  }
}

function functionSlope(
  name: string,
  of: readonly number[],
  p: number,
  v: readonly Exact[],
  value: Exact,
  signs: Signs,
): Exact {
  const x = v[of[0]!]!;
  const atZero = x !== null && isZero(x);
  switch (name) {
    case 'abs': {
      const sign = signAt(of[0]!, v, signs);
      return sign === null ? null : sign > 0 ? ONE : negative(ONE);
    }
    case 'max':
    case 'min': {
      const sign = order(of, v, signs);
      if (sign === null) return null;
      return (sign > 0 === (name === 'max')) === (p === 0) ? ONE : ZERO;
    }
    case 'exp':
      return value;
    case 'log':
      return x === null || isZero(x) ? null : divided(ONE, x);
    case 'sqrt':
      return value === null || isZero(value) ? null : divided(ONE, plus(value, value));
    case 'atan':
      return x && divided(ONE, plus(ONE, times(x, x)));
    case 'tanh':
    case 'sin':
      return atZero ? ONE : null;
    case 'cos':
      return atZero ? ZERO : null;
    case 'softplus':
      return atZero ? fraction(1n, 2n) : null;
    case 'sigmoid':
      return atZero ? fraction(1n, 4n) : null;
    case 'logsumexp':
      // Equal arguments have equal shares.
      return x !== null && of.every((j) => v[j] != null && isEqual(v[j]!, x))
        ? fraction(1n, BigInt(of.length))
        : null;
    default:
      return null;
  }
}
