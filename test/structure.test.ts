import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Room → rooms and packages it may import from. */
const EXACT = ['arithmetic', 'expression', 'numerics', 'model', 'landscape', 'certificate'];
const PROVEN = [...EXACT, 'proof', 'symmetry', 'elimination', 'trajectory', 'complete'];
const ALLOWED: Record<string, readonly string[]> = {
  // What a proof rests on; numerics only guesses for it.
  arithmetic: ['numerics'],
  numerics: [],
  // Only parse.ts reads texts, with mathjs; what is proved is proved of trees.
  expression: ['arithmetic', 'mathjs/number'],
  model: ['arithmetic', 'expression'],
  landscape: ['arithmetic', 'model'],
  certificate: [],
  checker: ['certificate', 'decimal.js'],
  proof: EXACT,
  symmetry: [...EXACT, 'proof'],
  elimination: [...EXACT, 'proof'],
  trajectory: EXACT,
  complete: EXACT,
  training: [...EXACT, 'proof', 'elimination'],
  // What is never trusted.
  proposals: [...PROVEN, 'training'],
  search: [...PROVEN, 'verify', 'node'],
  // Where the two meet.
  verify: [...PROVEN, 'training', 'proposals'],
  // What others may import, by the entry of package.json.
  entries: [...PROVEN, 'verify', 'search', 'papers'],
  papers: [...PROVEN, 'proposals', 'verify', 'search', 'report'],
  report: [...EXACT, 'symmetry', '@observablehq/plot', 'linkedom'],
  // Everything that needs no Node.
  page: [...PROVEN, 'checker', 'proposals', 'verify', 'search', 'files', 'report', 'spurious-examples'],
  files: ['model', 'landscape', 'arithmetic', 'expression', 'node', 'fflate'],
};
const FREE = ['cli', 'index.ts', 'webassembly.d.ts'];

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === 'assembly' ? [] : sources(path);
    return name.endsWith('.ts') && !name.endsWith('.generated.ts') ? [path] : [];
  });
}

const known = new Map<string, readonly string[]>();

function imports(path: string): readonly string[] {
  let found = known.get(path);
  if (found === undefined) {
    found = importsOf(readFileSync(path, 'utf8'));
    known.set(path, found);
  }
  return found;
}

function importsOf(text: string): string[] {
  const statements = [...text.matchAll(/(?:^|\n)(?:import|export)\s[^;]*?from\s+'([^']+)'/g)];
  const dynamic = [...text.matchAll(/import\('([^']+)'\)/g)];
  return [...statements, ...dynamic].map((match) => match[1]!);
}

describe('the import rule', () => {
  const all = sources('src');

  it('sees the sources', () => expect(all.length).toBeGreaterThan(30));

  it.each(all)('%s imports only what its room may', (path) => {
    const room = path.split(sep)[1]!;
    if (FREE.includes(room)) return;
    const allowed = ALLOWED[room];
    expect(allowed, `no rule for the room ${room}`).toBeDefined();
    for (const specifier of imports(path)) {
      const target = specifier.startsWith('.')
        ? normalize(join(dirname(path), specifier)).split(sep)[1]!
        : specifier.startsWith('node:')
          ? 'node'
          : specifier;
      if (target === room) continue;
      expect(allowed, `${path} imports ${specifier}`).toContain(target);
    }
  });

  it('no file imports itself by way of others', () => {
    const open: string[] = [];
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (path: string): void => {
      if (open.includes(path)) circles.push([...open.slice(open.indexOf(path)), path].join(' → '));
      if (open.includes(path) || done.has(path)) return;
      open.push(path);
      for (const specifier of imports(path)) {
        const target = normalize(join(dirname(path), specifier));
        if (specifier.startsWith('.') && all.includes(target)) visit(target);
      }
      open.pop();
      done.add(path);
    };
    for (const path of all) visit(path);
    expect(circles).toEqual([]);
  });

  /** A file and all that it imports, from near to far. */
  const closure = (from: string): string[] => {
    const found = [from];
    for (const path of found)
      for (const specifier of imports(path)) {
        const target = normalize(join(dirname(path), specifier));
        if (all.includes(target) && !found.includes(target)) found.push(target);
      }
    return found;
  };

  it.each([
    'index',
    'checker/index',
    'entries/families',
    'entries/elimination',
    'page/main',
    'page/report',
  ])('the entry %s needs no API of Node', (entry) => {
    const paths = closure(join('src', `${entry}.ts`));
    expect(paths.length).toBeGreaterThan(20);
    for (const path of paths) {
      expect(imports(path).filter((name) => name.startsWith('node:'))).toEqual([]);
      expect(readFileSync(path, 'utf8'), path).not.toMatch(
        /\b(?:process|Buffer|global|__dirname)(?:\.\w|\()|\brequire\(/,
      );
    }
  });

  it('one place decides about a candidate, and the way to it from the command is short', () => {
    const decide = join('src', 'proof', 'decide.ts');
    const users = all.filter((path) =>
      imports(path).some((specifier) => normalize(join(dirname(path), specifier)) === decide),
    );
    expect(users).toEqual(
      ['near-symmetric', 'verify', 'wide'].map((name) => join('src', 'verify', `${name}.ts`)),
    );
    const way = [
      'cli/verify/verify',
      'cli/verify/verify-one',
      'verify/verify',
      'proof/decide',
      'proof/minimum',
    ];
    for (const [i, name] of way.slice(1).entries()) {
      const from = join('src', `${way[i]}.ts`);
      const targets = imports(from).map((specifier) => normalize(join(dirname(from), specifier)));
      expect(targets, from).toContain(join('src', `${name}.ts`));
    }
  });

  it('the checker shares no arithmetic with the engine', () => {
    for (const path of sources('src/checker'))
      for (const specifier of imports(path)) {
        const target = specifier.startsWith('.') ? normalize(join(dirname(path), specifier)) : specifier;
        expect(target, path).toMatch(/^(src[\\/](checker|certificate)[\\/]|decimal\.js$)/);
      }
  });

  /** Room of the checker → rooms of the checker that it may import from; '.' are the files beside the rooms. */
  const CHECKER: Record<string, readonly string[]> = {
    '.': ['numbers', 'point', 'uniform', 'elimination', 'data', 'complete'],
    numbers: ['.'],
    point: ['.', 'numbers'],
    uniform: ['.', 'numbers'],
    elimination: ['.', 'numbers', 'point'],
    data: ['.', 'numbers', 'point'],
    trajectory: ['.', 'numbers', 'point'],
    complete: ['.', 'numbers', 'point'],
  };

  it('the rooms of the checker: numbers below, no theorem leans on one that it does not need', () => {
    const roomOf = (path: string): string => {
      const parts = path.split(sep).slice(2);
      return parts.length === 1 ? '.' : parts[0]!;
    };
    for (const path of sources('src/checker'))
      for (const specifier of imports(path)) {
        const target = normalize(join(dirname(path), specifier));
        if (!specifier.startsWith('.') || !target.startsWith(join('src', 'checker'))) continue;
        const [from, to] = [roomOf(path), roomOf(target)];
        if (from !== to) expect(CHECKER[from], `${path} imports ${specifier}`).toContain(to);
        // Beside the rooms stands the entry, which they must not import; what a rejection is; and what is asked of a
        // certificate in another one.
        const beside = ['rejection.ts', 'embedded.ts', 'share.ts'].map((name) =>
          join('src', 'checker', name),
        );
        if (from !== '.' && to === '.') expect(beside).toContain(target);
      }
  });
});
