/** The program of a report: its buttons run the checker, in a worker, on the certificates that the report holds. */
import { connectCertificates } from './certificates.ts';
import { busy, connectStop } from './page.ts';
import { CHECK, serve } from './serve.ts';

if ('document' in globalThis) {
  connectStop();
  // Each certificate stands in the report as a JSON string in a block of data.
  connectCertificates((id) => {
    const block = document.getElementById(id);
    return block === null ? null : (JSON.parse(block.textContent) as string);
  }, busy);
  // Paper cannot be clicked on: what is folded is printed open.
  let folded: HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    folded = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
    for (const details of folded) details.open = true;
  });
  addEventListener('afterprint', () => {
    for (const details of folded) details.open = false;
  });
} else serve(globalThis, CHECK);
