import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../recipe/duration';
import type { AnomalyKind } from '../../recipe/types';
import { schema } from '../../recipe/validate.generated';
import { checkShape, chosen, defaultShape, kinds } from './index';

const every = Object.keys(kinds) as AnomalyKind[];
const { anomalyKind, shape: shapeSchema } = schema['$defs'] as {
  anomalyKind: { enum: string[] };
  shape: { properties: Record<string, { enum?: string[] }> };
};

describe('the table of kinds', () => {
  it('has every kind of the recipe’s schema, and no other', () => {
    expect([...every].sort()).toEqual([...anomalyKind.enum].sort());
  });

  it('offers every choice that the schema knows', () => {
    for (const key of ['direction', 'scope', 'pattern', 'hold', 'as', 'fault'] as const) {
      const offered = every.flatMap((kind) =>
        kinds[kind].choices
          .filter((choice) => choice.key === key)
          .flatMap(({ options }) => options.map(({ value }) => value)),
      );
      expect(new Set(offered), key).toEqual(new Set(shapeSchema.properties[key]?.enum));
    }
  });

  it.each(every)('%s: its default is a shape that passes, as long as its usual rows', (kind) => {
    const shape = { ...defaultShape(kind, 250_000), ...(kinds[kind].with && { with: 'o' }) };
    expect(checkShape(shape, '$')).toBeUndefined();
    expect(parseDuration(shape.length as string)).toBe(250_000 * kinds[kind].usualRows);
    for (const { key } of kinds[kind].choices) expect(chosen({ kind, length: '1s' }, key)).toBe(shape[key]);
    expect(kinds[kind].usualRows).toBeGreaterThanOrEqual(kinds[kind].minRows);
  });
});
