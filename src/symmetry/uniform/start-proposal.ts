/** Where a family begins at s = 0: a minimum of its limit energy, in doubles (untrusted). */
import { Calculus } from './arithmetic.ts';
import { newton } from './centre-proposal.ts';
import { equations } from './equations.ts';
import type { Family } from './family.ts';
import { floats } from './floats.ts';
import { scaled } from './scaled.ts';

const STEPS = 2000;
const MOMENTUM = 0.9;
const RATE = 0.2;

/**
 * Gradient descent for the limit energy from a guess with the signs of the family, then Newton's method. At s = 0 the
 * unknowns y_a, y_b, y_c enter the energy through three sums only that vanish at critical points; with these y_a, y_b,
 * y_c the other equations are the gradient of the limit energy. Null where no zero is found.
 */
export function limitStart(family: Family): number[] | null {
  const { bad, extras, singles } = family;
  const calc = new Calculus(floats);
  const shared = Array.from({ length: bad }, (_, b) => extras.filter((set) => set.includes(b + 1)).length);
  const rows: number[][] = [];
  for (let b = 0; b < bad; b++)
    rows.push([
      shared[b]! > 0 ? 0.7 : 4 / Math.PI,
      ...Array.from({ length: bad }, (_, c) => (c === b ? 0.9 : 0)),
    ]);
  for (const set of extras)
    rows.push([
      0.9,
      ...Array.from({ length: bad }, (_, b) => (set.includes(b + 1) ? -1.4 / Math.sqrt(set.length) : 0)),
    ]);
  const velocity = rows.flat().map(() => 0);
  for (let step = 0; step < STEPS; step++) {
    const gradient = equations(calc, scaled(calc, family, 0, complete(family, rows))).slice(2 + bad);
    if (!gradient.every(Number.isFinite)) return null;
    for (let t = 0; t < singles; t++)
      for (let j = 0; j <= bad; j++) {
        const i = t * (1 + bad) + j;
        velocity[i] = MOMENTUM * velocity[i]! - RATE * gradient[i]!;
        rows[t]![j]! += velocity[i]!;
      }
    if (Math.max(...gradient.map(Math.abs), ...velocity.map(Math.abs)) < 1e-3) break;
  }
  return newton(family, 0, complete(family, rows));
}

/** All unknowns at s = 0 from those of the single neurons: with vanishing sums of lengths and of vectors. */
function complete({ bad }: Family, rows: readonly (readonly number[])[]): number[] {
  const norm = (row: readonly number[]): number => Math.sqrt(row.reduce((sum, x) => sum + x * x, 0));
  const ya = rows.reduce((sum, row, t) => sum + (t < bad ? row[1 + t]! : -norm(row)), 0);
  const yb = -rows.reduce((sum, row) => sum + row[0]!, 0);
  const yc = Array.from({ length: bad }, (_, b) => -rows.reduce((sum, row) => sum + row[1 + b]!, 0));
  return [ya, yb, ...yc, ...rows.flat()];
}
