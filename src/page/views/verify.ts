import { html, type Markup } from '../../report/html/markup.ts';
import { bound } from '../../report/html/numbers.ts';
import { figureList } from '../../report/html/theorem.ts';
import { writeAddress } from '../address.ts';
import { Desk, Ended } from '../desk.ts';
import { CANDIDATES, fillExamples } from '../examples.ts';
import type { Verified, VerifyRequest } from '../jobs.ts';
import { attempt, part, problem, type View } from '../page.ts';
import { drawPictures, provedMarkup } from './result.ts';

/** Theorems of one file that stand open; of the others a line is shown. */
const OPEN = 1;
/** Candidates of one file that are shown. */
const MOST = 200;

/** Bytes in which a certificate says what it is. */
const HEAD = 400;

/** `check` takes files that are certificates already. */
export function verifyView(check: (files: readonly File[]) => void): View {
  const desk = new Desk();
  const pictures = new Desk();
  desk.prepare();
  const form = part<HTMLFormElement>('verify', 'form');
  const results = part<HTMLElement>('verify', '.results');
  const field = (name: string): HTMLInputElement => form.elements.namedItem(name) as HTMLInputElement;
  const examples = form.elements.namedItem('example') as HTMLSelectElement;
  fillExamples(examples, CANDIDATES, 'choose one');
  let shown: string | null = null;

  /** What the options say; a number that is none counts as not given, and its field says so itself. */
  async function options(): Promise<Omit<VerifyRequest, 'bytes' | 'source'>> {
    const number = (name: string): Record<string, number> =>
      field(name).value === '' ? {} : { [name]: field(name).valueAsNumber };
    const targets = field('targets').files?.[0];
    return {
      ...number('k'),
      ...number('dimension'),
      ...number('digits'),
      ...(field('variable').value === '' ? {} : { variable: field('variable').value }),
      ...(targets === undefined
        ? {}
        : { targets: { bytes: new Uint8Array(await targets.arrayBuffer()), source: targets.name } }),
      transpose: field('transpose').checked,
      sharp: field('sharp').checked,
      exact: field('exact').checked,
    };
  }

  /** One after the other; `begun`: when they were dropped. */
  async function verify(
    sources: readonly { readonly name: string; readonly bytes: Uint8Array }[],
    begun: number,
  ): Promise<void> {
    pictures.abandon();
    const asked = await options();
    results.replaceChildren();
    let count = 0;
    let first: { readonly text: string; readonly place: Element } | null = null;
    const show = (found: Verified): void => {
      count++;
      if (count > MOST) return;
      const markup = verifiedMarkup(found);
      const folded = count > OPEN;
      const whole = folded ? html`<details><summary>${lineOf(found)}</summary>${markup}</details>` : markup;
      results.insertAdjacentHTML('beforeend', whole.text);
      if (count === 1) results.dataset['milliseconds'] = (performance.now() - begun).toFixed(2);
      const { certificate: text } = found;
      const place = results.lastElementChild!.querySelector('[data-pictures]');
      if (text === null || place === null) return;
      const draw = () => drawPictures(pictures, text, place);
      if (!folded) first = { text, place };
      else
        results.lastElementChild!.addEventListener(
          'toggle',
          () => void attempt(pictures, 'drawing', results, draw),
          { once: true },
        );
    };
    await attempt(desk, `verifying ${sources[0]!.name}`, results, async (working) => {
      for (const [i, { name, bytes }] of sources.entries()) {
        try {
          await desk.run('verify', { bytes, source: name, ...asked }, (found) => {
            if ('notes' in found)
              results.insertAdjacentHTML(
                'beforeend',
                html`<p class="source">${found.notes.join('; ')}</p>`.text,
              );
            else show(found);
            if (sources.length === 1 && 'of' in found && found.of > 1) working.progress(count, found.of);
          });
        } catch (error) {
          if (error instanceof Ended) throw error;
          results.insertAdjacentHTML('beforeend', problem((error as Error).message));
        }
        if (sources.length > 1) working.progress(i + 1, sources.length);
      }
    });
    if (count > MOST)
      results.insertAdjacentHTML(
        'beforeend',
        html`<p class="source">and ${count - MOST} more: the command line shows all</p>`.text,
      );
    results.dataset['shown'] = String(count);
    if (first !== null) {
      const { text, place } = first;
      await attempt(pictures, 'drawing', results, () => drawPictures(pictures, text, place));
    }
  }

  const verifyFiles = async (files: readonly File[]): Promise<void> => {
    const begun = performance.now();
    const read = await Promise.all(
      files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
    );
    const certificates = files.filter((_, i) =>
      new TextDecoder().decode(read[i]!.bytes.subarray(0, HEAD)).includes('"spurious-certificate"'),
    );
    if (certificates.length > 0) return check(certificates);
    examples.value = '';
    shown = null;
    writeAddress('verify', {});
    await verify(read, begun);
  };
  const verifyText = (text: string, name: string): Promise<void> =>
    verify([{ name, bytes: new TextEncoder().encode(text) }], performance.now());

  const verifyExample = (id: string): void => {
    const example = CANDIDATES.find((each) => each.id === id);
    if (example === undefined || id === shown) return;
    shown = id;
    examples.value = id;
    void verifyText(example.text, example.file);
  };

  examples.addEventListener('change', () => {
    writeAddress('verify', { example: examples.value });
    verifyExample(examples.value);
  });
  field('file').addEventListener('change', () => {
    const files = [...(field('file').files ?? [])];
    if (files.length > 0) void verifyFiles(files);
    field('file').value = '';
  });
  field('paste').addEventListener('click', () => {
    shown = null;
    writeAddress('verify', {});
    void verifyText(field('text').value, 'pasted numbers');
  });

  return {
    name: 'verify',
    show: (values) => verifyExample(values.get('example') ?? ''),
    drop: (files) => void verifyFiles(files),
  };
}

function titleOf({ source, family }: Verified): string {
  return family === null ? source : `${source}, family ${family}`;
}

function lineOf(found: Verified): string {
  return `${titleOf(found)}: ${found.figures.verdict} (k = ${found.k}, n = ${found.n})`;
}

function verifiedMarkup(found: Verified): Markup {
  const { figures, certificate, k, n, milliseconds, hint } = found;
  const above = html`<p class="source">${titleOf(found)}: k = ${k}, n = ${n}, proved in ${milliseconds.toFixed(0)} ms</p>`;
  const advice = hint === null ? null : html`<p class="intro"><b>What to try:</b> ${hint}.</p>`;
  if (certificate !== null) {
    const stem = found.source.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '');
    const name = `${stem}${found.family === null ? '' : `-${found.family}`}.certificate.json`;
    return html`${provedMarkup(certificate, name, above)}${advice}`;
  }
  return html`<article class="result"><p class="source">${titleOf(found)}: k = ${k}, n = ${n}, ${milliseconds.toFixed(0)} ms</p><h3 class="verdict inconclusive">Nothing is proved</h3><p class="lead">The proof does not close, which says nothing against the point: ${figures.reason}.</p>${figureList(
    figures.gradientNorm === null
      ? []
      : [
          {
            name: 'Gradient',
            value: html`‖∇F‖ ${bound(figures.gradientNorm, 'most')}`,
            meaning: 'At the given point. Descent has ended where it is about 1e-9.',
          },
        ],
  )}</article>${advice}`;
}
