/** What the columns of a table are for: the time, the key of a series, labels, values. */
import { at, lookup } from '../../list';
import type { LabelColumn, TimeSpec } from '../../recipe/types';
import { keyOf } from '../parse/layout';
import { listOf } from '../../recipe/series';
import { isMissing, type SampleColumn } from './cells';
import { findLabels, labelDetail } from './labels';
import { guessTime, isClock, isExcel, isIndex, numericTimes, readTimes, type TimeGuess } from './time';

export interface TimeRole {
  time: TimeSpec;
  /** Formats to choose between, the proposed one first. */
  options?: string[];
  /** Row numbers take the place of times, and their start and step are to be given. */
  numbered?: boolean;
  /** The zone abbreviations that times have, to be turned into a zone. */
  abbreviated?: string;
}

export interface Roles {
  time: TimeRole | undefined;
  series: string[];
  labels?: LabelColumn;
  values: string[];
}

/** The start and step that are proposed for row numbers. */
export const INDEX_START = '2000-01-01T00:00:00Z';
export const INDEX_STEP = '1s';

const timeName = /time|date|epoch|^ts$|^t$|stamp|zeit|datum|^ds$|fecha|month|week/i;
/** The unit of an epoch that a column's name has at its end; seconds are left out, since much is measured per second. */
const unitName =
  /(?:^|[_ .-])(?:(ms|msecs?|millis|milliseconds?)|(us|usecs?|micros|microseconds?)|(ns|nsecs?|nanos|nanoseconds?))$/i;
const unitOfName = (name: string): string | undefined => {
  const match = unitName.exec(name);
  return match ? (match[1] ? 'epoch-ms' : match[2] ? 'epoch-us' : 'epoch-ns') : undefined;
};
const monthName = /^(period|yearmonth|year_month|yyyymm|ym)$/i;
const hourName = /^(hour|hr|he|hour[ _]?ending|hour[ _]?of[ _]?day|stunde|heure|hora)$/i;
const calendarNames = [
  ['y', /^(year|yr|yyyy|jahr|ann?[ée]e|a[ñn]o)$/i],
  ['M', /^(month|mon|mo|mm|monat|mois|mes)$/i],
  ['d', /^(day|dd|dy|dom|tag|jour|d[ií]a|day[ _]?of[ _]?month)$/i],
  ['H', /^(hour|hr|hh|h|stunde|heure|hora)$/i],
  ['m', /^(minute|min|mi|mn|minuto)$/i],
  ['s', /^(second|sec|ss|sekunde|segundo)$/i],
] as const;
const dayOfYearName = /^(doy|jday|day[ _]?of[ _]?year|yday)$/i;

const specOf = (column: string | string[], { format, interval }: TimeGuess): TimeSpec => ({
  column,
  format,
  zone: 'UTC',
  ...(interval === true ? { interval } : {}),
});
const roleOf = (column: string | string[], guess: TimeGuess): TimeRole => ({
  time: specOf(column, guess),
  ...(guess.options ? { options: guess.options } : {}),
});

/** Numbers as times; a unit at the end of the column's name decides between several that fit. */
function numericRole({ name, cells }: SampleColumn): TimeRole | undefined {
  const guess = numericTimes(cells, timeName.test(name) || monthName.test(name));
  const unit = unitOfName(name);
  if (!guess || unit === undefined || guess.options?.includes(unit) !== true)
    return guess && roleOf(name, guess);
  return roleOf(name, { format: unit, dateOnly: false });
}

const joined = (columns: readonly SampleColumn[]): string[] =>
  at(columns, 0).cells.map((_, row) =>
    columns
      .map(({ cells }) => at(cells, row))
      .join(' ')
      .trim(),
  );

/** Written times with a date and a time of day in one column; of several the one with the most distinct times, then by its name. */
function wholeTime(guesses: ReadonlyMap<SampleColumn, TimeGuess>): SampleColumn | undefined {
  const distinct = (column: SampleColumn): number => new Set(column.cells).size;
  return [...guesses.keys()].sort(
    (a, b) => distinct(b) - distinct(a) || Number(timeName.test(b.name)) - Number(timeName.test(a.name)),
  )[0];
}

