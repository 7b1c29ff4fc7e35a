/** Raw rows of all sources: `rows_0` with `sid, "row", t, value, outlier, filled`; `t` are microseconds, local where the series has a zone. */
import { at, lookup } from '../../list';
import { canonicalJson } from '../../recipe';
import { fileNames, listOf } from '../../recipe/series';
import type { FileSource } from '../../recipe/types';
import { double, identifier, integer, list, text } from '../../sql';
import { PLAIN_CSV_LAYOUT } from '../layout';
import { oneLine } from '../steps';
import type { PipelineFacts, PipelineSeries } from '../types';
import { columnsOf, csvCells } from './csv';
import { globText } from './parts';
import { numberOf } from './number';
import { mayLackOffset, timeOf } from './time';

/** `series`: number, name, zone, and what was read of it. */
export function seriesTable({ series }: PipelineFacts): string {
  const rows = series.map(
    ({ name, zone, source, rows: count, first, last }, sid) =>
      `(${list([integer(sid), text(name), text(zone), `${source === 'file'}`, integer(count), `${integer(first)}::BIGINT`, `${integer(last)}::BIGINT`])})`,
  );
  const given =
    rows.length > 0
      ? `(VALUES\n${rows.join(',\n')}) AS s(sid, name, zone, of_file, n, first_t, last_t)`
      : `(SELECT 0 AS sid, '' AS name, '' AS zone, false AS of_file, 0 AS n, 0::BIGINT AS first_t, 0::BIGINT AS last_t WHERE false) AS s`;
  return `CREATE OR REPLACE TEMP TABLE series AS SELECT * FROM ${given}`;
}

/** Local times by the zone that they were written in: `zone, "from", kind, offset, later`; each rule holds from its start to the next one's. */
export function zoneRules({ zones }: PipelineFacts): string {
  const starts = zones.map(
    ({ zone, offset }) => `(${text(zone)}, NULL::BIGINT, ${integer(offset * 1e6)}::BIGINT)`,
  );
  const changes = zones.flatMap(({ zone, changes: its }) =>
    its.map(
      ({ at: moment, offset }) =>
        `(${text(zone)}, ${integer(moment)}::BIGINT, ${integer(offset * 1e6)}::BIGINT)`,
    ),
  );
  const offsets = [...starts, ...changes];
  const given =
    offsets.length > 0
      ? `(VALUES\n${offsets.join(',\n')}) AS o(zone, moment, ahead)`
      : `(SELECT '' AS zone, NULL::BIGINT AS moment, 0::BIGINT AS ahead WHERE false) AS o`;
  return `CREATE OR REPLACE TEMP TABLE zone_rules AS
WITH offsets AS (SELECT * FROM ${given}),
changes AS (SELECT *, lag(ahead) OVER (PARTITION BY zone ORDER BY moment NULLS FIRST) AS before FROM offsets),
known AS (SELECT * FROM changes WHERE moment IS NOT NULL)
SELECT zone, -9223372036854775807 AS "from", 'normal' AS kind, ahead AS offset_us, NULL::BIGINT AS length, NULL::BIGINT AS "to" FROM changes WHERE moment IS NULL
UNION ALL SELECT zone, least(moment + before, moment + ahead), CASE WHEN ahead > before THEN 'nonexistent' ELSE 'ambiguous' END, before, abs(ahead - before), greatest(moment + before, moment + ahead) FROM known
UNION ALL SELECT zone, greatest(moment + before, moment + ahead), 'normal', ahead, NULL, NULL FROM known`;
}

/** The text of a row's time: the cells of its columns joined by a blank, or its number. */
function timeText(source: FileSource, cell: (column: string) => string): string {
  const columns = listOf(source.time.column);
  if (columns.length === 0) return 'record::VARCHAR';
  if (columns.length === 1) return cell(at(columns, 0));
  return `trim(concat_ws(' ', ${list(columns.map(cell))}))`;
}

/** The name of a row's series before the column: that of the file, and the texts of the columns that tell series apart. */
function nameOf(source: FileSource, cell: (column: string) => string): string {
  const keys = listOf(source.series);
  if (keys.length === 0) return 'file';
  const parts =
    keys.length === 1
      ? cell(at(keys, 0))
      : keys.map((key) => `regexp_replace(${cell(key)}, '([:\\\\])', '\\\\\\1', 'g')`).join(" || ':' || ");
  return `file || ':' || ${parts}`;
}

