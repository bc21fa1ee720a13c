/** What the workers of the page can do: for each job what it takes, what it hands over on the way, and what at the end. */
import type { Figures } from '../proof/figures.ts';
import type { Portrait } from '../report/portrait/portrait.ts';
import type { DescentOutcome } from '../search/descent.ts';
import type { Family } from '../symmetry/families/family.ts';
import type { Turn } from '../verify/threshold.ts';

/** Targets with which the page descends. */
export const MOST_TARGETS = 40;

/** A file with targets. */
export interface GivenTargets {
  readonly bytes: Uint8Array;
  readonly source: string;
}

/** Options of `spurious verify` that the page has as well. */
export interface VerifyRequest {
  readonly bytes: Uint8Array;
  readonly source: string;
  readonly k?: number;
  readonly variable?: string;
  readonly transpose?: boolean;
  readonly targets?: GivenTargets;
  readonly dimension?: number;
  readonly digits?: number;
  readonly sharp?: boolean;
  readonly exact?: boolean;
}

/** What was proved about one candidate of a file. */
export interface Verified {
  readonly source: string;
  readonly family: number | null;
  readonly of: number;
  readonly k: number;
  readonly n: number;
  readonly d: number;
  readonly figures: Figures;
  readonly hint: string | null;
  /** The text of the certificate, null where nothing was proved. */
  readonly certificate: string | null;
  readonly milliseconds: number;
}

/** One run of descent, as far as it got. */
export interface RunPart {
  readonly run: number;
  readonly outcome: DescentOutcome;
  readonly iterations: number;
  readonly objective: number;
  readonly point: number | null;
  /** Steps and F, along the way. */
  readonly curve: readonly (readonly [number, number])[];
  /** The certificate of a point that was met for the first time. */
  readonly fresh: { readonly id: number; readonly certificate: string } | null;
}

export interface DescendRequest {
  readonly k: number;
  readonly n: number;
  readonly seed: number;
  readonly runs: number;
  readonly step: number;
  /** Left out: the standard basis of R^k. */
  readonly targets?: GivenTargets | undefined;
}

/** k targets in R^d, with which runs end below `drop`. */
export interface TargetsRead {
  readonly k: number;
  readonly d: number;
  readonly drop: number;
}

/** The network with one neuron more, and F from there. */
export interface MoreNeuron {
  readonly certificate: string;
  /** F along the direction of the certificate, from W* at 0. */
  readonly along: readonly (readonly [number, number])[];
  /** Steps of a descent that begins next to W*, and F. */
  readonly descent: readonly (readonly [number, number])[];
  readonly start: number;
}

export type CheckAnswer =
  | { readonly accepted: true; readonly id: string; readonly milliseconds: number }
  | { readonly accepted: false; readonly reason: string; readonly milliseconds: number };

/** A member of a family with what is proved about it. */
export interface Member {
  readonly k: number;
  readonly figures: Figures | null;
  readonly certificate: string | null;
  readonly reason: string | null;
  readonly milliseconds: number;
}

export interface Jobs {
  readonly verify: {
    readonly input: VerifyRequest;
    readonly part: Verified | { readonly notes: readonly string[] };
    readonly output: number;
  };
  readonly portrait: { readonly input: string; readonly part: never; readonly output: Portrait | null };
  readonly check: {
    readonly input: string;
    readonly part: { readonly done: number; readonly of: number };
    readonly output: CheckAnswer;
  };
  readonly targets: { readonly input: GivenTargets; readonly part: never; readonly output: TargetsRead };
  readonly descend: { readonly input: DescendRequest; readonly part: RunPart; readonly output: number };
  readonly member: {
    readonly input: { family: Family; k: number };
    readonly part: never;
    readonly output: Member;
  };
  readonly curve: {
    readonly input: { family: Family; ks: readonly number[] };
    readonly part: Member;
    readonly output: number;
  };
  readonly turn: { readonly input: Family; readonly part: never; readonly output: Turn | string };
  readonly split: {
    readonly input: { certificate: string; neuron: number };
    readonly part: never;
    readonly output: MoreNeuron;
  };
  readonly eliminate: { readonly input: string; readonly part: never; readonly output: MoreNeuron };
}
