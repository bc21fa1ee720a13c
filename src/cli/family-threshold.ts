import { BallField } from '../arithmetic/ball.ts';
import { decimalOf } from '../arithmetic/exact.ts';
import { BallLandscape } from '../landscape/ball-field.ts';
import { type Family, familyName, shapeOf } from '../symmetry/family.ts';
import { Branch } from '../symmetry/member-proposal.ts';
import { type BlockName, proveThreshold } from '../symmetry/threshold.ts';
import { proposeThreshold } from '../symmetry/threshold-proposal.ts';
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
export function encloseThreshold(
  family: Family,
  range: readonly [number, number] | null,
  context: Context,
): ThresholdResult | null {
  const start = performance.now();
  const name = familyName(family);
  const branch = Branch.of(family);
  if (branch === null) {
    context.err(`spurious: ${name}: the limit energy has no minimum with such extras\n`);
    return null;
  }
  const balls = BallField.ofDigits(DIGITS.proof);
  const field = new BallLandscape(balls);
  const proposal = proposeThreshold(branch, range, field, DIGITS.proposal);
  if (proposal === null) {
    const where = range === null ? '' : ` between k = ${range[0]} and k = ${range[1]}`;
    context.err(`spurious: ${name}: no single block is seen to turn${where}\n`);
    return null;
  }
  for (let exponent = WIDEST; exponent <= NARROWEST; exponent++) {
    const radius = balls.exact(`1e-${exponent}`);
    const proven = proveThreshold(field, shapeOf(family), proposal, radius);
    if (proven === null) continue;
    const { block, rising } = proven;
    const down = (x: typeof proven.lower): string =>
      decimalOf(balls.lowerRational(x), 'down', DIGITS.printed);
    const up = (x: typeof proven.lower): string => decimalOf(balls.upperRational(x), 'up', DIGITS.printed);
    return {
      lower: down(proven.lower),
      upper: up(proven.upper),
      // Inwards: the statement holds for every k between these.
      window: { lower: up(proven.window.lower), upper: down(proven.window.upper) },
      block,
      below: rising ? 'saddle' : 'minimum',
      above: rising ? 'minimum' : 'saddle',
      milliseconds: performance.now() - start,
    };
  }
  const near = decimalOf(balls.lowerRational(proposal.k), 'down', 12);
  context.err(`spurious: ${name}: the turn seen near k = ${near} is not proven\n`);
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