/** A date beside a time of day, or beside an hour. */
function dateAndClock(
  columns: readonly SampleColumn[],
  dates: readonly SampleColumn[],
): TimeRole | undefined {
  for (const date of dates) {
    const place = columns.indexOf(date);
    const others = [...columns.slice(place + 1), ...columns.slice(0, place)];
    const clocks = others.filter((column) => column.type !== 'time' && isClock(column.cells));
    const hours = others.filter(
      ({ name, cells }) =>
        hourName.test(name) &&
        cells.every(
          (cell) => isMissing(cell) || /^(?:[01]?\d|2[0-4])(?:\.0*)?$|^\d{1,2}[:.]?\d\d$/.test(cell),
        ),
    );
    for (const clock of [...clocks, ...hours]) {
      const guess = guessTime(joined([date, clock]));
      if (guess) return roleOf([date.name, clock.name], guess);
    }
  }
  return undefined;
}

/** Year, month, day, and as much of the time of day as there is, each a column of numbers. */
function calendarColumns(columns: readonly SampleColumn[]): TimeRole | undefined {
  const find = (name: RegExp): SampleColumn | undefined =>
    columns.find((column) => column.type === 'number' && name.test(column.name));
  const year = find(calendarNames[0][1]);
  if (!year) return undefined;
  const token = year.cells.every((cell) => isMissing(cell) || /^\d{2}$/.test(cell)) ? 'yy' : 'y';
  const day = find(dayOfYearName);
  const picked: SampleColumn[] = [year];
  let format: string = token;
  const parts = day && !find(calendarNames[1][1]) ? calendarNames.slice(3) : calendarNames.slice(1);
  if (parts.length === 3 && day) {
    picked.push(day);
    format += ' D';
  }
  for (const [part, name] of parts) {
    const column = find(name);
    if (!column) break;
    picked.push(column);
    format += ` ${part}`;
  }
  const alone = picked.length === 1;
  const years = year.cells.filter((cell) => !isMissing(cell));
  // Years alone are times where each is one, once.
  if (
    alone &&
    !(
      token === 'y' &&
      years.every((cell) => /^[12]\d{3}$/.test(cell)) &&
      new Set(years).size === years.length
    )
  )
    return undefined;
  const times = readTimes(joined(picked), { format });
  if (times.filter(Number.isNaN).length > times.length / 5) return undefined;
  return roleOf(alone ? year.name : picked.map(({ name }) => name), {
    format: alone ? 'yyyy' : format,
    dateOnly: alone,
  });
}

/**
 * The format of times in columns that a person chose, in their order; none: rows are numbered. Undefined where it is not recognised. `head`: how many of
 * the first rows follow each other in the file.
 */
export function timeRoleOf(columns: readonly SampleColumn[], head: number): TimeRole | undefined {
  const [column, ...more] = columns;
  const numbering = (name: string | string[]): TimeRole => ({
    time: { column: name, format: 'index', zone: 'UTC', start: INDEX_START, step: INDEX_STEP },
    numbered: true,
  });
  if (!column) return numbering([]);
  if (more.length > 0) {
    const names = columns.map(({ name }) => name);
    const guess = guessTime(joined(columns));
    if (guess) return roleOf(names, guess);
    const calendar = calendarColumns(columns);
    return calendar && listOf(calendar.time.column).length === columns.length ? calendar : undefined;
  }
  const written = guessTime(column.cells);
  if (written) return abbreviated(column, roleOf(column.name, written));
  const number = numericRole(column);
  if (number) return number;
  if (isIndex(column.cells.slice(0, head))) return numbering(column.name);
  return isExcel(column.cells)
    ? roleOf(column.name, { format: 'excel', dateOnly: false, options: ['excel'] })
    : undefined;
}

