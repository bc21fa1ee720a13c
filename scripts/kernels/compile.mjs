// npm run kernels [-- --check]: compiles the WebAssembly kernels and writes the modules with their bytes (kernels.mjs). With
// --check nothing is written: the exit code is 1 where the bytes are not those that the compiler makes of the sources.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { kernels, moduleOf } from './kernels.mjs';

process.chdir(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const check = process.argv.includes('--check');
for (const kernel of kernels()) {
  let bytes;
  const { error, stderr } = await asc.main(
    [
      ...[kernel.source, '--outFile', 'kernel.wasm', '-O3', '--noAssert', '--runtime', 'stub'],
      ...['--enable', 'simd', '--importMemory'],
      // Functions on vectors are exported to other modules of the kernel only.
      ...['--disableWarning', '112'],
    ],
    {
      writeFile(_, contents) {
        bytes = contents;
      },
    },
  );
  process.stderr.write(stderr.toString());
  if (error) throw error;
  const text = moduleOf(kernel, bytes);
  if (!check) writeFileSync(kernel.generated, text);
  else if (readFileSync(kernel.generated, 'utf8') !== text) {
    process.stderr.write(
      `${kernel.generated} is not what ${kernel.source} is compiled to: npm run kernels\n`,
    );
    process.exitCode = 1;
  }
}
