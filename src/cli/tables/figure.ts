import { FileError, writeFileAtomic } from '../../files/index.ts';
import type { FigureRow } from '../../report/figure.ts';
import { type Command, type Context, EXIT, UsageError } from '../context.ts';
import { type FoundRow, readSearch } from '../search/search-results.ts';
import { compute } from '../shared/compute.ts';

interface FigureArguments {
  readonly folders: string[];
  readonly out: string | undefined;
}

export const figureCommand: Command<FigureArguments> = {
  name: 'figure',
  describe: 'Figure 1, the distribution of objective values: SVG, and its data as CSV',
  operands: { name: 'folders', value: 'DIR', count: 'some', describe: 'Folders that spurious search wrote' },
  options: {
    out: {
      type: 'string',
      value: 'FILE.svg',
      describe: 'The data goes to FILE.csv beside it; without --out the SVG goes to stdout',
    },
  },
  examples: [['figure runs --out figure-1.svg', 'the figure, and figure-1.csv']],
  exits: { holds: 'the figure is drawn' },
  run: runFigure,
};

async function runFigure({ folders, out }: FigureArguments, context: Context): Promise<number> {
  if (out !== undefined && !out.endsWith('.svg'))
    throw new UsageError(`--out takes a name that ends in .svg, not ${out}`);
  const rows = await compute(context, 'figure', () => folders.flatMap(readSearch).map(figureRow));
  if (rows.every(({ objectives }) => objectives.length === 0))
    throw new FileError(folders.join(', '), '', 'no run ended above the drop', 'at least one');
  const { figureCsv, figureSvg } = await import('../../report/figure.ts');
  const [svg, csv] = await compute(context, 'figure', () => [figureSvg(rows), figureCsv(rows)] as const);
  if (out === undefined) context.out(svg);
  else {
    writeFileAtomic(out, svg);
    writeFileAtomic(`${out.slice(0, -'.svg'.length)}.csv`, csv);
  }
  return EXIT.holds;
}

function figureRow({ k, n, d, drop, results, certificates }: FoundRow): FigureRow {
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
