import { FileError, writeFileAtomic } from '../../files/index.ts';
import { PRINTED_TABLES } from '../../papers/safran-shamir/printed-tables.ts';
import type { FigureRow } from '../../report/figure.ts';
import type { ProvedFigureRow } from '../../report/probability-figure.ts';
import { CONFIDENCE } from '../../report/table.ts';
import { type Command, type Context, EXIT, UsageError } from '../context.ts';
import { readProofCounts } from '../search/prove-runs-files.ts';
import { type FoundRow, readSearch } from '../search/search-results.ts';
import { compute } from '../shared/compute.ts';
import { confirmConfidence, noteConfidence } from './confidence.ts';

interface FigureArguments {
  readonly folders: string[];
  readonly out: string | undefined;
  readonly proved: boolean;
  readonly confidence: number | undefined;
}

export const figureCommand: Command<FigureArguments> = {
  name: 'figure',
  describe:
    'Figure 1, the distribution of objective values, or bounds on probabilities: SVG, and its data as CSV',
  operands: { name: 'folders', value: 'DIR', count: 'some', describe: 'Folders that spurious search wrote' },
  options: {
    out: {
      type: 'string',
      value: 'FILE.svg',
      describe: 'The data goes to FILE.csv beside it; without --out the SVG goes to stdout',
    },
    proved: {
      type: 'boolean',
      describe:
        'Of searches that prove-runs proved: over k, the interval of the probability of a spurious minimum; the shares printed in the paper as circles',
    },
    confidence: {
      type: 'number',
      value: 'C',
      describe: `With --proved: per cent, for each end of an interval (${CONFIDENCE} without)`,
    },
  },
  examples: [
    ['figure runs --out figure-1.svg', 'the figure, and figure-1.csv'],
    ['figure runs --proved --out probability.svg', 'what is proved of the probabilities'],
  ],
  exits: { holds: 'the figure is drawn' },
  run: runFigure,
};

async function runFigure(
  { folders, out, proved, confidence }: FigureArguments,
  context: Context,
): Promise<number> {
  if (out !== undefined && !out.endsWith('.svg'))
    throw new UsageError(`--out takes a name that ends in .svg, not ${out}`);
  if (confidence !== undefined && !proved) throw new UsageError('--confidence is for --proved');
  const each = confidence ?? CONFIDENCE;
  confirmConfidence(each);
  const [svg, csv] = proved
    ? await probabilities(folders, each / 100, context)
    : await distribution(folders, context);
  if (out === undefined) context.out(svg);
  else {
    writeFileAtomic(out, svg);
    writeFileAtomic(`${out.slice(0, -'.svg'.length)}.csv`, csv);
  }
  return EXIT.holds;
}

/** Figure 1 and its data. */
async function distribution(folders: readonly string[], context: Context): Promise<[string, string]> {
  const rows = await compute(context, 'figure', () => folders.flatMap(readSearch).map(figureRow));
  if (rows.every(({ objectives }) => objectives.length === 0))
    throw new FileError(folders.join(', '), '', 'no run ended above the drop', 'at least one');
  const { figureCsv, figureSvg } = await import('../../report/figure.ts');
  return compute(context, 'figure', () => [figureSvg(rows), figureCsv(rows)]);
}

/** The intervals of what prove-runs proved, and their data. */
async function probabilities(
  folders: readonly string[],
  confidence: number,
  context: Context,
): Promise<[string, string]> {
  const rows = await compute(context, 'figure', () => folders.flatMap(provedRows));
  noteConfidence(Number((100 * confidence).toPrecision(12)), context);
  const { probabilityCsv, probabilitySvg } = await import('../../report/probability-figure.ts');
  return compute(context, 'figure', () => [
    probabilitySvg(rows, confidence),
    probabilityCsv(rows, confidence),
  ]);
}

function provedRows(folder: string): ProvedFigureRow[] {
  const proofs = readProofCounts(folder);
  if (proofs === null)
    throw new FileError(
      folder,
      '',
      'holds no proofs',
      'a folder of spurious prove-runs',
      `spurious prove-runs ${folder}`,
    );
  return proofs.rows.map(({ k, n, spurious, global, undecided }) => {
    const percent = PRINTED_TABLES.find((row) => row.k === k && row.n === n)?.percent;
    return {
      k,
      n,
      spurious,
      global,
      undecided,
      printed: percent === undefined ? null : Number(percent) / 100,
    };
  });
}

/** What Figure 1 shows of one (k, n) of a search. */
export function figureRow({ k, n, d, drop, results, certificates }: FoundRow): FigureRow {
  const stationary = results.filter(({ outcome }) => outcome === 'stationary');
  return {
    k,
    n,
    ...(d !== undefined && { d }),
    runs: results.length,
    dropped: results.filter(({ outcome }) => outcome === 'dropped').length,
    drop,
    objectives: stationary.map(({ point, objective }) => {
      const claim = point === null ? undefined : certificates.get(point)?.claim;
      // Runs that end at one point have one value.
      return claim !== undefined && 'objective' in claim ? Number(claim.objective.upper) : objective;
    }),
  };
}
