import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { type Ball, BallField, DomainError } from '../../../src/arithmetic/ball.ts';
import { approximately } from '../../../src/arithmetic/exact.ts';
import { zerosIn } from '../../../src/arithmetic/roots.ts';
import { EXAMPLE_COUNT, exampleOf } from '../../../src/papers/kawaguchi-kaelbling/examples.ts';
import { type Statement, Statements, Unproved } from '../../../src/papers/kawaguchi-kaelbling/statement.ts';

const all = Array.from({ length: EXAMPLE_COUNT }, (_, i) => exampleOf(i + 1));
const statements = (example: number): readonly Statement[] => all[example - 1]!.statements;
const find = (example: number, part: string): Statement => {
  const found = statements(example).filter(({ text }) => text.includes(part));
  if (found.length !== 1) throw new Error(`${found.length} statements of example ${example} have "${part}"`);
  return found[0]!;
};

describe('the examples of Kawaguchi & Kaelbling (2020)', () => {
  /** The figures of elimination.md 3 with the digits given there. */
  it.each<[number, string, string]>([
    [1, 'is a local minimum, near 0.2', '0.200027831049583'],
    [1, 'this one is a local maximum', '0.495476508954519'],
    [1, 'the global minimum of f', '0.799591947087402'],
    [1, 'L at the critical point of f near θ = 0.2', '7.99958274523'],
    [1, 'L at the local maximum', '25.6449'],
    [1, 'f at its critical point near θ = 0.8', '-1.00474518'],
    [1, 'the left end of the interval', '0.793055830586606'],
    [1, 'the right end of the interval', '0.80612534484948'],
    [1, 'Computed: y₁', '-1.0047266674'],
    [1, 'the other global minimum', '0.799183883586918'],
    [1, 'spurious local minimum near 0.2', '4.01878959613'],
  ])('example %s: %s is %s', (example, part, figure) => {
    const found = statements(example).filter(
      ({ text, enclosure }) =>
        text.startsWith(part.startsWith('“') ? part : '') && text.includes(part) && enclosure,
    );
    const { enclosure, verdict } = found.at(-1)!;
    expect(verdict).toBe('holds');
    const width = new Decimal(enclosure!.upper).minus(enclosure!.lower).toNumber();
    expect(width).toBeGreaterThanOrEqual(0);
    expect(width).toBeLessThan(1e-15);
    const digits = figure.split('.')[1]!.length;
    expect(new Decimal(enclosure!.lower).toFixed(digits)).toBe(new Decimal(figure).toFixed(digits));
  });

  it('what is misprinted, and what is right', () => {
    const verdicts = all.map(({ statements }) => {
      const of = (verdict: string): number => statements.filter((s) => s.verdict === verdict).length;
      return [of('fails'), of('corrected')];
    });
    expect(verdicts).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 1],
      [0, 0],
      [1, 5],
      [0, 2],
    ]);
    for (const { statements } of all)
      for (const { verdict, corrected, text, because } of statements) {
        expect(corrected === null, text).toBe(verdict === 'holds');
        expect(because).not.toBe('');
      }
  });

  it('example 6 as printed is refuted, 64, and the corrected form goes to 0', () => {
    const printed = find(6, '“if we set a = −2 exp(−1/ε)');
    expect(printed).toMatchObject({ verdict: 'fails', enclosure: { lower: '64', upper: '64' } });
    const corrected = find(6, '“L̃(θ,a,b,W) = λ exp(−2/ε) → 0');
    expect(corrected).toMatchObject({ verdict: 'corrected', enclosure: { lower: '0', upper: '0' } });
    expect(corrected.corrected).toContain('4λ exp(−2/ε)');
    expect(find(6, 'f(x₁;θ) ≠ y₁”').corrected).toContain('y₁f(x₁;θ) < 1');
  });

  it('examples 4 and 7: the limits hold, the sign of a does not', () => {
    expect(find(4, '→ 1, as ε → 0')).toMatchObject({
      verdict: 'holds',
      enclosure: { lower: '1', upper: '1' },
    });
    expect(find(7, '→ 8 as ε → 0')).toMatchObject({
      verdict: 'holds',
      enclosure: { lower: '8', upper: '8' },
    });
    for (const example of [4, 7]) {
      const sign = find(example, 'as a → 0⁻, b → ∞');
      expect(sign.verdict).toBe('corrected');
      expect(Number(sign.enclosure!.lower)).toBeGreaterThan(0);
    }
    expect(find(7, '(2 + 2 exp(−‖x₂').corrected).toContain('4λ exp(−2/ε)');
  });

  it('a statement is not taken without its proof', () => {
    const s = new Statements();
    expect(() => s.holds('text', 'because', null, true, false)).toThrow(Unproved);
    expect(s.all).toEqual([]);
    expect(() => exampleOf(8)).toThrow(RangeError);
  });
});

describe('zeros of functions', () => {
  const field = new BallField(128);
  const cubic = (shift: string) => ({
    // (x² − 2)x − shift
    value: (x: Ball) =>
      field.sub(field.mul(x, field.sub(field.mul(x, x), field.integer(2))), field.exact(shift)),
    slope: (x: Ball) => field.sub(field.scale(field.mul(x, x), 3), field.integer(2)),
  });
  const [low, high] = [field.integer(-2), field.exact('2.25')];
  const near = (x: Ball): number => approximately(field.upperRational(x));

  it('finds all of them, and none that is not there', () => {
    const zeros = zerosIn(field, cubic('0'), low, high);
    expect(zeros.map(near)).toEqual([
      expect.closeTo(-Math.SQRT2, 14),
      expect.closeTo(0, 14),
      expect.closeTo(Math.SQRT2, 14),
    ]);
    for (const zero of zeros) expect(zero.rad < 64n).toBe(true);
    expect(zerosIn(field, cubic('3'), low, high).map(near)).toEqual([expect.closeTo(1.8932892, 6)]);
    expect(zerosIn(field, cubic('9'), low, high)).toEqual([]);
  });

  it('does not decide about a double zero', () => {
    const square = {
      value: (x: Ball) => field.mul(field.sub(x, field.exact('0.3')), field.sub(x, field.exact('0.3'))),
      slope: (x: Ball) => field.scale(field.sub(x, field.exact('0.3')), 2),
    };
    expect(() => zerosIn(field, square, low, high)).toThrow(DomainError);
  });
});
