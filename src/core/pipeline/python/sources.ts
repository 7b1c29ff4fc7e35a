/** The calls of the Python script that read the sources of a recipe. */
import { lookup } from '../../list';
import { microseconds } from '../../recipe/duration';
import { instant } from '../../recipe/instant';
import { fileNames, listOf } from '../../recipe/series';
import { patternExpression } from '../../recipe/timePattern';
import type { FileSource, TimeSpec } from '../../recipe/types';
import { PLAIN_CSV_LAYOUT } from '../layout';
import type { PipelineFacts } from '../types';
import { py, pyText } from './literal';

const shifts: Record<string, number> = { 'epoch-s': 6, 'epoch-ms': 3, 'epoch-us': 0, 'epoch-ns': -3 };

/** A regular expression of ECMAScript in the syntax of Python. */
const pyPattern = (source: string): string =>
  source
    .replaceAll(String.raw`[\p{L}]`, String.raw`[^\W\d_]`)
    .replaceAll(String.raw`\d`, '[0-9]')
    .replaceAll(String.raw`[^\W[0-9]_]`, String.raw`[^\W\d_]`);

/** An expression of Python for a function from a text to microseconds. */
function timeReader(time: TimeSpec, decimal: '.' | ','): string {
  const { format, zone } = time;
  const inner = (): string => {
    if (format === 'iso' || format === 'timestamp') return 'iso(text)';
    if (format === 'iso-offset') return `iso(text, lambda us: local_to_utc(us, ${pyText(zone)}))`;
    if (format === 'day-first') return 'turned(text, True)';
    if (format === 'month-first') return 'turned(text, False)';
    const shift = shifts[format];
    if (shift !== undefined) return `epoch(text, ${shift}, ${pyText(decimal)})`;
    if (format === 'excel') return `excel(text, ${pyText(decimal)})`;
    if (format === 'index') {
      const start = time.start === undefined ? 0 : instant(time.start);
      return `row_number(text, ${start}, ${time.step === undefined ? 1 : microseconds(time.step)})`;
    }
    const pattern = patternExpression(format);
    if (typeof pattern === 'string') throw new RangeError(`"${format}" is no time pattern: ${pattern}`);
    return `by_pattern(text, re.compile(${pyText(pyPattern(pattern.source))}), ${py(pattern.fields)})`;
  };
  return time.interval === true
    ? `lambda cell: (lambda text: ${inner()})(interval_start(cell))`
    : `lambda text: ${inner()}`;
}

/** The call that reads a source: an expression for a dictionary of rows by the name of their series. */
export function readCall(source: FileSource, { paths }: PipelineFacts): string {
  const { csv, time, values, series, units = {}, missing } = source;
  const { decimal, thousands } = csv ?? PLAIN_CSV_LAYOUT;
  const files = fileNames(source).map((name) => lookup(paths, name));
  const common: [string, string][] = [
    ['name', pyText(source.file)],
    ['time_columns', py(listOf(time.column))],
    ['read_time', timeReader(time, decimal)],
    ['value_columns', py(values)],
    ['key_columns', py(listOf(series))],
    [
      'notations',
      py(
        values.map((column) => ({
          decimal,
          ...(thousands === undefined ? {} : { thousands }),
          ...(units[column] === undefined ? {} : { unit: units[column] }),
          ...(missing ? { words: missing.map((word) => word.trim().toLowerCase()) } : {}),
        })),
      ),
    ],
  ];
  const own: [string, string][] = csv
    ? [
        ['path', pyText(files[0] ?? '')],
        ['encoding', pyText(csv.encoding)],
        ['delimiter', pyText(csv.delimiter)],
        ['quote', pyText(csv.quote ?? '"')],
        ['comment', py(csv.comment)],
        ['skip', `${csv.skip ?? 0}`],
        ['header', py(csv.header)],
        ['after_header', `${csv.afterHeader ?? 0}`],
        ['written', py(!/^(epoch-|excel|index)/.test(time.format))],
      ]
    : [
        ['paths', py(files)],
        ['hive', py(source.parts !== undefined)],
        ['typed', py(time.format === 'timestamp')],
      ];
  const lines = [...common, ...own].map(([name, value]) => `    ${name}=${value},`);
  return `${csv ? 'read_csv' : 'read_parquet'}(\n${lines.join('\n')}\n)`;
}

