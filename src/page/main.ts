/** One program for the page and for its workers: the same text, which sees whether it has a document. */
import { openPage } from './page.ts';
import { serve } from './serve.ts';
import { checkView } from './views/check.ts';
import { descendView } from './views/descend.ts';
import { familiesView } from './views/families.ts';
import { neuronView } from './views/neuron.ts';
import { verifyView } from './views/verify.ts';
import { WORK } from './work.ts';

function open(): void {
  const check = checkView();
  const verify = verifyView((certificates) => {
    location.hash = check.name;
    check.drop!(certificates);
  });
  openPage([verify, check, descendView(), familiesView(), neuronView()]);
}

if ('document' in globalThis) open();
else serve(globalThis, WORK);
