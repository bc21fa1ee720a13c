import type { Candidate } from '../src/model/candidate.ts';

export interface Extreme {
  readonly kind: string;
  readonly candidate: Candidate;
  readonly options: {
    readonly digits: number;
    readonly exact: boolean;
    readonly sharp: boolean;
    readonly dimension: 'all' | number;
    readonly polish: boolean;
  };
}

export const EXTREME_KINDS: readonly string[];

export function extremeOf(seed: number, six: readonly (readonly number[])[]): Extreme;
