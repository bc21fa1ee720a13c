// npm run bench: every measurement of docs/performance.md, one after the other. Needs the build (npm ci makes it).
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

for (const name of ['verify.mjs', 'peer.mjs', 'descent.mjs', 'symmetric.mjs', 'family.mjs']) {
  console.log(`\n== ${name}`);
  const path = fileURLToPath(new URL(name, import.meta.url));
  const { status } = spawnSync(process.execPath, [path, ...process.argv.slice(2)], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
