import { defineConfig } from 'vitest/config';

/** `npm run test:browser`: the page and reports in Debian's Chromium. `npm test` needs no browser and leaves these out. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.browser.ts'],
    globalSetup: ['test/setup/build.ts', 'test/browser/setup.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: 'forks',
    // One browser at a time: some tests measure.
    fileParallelism: false,
  },
});
