// node scripts/compile-programs.cjs: runs the commands that are asked for most, all in one process, and keeps the code that V8
// compiled for them (src/cli/shared/load.ts). That of the others is kept when they are first used.
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { load, keepCompiled } = require('../dist/cli/launch.js');

const folder = mkdtempSync(join(tmpdir(), 'spurious-compile-'));
const LINES = [
  ['verify', 'candidates/6-6.json', '--out', folder],
  ['verify', 'candidates/20-20.json', '--json'],
  ['check', join(folder, '6-6.certificate.json')],
  ['search', '--n', '6', '--k', '6', '--runs', '20', '--seed', '1', '--out', join(folder, 'search')],
  ['prove', '--extra', '1', '--out', folder],
  ['--version'],
  ['--help'],
];
const { run } = load(join(__dirname, '../dist/cli/program.js'));

const all = async () => {
  for (const line of LINES) {
    await run(line);
    if (process.exitCode !== 0) throw new Error(`${line.join(' ')}: exit code ${process.exitCode}`);
  }
  keepCompiled();
};
all().finally(() => {
  rmSync(folder, { recursive: true });
});
