import { type CandidateEntry, type Matrix, readCandidates } from '../../files/index.ts';
import { sizesOf } from '../../model/sizes.ts';
import { MAX_DIGITS, MIN_DIGITS } from '../../proof/options.ts';
import { MAX_DENSE_SIZE } from '../../verify/dense.ts';
import type { Context, OptionSpec } from '../context.ts';
import { checkRoom } from './address-space.ts';
import { wholeNumber } from './numbers.ts';

/** What commands that read candidates are told about them. */
export interface CandidateArguments {
  readonly family: number | undefined;
  readonly targets: string | undefined;
  readonly variable: string | undefined;
  readonly k: number | undefined;
  readonly transpose: boolean;
}

export const CANDIDATE_OPTIONS: Readonly<Record<keyof CandidateArguments, OptionSpec>> = {
  family: { type: 'number', value: 'I', describe: 'Only this family of an archive, from 0' },
  targets: { type: 'string', value: 'FILE', reads: true, describe: 'File with the targets, a row each' },
  variable: {
    type: 'string',
    value: 'NAME',
    describe: 'Array of a file with several; a.b for those in structs',
  },
  k: {
    type: 'number',
    value: 'K',
    describe: 'Targets: the first K standard basis vectors; default the width',
  },
  transpose: { type: 'boolean', describe: 'Exchange rows and columns' },
};

/** Throws a UsageError where --family or --k makes no sense. */
export function checkCandidateOptions({ family, k }: CandidateArguments): void {
  if (family !== undefined) wholeNumber('--family', family, 0, Number.MAX_SAFE_INTEGER);
  if (k !== undefined) wholeNumber('--k', k, 1, Number.MAX_SAFE_INTEGER);
}

/** Throws a UsageError where --digits makes no sense. */
export function checkDigits(digits: number): void {
  wholeNumber('--digits', digits, MIN_DIGITS, MAX_DIGITS);
}

/** The candidates of a file; what was passed over in it is said. Throws FileError. */
export function candidatesOf(
  file: string,
  { family, variable, transpose, k }: CandidateArguments,
  targets: Matrix | undefined,
  context: Context,
): readonly CandidateEntry[] {
  const { candidates, notes } = readCandidates(file, { family, variable, transpose, targets, k });
  if (notes.length > 0) context.err(`spurious: ${file}: ${notes.join('; ')}\n`);
  for (const { candidate } of candidates) {
    const { n, d } = sizesOf(candidate);
    if (candidate.form === 'dense' && n * d <= MAX_DENSE_SIZE) checkRoom(n * d);
  }
  return candidates;
}
