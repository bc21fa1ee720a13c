// Writes docs/api/: a page for each entry point of package.json, made from the declarations that the build emits and the
// doc comments in them. `node scripts/api.mjs` writes, `--check` only says which pages are stale.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Statements of an emitted declaration file begin in the first column, and a doc comment goes with the next one. */
function statementsOf(text) {
  const statements = [];
  let comment = '';
  let lines = [];
  const close = () => {
    if (lines.length > 0) statements.push({ comment, text: lines.join('\n') });
    if (lines.length > 0) comment = '';
    lines = [];
  };
  let inComment = false;
  for (const line of text.split('\n')) {
    if (inComment || line.startsWith('/**')) {
      close();
      comment = inComment ? `${comment}\n${line}` : line;
      inComment = !line.trimEnd().endsWith('*/');
      continue;
    }
    if (/^(export|import|declare|interface|type|class|abstract)\b/.test(line)) close();
    if (line.trim() !== '' || lines.length > 0) lines.push(line);
  }
  close();
  return statements.map((statement) => ({ ...statement, text: statement.text.trimEnd() }));
}

const DECLARED =
  /^(?:export )?(?:declare )?(?:abstract )?(function|class|const|interface|type|enum|let|namespace) (\w+)/;
const LIST = /^(export|import) (?:type )?\{([\s\S]*?)\}(?: from '([^']+)')?;$/;
const STAR = /^export (?:type )?\* from '([^']+)';$/;

const files = new Map();
/** The declarations of a file, and the names that it takes from others and passes on. */
function fileOf(path) {
  if (files.has(path)) return files.get(path);
  const statements = statementsOf(readFileSync(path, 'utf8'));
  const file = { path, declared: new Map(), imported: new Map(), exported: new Map(), stars: [] };
  const found = (specifier) => join(dirname(path), specifier.replace(/\.(ts|js)$/, '.d.ts'));
  for (const statement of statements) {
    const { text } = statement;
    const list = LIST.exec(text);
    const star = STAR.exec(text);
    if (list !== null) {
      const [, keyword, names, specifier] = list;
      for (const part of names.split(',')) {
        const [, from, to = from] = /^\s*(?:type )?(\w+)(?: as (\w+))?\s*$/.exec(part) ?? [];
        if (from === undefined) continue;
        const target = { name: from, file: specifier === undefined ? null : found(specifier) };
        if (keyword === 'import') {
          if (specifier.startsWith('.')) file.imported.set(to, target);
        } else file.exported.set(to, target);
      }
    } else if (star !== null) file.stars.push(found(star[1]));
    else {
      const [, , name] = DECLARED.exec(text) ?? [];
      if (name === undefined) continue;
      file.declared.set(name, [...(file.declared.get(name) ?? []), statement]);
      if (text.startsWith('export ')) file.exported.set(name, { name, file: null });
    }
  }
  files.set(path, file);
  return file;
}

/** Where a name that a file exports is declared: its statements (several for overloads). */
function declarationOf(path, exported) {
  const file = fileOf(path);
  const target = file.exported.get(exported);
  if (target === undefined) {
    for (const star of file.stars) {
      const there = declarationOf(star, exported);
      if (there !== null) return there;
    }
    return null;
  }
  if (target.file !== null) return declarationOf(target.file, target.name);
  if (file.declared.has(target.name)) return { path, statements: file.declared.get(target.name) };
  const imported = file.imported.get(target.name);
  return imported === undefined ? null : declarationOf(imported.file, imported.name);
}

function exportedNames(path) {
  const file = fileOf(path);
  return [...file.exported.keys(), ...file.stars.flatMap(exportedNames)];
}

