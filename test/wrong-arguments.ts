import { expect } from 'vitest';

type Path = readonly (string | number)[];

/** An argument with its name and a right value. */
export interface Argument {
  readonly name: string;
  readonly value: unknown;
  /** Paths without indices, `options.order`, of lists that may be shorter and of what may be null or left out. */
  readonly loose?: readonly string[];
  /** Paths of what may be null, too. */
  readonly nullable?: readonly string[];
  /** What is wrong in its place, where that is not to be seen from the value. */
  readonly wrong?: readonly unknown[];
}

const WHOLE = [Number.NaN, Number.POSITIVE_INFINITY, -1, 0.5, 2 ** 60, null, undefined, '3', [], {}];
const NUMBER = [Number.NaN, Number.NEGATIVE_INFINITY, null, undefined, 'one', '1/3', [], {}, true];
const TEXT = [Number.NaN, null, undefined, '', 'é', [], {}, true];
const FLAG = [0, 'true', null, undefined, {}];
const LIST = [null, undefined, 'x', 3, {}];
const OBJECT = [null, undefined, 'x', 3, []];
const CALL = ['x', 3, {}, undefined];

/** What is wrong in the place of a value: whole numbers are sizes, other numbers and decimal strings are entries. */
function wrongValues(value: unknown, loose: boolean): readonly unknown[] {
  const allowed = (list: readonly unknown[]): unknown[] =>
    loose ? list.filter((x) => x != null) : [...list];
  if (typeof value === 'number') return allowed(Number.isInteger(value) ? WHOLE : NUMBER);
  if (typeof value === 'string') return allowed(Number.isFinite(Number(value)) ? NUMBER : TEXT);
  if (typeof value === 'boolean') return allowed(FLAG);
  if (typeof value === 'function') return allowed(CALL);
  if (value === null) return ['x', 0.5, undefined, {}];
  if (value instanceof Float64Array) {
    const broken = value.slice();
    broken[0] = Number.NaN;
    return [...LIST, value.slice(1), Float64Array.of(...value, 1), broken, Array.from(value)];
  }
  if (Array.isArray(value)) {
    const hole = [...value, value[0]];
    delete hole[0];
    return [...LIST, [...value, undefined], hole, ...(loose ? [] : [value.slice(1), []])];
  }
  return allowed(OBJECT);
}

function replaced(value: unknown, path: Path, wrong: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return wrong;
  if (Array.isArray(value)) return value.map((x, i) => (i === first ? replaced(x, rest, wrong) : x));
  const source = value as Record<string, unknown>;
  return { ...source, [first]: replaced(source[first as string], rest, wrong) };
}

function* pathsOf(value: unknown, path: Path = []): Generator<[Path, unknown]> {
  yield [path, value];
  if (typeof value !== 'object' || value === null || value instanceof Float64Array) return;
  // An instance of a class is whole: only its own library makes it.
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return;
  for (const [key, x] of Object.entries(value))
    yield* pathsOf(x, [...path, Array.isArray(value) ? Number(key) : key]);
}

/**
 * Calls with every argument, and everything inside it, replaced by wrong values one at a time: each call has to throw a
 * RangeError that begins with the name of the argument. Returns the number of calls.
 */
export function expectRefusals(
  call: (...args: unknown[]) => unknown,
  given: readonly Argument[],
  left: (path: string) => boolean = () => false,
): number {
  let calls = 0;
  for (const [position, argument] of given.entries()) {
    const { name, value, loose = [], nullable = [] } = argument;

    for (const [path, here] of pathsOf(value)) {
      const place = [name, ...path.filter((step) => typeof step === 'string')].join('.');
      if (left(place)) continue;
      for (const wrong of argument.wrong ?? wrongValues(here, loose.includes(place))) {
        if (wrong === null && nullable.includes(place)) continue;
        const args = given.map((other, i) => (i === position ? replaced(value, path, wrong) : other.value));
        const what = `${name} ${path.join('.')} = ${describe(wrong)}`;
        expect(
          messageOf(() => call(...args)),
          what,
        ).toMatch(new RegExp(`^RangeError ${name}\\b`));
        calls += 1;
      }
    }
  }
  return calls;
}

function describe(x: unknown): string {
  return typeof x === 'object' ? JSON.stringify(x) : String(x);
}

function messageOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return error instanceof Error ? `${error.name} ${error.message}` : String(error);
  }
  return 'no error';
}
