import { chromiumPath } from './browser.ts';

/** Says what is missing, and installs nothing. */
export default function setup(): void {
  if (chromiumPath() === null)
    throw new Error(
      'test:browser needs Chromium and found none: install it (Debian: apt-get install chromium), or name it in CHROMIUM=/path/to/chromium',
    );
}
