/** Symmetric matrices of integers, and of doubles as such. */

import { confirm } from '../rejection.ts';
import { type EnclosedMatrix, outward, ROUNDOFF, sumAbove } from './definite.ts';
import { UNIT } from './exact.ts';

/** The rows of the lower triangle in units of 2^−UNIT, and a bound of the norm of what it differs by from these. */
export interface IntegerMatrix {
  readonly entries: readonly (readonly bigint[])[];
  readonly error: bigint;
}

/** An integer matrix in doubles: each entry is rounded to the nearest one. */
export function inDoubles({ entries, error }: IntegerMatrix): EnclosedMatrix {
  let largest = 0;
  const rows = entries.map((row) =>
    Float64Array.from(row, (x) => {
      const value = Number(x) * 2 ** -UNIT;
      largest = Math.max(largest, Math.abs(value));
      return value;
    }),
  );
  const rounded = outward(entries.length * ROUNDOFF * largest);
  return { rows, error: sumAbove(Number(error) * 2 ** -UNIT, rounded) };
}

/** A matrix of doubles in integers: an entry loses less than a unit. */
export function inUnits({ rows, error }: EnclosedMatrix): IntegerMatrix {
  const finite =
    rows.every((row) => row.every((x) => Number.isFinite(x * 2 ** UNIT))) && error * 2 ** UNIT < Infinity;
  confirm(finite, 'entries of the matrix are in the range of doubles');
  const entries = rows.map((row) => Array.from(row, (x) => BigInt(Math.floor(x * 2 ** UNIT))));
  return { entries, error: BigInt(Math.ceil(error * 2 ** UNIT)) + BigInt(rows.length) };
}
