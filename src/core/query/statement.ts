/** What SQL of a person may do: one statement that reads tables of the lab, with functions that leave the engine and the world outside as they are. */
import { LabFailure } from '../errors';

/** First words of statements that only read. */
const readers =
  /^(?:select|with|from|values|describe|desc|show|summarize|table|pivot|unpivot|pivot_wider|pivot_longer|\()/i;

/** Table functions that read what the engine holds, or make rows of their arguments. */
export const readingTableFunctions: ReadonlySet<string> = new Set(
  `duckdb_approx_database_count duckdb_columns duckdb_connection_count duckdb_constraints duckdb_databases duckdb_dependencies duckdb_extensions
   duckdb_external_file_cache duckdb_functions duckdb_indexes duckdb_keywords duckdb_log_contexts duckdb_logs duckdb_logs_parsed duckdb_memory
   duckdb_optimizers duckdb_prepared_statements duckdb_schemas duckdb_secret_types duckdb_secrets duckdb_sequences duckdb_settings
   duckdb_table_sample duckdb_tables duckdb_temporary_files duckdb_types duckdb_variables duckdb_views generate_series histogram histogram_values pragma_collations pragma_database_size pragma_platform
   pragma_show pragma_storage_info pragma_table_info pragma_user_agent pragma_version query_table range repeat repeat_row summary unnest`.split(
    /\s+/,
  ),
);

/** Functions that are refused, by why. A table function of DuckDB that stands in neither list fails a test. */
const refusals: readonly { why: string; functions: readonly string[] }[] = [
  {
    why: 'it changes the state of the engine',
    functions: [
      'checkpoint',
      'force_checkpoint',
      'enable_logging',
      'disable_logging',
      'truncate_duckdb_logs',
      'write_log',
      'enable_profiling',
      'disable_profiling',
      'setseed',
      'nextval',
      'currval',
    ],
  },
  {
    why: 'it reads files or addresses, which are out of reach: add files to the lab instead',
    functions: [
      'read_csv',
      'read_csv_auto',
      'read_text',
      'read_blob',
      'sniff_csv',
      'glob',
      'which_secret',
      'read_json',
      'read_json_auto',
      'read_parquet',
      'parquet_scan',
      'read_ndjson',
    ],
  },
  {
    why: 'it runs SQL that stands in a text: write that SQL itself',
    functions: ['query'],
  },
  {
    why: 'it reads the memory of the engine by address, or tests DuckDB itself',
    functions: [
      'arrow_scan',
      'arrow_scan_dumb',
      'seq_scan',
      'pragma_metadata_info',
      'test_all_types',
      'test_vector_types',
    ],
  },
];

const reasons: ReadonlyMap<string, string> = new Map(
  refusals.flatMap(({ why, functions }) => functions.map((name) => [name, why] as const)),
);

/** Why a function is refused; undefined where it is not. */
export const refusalOf = (name: string): string | undefined => reasons.get(name.toLowerCase());

/** What DuckDB takes for a space between a function's name and its parenthesis, beyond what JavaScript does. */
const space = String.raw`[\s\u0085\u180e\u200b-\u200f\u2060\ufeff]*`;

/**
 * A refused function where it is called. Searched for in the whole text, texts and comments too: whoever reads SQL by rules of its own (dollar
 * quotes, nested comments) can be led past. A comment behind the name counts as a call.
 */
const call = new RegExp(
  String.raw`(?<![\w$])(${[...reasons.keys()].join('|')})"?${space}(?:\(|--|/\*)`,
  'iu',
);

const refuse = (message: string, sql: string): never => {
  throw new LabFailure({ code: 'sql-not-read-only', message, detail: sql });
};

/** A statement as it is to be run: without spaces and semicolon at its end. Throws `sql-not-read-only`. */
export function readingStatement(sql: string): string {
  const statement = sql.trim().replace(/[\s;]+$/, '');
  if (!readers.test(withoutComments(statement))) {
    refuse(
      `The SQL box reads and never writes: expected a SELECT, WITH, FROM, VALUES, DESCRIBE, SUMMARIZE, PIVOT or UNPIVOT, got "${statement.slice(0, 40)}". Change the data through the steps, where it is recorded.`,
      sql,
    );
  }
  const [, name] = call.exec(statement) ?? [];
  if (name !== undefined) {
    refuse(
      `The SQL box reads the tables raw, clean, resampled and labels, and nothing else: ${name.toLowerCase()}(…) is refused, for ${String(refusalOf(name))}. Leave it out.`,
      sql,
    );
  }
  return statement;
}

const withoutComments = (sql: string): string => sql.replace(/^(\s+|--[^\n]*(\n|$)|\/\*[\s\S]*?\*\/)+/, '');

/** What to write in place of a PIVOT whose columns come from the data, which DuckDB makes of several statements. */
export const pivotFailure = (sql: string): LabFailure =>
  new LabFailure({
    code: 'sql-not-read-only',
    message:
      "Expected one statement. A PIVOT without the values of its columns is several: DuckDB first creates a type from the data. Name them: PIVOT raw ON series IN ('a', 'b') USING avg(value) GROUP BY ts. SELECT DISTINCT series FROM raw lists them.",
    detail: sql,
  });

/** Whether a statement pivots. */
export const pivots = (statement: string): boolean => /\bpivot(_wider)?\b/i.test(statement);
