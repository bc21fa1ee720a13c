import { type CandidateEntry, type Matrix, readCandidates } from '../files/index.ts';
import { MAX_DIGITS } from '../proof/verify.ts';
import type { Context, OptionSpec } from './context.ts';
import { wholeNumber } from './numbers.ts';

/** What commands that read candidates are told about them. */
export interface CandidateArguments {
  readonly family: number | undefined;
  readonly targets: string | undefined;
  readonly variable: string | undefined;
  readonly transpose: boolean;
}

export const CANDIDATE_OPTIONS: Readonly<Record<keyof CandidateArguments, OptionSpec>> = {
  family: { type: 'number', value: 'I', describe: 'Only this family of an archive, from 0' },
  targets: { type: 'string', value: 'FILE', reads: true, describe: 'File with the targets, a row each' },
  variable: { type: 'string', value: 'NAME', describe: 'Array of a .mat or .npz file' },
  transpose: { type: 'boolean', describe: 'Exchange rows and columns' },
};

/** Throws a UsageError where --family makes no sense. */
export function checkFamily({ family }: CandidateArguments): void {
  if (family !== undefined) wholeNumber('--family', family, 0, Number.MAX_SAFE_INTEGER);
}

/** Throws a UsageError where --digits makes no sense. */
export function checkDigits(digits: number): void {
  wholeNumber('--digits', digits, 16, MAX_DIGITS);
}

/** The candidates of a file; what was passed over in it is said. Throws FileError. */
export function candidatesOf(
  file: string,
  { family, variable, transpose }: CandidateArguments,
  targets: Matrix | undefined,
  context: Context,
): readonly CandidateEntry[] {
  const { candidates, notes } = readCandidates(file, { family, variable, transpose, targets });
  if (notes.length > 0) context.err(`spurious: ${file}: ${notes.join('; ')}\n`);
  return candidates;
}
