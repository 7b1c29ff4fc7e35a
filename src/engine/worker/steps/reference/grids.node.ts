/** For tests: what the SQL of resampling has to know of the rows that it is given: their usual steps, and which are buckets already. */
import { lookup } from '../../../../core/list';
import { isFor, optionsOf } from '../../../../core/recipe';
import type { Step } from '../../../../core/recipe/types';
import {
  bucketsOf,
  filledBefore,
  isAligned,
  offSql,
  seriesGrid,
  type SeriesGrid,
} from '../../../../core/steps/resample/grid';
import {
  commonStepSql,
  FEW_KINDS,
  isEven,
  kindsSql,
  rowsSql,
  usualGrid,
  type CommonStep,
  type SeriesRows,
} from '../../../../core/steps/resample/usual';
import type { CallContext } from '../../../protocol';
import type { Database } from '../../duckdb/database';
import { number, orNull } from '../../duckdb/shape';

type Access = Pick<CallContext, 'signal'> & { database: Database };

const rowsShape = {
  sid: number,
  rows: number,
  values: number,
  first: number,
  last: number,
  least: orNull(number),
  most: orNull(number),
};
const commonShape = { sid: number, step: number, times: number, distances: number, origin: number };

/** The distance that occurs most in each series whose rows are not evenly spaced. Expects rows in order of series and time. */
async function commonSteps(
  table: string,
  measured: readonly SeriesRows[],
  { database, signal }: Access,
): Promise<Map<number, CommonStep>> {
  const uneven = measured.filter((rows) => rows.rows > 1 && !isEven(rows)).map(({ sid }) => sid);
  if (uneven.length === 0) return new Map();
  const { kinds } = await database.readOne(kindsSql(table, uneven), { kinds: number }, signal);
  const found = await database.read(commonStepSql(table, uneven, kinds < FEW_KINDS), commonShape, signal);
  return new Map(found.map((common) => [common.sid, common]));
}

/** The usual step of each series of a table by its number; rows that are out of order count by their distances forward. */
export async function usualSteps(table: string, access: Access): Promise<Map<number, number | null>> {
  const measured = await access.database.read(rowsSql(table), rowsShape, access.signal);
  const common = await commonSteps(table, measured, access);
  return new Map(measured.map((rows) => [rows.sid, usualGrid(rows, common.get(rows.sid))?.every ?? null]));
}

/** The grids on which the `resample` step at `index` puts the series that it is for, in the order of their numbers. */
export async function seriesGrids(
  steps: readonly Step[],
  index: number,
  table: string,
  series: readonly { sid: number; name: string }[],
  access: Access,
): Promise<SeriesGrid[]> {
  const step = steps[index];
  const options = step && optionsOf(step, 'resample');
  if (!options) return [];
  const { database, signal } = access;
  const concerns = isFor(step);
  const names = new Map(series.filter(({ name }) => concerns(name)).map(({ sid, name }) => [sid, name]));
  const measured = (await database.read(rowsSql(table), rowsShape, signal)).filter(({ sid }) =>
    names.has(sid),
  );
  const common = await commonSteps(table, measured, access);
  const asked = measured.flatMap((rows) => {
    const buckets = bucketsOf(options, rows, common.get(rows.sid));
    return buckets && !isAligned(rows, buckets) && !isEven(rows) ? [{ sid: rows.sid, buckets }] : [];
  });
  const counted =
    asked.length > 0 ? await database.read(offSql(table, asked), { sid: number, off: number }, signal) : [];
  const off = new Map(counted.map((row) => [row.sid, row.off]));
  return measured.map((rows) => {
    const its = common.get(rows.sid);
    const buckets = bucketsOf(options, rows, its);
    const beside = buckets && isAligned(rows, buckets) ? 0 : off.get(rows.sid);
    return seriesGrid(options, rows, its, beside, filledBefore(steps, index, lookup(names, rows.sid)));
  });
}
