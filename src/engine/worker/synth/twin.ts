import { LabFailure } from '../../../core/errors';
import { identifier, integer } from '../../../core/sql';
import type { Session } from '../session';
import { fillTable, type GenerateContext } from './fill';

let twins = 0;

/** A generated series once more without its anomalies, as a relation like `stage_raw`. Nothing of it stays when it fails or is cancelled. */
export async function makeTwin(
  session: Session,
  name: string,
  context: GenerateContext,
): Promise<{ relation: string; drop: () => Promise<void> }> {
  const series = session.series.find((one) => one.name === name);
  const planned = series && session.planned.get(series.file);
  const channel = planned?.series.findIndex((one) => one.name === name) ?? -1;
  if (!series || !planned || channel < 0) {
    throw new LabFailure({ code: 'internal', message: `No generated series is named ${name}.` });
  }
  const relation = `twin_${++twins}`;
  const table = `${relation}_rows`;
  const { database } = session;
  const drop = async (): Promise<void> => {
    await database.run(`DROP VIEW IF EXISTS ${identifier(relation)}`);
    await database.run(`DROP TABLE IF EXISTS ${identifier(table)}`);
  };
  try {
    const pool = context.open?.(planned);
    const filling = { table, planned, channel, clean: true, database, before: 0 };
    await fillTable({ ...filling, ...(pool ? { pool } : {}) }, context);
    await database.run(
      `CREATE VIEW ${identifier(relation)} AS SELECT ${integer(series.sid)}::INTEGER AS sid, rowid::INTEGER AS "row", ts, value, false AS outlier, false AS filled FROM ${identifier(table)}`,
    );
  } catch (thrown) {
    await drop();
    throw thrown;
  }
  return { relation, drop };
}
