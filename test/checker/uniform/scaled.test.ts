import { describe, expect, it } from 'vitest';
import { blocksOf, type Triangle, trivialBlock } from '../../../src/checker/uniform/blocks.ts';
import { Dual } from '../../../src/checker/uniform/dual.ts';
import { equationsOf, jacobianOf } from '../../../src/checker/uniform/equations.ts';
import { type FamilyShape, ScaledPoint } from '../../../src/checker/uniform/scaled.ts';
import { approximate, constant, ONE, piOver, type Series } from '../../../src/checker/uniform/series.ts';
import { fixed } from './uniform-fixture.ts';
import { determinant, expanded, gradient, hessian } from './unscaled.ts';

/** A family at one s and one y, with derivatives. */
function pointwise(shape: FamilyShape, s: bigint, y: readonly bigint[]): ScaledPoint {
  const unknowns = y.map((value, i) => {
    const slopes: (Series | null)[] = Array<null>(i).fill(null);
    slopes.push(constant(0, ONE));
    return new Dual(constant(0, value), slopes);
  });
  return new ScaledPoint(shape, constant(0, s, 1n), unknowns);
}

/** Units as a decimal with 24 places. */
function decimal(x: Series): number {
  return approximate(x.coefficients[0]!);
}

describe('the test values of mathematics.md 16.4', () => {
  const rational = (numerator: number, denominator: number) =>
    (BigInt(numerator) * ONE) / BigInt(denominator);
  const y = [
    rational(-1, 2),
    rational(-3, 2),
    rational(1, 4),
    rational(7, 10),
    rational(11, 10),
    rational(9, 10),
    rational(-7, 5),
  ];
  const family = pointwise({ bad: 1, singles: 2 }, ONE / 3n, y);
  const equations = equationsOf(family);
  const blocks = blocksOf(family, constant(0, 0n));

  /** Within 2 units of the twentieth significant digit. */
  const agrees = (x: Series, text: string) => {
    const [whole = '', fraction = ''] = text.replace('-', '').split('.');
    const value = (BigInt(whole + fraction) * ONE) / 10n ** BigInt(fraction.length);
    const difference = x.coefficients[0]! - (text.startsWith('-') ? -value : value);
    const size = difference < 0n ? -difference : difference;
    expect(approximate(size), text).toBeLessThan(2e-19);
    expect(size <= x.radius + ONE / 10n ** BigInt(fraction.length), text).toBe(true);
  };

  it('equations', () => {
    const expected = [
      '.817381187717184326365888',
      '.2338219798889006909765613',
      '-.3093852353083396072548203',
      '.5666159843507297213606635',
      '-2.612006921269316895039191',
      '.4649542781314915062464773',
      '-2.662079580278507772252783',
    ];
    equations.forEach((equation, i) => {
      agrees(equation.value, expected[i]!);
    });
  });

  it('blocks', () => {
    const expected: Record<string, readonly string[]> = {
      std: [
        '2.2059512656401871182 -.50489770193039064828 1.2075283650593658654 -.26611880000163033574 1.6826497286868245157 1.75094905630537114',
        '1.3051849989139053456 -.24837737939963061501 .061761046017281328091 -.21898425266475416961 -.087642917886021210914',
        '1.0918694451948704078 .16684391057890378531 1.1165695648305013779 1.1693757853386593713',
        '1.6952155981204405472 -.91516738590221776011 -.83836118398644581596',
        '2.9184417020133178919 2.9310188181243243603',
        '2.7773930539004983057',
      ],
      sym: ['2.5933612157383708298'],
      alt: ['.63085985525578810371'],
      'M std': ['1.6215187938012307815'],
      'M triv': [
        '1.4162270519862000011 1.2904987004875430426 1.3594026985681014214',
        '2.9322417748314702736 2.9310188181243243603',
        '2.8248222169527896071',
      ],
    };
    for (const [name, upper] of Object.entries(expected)) {
      upper.forEach((row, i) => {
        row.split(' ').forEach((text, j) => {
          const entry = blocks[name]![i + j]![i]!;
          // The first row of std is printed to 18 digits in its last entry.
          if (text.length > 18) agrees(entry, text);
          else expect(decimal(entry)).toBeCloseTo(Number(text), 15);
        });
      });
    }
  });

  it('critical points', () => {
    const points: readonly [number, string][] = [
      [
        7,
        '-.45564966634569355 -1.97736486837427483 -.41816085967697957 .53645753792073452 ' +
          '1.42957560147284313 1.05057210954563150 -.49154073540069951',
      ],
      [
        100,
        '-.30393533337506788 -1.66813452247863161 -.15637183528095210 .71330715781889027 ' +
          '1.37395457521155504 .93079183939137043 -1.11964350233902823',
      ],
    ];
    for (const [k, values] of points) {
      const at = pointwise(
        { bad: 1, singles: 2 },
        fixed(k ** -0.5),
        values.split(' ').map(Number).map(fixed),
      );
      for (const equation of equationsOf(at)) expect(Math.abs(decimal(equation.value))).toBeLessThan(3e-14);
    }
  });
});

