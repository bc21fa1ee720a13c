import { describe, expect, it } from 'vitest';
import {
  confirmConvex,
  confirmCriticalAreMinima,
  confirmSmooth,
  isNonnegative,
} from '../../../src/checker/data/convex.ts';
import { type Formula, readFormula } from '../../../src/checker/data/formula.ts';
import { Rejection } from '../../../src/checker/rejection.ts';
import { type Draw, drawOf } from '../../elimination/problems.ts';

const SEED = 31;
const RUNS = Number(process.env['SPURIOUS_RUNS'] ?? 1500);

/** A random formula in q and y: constants in every place, 0 among them. */
function randomFormula(draw: Draw, depth: number): string {
  const one = (of: readonly string[]): string => of[draw.integer(0, of.length - 1)]!;
  if (depth === 0) return one(['q', 'q', 'q', 'y', 'pi', '0', '1', '2', '0.5', '1.5']);
  const e = (): string => randomFormula(draw, draw.chance(0.3) ? 0 : depth - 1);
  const n = draw.integer(0, 4);
  const forms = [
    () => `(${e()} ${one(['+', '-'])} ${e()})`,
    () => `(${e()}${one(['*', '/'])}${e()})`,
    () => `(-(${e()}))`,
    () => `(${e()})^${n}`,
    () => `(${e()})^(-${n})`,
    () => `(${e()})^(${e()})`,
    () => `(${e()})^0.5`,
    () =>
      `${one(['exp', 'log', 'sqrt', 'tanh', 'sin', 'cos', 'atan', 'abs', 'softplus', 'sigmoid'])}(${e()})`,
    () => `${one(['max(0, ', 'abs('])}${e()})^${n}`,
    () => `${one(['max', 'min', 'logsumexp'])}(${e()}, ${e()})`,
    () => `sqrt((${e()})^2 + (${e()})^2)`,
    () => `(1 - exp(-(${e()})))`,
  ];
  return forms[draw.integer(0, forms.length - 1)]!();
}

const FUNCTIONS: Readonly<Record<string, (...args: number[]) => number>> = {
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  tanh: Math.tanh,
  sin: Math.sin,
  cos: Math.cos,
  atan: Math.atan,
  abs: Math.abs,
  max: Math.max,
  min: Math.min,
  softplus: (x) => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x))),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  logsumexp: (...x) => {
    const most = Math.max(...x);
    return most + Math.log(x.reduce((sum, own) => sum + Math.exp(own - most), 0));
  },
};

function numberOf(formula: Formula, names: Readonly<Record<string, number>>): number {
  const of = (part: Formula): number => numberOf(part, names);
  switch (formula.op) {
    case 'number':
      return Number(formula.text);
    case 'name':
      return formula.text === 'pi' ? Math.PI : names[formula.text]!;
    case 'minus':
      return -of(formula.of[0]);
    case '+':
      return of(formula.of[0]) + of(formula.of[1]);
    case '-':
      return of(formula.of[0]) - of(formula.of[1]);
    case '*':
      return of(formula.of[0]) * of(formula.of[1]);
    case '/':
      return of(formula.of[0]) / of(formula.of[1]);
    case '^':
      return of(formula.of[0]) ** of(formula.of[1]);
    case 'call':
      return FUNCTIONS[formula.text]!(...formula.of.map(of));
  }
}

function holds(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    return false;
  }
}

describe('rules about losses', () => {
  it('what they say of random formulas is not refuted by values', () => {
    const counts = { convex: 0, minima: 0, smooth: 0, nonnegative: 0 };
    for (let run = 0; run < RUNS; run++) {
      const draw = drawOf(SEED, run);
      const text = randomFormula(draw, draw.integer(1, 3));
      const label = ['0', '1', '-1', '0.5', '-2'][draw.integer(0, 4)]!;
      const loss = readFormula(text, ['q', 'y']);
      const labels = new Map([['y', label]]);
      const place = `seed ${SEED}, run ${run}: ${text}, y = ${label}`;
      const at = (q: number): number => numberOf(loss, { q, y: Number(label) });
      const grid = Array.from({ length: 161 }, (_, i) => at((i - 80) / 16));
      const size = Math.max(1, ...grid.map(Math.abs));
      // Without values somewhere, or too large: the enclosures refuse that elsewhere.
      const tame = grid.every(Number.isFinite) && size < 1e8;
      const room = 1e-9 * size;
      if (holds(() => confirmSmooth(loss, labels, 1))) {
        counts.smooth += 1;
        expect(tame || !grid.some(Number.isNaN) || size === Infinity, place).toBe(true);
      }
      if (!tame) continue;
      const inner = grid.slice(1, -1).map((x, i) => ({ before: grid[i]!, x, after: grid[i + 2]! }));
      if (isNonnegative(loss, labels)) {
        counts.nonnegative += 1;
        expect(Math.min(...grid), place).toBeGreaterThan(-room);
      }
      if (holds(() => confirmConvex(loss, labels))) {
        counts.convex += 1;
        const bent = Math.min(...inner.map(({ before, x, after }) => before - 2 * x + after));
        expect(bent, place).toBeGreaterThan(-room);
      }
      if (holds(() => confirmCriticalAreMinima(loss, labels))) {
        counts.minima += 1;
        const least = Math.min(...grid);
        const valleys = inner.filter(({ before, x, after }) => x < before - room && x < after - room);
        // Points next to the least one.
        const slope = Math.max(...inner.map(({ x, after }) => Math.abs(x - after)));
        for (const { x } of valleys) expect(x - least, place).toBeLessThan(slope + room);
      }
    }
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(RUNS / 20);
  });

  it.each([
    '2^(-((q - y)^2))',
    '2^((q^2 - 1)^2 + q/10)',
    'pi^(sin(q))',
    'y^(min(q, 0))',
    '1 + 2^(log(1 + q^2))/3',
    '(2^(0 - abs(q)))^3',
  ])('%s is not taken for convex', (text) => {
    const loss = readFormula(text, ['q', 'y']);
    expect(() => confirmConvex(loss, new Map([['y', '2']]))).toThrow(Rejection);
  });

  it.each(['(q - y)^2 + 2^(y/3)', '2^(-2)*q', 'pi^(1/3)'])('%s is convex', (text) => {
    const loss = readFormula(text, ['q', 'y']);
    expect(() => confirmConvex(loss, new Map([['y', '2']]))).not.toThrow();
  });
});
