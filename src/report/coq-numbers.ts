import { floorDivide, rationalOf } from '../arithmetic/exact.ts';
import type { Decimal } from '../certificate/index.ts';

/** Why a certificate cannot be exported. */
export interface NotCovered {
  readonly reason: string;
}

/** A Coq file: its numbers, and a theorem that Coq proves from them. */
export interface CoqFile {
  readonly text: string;
}

/** x·2^scale as an integer, rounded down or to the nearest. */
export function units(x: Decimal, scale: number, side: 'down' | 'nearest'): bigint {
  const { numerator, denominator } = rationalOf(x);
  const scaled = numerator << BigInt(scale);
  return side === 'down'
    ? floorDivide(scaled, denominator)
    : (floorDivide(2n * scaled, denominator) + 1n) >> 1n;
}

/** The certificate's lower bound of F, a little less: room for the bound that Coq finds. */
export function roomBelow(bound: bigint): bigint {
  return (bound * 999_999n) / 1_000_000n;
}

export function parenthesised(x: bigint): string {
  return x < 0n ? `(${x})` : `${x}`;
}

export function list(items: readonly string[]): string {
  return `[${items.join('; ')}]`;
}
