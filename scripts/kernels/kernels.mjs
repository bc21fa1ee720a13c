// The WebAssembly kernels: their sources, src/ROOM/assembly/NAME.ts with what they import from their folder, and the modules
// that hold their bytes, src/ROOM/NAME.generated.ts. These are kept with the sources, so that a build needs no compiler of
// 100 MB; each names the digest of what it was made from.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** SHA-256 of the files of a folder, in the order of their names, and of the compiler's version and options. */
const digestOf = (folder) => {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((path) => path.endsWith('.ts'));
  for (const path of [
    ...files.sort().map((path) => join(folder, path)),
    ...['compile.mjs', 'package-lock.json'].map((name) => join('scripts/kernels', name)),
  ])
    hash.update(`${path.replaceAll('\\', '/')}\n${readFileSync(path, 'utf8')}\n`);
  return hash.digest('hex');
};

/** All kernels: name, source, the module with its bytes, and the digest that this module must name. Run in the project's root. */
export function kernels() {
  return readdirSync('src').flatMap((room) => {
    const folder = join('src', room, 'assembly');
    if (!existsSync(folder)) return [];
    const digest = digestOf(folder);
    return readdirSync(folder)
      .filter((file) => file.endsWith('.ts'))
      .map((file) => {
        const name = basename(file, '.ts');
        return {
          name,
          source: join(folder, file),
          generated: join('src', room, `${name}.generated.ts`),
          digest,
        };
      });
  });
}

/** The text of the module of a kernel: its bytes as base64, so that the kernels run wherever JavaScript runs. */
export const moduleOf = ({ name, digest }, bytes) =>
  `/** WebAssembly module that \`npm run kernels\` made of assembly/${name}.ts, base64. Digest of the sources: ${digest} */\nexport const ${name}Wasm: string =\n  '${Buffer.from(bytes).toString('base64')}';\n`;

/** Whether the module of a kernel was made of the sources as they are. */
export const isCurrent = ({ generated, digest }) =>
  existsSync(generated) && readFileSync(generated, 'utf8').includes(digest);
