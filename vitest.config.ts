import { defineConfig } from 'vitest/config';

/**
 * Files that need more than about two seconds of processor time each. `npm run test:fast` leaves them out, `npm run
 * test:slow` runs them alone. A new file counts as fast until it stands here.
 */
export const SLOW = [
  'test/arithmetic/definite.test.ts',
  'test/papers/safran-shamir/audit.test.ts',
  'test/papers/safran-shamir/cli.test.ts',
  'test/papers/safran-shamir/published.test.ts',
  'test/papers/safran-shamir/symmetric.test.ts',
  'test/checker/block.test.ts',
  'test/checker/elimination.test.ts',
  'test/checker/tampering.test.ts',
  'test/cli/address-space.test.ts',
  'test/cli/check.test.ts',
  'test/cli/eliminate-data.test.ts',
  'test/cli/eliminate.test.ts',
  'test/cli/family.test.ts',
  'test/cli/first-proof.test.ts',
  'test/cli/interrupt.test.ts',
  'test/cli/json-fields.test.ts',
  'test/cli/options.test.ts',
  'test/cli/prove.test.ts',
  'test/cli/verify.test.ts',
  'test/elimination/committed.test.ts',
  'test/elimination/decide.test.ts',
  'test/files/fuzz.test.ts',
  'test/files/mat.test.ts',
  'test/files/npy.test.ts',
  'test/files/read.test.ts',
  'test/landscape/fixed-field.test.ts',
  'test/landscape/numpy.test.ts',
  'test/proof/extremes.test.ts',
  'test/proof/fewer-neurons.test.ts',
  'test/proof/scale.test.ts',
  'test/report/coq.test.ts',
  'test/report/formal.test.ts',
  'test/symmetry/agreement.test.ts',
];

export default defineConfig({
  test: {
    globalSetup: ['test/setup/build.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // By default one core is left idle, which is half of a small machine.
    maxWorkers: '100%',
    projects: [
      { extends: true, test: { name: 'fast', include: ['test/**/*.test.ts'], exclude: SLOW } },
      { extends: true, test: { name: 'slow', include: SLOW } },
    ],
  },
});
