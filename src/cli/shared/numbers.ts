import { UsageError } from '../context.ts';

/** The value of an option that takes a whole number of a range. Throws UsageError. */
export function wholeNumber(option: string, value: number, least: number, most: number): number {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`;
  throw new UsageError(`${option} takes a whole number ${range}, not ${value}`);
}

/** The value of an option that takes a positive number. Throws UsageError. */
export function positiveNumber(option: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw new UsageError(`${option} takes a number above 0, not ${value}`);
}
