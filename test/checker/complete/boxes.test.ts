import { describe, expect, it } from 'vitest';
import { Boxes, chartOf, type DirectionBox } from '../../../src/checker/complete/boxes.ts';
import { span } from '../../../src/checker/complete/doubles.ts';
import { sizesOf } from '../../../src/checker/complete/equations.ts';
import { type ChartResult, subdivide, type UniqueZero } from '../../../src/complete/subdivision.ts';

const K = 6;

function boxOf({ centre, radius }: UniqueZero): DirectionBox {
  return centre.map((x) => span(x - radius, x + radius));
}

function replay(
  { chart, trace, zeros }: Pick<ChartResult, 'chart' | 'trace' | 'zeros'>,
  k: number = K,
  name: number = chart,
): string {
  const boxes = new Boxes(sizesOf(k), chartOf(name));
  try {
    const known = zeros.map((zero, i) => {
      boxes.uniqueZero(boxOf(zero), `zero ${i + 1}`);
      return boxOf(zero);
    });
    boxes.replay(trace, known, 'chart', () => {});
    return 'accepted';
  } catch (error) {
    return (error as Error).message;
  }
}

/** With the letter at this place exchanged. */
function exchanged(result: ChartResult, at: number, letter: string): ChartResult {
  return { ...result, trace: result.trace.slice(0, at) + letter + result.trace.slice(at + 1) };
}

describe('the replay of a chart', () => {
  // Charts of few boxes, two of them with zeros: all good neurons equal (9, 12), a saddle (9).
  const nine = subdivide(K, 9);
  const twelve = subdivide(K, 12);

  it('accepts what the prover writes', () => {
    expect([nine, twelve].map(({ zeros }) => zeros.length)).toEqual([2, 1]);
    for (const result of [nine, twelve, subdivide(K, 13), subdivide(20, 13)]) {
      expect(result.undecided).toEqual([]);
      expect(result.trace).toHaveLength(result.boxes);
    }
    expect(replay(nine)).toBe('accepted');
    expect(replay(twelve)).toBe('accepted');
    expect(replay(subdivide(20, 13), 20)).toBe('accepted');
  });

  it('rejects a zero taken out, or moved', () => {
    for (const i of [0, 1]) {
      const zeros = nine.zeros.filter((_, j) => j !== i);
      expect(replay({ ...nine, zeros })).toMatch(/is closed by test "k"$/);
    }
    const moved = nine.zeros.map((zero) => ({ ...zero, centre: zero.centre.map((x) => x + 0.3) }));
    expect(replay({ ...nine, zeros: moved })).toMatch(/zero 1: (the box has exactly one zero|norms fit)/);
  });

  it('rejects a box with one zero that is much larger', () => {
    const zeros = nine.zeros.map((zero) => ({ ...zero, radius: 10 * zero.radius }));
    expect(replay({ ...nine, zeros })).toMatch(/the box has exactly one zero of the equations/);
  });

  it('rejects the trace of another chart, or of another k', () => {
    expect(replay({ ...twelve, zeros: [] }, K, 13)).not.toBe('accepted');
    expect(replay({ ...nine, zeros: [] }, K, 8)).not.toBe('accepted');
    expect(replay(nine, 7)).not.toBe('accepted');
    expect(replay({ ...subdivide(20, 13) }, 3)).not.toBe('accepted');
  });

  it('rejects a box left out, one too many, and a trace that ends early', () => {
    expect(replay({ ...twelve, trace: twelve.trace.slice(0, -1) })).toMatch(/accounts for every box/);
    expect(replay({ ...twelve, trace: `${twelve.trace}r` })).toMatch(/ends with its last box/);
    const leaf = twelve.trace.indexOf('r');
    const without = twelve.trace.slice(0, leaf) + twelve.trace.slice(leaf + 1);
    expect(replay({ ...twelve, trace: without })).not.toBe('accepted');
  });

  it('rejects tests that are exchanged', () => {
    const { trace } = nine;
    for (const [from, to] of [
      ['k', 'r'],
      ['k', 'e'],
      ['k', 'm'],
      ['e', 'n'],
      ['e', 'm'],
      ['r', 'k'],
      ['r', 'w'],
    ] as const)
      expect(replay(exchanged(nine, trace.indexOf(from), to)), `${from} for ${to}`).toMatch(
        new RegExp(`is closed by test "${to}"$`),
      );
    // The box of a zero is never empty, however it is cut.
    expect(replay({ ...nine, trace: 'e', zeros: [] })).toMatch(/box 1 of the trace is closed by test "e"/);
  });
});

describe('one zero', () => {
  it('is enclosed, with its norms', () => {
    const boxes = new Boxes(sizesOf(K), chartOf(9));
    for (const zero of subdivide(K, 9).zeros) {
      const found = boxes.uniqueZero(boxOf(zero), 'zero');
      for (const [i, [low, high]] of zero.enclosure.entries()) {
        // Both hold the zero.
        expect(found[i]!.lo).toBeLessThanOrEqual(high);
        expect(found[i]!.hi).toBeGreaterThanOrEqual(low);
        expect(found[i]!.hi - found[i]!.lo).toBeLessThan(1e-10);
      }
    }
  });
});
