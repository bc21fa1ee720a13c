import { html } from '../../report/html/markup.ts';
import { grouped } from '../../report/html/numbers.ts';
import { figure } from '../../report/html/sections.ts';
import { membersSvg } from '../../report/pictures/curves.ts';
import { shortNumber } from '../../report/pictures/svg.ts';
import {
  type Family,
  familyName,
  LARGEST_K,
  neuronCount,
  smallestK,
} from '../../symmetry/families/family.ts';
import { CATALOGUE } from '../../symmetry/uniform/catalogue.ts';
import { wholeOf, writeAddress } from '../address.ts';
import { Desk } from '../desk.ts';
import type { Member } from '../jobs.ts';
import { attempt, part, throttled, type View } from '../page.ts';
import { drawPictures, provedMarkup } from './result.ts';

interface Choice {
  readonly id: string;
  readonly name: string;
  readonly family: Family;
}

const CHOICES: readonly Choice[] = [
  ...CATALOGUE.map(({ bad, extras }) => {
    const family: Family = { type: 'II', bad, extras };
    const id = `bad-${bad}${extras.map((set) => `-extra-${set.join('_')}`).join('')}`;
    const n = neuronCount(family, 0);
    return { id, name: `${familyName(family)}; n = k${n > 0 ? ` + ${n}` : ''}`, family };
  }),
  {
    id: 'type-A',
    name: 'type A: every neuron away from its target; n = k',
    family: { type: 'A', bad: 0, extras: [] },
  },
  {
    id: 'type-I',
    name: 'type I: all but one away from their targets; n = k',
    family: { type: 'I', bad: 1, extras: [] },
  },
];

/** Members that the curve shows, from the least k to the largest. */
const SHOWN = 22;

