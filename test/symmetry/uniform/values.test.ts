import { describe, expect, it } from 'vitest';
import { type Ball, BallField } from '../../../src/arithmetic/ball.ts';
import { rationalOf } from '../../../src/arithmetic/exact.ts';
import { Calculus } from '../../../src/symmetry/uniform/arithmetic.ts';
import { blocks } from '../../../src/symmetry/uniform/blocks.ts';
import { equations } from '../../../src/symmetry/uniform/equations.ts';
import { scaled } from '../../../src/symmetry/uniform/scaled.ts';
import { familyOf } from '../../../src/symmetry/uniform/scaled-family.ts';
import { BallArithmetic } from './ball-arithmetic.ts';

/** Values at s = 1/3, y = (−1/2, −3/2, 1/4; 7/10, 11/10; 9/10, −7/5), computed elsewhere at 40 digits. */
const EQUATIONS = [
  '.817381187717184326365888',
  '.2338219798889006909765613',
  '-.3093852353083396072548203',
  '.5666159843507297213606635',
  '-2.612006921269316895039191',
  '.4649542781314915062464773',
  '-2.662079580278507772252783',
];
const STANDARD = [
  [
    '2.2059512656401871182',
    '-.50489770193039064828',
    '1.2075283650593658654',
    '-.26611880000163033574',
    '1.6826497286868245157',
    '1.75094905630537114',
  ],
  [
    '1.3051849989139053456',
    '-.24837737939963061501',
    '.061761046017281328091',
    '-.21898425266475416961',
    '-.087642917886021210914',
  ],
  ['1.0918694451948704078', '.16684391057890378531', '1.1165695648305013779', '1.1693757853386593713'],
  ['1.6952155981204405472', '-.91516738590221776011', '-.83836118398644581596'],
  ['2.9184417020133178919', '2.9310188181243243603'],
  ['2.7773930539004983057'],
];
const SYM = '2.5933612157383708298';
const ALT = '.63085985525578810371';
const TRANSVERSE_STANDARD = '1.6215187938012307815';
const TRANSVERSE = [
  ['1.4162270519862000011', '1.2904987004875430426', '1.3594026985681014214'],
  ['2.9322417748314702736', '2.9310188181243243603'],
  ['2.8248222169527896071'],
];

const field = BallField.ofDigits(45);
const calc = new Calculus(new BallArithmetic(field));
const family = familyOf(1, [[1]]);
const fraction = (n: number, d: number): Ball =>
  field.rational({ numerator: BigInt(n), denominator: BigInt(d) });
const point = (
  [
    [-1, 2],
    [-3, 2],
    [1, 4],
    [7, 10],
    [11, 10],
    [9, 10],
    [-7, 5],
  ] as const
).map(([n, d]) => fraction(n, d));

/** Equal up to two units of the last digit printed, with an enclosure of at least 30 digits. */
function agrees(value: Ball, printed: string, where: string): void {
  const text = printed.replace(/^(-?)\./, '$10.');
  const digits = text.split('.')[1]!.length;
  const unit = rationalOf(`2e-${digits}`);
  const distance = field.abs(field.sub(value, field.exact(text)));
  expect(
    field.less(distance, field.rational(unit)),
    `${where}: ${field.lowerRational(value).numerator}`,
  ).toBe('yes');
  const wide = field.ofUnits(value.rad, 0n);
  expect(field.less(wide, field.exact('1e-30')), where).toBe('yes');
}

/** Visits the rows of an upper triangle. */
function upper(rows: readonly string[][], visit: (printed: string, i: number, j: number) => void): void {
  for (const [i, row] of rows.entries())
    for (const [offset, printed] of row.entries()) visit(printed, i, i + offset);
}

describe('the scaled equations and blocks at a point that is not critical', () => {
  const quantities = scaled(calc, family, fraction(1, 3), point);
  const found = blocks(calc, quantities);

  it('equations to 20 digits', () => {
    const values = equations(calc, quantities);
    expect(values).toHaveLength(7);
    for (const [i, value] of values.entries()) agrees(value, EQUATIONS[i]!, `equation ${i}`);
  });

  it('standard block to 19 digits', () => {
    upper(STANDARD, (printed, i, j) => {
      agrees(found.standard[i]![j]!, printed, `entry ${i}, ${j}`);
      expect(found.standard[j]![i]).toBe(found.standard[i]![j]);
    });
  });

  it('the other blocks to 19 digits', () => {
    agrees(found.sym, SYM, 'sym');
    agrees(found.alt, ALT, 'alt');
    agrees(found.transverseStandard, TRANSVERSE_STANDARD, 'M standard');
    upper(TRANSVERSE, (printed, i, j) => {
      agrees(found.transverse[i]![j]!, printed, `M trivial ${i}, ${j}`);
    });
  });
});
