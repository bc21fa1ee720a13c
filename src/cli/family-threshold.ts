import { type Ball, BallField } from '../arithmetic/ball.ts';
import { decimalOf } from '../arithmetic/exact.ts';
import { BallLandscape } from '../landscape/ball-field.ts';
import { Branch } from '../proposals/families/branch.ts';
import { MOST_TICKS, proposeThreshold } from '../proposals/families/threshold.ts';
import { type Family, familyName, shapeOf } from '../symmetry/families/family.ts';
import { type BlockName, proveThreshold } from '../symmetry/families/threshold.ts';
import { milliseconds as now } from './clock.ts';
import { compute } from './compute.ts';
import type { Context } from './context.ts';

/** Where a family turns; decimal strings on their safe sides. */
export interface ThresholdResult {
  /** k* lies between these, */
  readonly lower: string;
  readonly upper: string;
  /** and is the only sign change of any block between these. */
  readonly window: { readonly lower: string; readonly upper: string };
  readonly block: BlockName;
  readonly below: 'saddle' | 'minimum';
  readonly above: 'saddle' | 'minimum';
  readonly milliseconds: number;
}

/** Digits of the proof, of the proposal and of what is printed. */
const DIGITS = { proof: 80, proposal: 48, printed: 32 } as const;
/** Windows that are tried, from 10^−3 on: radii of k. */
const WIDEST = 3;
const NARROWEST = 24;

/** Finds and proves the threshold between two k; null, with a word on stderr, where that fails. */
export async function encloseThreshold(
  family: Family,
  range: readonly [number, number] | null,
  context: Context,
): Promise<ThresholdResult | null> {
  const total = MOST_TICKS + NARROWEST - WIDEST + 1;
  const answer = await compute(
    context,
    'family --threshold',
    (progress) => enclose(family, range, () => progress.advance(1)),
    { total, counted: 'evaluations' },
  );
  if (typeof answer !== 'string') return answer;
  context.err(`spurious: ${familyName(family)}: ${answer}\n`);
  return null;
}

/** The threshold, or why there is none. */
function enclose(
  family: Family,
  range: readonly [number, number] | null,
  tick: () => void,
): ThresholdResult | string {
  const start = now();
  const branch = Branch.of(family);
  if (branch === null) return 'the limit energy has no minimum with such extras';
  const balls = BallField.ofDigits(DIGITS.proof);
  const field = new BallLandscape(balls);
  const proposal = proposeThreshold(branch, range, field, DIGITS.proposal, tick);
  if (typeof proposal === 'string')
    return range === null ? proposal : `${proposal} (between k = ${range[0]} and k = ${range[1]})`;
  for (let exponent = WIDEST; exponent <= NARROWEST; exponent++) {
    tick();
    const radius = balls.exact(`1e-${exponent}`);
    const proven = proveThreshold(field, shapeOf(family), proposal, radius);
    if (proven === null) continue;
    const { block, rising } = proven;
    const down = (x: Ball): string => decimalOf(balls.lowerRational(x), 'down', DIGITS.printed);
    const up = (x: Ball): string => decimalOf(balls.upperRational(x), 'up', DIGITS.printed);
    return {
      lower: down(proven.lower),
      upper: up(proven.upper),
      // Inwards: the statement holds for every k between these.
      window: { lower: up(proven.window.lower), upper: down(proven.window.upper) },
      block,
      below: rising ? 'saddle' : 'minimum',
      above: rising ? 'minimum' : 'saddle',
      milliseconds: now() - start,
    };
  }
  return `the turn seen near k = ${decimalOf(balls.lowerRational(proposal.k), 'down', 12)} is not proven`;
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