/** Functions that `readCall` calls. */
export const sourcesPart = String.raw`
# ---- Sources: rows by the name of their series ----------------------------------------------------------------------------------


def key_of(cells):
    return cells[0] if len(cells) == 1 else ":".join(re.sub(r"([:\\])", r"\\\1", cell) for cell in cells)


class Gathered:
    """Rows of a source in the order of its file, by the name of their series."""

    def __init__(self, name, value_columns, keyed):
        self.name, self.columns, self.keyed, self.by_key = name, value_columns, keyed, {}

    def add(self, key, number_, us, values):
        rows = self.by_key.get(key)
        if rows is None:
            rows = self.by_key[key] = ([], [], [[] for _ in self.columns])
        rows[0].append(us)
        rows[1].append(number_)
        for column, value in zip(rows[2], values):
            column.append(value)

    def series(self):
        found = {}
        for key, (times, numbers, columns) in self.by_key.items():
            for column, values in zip(self.columns, columns):
                parts = [self.name, *([key] if self.keyed else []), *([column] if len(self.columns) > 1 else [])]
                found[":".join(parts)] = rows_of(times, numbers, values)
        return found


def read_csv(
    name, path, encoding, delimiter, quote, comment, skip, header, after_header, written,
    time_columns, read_time, value_columns, key_columns, notations,
):
    gathered = Gathered(name, value_columns, bool(key_columns))
    n_times, n_values = len(time_columns), len(value_columns)

    def read_row(cells, number_, several):
        text = cells[0] if n_times == 1 else " ".join(cells[:n_times]).strip(SPACES) if n_times else str(number_)
        us = read_time(text)
        if us is None:
            return False
        key = None
        if key_columns:
            key = key_of(cells[n_times + n_values :])
            if not key or len(key.encode("utf-16-le")) > 2000 or "\0" in key or key.startswith("\ufeff"):
                return False
        texts = cells[n_times : n_times + n_values]
        values = [number(text, **notation) for text, notation in zip(texts, notations)]
        if several and any(v != v and not says_nothing(text, notation) for v, text, notation in zip(values, texts, notations)):
            return False
        gathered.add(key, number_, us, values)
        return True

    columns = [*time_columns, *value_columns, *key_columns]
    is_time = lambda text: read_time(text) is not None
    Csv(whole_text(path, encoding), delimiter, quote, comment, skip, header, after_header, columns, read_row, is_time, written).rows()
    return gathered.series()


def says_nothing(text, notation):
    word = text.replace("\0", "").strip(SPACES).lower()
    return word in NO_VALUE or word in notation.get("words", ())


def hive_columns(path):
    """Columns that the folders of a path name: name=value."""
    parts = [part.split("=", 1) for part in path.split("/")[:-1] if "=" in part]
    return {name: None if value == "__HIVE_DEFAULT_PARTITION__" else unquote(value) for name, value in parts}


def words_of(column):
    """Cells as text. Bytes are UUIDs where each cell has 16 and not all are UTF-8; else text where they are UTF-8, and hexadecimal digits where not."""
    if column.dtype == pl.Time:
        return [None if cell is None else cell.rstrip("0").rstrip(".") for cell in column.dt.to_string("%H:%M:%S%.9f").to_list()]
    if column.dtype != pl.Binary:
        return column.cast(pl.String).to_list()
    cells = column.to_list()

    def decoded(cell):
        try:
            return cell.decode("utf-8")
        except UnicodeDecodeError:
            return None

    words = [None if cell is None else decoded(cell) for cell in cells]
    there = [k for k, cell in enumerate(cells) if cell is not None]
    if all(words[k] is not None for k in there):
        return words
    uuids = all(len(cells[k]) == 16 for k in there)
    for k in there:
        if uuids:
            words[k] = str(UUID(bytes=cells[k]))
        elif words[k] is None:
            words[k] = cells[k].hex()
    return words


def read_parquet(name, paths, hive, typed, time_columns, read_time, value_columns, key_columns, notations):
    gathered = Gathered(name, value_columns, bool(key_columns))
    number_ = 0
    for path in paths:
        frame = pl.read_parquet(path, glob=False, hive_partitioning=False)
        for column, value in (hive_columns(path) if hive else {}).items():
            if column not in frame.columns:
                frame = frame.with_columns(pl.lit(value, dtype=pl.String).alias(column))
        texts = lambda column: [(cell or "").strip(BLANKS) for cell in words_of(frame[column])]
        if typed and len(time_columns) == 1 and frame[time_columns[0]].dtype.is_temporal():
            moments = frame[time_columns[0]].cast(pl.Datetime("ns")).to_physical() // 1000 if frame[time_columns[0]].dtype == pl.Datetime("ns") else frame[time_columns[0]].cast(pl.Datetime("us")).to_physical()
            times = moments.to_list()
        elif time_columns:
            times = [read_time(" ".join(cells).strip(SPACES)) for cells in zip(*map(texts, time_columns))]
        else:
            times = [read_time(str(number_ + i)) for i in range(len(frame))]
        columns = []
        for column, notation in zip(value_columns, notations):
            if frame[column].dtype == pl.String:
                columns.append([number(cell or "", **notation) for cell in frame[column].to_list()])
            elif isinstance(frame[column].dtype, pl.Decimal):
                columns.append([math.nan if cell is None else float(cell) for cell in frame[column].to_list()])
            else:
                columns.append([math.nan if cell is None else float(cell) for cell in frame[column].cast(pl.Float64).to_list()])
        keys = [key_of(cells) for cells in zip(*map(texts, key_columns))] if key_columns else [None] * len(frame)
        for i, us in enumerate(times):
            if us is not None and keys[i] != "":
                gathered.add(keys[i], number_ + i, us, [values[i] for values in columns])
        number_ += len(frame)
    return gathered.series()


def read_generated(name, folder):
    """Rows of a generated series, which the data set keeps as Parquet."""
    frame = pl.concat([pl.read_parquet(path, glob=False, hive_partitioning=False) for path in sorted(Path(folder).rglob("*.parquet"))])
    times = frame["timestamp"].to_physical().to_numpy()
    return {name: rows_of(times, np.arange(len(frame)), frame["value"].fill_null(math.nan).to_numpy())}
`;
