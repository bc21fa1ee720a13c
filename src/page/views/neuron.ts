import { type Content, html } from '../../report/html/markup.ts';
import { figure } from '../../report/html/sections.ts';
import { lineSvg } from '../../report/pictures/curves.ts';
import { wholeOf, writeAddress } from '../address.ts';
import { Desk } from '../desk.ts';
import { CANDIDATES, fillExamples } from '../examples.ts';
import type { MoreNeuron } from '../jobs.ts';
import { attempt, part, type View } from '../page.ts';
import { drawPictures, provedMarkup } from './result.ts';

type How = 'split' | 'exponential';

/** Examples that are minima. */
const MINIMA = CANDIDATES.filter(({ id }) => !['identity', 'away', '17-18-9'].includes(id));

export function neuronView(): View {
  const desk = new Desk();
  const form = part<HTMLFormElement>('neuron', 'form');
  const results = part<HTMLElement>('neuron', '.results');
  const examples = form.elements.namedItem('example') as HTMLSelectElement;
  const how = form.elements.namedItem('how') as HTMLSelectElement;
  const neuron = form.elements.namedItem('neuron') as HTMLInputElement;
  fillExamples(examples, MINIMA, null);
  let shown = '';

  async function wayDown(): Promise<void> {
    const example = MINIMA.find(({ id }) => id === examples.value) ?? MINIMA[0]!;
    const way = how.value as How;
    const values = { example: example.id, how: way, ...(way === 'split' ? { neuron: neuron.value } : {}) };
    writeAddress('neuron', values);
    shown = new URLSearchParams(values).toString();
    results.replaceChildren();
    await attempt(desk, 'proving', results, async () => {
      let subject: string | null = null;
      await desk.run(
        'verify',
        { bytes: new TextEncoder().encode(example.text), source: example.file },
        (found) => {
          if ('certificate' in found) subject = found.certificate;
        },
      );
      if (subject === null) throw new Error(`${example.file}: nothing is proved`);
      const found =
        way === 'split'
          ? await desk.run('split', { certificate: subject, neuron: neuron.valueAsNumber - 1 })
          : await desk.run('eliminate', subject);
      const name = `${example.id}.${way === 'split' ? 'split' : 'elimination'}.certificate.json`;
      const above = html`<p class="source">${example.file}${way === 'split' ? `, neuron ${neuron.value} split` : ', with an exponential neuron'}</p>`;
      results.innerHTML = provedMarkup(found.certificate, name, above, ways(found, way)).text;
      const room = results.querySelector('[data-pictures]');
      if (room !== null) await drawPictures(desk, found.certificate, room);
    });
  }

  const fitNumber = (): void => {
    neuron.closest('label')!.hidden = how.value !== 'split';
    const n = Number(/-(\d+)/.exec(examples.value)?.[1] ?? 1);
    neuron.max = String(n);
  };
  examples.addEventListener('change', fitNumber);
  how.addEventListener('change', fitNumber);
  form.addEventListener('submit', () => void wayDown());
  fitNumber();

  return {
    name: 'neuron',
    show(values) {
      if (values.toString() === shown || values.size === 0) return;
      const example = values.get('example');
      if (MINIMA.some(({ id }) => id === example)) examples.value = example!;
      how.value = values.get('how') === 'exponential' ? 'exponential' : 'split';
      fitNumber();
      neuron.value = String(wholeOf(values, 'neuron', 1, Number(neuron.max), 1));
      void wayDown();
    },
  };
}

function ways({ along, descent, start }: MoreNeuron, way: How): Content {
  const level = { value: start, name: 'F(W*)' };
  const ends = descent.at(-1)?.[1];
  return [
    along.length > 0 &&
      figure(
        'The direction.',
        way === 'split'
          ? 'F as the two halves of the neuron move apart along z. At 0 the network computes what it computed before.'
          : 'F as the coefficient a of the new neuron grows, with b = 0 and the direction u of the certificate.',
        lineSvg(along, {
          label: 'F along the direction of the certificate, with the level of W* as a dashed line',
          axis: way === 'split' ? 'multiples of z' : 'a',
          logarithmic: false,
          level,
        }),
      ),
    descent.length > 0 &&
      figure(
        'The descent that leaves.',
        html`Gradient descent from next to W*${way === 'split' ? ', all neurons free' : ', in a and b alone'}. It passes below F(W*) and ends at F = ${ends!.toPrecision(4)}${way === 'split' ? '' : '; the infimum is not attained, b grows for ever'}.`,
        lineSvg(descent, {
          label: 'F along a descent that begins next to W*, with the level of W* as a dashed line',
          axis: 'steps',
          logarithmic: true,
          level,
        }),
      ),
  ];
}
