import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { argumentsOf } from '../../src/cli/arguments.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import type { AnyCommand } from '../../src/cli/context.ts';
import { plainArguments } from '../../src/cli/plain-arguments.ts';

const SEED = 18;

/** Words as people, and people in a hurry, would type them behind a command. */
function wordsFor({ options }: AnyCommand): fc.Arbitrary<string[]> {
  const value = fc.oneof(
    fc.constantFrom(
      '6',
      '-6',
      '1e5',
      '.5',
      '0x1',
      '',
      '-',
      '--',
      'a b',
      '"q"',
      "'q'",
      '=',
      'x=y',
      'a\nb',
      'all',
    ),
    fc.constantFrom('6', ...Object.values(options).flatMap(({ choices }) => choices ?? [])),
    fc.string({ maxLength: 4 }),
  );
  const name = fc.constantFrom(...Object.keys(options), 'unknown', 'no-', '__proto__', 'help');
  const option = fc.oneof(
    name.map((word) => [`--${word}`]),
    name.map((word) => [`--no-${word}`]),
    name.map((word) => [`-${word}`]),
    fc.tuple(name, value).map(([word, given]) => [`--${word}`, given]),
    fc.tuple(name, value).map(([word, given]) => [`--${word}=${given}`]),
  );
  const fitting = fc
    .constantFrom(...Object.entries(options))
    .chain(([word, { type, choices }]): fc.Arbitrary<string[]> => {
      if (type === 'boolean') return fc.constantFrom<string[]>([`--${word}`], [`--no-${word}`]);
      const given = choices ? fc.constantFrom(...choices) : fc.constantFrom('6', '.5', 'name', 'all', '1e3');
      return fc
        .tuple(given, fc.boolean())
        .map(([text, joined]) => (joined ? [`--${word}=${text}`] : [`--${word}`, text]));
    });
  const part = fc.oneof(
    { weight: 4, arbitrary: fitting },
    { weight: 3, arbitrary: fc.constantFrom(['a.json'], ['b c.json'], ['6'], ['λ']) },
    { weight: 1, arbitrary: option },
    { weight: 1, arbitrary: value.map((word) => [word]) },
  );
  const required = Object.entries(options).flatMap(([word, spec]) =>
    spec.required ? [`--${word}`, 'name'] : [],
  );
  return fc
    .tuple(fc.boolean(), fc.array(part, { maxLength: 5 }))
    .map(([complete, parts]) => [...(complete ? required : []), ...parts.flat()]);
}

describe('a plain command line', () => {
  it.each(
    Object.keys(COMMANDS).filter((name) => name !== 'completion'),
  )('of %s is read as yargs reads it, or left to yargs', async (name) => {
    const command = await COMMANDS[name]!();
    let plain = 0;
    fc.assert(
      fc.property(wordsFor(command), (words) => {
        const read = plainArguments(command, words);
        if (read === null) return;
        plain++;
        expect(argumentsOf(command, words)).toEqual(read);
      }),
      { seed: SEED, numRuns: 300 },
    );
    expect(plain).toBeGreaterThan(10);
  });

  it.each<[string, string[], string]>([
    ['verify', ['candidates/6-6.json', '--out', 'proofs', '--recheck', '--digits=64', '--no-polish'], 'read'],
    ['verify', ['-'], 'left'],
    ['verify', ['a', '--json', '--json'], 'left'],
    ['verify', ['a', '--digits', 'x'], 'left'],
    ['verify', ['--json', 'a', '--dgits', '3'], 'left'],
    ['verify', ['a', '--', 'b'], 'left'],
    ['search', ['--k', '6'], 'left'],
    ['export', ['a', 'b', '--coq'], 'left'],
  ])('%s %j: %s', async (name, words, how) => {
    const command = await COMMANDS[name]!();
    expect(plainArguments(command, words) === null ? 'left' : 'read').toBe(how);
  });
});
