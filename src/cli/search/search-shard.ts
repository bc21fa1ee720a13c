import type { Shard } from '../../search/plan.ts';
import { UsageError } from '../context.ts';

/** Part I/N of a search, as --shard names it. */
export function shardOf(text: string): Shard {
  const match = /^(\d{1,6})\/(\d{1,6})$/.exec(text);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || index < 1 || index > count)
    throw new UsageError(`--shard takes I/N with 1 ≤ I ≤ N, not ${JSON.stringify(text)}`);
  return { index, count };
}
