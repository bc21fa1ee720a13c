import { isExactNumber, rationalOf } from './exact.ts';

/**
 * Checks of what a caller gives, at every door of the library: a RangeError that names the argument, what was found
 * there and what was expected. Types are checked too, since callers in JavaScript have none.
 */
export function refuse(name: string, found: unknown, expected: string): never {
  throw new RangeError(`${name}: found ${shown(found)}, expected ${expected}`);
}

/** A value for a message, on one line and short. */
function shown(x: unknown): string {
  if (typeof x === 'string') return JSON.stringify(x.length > 40 ? `${x.slice(0, 40)}…` : x);
  if (typeof x === 'bigint') return `the bigint ${x.toString().slice(0, 40)}`;
  if (typeof x === 'function') return 'a function';
  if (Array.isArray(x) || ArrayBuffer.isView(x))
    return `a list of ${(x as unknown as ArrayLike<unknown>).length}`;
  if (typeof x === 'object' && x !== null) return 'an object';
  return Object.is(x, -0) ? '-0' : String(x);
}

export function checkThat(holds: boolean, name: string, found: unknown, expected: string): asserts holds {
  if (!holds) refuse(name, found, expected);
}

/** A whole number from low to high that a double holds exactly. */
export function checkWhole(
  name: string,
  x: unknown,
  low: number,
  high: number = Number.MAX_SAFE_INTEGER,
): void {
  if (typeof x === 'number' && Number.isSafeInteger(x) && x >= low && x <= high) return;
  const range = high === Number.MAX_SAFE_INTEGER ? `from ${low} on` : `from ${low} to ${high}`;
  refuse(name, x, `a whole number ${range}`);
}

export function checkObject(name: string, x: unknown): void {
  if (typeof x !== 'object' || x === null || Array.isArray(x)) refuse(name, x, 'an object');
}

export function checkOneOf(name: string, x: unknown, allowed: readonly (string | boolean)[]): void {
  if (!allowed.some((value) => value === x))
    refuse(name, x, allowed.map((value) => JSON.stringify(value)).join(' or '));
}

export function checkFunction(name: string, x: unknown): void {
  if (typeof x !== 'function') refuse(name, x, 'a function');
}

/** A list, of the given length if there is one; every item is looked at, a hole as undefined. */
export function checkList(
  name: string,
  x: unknown,
  length: number | null,
  item: (name: string, x: unknown) => void = () => {},
): void {
  if (!Array.isArray(x)) refuse(name, x, 'a list');
  if (length !== null && x.length !== length) refuse(name, x, `a list of ${length}`);
  for (let i = 0; i < x.length; i++) item(`${name}[${i}]`, x[i]);
}

/** A finite double or a decimal string. */
export function checkExact(name: string, x: unknown): void {
  if (!isExactNumber(x)) refuse(name, x, 'a finite number or a decimal string');
}

/** A finite double or a decimal string, above 0. */
export function checkPositive(name: string, x: unknown): void {
  if (!isExactNumber(x) || rationalOf(x).numerator <= 0n) refuse(name, x, 'a number above 0');
}

/** Rows of exact numbers. */
export function checkRows(name: string, x: unknown, height: number | null, width: number): void {
  checkList(name, x, height, (place, row) => {
    // Without the names of entries, which only a message needs.
    if (!Array.isArray(row) || row.length !== width) refuse(place, row, `a list of ${width} numbers`);
    for (let a = 0; a < width; a++) if (!isExactNumber(row[a])) checkExact(`${place}[${a}]`, row[a]);
  });
}

/** A vector of finite doubles. */
export function checkDoubles(name: string, x: unknown, length: number): void {
  if (!(x instanceof Float64Array) || x.length !== length) refuse(name, x, `a Float64Array of ${length}`);
  for (let i = 0; i < length; i++)
    if (!Number.isFinite(x[i])) refuse(`${name}[${i}]`, x[i], 'a finite number');
}

/** Who made a certificate: what its fields may hold. */
export function checkProducer(name: string, x: unknown): void {
  checkObject(name, x);
  const { name: own, version } = x as { readonly name?: unknown; readonly version?: unknown };
  for (const [field, value] of Object.entries({ name: own, version }))
    if (typeof value !== 'string' || !/^[\x20-\x7e]{1,200}$/.test(value))
      refuse(`${name}.${field}`, value, 'up to 200 printable ASCII characters');
}
