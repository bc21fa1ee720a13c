import type { Argv } from 'yargs';
import { type CandidateEntry, type Matrix, readCandidates } from '../files/index.ts';
import { MAX_DIGITS } from '../proof/verify.ts';
import { type Context, UsageError } from './context.ts';

/** What commands that read candidates are told about them. */
export interface CandidateArguments {
  readonly family: number | undefined;
  readonly targets: string | undefined;
  readonly variable: string | undefined;
  readonly k: number | undefined;
  readonly transpose: boolean;
}

export function withCandidateOptions(yargs: Argv): Argv {
  return yargs
    .option('family', {
      type: 'number',
      requiresArg: true,
      describe: 'Only this family of an archive, from 0',
    })
    .option('targets', { type: 'string', requiresArg: true, describe: 'File with the targets, a row each' })
    .option('variable', {
      type: 'string',
      requiresArg: true,
      describe: 'Array of a file with several; a.b for those in structs',
    })
    .option('k', {
      type: 'number',
      requiresArg: true,
      describe: 'Targets: the first K standard basis vectors; default the width',
    })
    .option('transpose', { type: 'boolean', default: false, describe: 'Exchange rows and columns' });
}

/** Throws a UsageError where --family or --k makes no sense. */
export function checkCandidateOptions({ family, k }: CandidateArguments): void {
  if (k !== undefined && !(Number.isSafeInteger(k) && k >= 1))
    throw new UsageError('--k takes a whole number from 1 on');
  if (family !== undefined && !(Number.isSafeInteger(family) && family >= 0))
    throw new UsageError('--family takes a whole number, counted from 0');
}

/** Throws a UsageError where --digits makes no sense. */
export function checkDigits(digits: number): void {
  if (!Number.isInteger(digits) || digits < 16 || digits > MAX_DIGITS)
    throw new UsageError(`--digits takes a whole number from 16 to ${MAX_DIGITS}`);
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
  return candidates;
}
