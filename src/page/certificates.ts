import { Desk, Replaced } from './desk.ts';
import type { CheckAnswer } from './jobs.ts';

/** The texts of certificates that the page shows, by the names that its buttons carry. */
export type Texts = (id: string) => string | null;

/** Makes the buttons "Check it here" and "Save the certificate" work, wherever they stand. */
export function connectCertificates(textOf: Texts, busy: (desk: Desk, text: string) => Busy): void {
  const desk = new Desk();
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    if (button === null) return;
    const { check, save, name } = button.dataset;
    const text = textOf(check ?? save ?? '');
    if (text === null) return;
    if (save !== undefined) saveFile(name ?? 'certificate.json', text);
    if (check !== undefined) void answer(check, text);
  });

  async function answer(id: string, text: string): Promise<void> {
    const output = document.querySelector(`[data-answer="${CSS.escape(id)}"]`)!;
    output.textContent = 'checking …';
    output.className = '';
    const shown = busy(desk, 'checking');
    try {
      const found = await desk.run('check', text, ({ done, of }) => shown.progress(done, of));
      const [word, rest] = answerWords(found);
      output.textContent = `${word}${rest}`;
      output.className = word;
    } catch (error) {
      output.textContent = error instanceof Replaced ? '' : (error as Error).message;
    } finally {
      shown.end();
    }
  }
}

/** What is shown while something is under way. */
export interface Busy {
  progress(done: number, of: number): void;
  end(): void;
}

export function answerWords(answer: CheckAnswer): readonly ['accepted' | 'rejected', string] {
  const time = `${answer.milliseconds.toFixed(0)} ms`;
  return answer.accepted
    ? ['accepted', ` ${answer.id} (${time})`]
    : ['rejected', `: ${answer.reason} (${time})`];
}

/** Offers a file to be saved, with these characters and no others. */
export function saveFile(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
