import { DEPARTURE_TICKS, type Departure, encloseDeparture } from '../../verify/vanishing.ts';
import type { Context } from '../context.ts';
import { milliseconds as now } from '../shared/clock.ts';
import { compute } from '../shared/compute.ts';

export interface DepartureLine extends Departure {
  readonly milliseconds: number;
}

/** Encloses the real k at which a point leaves the list; null, with a word on stderr, where that fails. */
export async function departureLine(context: Context): Promise<DepartureLine | null> {
  const start = now();
  const answer = await compute(
    context,
    'complete --threshold',
    (progress) => encloseDeparture(() => progress.advance(1)),
    { total: DEPARTURE_TICKS, counted: 'windows' },
  );
  if (typeof answer !== 'string') return { ...answer, milliseconds: now() - start };
  context.err(`spurious: complete --threshold: ${answer}\n`);
  return null;
}

/** For people. */
export function departureText({ lower, upper, window, entries, milliseconds }: DepartureLine): string {
  const [a, b, c, d] = entries.map((x) => Number(x.lower).toFixed(6));
  return [
    'Sk-1: a critical point leaves the list at a real k, where its bad neuron becomes 0',
    `  above       ${lower}`,
    `  below       ${upper}`,
    `  window      for real k from ${window.lower} to ${window.upper}: one critical point in a box below this k, none above`,
    `  there       (a, b, c) = (${a}, ${b}, ${c}), (d, e) = t(${d}, -1) with t = 0`,
    `  proof       ${(milliseconds / 1000).toFixed(1)} s; there is no certificate`,
    '',
  ].join('\n');
}
