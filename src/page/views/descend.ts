import { readCertificate } from '../../certificate/index.ts';
import { type FigureRow, figureMarkup } from '../../report/figure.ts';
import { html, type Markup } from '../../report/html/markup.ts';
import { between, bound } from '../../report/html/numbers.ts';
import { figure } from '../../report/html/sections.ts';
import { theoremOf } from '../../report/html/theorem.ts';
import { curvesSvg, groupColour } from '../../report/pictures/curves.ts';
import { shortNumber } from '../../report/pictures/svg.ts';
import { PLAN_DEFAULTS, rowTuple } from '../../search/plan.ts';
import { certificateName } from '../../search/results.ts';
import { wholeOf, writeAddress } from '../address.ts';
import { Desk, Replaced } from '../desk.ts';
import { fillExamples, TARGETS } from '../examples.ts';
import {
  type DescendRequest,
  type GivenTargets,
  MOST_TARGETS,
  type RunPart,
  type TargetsRead,
} from '../jobs.ts';
import { attempt, part, throttled, type View } from '../page.ts';
import { drawPictures, provedMarkup } from './result.ts';

type Numbers = Omit<DescendRequest, 'targets'>;

/** Targets other than the standard basis; `id` where they are an example. */
interface Chosen extends TargetsRead {
  readonly given: GivenTargets;
  readonly id: string | null;
}

/** What is descended: (k, n), with other targets (k, n, d), and where runs are broken off. */
interface Scene extends Numbers {
  readonly d?: number;
  readonly drop: number;
}

const USUAL: Numbers = { k: 10, n: 10, seed: 1, runs: 200, step: PLAN_DEFAULTS.step };
/** Runs whose curves are drawn. */
const DRAWN = 120;

