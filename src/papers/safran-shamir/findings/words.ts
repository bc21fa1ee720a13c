import { decimalOf, rationalOf } from '../../../arithmetic/exact.ts';
import type { PublishedFamily } from '../types.ts';

/** (20,20) family 3, or the file for a point of no archive. */
export function nameOf({ k, n, family, source }: PublishedFamily): string {
  return family === null ? source : `(${k},${n}) family ${family}`;
}

/** (20,20) families 10, 12, 14–20; (15,16) family 6 */
export function namesOf(families: readonly PublishedFamily[]): string {
  const groups = new Map<string, PublishedFamily[]>();
  for (const family of families) {
    const key = family.family === null ? family.source : `(${family.k},${family.n})`;
    groups.set(key, [...(groups.get(key) ?? []), family]);
  }
  return [...groups]
    .map(([key, members]) => {
      const numbers = members.map(({ family }) => family).filter((x) => x !== null);
      if (numbers.length === 0) return key;
      return `${key} ${numbers.length === 1 ? 'family' : 'families'} ${spans(numbers)}`;
    })
    .join('; ');
}

/** 10, 12, 14–20 */
export function spans(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const x of numbers.toSorted((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && x === last[1] + 1) last[1] = x;
    else runs.push([x, x]);
  }
  return runs
    .map(([from, to]) => (from === to ? `${from}` : to === from + 1 ? `${from}, ${to}` : `${from}–${to}`))
    .join(', ');
}

/** A number for people, rounded down: what is at least x is at least this. */
export function atLeast(x: number | string, digits = 4): string {
  return notation(decimalOf(rationalOf(x), 'down', digits));
}

/** A number for people, rounded up. */
export function atMost(x: number | string, digits = 4): string {
  return notation(decimalOf(rationalOf(x), 'up', digits));
}

/** Very small and very large numbers with an exponent; a decimal of at most 15 digits survives as a double. */
function notation(decimal: string): string {
  const x = Number(decimal);
  const size = Math.abs(x);
  return x !== 0 && (size < 1e-4 || size >= 1e6) ? x.toExponential() : decimal;
}
