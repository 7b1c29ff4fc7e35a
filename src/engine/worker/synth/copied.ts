import type { CopiedSeries } from '../../../core/synth/plan';
import { integer } from '../../../core/sql';
import { rawBatches } from '../duckdb/batches';
import type { Session } from '../session';
import { doubles } from '../series/values';

/** A loaded series as it was read, in order of time; undefined where none has the name. */
export async function readCopied(
  session: Session,
  name: string,
  signal: AbortSignal,
): Promise<CopiedSeries | undefined> {
  const series = session.series.find((one) => one.name === name);
  if (!series) return undefined;
  const times = new Float64Array(series.rows);
  const values = new Float64Array(series.rows);
  let at = 0;
  const sql = `SELECT epoch_us(ts)::DOUBLE AS t, coalesce(value, 'NaN'::DOUBLE) AS v FROM stage_raw WHERE sid = ${integer(series.sid)} ORDER BY ts, "row"`;
  for await (const slice of rawBatches(session.database.slices(sql, signal))) {
    for (const batch of slice) {
      times.set(doubles(batch, 't'), at);
      values.set(doubles(batch, 'v'), at);
      at += batch.rows;
    }
  }
  return { times, values, zone: series.zone };
}
