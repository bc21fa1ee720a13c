import { type FoundFamily, findFamily, type Pattern } from '../../proposals/families/search.ts';

/** The minima of the limit energy that patterns of extras lead to. */
export default function familySearchTask(patterns: readonly Pattern[]): FoundFamily[] {
  return patterns.flatMap((pattern) => findFamily(pattern) ?? []);
}
