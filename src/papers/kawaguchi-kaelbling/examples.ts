import { exampleFive, exampleFour, exampleSeven, exampleSix, exampleThree, exampleTwo } from './analytic.ts';
import { curveStatements } from './curve.ts';
import type { Example, Statement } from './statement.ts';

/** Examples by number; Figure 4 has the setting of Example 1 and stands with it. */
const EXAMPLES: readonly (() => readonly Statement[])[] = [
  curveStatements,
  exampleTwo,
  exampleThree,
  exampleFour,
  exampleFive,
  exampleSix,
  exampleSeven,
];

export const EXAMPLE_COUNT: number = EXAMPLES.length;

/** One example, from 1, with every statement decided. Throws Unproved where a proof does not go through. */
export function exampleOf(number: number): Example {
  const make = EXAMPLES[number - 1];
  if (make === undefined) throw new RangeError(`there is no example ${number}`);
  return { example: number, statements: make() };
}
