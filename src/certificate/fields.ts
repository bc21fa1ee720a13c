/** Building blocks of the strict reader: a reader takes a parsed value and its place, and returns it typed or throws. */
import { CertificateError } from './error.ts';
import { LIMITS } from './limits.ts';

/** An exact decimal number: a string that means exactly what it says. */
export type Decimal = string;

export type Reader<T> = (value: unknown, place: string) => T;

export type Readers<T> = { readonly [K in keyof T]-?: Reader<T[K]> };

/** An object with these fields, in this order in the result, and no others unless they are to be passed over. */
export function object<T extends object>(
  readers: Readers<T>,
  others: 'refused' | 'passed' = 'refused',
): Reader<T> {
  const keys = Object.keys(readers) as (keyof T & string)[];
  const known = new Set<string>(keys);
  return (value, place) => {
    const source = plainObject(value, place);
    const other = Object.keys(source).find((key) => !known.has(key));
    if (others === 'refused' && other !== undefined) {
      const shown = other.length > 40 ? other.slice(0, 40) + '…' : other;
      throw new CertificateError(`${place}.${JSON.stringify(shown)}`, 'no such field');
    }
    const result: Partial<T> = {};
    for (const key of keys) {
      if (!Object.hasOwn(source, key)) throw new CertificateError(`${place}.${key}`, 'this field');
      result[key] = readers[key](source[key], `${place}.${key}`);
    }
    return result as T;
  };
}

export function plainObject(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new CertificateError(place, 'an object');
  return value as Readonly<Record<string, unknown>>;
}

export function array<T>(item: Reader<T>): Reader<readonly T[]> {
  return (value, place) => {
    if (!Array.isArray(value)) throw new CertificateError(place, 'an array');
    return value.map((entry, index) => item(entry, `${place}[${index}]`));
  };
}

export function optional<T>(reader: Reader<T>): Reader<T | null> {
  return (value, place) => (value === null ? null : reader(value, place));
}

export function literal<const T extends string | number>(...allowed: readonly T[]): Reader<T> {
  return (value, place) => {
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined)
      throw new CertificateError(place, allowed.map((entry) => JSON.stringify(entry)).join(' or '));
    return found;
  };
}

export function integer(low: number, high: number): Reader<number> {
  return (value, place) => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < low || value > high)
      throw new CertificateError(place, `an integer from ${low} to ${high}`);
    return value;
  };
}

const DECIMAL = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE]([+-]?[0-9]{1,4}))?$/;

export const decimal: Reader<Decimal> = (value, place) => {
  if (typeof value !== 'string' || value.length > LIMITS.decimalCharacters)
    throw new CertificateError(place, `a decimal string of at most ${LIMITS.decimalCharacters} characters`);
  const match = DECIMAL.exec(value);
  if (match === null) throw new CertificateError(place, 'a decimal number such as "-0.25" or "2.5e-10"');
  if (Math.abs(Number(match[1] ?? '0')) > LIMITS.exponent)
    throw new CertificateError(place, `an exponent of at most ${LIMITS.exponent}`);
  return value;
};

export const rows: Reader<readonly (readonly Decimal[])[]> = array(array(decimal));
export const count: Reader<number> = integer(1, LIMITS.count);

/** Throws unless the matrix has this many rows of this length. */
export function shape(
  matrix: readonly (readonly Decimal[])[],
  height: number,
  width: number,
  place: string,
): void {
  if (matrix.length !== height) throw new CertificateError(place, `${height} rows`);
  matrix.forEach((row, i) => {
    if (row.length !== width) throw new CertificateError(`${place}[${i}]`, `${width} numbers`);
  });
}
