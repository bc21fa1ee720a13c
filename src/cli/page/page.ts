import { readFileSync } from 'node:fs';
import { writeFileAtomic } from '../../files/index.ts';
import { type Command, type Context, EXIT } from '../context.ts';

interface PageArguments {
  readonly out: string;
}

export const pageCommand: Command<PageArguments> = {
  name: 'page',
  describe: 'Write the page that verifies, checks and descends in a browser: one file, needs nothing else',
  options: {
    out: { type: 'string', value: 'FILE.html', required: true, describe: 'The file to write' },
  },
  examples: [['page --out spurious.html', 'open it in a browser, offline']],
  exits: { holds: 'the page is written' },
  run: runPage,
};

async function runPage({ out }: PageArguments, _context: Context): Promise<number> {
  writeFileAtomic(out, readFileSync(new URL('../page/index.html', import.meta.url), 'utf8'));
  return EXIT.holds;
}
