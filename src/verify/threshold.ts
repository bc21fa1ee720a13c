import { checkFunction, checkList, checkPositive, checkThat } from '../arithmetic/argument.ts';
import { type Ball, BallField } from '../arithmetic/ball.ts';
import { decimalOf } from '../arithmetic/exact.ts';
import { BallLandscape } from '../landscape/ball-field.ts';
import { Branch } from '../proposals/families/branch.ts';
import { MOST_TICKS, proposeThreshold } from '../proposals/families/threshold.ts';
import { type Family, shapeOf } from '../symmetry/families/family.ts';
import { type BlockName, proveThreshold } from '../symmetry/families/threshold.ts';
import { checkFamily } from './family.ts';

/** Where a family turns; decimal strings on their safe sides. */
export interface Turn {
  /** k* lies between these, */
  readonly lower: string;
  readonly upper: string;
  /** and is the only sign change of any block between these. */
  readonly window: { readonly lower: string; readonly upper: string };
  readonly block: BlockName;
  readonly below: 'saddle' | 'minimum';
  readonly above: 'saddle' | 'minimum';
}

/** Digits of the proof, of the proposal and of what is printed. */
const DIGITS = { proof: 80, proposal: 48, printed: 32 } as const;
/** Windows that are tried, from 10^−3 on: radii of k. */
const WIDEST = 3;
const NARROWEST = 24;

/** Most calls of `tick`. */
export const TURN_TICKS: number = MOST_TICKS + NARROWEST - WIDEST + 1;

/**
 * The real k at which a family turns, enclosed, or why there is none to be seen (between two k, where these are given).
 *
 * @example
 * const turn = encloseTurn({ type: 'II', bad: 2, extras: [] }, [7, 8]);
 * if (typeof turn !== 'string') console.log(turn.lower, turn.upper);
 */
export function encloseTurn(
  family: Family,
  range: readonly [number, number] | null,
  tick: () => void = () => {},
): Turn | string {
  checkFamily(family);
  if (range !== null) {
    checkList('range', range, 2, checkPositive);
    checkThat(range[0] < range[1], 'range', range, 'two numbers that ascend');
  }
  checkFunction('tick', tick);
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
    };
  }
  return `the turn seen near k = ${decimalOf(balls.lowerRational(proposal.k), 'down', 12)} is not proven`;
}
