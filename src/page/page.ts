/** The page: which view is shown, what is under way, and files that are dropped. */
import { html } from '../report/html/markup.ts';
import { readAddress } from './address.ts';
import { type Busy, connectCertificates } from './certificates.ts';
import { type Desk, Replaced, Stopped } from './desk.ts';

/** A view of the page. */
export interface View {
  readonly name: string;
  /** Shows what the address says, if it says anything. */
  show(values: URLSearchParams): void;
  /** Takes files that were dropped while it is shown. */
  drop?(files: readonly File[]): void;
}

const texts = new Map<string, string>();

/** Keeps the text of a certificate for the buttons beside it; the name for them. */
export function keepText(text: string): string {
  const id = `c${texts.size + 1}`;
  texts.set(id, text);
  return id;
}

/** The element of a view that matches. */
export function part<T extends Element>(view: string, selector: string): T {
  return document.querySelector<T>(`#${view} ${selector}`)!;
}

let current: { readonly desk: Desk; readonly busy: Busy } | null = null;

/** Shows that work is under way, with a button that stops it; after a moment, so that short work does not flicker. */
export function busy(desk: Desk, text: string): Busy {
  current?.busy.end();
  const bar = document.getElementById('work')!;
  const progress = bar.querySelector('progress')!;
  progress.removeAttribute('value');
  bar.querySelector('span')!.textContent = text;
  const timer = setTimeout(() => {
    bar.hidden = false;
  }, 300);
  const shown: Busy = {
    progress(done, of) {
      progress.max = of;
      progress.value = done;
      bar.querySelector('span')!.textContent = `${text}, ${done} of ${of}`;
    },
    end() {
      clearTimeout(timer);
      if (current?.busy !== shown) return;
      bar.hidden = true;
      current = null;
    },
  };
  current = { desk, busy: shown };
  return shown;
}

/** What went wrong, in a line. */
export const problem = (message: string): string => html`<p class="problem" role="alert">${message}</p>`.text;

/** Does work and shows what goes wrong in a line; work that was stopped says so. */
export async function attempt(
  desk: Desk,
  text: string,
  results: Element,
  work: (shown: Busy) => Promise<void>,
): Promise<void> {
  const shown = busy(desk, text);
  try {
    await work(shown);
  } catch (error) {
    if (error instanceof Replaced) return;
    const message = error instanceof Stopped ? 'Stopped.' : (error as Error).message;
    results.insertAdjacentHTML('afterbegin', problem(message));
  } finally {
    shown.end();
  }
}

/** Draws again at most every so often, and at the end. */
export function throttled(draw: () => void, milliseconds: number): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      draw();
    }, milliseconds);
  };
}

/** Makes the button "Stop" work. */
export function connectStop(): void {
  document.querySelector('#work button')!.addEventListener('click', () => current?.desk.stop());
}

export function openPage(views: readonly View[]): void {
  const show = (): void => {
    const { view: name, values } = readAddress(location.hash);
    const view = views.find((each) => each.name === name) ?? views[0]!;
    for (const each of views) document.getElementById(each.name)!.hidden = each !== view;
    for (const link of document.querySelectorAll('nav a')) {
      if (link.getAttribute('href') === `#${view.name}`) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    document.title = `${part(view.name, 'h2').textContent} · spurious`;
    view.show(values);
  };
  addEventListener('hashchange', show);
  connectStop();
  for (const form of document.querySelectorAll('form'))
    form.addEventListener('submit', (event) => event.preventDefault());

  const dropping = (on: boolean) => (event: DragEvent) => {
    event.preventDefault();
    document.body.classList.toggle('dropping', on);
  };
  addEventListener('dragover', dropping(true));
  addEventListener('dragleave', dropping(false));
  addEventListener('drop', (event) => {
    dropping(false)(event);
    const files = [...(event.dataTransfer?.files ?? [])];
    const shown = views.find((each) => !document.getElementById(each.name)!.hidden)!;
    const view = shown.drop === undefined ? views[0]! : shown;
    if (files.length === 0) return;
    if (view !== shown) location.hash = view.name;
    view.drop!(files);
  });
  connectCertificates((id) => texts.get(id) ?? null, busy);
  show();
}