describe('signs that the formulas rest on', () => {
  const at = (y: readonly number[]) => () =>
    equationsOf(pointwise({ bad: 1, singles: 1 }, ONE / 3n, y.map(fixed)));

  it('are confirmed', () => {
    expect(at([0, -1, 0, 1, 0])).not.toThrow();
    expect(at([-30, -1, 0, 1, 0])).toThrow('a block neuron at its own coordinate');
    expect(at([0, -1, 0, 1, 3.2])).toThrow('a matched neuron at its own coordinate');
  });
});

/** Deterministic numbers in (−1, 1). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 1073741824 - 1;
  };
}

const SHAPES: readonly (FamilyShape & { readonly k: number })[] = [
  { bad: 1, singles: 1, k: 8 },
  { bad: 1, singles: 2, k: 9 },
  { bad: 1, singles: 3, k: 12 },
  { bad: 2, singles: 2, k: 8 },
  { bad: 2, singles: 4, k: 10 },
  { bad: 3, singles: 5, k: 9 },
];

describe.each(SHAPES)('$bad bad, $singles singles at k = $k, a point that is not critical', (shape) => {
  const { bad, singles, k } = shape;
  const next = random(bad * 100 + singles * 10 + k);
  const s = k ** -0.5;
  const m = k - bad;
  const count = 2 + bad + singles * (1 + bad);
  const y = Array.from({ length: count }, (_, i) => {
    const single = (i - 2 - bad) % (1 + bad);
    return i >= 2 + bad && single === 0 ? 1 + 0.3 * next() : 0.9 * next();
  });
  const d = k + 1;
  const W = expanded(shape, k, d, y);
  const H = hessian(W, k);
  const family = pointwise(shape, fixed(s), y.map(fixed));
  const equations = equationsOf(family);
  const jacobian = jacobianOf(equations);
  /** The blocks less a multiple of their Gram matrices. */
  const blocksLess = (multiple: Series): Record<string, Triangle> => ({
    triv: trivialBlock(family, jacobian, multiple),
    ...blocksOf(family, multiple),
  });
  const blocks = blocksLess(constant(0, 0n));
  const shifted = blocksLess(constant(0, ONE));
  const full = (block: Triangle) =>
    block.map((_, i) => block.map((__, j) => decimal(j <= i ? block[i]![j]! : block[j]![i]!)));
  const gramOf = (name: string) => {
    const [plain, moved] = [full(blocks[name]!), full(shifted[name]!)];
    return plain.map((row, i) => row.map((entry, j) => entry - moved[i]![j]!));
  };
  /** The change of W along each unknown. */
  const along = y.map((_, i) => {
    const up = expanded(
      shape,
      k,
      d,
      y.map((entry, j) => (i === j ? entry + 0.5 : entry)),
    );
    const down = expanded(
      shape,
      k,
      d,
      y.map((entry, j) => (i === j ? entry - 0.5 : entry)),
    );
    return up.flatMap((row, a) => row.map((entry, b) => entry - down[a]![b]!));
  });
  const form = (x: readonly number[], z: readonly number[]) =>
    x.reduce((sum, a, i) => (a === 0 ? sum : sum + a * H[i]!.reduce((t, h, j) => t + h * z[j]!, 0)), 0);
  const inner = (x: readonly number[], z: readonly number[]) => x.reduce((sum, a, i) => sum + a * z[i]!, 0);

  /** A unit vector of sum 0 on the good coordinates. */
  const raw = Array.from({ length: m }, () => next());
  const mean = raw.reduce((sum, a) => sum + a, 0) / m;
  const length = Math.sqrt(raw.reduce((sum, a) => sum + (a - mean) ** 2, 0));
  const u = raw.map((a) => (a - mean) / length);
  const E = s * s;
  const direction = (fill: (row: Float64Array, neuron: number) => void) =>
    W.flatMap((_, neuron) => {
      const row = new Float64Array(d);
      fill(row, neuron);
      return [...row];
    });
  const standard = Array.from({ length: 3 + bad + singles }, (_, v) =>
    direction((row, neuron) => {
      if (neuron < m) {
        for (let j = 0; j < m; j++) {
          if (v === 0 && j === neuron) row[bad + j] = u[neuron]!;
          if (v === 1 && j !== neuron) row[bad + j] = s * u[neuron]!;
          if (v === 2 && j !== neuron) row[bad + j] = E * u[j]!;
        }
        if (v >= 3 && v < 3 + bad) row[v - 3] = u[neuron]!;
      } else if (v === 3 + bad + neuron - m) {
        for (let j = 0; j < m; j++) row[bad + j] = u[j]!;
      }
    }),
  );
  const transverse = Array.from({ length: 1 + singles }, (_, v) =>
    direction((row, neuron) => {
      if (v === 0 && neuron < m) row[k] = E;
      if (v > 0 && neuron === m + v - 1) row[k] = 1;
    }),
  );
  const weights = (first: number, third: number) =>
    // rows and columns of sum 0, diagonal 0, on four good coordinates
    direction((row, neuron) => {
      const pattern = [
        [0, 1, -1, 0],
        [first, 0, 0, third],
        [-first, 0, 0, -third],
        [0, -1, 1, 0],
      ];
      if (neuron < 4) for (let j = 0; j < 4; j++) row[bad + j] = pattern[neuron]![j]! / Math.sqrt(8);
    });
  const pairs: readonly [string, readonly (readonly number[])[]][] = [
    ['triv', along],
    ['std', standard],
    ['sym', [weights(1, -1)]],
    ['alt', [weights(-1, 1)]],
    [
      'M std',
      [
        direction((row, neuron) => {
          if (neuron < m) row[k] = u[neuron]!;
        }),
      ],
    ],
    ['M triv', transverse],
  ];

  it('both entries of the Jacobian', () => {
    along.forEach((x, i) => {
      along.forEach((z, j) => {
        expect(decimal(jacobian[i]![j]!)).toBeCloseTo(2 * Math.PI * k * form(x, z), 9);
      });
    });
  });

  it('equations', () => {
    const dF = gradient(W, k).flat();
    equations.forEach((equation, i) => {
      expect(decimal(equation.value)).toBeCloseTo(2 * Math.PI * k * inner(dF, along[i]!), 10);
    });
  });

  it.each(pairs)('block %s and its Gram matrix', (name, basis) => {
    const factor = name === 'triv' ? k : 1;
    const block = full(blocks[name]!);
    const gram = gramOf(name);
    basis.forEach((x, i) => {
      basis.forEach((z, j) => {
        expect(block[i]![j]!).toBeCloseTo(2 * Math.PI * factor * form(x, z), 9);
        expect(gram[i]![j]!).toBeCloseTo(factor * inner(x, z), 12);
      });
    });
  });

  it('the blocks with their multiplicities are all of the Hessian', () => {
    const multiplicity: Record<string, number> = {
      triv: 1,
      std: m - 1,
      sym: (m * (m - 3)) / 2,
      alt: ((m - 1) * (m - 2)) / 2,
      'M std': m - 1,
      'M triv': 1,
    };
    const grams = Object.keys(multiplicity).map((name) => {
      const gram = gramOf(name);
      return { ...determinant(gram), size: gram.length };
    });
    for (const lambda of [-1, 0, 0.31]) {
      const all = determinant(H, lambda);
      const less = blocksLess(piOver(0, 1n).times(constant(0, fixed(2 * lambda))));
      let sign = 1;
      let log = 0;
      for (const [i, [name, times]] of Object.entries(multiplicity).entries()) {
        const block = determinant(full(less[name]!));
        const gram = grams[i]!;
        sign *= (block.sign * gram.sign) ** times;
        log += times * (block.log - gram.log - gram.size * Math.log(2 * Math.PI));
      }
      expect(sign).toBe(all.sign);
      expect(log).toBeCloseTo(all.log, 7);
    }
  });
});
