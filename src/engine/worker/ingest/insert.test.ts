import { expect, it } from 'vitest';
import { openNodeDatabase } from '../duckdb/database.node';
import { RowWriter } from './insert';

it('rows of a file are inserted only once no statement holds the connection, and end none', async () => {
  const database = await openNodeDatabase();
  await database.run('CREATE TABLE ingested (sid INTEGER, "row" INTEGER, ts TIMESTAMP, value DOUBLE)');
  // What a comparison does: a statement that is read slice by slice.
  const slices = database.slices('SELECT range AS i FROM range(2000000)');
  const first = await slices.next();
  if (first.done) throw new Error('expected a first slice');
  const order: string[] = [];
  const writer = new RowWriter(database);
  writer.begin(1);
  const inserted = writer
    .append(BigInt64Array.of(0n, 1n), Float64Array.of(1, NaN), 2)
    .then(() => writer.finish())
    .then(() => order.push('inserted'));
  let messages = first.value.length;
  for await (const slice of slices) messages += slice.length;
  order.push('read');
  await inserted;
  expect(order).toEqual(['read', 'inserted']);
  expect(messages).toBeGreaterThan(900);
  expect(await database.rows('SELECT count(*) AS rows, count(value) AS values FROM ingested')).toEqual([
    { rows: 2, values: 1 },
  ]);
});
