import { sparklines, sparklineSql, type SparkColumn } from '../../../core/view/sparkline';
import type { CallContext } from '../../protocol';
import type { Database } from '../database';

/** The sparkline of every series of a relation (columns `sid, ts, value`), by series number, in one query. */
export async function sparks(
  relation: string,
  context: Pick<CallContext, 'signal'> & { database: Database },
): Promise<Map<number, (number | null)[]>> {
  return sparklines(await context.database.rows<SparkColumn>(sparklineSql(relation), context.signal));
}
