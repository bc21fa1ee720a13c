/** Points and certificates that the page brings with it; scripts/build.mjs puts the files in the place of this module's data. */
import { candidates, certificates } from 'spurious-examples';

export interface Example {
  /** What the address calls it. */
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly text: string;
}

const NAMES: Readonly<Record<string, string>> = {
  '6-6': 'the smallest known minimum',
  '8-9': 'one neuron more than targets',
  '11-13': 'two neurons more',
  '17-18-9': 'a saddle that looks like a minimum',
  identity: 'the targets themselves',
  away: 'not a critical point',
};

const sizes = (id: string): string => id.replace(/^(\d+)-(\d+).*$/, '($1, $2)');

/** Small points that are no files of the project. */
const MADE: readonly Example[] = [
  {
    id: 'identity',
    name: `(3, 3) ${NAMES['identity']}`,
    file: 'identity.json',
    text: '[[1, 0, 0], [0, 1, 0], [0, 0, 1]]',
  },
  {
    id: 'away',
    name: `(2, 2) ${NAMES['away']}`,
    file: 'away.json',
    text: '[[0.9, -0.3], [0.2, 0.7]]',
  },
];

export const CANDIDATES: readonly Example[] = [
  ...Object.entries(candidates).map(([file, text]) => {
    const id = file.replace(/^.*\/|\.json$/g, '');
    return {
      id,
      name: `${sizes(id)}${id in NAMES ? ` ${NAMES[id]}` : ''}`,
      file: file.replace(/^.*\//, ''),
      text,
    };
  }),
  ...MADE,
];

const square = (k: number, entry: (i: number, j: number) => number): string =>
  JSON.stringify(Array.from({ length: k }, (_, i) => Array.from({ length: k }, (_, j) => entry(i, j))));

/** Targets to descend to, other than the standard basis. */
export const TARGETS: readonly Example[] = [
  {
    id: 'longer',
    name: 'eight orthogonal, the last a quarter longer',
    file: 'longer.json',
    text: square(8, (i, j) => (i === j ? (i === 7 ? 1.25 : 1) : 0)),
  },
  {
    id: 'plane',
    name: 'five in the plane, a regular pentagon',
    file: 'plane.json',
    text: '[[1, 0], [0.309017, 0.951057], [-0.809017, 0.587785], [-0.809017, -0.587785], [0.309017, -0.951057]]',
  },
  {
    id: 'leaning',
    name: 'eight that lean together',
    file: 'leaning.json',
    text: square(8, (i, j) => (i === j ? 1 : 0.1)),
  },
];

const CERTIFICATE_NAMES: Readonly<Record<string, string>> = {
  '6-6': 'the minimum (6, 6)',
  'bad-1-from-6': 'the family for every k ≥ 6',
  '6-6.elimination': '(6, 6) with an exponential neuron',
};

export const CERTIFICATES: readonly Example[] = Object.entries(certificates).map(([file, text]) => {
  const id = file.replace(/^.*\/|\.certificate\.json$/g, '');
  return { id, name: CERTIFICATE_NAMES[id] ?? id, file: file.replace(/^.*\//, ''), text };
});

/** Fills a list of examples; the first line asks. */
export function fillExamples(
  select: HTMLSelectElement,
  examples: readonly Example[],
  ask: string | null,
): void {
  for (const { id, name } of examples) select.add(new Option(name, id));
  if (ask !== null) select.add(new Option(ask, '', true, true), 0);
}
