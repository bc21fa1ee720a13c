import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Room → rooms and packages it may import from. */
const EXACT = ['arithmetic', 'numerics', 'model', 'landscape', 'certificate'];
const PROVEN = [...EXACT, 'proof', 'symmetry', 'elimination'];
const ALLOWED: Record<string, readonly string[]> = {
  // What a proof rests on; numerics only guesses for it.
  arithmetic: ['numerics'],
  numerics: [],
  model: ['arithmetic'],
  landscape: ['arithmetic', 'model'],
  certificate: [],
  checker: ['certificate', 'decimal.js'],
  proof: EXACT,
  symmetry: [...EXACT, 'proof'],
  elimination: [...EXACT, 'proof'],
  // What is never trusted.
  proposals: PROVEN,
  search: [...PROVEN, 'proposals', 'verify', 'node'],
  // Where the two meet.
  verify: [...PROVEN, 'proposals'],
  papers: [...PROVEN, 'proposals', 'verify', 'search', 'report'],
  report: ['certificate', 'arithmetic', '@observablehq/plot', 'linkedom'],
  files: ['model', 'landscape', 'arithmetic', 'node', 'fflate'],
};
const FREE = ['cli', 'index.ts', 'webassembly.d.ts'];

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === 'assembly' ? [] : sources(path);
    return name.endsWith('.ts') && !name.endsWith('.generated.ts') ? [path] : [];
  });
}

function imports(path: string): string[] {
  const text = readFileSync(path, 'utf8');
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

  it('the checker shares no arithmetic with the engine', () => {
    for (const path of sources('src/checker'))
      for (const specifier of imports(path))
        expect(specifier).toMatch(/^(\.\/|\.\.\/certificate\/|decimal\.js$)/);
  });
});
