/** SQL that a person typed: one statement, read only. */
import type { Table } from 'apache-arrow';
import { LabFailure } from '../../../core/errors';
import { at } from '../../../core/list';
import { pivotFailure, pivots, readingStatement } from '../../../core/query/statement';
import { carriedAs, parseType, plainValue, type SqlType } from '../../../core/query/types';
import { identifier, integer } from '../../../core/sql';
import type { CallArgument, CallContext, QueryResult } from '../../protocol';
import type { Database } from '../duckdb/database';
import { text } from '../duckdb/shape';

const defaultLimit = 10_000;

interface Column {
  name: string;
  /** As DuckDB writes it. */
  written: string;
  type: SqlType;
}

/**
 * Runs inside `SELECT … FROM (…)`, prepared alone, so only a query passes. Every column is asked for as a type that Arrow carries without loss.
 * Rejects with `sql-not-read-only` or `sql`.
 */
export async function query(
  { sql, limit = defaultLimit }: CallArgument<'query'>,
  { database, signal }: CallContext & { database: Database },
): Promise<QueryResult> {
  const statement = readingStatement(sql);
  const columns = await describe(statement, database, signal);
  const asked = columns.map(({ type, written }, index) => {
    const name = identifier(`c${index}`);
    const carried = carriedAs(type, identifier);
    return carried === written ? name : `CAST(${name} AS ${carried})`;
  });
  const names = columns.map((_, index) => identifier(`c${index}`));
  const table = await database.table(
    `SELECT ${asked.join(', ')} FROM (\n${statement}\n) AS t(${names.join(', ')}) LIMIT ${integer(limit + 1)}`,
    signal,
  );
  return toResult(table, columns, limit);
}

/** The columns that a statement brings; it is prepared alone, and not run. */
async function describe(statement: string, database: Database, signal: AbortSignal): Promise<Column[]> {
  const wrapped = `DESCRIBE SELECT * FROM (\n${statement}\n)`;
  await database.check(wrapped).catch((thrown: unknown) => {
    const several = thrown instanceof LabFailure && /prepare multiple statements/i.test(thrown.message);
    throw several && pivots(statement) && !statement.includes(';') ? pivotFailure(statement) : thrown;
  });
  const described = await database.read(wrapped, { column_name: text, column_type: text }, signal);
  const names = uniqueNames(described.map(({ column_name }) => column_name));
  return described.map(({ column_type }, index) => ({
    name: at(names, index),
    written: column_type,
    type: parseType(column_type),
  }));
}

/** Two columns of one name get a number behind the second, so that neither is lost. */
function uniqueNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const uses = (seen.get(name) ?? 0) + 1;
    seen.set(name, uses);
    return uses === 1 ? name : `${name}_${uses}`;
  });
}

function toResult(table: Table, columns: readonly Column[], limit: number): QueryResult {
  const cells = columns.map(({ name, type }, index) => {
    const vector = table.getChildAt(index);
    return (row: number): [string, unknown] => [name, plainValue(type, vector?.get(row))];
  });
  const rows = Array.from({ length: Math.min(limit, table.numRows) }, (_, row) =>
    Object.fromEntries(cells.map((cell) => cell(row))),
  );
  return {
    columns: columns.map(({ name, written }) => ({ name, type: written })),
    rows,
    truncated: table.numRows > limit,
  };
}
