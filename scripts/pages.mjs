// The page and the shell of reports: each is one file, with its program, which is its worker's program too, its style, and a
// policy that forbids every request and every other script.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const EXAMPLES = {
  candidates: [
    '6-6',
    '6-6-1',
    '7-8',
    '8-9',
    '9-10',
    '10-10',
    '11-13',
    '12-12-1',
    '14-15-1',
    '16-16-1',
    '20-20',
    'saddles/17-18-9',
  ].map((name) => `candidates/${name}.json`),
  certificates: ['6-6', 'uniform/bad-1-from-6', 'elimination/6-6.elimination'].map(
    (name) => `certificates/${name}.certificate.json`,
  ),
};
/** Writes index.html, the page, and report.html, the shell of reports, into a folder. */
export async function buildPages(folder) {
  const inPage = {
    name: 'in-page',
    resolveId: (id) => (['linkedom', 'spurious-examples'].includes(id) ? `\0${id}` : null),
    load(id) {
      // Pictures are drawn with the document that is there.
      if (id === '\0linkedom') return 'export const parseHTML = () => globalThis;';
      if (id !== '\0spurious-examples') return null;
      return Object.entries(EXAMPLES)
        .map(([name, files]) => {
          const texts = files.map((file) => [file, readFileSync(file, 'utf8')]);
          return `export const ${name} = ${JSON.stringify(Object.fromEntries(texts))};`;
        })
        .join('\n');
    },
  };
  const style = readFileSync('src/page/style.css', 'utf8');
  const shell = async (entry, title, body) => {
    const made = await rolldown({ input: entry, platform: 'browser', plugins: [inPage], logLevel: 'warn' });
    const { output } = await made.generate({ format: 'iife', minify: true, codeSplitting: false });
    await made.close();
    const program = output[0].code.replaceAll('</script', '<\\/script').trim();
    const hash = createHash('sha256').update(program).digest('base64');
    const policy = [
      "default-src 'none'",
      `script-src 'sha256-${hash}' 'wasm-unsafe-eval'`,
      'worker-src blob:',
      "style-src 'unsafe-inline'",
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; ');
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M1 3q3 16 7 5t7 5' fill='none' stroke='%232b5f9e' stroke-width='2'/%3E%3Ccircle cx='4.2' cy='10.6' r='2' fill='%23a3262a'/%3E%3C/svg%3E">
<style>
${style}</style>
</head>
<body>
${body}
<script id="program">${program}</script>
<script type="text/plain" id="licences">${licencesOf(output[0].moduleIds)}</script>
</body>
</html>
`;
  };
  mkdirSync(folder, { recursive: true });
  const page = readFileSync('src/page/page.html', 'utf8');
  writeFileSync(join(folder, 'index.html'), await shell('src/page/main.ts', 'spurious', page));
  const stop = page.slice(page.indexOf('<div id="work"'), page.indexOf('<footer>'));
  writeFileSync(
    join(folder, 'report.html'),
    await shell('src/page/report.ts', '<!-- title -->', `<!-- report -->\n${stop}`),
  );
}

/**
 * The licences of the packages that these modules are of, as their authors ask: whose they are, and the terms, which many have in common,
 * once behind those who have them.
 */
function licencesOf(moduleIds) {
  const folders = moduleIds.flatMap(
    (id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id.replaceAll('\\', '/'))?.[0] ?? [],
  );
  const owners = new Map();
  for (const folder of [...new Set(folders)].sort()) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    const text = file === undefined ? license : readFileSync(join(folder, file), 'utf8').trim();
    const paragraphs = text.split(/\n\s*\n/);
    const terms = paragraphs.filter((each) => !each.startsWith('Copyright')).join('\n\n');
    const notices = paragraphs.filter((each) => each.startsWith('Copyright'));
    owners.set(terms, [...(owners.get(terms) ?? []), [`${name} ${version}`, ...notices].join('\n\n')]);
  }
  return [...owners]
    .map(([terms, those]) => `${[...those, terms].join('\n\n').replaceAll('<', '&lt;')}\n`)
    .join('\n');
}
