import { readCertificate } from '../../certificate/index.ts';
import { type FigureRow, figureMarkup } from '../../report/figure.ts';
import { html, type Markup } from '../../report/html/markup.ts';
import { between, bound } from '../../report/html/numbers.ts';
import { figure } from '../../report/html/sections.ts';
import { theoremOf } from '../../report/html/theorem.ts';
import { curvesSvg, groupColour } from '../../report/pictures/curves.ts';
import { PLAN_DEFAULTS } from '../../search/plan.ts';
import { wholeOf, writeAddress } from '../address.ts';
import { Desk } from '../desk.ts';
import type { DescendRequest, RunPart } from '../jobs.ts';
import { attempt, part, throttled, type View } from '../page.ts';
import { drawPictures, provedMarkup } from './result.ts';

const USUAL: DescendRequest = { k: 10, n: 10, seed: 1, runs: 200, step: PLAN_DEFAULTS.step };
/** Runs whose curves are drawn. */
const DRAWN = 120;

export function descendView(): View {
  const desk = new Desk();
  const pictures = new Desk();
  const form = part<HTMLFormElement>('descend', 'form');
  const results = part<HTMLElement>('descend', '.results');
  const field = (name: string): HTMLInputElement => form.elements.namedItem(name) as HTMLInputElement;
  const fill = (request: DescendRequest): void => {
    for (const [name, value] of Object.entries(request)) field(name).value = String(value);
  };
  fill(USUAL);
  let shown: string | null = null;

  async function descend(request: DescendRequest): Promise<void> {
    shown = JSON.stringify(request);
    writeAddress('descend', { ...request });
    results.innerHTML =
      '<div class="pictures"><div data-curves></div><div data-figure></div></div><div data-ends></div><div data-point></div>';
    const place = (name: string): HTMLElement => results.querySelector<HTMLElement>(`[data-${name}]`)!;
    const runs: RunPart[] = [];
    const points = new Map<number, string>();
    const draw = (): void => {
      if (runs.length === 0) return;
      place('curves').innerHTML = curvesMarkup(runs, request).text;
      place('figure').innerHTML = endsFigure(runs, points, request).text;
      place('ends').innerHTML = endsMarkup(runs, points, request).text;
    };
    const drawSoon = throttled(draw, 250);
    place('ends').addEventListener('click', (event) => {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-end]') : null;
      const text = points.get(Number(button?.dataset['end']));
      if (text === undefined) return;
      const { k, n } = request;
      const name = `${k}-${n}-${button!.dataset['end']}.certificate.json`;
      const above = html`<p class="source">Point ${button!.dataset['end']!} of this search</p>`;
      place('point').innerHTML = provedMarkup(text, name, above).text;
      const heading = place('point').querySelector<HTMLElement>('h3')!;
      heading.tabIndex = -1;
      heading.focus();
      const room = place('point').querySelector('[data-pictures]')!;
      void attempt(pictures, 'drawing', place('point'), () => drawPictures(pictures, text, room));
    });
    await attempt(desk, 'descending', results, async (working) => {
      await desk.run('descend', request, (run) => {
        runs.push(run);
        if (run.fresh !== null) points.set(run.fresh.id, run.fresh.certificate);
        working.progress(runs.length, request.runs);
        drawSoon();
      });
    });
    draw();
  }

  form.addEventListener('submit', () => {
    const value = (name: string): number => field(name).valueAsNumber;
    const request = {
      k: value('k'),
      n: value('n'),
      seed: value('seed'),
      runs: value('runs'),
      step: value('step'),
    };
    if (request.n >= request.k) return void descend(request);
    results.innerHTML =
      '<p class="problem" role="alert">n is below k: with fewer neurons than targets the least possible loss is not known; take n ≥ k.</p>';
  });

  return {
    name: 'descend',
    show(values) {
      if (values.size === 0) return;
      const step = Number(values.get('step') ?? USUAL.step);
      const k = wholeOf(values, 'k', 2, 40, USUAL.k);
      const request = {
        k,
        n: wholeOf(values, 'n', k, 44, k),
        seed: wholeOf(values, 'seed', 0, Number.MAX_SAFE_INTEGER, USUAL.seed),
        runs: wholeOf(values, 'runs', 1, 2000, USUAL.runs),
        step: step >= 0.001 && step <= 1 ? step : USUAL.step,
      };
      if (JSON.stringify(request) === shown) return;
      fill(request);
      void descend(request);
    },
  };
}