export function familiesView(): View {
  const desk = new Desk();
  const background = new Desk();
  const form = part<HTMLFormElement>('families', 'form');
  const results = part<HTMLElement>('families', '.results');
  const field = (name: string): HTMLInputElement => form.elements.namedItem(name) as HTMLInputElement;
  const select = form.elements.namedItem('family') as HTMLSelectElement;
  for (const { id, name } of CHOICES) select.add(new Option(name, id));
  field('k').value = '1000';

  const choice = (): Choice => CHOICES.find(({ id }) => id === select.value) ?? CHOICES[0]!;
  const members = new Map<string, Member[]>();
  const turns = new Map<string, string>();
  const turnPlaces = new Map<string, number>();

  /** The slider has the logarithm of k. */
  const kOfSlider = (): number => {
    const least = smallestK(choice().family);
    const part = field('slider').valueAsNumber / 1000;
    return Math.round(least * (LARGEST_K / least) ** part);
  };
  const sliderOfK = (k: number): number => {
    const least = smallestK(choice().family);
    return Math.round((1000 * Math.log(k / least)) / Math.log(LARGEST_K / least));
  };
  const fitRange = (): void => {
    const least = smallestK(choice().family);
    field('k').min = String(least);
    if (field('k').valueAsNumber < least) field('k').value = String(least);
    field('slider').value = String(sliderOfK(field('k').valueAsNumber));
    field('slider').setAttribute('aria-valuetext', `k = ${field('k').value}`);
  };

  function frame(): void {
    if (results.childElementCount === 0)
      results.innerHTML =
        '<div data-member></div><div class="pictures"><div data-curve></div><div data-turn aria-live="polite"></div></div>';
  }
  const place = (name: string): HTMLElement => results.querySelector<HTMLElement>(`[data-${name}]`)!;

  function drawCurve(): void {
    const { id } = choice();
    const turn = turnPlaces.get(id);
    const found = members.get(id) ?? [];
    if (found.length === 0) return;
    place('curve').innerHTML = figure(
      'Members of this family.',
      'Each dot is proved: filled for a minimum, hollow for a saddle. Above 0 the bound holds from below, under 0 from above.',
      membersSvg(
        found.map(({ k, figures }) => ({
          k,
          lambda: figures?.lambdaMin == null ? null : Number(figures.lambdaMin),
          minimum: figures?.verdict === 'spurious-local-minimum',
        })),
        turn === undefined ? null : { k: turn, name: `turns at ${shortNumber(turn)}` },
      ),
    ).text;
    place('turn').innerHTML = turns.get(id) ?? '';
  }

  async function drawMembers(): Promise<void> {
    const { id, family } = choice();
    if (members.has(id)) return drawCurve();
    const least = smallestK(family);
    const found: Member[] = [];
    members.set(id, found);
    const drawSoon = throttled(drawCurve, 200);
    const ks = Array.from({ length: SHOWN }, (_, i) =>
      // Half of them below 100: that is where families turn.
      i < SHOWN / 2
        ? Math.round(least * (100 / least) ** (i / (SHOWN / 2)))
        : Math.round(100 * 1e7 ** ((i - SHOWN / 2) / (SHOWN / 2 - 1))),
    );
    try {
      await background.run('curve', { family, ks: [...new Set(ks)] }, (member) => {
        found.push(member);
        drawSoon();
      });
      drawCurve();
      place('curve').dataset['complete'] = id;
    } catch {
      // Another family was chosen meanwhile: begin anew when this one is chosen again.
      members.delete(id);
    }
  }

  let proving = false;
  let again = false;

  /** One member after the other while the slider moves: what it says when one is proved is the next. */
  async function prove(): Promise<void> {
    again = proving;
    if (proving) return;
    proving = true;
    do {
      again = false;
      await proveOne();
    } while (again);
    proving = false;
    await drawMembers();
  }

  async function proveOne(): Promise<void> {
    const { id, family } = choice();
    const k = field('k').valueAsNumber;
    writeAddress('families', { family: id, k });
    frame();
    await attempt(desk, `k = ${grouped(k)}`, place('member'), async () => {
      const { certificate, figures, reason, milliseconds } = await desk.run('member', { family, k });
      const n = neuronCount(family, k);
      const above = html`<p class="source">${familyName(family)}, k = ${grouped(k)}, n = ${grouped(n)}: proved in ${milliseconds.toFixed(1)} ms</p>`;
      if (certificate !== null)
        place('member').innerHTML = provedMarkup(certificate, `${id}-k-${k}.certificate.json`, above).text;
      else
        place('member').innerHTML =
          html`<article class="result"><p class="source">${familyName(family)}, k = ${grouped(k)}</p><h3 class="verdict inconclusive">${figures === null ? 'No member found' : 'Nothing is proved'}</h3><p class="lead">${reason}</p></article>`.text;
      const room = place('member').querySelector('[data-pictures]');
      if (certificate !== null && room !== null && !again) await drawPictures(desk, certificate, room);
    });
  }

  async function turn(): Promise<void> {
    const { id, family } = choice();
    frame();
    place('turn').innerHTML = '<p class="source">looking for the turn …</p>';
    await attempt(desk, 'looking for the turn', place('turn'), async () => {
      const found = await desk.run('turn', family);
      const text =
        typeof found === 'string'
          ? html`<p class="lead">No turn is proved: ${found}.</p>`
          : html`<h3>Where the family turns</h3><p class="lead">From ${found.below} to ${found.above} at a real number k between <span class="figure">${found.lower.slice(0, 14)}…</span> and <span class="figure">${found.upper.slice(0, 14)}…</span>; proved to ${found.lower.length - 2} digits. Whole k below are ${found.below === 'minimum' ? 'minima' : 'saddles'}, whole k above ${found.above === 'minimum' ? 'minima' : 'saddles'}, as far as the window from ${found.window.lower.slice(0, 8)} to ${found.window.upper.slice(0, 8)} tells.</p>`;
      turns.set(id, text.text);
      if (typeof found !== 'string') turnPlaces.set(id, Number(found.lower));
      place('turn').innerHTML = text.text;
    });
    await drawMembers();
    drawCurve();
  }

  select.addEventListener('change', () => {
    fitRange();
    void prove();
  });
  field('slider').addEventListener('input', () => {
    field('k').value = String(kOfSlider());
    field('slider').setAttribute('aria-valuetext', `k = ${field('k').value}`);
    void prove();
  });
  field('k').addEventListener('input', () => {
    if (field('k').validity.valid) field('slider').value = String(sliderOfK(field('k').valueAsNumber));
  });
  form.addEventListener('submit', () => void prove());
  field('turn').addEventListener('click', () => void turn());

  let shown = '';
  return {
    name: 'families',
    show(values) {
      const key = values.toString();
      if (results.childElementCount > 0 && (key === '' || key === shown)) return;
      shown = key;
      const id = values.get('family');
      if (CHOICES.some((each) => each.id === id)) select.value = id!;
      const least = smallestK(choice().family);
      field('k').value = String(wholeOf(values, 'k', least, LARGEST_K, 1000));
      fitRange();
      void prove();
    },
  };
}
