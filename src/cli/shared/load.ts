import { accessSync, constants, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** What was loaded, by path; a module that is still being loaded has a part of its exports. */
const loaded = new Map<string, { exports: unknown }>();
/** Scripts that V8 compiled anew, by path. */
const compiled = new Map<string, Script>();

/**
 * Loads a file of the built command line (CommonJS in ASCII, scripts/build.mjs) with the code that V8 kept of it: finding
 * and compiling modules is a good part of a cold start. What it requires from beside itself is loaded in the same way.
 * Everything of dist/cli goes through here, once in each thread, so that classes are the same everywhere.
 *
 * From Node 22 on module.enableCompileCache() does most of this, a tenth of a start slower (docs/performance.md); Node 20 has nothing of the kind.
 */
export function load(file: string): unknown {
  const known = loaded.get(file);
  if (known !== undefined) return known.exports;
  const module = { exports: {} as unknown };
  loaded.set(file, module);
  const cachedData = compiledCode(file);
  const source = readFileSync(file, 'latin1');
  const script = new Script(source.startsWith(HEAD) ? source : `${HEAD}${source}${TAIL}`, {
    filename: file,
    ...(cachedData && { cachedData }),
  });
  if (cachedData === null || script.cachedDataRejected) compiled.set(file, script);
  const folder = dirname(file);
  const body = script.runInThisContext() as (...given: readonly unknown[]) => void;
  const require = (name: string): unknown =>
    name.startsWith('./') && basename(name) !== LOADER ? load(join(folder, name)) : elsewhere(file)(name);
  const late = (name: string): object => lately(join(folder, name));
  body(module.exports, Object.assign(require, elsewhere(file), { late }), module, file, folder);
  return module.exports;
}

/** A script is a function of these. The build writes it so: to put it together would copy it, twice. */
const HEAD = '(function (exports, require, module, __filename, __dirname) {';
const TAIL = '\n})';

/** The exports of a file that is loaded when the first of them is asked for (scripts/build.mjs says where). */
function lately(file: string): object {
  let exports: Record<PropertyKey, unknown> | null = null;
  return new Proxy(
    {},
    {
      get(_, name) {
        exports ??= load(file) as Record<PropertyKey, unknown>;
        return exports[name];
      },
    },
  );
}

/** The file that this function is in, which is there already. */
const LOADER = 'launch.js';
let required: NodeJS.Require | null = null;

/** Node's own require; all files of the command line stand in one folder, with that of this function, whose own does. */
function elsewhere(file: string): NodeJS.Require {
  required ??=
    typeof require === 'function' ? require : process.getBuiltinModule('node:module').createRequire(file);
  return required;
}

/** Where the compiled code of a file is kept: V8 of another version could not use it. */
function cachePath(file: string): string {
  return `${file}.${process.versions.v8}-${process.arch}.cache`;
}

/** The compiled code of a file, unless it is older than the file. V8 refuses what it made under other flags. */
function compiledCode(file: string): Buffer | null {
  try {
    const cache = cachePath(file);
    return statSync(cache).mtimeMs >= statSync(file).mtimeMs ? readFileSync(cache) : null;
  } catch {
    return null;
  }
}

/**
 * Keeps what V8 compiled anew in this process beside the files, for the next one; functions that were not called are not
 * in it. Where nothing can be written all stays as it is. An unusual engine keeps nothing: its code serves no other.
 */
export function keepCompiled(): void {
  if (process.execArgv.length > 0 || process.env['NODE_OPTIONS']) return;
  for (const [file, script] of compiled) {
    const unfinished = `${file}.${process.pid}.cache`;
    try {
      accessSync(dirname(file), constants.W_OK);
      writeFileSync(unfinished, script.createCachedData());
      renameSync(unfinished, cachePath(file));
    } catch {
      // A start is slower without.
      rmSync(unfinished, { force: true });
      break;
    }
  }
  compiled.clear();
}
