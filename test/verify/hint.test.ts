import { describe, expect, it } from 'vitest';
import type { ExactNumber } from '../../src/model/candidate.ts';
import { type HintSubject, hintOf } from '../../src/verify/hint.ts';

function subject(weights: ExactNumber[][], k: number, more: Partial<HintSubject> = {}): HintSubject {
  const [n, d] = [weights.length, weights[0]!.length];
  return {
    candidate: { form: 'dense', k, n, d, targets: null, weights },
    k,
    n,
    d,
    kAssumed: false,
    everyDimension: true,
    ...more,
  };
}

const WIDE = subject([[1, 0, 0]], 3);
const SQUARE = [
  [1, 0.1],
  [0, 0.9],
];
const none = { verdict: 'no-critical-point', gradientNorm: '0.25' } as const;
const undecided = (gradientNorm: string | null) => ({ verdict: 'inconclusive', gradientNorm }) as const;

describe('hints', () => {
  it('there is none where a critical point is proved', () => {
    for (const verdict of ['spurious-local-minimum', 'saddle', 'not-spurious'] as const)
      expect(hintOf({ verdict, gradientNorm: '1' }, WIDE)).toBeNull();
  });

  it('n < k: transposed?', () => {
    for (const verification of [none, undecided('1e-20')]) {
      const hint = hintOf(verification, WIDE)!;
      expect(hint).toContain('n = 1 neurons for k = 3 targets');
      expect(hint).toContain('--transpose');
      expect(hint).not.toContain('was assumed');
    }
    expect(hintOf(none, { ...WIDE, kAssumed: true })).toMatch(/k = 3 was assumed.*--k K.*--targets FILE/);
  });

  it('a large gradient: descend first; an assumed k names --k and --targets', () => {
    expect(hintOf(none, subject(SQUARE, 2))).toMatch(
      /^‖∇F‖ is about 0\.25, not near a critical point.*descend first[^;]*$/,
    );
    expect(hintOf(none, subject(SQUARE, 2, { kAssumed: true }))).toMatch(
      /--k K.*--targets FILE.*--transpose/,
    );
    expect(hintOf(undecided('4e-3'), subject(SQUARE, 2))).toContain('not near enough');
    // The same point and gradient times 10^−6.
    const small = subject(
      SQUARE.map((row) => row.map((x) => x * 1e-6)),
      2,
    );
    expect(hintOf(undecided('4e-9'), small)).toContain('not near enough');
    expect(hintOf(undecided('4e-9'), subject(SQUARE, 2))).not.toContain('not near enough');
  });

  it('inconclusive near a critical point: what to try', () => {
    const hint = hintOf(undecided('4e-9'), subject(SQUARE, 2))!;
    for (const word of ['descend further', '--digits 100', '--dimension 2']) expect(hint).toContain(word);
    expect(hintOf(undecided('4e-9'), subject(SQUARE, 2, { everyDimension: false }))).not.toContain(
      '--dimension',
    );
    expect(hintOf(undecided('1e-32'), subject(SQUARE, 2))).not.toContain('descend');
  });

  it('a zero neuron, also among decimals that no double holds; a point too large for a dense proof', () => {
    expect(
      hintOf(
        undecided(null),
        subject(
          [
            [1, 1],
            ['0.00', -0],
          ],
          2,
        ),
      ),
    ).toContain('neuron 1 (counted from 0) is zero');
    expect(
      hintOf(
        undecided(null),
        subject(
          [
            ['1e-400', 0],
            [1, 1],
          ],
          2,
        ),
      ),
    ).not.toContain('is zero');
    const large = subject(
      Array.from({ length: 92 }, () => new Array(90).fill(1)),
      90,
    );
    expect(hintOf(undecided('1e-9'), large)).toContain('block form');
  });

  it('a point in block form has no matrix and no assumed k', () => {
    const candidate = { form: 'block', blocks: [6], neurons: [] } as const;
    const hint = hintOf(none, { candidate, k: 6, n: 5, d: 6, kAssumed: false, everyDimension: true })!;
    expect(hint).not.toContain('--transpose');
  });
});
