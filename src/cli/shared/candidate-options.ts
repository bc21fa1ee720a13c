import { counted } from '../../arithmetic/counted.ts';
import {
  type CandidateEntry,
  type Formulas,
  formulasOf,
  type Matrix,
  readCandidates,
  readTargets,
} from '../../files/index.ts';
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

/** Of commands that certify something about finite data. */
export const BESIDE: OptionSpec = {
  type: 'boolean',
  describe:
    'The data in a file of their own beside the certificate, which has its sha256; from 500000 numbers on always',
};

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

/** Targets of a file of their own, and by how much formulas among them were rounded: "0" for not at all. */
export interface OwnTargets {
  readonly rows: Matrix;
  readonly moved: string;
}

/** A candidate; where formulas among its targets were rounded, at least Σ‖δ_j‖ of what that moved them by. */
export interface ReadCandidate extends CandidateEntry {
  readonly targetsMoved: string | null;
}

/** The targets of --targets FILE. Throws FileError. */
export async function targetsOf(file: string | undefined, context: Context): Promise<OwnTargets | undefined> {
  if (file === undefined) return undefined;
  const formulas = await formulasOf(file);
  const rows = readTargets(file, formulas);
  say(file, formulas, context);
  return { rows, moved: formulas?.targetsMoved ?? '0' };
}

function say(file: string, formulas: Formulas | undefined, context: Context): void {
  if (formulas !== undefined && formulas.entries > 0)
    context.err(
      `spurious: ${file}: ${counted(formulas.entries, 'formula')}, taken as ${formulas.entries === 1 ? 'a decimal' : 'decimals'} of 40 digits\n`,
    );
}

/** The candidates of a file; what was passed over in it is said. Throws FileError. */
export async function candidatesOf(
  file: string,
  { family, variable, transpose, k }: CandidateArguments,
  own: OwnTargets | undefined,
  context: Context,
): Promise<readonly ReadCandidate[]> {
  const formulas = await formulasOf(file);
  const targets = own?.rows;
  const { candidates, notes } = readCandidates(file, { family, variable, transpose, targets, k, formulas });
  say(file, formulas, context);
  const moved = own?.moved ?? formulas?.targetsMoved ?? '0';
  if (notes.length > 0) context.err(`spurious: ${file}: ${notes.join('; ')}\n`);
  for (const { candidate } of candidates) {
    const { n, d } = sizesOf(candidate);
    if (candidate.form === 'dense' && n * d <= MAX_DENSE_SIZE) checkRoom(n * d);
  }
  return candidates.map((entry) => ({ ...entry, targetsMoved: moved === '0' ? null : moved }));
}
