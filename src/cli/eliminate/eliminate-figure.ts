import { isExactNumber } from '../../arithmetic/exact.ts';
import { augmentationName } from '../../elimination/data/empirical.ts';
import { loadParser } from '../../expression/parse.ts';
import { FileError, writeFileAtomic } from '../../files/index.ts';
import { type Context, EXIT, UsageError } from '../context.ts';
import { compute } from '../shared/compute.ts';
import { type EliminateArguments, lambdaOf } from './eliminate-options.ts';
import { prepare, requestOf } from './eliminate-request.ts';

/** Examples of which a figure is drawn in a minute. */
const MOST_EXAMPLES = 300;

/** `--figure NAME=A..B --model M.json --data D`: the panels of Figures 1 and 4 for a model given as formulas. */
export async function runModelFigure(args: EliminateArguments, context: Context): Promise<number> {
  const { name, left, right } = parameterOf(args.figure!);
  const { out } = args;
  if (out !== undefined && !out.endsWith('.svg'))
    throw new UsageError(`--out takes a name that ends in .svg, not ${out}`);
  if (args.descent !== undefined) throw new UsageError('--descent and --figure exclude one another');
  const lambda = lambdaOf(args);
  const prepared = await compute(context, 'eliminate', () => prepare(args));
  const parser = prepared.expressions ? await loadParser() : null;
  const { augmented, model } = requestOf(args, prepared, parser);
  const { network, examples } = augmented.problem;
  const { kind } = augmented.augmentation;
  if (!('formulas' in network) || network.outputs !== 1)
    throw new FileError(model, '', 'another model', 'for --figure: of kind "expression" with one output');
  if (!Object.hasOwn(network.parameters, name))
    throw new FileError(
      model,
      'parameters',
      `no ${name}`,
      `the parameter that --figure names; there are ${Object.keys(network.parameters).slice(0, 8).join(', ')}`,
    );
  if ((kind !== 'output' && kind !== 'single') || augmented.neuron !== undefined)
    throw new UsageError(
      `--figure is drawn for exponential neurons with --augment output or single, not ${augmentationName(augmented.augmentation)}`,
    );
  if (examples > MOST_EXAMPLES)
    throw new UsageError(`--figure takes at most ${MOST_EXAMPLES} examples, not ${examples}`);
  const { Surface } = await import('../../elimination/descent/surface.ts');
  const { eliminationFigureSvg, sampled } = await import('../../report/elimination-figure.ts');
  const svg = await compute(context, 'eliminate --figure', () => {
    const surface = new Surface(augmented, name);
    const data = sampled({
      label: `L over ${name}, the modified objective over ${name} and b with a minimised out, and the directions of its negative gradient, for lambda = ${lambda}`,
      ...{ name, left, right },
      original: (theta) => surface.original(theta),
      at: (theta, b) => surface.at(theta, b),
    });
    if (![...data.surface, ...data.curve.map(({ loss }) => loss)].every(Number.isFinite))
      throw new FileError(
        model,
        '',
        `no value somewhere for ${name} from ${left} to ${right}`,
        'values there',
      );
    return eliminationFigureSvg(data);
  });
  if (out === undefined) context.out(svg);
  else writeFileAtomic(out, svg);
  return EXIT.holds;
}

/** NAME or NAME=A..B; from 0 to 1 if nothing is said. */
function parameterOf(text: string): { name: string; left: number; right: number } {
  const match = /^([A-Za-z][A-Za-z0-9_]{0,39})(?:=(.+?)\.\.(.+))?$/.exec(text);
  const [, name = '', left = '0', right = '1'] = match ?? [];
  const fits = [left, right].every((end) => isExactNumber(end) && Math.abs(Number(end)) <= 1e6);
  if (match === null || !fits || !(Number(left) < Number(right)))
    throw new UsageError(
      `--figure takes with --model a parameter like theta=0..1, A < B from -1e6 to 1e6, not ${JSON.stringify(text.slice(0, 40))}`,
    );
  return { name, left: Number(left), right: Number(right) };
}