/** `head`: how many of the first rows follow each other in the file. */
function findTime(columns: readonly SampleColumn[], head: number): TimeRole | undefined {
  const guesses = new Map<SampleColumn, TimeGuess>();
  for (const column of columns) {
    const guess = column.type === 'text' ? guessTime(column.cells) : undefined;
    if (!guess) continue;
    column.type = 'time';
    guesses.set(column, guess);
  }
  const whole = new Map([...guesses].filter(([, { dateOnly }]) => !dateOnly));
  const best = wholeTime(whole);
  if (best) return abbreviated(best, roleOf(best.name, lookup(whole, best)));
  const dates = [...guesses.keys()];
  const together = dateAndClock(columns, dates);
  if (together) return together;
  const numbers = columns.filter(({ type }) => type === 'number');
  const stamps = numbers.filter(
    (column) =>
      timeName.test(column.name) || unitName.test(column.name) || column === columns[0] || timelike(column),
  );
  const compact = stamps.find(({ cells }) => numericTimes(cells)?.format === 'yyyyMMdd');
  if (compact) {
    const withClock = dateAndClock(columns, [compact]);
    if (withClock) return withClock;
  }
  const [date] = dates;
  const finer = date && stamps.find((column) => isFinerThan(column, date));
  if (finer) return numericRole(finer);
  if (date) return roleOf(date.name, lookup(guesses, date));
  const calendar = calendarColumns(columns);
  if (calendar) return calendar;
  const named = [...stamps].sort((a, b) => Number(timeName.test(b.name)) - Number(timeName.test(a.name)));
  for (const column of named) {
    const role = numericRole(column);
    if (role) return role;
  }
  const serial = named.find((column) => timeName.test(column.name) && isExcel(column.cells));
  if (serial) return roleOf(serial.name, { format: 'excel', dateOnly: false, options: ['excel'] });
  return numbered(columns, head);
}

/** A column of numbers that are named as times, and tell more moments apart than one of dates does. */
function isFinerThan(column: SampleColumn, date: SampleColumn): boolean {
  if (!timeName.test(column.name) && !unitName.test(column.name)) return false;
  return (
    numericTimes(column.cells)?.dateOnly === false && new Set(column.cells).size > new Set(date.cells).size
  );
}

/** Calendar stamps from 1900 to 2099, one of them on each row: too regular to be values. */
const timelike = ({ cells }: SampleColumn): boolean =>
  cells.every(
    (cell) =>
      isMissing(cell) ||
      /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])?(?:[0-5]\d){0,2}$/.test(cell),
  ) && new Set(cells).size > cells.length / 2;

