import fc from 'fast-check';
import { expect, it } from 'vitest';
import { documentText } from './text';

it('the text of a document is JSON of the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      expect(JSON.parse(documentText(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  expect(documentText({ a: undefined, b: [undefined] })).toBe('{"b":[null]}\n');
});

it('a long list has each of its short items on a line', () => {
  const items = Array.from({ length: 51 }, (_, index) => ({ path: `part-${index}`, bytes: index }));
  const lines = documentText({ files: items }).split('\n');
  expect(lines[2]).toBe('    {"path":"part-0","bytes":0},');
  expect(lines).toHaveLength(items.length + 5);
});

it('a value that is too long for a line has a line for each of its parts', () => {
  const words = ['x'.repeat(500), 'y'.repeat(500)];
  expect(documentText({ words, n: 1 }).split('\n')).toEqual([
    '{',
    '  "words": [',
    `    "${words[0]}",`,
    `    "${words[1]}"`,
    '  ],',
    '  "n": 1',
    '}',
    '',
  ]);
});
