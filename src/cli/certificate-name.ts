import { basename, extname } from 'node:path';

/** NAME[-FAMILY].certificate.json; a second input of the same name gets -2 and so on. */
export function certificateName(
  { source, family }: { readonly source: string; readonly family: number | null },
  used: Set<string>,
): string {
  const stem = basename(source, extname(source)) + (family === null ? '' : `-${family}`);
  for (let count = 1; ; count++) {
    const name = `${stem}${count === 1 ? '' : `-${count}`}.certificate.json`;
    if (!used.has(name)) {
      used.add(name);
      return name;
    }
  }
}
