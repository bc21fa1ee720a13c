import { checkList, checkThat, checkWhole } from '../../arithmetic/argument.ts';
import { UNIFORM_LIMITS, unknownsOf } from '../../certificate/index.ts';

/**
 * A family with one large symmetric block: r bad coordinates, m = k − r good ones, one neuron per good coordinate and
 * T single neurons, of which number β (from 0) is matched to bad coordinate β and the others are extras. The entry
 * of a matched neuron at its own coordinate is near −1 (σ = −1) (mathematics.md 11.1).
 */
export interface ScaledFamily {
  /** r */
  readonly bad: number;
  /** For each extra its set of bad coordinates, counted from 1. */
  readonly extras: readonly (readonly number[])[];
  /** T */
  readonly singles: number;
  /** N: y_a, y_b, y_c1 … y_cr, then y_d, y_e1 … y_er of each single neuron. */
  readonly unknowns: number;
}

/** Throws a RangeError unless these are r and sets of bad coordinates, ascending, none of them empty. */
export function checkFamily(name: string, bad: unknown, extras: unknown): void {
  checkWhole(`${name}.bad`, bad, 1, UNIFORM_LIMITS.bad);
  checkList(`${name}.extras`, extras, null, (place, set) => {
    let last = 0;
    checkList(place, set, null, (own, beta) => {
      checkWhole(own, beta, last + 1, Number(bad));
      last = Number(beta);
    });
    checkThat(last > 0, place, set, 'at least one bad coordinate');
  });
  const { length } = extras as readonly unknown[];
  checkThat(
    length <= UNIFORM_LIMITS.extras,
    `${name}.extras`,
    extras,
    `at most ${UNIFORM_LIMITS.extras} sets`,
  );
}

export function familyOf(bad: number, extras: readonly (readonly number[])[]): ScaledFamily {
  return { bad, extras, singles: bad + extras.length, unknowns: unknownsOf({ bad, extras }) };
}

/** The unknowns by name. */
export interface Unknowns<S> {
  readonly ya: S;
  readonly yb: S;
  /** one per bad coordinate */
  readonly yc: readonly S[];
  /** one per single neuron */
  readonly yd: readonly S[];
  /** ye[t][β] */
  readonly ye: readonly (readonly S[])[];
}

export function namedUnknowns<S>({ bad, singles }: ScaledFamily, y: readonly S[]): Unknowns<S> {
  const start = (t: number): number => 2 + bad + t * (1 + bad);
  const all = Array.from({ length: singles }, (_, t) => start(t));
  return {
    ya: y[0]!,
    yb: y[1]!,
    yc: y.slice(2, 2 + bad),
    yd: all.map((o) => y[o]!),
    ye: all.map((o) => y.slice(o + 1, o + 1 + bad)),
  };
}
