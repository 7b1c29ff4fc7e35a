/** A text file of the recipe as a table of cells. */
import { PLAIN_CSV_LAYOUT } from '../layout';
import { integer, list, text } from '../../sql';
import type { FileSource } from '../../recipe/types';
import { globText } from './parts';
import { listOf } from '../../recipe/series';

/** How DuckDB names the encodings that it reads without an extension. */
const encodings = { 'utf-8': 'utf-8', 'utf-16le': 'utf-16', 'windows-1252': 'latin-1', 'utf-16be': null };

/** Why DuckDB cannot read a text as the lab does; undefined where it can. */
export function csvProblem({ file, csv = PLAIN_CSV_LAYOUT }: FileSource): string | undefined {
  return encodings[csv.encoding] === null
    ? `${file} is in ${csv.encoding}, which DuckDB does not read; pipeline.py does`
    : undefined;
}

const escaped = (char: string): string => char.replace(/[\\^$.|?*+()[\]{}-]/g, '\\$&');

/** The columns that rows are made of, each once, in the order in which the table has them. */
export const columnsOf = ({ time, values, series }: FileSource): string[] => [
  ...new Set([...listOf(time.column), ...values, ...listOf(series)]),
];

/** The cells of a line. A quote opens at the start of a cell only, and is doubled within. */
function cellsOf(delimiter: string, quote: string): { cells: string; quoted: string } {
  const sign = escaped(delimiter);
  if (delimiter === ' ') {
    return {
      cells: `string_split_regex(trim(line, ' '), ' +')`,
      // Blanks within quotes cannot be told from those that part cells.
      quoted: quote === '' ? 'false' : `regexp_matches(line, ${text(`(^| )${escaped(quote)}`)})`,
    };
  }
  const plain = `string_split(line, ${text(delimiter)})`;
  if (quote === '') return { cells: plain, quoted: 'false' };
  const mark = escaped(quote);
  const cell = `(${mark}(?:[^${mark}]|${mark}${mark})*${mark}|[^${mark}${sign}][^${sign}]*|)${sign}`;
  return {
    cells: `CASE WHEN contains(line, ${text(quote)}) THEN regexp_extract_all(line || ${text(delimiter)}, ${text(cell)}, 1) ELSE ${plain} END`,
    quoted: `contains(line, ${text(quote)}) AND regexp_matches(line, ${text(`^(?:(?:${mark}(?:[^${mark}]|${mark}${mark})*${mark}|[^${mark}${sign}][^${sign}]*|)${sign})*${mark}(?:[^${mark}]|${mark}${mark})*$`)})`,
  };
}

/** A file that is read: where it is, and its name in the recipe. */
export interface SourceFileAt {
  path: string;
  file: string;
}

/**
 * Statements that make `<table>_cells` of files of one layout: `file`, `record` (from 0, refused ones included), and the text of each column of `columnsOf` as
 * `c1`, `c2`, … Records that the lab refuses for their cells are left out; one that DuckDB cannot read the same way ends the script.
 */
