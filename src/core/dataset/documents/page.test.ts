import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { documentSchemas } from './validate';

/** Names of the fields that a schema has anywhere. */
function fieldsOf(schema: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(schema)) for (const one of schema) fieldsOf(one, found);
  else if (typeof schema === 'object' && schema !== null) {
    for (const [key, value] of Object.entries(schema)) {
      if (key === 'properties') for (const name of Object.keys(value as object)) found.add(name);
      fieldsOf(value, found);
    }
  }
  return found;
}

it('the page about bundles names every field of their documents', () => {
  const page = readFileSync('docs/bundle.md', 'utf8');
  const words = new Set(page.match(/\w+/g));
  const { dataset, anomalies, checks } = documentSchemas;
  const missing = [dataset, anomalies, checks].flatMap(({ schema }) =>
    [...fieldsOf(schema)].filter((name) => !words.has(name)),
  );
  expect(missing).toEqual([]);
});
