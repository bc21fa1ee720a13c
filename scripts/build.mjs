// Builds dist/: the TypeScript, then bundles of the command line, which a cold start feels. What does not wait for one another
// runs at the same time.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { isCurrent, kernels } from './kernels/kernels.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
/** Ends the build where a script fails. */
const run = async (script, ...args) => {
  const [code] = await once(spawn(process.execPath, [script, ...args], { stdio: 'inherit' }), 'close');
  if (code !== 0) process.exit(code ?? 1);
};

const newest = (path) =>
  statSync(path).isDirectory()
    ? Math.max(...readdirSync(path).map((name) => newest(join(path, name))), 0)
    : statSync(path).mtimeMs;
const stamp = 'dist/.built';
const sources = [
  ...['src', 'package-lock.json', 'tsconfig.json'],
  ...['build.mjs', 'pages.mjs', 'kernels/kernels.mjs'].map((name) => join('scripts', name)),
];
const fresh = existsSync(stamp) && Math.max(...sources.map(newest)) < statSync(stamp).mtimeMs;
if (process.argv.includes('--if-stale') && fresh) process.exit(0);
const started = new Date();

for (const kernel of kernels()) {
  if (isCurrent(kernel)) continue;
  process.stderr.write(`${kernel.generated} is not made of ${kernel.source} as it is: npm run kernels\n`);
  process.exit(1);
}

rmSync('dist', { recursive: true, force: true });
const TSC = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'];
// With their comments; neither the bundles wait for it nor the page for either. Types are checked by `npm run types`: with
// isolatedDeclarations what is written does not depend on it.
const declarations = run(...TSC, '--noCheck', '--emitDeclarationOnly');
// Without comments: the package is a fifth smaller.
const emitted = run(
  ...TSC,
  '--noCheck',
  '--declaration',
  'false',
  '--isolatedDeclarations',
  'false',
  '--removeComments',
);
const { buildPages } = await import('./pages.mjs');
const pages = buildPages('dist/page');
await emitted;

