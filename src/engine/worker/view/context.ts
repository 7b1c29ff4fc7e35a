import { LabFailure } from '../../../core/errors';
import { text } from '../../../core/sql';
import type { StageTables } from '../../../core/view/tables';
import type { CallContext } from '../../protocol';
import type { Database } from '../duckdb/database';
import type { ViewIndex } from './levels';

/** What a handler needs beside its argument. `view` lives as long as the database. */
export interface ViewContext extends CallContext {
  database: Database;
  tables: StageTables;
  view: ViewIndex;
}

/** The number of a series in the table `series`. Fails with `source-missing` for one that is not loaded. */
export async function seriesId(name: string, context: ViewContext): Promise<number> {
  const sql = `SELECT sid FROM series WHERE name = ${text(name)}`;
  const [found] = await context.database.rows<{ sid: number }>(sql, context.signal);
  if (found) return found.sid;
  throw new LabFailure({
    code: 'source-missing',
    message: `Expected a series that is loaded, got “${name}”. Load its file, or choose another series.`,
  });
}
