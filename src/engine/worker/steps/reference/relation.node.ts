import { identifier, text } from '../../../../core/sql';
import type { Database } from '../../duckdb/database';
import { text as textCell } from '../../duckdb/shape';

/** Drops a table or a view where there is one of this name. */
export async function dropRelation(database: Database, name: string): Promise<void> {
  for (const dropped of await relations(database, `name = ${text(name)}`)) await dropped();
}

async function relations(database: Database, which: string): Promise<(() => Promise<void>)[]> {
  const found = await database.read(
    `SELECT name, kind FROM (SELECT view_name AS name, 'VIEW' AS kind FROM duckdb_views() WHERE NOT internal UNION ALL SELECT table_name, 'TABLE' FROM duckdb_tables()) WHERE ${which} ORDER BY kind DESC`,
    { name: textCell, kind: textCell },
  );
  return found.map(({ name, kind }) => async () => {
    await database.run(`DROP ${kind === 'VIEW' ? 'VIEW' : 'TABLE'} ${identifier(name)}`);
  });
}
