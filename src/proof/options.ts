import {
  checkFunction,
  checkObject,
  checkOneOf,
  checkProducer,
  checkThat,
  checkWhole,
} from '../arithmetic/argument.ts';
import type { Propose } from './constants.ts';
import type { NegativeDirections } from './dense-spectrum.ts';

export interface VerifyOptions {
  /** Decimal digits to begin with; doubled up to four times that (at most 250) while more may help. */
  readonly digits: number;
  /** The definiteness test in BigInt instead of exact integers in doubles. */
  readonly exact: boolean;
  /** The sharper Lipschitz constant from the start. */
  readonly sharp: boolean;
  /** Statement for every dimension from that of the candidate on, or for one dimension at least as large. */
  readonly dimension: 'all' | number;
  /** Untrusted proposals; null: the candidate itself is the centre. */
  readonly propose: Propose | null;
  readonly negativeDirections: NegativeDirections;
  /** Named in the certificate as its producer. */
  readonly producer: { readonly name: string; readonly version: string };
}

export const MIN_DIGITS = 16;
export const DEFAULT_DIGITS = 32;
export const MAX_DIGITS = 250;

/** Throws a RangeError unless these options fit a candidate of width d. */
export function checkCommonOptions(
  options: { readonly [K in 'digits' | 'dimension' | 'producer' | 'propose']: unknown },
  d: number,
): void {
  checkObject('options', options);
  const { digits, dimension, producer, propose } = options;
  checkWhole('options.digits', digits, MIN_DIGITS, MAX_DIGITS);
  if (dimension !== 'all') {
    checkWhole('options.dimension', dimension, 1);
    checkThat(
      Number(dimension) >= d,
      'options.dimension',
      dimension,
      `at least ${d}, the width of the candidate`,
    );
  }
  if (propose !== null) checkFunction('options.propose', propose);
  checkProducer('options.producer', producer);
}

/** Throws a RangeError unless the options fit a dense candidate of width d. */
export function checkVerifyOptions(options: VerifyOptions, d: number): void {
  checkCommonOptions(options, d);
  checkOneOf('options.exact', options.exact, [true, false]);
  checkOneOf('options.sharp', options.sharp, [true, false]);
  checkFunction('options.negativeDirections', options.negativeDirections);
}
