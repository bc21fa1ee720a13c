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

interface SizeRange {
  readonly least: number;
  /** Why there are none below; LEAST stands for that number. */
  readonly why: string;
  readonly most: number;
  /** How many at most, and of what. */
  readonly count: number;
  readonly counted: string;
}

/** The k that --k names, in the order given: numbers, ranges A..B and A..B:STEP, separated by commas. Throws UsageError. */
export function sizesOfOption(text: string, { least, why, most, count, counted }: SizeRange): number[] {
  const ks = text.split(',').flatMap((part) => {
    const match = /^(\d{1,10})(?:\.\.(\d{1,10})(?::(\d{1,10}))?)?$/.exec(part);
    if (match === null)
      throw new UsageError(
        `--k takes numbers like 6, 6..20, 100..1000:100 or 6,100, not ${JSON.stringify(text)}`,
      );
    const first = Number(match[1]);
    const last = Number(match[2] ?? first);
    const step = Number(match[3] ?? 1);
    if (step < 1) throw new UsageError(`--k ${part}: the step is a whole number from 1`);
    if (last < first) throw new UsageError(`--k ${part}: the range ends before it begins`);
    if (first < least) throw new UsageError(`--k ${part}: ${why.replace('LEAST', String(least))}`);
    if (last > most) throw new UsageError(`--k ${part}: k is at most ${most}`);
    const length = Math.floor((last - first) / step) + 1;
    if (length > count) throw new UsageError(`--k ${part}: at most ${count} ${counted}`);
    return Array.from({ length }, (_, i) => first + i * step);
  });
  if (ks.length > count) throw new UsageError(`--k ${text}: at most ${count} ${counted}`);
  return ks;
}
