import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { expectTrue } from '../equal.ts';
import { temporaryDirectory } from '../files/fixtures.ts';
import { isEnclosure, jsonCommands, placesOf, printedBy } from './json-outputs.ts';

const DECIMAL = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/** Whether a value is of a type of the page, as "decimal or null" or "list of integer". */
function isOf(type: string, value: unknown): boolean {
  return type.split(/, | or /).some((one) => {
    if (one.startsWith('list of ')) {
      const item = one.slice('list of '.length);
      return Array.isArray(value) && value.every((entry) => isOf(item, entry));
    }
    switch (one) {
      case 'null':
        return value === null;
      case 'decimal':
        return typeof value === 'string' && DECIMAL.test(value);
      case 'enclosure':
        return isEnclosure(value);
      case 'number':
        return typeof value === 'number';
      case 'integer':
        return Number.isInteger(value);
      case 'text':
        return typeof value === 'string';
      case 'yes/no':
        return typeof value === 'boolean';
      case 'answer':
        return value === 'yes' || value === 'no' || value === 'undecided';
      case 'list':
        return Array.isArray(value);
      case 'object':
        return typeof value === 'object' && value !== null && !Array.isArray(value);
      default:
        throw new Error(`docs/json.md: no such type: ${one}`);
    }
  });
}

/** The fields of every section of the page with their types. A row may name several of one type, or with a type each. */
function documented(): Map<string, Map<string, string>> {
  const page = readFileSync('docs/json.md', 'utf8');
  const sections = new Map<string, Map<string, string>>();
  for (const section of page.split(/^## /m).slice(1)) {
    const fields = new Map<string, string>();
    let base = '';
    for (const line of section.split('\n')) {
      const head = /^\| field(?: of `(.+?)`)? \|/.exec(line);
      if (head !== null) base = head[1] === undefined ? '' : `${head[1]}.`;
      if (!line.startsWith('| `')) continue;
      const [, names, types] = /^\| (.*?) \| (.*?) \|/.exec(line)!;
      const paths = [...names!.matchAll(/`(.+?)`/g)].map((match) => `${base}${match[1]}`);
      for (const path of paths) {
        expect(fields.has(path), `${path} stands twice`).toBe(false);
        fields.set(path, types!);
      }
    }
    if (fields.size > 0) sections.set(/^.*/.exec(section)![0], fields);
  }
  return sections;
}

describe('docs/json.md', () => {
  const page = documented();
  const rows = page.get('table')!;
  const verify = page.get('verify')!;
  // Sections that refer to others for their elements.
  for (const [path, type] of verify)
    if (path !== 'results' && !/gaussianAt|roundedTargets/.test(path)) page.get('family')!.set(path, type);
  for (const [path, type] of rows)
    if (path !== 'rows')
      for (const list of ['rows', 'rowsOfAllMinima'])
        page.get('audit')!.set(path.replace('rows', list), type);

  const commands = jsonCommands(temporaryDirectory());

  test('has a section for each command that prints JSON', async () => {
    expect([...page.keys()]).toEqual(Object.keys(commands));
    const all = await Promise.all(Object.values(COMMANDS).map((load) => load()));
    const printing = all.filter(({ options }) => 'json' in options).map(({ name }) => name);
    expect(printing.filter((name) => !page.has(name))).toEqual([]);
  });

  test.each(Object.entries(commands))('%s: names and types of all fields', async (name, calls) => {
    const fields = page.get(name)!;
    const values = await printedBy(calls);
    const places = values.flatMap((value) => placesOf(value));
    for (const { path, value } of places) {
      expectTrue(fields.has(path), () => `${path} is not documented`);
      const type = fields.get(path)!;
      expectTrue(isOf(type, value), () => `${path}: ${JSON.stringify(value)} is not ${type}`);
    }
    const printed = new Set(places.map(({ path }) => path));
    expect([...fields.keys()].filter((path) => !printed.has(path))).toEqual([]);
    if (name === 'complete') {
      // The ends of `complete --threshold`, the last of its calls: complete.test.ts looks at the rest.
      const { threshold } = values.at(-1) as { threshold: { lower: string; upper: string } };
      expect(Number(threshold.upper) - Number(threshold.lower)).toBeLessThan(1e-25);
    }
  });
});
