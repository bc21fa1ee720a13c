// A worker of build.mjs: compiles kernels (src/ROOM/assembly/NAME.ts, with what it imports) into src/ROOM/NAME.generated.ts, the
// module's bytes as base64, so that the kernels run wherever JavaScript runs. To load the compiler takes longer than a kernel.
import { writeFileSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import asc from 'assemblyscript/asc';

for (const { source, name, generated } of workerData) {
  let bytes;
  const { error, stderr } = await asc.main(
    [
      ...[source, '--outFile', 'kernel.wasm', '-O3', '--noAssert', '--runtime', 'stub'],
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
  writeFileSync(
    generated,
    `/** WebAssembly module built from assembly/${name}.ts by scripts/build.mjs, base64. */\nexport const ${name}Wasm: string =\n  '${Buffer.from(bytes).toString('base64')}';\n`,
  );
}