// CommonJS files for src/cli/shared/load.ts: the program, each worker task, and what they share; they stay in dist/cli, where they look for each other. Only what every run loads is bundled:
// the other packages bring files of their own.
const { rolldown } = await import('rolldown');
// mathjs is bundled too, since its many files take long to find: a piece of its own, loaded where an expression is read.
const BUNDLED = /^(yargs|y18n|decimal\.js|fflate|mathjs)(\/|$)/;
// What packages prepare when they are loaded and a command rarely needs is made when it is used: for the width of text that
// is no ASCII, V8 reads Unicode's tables for 50 ms of a cold start; of plain ASCII the older of two versions looks at every
// character, half of the time of --help. Of node:assert, 3 ms, yargs uses two functions, and escalade looks for a package.json
// whose version is not asked for.
const WIDTH = 'export default function stringWidth(string, options = {}) {';
const PLAIN = "if (typeof string === 'string' && /^[ -~]*$/.test(string)) return string.length;";
const PREPARED = /^const (\w+) = (?:\/(.*\\p\{.*)\/(\w*)|(new Intl\.Segmenter\(\)));$/gm;
const REPLACED = {
  assert: `const hold = (truth, message) => {
      if (!truth) throw new Error(message);
    };
    export const strictEqual = (a, b, message) => hold(Object.is(a, b), message);
    export const notStrictEqual = (a, b, message) => hold(!Object.is(a, b), message);`,
  'escalade/sync': 'export default () => undefined;',
};
const onFirstUse = {
  name: 'on-first-use',
  resolveId: (id) => (Object.hasOwn(REPLACED, id) ? `\0${id}` : null),
  load: (id) => REPLACED[id.slice(1)] ?? null,
  transform(code, id) {
    if (!id.endsWith('/string-width/index.js') || !PREPARED.test(code)) return null;
    return `const onFirstUse = (make) => {
        let made;
        return new Proxy({}, {
          get(_, key) {
            made ??= make();
            return typeof made[key] === 'function' ? made[key].bind(made) : made[key];
          },
        });
      };
      ${code
        .replace(WIDTH, `${WIDTH}\n${PLAIN}`)
        .replaceAll(PREPARED, (_, name, pattern, flags, segmenter) => {
          const made = segmenter ?? `new RegExp(${JSON.stringify(pattern)}, '${flags}')`;
          return `const ${name} = onFirstUse(() => ${made});`;
        })}`;
  },
};
// Every module of the command line by its name; bundles stand side by side in dist/cli, where they look for each other.
const compiled = new Map(
  readdirSync('dist/cli', { recursive: true })
    .filter((path) => path.endsWith('.js'))
    .map((path) => [basename(path, '.js'), join('dist/cli', path)]),
).set('mathjs', 'dist/expression/mathjs.js');
// `apart`: imports that stay imports, and where they are found.
const bundle = async (names, apart, options) => {
  const leftApart = {
    name: 'left-apart',
    resolveId: (id) => (Object.hasOwn(apart, id) ? { id: apart[id], external: true } : null),
  };
  // fflate makes tables when it is loaded, for which a start without compressed files need not wait.
  const lateInflate = {
    name: 'late-inflate',
    resolveId: (id) => (id === 'fflate' ? '\0fflate' : null),
    load: (id) =>
      id === '\0fflate'
        ? `const fflate = () => process.getBuiltinModule('node:module').createRequire(import.meta.url)('fflate');
const late = (name) => function (take) { return new (fflate()[name])(take); };
export const Inflate = late('Inflate');
export const Gunzip = late('Gunzip');
export const inflateSync = (...given) => fflate().inflateSync(...given);`
        : null,
  };
  const made = await rolldown({
    input: Object.fromEntries(names.map((name) => [name, compiled.get(name)])),
    platform: 'node',
    plugins: [onFirstUse, leftApart, lateInflate],
    external: (id, importer) =>
      /^[@\w]/.test(id) && id !== 'assert' && !BUNDLED.test(id) && !importer?.includes('node_modules'),
    preserveEntrySignatures: 'allow-extension',
    // yargs asks import.meta of a CommonJS file where a configuration file extends another: nothing here does.
    checks: { emptyImportMeta: false },
    logLevel: 'warn',
  });
  const { output } = await made.generate({
    format: 'cjs',
    dynamicImportInCjs: false,
    minify: true,
    ...options,
  });
  await made.close();
  return output;
};

// Without more said, modules that the same commands need are a file: sixty for `verify`, each of which takes time to find.
// What the program itself, `verify` and `check` need is put together; a group imports from those before it only.
const GROUPS = [
  ['shell', ['program']],
  ['shell', ['verify', 'verify-task'], ['check', 'check-task']],
  ['engine', ['verify', 'verify-task']],
  ['checker', ['check', 'check-task']],
];
const reached = new Map();
const reach = (names, context) => {
  const key = names.join();
  if (!reached.has(key)) {
    const found = new Set(names.map((name) => resolve(compiled.get(name))));
    for (const id of found) for (const next of context.getModuleInfo(id)?.importedIds ?? []) found.add(next);
    reached.set(key, found);
  }
  return reached.get(key);
};
// Parts of them that few command lines use: files of their own, which these files load when they first use something of them. Only
// what is called rarely: each use is looked up.
const LATE = [
  [
    'formats',
    'shell',
    /dist\/(expression|files\/(mat-|mupad|model|data|named|npz|array|idx|inflate|stream))/,
  ],
  [
    'symmetric',
    'engine',
    /dist\/(symmetry|verify\/(wide\.|symmetric|near|vanish)|landscape\/(exact-gram|gram|sharp)|proof\/(isometry|saddle))/,
  ],
  ['certificates', 'engine', /dist\/certificate\/(?!limits\.)/],
];
const inShared = (id, context) =>
  GROUPS.some(([, ...roots]) => roots.every((names) => reach(names, context).has(id)));
const groupOf = (id, context) =>
  context.getModuleInfo(id).isEntry
    ? null // A file of its own, with nothing but its own exports.
    : (inShared(id, context) && LATE.find(([, , part]) => part.test(id))?.[0]) ||
      GROUPS.find(([, ...roots]) => roots.every((names) => reach(names, context).has(id)))?.[0] ||
      null;

// What is loaded from everywhere is in the launcher, once.
const LOADER = { './load.js': './launch.js' };
// A thread that Node starts without the launcher: with all it needs, which is little.
const ALONE = 'progress-task';
// What Node itself loads. The others are functions of what a module is given (src/cli/shared/load.ts).
const BY_NODE = ['launch', 'pool-task', ALONE];
const made = [
  ...(await bundle(['launch'], {}, { codeSplitting: false })),
  ...(await bundle([ALONE], {}, { codeSplitting: false })),
  ...(await bundle(
    [...compiled.keys()].filter((name) => name !== ALONE && /^(program|mathjs|.*-task)$/.test(name)),
    LOADER,
    {
      entryFileNames: '[name].js',
      chunkFileNames: '[name]-[hash].js',
      codeSplitting: {
        includeDependenciesRecursively: false,
        groups: [{ name: groupOf, debugName: 'commands' }],
      },
    },
  )),
];
// For who imports the library, too.
const own = await rolldown({ input: compiled.get('mathjs'), platform: 'node', logLevel: 'warn' });
await own.write({ file: compiled.get('mathjs'), format: 'esm', minify: true });
await own.close();
await declarations;
// Of the declarations those that the entries of the package lead to; nobody can import the others.
const typed = new Set(
  Object.values(JSON.parse(readFileSync('package.json', 'utf8')).exports).flatMap(({ types }) =>
    types === undefined ? [] : [join(types)],
  ),
);
for (const path of typed)
  for (const [, id] of readFileSync(path, 'utf8').matchAll(/(?:from |import\()'(\.[^']+)'/g))
    typed.add(join(dirname(path), id.replace(/\.[jt]s$/, '.d.ts')));
for (const path of readdirSync('dist', { recursive: true, encoding: 'utf8' }))
  if (path.endsWith('.d.ts') && !typed.has(join('dist', path))) rmSync(join('dist', path));
rmSync('dist/cli', { recursive: true });
mkdirSync('dist/cli');
writeFileSync('dist/cli/package.json', '{ "type": "commonjs" }\n');
// In ASCII, which is read quickest: a character outside of it as its escape, which means the same in texts and patterns.
const escaped = (code) => {
  const [bad] = /(?<!\\)(\\\\)*\\[^\0-\x7f].{0,20}|String\.raw`[^`]*[^\0-\x7f`]/.exec(code) ?? [];
  if (bad !== undefined) throw new Error(`a character that cannot be written as its escape: ${bad}`);
  return code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
};
const lately = (fileName, code) =>
  LATE.filter(([, from]) => fileName.startsWith(`${from}-`)).reduce(
    (text, [part]) =>
      text.replaceAll(new RegExp(`require\\((["'\`])\\./${part}-`, 'g'), `require.late($1./${part}-`),
    code,
  );
for (const { fileName, code } of made) {
  if (/-task\.js$/.test(fileName) && /\bexports\.\w+=/.test(code))
    throw new Error(`${fileName} exports more than the function that a worker calls`);
  const text = escaped(lately(fileName, code));
  const loaded = !BY_NODE.some((name) => fileName === `${name}.js`);
  writeFileSync(
    join('dist/cli', fileName),
    loaded ? `(function (exports, require, module, __filename, __dirname) {${text}\n})` : text,
  );
}
// Bins are CommonJS, which starts quicker than a module, and stay as they were written, for the Nodes that are too old.
// Their names must stay: npx keeps the links that it made when it first met a package at a place.
for (const name of ['spurious', 'verify-bin']) {
  copyFileSync(`src/cli/${name}.cjs`, `dist/cli/${name}.js`);
  chmodSync(`dist/cli/${name}.js`, 0o755);
}
copyFileSync('src/cli/node-version.cjs', 'dist/cli/node-version.cjs');
await Promise.all([pages, promisify(execFile)(process.execPath, ['scripts/compile-programs.cjs'])]);
writeFileSync(stamp, '');
utimesSync(stamp, started, started);
