import { checkFunction } from '../arithmetic/argument.ts';
import { type Ball, BallField } from '../arithmetic/ball.ts';
import { decimalOf } from '../arithmetic/exact.ts';
import { BallLandscape } from '../landscape/ball-field.ts';
import { PATH_MOST, proposePath, proposeVanishing } from '../proposals/families/vanishing.ts';
import { proveVanishing } from '../symmetry/families/vanishing.ts';

/** Where a critical point of all neurons alike but one leaves the list; decimal strings on their safe sides. */
export interface Departure {
  /** The real k* at which the norm of its bad neuron is 0 lies between these, */
  readonly lower: string;
  readonly upper: string;
  /** and is the only one between these: below it there is one critical point in a box, above it there is none. */
  readonly window: { readonly lower: string; readonly upper: string };
  /** Enclosures at k*: a, b, c of the good neurons, and d/|e| of the bad one, whose e is negative. */
  readonly entries: readonly { readonly lower: string; readonly upper: string }[];
}

/** Digits of the proof, of the proposal and of what is printed. */
const DIGITS = { proof: 80, proposal: 48, printed: 32, entries: 16 } as const;
/** Windows that are tried, from 10^−3 on: radii of k. */
const WIDEST = 3;
const NARROWEST = 24;
/** The point is followed down to this k, whose list has it. */
const FROM = 15;

/** Most calls of `tick`. */
export const DEPARTURE_TICKS: number = PATH_MOST;

/**
 * The real k at which a point leaves the list of critical points with all neurons alike but one, because its bad neuron becomes 0
 * (docs/complete.md 7.1), enclosed; or why that is not proved.
 *
 * @example
 * const departure = encloseDeparture();
 * if (typeof departure !== 'string') console.log(departure.lower, departure.upper);
 */
export function encloseDeparture(tick: () => void = () => {}): Departure | string {
  checkFunction('tick', tick);
  const balls = BallField.ofDigits(DIGITS.proof);
  const field = new BallLandscape(balls);
  const proposal = proposeVanishing(field, DIGITS.proposal);
  if (proposal === null) return 'no k is seen at which the norm of the bad neuron is 0';
  const down = (x: Ball, digits: number): string => decimalOf(balls.lowerRational(x), 'down', digits);
  const up = (x: Ball, digits: number): string => decimalOf(balls.upperRational(x), 'up', digits);
  for (let exponent = WIDEST; exponent <= NARROWEST; exponent++) {
    const radius = balls.exact(`1e-${exponent}`);
    const near = proveVanishing(field, proposal, radius);
    if (near === null) continue;
    const path = proposePath(field, proposal, FROM, 10 ** -exponent);
    const { lower, upper, window, entries } =
      (path && proveVanishing(field, proposal, radius, path, tick)) ?? near;
    return {
      lower: down(lower, DIGITS.printed),
      upper: up(upper, DIGITS.printed),
      // Inwards: the statement holds for every k between these.
      window: { lower: up(window.lower, DIGITS.printed), upper: down(window.upper, DIGITS.printed) },
      entries: entries.map((x) => ({ lower: down(x, DIGITS.entries), upper: up(x, DIGITS.entries) })),
    };
  }
  return `the k near ${decimalOf(balls.lowerRational(proposal.k), 'down', 12)} is not proven`;
}
