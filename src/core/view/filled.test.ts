import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../engine/worker/duckdb/database';
import { openNodeDatabase } from '../../engine/worker/duckdb/database.node';
import { filledSharesSql, filledSpansSql, filledTableSql, joinedSpans } from './filled';

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
});

/** Rows a millisecond apart, the filled ones marked x. */
async function given(...series: string[]): Promise<void> {
  const rows = series.flatMap((marks, sid) =>
    marks.split('').map((mark, t) => `(${sid}, make_timestamp(${t * 1000}::BIGINT), ${mark === 'x'})`),
  );
  await database.run('CREATE OR REPLACE TABLE given (sid INTEGER, ts TIMESTAMP, filled BOOLEAN)');
  await database.run(`INSERT INTO given VALUES ${rows.join()}`);
  await database.run(filledTableSql('stretches', 'given'));
}
const spans = async (sid: number, to: number, columns: number) =>
  joinedSpans(
    await database.rows<{ f: number; t: number }>(filledSpansSql('stretches', sid, 0, to * 1000, columns)),
  );

describe('stretches of filled values', () => {
  it('are counted by series, with where the longest begins and how long it is', async () => {
    await given('.x..xxx.xx', 'xx..x', '....');
    expect(await database.rows(`${filledSharesSql('stretches')} ORDER BY sid`)).toEqual([
      { sid: 0, filled: 6, start: 4000, length: 3000 },
      { sid: 1, filled: 3, start: 0, length: 2000 },
    ]);
  });

  it('are each counted once over more rows than the engine takes at once', async () => {
    const marks = Array.from({ length: 9000 }, (_, i) => ((i * 7919) % 13 < 6 ? 'x' : '.')).join('');
    await given(marks, marks);
    const found = await database.rows(
      'SELECT sid, count(*) AS stretches, sum(n)::DOUBLE AS n FROM stretches GROUP BY sid ORDER BY sid',
    );
    const counts = { stretches: marks.match(/x+/g)?.length, n: marks.replaceAll('.', '').length };
    expect(found).toEqual([0, 1].map((sid) => ({ sid, ...counts })));
  });

  it('reach from the row before to the row after while columns are narrow enough to show them', async () => {
    await given('.x..xxx.xx');
    expect(await spans(0, 10, 10)).toEqual([
      { fromMs: 0, toMs: 2 },
      { fromMs: 3, toMs: 9 },
    ]);
  });

  it('are shown at every zoom: as they are where longer than a column, as columns that they fill for the greater part where shorter', async () => {
    const half = '.x'.repeat(200);
    await given(`${half}${'.'.repeat(300)}${'x'.repeat(99)}.${'.'.repeat(90)}.x.......`);
    expect(await spans(0, 900, 9)).toEqual([
      { fromMs: 0, toMs: 400 },
      { fromMs: 699, toMs: 799 },
    ]);
  });
});
