/** Symmetric matrices of integers, and of doubles as such. */

import { confirm } from '../rejection.ts';
import { type EnclosedMatrix, outward, ROUNDOFF } from './definite.ts';
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
  return { rows, error: outward(Number(error) * 2 ** -UNIT + entries.length * ROUNDOFF * largest) };
}

/** A matrix of doubles in integers: an entry loses less than a unit. */
export function inUnits({ rows, error }: EnclosedMatrix): IntegerMatrix {
  const finite = rows.every((row) => row.every(Number.isFinite)) && error < Infinity;
  confirm(finite, 'entries of the matrix are in the range of doubles');
  const entries = rows.map((row) => Array.from(row, (x) => BigInt(Math.floor(x * 2 ** UNIT))));
  return { entries, error: BigInt(Math.ceil(outward(error) * 2 ** UNIT)) + BigInt(rows.length) };
}