export function csvCells(source: FileSource, files: readonly SourceFileAt[], table: string): string[] {
  const { csv = PLAIN_CSV_LAYOUT } = source;
  const { delimiter, comment, skip = 0, header, afterHeader = 0, quote = '"', encoding } = csv;
  const { cells, quoted } = cellsOf(delimiter, quote);
  const blank = delimiter === '\t' ? String.raw`[ \r]*` : String.raw`[ \t\r]*`;
  const sign = text(delimiter);
  const mark = quote === '' ? undefined : text(quote);
  const options = [
    'auto_detect = false',
    'header = false',
    `columns = {'line': 'VARCHAR'}`,
    String.raw`delim = E'\x01'`,
    `quote = ''`,
    `escape = ''`,
    `encoding = ${text(encodings[encoding] ?? encoding)}`,
    ...(skip > 0 ? [`skip = ${integer(skip)}`] : []),
    'filename = true',
    'hive_partitioning = false',
    'max_line_size = 16000000',
  ];
  const kept = [
    `NOT regexp_full_match(line, ${text(blank)})`,
    ...(comment === undefined ? [] : [`NOT starts_with(line, ${text(comment)})`]),
  ];
  const unquoted = (cell: string): string => (mark === undefined ? cell : `unquoted(${cell}, ${mark})`);
  const unreadable = text(
    ' has a quoted cell that this script cannot read: it takes several lines, or blanks part cells. pipeline.py reads the first kind. Line: ',
  );
  const head = header
    ? `SELECT filename, list_transform(cells, lambda cell: cell_text(${unquoted('cell')})) AS names FROM ${table}_records WHERE record = 0`
    : `SELECT filename, list_transform(range(len(cells)), lambda i: '') AS names FROM ${table}_records WHERE record < 201 GROUP BY filename, len(cells), names
  QUALIFY row_number() OVER (PARTITION BY filename ORDER BY count(*) DESC, len(cells) DESC) = 1`;
  const first = Number(header) + afterHeader;
  const names = columnsOf(source);
  const place = (name: string, index: number): string =>
    `coalesce(column_place(names, ${text(name)}), error(filename || ${text(` has no column "${name}"`)})) AS p${index + 1}`;
  const cell = (_: string, index: number): string =>
    `cell_text(${unquoted(`cells[p${index + 1}]`)}) AS c${index + 1}`;
  const good = [
    `record >= ${integer(first)}`,
    'len(cells) <= width + ends_so::INTEGER',
    "NOT (ends_so AND len(cells) = width + 1 AND cells[-1] <> '')",
    // Text behind a closing quote; and of a record that lacks cells, a quote may have joined two of them.
    ...(mark === undefined
      ? []
      : [
          ...(delimiter === ' '
            ? []
            : [`NOT (contains(line, ${mark}) AND len(array_to_string(cells, ${sign})) <> len(line))`]),
          `NOT (len(cells) < width + ends_so::INTEGER AND len(list_filter(cells, lambda cell: starts_with(cell, ${mark}) AND contains(cell, ${sign}))) > 0)`,
        ]),
  ];
  return [
    `CREATE OR REPLACE TEMP TABLE ${table}_files AS SELECT * FROM (VALUES
${files.map(({ path, file }) => `  (${text(path)}, ${text(file)})`).join(',\n')}) AS f(filename, file)`,
    `-- Lines that are neither blank nor comments, as cells.
CREATE OR REPLACE TEMP TABLE ${table}_records AS
WITH lines AS (SELECT row_number() OVER () AS n, filename, rtrim(coalesce(line, ''), E'\\r') AS line FROM read_csv([${files.map(({ path }) => globText(path)).join(', ')}],
  ${list(options)}))
SELECT filename, row_number() OVER (PARTITION BY filename ORDER BY n) - 1 AS record, line,
  CASE WHEN ${quoted} THEN error(filename || ${unreadable} || left(line, 200))
    ELSE ${cells} END AS cells
FROM lines WHERE ${kept.join(' AND ')}`,
    `-- Where the columns are, how many there are, and whether lines end with a delimiter behind the last.
CREATE OR REPLACE TEMP TABLE ${table}_header AS
WITH head AS (${head}),
ends AS (SELECT filename, count(*) FILTER (len(cells) = len(names) AND cell_text(cells[-1]) = '') >= count(*) / 2 AS most FROM ${table}_records JOIN head USING (filename) WHERE record BETWEEN 1 AND 200 GROUP BY filename),
columns AS (SELECT filename, ${header ? `len(names) > 1 AND names[-1] = ''` : 'false'} AS ended, coalesce(most, true) AS most, names AS all_names FROM head LEFT JOIN ends USING (filename)),
named AS (SELECT filename, ended AND most AS ends_so, CASE WHEN ended THEN all_names[:-2] ELSE all_names END AS names FROM columns)
SELECT filename, len(names) AS width, ends_so,
  ${names.map(place).join(',\n  ')}
FROM named`,
    `CREATE OR REPLACE TEMP TABLE ${table}_cells AS
SELECT file, record - ${integer(first)} AS record${names.map((name, index) => `,\n  ${cell(name, index)}`).join('')}
FROM ${table}_records JOIN ${table}_header USING (filename) JOIN ${table}_files USING (filename)
WHERE ${good.join('\n  AND ')}`,
  ];
}
