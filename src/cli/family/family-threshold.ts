import { type Family, familyName } from '../../symmetry/families/family.ts';
import { encloseTurn, TURN_TICKS, type Turn } from '../../verify/threshold.ts';
import type { Context } from '../context.ts';
import { milliseconds as now } from '../shared/clock.ts';
import { compute } from '../shared/compute.ts';

export interface ThresholdResult extends Turn {
  readonly milliseconds: number;
}

/** Finds and proves the threshold between two k; null, with a word on stderr, where that fails. */
export async function encloseThreshold(
  family: Family,
  range: readonly [number, number] | null,
  context: Context,
): Promise<ThresholdResult | null> {
  const start = now();
  const answer = await compute(
    context,
    'family --threshold',
    (progress) => encloseTurn(family, range, () => progress.advance(1)),
    { total: TURN_TICKS, counted: 'evaluations' },
  );
  if (typeof answer !== 'string') return { ...answer, milliseconds: now() - start };
  context.err(`spurious: ${familyName(family)}: ${answer}\n`);
  return null;
}

/** For people. */
export function thresholdText(family: Family, threshold: ThresholdResult): string {
  const { lower, upper, window, block, below, above, milliseconds } = threshold;
  const lines = [
    `${familyName(family)}: from ${below} to ${above} at a real k`,
    `  above                      ${lower}`,
    `  below                      ${upper}`,
    `  block that turns           ${block}; no other change between ${window.lower} and ${window.upper}`,
    `  time                       ${milliseconds.toFixed(0)} ms`,
  ];
  return `${lines.join('\n')}\n`;
}