function keyHolds(source: FileSource, cell: (column: string) => string): string {
  const keys = listOf(source.series);
  if (keys.length === 0) return '';
  const whole = keys.length === 1 ? cell(at(keys, 0)) : `concat_ws(':', ${list(keys.map(cell))})`;
  return ` AND ${whole} <> '' AND len(${whole}) <= 1000`;
}

/** Rows of a source: `name, record, t, value`, from a table with the cells of its columns. */
function rowsOf(source: FileSource, table: string, zone: string): string {
  const { csv, time, values, units = {}, missing } = source;
  const { decimal, thousands } = csv ?? PLAIN_CSV_LAYOUT;
  const columns = columnsOf(source);
  const place = (column: string): string => `c${columns.indexOf(column) + 1}`;
  const cell = csv === undefined ? (column: string): string => `cell_text(${place(column)}::VARCHAR)` : place;
  const typed = csv === undefined && time.format === 'timestamp' && listOf(time.column).length === 1;
  const when = typed
    ? `epoch_us(${place(at(listOf(time.column), 0))})`
    : timeOf(time, decimal, timeText(source, cell));
  const valueOf = (column: string): string => {
    const read = numberOf(cell(column), { decimal, thousands, unit: units[column], missing });
    if (csv !== undefined) return read;
    const own = place(column);
    return `CASE WHEN typeof(${own}) = 'VARCHAR' THEN ${read} WHEN typeof(${own}) LIKE 'DECIMAL%' THEN TRY_CAST(${own}::VARCHAR AS DOUBLE) ELSE TRY_CAST(${own} AS DOUBLE) END`;
  };
  const several = values.length > 1;
  const lacks = mayLackOffset(time) && !typed;
  const local = `iso_parts(${timeText(source, cell)}).rest = ''`;
  const timed = `SELECT *, ${when} AS us${lacks ? `, ${local} AS is_local, ${text(time.zone)} AS of_zone` : ''} FROM ${table}_cells`;
  const moments = lacks
    ? `(SELECT t.* EXCLUDE (us), CASE WHEN is_local THEN us - offset_us ELSE us END AS us FROM (${timed}) AS t ASOF LEFT JOIN zone_rules AS z ON z.zone = t.of_zone AND t.us >= z."from")`
    : `(${timed})`;
  const parts = values.map(
    (column) =>
      `SELECT ${nameOf(source, cell)}${several ? ` || ${text(`:${column}`)}` : ''} AS name, record, us AS t, ${valueOf(column)} AS value FROM timed WHERE us IS NOT NULL${keyHolds(source, cell)}`,
  );
  return `CREATE OR REPLACE TEMP TABLE ${table} AS
-- Times are ${zone === 'UTC' ? 'moments in UTC' : `local times of ${oneLine(zone)}`}.
WITH timed AS MATERIALIZED (SELECT * FROM ${moments})
${parts.join('\nUNION ALL ')}`;
}

function parquetCells(source: FileSource, paths: readonly string[], table: string): string {
  const names = columnsOf(source);
  const files = `[${paths.map(text).join(', ')}]`;
  const options = `filename = true, file_row_number = true, union_by_name = true, hive_partitioning = ${source.parts !== undefined}${source.parts ? ', hive_types_autocast = false' : ''}`;
  return `CREATE OR REPLACE TEMP TABLE ${table}_cells AS
SELECT ${text(source.file)} AS file, row_number() OVER (ORDER BY list_position(${files}, filename), file_row_number) - 1 AS record, ${list(names.map((name, index) => `${identifier(name)} AS c${index + 1}`))}
FROM read_parquet([${paths.map(globText).join(', ')}], ${options})`;
}

/** Sources whose texts have one layout and one zone, together; each of Parquet by itself. */
function grouped(sources: readonly FileSource[], zoneOf: (file: string) => string): FileSource[][] {
  const groups = new Map<string, FileSource[]>();
  for (const source of sources) {
    const {
      file,
      sha256: _sha256,
      bytes: _bytes,
      labels: _labels,
      anomalies: _anomalies,
      ...layout
    } = source;
    const key = source.csv ? canonicalJson([layout, zoneOf(file)]) : file;
    const mine = groups.get(key);
    if (mine) mine.push(source);
    else groups.set(key, [source]);
  }
  return [...groups.values()];
}

