import { expect } from 'vitest';

/**
 * expect(actual).toEqual(expected) for what is compared some thousand times, or is long: what is equal is found without vitest,
 * whose comparison takes longer than most computations.
 */
export function expectEqual(actual: unknown, expected: unknown, message?: string): void {
  if (!isSame(actual, expected)) expect(actual, message).toEqual(expected);
}

/** expect(actual).toBe(true) for what is asked some thousand times; the message is made where it is needed. */
export function expectTrue(actual: unknown, message: string | (() => string) = ''): void {
  if (actual !== true) expect(actual, typeof message === 'string' ? message : message()).toBe(true);
}

/** Equal numbers, texts, lists, plain objects and objects of one class whose fields tell all; no is no answer. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((x, i) => isSame(x, b[i]));
  const prototype = Object.getPrototypeOf(a);
  if (Object.getPrototypeOf(b) !== prototype) return false;
  // Maps, errors, arrays of bytes and the like keep what they are elsewhere.
  if (prototype !== Object.prototype && Object.prototype.toString.call(a) !== '[object Object]') return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSame(a[key as keyof typeof a], b[key as keyof typeof b]))
  );
}
