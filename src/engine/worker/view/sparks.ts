import { sparklines, sparklineSql, type SparkColumn, type SparkExtent } from '../../../core/view/sparkline';
import type { CallContext } from '../../protocol';
import type { Database } from '../duckdb/database';

/** The sparklines of some series of a relation (columns `sid, "row", ts, value`), by series number, in one query. */
export async function sparks(
  relation: string,
  extents: readonly SparkExtent[],
  context: Pick<CallContext, 'signal'> & { database: Database },
): Promise<Map<number, (number | null)[]>> {
  if (extents.length === 0) return new Map();
  return sparklines(
    await context.database.rows<SparkColumn>(sparklineSql(relation, extents), context.signal),
  );
}
