import {
  Field,
  Float64,
  RecordBatch,
  Schema,
  Struct,
  tableToIPC,
  Table,
  makeData,
  vectorFromArray,
} from 'apache-arrow';
import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/engine/worker/duckdb/database';
import { openNodeDatabase } from '../../src/engine/worker/duckdb/database.node';
import { moduleToServe, ownModule, withAppend } from './module';

describe('the module of DuckDB that is served', () => {
  it('has the function of its own, and is as long as the package’s but for that', async () => {
    const own = await readFile(ownModule);
    const module = withAppend(own);
    expect(moduleToServe()).not.toBe(ownModule);
    expect(module && Buffer.compare(module, await readFile(moduleToServe()))).toBe(0);
    expect(own.length - (module?.length ?? 0)).toBeGreaterThan(0);
    expect(own.length - (module?.length ?? 0)).toBeLessThan(401);
  });

  it('is the package’s where that function is another one', async () => {
    const other = Buffer.from(await readFile(ownModule));
    const replaced = withAppend(other) ?? Buffer.alloc(0);
    expect(withAppend(replaced)).toBeUndefined();
  });

  it('holds what the source compiles to', async () => {
    const script = new URL('../generate-wasm.mjs', import.meta.url).href;
    const { isCurrent } = (await import(/* @vite-ignore */ script)) as {
      isCurrent: (name: string) => Promise<boolean>;
    };
    expect(await isCurrent('append')).toBe(true);
  });
});

/** Rows of a column as one Arrow stream. */
function columnArrow(values: readonly (number | null)[]): Uint8Array {
  const schema = new Schema([new Field('value', new Float64(), true)]);
  const [data] = vectorFromArray(values, new Float64()).data;
  if (!data) throw new Error('expected a column');
  const struct = makeData({
    type: new Struct(schema.fields),
    length: values.length,
    nullCount: 0,
    children: [data],
  });
  return tableToIPC(new Table([new RecordBatch(schema, struct)]), 'stream');
}

const special = fc.constantFrom(
  null,
  NaN,
  0,
  -0,
  Infinity,
  -Infinity,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  5e-324,
);
const valuesArbitrary = fc.oneof(
  fc.array(fc.oneof(special, fc.double()), { minLength: 1, maxLength: 40 }),
  // Several vectors of DuckDB's, most of them without anything special.
  fc
    .tuple(
      fc.array(fc.tuple(fc.nat(6999), special), { maxLength: 4 }),
      fc.double({ noNaN: true }),
      fc.integer({ min: 2000, max: 7000 }),
    )
    .map(([specials, base, rows]) => {
      const values: (number | null)[] = Array.from({ length: rows }, (_, row) => base + ((row * 7919) % 101));
      for (const [row, value] of specials) values[row % rows] = value;
      return values;
    }),
);

describe('doubles that are appended', () => {
  const databases: Database[] = [];
  beforeAll(async () => {
    databases.push(await openNodeDatabase(ownModule), await openNodeDatabase(moduleToServe()));
  });

  it('have the values, the order and the statistics that DuckDB’s own function gives them', async () => {
    await fc.assert(
      fc.asyncProperty(valuesArbitrary, fc.integer({ min: 2, max: 5 }), async (values, every) => {
        const ipc = columnArrow(values);
        const found: unknown[] = [];
        for (const database of databases) {
          await database.run('CREATE OR REPLACE TABLE inserted (value DOUBLE)');
          database.insert('inserted', ipc);
          database.insert('inserted', ipc);
          await database.run(
            `CREATE OR REPLACE TABLE selected AS SELECT value FROM inserted WHERE rowid % ${every} <> 0 OR value > 1`,
          );
          await database.run('INSERT INTO selected SELECT value FROM inserted ORDER BY value DESC');
          for (const table of ['inserted', 'selected']) {
            found.push(
              await database.rows(
                `SELECT any_value(stats(value)) AS s, count(*)::INTEGER AS n, md5(string_agg(coalesce(value::VARCHAR, '-'), ' ' ORDER BY rowid)) AS hash, count(*) FILTER (signbit(value))::INTEGER AS negative,
                  (SELECT count(*)::INTEGER FROM ${table} WHERE value > 1.5) AS above, (SELECT count(*)::INTEGER FROM ${table} WHERE value < -1.5) AS below,
                  (SELECT count(*)::INTEGER FROM ${table} WHERE value = 'NaN'::DOUBLE) AS nan, (SELECT count(*)::INTEGER FROM ${table} WHERE value IS NULL) AS missing FROM ${table}`,
              ),
            );
          }
        }
        expect(found.slice(2)).toEqual(found.slice(0, 2));
      }),
      { numRuns: 60 },
    );
  });
});