/** Statements that read every source, each with its comment, and `rows_0`, which ends the script where other rows were read than the lab has. */
export function readSources(facts: PipelineFacts): { comment: string; statements: string[] }[] {
  const { recipe, paths, folders, series } = facts;
  const zoneOf = (file: string): string => series.find((one) => one.file === file)?.zone ?? 'UTC';
  const tables: string[] = [];
  // What is not needed once all rows are read.
  const passing = ['read_rows'];
  const sections = grouped(recipe.sources, zoneOf).map((sources, index) => {
    const table = `source_${index + 1}`;
    tables.push(table);
    const source = at(sources, 0);
    passing.push(table, `${table}_cells`);
    if (source.csv) passing.push(`${table}_records`);
    const cells = source.csv
      ? csvCells(
          source,
          sources.map(({ file }) => ({ file, path: lookup(paths, file) })),
          table,
        )
      : [
          parquetCells(
            source,
            fileNames(source).map((name) => lookup(paths, name)),
            table,
          ),
        ];
    const names = sources.map(({ file }) => oneLine(file));
    return {
      comment: names.length > 1 ? `${names.length} files of one layout` : `File ${names.join('')}`,
      statements: [...cells, rowsOf(source, table, zoneOf(source.file))],
    };
  });
  const made = series.filter((one): one is PipelineSeries => one.source !== 'file');
  made.forEach(({ name }, index) => {
    const table = `generated_${index + 1}`;
    tables.push(table);
    passing.push(table);
    sections.push({
      comment: `Generated: ${oneLine(name)}, whose rows are kept as Parquet`,
      statements: [
        `CREATE OR REPLACE TEMP TABLE ${table} AS
SELECT ${text(name)} AS name, row_number() OVER (ORDER BY filename, file_row_number) - 1 AS record, epoch_us("timestamp") AS t, value
FROM read_parquet(${globText(lookup(folders, name)).slice(0, -1)}/**/*.parquet', filename = true, file_row_number = true, hive_partitioning = false)`,
      ],
    });
  });
  const all =
    tables.length > 0
      ? tables.map((table) => `SELECT name, record, t, value FROM ${table}`).join('\nUNION ALL ')
      : `SELECT '' AS name, 0::BIGINT AS record, 0::BIGINT AS t, ${double(0)} AS value WHERE false`;
  sections.push({
    comment:
      'Raw rows of all series. The script ends here where other rows were read than the lab read: then a file has changed, or DuckDB reads it otherwise.',
    statements: [
      `CREATE OR REPLACE TEMP TABLE read_rows AS
SELECT sid, r.name, record, t, CASE WHEN isfinite(value) THEN value END AS value FROM (${all}) AS r LEFT JOIN series USING (name)`,
      `CREATE OR REPLACE TEMP TABLE rows_0 AS
WITH found AS (SELECT name, count(*) AS n, min(t) AS first_t, max(t) AS last_t FROM read_rows GROUP BY name),
other AS (SELECT coalesce(s.name, f.name) AS name, coalesce(s.n, 0) AS expected, coalesce(f.n, 0) AS n FROM series AS s FULL JOIN found AS f USING (name)
  WHERE s.n IS DISTINCT FROM f.n AND (s.zone = 'UTC' OR s.of_file OR s.name IS NULL) OR s.of_file AND (s.first_t <> f.first_t OR s.last_t <> f.last_t))
SELECT sid, record AS "row", t, value, false AS outlier, false AS filled FROM read_rows
WHERE (SELECT CASE WHEN count(*) = 0 THEN true ELSE error('Expected the rows that the lab read; ' || min(name) || ' has ' || arg_min(n, name) || ' rows here and ' || arg_min(expected, name) || ' there, or other first and last times.') END FROM other)`,
      // Cells take more memory than all that follows.
      ...passing.map((table) => `DROP TABLE ${table}`),
    ],
  });
  return sections;
}
