import { counted } from '../../arithmetic/counted.ts';
import { UNIFORM_LIMITS } from '../../certificate/index.ts';
import {
  distinctFamilies,
  type FoundFamily,
  looksMinimal,
  patternsOf,
} from '../../proposals/families/search.ts';
import { type Context, EXIT } from '../context.ts';
import { wholeNumber } from '../shared/numbers.ts';
import { mapTasks } from '../shared/pool.ts';
import type { FamilyCommandArguments } from './family-options.ts';

/** Largest numbers of bad coordinates and extras by default, and of their product. */
const DEFAULTS = { bad: 7, extras: 4 } as const;
const MOST_PRODUCT = 18;

const NOTE =
  'floating-point evaluation of the limit k → ∞, untrusted: a hint where to look for members and theorems, itself no theorem';

/** Patterns a task looks at. */
const CHUNK = 5;

/** `family --search`: the minima of the limit energy of all patterns up to a size. */
export async function searchFamilies(args: FamilyCommandArguments, context: Context): Promise<number> {
  const bad = wholeNumber('--bad', args.bad ?? DEFAULTS.bad, 1, UNIFORM_LIMITS.bad);
  const extras = wholeNumber('--max-extras', args.maxExtras ?? DEFAULTS.extras, 0, UNIFORM_LIMITS.extras);
  const patterns = Array.from({ length: bad }, (_, r) => r + 1).flatMap((r) =>
    Array.from({ length: extras + 1 }, (_, count) => count)
      .filter((count) => r * count <= MOST_PRODUCT)
      .flatMap((count) => patternsOf(r, count)),
  );
  const chunks = Array.from({ length: Math.ceil(patterns.length / CHUNK) }, (_, i) =>
    patterns.slice(i * CHUNK, (i + 1) * CHUNK),
  );
  const outcomes = await mapTasks<(typeof patterns)[number][], FoundFamily[]>(
    chunks,
    new URL('./family-search-task.js', import.meta.url),
    context,
    'family --search',
    { weight: (chunk) => chunk.length, counted: 'patterns' },
  );
  const found = distinctFamilies(
    outcomes.flatMap((outcome) => {
      if (outcome instanceof Error) throw outcome;
      return outcome;
    }),
  );
  if (args.json) {
    const families = found.map((family) => ({
      bad: family.bad,
      extras: family.extras,
      n: family.extras === 0 ? 'k' : `k+${family.extras}`,
      sets: family.sets,
      options: family.named ? optionsOf(family) : null,
      minimum: looksMinimal(family),
      objectiveLimit: family.objectiveLimit,
      trivialLimit: family.trivial,
      standardLimit: family.standard,
      mirroredMinima: family.mirrored,
    }));
    context.out(`${JSON.stringify({ note: NOTE, patterns: patterns.length, families }, null, 2)}\n`);
    return EXIT.holds;
  }
  context.out(
    `${NOTE}\n${counted(patterns.length, 'pattern')}, ${counted(found.length, 'minimum', 'minima')} of the limit energy\n`,
  );
  context.out('for large k   n     lim kF      trivial     standard    family\n');
  for (const family of found) {
    const n = family.extras === 0 ? 'k' : `k+${family.extras}`;
    const figures = [family.objectiveLimit, family.trivial, family.standard].map((x) =>
      x.toFixed(7).padStart(11),
    );
    const sets = family.sets.map((set) => `{${set.join(',')}}`).join(' ');
    const name = family.named ? optionsOf(family) : `${family.bad} bad, extras near ${sets}`;
    context.out(
      `${(looksMinimal(family) ? 'minimum' : 'saddle').padEnd(13)} ${n.padEnd(4)} ${figures.join(' ')}   ${name}\n`,
    );
  }
  return EXIT.holds;
}

function optionsOf({ bad, sets }: FoundFamily): string {
  return [`--bad ${bad}`, ...sets.map((set) => `--extra ${set.join(',')}`)].join(' ');
}
