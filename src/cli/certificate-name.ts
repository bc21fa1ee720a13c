import { basename, extname } from 'node:path';

/** NAME[-FAMILY][.KIND].certificate.json; a second input of the same name gets -2 and so on. */
export function certificateName(
  { source, family }: { readonly source: string; readonly family: number | null },
  used: Set<string>,
  kind: 'elimination' | null = null,
): string {
  const stem =
    basename(source, extname(source)).replace(/\.certificate$/, '') + (family === null ? '' : `-${family}`);
  const end = `${kind === null ? '' : `.${kind}`}.certificate.json`;
  for (let count = 1; ; count++) {
    const name = `${stem}${count === 1 ? '' : `-${count}`}${end}`;
    if (!used.has(name)) {
      used.add(name);
      return name;
    }
  }
}
