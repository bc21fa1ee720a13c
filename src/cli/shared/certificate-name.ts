import { basename, extname } from 'node:path';
import { STANDARD_INPUT } from '../../files/index.ts';

/** NAME[-FAMILY][.KIND].certificate.json; a second input of the same name gets -2 and so on. */
export function certificateName(
  { source, family }: { readonly source: string; readonly family: number | null },
  used: Set<string>,
  kind: 'elimination' | 'split' | 'data' | null = null,
): string {
  const name = source === STANDARD_INPUT ? 'standard-input' : basename(source, extname(source));
  const stem = name.replace(/\.certificate$/, '') + (family === null ? '' : `-${family}`);
  const end = `${kind === null ? '' : `.${kind}`}.certificate.json`;
  for (let count = 1; ; count++) {
    const whole = `${stem}${count === 1 ? '' : `-${count}`}${end}`;
    if (!used.has(whole)) {
      used.add(whole);
      return whole;
    }
  }
}
