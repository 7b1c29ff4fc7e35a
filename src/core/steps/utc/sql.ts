import type { StepContext, StepSql } from '../types';
import type { UtcOptions } from '../../recipe/types';
import { append } from '../../list';
import { identifier, integer, text } from '../../sql';
import type { LocalRule } from '../../ingest/types';
import { byRule, type ZoneRules } from './clock';
import { inferred, repeatedOf } from './repeated';

export type { ZoneRules } from './clock';

interface UtcContext extends StepContext {
  /** The series that are not in UTC already. */
  zones: readonly ZoneRules[];
}

/** Microseconds to take from the local time; NULL drops the row. With `infer`, the earlier moment for now. */
function shift(options: UtcOptions, { kind, offset, offsetLater }: LocalRule): string {
  if (kind === 'nonexistent' && options.nonexistent === 'drop') return 'NULL';
  if (kind === 'ambiguous' && options.ambiguous === 'drop') return 'NULL';
  return integer(kind === 'ambiguous' && options.ambiguous === 'later' ? (offsetLater ?? offset) : offset);
}

/** Gives the rows of repeated times the moment that their order tells, or the one that was chosen for those that it does not. */
function infer({ undecided }: UtcOptions, output: string, repeated: string): string[] {
  const its = `r.sid = ${output}.sid AND r."row" = ${output}."row"`;
  const later = undecided === 'later' ? 'r.later IS NOT false' : 'r.later';
  const statements = [
    // In place rather than by a join, so that the rows keep their order.
    `UPDATE ${output} SET ts = make_timestamp(epoch_us(${output}.ts) + r.length) FROM ${repeated} AS r WHERE ${its} AND ${later}`,
  ];
  if (undecided === 'drop')
    statements.push(`DELETE FROM ${output} USING ${repeated} AS r WHERE ${its} AND r.later IS NULL`);
  return statements;
}

/** Takes out the rows of skipped times that were moved to a moment at which the series has a row of its own. */
function yieldToReal(output: string, skipped: string): string {
  const landed = `(SELECT DISTINCT sid, ts FROM ${skipped})`;
  const real = `(SELECT o.sid, o.ts FROM ${output} AS o JOIN ${landed} AS l USING (sid, ts) WHERE NOT EXISTS (SELECT 1 FROM ${skipped} AS s WHERE s.sid = o.sid AND s."row" = o."row"))`;
  return `DELETE FROM ${output} USING (SELECT sid, "row" FROM ${skipped} SEMI JOIN ${real} AS r USING (sid, ts)) AS gone WHERE gone.sid = ${output}.sid AND gone."row" = ${output}."row"`;
}

/**
 * Local times to UTC; rows keep their order. Counts: converted, nonexistent, ambiguous, undecided (of these, rows whose order does not tell which
 * moment they are), displaced (rows of skipped times that gave way to a row at the moment they were moved to), dropped (all that were taken out).
 */
export function toSql(options: UtcOptions, { zones, ...context }: UtcContext): StepSql {
  const input = identifier(context.input);
  const probe = `SELECT ${integer(zones.length)} AS zones`;
  if (zones.length === 0) {
    const report = `SELECT sid, count(*) AS "rowsIn", count(*) AS "rowsOut", 0 AS converted, 0 AS nonexistent, 0 AS ambiguous, 0 AS undecided, 0 AS displaced, 0 AS dropped FROM ${input} GROUP BY sid ORDER BY sid`;
    return { probe, act: () => ({ statements: [], output: context.input, report, cleanup: [] }) };
  }
  const output = identifier(context.output);
  const skipped = identifier(`${context.output}_skipped`);
  const repeated = identifier(`${context.output}_repeated`);
  const offsets = byRule(zones, '0', (rule) => shift(options, rule));
  const kinds = byRule(zones, 'NULL', ({ kind }) => text(kind));
  const inferring = options.ambiguous === 'infer' && repeatedOf(zones).length > 0;
  const moving =
    options.nonexistent === 'shift' &&
    zones.some(({ rules }) => rules.some(({ kind }) => kind === 'nonexistent'));
  const statements = [
    `CREATE TABLE ${output} AS
SELECT sid, "row", make_timestamp(epoch_us(ts) - local) AS ts, value, outlier, filled
FROM (SELECT *, (${offsets})::BIGINT AS local FROM ${input}) WHERE local IS NOT NULL`,
  ];
  const cleanup: string[] = [];
  if (inferring) {
    statements.push(`CREATE OR REPLACE TABLE ${repeated} AS ${inferred(context.input, zones)}`);
    append(statements, infer(options, output, repeated));
    cleanup.push(`DROP TABLE ${repeated}`);
  }
  if (moving) {
    const moved = byRule(zones, 'NULL', ({ kind, offset }) =>
      kind === 'nonexistent' ? integer(offset) : 'NULL',
    );
    statements.push(
      `CREATE OR REPLACE TABLE ${skipped} AS SELECT sid, "row", make_timestamp(epoch_us(ts) - local) AS ts FROM (SELECT sid, "row", ts, (${moved})::BIGINT AS local FROM ${input}) WHERE local IS NOT NULL`,
      yieldToReal(output, skipped),
    );
    cleanup.push(`DROP TABLE ${skipped}`);
  }
  const counted = `(SELECT sid, count(*) AS n, count(kind) AS local, count(*) FILTER (kind = 'nonexistent') AS nonexistent, count(*) FILTER (kind = 'ambiguous') AS ambiguous
FROM (SELECT sid, (${kinds})::VARCHAR AS kind FROM ${input}) GROUP BY sid)`;
  const undecided = inferring
    ? `(SELECT sid, count(*) FILTER (later IS NULL) AS undecided FROM ${repeated} GROUP BY sid)`
    : '(SELECT NULL::INTEGER AS sid, 0 AS undecided)';
  const kept = moving
    ? `(SELECT s.sid, count(*) AS displaced FROM ${skipped} AS s ANTI JOIN ${output} AS o USING (sid, "row") GROUP BY s.sid)`
    : '(SELECT NULL::INTEGER AS sid, 0 AS displaced)';
  const report = `SELECT i.sid, i.n AS "rowsIn", coalesce(o.n, 0) AS "rowsOut", CASE WHEN i.local > 0 THEN coalesce(o.n, 0) ELSE 0 END AS converted, nonexistent, ambiguous,
coalesce(u.undecided, 0) AS undecided, coalesce(k.displaced, 0) AS displaced, i.n - coalesce(o.n, 0) AS dropped
FROM ${counted} AS i LEFT JOIN (SELECT sid, count(*) AS n FROM ${output} GROUP BY sid) AS o USING (sid) LEFT JOIN ${undecided} AS u USING (sid) LEFT JOIN ${kept} AS k USING (sid) ORDER BY i.sid`;
  return { probe, act: () => ({ statements, output: context.output, report, cleanup }) };
}
