/** Texts of times as microseconds, by the format that the recipe names. */
import { microseconds } from '../../recipe/duration';
import { instant } from '../../recipe/instant';
import { isMoment } from '../../recipe/timeFormat';
import { patternExpression } from '../../recipe/timePattern';
import type { TimeSpec } from '../../recipe/types';
import { integer, text } from '../../sql';

const shifts = { 'epoch-s': 6, 'epoch-ms': 3, 'epoch-us': 0, 'epoch-ns': -3 } as const;
const isEpoch = (format: string): format is keyof typeof shifts => format in shifts;

/** A regular expression of ECMAScript in the syntax of RE2. Names of zones are passed over, but for AM and PM. */
export const re2 = (source: string): string =>
  source
    .replaceAll(String.raw`\u00a0`, String.raw`\x{00a0}`)
    .replaceAll(String.raw`\u2212`, String.raw`\x{2212}`)
    .replaceAll(String.raw`(?![AaPp]\.?[Mm]\b)[A-Za-z]{1,5}`, '([A-Za-z]{1,5})')
    .replaceAll(String.raw`\/`, '/');

const zoneName = String.raw`(?![AaPp]\.?[Mm]\b)[A-Za-z]{1,5}`;

/** What the groups of a pattern's expression hold, those of zones' names included. */
export function patternFields(pattern: string): { source: string; fields: string[] } {
  const found = patternExpression(pattern);
  if (typeof found === 'string') throw new RangeError(`"${pattern}" is no time pattern: ${found}`);
  const fields: string[] = [];
  const own = [...found.fields];
  // A group opens with a parenthesis that neither a backslash nor a question mark turns into something else.
  for (const [opening] of found.source.matchAll(
    /\\.|\[(?:\\.|[^\]])*\]|\(\?!.*?\)\[A-Za-z\]\{1,5\}|\(\?[:!]|\(/gu,
  )) {
    if (opening === '(') fields.push(own.shift() ?? '');
    else if (opening === zoneName) fields.push('z');
  }
  return { source: found.source, fields };
}

const MONTHS = `['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december']`;

/** A pattern of Unicode's tokens. */
function byPattern(pattern: string, txt: string): string {
  const { source, fields } = patternFields(pattern);
  const names = fields.map((_, index) => text(`g${index + 1}`));
  const parts = `regexp_extract(${txt}, ${text(`^(?:${re2(source)})$`)}, [${names.join(', ')}])`;
  // The last of several groups of a field counts.
  const group = (field: string): string | undefined => {
    const index = fields.lastIndexOf(field);
    return index < 0 ? undefined : `x.g${index + 1}`;
  };
  const number = (field: string, otherwise = '0'): string => {
    const found = group(field);
    return found === undefined ? otherwise : `whole(${found})`;
  };
  const short = group('yy');
  const year =
    short === undefined
      ? number(fields.includes('Y') && !fields.includes('y') ? 'Y' : 'y', '1970')
      : `(whole(${short}) + CASE WHEN whole(${short}) < 69 THEN 2000 ELSE 1900 END)`;
  const word = group('MMM');
  const month =
    word === undefined
      ? fields.includes('Q') && !fields.includes('M')
        ? `(3 * ${number('Q')} - 2)`
        : number('M', '1')
      : `list_position(list_transform(${MONTHS}, lambda name: CASE WHEN len(rtrim(${word}, '.')) = 3 THEN left(name, 3) ELSE name END), CASE WHEN lower(rtrim(${word}, '.')) = 'sept' THEN 'september' ELSE lower(rtrim(${word}, '.')) END)`;
  const half = group('a');
  const hours = fields.includes('h')
    ? `(CASE WHEN ${number('h')} BETWEEN 1 AND 12 THEN ${number('h')} % 12 END)`
    : number('H');
  const hour =
    half === undefined ? hours : `(${hours} + CASE WHEN lower(left(${half}, 1)) = 'p' THEN 12 ELSE 0 END)`;
  const monday = (of: string): string =>
    `(day_number(${of}, 1, 4) - ((day_number(${of}, 1, 4) + 3) % 7 + 7) % 7)`;
  const week = `(${monday(year)} + 7 * (${number('w')} - 1))`;
  const days = fields.includes('w')
    ? `CASE WHEN ${number('w')} >= 1 AND ${week} < ${monday(`${year} + 1`)} THEN ${week} + ${number('e', '1')} - 1 END`
    : fields.includes('D')
      ? `CASE WHEN ${number('D')} >= 1 AND day_number(${year}, 1, 1) + ${number('D')} <= day_number(${year} + 1, 1, 1) THEN day_number(${year}, 1, 1) + ${number('D')} - 1 END`
      : `day_number(${year}, ${month}, ${number('d', '1')})`;
  const fraction = group('S');
  const offset = group('X');
  const local = `clock(${days}, ${hour}, ${number('m')}, ${number('s')}, ${fraction === undefined ? '0' : `micros(${fraction})`})`;
  const zones = fields.flatMap((field, index) =>
    field === 'z' ? [` AND NOT regexp_full_match(x.g${index + 1}, '(?i)[ap]m')`] : [],
  );
  const us = offset === undefined ? local : `${local} - offset_us(${offset})`;
  // A text that does not fit leaves every group empty; the year's never is.
  return `list_transform([${parts}], lambda x: CASE WHEN ${group(short === undefined ? (fields.includes('y') ? 'y' : 'Y') : 'yy') ?? `''`} <> ''${zones.join('')} THEN within_years(${us}) END)[1]`;
}

/** Microseconds of a text: UTC where the format is one of moments, local otherwise; NULL for what is no such time. */
export function timeOf(time: TimeSpec, decimal: '.' | ',', txt: string): string {
  const { format } = time;
  const read = (given: string): string => {
    if (format === 'iso' || format === 'timestamp') return `iso_time(${given})`;
    if (format === 'iso-offset') return `iso_offset_time(${given})`;
    if (format === 'day-first') return `day_first_time(${given})`;
    if (format === 'month-first') return `month_first_time(${given})`;
    if (isEpoch(format)) return `epoch_time(${given}, ${shifts[format]}, ${text(decimal)})`;
    if (format === 'excel') return `excel_time(${given}, ${text(decimal)})`;
    if (format === 'index') {
      const from = time.start === undefined ? 0 : instant(time.start);
      const step = time.step === undefined ? 1 : microseconds(time.step);
      return `row_time(${given}, ${integer(from)}::BIGINT, ${integer(step)}::BIGINT)`;
    }
    return byPattern(format, given);
  };
  return time.interval === true ? read(`interval_start(${txt})`) : read(txt);
}

/** Whether some texts of a format with offsets may lack theirs, and are in the source's zone then. */
export const mayLackOffset = ({ format, zone }: TimeSpec): boolean =>
  format === 'iso-offset' && zone !== 'UTC';

/** Whether times come out in UTC. */
export const areMoments = ({ format }: TimeSpec): boolean => isMoment(format);