/** The words of a doc comment and its examples. */
function commentOf(comment) {
  const text = comment
    .replace(/^\/\*\*/, '')
    .replace(/\*\/\s*$/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n')
    .trim();
  const [words = '', ...tags] = text.split(/^@(?=\w)/m);
  const examples = tags
    .filter((tag) => tag.startsWith('example'))
    .map((tag) =>
      tag
        .slice('example'.length)
        .trim()
        .replace(/^```\w*\n([\s\S]*?)\n?```$/, '$1'),
    );
  const others = tags.filter((tag) => !tag.startsWith('example')).map((tag) => `@${tag.trim()}`);
  return { words: words.trim(), others, examples };
}

const KINDS = ['function', 'class', 'const', 'interface', 'type'];

/** An entry point of the package: its name for import, its exports in the order of the page. */
function entryOf(specifier, types) {
  const path = join(ROOT, types);
  // The compiler drops a comment before imports: it is taken from the source.
  const source = join(ROOT, types.replace(/^(\.\/)?dist\//, 'src/').replace(/\.d\.ts$/, '.ts'));
  const [first] = readFileSync(source, 'utf8').match(/^\/\*\*[\s\S]*?\*\//) ?? [''];
  const entries = exportedNames(path).map((name) => {
    const declaration = declarationOf(path, name);
    if (declaration === null) throw new Error(`${types}: where ${name} is declared is not found`);
    const { statements } = declaration;
    const kind = DECLARED.exec(statements[0].text)?.[1] ?? 'type';
    const source = declaration.path.slice(join(ROOT, 'dist').length + 1).replace(/\.d\.ts$/, '.ts');
    const comments = statements.map(({ comment }) => commentOf(comment));
    const code = statements
      .flatMap(({ text }) => text.split('\n'))
      .filter((line) => !/^\s*(private |#private)/.test(line))
      .join('\n')
      .replaceAll(/^export (declare )?/gm, '');
    return {
      name,
      kind,
      source: `src/${source}`,
      code,
      words: comments
        .map(({ words }) => words)
        .join('\n\n')
        .trim(),
      others: comments.flatMap(({ others }) => others),
      examples: comments.flatMap(({ examples }) => examples),
    };
  });
  entries.sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.name.localeCompare(b.name, 'en'));
  return { specifier, about: commentOf(first).words, entries };
}

function pageOf({ specifier, about, entries }) {
  const parts = entries.map(({ name, kind, source, code, words, others, examples }) =>
    [
      `## ${name}`,
      words === '' ? '' : words,
      `\`\`\`ts\n${code}\n\`\`\``,
      ...others,
      ...examples.map((example) => `Example:\n\n\`\`\`ts\n${example}\n\`\`\``),
      `${kind}, [${source}](../../${source})`,
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
  );
  return `# '${specifier}'\n\n<!-- Made by scripts/api.mjs from the doc comments. Do not edit. -->\n\n${about}\n\n${parts.join('\n\n')}\n`;
}

/** The entry points with types, in the order of package.json. */
export function entryPoints() {
  const { name, exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return Object.entries(exports).flatMap(([key, value]) =>
    value.types === undefined ? [] : [entryOf(key === '.' ? name : `${name}${key.slice(1)}`, value.types)],
  );
}

/** File names in docs/api and their texts. */
export function apiPages() {
  const entries = entryPoints();
  const fileName = ({ specifier }) => `${specifier.split('/').slice(1).join('-') || 'index'}.md`;
  const rows = entries.map(
    (entry) =>
      `| [\`${entry.specifier}\`](${fileName(entry)}) | ${entry.about.split('\n\n')[0].replaceAll('\n', ' ')} |`,
  );
  const contents = `# The library\n\n<!-- Made by scripts/api.mjs from the doc comments. Do not edit. -->\n\nWhat can be imported, with types, doc comments and examples. \`npm run api\` makes these pages anew.\n\n| import from | what it is |\n|---|---|\n${rows.join('\n')}\n`;
  return new Map([['README.md', contents], ...entries.map((entry) => [fileName(entry), pageOf(entry)])]);
}

/** Names of pages in docs/api that are missing, stale or left over. */
export function stalePages() {
  const folder = join(ROOT, 'docs/api');
  const pages = apiPages();
  const there = existsSync(folder) ? readdirSync(folder) : [];
  const stale = [...pages].filter(
    ([name, text]) => !there.includes(name) || readFileSync(join(folder, name), 'utf8') !== text,
  );
  return [...stale.map(([name]) => name), ...there.filter((name) => !pages.has(name))];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--check')) {
    const stale = stalePages();
    if (stale.length > 0) console.error(`stale in docs/api: ${stale.join(', ')}; run npm run api`);
    process.exitCode = stale.length > 0 ? 1 : 0;
  } else {
    const folder = join(ROOT, 'docs/api');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of apiPages()) writeFileSync(join(folder, name), text);
  }
}
