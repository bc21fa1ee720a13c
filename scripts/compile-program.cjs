// node scripts/compile-program.cjs PROGRAM ARGUMENT…: runs a program of dist/cli once and keeps the code that V8 compiled
// for it beside it, where src/cli/launch.ts looks for it.
const { writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { load, cachePath } = require(join(__dirname, '../dist/cli/launch.js'));

const [file, ...argv] = process.argv.slice(2);
const { program, script } = load(resolve(file));
process.stdout.write = () => true;
program.run(argv).then(() => {
  if (process.exitCode !== 0) throw new Error(`${argv.join(' ')}: exit code ${process.exitCode}`);
  writeFileSync(cachePath(resolve(file)), script.createCachedData());
});
