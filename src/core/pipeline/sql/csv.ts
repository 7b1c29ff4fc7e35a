/** A text file of the recipe as a table of cells. */
import { PLAIN_CSV_LAYOUT } from '../layout';
import { integer, list, text } from '../../sql';
import type { FileSource } from '../../recipe/types';
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
    quoted: `regexp_matches(line, ${text(`^(?:(?:${mark}(?:[^${mark}]|${mark}${mark})*${mark}|[^${mark}${sign}][^${sign}]*|)${sign})*${mark}(?:[^${mark}]|${mark}${mark})*$`)})`,
  };
}

/**
 * Statements that make `<table>_cells`: `record` (from 0, refused ones included), and the text of each column of `columnsOf` as `c1`, `c2`, … Records
 * that the lab refuses for their cells are left out; one that DuckDB cannot read the same way ends the script.
 */
export function csvCells(source: FileSource, path: string, table: string): string[] {
  const { file, csv = PLAIN_CSV_LAYOUT } = source;
  const { delimiter, comment, skip = 0, header, afterHeader = 0, quote = '"', encoding } = csv;
  const { cells, quoted } = cellsOf(delimiter, quote);
  const blank = delimiter === '\t' ? String.raw`[ \r]*` : String.raw`[ \t\r]*`;
  const options = [
    'auto_detect = false',
    'header = false',
    `columns = {'line': 'VARCHAR'}`,
    String.raw`delim = E'\x01'`,
    `quote = ''`,
    `escape = ''`,
    `encoding = ${text(encodings[encoding] ?? encoding)}`,
    ...(skip > 0 ? [`skip = ${integer(skip)}`] : []),
    'max_line_size = 16000000',
  ];
  const kept = [
    `NOT regexp_full_match(line, ${text(blank)})`,
    ...(comment === undefined ? [] : [`NOT starts_with(line, ${text(comment)})`]),
  ];
  const mark = quote === '' ? undefined : text(quote);
  const unquoted = (cell: string): string =>
    mark === undefined
      ? cell
      : `CASE WHEN starts_with(${cell}, ${mark}) THEN replace(substr(${cell}, 2, len(${cell}) - 2), ${text(quote + quote)}, ${mark}) ELSE ${cell} END`;
  // Of a record that lacks cells, a quote may have joined two of them.
  const hides =
    mark === undefined
      ? 'false'
      : `len(list_filter(cells, lambda cell: starts_with(cell, ${mark}) AND contains(cell, ${text(delimiter)}))) > 0`;
  const spoilt =
    mark === undefined || delimiter === ' '
      ? 'false'
      : `contains(line, ${mark}) AND len(array_to_string(cells, ${text(delimiter)})) <> len(line)`;
  const names = columnsOf(source);
  const head = header
    ? `SELECT list_transform(cells, lambda cell: cell_text(${unquoted('cell')})) AS names FROM ${table}_records WHERE record = 0`
    : `SELECT list_transform(range(mode_width), lambda i: '') AS names FROM (SELECT len(cells) AS mode_width FROM ${table}_records WHERE record < 201 GROUP BY 1 ORDER BY count(*) DESC, 1 DESC LIMIT 1)`;
  const ended = header ? `len(names) > 1 AND names[-1] = ''` : 'false';
  const first = Number(header) + afterHeader;
  const place = (name: string, index: number): string =>
    `coalesce(column_place(names, ${text(name)}), error(${text(`${file} has no column "${name}"`)})) AS p${index + 1}`;
  const cell = (index: number): string => `cell_text(${unquoted(`cells[p${index + 1}]`)}) AS c${index + 1}`;
  return [
    `CREATE OR REPLACE TEMP TABLE ${table}_records AS
WITH lines AS (SELECT row_number() OVER () AS n, rtrim(coalesce(line, ''), E'\\r') AS line FROM read_csv(${text(path)}, ${list(options)}))
SELECT row_number() OVER (ORDER BY n) - 1 AS record, line,
  CASE WHEN ${quoted} THEN error(${text(`${file} has a quoted cell that this script cannot read: it takes several lines, or blanks part its cells. pipeline.py reads the first kind. Line: `)} || left(line, 200)) ELSE ${cells} END AS cells
FROM lines WHERE ${kept.join(' AND ')}`,
    `CREATE OR REPLACE TEMP TABLE ${table}_header AS
WITH head AS (${head}),
ends AS (SELECT *, ${ended} AS ended FROM head),
columns AS (SELECT CASE WHEN ended THEN names[:-2] ELSE names END AS names,
  ended AND (SELECT count(*) FILTER (len(cells) = len(any_names) AND cell_text(cells[-1]) = '') >= count(*) / 2 FROM ${table}_records, (SELECT names AS any_names FROM head) WHERE record BETWEEN 1 AND 200) AS ends_so FROM ends)
SELECT len(names) AS width, ends_so, ${list(names.map(place))} FROM columns`,
    `CREATE OR REPLACE TEMP TABLE ${table}_cells AS
SELECT record - ${integer(first)} AS record, ${list(['0 AS c0', ...names.map((_, index) => cell(index))])}
FROM ${table}_records, ${table}_header
WHERE record >= ${integer(first)} AND len(cells) <= width + ends_so::INTEGER AND NOT (${spoilt})
  AND NOT (len(cells) < width + ends_so::INTEGER AND ${hides}) AND NOT (ends_so AND len(cells) = width + 1 AND cells[-1] <> '')`,
  ];
}
