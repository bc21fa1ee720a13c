import type { ExactNumber } from '../../arithmetic/exact.ts';
import type { BlockCandidate } from '../../model/candidate.ts';
import { type FamilyShape, singleOffset } from './member.ts';

/**
 * II: `bad` coordinates by themselves, each with a neuron near −e_β, and one more neuron for each list of bad coordinates
 * (from 1) that share it; all other neurons are near their targets. A: all neurons near −e_i. I: all but one near −e_i.
 */
export interface Family {
  readonly type: 'II' | 'A' | 'I';
  readonly bad: number;
  readonly extras: readonly (readonly number[])[];
}

/** The largest k of a member. */
export const LARGEST_K = 1_000_000_000;

/** The large block of a member has at least two coordinates. */
export function smallestK(family: Family): number {
  return shapeOf(family).bad + 2;
}

/** The same family with one large block and single neurons. */
export function shapeOf({ type, bad, extras }: Family): FamilyShape {
  if (type === 'A') return { bad: 0, singles: 0 };
  if (type === 'I') return { bad: 1, singles: 1 };
  return { bad, singles: bad + extras.length };
}

/** Number of neurons of the member at k. */
export function neuronCount({ extras }: Family, k: number): number {
  return k + extras.length;
}

/** What the family is called: "type II", "type II with 2 bad coordinates, extras {1} {2}". */
export function familyName({ type, bad, extras }: Family): string {
  const parts: string[] = [];
  if (bad !== 1) parts.push(`${bad} bad coordinates`);
  if (extras.length > 0)
    parts.push(`extra${extras.length > 1 ? 's' : ''} ${extras.map((set) => `{${set.join(',')}}`).join(' ')}`);
  return `type ${type}${type === 'II' && parts.length > 0 ? ` with ${parts.join(', ')}` : ''}`;
}

/** The member at k with the given unknowns (in the order of FamilyShape) as a symmetric point. */
export function memberCandidate(family: Family, k: number, unknowns: readonly ExactNumber[]): BlockCandidate {
  const shape = shapeOf(family);
  const entries = (from: number): ExactNumber[] => unknowns.slice(from, from + 1 + shape.bad);
  return {
    form: 'block',
    blocks: [k - shape.bad, ...Array.from({ length: shape.bad }, () => 1)],
    neurons: [
      { attached: 0, diagonal: unknowns[0]!, values: entries(1) },
      ...Array.from({ length: shape.singles }, (_, t) => ({
        attached: null,
        diagonal: null,
        values: entries(singleOffset(shape, t)),
      })),
    ],
  };
}
