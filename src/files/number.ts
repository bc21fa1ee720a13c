import type { ExactNumber } from '../model/candidate.ts';
import { quote } from './errors.ts';
import { MAX_DECIMAL_EXPONENT, MAX_DECIMAL_LENGTH } from './limits.ts';

const DECIMAL = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE]([+-]?[0-9]{1,3}))?$/;

/** What is expected of an entry, for messages. */
export const NUMBER_EXPECTED = 'a finite number or a decimal string like "-1.5e-3"';

/** True for a finite number or a decimal string within the limits. */
export function isExactNumber(value: unknown): value is ExactNumber {
  return typeof value === 'number' ? Number.isFinite(value) : decimalProblem(value) === null;
}

/** Says what is wrong with an entry that `isExactNumber` refuses. */
export function numberProblem(value: unknown): string {
  if (typeof value === 'number') return `${value} is not finite`;
  return decimalProblem(value) ?? 'not a number';
}

/**
 * Null for a string written like a JSON number, of at most 2000 characters and with an exponent of size at most 400.
 * The caps keep the exact rational small: without them "1e999999999" would ask for a gigabyte of digits.
 */
function decimalProblem(value: unknown): string | null {
  if (typeof value !== 'string') return `found ${kindOf(value)}`;
  if (value.length > MAX_DECIMAL_LENGTH) {
    return `a decimal string of ${value.length} characters, more than ${MAX_DECIMAL_LENGTH}`;
  }
  const match = DECIMAL.exec(value);
  if (match === null) return `${quote(value)} is no decimal number`;
  if (Math.abs(Number(match[4] ?? '0')) > MAX_DECIMAL_EXPONENT) {
    return `${quote(value)} has an exponent beyond ±${MAX_DECIMAL_EXPONENT}`;
  }
  return null;
}

/** The kind of a JSON value in words. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return `the string ${quote(value)}`;
  return `${typeof value === 'boolean' ? 'the word ' : ''}${String(value)}`;
}
