// A worker of build.mjs: compiles kernels (src/ROOM/assembly/NAME.ts, with what it imports), and answers with their bytes.
import { parentPort, workerData } from 'node:worker_threads';
import asc from 'assemblyscript/asc';

const made = [];
for (const kernel of workerData) {
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
  made.push({ ...kernel, bytes });
}
parentPort.postMessage(made);
