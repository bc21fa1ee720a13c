import { writeFileAtomic } from '../../files/index.ts';
import { type Context, EXIT, UsageError } from '../context.ts';
import { compute } from '../shared/compute.ts';
import { type EliminateArguments, lambdaOf } from './eliminate-options.ts';

/** `--example 1…7|all`: what the papers say, decided. Refuted statements are results, not failures. */
export async function runExamples({ example, json }: EliminateArguments, context: Context): Promise<number> {
  const { EXAMPLE_COUNT, exampleOf } = await import('../../papers/kawaguchi-kaelbling/examples.ts');
  const all = Array.from({ length: EXAMPLE_COUNT }, (_, i) => i + 1);
  const wanted = example === 'all' ? all : all.filter((number) => String(number) === example);
  if (wanted.length === 0)
    throw new UsageError(
      `--example takes a number from 1 to ${EXAMPLE_COUNT}, or all, not ${JSON.stringify(example?.slice(0, 40))}`,
    );
  const examples = await compute(context, 'eliminate --example', () => wanted.map(exampleOf));
  if (json) {
    context.out(`${JSON.stringify({ examples }, null, 2)}\n`);
    return EXIT.holds;
  }
  for (const { example: number, statements } of examples) {
    context.out(`Example ${number} (Kawaguchi & Kaelbling 2020)\n`);
    for (const { text, verdict, enclosure, corrected, because } of statements) {
      context.out(`  ${verdict.padEnd(9)}  ${text}\n`);
      if (enclosure !== null)
        context.out(
          enclosure.lower === enclosure.upper
            ? `             = ${enclosure.lower}\n`
            : `             in [${enclosure.lower}, ${enclosure.upper}]\n`,
        );
      if (corrected !== null)
        context.out(`             ${verdict === 'fails' ? 'true is' : 'corrected'}: ${corrected}\n`);
      context.out(`             because: ${because}\n`);
    }
  }
  return EXIT.holds;
}

/** `--figure 1|4`: SVG on stdout, or in the file of --out. */
export async function runFigure(args: EliminateArguments, context: Context): Promise<number> {
  const { figure, out } = args;
  if (figure !== '1' && figure !== '4')
    throw new UsageError(
      `--figure takes 1 or 4, or with --model a parameter like theta=0..1, not ${JSON.stringify(figure?.slice(0, 40))}`,
    );
  if (out !== undefined && !out.endsWith('.svg'))
    throw new UsageError(`--out takes a name that ends in .svg, not ${out}`);
  const { figureData } = await import('../../papers/kawaguchi-kaelbling/figure.ts');
  const { eliminationFigureSvg } = await import('../../report/elimination-figure.ts');
  const svg = await compute(context, 'eliminate --figure', () =>
    eliminationFigureSvg(figureData(figure === '1' ? 1 : 4, Number(lambdaOf(args)))),
  );
  if (out === undefined) context.out(svg);
  else writeFileAtomic(out, svg);
  return EXIT.holds;
}
