import { readCertificate } from '../../certificate/index.ts';
import { type Content, html } from '../../report/html/markup.ts';
import { summaryLine } from '../../report/html/sections.ts';
import { theoremMarkup } from '../../report/html/theorem.ts';
import { writeAddress } from '../address.ts';
import { answerWords } from '../certificates.ts';
import { Desk, Ended } from '../desk.ts';
import { CERTIFICATES, fillExamples } from '../examples.ts';
import { attempt, part, type View } from '../page.ts';

/** Bytes of a file that is read at all; a certificate has at most so many characters. */
const LARGEST = 2 ** 26;

export function checkView(): View {
  const desk = new Desk();
  const form = part<HTMLFormElement>('check', 'form');
  const results = part<HTMLElement>('check', '.results');
  const field = (name: string): HTMLInputElement => form.elements.namedItem(name) as HTMLInputElement;
  const examples = form.elements.namedItem('example') as HTMLSelectElement;
  fillExamples(examples, CERTIFICATES, 'choose one');
  let shown: string | null = null;

  async function check(sources: readonly { readonly name: string; readonly text: () => Promise<string> }[]) {
    results.replaceChildren();
    await attempt(desk, 'checking', results, async (working) => {
      for (const [i, { name, text }] of sources.entries()) {
        if (sources.length > 1) working.progress(i + 1, sources.length);
        results.insertAdjacentHTML('beforeend', (await answerOf(name, text, working.progress)).text);
      }
    });
  }

  async function answerOf(
    name: string,
    read: () => Promise<string>,
    progress: (done: number, of: number) => void,
  ) {
    const article = (word: string, rest: string, more: Content = null) =>
      html`<article class="result"><p class="source">${name}</p><h3 class="verdict ${word === 'accepted' ? 'global' : 'minimum'}">${word}</h3><p>${rest}</p>${more}</article>`;
    let text: string;
    try {
      text = await read();
      const answer = await desk.run('check', text, ({ done, of }) => progress(done, of));
      const [word, rest] = answerWords(answer);
      if (!answer.accepted) return article(word, rest.replace(/^: /, ''));
      const certificate = readCertificate(text);
      return article(
        word,
        `Every number of claim ${answer.id} is confirmed, in ${answer.milliseconds.toFixed(0)} ms. ${summaryLine(certificate)}`,
        theoremMarkup(certificate),
      );
    } catch (error) {
      if (error instanceof Ended) throw error;
      return html`<article class="result"><p class="problem" role="alert">${name}: ${(error as Error).message}</p></article>`;
    }
  }

  const fileText = (file: File) => async (): Promise<string> => {
    if (file.size > LARGEST) throw new Error(`${file.size} bytes; expected at most ${LARGEST}`);
    try {
      const bytes = await file.arrayBuffer();
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new Error('bytes that are no UTF-8; expected the text of a certificate');
    }
  };
  const checkFiles = (files: readonly File[]): void => {
    shown = null;
    examples.value = '';
    writeAddress('check', {});
    void check(files.map((file) => ({ name: file.name, text: fileText(file) })));
  };
  const checkExample = (id: string): void => {
    const example = CERTIFICATES.find((each) => each.id === id);
    if (example === undefined || id === shown) return;
    shown = id;
    examples.value = id;
    void check([{ name: example.file, text: async () => example.text }]);
  };

  examples.addEventListener('change', () => {
    writeAddress('check', { example: examples.value });
    checkExample(examples.value);
  });
  field('file').addEventListener('change', () => {
    const files = [...(field('file').files ?? [])];
    if (files.length > 0) checkFiles(files);
    field('file').value = '';
  });
  field('paste').addEventListener('click', () => {
    shown = null;
    writeAddress('check', {});
    void check([{ name: 'pasted text', text: async () => field('text').value }]);
  });

  return {
    name: 'check',
    show: (values) => checkExample(values.get('example') ?? ''),
    drop: checkFiles,
  };
}
