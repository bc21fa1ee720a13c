import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { matDouble } from '../files/fixtures.ts';
import { double, integer, stream, symbolicArchive, textOfStream } from '../files/symbolic.ts';
import { claimOf66, permuted, point66 } from '../papers/safran-shamir/support.ts';
import { spuriousHere, spuriousOnce } from './run.ts';

/** Commands that print JSON, by their heading in docs/json.md; together they show every field. */
export function jsonCommands(folder: string): Readonly<Record<string, readonly (readonly string[])[]>> {
  const file = (name: string, text: string | Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const candidate = (name: string, weights: unknown, k: number): string => {
    const value = { format: 'spurious-candidate', version: 1, k, n: k, weights };
    return file(name, JSON.stringify(value));
  };
  const out = (name: string): string => join(folder, name);
  const identity = candidate(
    'identity.json',
    [
      ['1', '0'],
      ['0', '1'],
    ],
    2,
  );
  const block = file(
    'block.json',
    JSON.stringify({
      format: 'spurious-candidate',
      version: 1,
      blocks: [6],
      neurons: [{ attached: 0, diagonal: '-0.66339736831674', values: ['0.33070978329159'] }],
    }),
  );
  const changed = file('changed.json', '{}');
  const model = file(
    'model.json',
    '{"format":"spurious-model","version":1,"layers":[{"weights":[[0]],"activation":"linear"}]}',
  );
  const data = file('data.csv', 'x,y\n1,1\n-1,-1\n');
  const oneNeuron = (name: string, weight: number): string =>
    file(
      name,
      `{"format":"spurious-model","version":1,"layers":[{"weights":[[${weight}]],"activation":"relu"},{"weights":[[1]],"activation":"linear"}]}`,
    );
  const [auer, auerBetter] = [oneNeuron('auer.json', -0.5), oneNeuron('better.json', 1)];
  const auerData = file('auer.csv', '1,1\n-1,0.5\n');
  const minima = ['eliminate', 'certificates/6-6.certificate.json', identity, '--recheck'];
  return {
    verify: [
      ['verify', 'candidates/6-6.json', block, identity, '--out', out('proofs'), '--recheck', '--json'],
      [
        ...['verify', 'candidates/6-6.json', '--json'],
        ...['--probability', '.5', '--gaussian-dimension', '100000000000000'],
      ],
      ['verify', identity, '--targets', file('formulas.json', '[["sqrt(2)/2","0"],["0","1"]]'), '--json'],
      [
        'verify',
        candidate(
          'far.json',
          [
            [1, 2],
            [0, 1],
          ],
          2,
        ),
        '--json',
      ],
    ],
    'verify --model': [
      ['verify', '--model', auer, '--data', auerData, '--loss', 'squared', '--better', auerBetter, '--json'],
      ['verify', '--model', model, '--data', data, '--loss', 'squared', '--decay', '.5', '--json'],
    ],
    check: [['check', 'certificates/6-6.certificate.json', changed, '--json']],
    family: [
      ['family', '--k', '5..6', '--threshold', '--recheck', '--out', out('family'), '--json'],
      ['family', '--k', '6', '--json'],
    ],
    'family --search': [['family', '--search', '--bad', '1', '--max-extras', '1', '--json']],
    prove: [
      ['prove', '--to', '7', '--split', '--out', out('uniform'), '--json'],
      ['prove', '--from', '5', '--to', '5', '--json'],
    ],
    'prove --list': [['prove', '--list', '--json']],
    complete: [
      ['complete', '--symmetry', 'Sk', '--k', '6', '--out', out('complete'), '--recheck', '--json'],
      ['complete', '--symmetry', 'Sk', '--json'],
      ['complete', '--threshold', '--json'],
    ],
    eliminate: [
      [...minima, '--out', out('elimination'), '--json'],
      [...minima.slice(0, -1), '--json'],
    ],
    split: [
      [
        'split',
        'certificates/6-6.certificate.json',
        '--neuron',
        '5',
        '--out',
        out('split'),
        '--recheck',
        '--json',
      ],
      ['split', 'certificates/saddles/17-18-9.certificate.json', '--json'],
    ],
    'eliminate --model': [
      ['eliminate', '--model', model, '--data', data, '--loss', 'squared', '--recheck', '--json'],
      [
        'eliminate',
        '--model',
        model,
        '--data',
        data,
        '--loss',
        'hinge:2',
        '--augment',
        'monomial:1',
        '--json',
      ],
      ['eliminate', '--model', model, '--data', data, '--loss', 'q - y', '--neuron', '2*exp(z)', '--json'],
      ['eliminate', '--model', model, '--data', data, '--loss', 'squared', '--neuron', 'tanh(z)', '--json'],
    ],
    'eliminate --descent': [
      [
        ...['eliminate', '--model', model, '--data', data, '--loss', 'squared', '--descent', 'gd'],
        ...['--trials', '1', '--max-iterations', '20', '--json'],
      ],
      [
        ...[
          'eliminate',
          '--model',
          model,
          '--data',
          data,
          '--loss',
          'squared',
          '--descent',
          'gd',
          '--step',
          '.3',
        ],
        ...['--trials', '1', '--max-iterations', '200', '--verify-ends', '--json'],
      ],
    ],
    'eliminate --example': [
      ['eliminate', '--example', '6', '--json'],
      ['eliminate', '--example', '1', '--json'],
    ],
    table: [['table', 'certificates/6-6.certificate.json', '--format', 'json']],
    audit: [['audit', archiveWithClaims(folder), '--format', 'json']],
  };
}

/** A folder as the authors' archives are: a family with its constants, the same once more, and the runs that ended there. */
function archiveWithClaims(folder: string): string {
  const { lambdaMin, objective, r, deviation } = claimOf66();
  const constants = {
    lambdaMin: textOfStream(stream(double(lambdaMin))),
    objVals: textOfStream(stream(double(objective))),
    r: textOfStream(stream(double(r))),
    deviations: textOfStream(stream(double(deviation))),
    maxFroDiff: textOfStream(stream(integer(0n))),
  };
  const archives = join(folder, 'archives');
  mkdirSync(archives);
  const weights = matDouble('WbadNew', [6, 6], point66().weights.flat().map(Number));
  writeFileSync(join(archives, 'newExp-6-6.mat'), symbolicArchive(weights, [3], constants));
  const turned = permuted(point66(), [5, 4, 3, 2, 1, 0], [0, 1, 2, 3, 4, 5]);
  writeFileSync(
    join(archives, 'turned.json'),
    JSON.stringify({ format: 'spurious-candidate', version: 1, k: 6, n: 6, weights: turned.weights }),
  );
  return archives;
}

/** The JSON values that the commands under a heading print. */
export async function printedBy(commands: readonly (readonly string[])[]): Promise<unknown[]> {
  const values: unknown[] = [];
  for (const args of commands) {
    const { code, out, err } = await (args.includes('--out') ? spuriousHere : spuriousOnce)(...args);
    if (code !== 0 && code !== 1) throw new Error(`spurious ${args.join(' ')}: ${code} ${err}`);
    values.push(JSON.parse(out));
  }
  return values;
}

/** A place in a printed value and what stands there: "results[].objective" and "object". */
export interface Place {
  readonly path: string;
  readonly value: unknown;
}

/** All places with a name, those of objects and lists included; an enclosure { lower, upper } counts as one value. */
export function placesOf(value: unknown, path = ''): Place[] {
  if (Array.isArray(value)) return value.flatMap((item) => placesOf(item, `${path}[]`));
  if (typeof value !== 'object' || value === null || isEnclosure(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const inside = path === '' ? key : `${path}.${key}`;
    return [{ path: inside, value: item }, ...placesOf(item, inside)];
  });
}

export function isEnclosure(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const keys = Object.keys(value).join();
  return keys === 'lower,upper';
}
