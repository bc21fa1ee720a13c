import { checkObject, checkOneOf, checkProducer, checkThat, checkWhole } from '../arithmetic/argument.ts';
import { PRODUCER } from './producer.ts';

/** How a candidate is verified. What is left out is as in `spurious verify`. */
export interface VerifyOptions {
  /** Decimal digits to begin with, 32; doubled up to four times that (at most 250) while more may help. */
  readonly digits?: number | undefined;
  /** The definiteness test of dense proofs in BigInt instead of exact integers in doubles. */
  readonly exact?: boolean | undefined;
  /** The sharper Lipschitz constant from the start; takes the neurons one by one. */
  readonly sharp?: boolean | undefined;
  /** Statement for every dimension from that of the candidate on, or for one dimension at least as large. */
  readonly dimension?: 'all' | number | undefined;
  /** Newton steps first; without them the candidate itself is the centre of the proof. */
  readonly polish?: boolean | undefined;
  /** Named in the certificate. */
  readonly producer?: { readonly name: string; readonly version: string } | undefined;
}

/** Options with nothing left out. */
export type VerifySettings = { readonly [K in keyof VerifyOptions]-?: NonNullable<VerifyOptions[K]> };

/** Fewest decimal digits of the arithmetic that may be asked for. */
export const MIN_DIGITS = 16;
/** Decimal digits to begin with; more are taken where they help. */
export const DEFAULT_DIGITS = 32;
/** Most decimal digits of the arithmetic. */
export const MAX_DIGITS = 250;

/** Throws a RangeError unless these options fit a candidate of width d. */
export function settingsOf(options: VerifyOptions, d: number): VerifySettings {
  checkObject('options', options);
  const {
    digits = DEFAULT_DIGITS,
    exact = false,
    sharp = false,
    dimension = 'all',
    polish = true,
    producer = PRODUCER,
  } = options;
  checkWhole('options.digits', digits, MIN_DIGITS, MAX_DIGITS);
  for (const [name, flag] of Object.entries({ exact, sharp, polish }))
    checkOneOf(`options.${name}`, flag, [true, false]);
  if (dimension !== 'all') {
    checkWhole('options.dimension', dimension, 1);
    checkThat(dimension >= d, 'options.dimension', dimension, `at least ${d}, the width of the candidate`);
  }
  checkProducer('options.producer', producer);
  return { digits, exact, sharp, dimension, polish, producer };
}
