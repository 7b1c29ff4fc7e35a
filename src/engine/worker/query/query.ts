/** SQL that a person typed: one statement, read only. */
import { DataType, type Table, type Vector } from 'apache-arrow';
import { LabFailure } from '../../../core/errors';
import { copyJson } from '../../../core/json';
import { at } from '../../../core/list';
import type { CallArgument, CallContext, QueryResult } from '../../protocol';
import type { Database } from '../duckdb/database';

const defaultLimit = 10_000;

/** Runs inside `SELECT * FROM (…)`, prepared alone, so only a query passes. Rejects with `sql-not-read-only` or `sql`. */
export async function query(
  { sql, limit = defaultLimit }: CallArgument<'query'>,
  { database, signal }: CallContext & { database: Database },
): Promise<QueryResult> {
  const statement = sql.trim().replace(/;\s*$/, '');
  const wrapped = `SELECT * FROM (\n${statement}\n) LIMIT ${limit + 1}`;
  if (
    !/^(select|with|from|values|describe|show|summarize|table|pivot|unpivot|\()/i.test(
      stripComments(statement),
    )
  ) {
    throw new LabFailure({
      code: 'sql-not-read-only',
      message: `The SQL box reads and never writes: expected a SELECT, WITH, FROM, VALUES, DESCRIBE or SUMMARIZE, got "${statement.slice(0, 40)}". Change the data through the steps, where it is recorded.`,
      detail: sql,
    });
  }
  await database.check(wrapped);
  const table = await database.table(wrapped, signal);
  return toResult(table, limit);
}

function stripComments(sql: string): string {
  return sql.replace(/^(\s+|--[^\n]*(\n|$)|\/\*[\s\S]*?\*\/)+/, '');
}

/** Two columns of one name get a number behind the second, so that neither is lost. */
function uniqueNames(table: Table): string[] {
  const seen = new Map<string, number>();
  return table.schema.fields.map(({ name }) => {
    const uses = (seen.get(name) ?? 0) + 1;
    seen.set(name, uses);
    return uses === 1 ? name : `${name}_${uses}`;
  });
}

function toResult(table: Table, limit: number): QueryResult {
  const names = uniqueNames(table);
  const columns = table.schema.fields.map(({ type }, index) => ({
    name: at(names, index),
    type: String(type),
  }));
  const cells = names.map((name, index) => ({ name, vector: table.getChildAt(index) }));
  const rows = Array.from({ length: Math.min(limit, table.numRows) }, (_, row) =>
    Object.fromEntries(cells.map(({ name, vector }) => [name, plain(vector, row)])),
  );
  return { columns, rows, truncated: table.numRows > limit };
}

/** A cell as something that JSON can hold without loss. */
function plain(vector: Vector | null, row: number): unknown {
  const value: unknown = vector?.get(row);
  if (value === null || value === undefined || !vector) return null;
  if (DataType.isTimestamp(vector.type)) return isoTime(vector, row);
  if (DataType.isDecimal(vector.type)) return Number(value) / 10 ** vector.type.scale;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === 'object') return copyJson(value, bigintText);
  return value;
}

function bigintText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}

/** ISO text to the microsecond: `2014-04-01T00:00:00.000000Z` loses a fraction of zero. */
function isoTime(vector: Vector, row: number): string {
  const ms = Number(vector.get(row));
  const us = Math.round(ms * 1000);
  const seconds = new Date(Math.floor(us / 1e6) * 1000).toISOString().slice(0, 19);
  const fraction = us - Math.floor(us / 1e6) * 1e6;
  return fraction === 0 ? `${seconds}Z` : `${seconds}.${String(fraction).padStart(6, '0')}Z`;
}
