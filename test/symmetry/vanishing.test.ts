import { expect, it } from 'vitest';
import { type Ball, BallField } from '../../src/arithmetic/ball.ts';
import { BallLandscape } from '../../src/landscape/ball-field.ts';
import { proposePath, proposeVanishing } from '../../src/proposals/families/vanishing.ts';
import {
  proveVanishing,
  signedEquations,
  type VanishingProposal,
} from '../../src/symmetry/families/vanishing.ts';
import { encloseDeparture } from '../../src/verify/vanishing.ts';
import { enclosedByKernel, mayHold, random } from '../complete/support.ts';

const balls = BallField.ofDigits(60);
const field = new BallLandscape(balls);
const RADIUS = '1e-4';

it('the k at which the bad neuron becomes 0 is enclosed', () => {
  const answer = encloseDeparture();
  if (typeof answer === 'string') throw new Error(answer);
  // findroot of mpmath on the derivatives of F by directions, without this program's formulas.
  const reference = '15.19045992898064741314274202';
  expect([answer.lower, answer.upper].map((x) => x.slice(0, reference.length))).toEqual([
    reference,
    reference,
  ]);
  // The point is followed from the list of k = 15.
  expect(Number(answer.window.lower)).toBeLessThan(15);
  expect(Number(answer.window.upper)).toBeGreaterThan(15.191);
  for (const [i, x] of [-0.92449115927574, 0.14501307269061, 0.07020350362162, -1.03879596567163].entries()) {
    expect(Math.abs(Number(answer.entries[i]!.lower) - x)).toBeLessThan(1e-13);
    expect(Math.abs(Number(answer.entries[i]!.upper) - x)).toBeLessThan(1e-13);
  }
});

it('is not proven beside it, nor with a spoiled point or inverse, nor for a window too wide', () => {
  const proposal = proposeVanishing(field, 40)!;
  const prove = (changed: Partial<VanishingProposal>, radius = RADIUS) =>
    proveVanishing(field, { ...proposal, ...changed }, balls.exact(radius));
  expect(prove({})).not.toBeNull();
  // The branch is there, but t does not vanish in the window.
  const aside = balls.add(proposal.k, balls.scale(balls.exact(RADIUS), 3));
  expect(prove({ k: aside })).toBeNull();
  expect(prove({ e: 1 })).toBeNull();
  for (const i of [0, 1, 2, 3, 4])
    expect(
      prove({ unknowns: proposal.unknowns.map((x, j) => (i === j ? balls.add(x, balls.exact('1e-3')) : x)) }),
      `unknown ${i}`,
    ).toBeNull();
  expect(prove({ inverse: proposal.inverse.map((row) => row.map(() => 0)) })).toBeNull();
  expect(prove({}, '0.1')).toBeNull();
});

it('a path longer than the window is refused where it has a gap, or is that of another point', () => {
  const proposal = proposeVanishing(field, 40)!;
  const radius = balls.exact('1e-3');
  const path = proposePath(field, proposal, 15.185, 1e-3)!;
  expect(path.length).toBeGreaterThan(4);
  const window = proveVanishing(field, proposal, radius, path)!.window;
  expect(balls.less(window.lower, balls.exact('15.185'))).toBe('yes');
  expect(proveVanishing(field, proposal, radius, path.slice(1))).toBeNull();
  expect(proveVanishing(field, proposal, radius, [path[0]!, ...path.slice(2)])).toBeNull();
  const beside = path.map((one, i) => ({
    ...one,
    proposal:
      i === 1
        ? { ...one.proposal, unknowns: one.proposal.unknowns.map((x) => balls.add(x, balls.exact('1e-2'))) }
        : one.proposal,
  }));
  expect(proveVanishing(field, proposal, radius, beside)).toBeNull();
  // Above k* t is negative.
  const above = path.map(({ proposal: one, radius: own }) => ({
    proposal: { ...one, k: balls.sub(balls.scale(proposal.k, 2), one.k) },
    radius: own,
  }));
  expect(proveVanishing(field, proposal, radius, above)).toBeNull();
});

it('its equations are those of the search for lists, and of t below 0', () => {
  const seed = 3;
  const next = random(seed);
  for (let round = 0; round < 12; round++) {
    const k = 3 + Math.floor(20 * next());
    const [beta, c, delta] = [0, 1, 2].map(() => 2 * next() - 1) as [number, number, number];
    const tau = 0.2 + next();
    // Chart 3: a = τ, e = −1; the equations of the search are affine in t as well.
    const t = round % 2 === 0 ? next() : -next();
    const { values } = enclosedByKernel(
      k,
      3,
      [beta, c, delta, tau, t].map((x) => [x, x] as const),
    );
    const exact = (x: number): Ball => balls.exact(x);
    const good = balls.sqrt(balls.integer(k - 2));
    const bad = balls.sqrt(balls.integer(k - 1));
    const scaled = balls.exact(tau);
    const entries = signedEquations<Ball>(
      field,
      balls.integer(k),
      [
        scaled,
        balls.div(balls.mul(scaled, exact(beta)), good),
        balls.mul(scaled, exact(c)),
        balls.div(exact(delta), bad),
        exact(t),
      ],
      balls.integer(-1),
    );
    for (const [i, weight] of [balls.one, good, balls.one, bad, balls.one].entries()) {
      const about = `seed ${seed}, round ${round}: equation ${i} at k = ${k}, ${[beta, c, delta, tau, t]}`;
      expect(mayHold(values[i]!, balls.mul(weight, entries[i]!), balls), about).toBe(true);
      expect(values[i]![1] - values[i]![0], about).toBeLessThan(1e-11);
    }
  }
});