export function descendView(): View {
  const desk = new Desk();
  const pictures = new Desk();
  const form = part<HTMLFormElement>('descend', 'form');
  const results = part<HTMLElement>('descend', '.results');
  const field = (name: string): HTMLInputElement => form.elements.namedItem(name) as HTMLInputElement;
  const targets = form.elements.namedItem('targets') as HTMLSelectElement;
  fillExamples(targets, TARGETS, 'orthonormal');
  let chosen: Chosen | null = null;
  const fill = (request: Partial<Numbers>): void => {
    for (const [name, value] of Object.entries(request)) field(name).value = String(value);
  };
  fill(USUAL);
  let shown: string | null = null;

  /** The targets of the next runs; null for the standard basis. False where they cannot be taken, and that is said. */
  async function taken(given: GivenTargets | null, id: string | null): Promise<boolean> {
    const take = (next: Chosen | null): void => {
      chosen = next;
      field('k').disabled = next !== null;
      if (next !== null) fill({ k: next.k, n: Math.max(2, next.k) });
    };
    desk.abandon();
    shown = null;
    results.replaceChildren();
    targets.value = id ?? '';
    take(null);
    if (given === null) return true;
    await attempt(desk, `reading ${given.source}`, results, async () => {
      try {
        take({ ...(await desk.run('targets', given)), given, id });
      } catch (error) {
        if (!(error instanceof Replaced)) targets.value = '';
        throw error;
      }
    });
    return chosen !== null;
  }

  /** Runs wait for targets that are being read. */
  let choosing: Promise<boolean> = Promise.resolve(true);
  const choose = (given: GivenTargets | null, id: string | null): Promise<boolean> => {
    choosing = taken(given, id);
    return choosing;
  };
  const chooseExample = (id: string): Promise<boolean> => {
    const example = TARGETS.find((each) => each.id === id);
    if (example === undefined) return choose(null, null);
    return choose({ bytes: new TextEncoder().encode(example.text), source: example.file }, id);
  };

  async function descend(numbers: Numbers): Promise<void> {
    const request: DescendRequest = { ...numbers, targets: chosen?.given };
    const scene: Scene = {
      ...numbers,
      ...(chosen !== null && { d: chosen.d }),
      drop: chosen?.drop ?? PLAN_DEFAULTS.drop,
    };
    shown = stateOf(numbers, chosen?.id ?? null);
    // Targets of a file are not in the address, and without them it would show something else.
    if (chosen !== null && chosen.id === null) writeAddress('descend', {});
    else writeAddress('descend', { ...numbers, ...(chosen !== null && { targets: chosen.id! }) });
    results.innerHTML =
      '<div class="pictures"><div data-curves></div><div data-figure></div></div><div data-ends></div><div data-point></div>';
    // Held, so that a descent that was replaced draws nothing where another one stands.
    const [curves, histogram, ends, point] = ['curves', 'figure', 'ends', 'point'].map(
      (name) => results.querySelector<HTMLElement>(`[data-${name}]`)!,
    ) as [HTMLElement, HTMLElement, HTMLElement, HTMLElement];
    const runs: RunPart[] = [];
    const points = new Map<number, string>();
    const draw = (): void => {
      if (runs.length === 0) return;
      curves.innerHTML = curvesMarkup(runs, scene).text;
      histogram.innerHTML = endsFigure(runs, points, scene).text;
      ends.innerHTML = endsMarkup(runs, points, scene).text;
    };
    const drawSoon = throttled(draw, 250);
    ends.addEventListener('click', (event) => {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-end]') : null;
      const text = points.get(Number(button?.dataset['end']));
      if (text === undefined) return;
      const name = certificateName(scene, Number(button!.dataset['end']));
      const above = html`<p class="source">Point ${button!.dataset['end']!} of this search</p>`;
      point.innerHTML = provedMarkup(text, name, above).text;
      const heading = point.querySelector<HTMLElement>('h3')!;
      heading.tabIndex = -1;
      heading.focus();
      const room = point.querySelector('[data-pictures]')!;
      void attempt(pictures, 'drawing', point, () => drawPictures(pictures, text, room));
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

  form.addEventListener('submit', async () => {
    if (!(await choosing)) return;
    const value = (name: string): number => field(name).valueAsNumber;
    const request: Numbers = {
      k: chosen?.k ?? value('k'),
      n: value('n'),
      seed: value('seed'),
      runs: value('runs'),
      step: value('step'),
    };
    if (request.n >= request.k) return descend(request);
    desk.abandon();
    results.innerHTML =
      '<p class="problem" role="alert">n is below k: with fewer neurons than targets the least possible loss is not known; take n ≥ k.</p>';
  });

  targets.addEventListener('change', () => void chooseExample(targets.value));
  field('file').addEventListener('change', async () => {
    const file = field('file').files?.[0];
    if (file === undefined) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    field('file').value = '';
    if (!(await choose({ bytes, source: file.name }, null))) return;
    results.innerHTML = html`<p class="source">${file.name}: ${chosen!.k} targets in R^${chosen!.d}</p>`.text;
  });

  async function showAddress(values: URLSearchParams): Promise<void> {
    const id = TARGETS.find((each) => each.id === values.get('targets'))?.id ?? null;
    const same = chosen === null ? id === null : id !== null && chosen.id === id;
    if (!same && !(await chooseExample(id ?? ''))) return;
    const step = Number(values.get('step') ?? USUAL.step);
    const k = chosen?.k ?? wholeOf(values, 'k', 2, MOST_TARGETS, USUAL.k);
    const request = {
      k,
      n: wholeOf(values, 'n', k, 44, k),
      seed: wholeOf(values, 'seed', 0, Number.MAX_SAFE_INTEGER, USUAL.seed),
      runs: wholeOf(values, 'runs', 1, 2000, USUAL.runs),
      step: step >= 0.001 && step <= 1 ? step : USUAL.step,
    };
    if (stateOf(request, id) === shown) return;
    fill(request);
    await descend(request);
  }

  return {
    name: 'descend',
    show(values) {
      if (values.size > 0) void showAddress(values);
    },
  };
}

const stateOf = ({ k, n, seed, runs, step }: Numbers, targets: string | null): string =>
  JSON.stringify({ k, n, seed, runs, step, targets });

function curvesMarkup(runs: readonly RunPart[], scene: Scene): Markup {
  const some = runs.slice(0, DRAWN);
  return figure(
    'F along each run.',
    html`${runs.length > DRAWN ? `The first ${DRAWN} runs` : `${runs.length} runs`} for ${rowTuple(scene)}, steps on a logarithmic scale. A line that ends in a dot has stopped where the gradient vanishes; the others ${reached(scene)}.`,
    curvesSvg(
      some.map(({ curve, iterations, objective, outcome, point }) => ({
        points: [...curve, [iterations, objective] as const],
        stopped: outcome === 'stationary',
        group: point ?? 0,
      })),
      scene.drop / 100,
    ),
  );
}

/** What runs did that were broken off; minima of other targets than the standard basis may lie as low. */
const reached = ({ d, drop }: Scene): string =>
  d === undefined ? 'reached the targets' : `fell below F = ${shortNumber(drop)}`;

function endsFigure(runs: readonly RunPart[], points: ReadonlyMap<number, string>, scene: Scene): Markup {
  const { k, n, d, drop } = scene;
  const row: FigureRow = {
    k,
    n,
    ...(d !== undefined && { d }),
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
    return html`<figure><figcaption><b>Where the runs end.</b> So far every run ${scene.d === undefined ? 'has reached the targets' : `fell below F = ${shortNumber(drop)}`}.</figcaption></figure>`;
  return figure(
    'Where the runs end.',
    html`The share of runs that ended at or below a value of F, Figure 1 of the paper. Steps above F = ${shortNumber(drop)} are ends where the gradient vanishes; the table says what each is proved to be.`,
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

function endsMarkup(runs: readonly RunPart[], points: ReadonlyMap<number, string>, scene: Scene): Markup {
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
  return html`<p class="lead"><b>${share} %</b> of ${runs.length}${runs.length < scene.runs ? html` of ${scene.runs}` : null} runs stopped at a critical point that is proved, ${dropped} ${reached(scene)}${open > 0 ? html`, about the ends of ${open} nothing is proved` : null}.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Ends of the runs"><table><thead><tr><th scope="col">end</th><th scope="col" class="words">proved to be</th><th scope="col">F</th><th scope="col">λ</th><th scope="col">runs</th></tr></thead><tbody>${rows}<tr><th scope="row">${scene.d === undefined ? 'targets' : 'broken off'}</th><td class="words">${scene.d === undefined ? html`F &lt; ${scene.drop}, on the way to 0` : html`nothing: F &lt; ${shortNumber(scene.drop)}, on the way to 0 or to a minimum as low`}</td><td>${scene.d === undefined ? '0' : html`&lt; ${shortNumber(scene.drop)}`}</td><td>—</td><td>${dropped}</td></tr></tbody></table></div>`;
}
