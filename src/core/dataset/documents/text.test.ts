import fc from 'fast-check';
import { expect, it } from 'vitest';
import { documentText } from './text';

it('the text of a document is JSON of the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      expect(JSON.parse(documentText(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  expect(documentText({ a: undefined, b: [undefined] })).toBe('{ "b": [null] }\n');
});

it('a long list has each of its short items on a line', () => {
  const items = Array.from({ length: 50 }, (_, index) => ({ path: `data/part-${index}`, bytes: index }));
  const lines = documentText({ files: items }).split('\n');
  expect(lines[2]).toBe('    { "path": "data/part-0", "bytes": 0 },');
  expect(lines).toHaveLength(items.length + 5);
});
