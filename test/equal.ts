import { expect } from 'vitest';

/**
 * expect(actual).toEqual(expected) for what is compared some thousand times, or is long: what is equal is found without vitest,
 * whose comparison takes longer than most computations.
 */
export function expectEqual(actual: unknown, expected: unknown, message?: string): void {
  if (!isSame(actual, expected)) expect(actual, message).toEqual(expected);
}

/** Equal numbers, texts, lists and plain objects; no is no answer. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((x, i) => isSame(x, b[i]));
  if (Object.getPrototypeOf(a) !== Object.prototype || Object.getPrototypeOf(b) !== Object.prototype)
    return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSame(a[key as keyof typeof a], b[key as keyof typeof b]))
  );
}