function curvesMarkup(runs: readonly RunPart[], { k, n }: DescendRequest): Markup {
  const some = runs.slice(0, DRAWN);
  return figure(
    'F along each run.',
    html`${runs.length > DRAWN ? `The first ${DRAWN} runs` : `${runs.length} runs`} for (${k}, ${n}), steps on a logarithmic scale. A line that ends in a dot has stopped at a proved critical point; the others reached the targets.`,
    curvesSvg(
      some.map(({ curve, iterations, objective, outcome, point }) => ({
        points: [...curve, [iterations, objective] as const],
        stopped: outcome === 'stationary',
        group: point ?? 0,
      })),
    ),
  );
}

function endsFigure(
  runs: readonly RunPart[],
  points: ReadonlyMap<number, string>,
  { k, n }: DescendRequest,
): Markup {
  const { drop } = PLAN_DEFAULTS;
  const row: FigureRow = {
    k,
    n,
    runs: runs.length,
    dropped: runs.filter(({ outcome }) => outcome === 'dropped').length,
    drop,
    objectives: runs
      .filter(({ outcome }) => outcome === 'stationary')
      .map(({ point, objective }) => {
        const claim = point === null ? null : readCertificateOf(points, point).claim;
        return claim !== null && 'objective' in claim ? Number(claim.objective.upper) : objective;
      }),
  };
  if (row.objectives.length === 0)
    return html`<figure><figcaption><b>Where the runs end.</b> So far every run has reached the targets.</figcaption></figure>`;
  return figure(
    'Where the runs end.',
    'The share of runs that ended at or below a value of F, Figure 1 of the paper. Steps above 0 are spurious minima.',
    figureMarkup([row]),
  );
}

const readCache = new Map<string, Extract<ReturnType<typeof readCertificate>, { kind: 'dense' }>>();
function readCertificateOf(points: ReadonlyMap<number, string>, id: number) {
  const text = points.get(id)!;
  const known = readCache.get(text);
  if (known !== undefined) return known;
  const certificate = readCertificate(text);
  if (certificate.kind !== 'dense') throw new TypeError('a point of a search is dense');
  readCache.set(text, certificate);
  return certificate;
}

function endsMarkup(
  runs: readonly RunPart[],
  points: ReadonlyMap<number, string>,
  { runs: wanted }: DescendRequest,
): Markup {
  const dropped = runs.filter(({ outcome }) => outcome === 'dropped').length;
  const open = runs.filter(
    ({ outcome, point }) => outcome === 'unresolved' || (outcome === 'stationary' && point === null),
  ).length;
  const rows = [...points.keys()].map((id) => {
    const { claim } = readCertificateOf(points, id);
    const count = runs.filter(({ point }) => point === id).length;
    return html`<tr><th scope="row"><button type="button" data-end="${id}"><i class="dot" style="background: ${groupColour(id)}"></i>point ${id}</button></th><td class="words">${theoremOf(readCertificateOf(points, id)).verdict}</td><td>${'objective' in claim ? between(claim.objective) : '0'}</td><td>${'lambdaMin' in claim && claim.lambdaMin !== null ? bound(claim.lambdaMin, claim.verdict === 'saddle' ? 'most' : 'least') : '—'}</td><td>${count}</td></tr>`;
  });
  const share = ((100 * (runs.length - dropped - open)) / runs.length).toFixed(1);
  return html`<p class="lead"><b>${share} %</b> of ${runs.length}${runs.length < wanted ? html` of ${wanted}` : null} runs stopped at a critical point that is proved, ${dropped} reached the targets${open > 0 ? html`, about the ends of ${open} nothing is proved` : null}.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Ends of the runs"><table><thead><tr><th scope="col">end</th><th scope="col" class="words">proved to be</th><th scope="col">F</th><th scope="col">λ</th><th scope="col">runs</th></tr></thead><tbody>${rows}<tr><th scope="row">targets</th><td class="words">F &lt; ${PLAN_DEFAULTS.drop}, on the way to 0</td><td>0</td><td>—</td><td>${dropped}</td></tr></tbody></table></div>`;
}
