import { execFileSync } from 'node:child_process';

/** Builds what is stale: the tests of the command line start dist/, which must be what stands in src. */
export default function setup(): void {
  execFileSync(process.execPath, ['scripts/build.mjs', '--if-stale'], { stdio: 'inherit' });
}