const indexName = /^(index|idx|id|row|record|rn|nr|no|n|step|unnamed: 0|column 1|#)?$/i;

function numbered(columns: readonly SampleColumn[], head: number): TimeRole | undefined {
  if (columns.some((column) => column.type === 'text' && timeName.test(column.name))) return undefined;
  const column = columns.find(
    ({ name, cells, type }, i) =>
      type === 'number' &&
      (timeName.test(name) || (i === 0 && columns.length > 1) || indexName.test(name)) &&
      isIndex(cells.slice(0, head)),
  );
  return {
    time: { column: column?.name ?? [], format: 'index', zone: 'UTC', start: INDEX_START, step: INDEX_STEP },
    numbered: true,
  };
}

function abbreviated(column: SampleColumn, role: TimeRole): TimeRole {
  if (!role.time.format.endsWith(' z')) return role;
  const found = new Set(column.cells.flatMap((cell) => / ([A-Za-z]{1,5})$/.exec(cell)?.[1] ?? []));
  return { ...role, abbreviated: [...found].join(', ') };
}

/**
 * The columns that tell series apart: none where times alone are unique; else the fewest that make key and time unique. `known`: columns that are
 * part of the key in any case.
 */
function findKey(
  columns: readonly SampleColumn[],
  times: readonly number[],
  known: readonly SampleColumn[],
): string[] {
  const valid = times.flatMap((us, row) => (Number.isNaN(us) ? [] : [row]));
  const unique = (picked: readonly SampleColumn[]): boolean => {
    const seen = new Set<string>();
    for (const row of valid) {
      const key = keyOf([...known, ...picked].map(({ cells }) => at(cells, row)));
      const whole = `${at(times, row)}\0${key}`;
      if (seen.has(whole)) return false;
      seen.add(whole);
    }
    return true;
  };
  const names = (picked: readonly SampleColumn[]): string[] => [...known, ...picked].map(({ name }) => name);
  if (unique([])) return names([]);
  const named = (column: SampleColumn): boolean =>
    column.type === 'number' &&
    /(^|[ _])(id|key|code|station|sensor|unit|machine|site|node|channel|tag|series)s?$/i.test(column.name);
  // What is hardly ever the same on two rows, as a comment is, tells rows apart and not series.
  const tellsRows = ({ cells }: SampleColumn): boolean => new Set(cells).size > cells.length / 2;
  const candidates = columns
    .filter(
      (column) =>
        !known.includes(column) &&
        (column.type === 'text' || named(column)) &&
        new Set(column.cells).size > 1,
    )
    .sort((a, b) => Number(tellsRows(a)) - Number(tellsRows(b)))
    .slice(0, 12);
  for (const one of candidates) if (unique([one])) return names([one]);
  for (const [i, a] of candidates.entries())
    for (const b of candidates.slice(i + 1)) if (unique([a, b])) return names([a, b]);
  for (const [i, a] of candidates.entries())
    for (const [k, b] of candidates.slice(i + 1).entries())
      for (const c of candidates.slice(i + k + 2)) if (unique([a, b, c])) return names([a, b, c]);
  return names([]);
}

/** Constant numbers that only name something, and numbers of rows, are no observations. */
function isObservation(column: SampleColumn, head: number): boolean {
  if (column.type !== 'number') return false;
  const constant = new Set(column.cells).size === 1 && column.cells.length > 1;
  if (constant && /(^|[ _])(id|ids|key|code|nr|no)$/i.test(column.name)) return false;
  return !(
    /^(record|rn|index|idx|row|id|no|nr|unnamed: 0|column 1|#)$/i.test(column.name) &&
    isIndex(column.cells.slice(0, head))
  );
}

/** Columns that annotated CSV of InfluxDB has beside times, values and keys. */
const influxOnly = new Set(['result', 'table', '_start', '_stop']);

/** Columns that the processed data of a bundle has. */
const processedColumns = ['series', 'timestamp', 'value', 'is_anomaly', 'anomaly_type', 'anomaly_id'];

/**
 * What the columns of a sample are for. `head`: how many of its first rows follow each other in the file. `complete`: the sample is the whole file; where
 * it is not, a column without a value in it may have some later, and is a value column. `known`: the time, where the file itself says which it is; `keys`:
 * columns that tell series apart in any case.
 */
export function guessRoles(
  all: readonly SampleColumn[],
  head: number,
  complete: boolean,
  known?: TimeRole,
  keys: readonly string[] = [],
): Roles {
  const names = new Set(all.map(({ name }) => name));
  const influx = names.has('_time') && names.has('_value');
  const columns = influx ? all.filter(({ name }) => !influxOnly.has(name)) : all;
  const time = known ?? findTime(columns, head);
  const used = new Set(listOf(time?.time.column));
  const rest = columns.filter(({ name }) => !used.has(name));
  const processed = processedColumns.every((name) => names.has(name));
  const { labels, all: labelled } = findLabels(rest.filter(({ name }) => !labelDetail.test(name)));
  const details = labels ? rest.filter(({ name }) => labelDetail.test(name)) : [];
  const typed = details.find(
    (column) => column.type !== 'number' && /(?:type|kind|class|name)$/i.test(column.name),
  );
  const others = rest.filter((column) => !labelled.includes(column) && !details.includes(column));
  const picked = columns.filter(({ name }) => used.has(name));
  const inOrder = listOf(time?.time.column).flatMap((name) =>
    picked.filter((column) => column.name === name),
  );
  const times = time && inOrder.length > 0 ? readTimes(joined(inOrder), timeOf(time)) : [];
  const sure = others.filter(({ name }) => keys.includes(name) || (processed && name === 'series'));
  const series = findKey(others, times, sure);
  const values = others
    .filter(({ name }) => !series.includes(name))
    .filter((column) => isObservation(column, head) || (!complete && column.type === 'empty'))
    .map(({ name }) => name);
  return {
    time,
    series,
    ...(labels ? { labels: { ...labels, ...(typed ? { type: typed.name } : {}) } } : {}),
    values: processed ? values.filter((name) => name === 'value') : withoutCounts(values),
  };
}

/** A column that counts what a value was made of is no series beside it. */
function withoutCounts(values: string[]): string[] {
  const left = values.filter((name) => !/^observations$/i.test(name));
  return left.length > 0 ? left : values;
}

/** Times that the file itself marks as such are written as ISO in the sample. */
const timeOf = ({ time }: TimeRole): TimeSpec =>
  time.format === 'timestamp' ? { ...time, format: 'iso' } : time;
