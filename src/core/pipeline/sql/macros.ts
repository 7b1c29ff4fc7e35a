/** What the statements of the script call by name: how a line becomes cells, and a cell a text, a number or a time. */

/** Characters around a cell that are no part of it, and those that JavaScript's trim takes from a number's ends. */
const BLANKS = 'blanks()';
const SPACES = 'spaces()';
const chars = (codes: readonly number[]): string =>
  `concat(${codes.map((code) => `chr(${code})`).join(', ')})`;
/** U+0020, tab, carriage return, no-break space. */
const blankCodes = [0x20, 0x09, 0x0d, 0xa0];
const spaceCodes = [
  0x20, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0xa0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006,
  0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff,
];

const WORDS =
  `['', 'nan', '+nan', '-nan', '1.#qnan', '-1.#qnan', '1.#ind', '-1.#ind', 'na', 'n/a', 'n.a.', '#n/a', '#na', '<na>', 'null', 'nil', 'none', 'missing', '-', '--', '---', '?', '.', '..', '…', ` +
  `'#div/0!', '#value!', '#ref!', '#num!', '#name?', '#null!', 'unavailable', 'unknown', 'no data']`;

const DATE = String.raw`(\d{4})([-/.])(\d{1,2})([-/.])(\d{1,2})`;
const TURNED = String.raw`(\d{1,2})([-/.])(\d{1,2})([-/.])(\d{4})`;
const CLOCK = String.raw`(?:(?:[Tt]| +)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?(.*)$`;

/** Macros that every script has. */
export const macros = String.raw`CREATE OR REPLACE TEMP MACRO blanks() AS ${chars(blankCodes)};
CREATE OR REPLACE TEMP MACRO spaces() AS ${chars(spaceCodes)};

-- A cell without the blanks around it.
CREATE OR REPLACE TEMP MACRO cell_text(cell) AS trim(coalesce(cell, ''), ${BLANKS});

-- A quoted cell without its quotes.
CREATE OR REPLACE TEMP MACRO unquoted(cell, quote) AS
  CASE WHEN starts_with(cell, quote) THEN replace(substr(cell, 2, len(cell) - 2), concat(quote, quote), quote) ELSE cell END;

-- A number as the files write it; words that say "no value", and what is no finite number, are NULL.
CREATE OR REPLACE TEMP MACRO plain_signs(cell) AS
  replace(regexp_replace(regexp_replace(trim(cell, ${SPACES}), '^\x{2212}', '-'), '[\x{00a0}\x{2009}\x{202f}]', ' ', 'g'), '’', '''');
CREATE OR REPLACE TEMP MACRO plain_number(txt) AS
  CASE WHEN regexp_full_match(txt, '[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?') AND isfinite(TRY_CAST(txt AS DOUBLE)) THEN TRY_CAST(txt AS DOUBLE) END;
CREATE OR REPLACE TEMP MACRO no_value(word) AS list_contains(${WORDS}, word);

-- Microseconds since 1970 of a date and a time of day; NULL where there is no such time. 24:00 is the next midnight.
CREATE OR REPLACE TEMP MACRO within_years(us) AS CASE WHEN abs(us) <= 9007199254740991 THEN us END;
CREATE OR REPLACE TEMP MACRO day_number(y, m, d) AS
  date_diff('day', DATE '1970-01-01', TRY_CAST(format('{:04d}-{:02d}-{:02d}', y, m, d) AS DATE));
CREATE OR REPLACE TEMP MACRO clock(days, h, mi, s, f) AS
  CASE WHEN mi <= 59 AND s <= 59 AND (h <= 23 OR (h = 24 AND mi = 0 AND s = 0 AND f = 0)) THEN days * 86400000000 + ((h * 60 + mi) * 60 + s) * 1000000 + f END;
CREATE OR REPLACE TEMP MACRO whole(txt) AS coalesce(TRY_CAST(txt AS BIGINT), 0);
CREATE OR REPLACE TEMP MACRO micros(txt) AS whole(rpad(left(txt, 6), 6, '0'));
-- Microseconds east of UTC of Z, +02, +0200, +02:00; NULL for any other text.
CREATE OR REPLACE TEMP MACRO offset_us(txt) AS
  CASE WHEN regexp_full_match(txt, '[zZ]|UTC|GMT') THEN 0::BIGINT
    WHEN regexp_full_match(txt, '[+\x{2212}-]\d\d:?(?:\d\d)?') AND whole(substr(txt, 2, 2)) <= 18 AND whole(regexp_extract(txt, '^...:?(\d\d)$', 1)) <= 59
    THEN (CASE WHEN txt[1] = '+' THEN 1 ELSE -1 END) * (whole(substr(txt, 2, 2)) * 60 + whole(regexp_extract(txt, '^...:?(\d\d)$', 1))) * 60000000 END;

-- 2024-01-31, with a time of day behind it: microseconds, and the text behind the time.
CREATE OR REPLACE TEMP MACRO iso_parts(txt) AS
  regexp_extract(txt, '^${DATE}${CLOCK}', ['y', 'p', 'm', 'q', 'd', 'h', 'mi', 's', 'f', 'rest']);
CREATE OR REPLACE TEMP MACRO iso_us(x) AS
  CASE WHEN x.y <> '' AND x.p = x.q AND NOT (x.h = '' AND x.rest <> '') THEN within_years(clock(day_number(whole(x.y), whole(x.m), whole(x.d)), whole(x.h), whole(x.mi), whole(x.s), micros(x.f))) END;
-- The way most are written, which DuckDB reads by itself.
CREATE OR REPLACE TEMP MACRO plain_time(txt) AS
  CASE WHEN regexp_full_match(txt, '\d{4}-\d\d-\d\d[ T](?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d{1,6})?') THEN within_years(epoch_us(TRY_CAST(txt AS TIMESTAMP))) END;
CREATE OR REPLACE TEMP MACRO iso_time(txt) AS
  coalesce(plain_time(txt), list_transform([iso_parts(txt)], lambda x: CASE WHEN x.rest = '' THEN iso_us(x) END)[1]);
-- With an offset from UTC; without one, the local time.
CREATE OR REPLACE TEMP MACRO iso_offset_time(txt) AS
  list_transform([iso_parts(txt)], lambda x: CASE WHEN x.rest = '' THEN iso_us(x) ELSE within_years(iso_us(x) - offset_us(ltrim(x.rest, ${SPACES}))) END)[1];

-- 31/12/2023 and 12/31/2023, with a time of day behind it, AM or PM.
CREATE OR REPLACE TEMP MACRO turned_parts(txt) AS
  regexp_extract(txt, '^${TURNED}${CLOCK}', ['a', 'p', 'b', 'q', 'y', 'h', 'mi', 's', 'f', 'rest']);
CREATE OR REPLACE TEMP MACRO turned_hour(x) AS
  CASE WHEN x.rest = '' THEN whole(x.h) WHEN x.h <> '' AND whole(x.h) BETWEEN 1 AND 12 AND lower(trim(x.rest, ${SPACES})) = 'am' THEN whole(x.h) % 12
    WHEN x.h <> '' AND whole(x.h) BETWEEN 1 AND 12 AND lower(trim(x.rest, ${SPACES})) = 'pm' THEN whole(x.h) % 12 + 12 END;
CREATE OR REPLACE TEMP MACRO turned_us(x, month, day) AS
  CASE WHEN x.y <> '' AND x.p = x.q THEN within_years(clock(day_number(whole(x.y), whole(month), whole(day)), turned_hour(x), whole(x.mi), whole(x.s), micros(x.f))) END;
CREATE OR REPLACE TEMP MACRO day_first_time(txt) AS list_transform([turned_parts(txt)], lambda x: turned_us(x, x.b, x.a))[1];
CREATE OR REPLACE TEMP MACRO month_first_time(txt) AS list_transform([turned_parts(txt)], lambda x: turned_us(x, x.a, x.b))[1];

-- A number since 1970, of which 10^shift are a second's microseconds; what is finer than one is cut off towards the past.
CREATE OR REPLACE TEMP MACRO epoch_parts(txt) AS regexp_extract(txt, '^([+-]?)(\d+)(?:[.,](\d*))?$', ['sign', 'digits', 'fraction']);
CREATE OR REPLACE TEMP MACRO epoch_digits(x, shift) AS
  CASE WHEN shift >= 0 THEN x.digits || rpad(left(x.fraction, shift::INTEGER), shift::INTEGER, '0') ELSE left(x.digits, greatest(len(x.digits) + shift, 0)::INTEGER) END;
CREATE OR REPLACE TEMP MACRO epoch_cut(x, shift) AS
  CASE WHEN shift >= 0 THEN substr(x.fraction, shift + 1) ELSE right(x.digits, least(len(x.digits), -shift)::INTEGER) || x.fraction END;
CREATE OR REPLACE TEMP MACRO epoch_time(txt, shift, decimal_sign) AS within_years(
  CASE WHEN epoch_parts(txt).digits <> '' AND NOT (decimal_sign = ',' AND contains(txt, '.'))
    THEN CASE WHEN epoch_parts(txt).sign = '-' THEN -TRY_CAST('0' || epoch_digits(epoch_parts(txt), shift) AS BIGINT) - regexp_matches(epoch_cut(epoch_parts(txt), shift), '[1-9]')::BIGINT
      ELSE TRY_CAST('0' || epoch_digits(epoch_parts(txt), shift) AS BIGINT) END
  WHEN regexp_full_match(txt, '[+-]?\d+(\.\d*)?[eE][+-]?\d+')
    THEN TRY_CAST(floor(CASE WHEN shift >= 0 THEN TRY_CAST(txt AS DOUBLE) * pow(10, shift) ELSE TRY_CAST(txt AS DOUBLE) / pow(10, -shift) END) AS BIGINT) END);

-- Days since 1899-12-30, to the millisecond.
CREATE OR REPLACE TEMP MACRO excel_days(txt) AS CASE WHEN regexp_full_match(txt, '\d+(?:\.\d*)?') THEN TRY_CAST(txt AS DOUBLE) END;
CREATE OR REPLACE TEMP MACRO excel_time(txt, decimal_sign) AS
  CASE WHEN excel_days(replace(txt, decimal_sign, '.')) >= 61 AND excel_days(replace(txt, decimal_sign, '.')) < 2958466
    THEN within_years(-25569 * 86400000000 + floor(excel_days(replace(txt, decimal_sign, '.')) * 86400000 + 0.5)::BIGINT * 1000) END;

-- The number of a row.
CREATE OR REPLACE TEMP MACRO row_time(txt, start_us, step_us) AS
  CASE WHEN regexp_full_match(txt, '[+-]?\d+(?:\.0*)?') THEN within_years(start_us + TRY_CAST(regexp_extract(txt, '^([+-]?\d+)', 1) AS BIGINT) * step_us) END;

-- The start of "a - b", "a to b" or "a/b".
CREATE OR REPLACE TEMP MACRO interval_start(txt) AS
  regexp_extract(txt, '^(.*\S)(?:\s+(?:-|\x{2013}|\x{2014}|to|/)\s+\S.*|/\d{4}-.*)$', 1);

-- On the line in time from (t0, v0) to (t1, v1); weighted where the difference is too great for a double.
CREATE OR REPLACE TEMP MACRO on_line(t, t0, v0, t1, v1) AS
  CASE WHEN isfinite(v1 - v0) THEN v0 + (v1 - v0) * ((t - t0)::DOUBLE / (t1 - t0)::DOUBLE)
    ELSE v0 * ((t1 - t)::DOUBLE / (t1 - t0)::DOUBLE) + v1 * ((t - t0)::DOUBLE / (t1 - t0)::DOUBLE) END;

-- The place of a column among the names of a header; a name that stands twice is completed: value, value (2).
CREATE OR REPLACE TEMP MACRO column_place(names, name) AS
  CASE WHEN list_contains(names, name) THEN
    CASE WHEN regexp_full_match(name, '.* \(\d+\)') AND len(list_filter(names, lambda one: one = regexp_extract(name, '^(.*) \(\d+\)$', 1))) > 1
      THEN error('two columns may be meant by ' || name || ': name the columns of the file apart') ELSE list_position(names, name) END
  WHEN regexp_full_match(name, 'column \d+') AND whole(regexp_extract(name, '(\d+)$', 1)) BETWEEN 1 AND len(names) AND names[whole(regexp_extract(name, '(\d+)$', 1))] = ''
    THEN whole(regexp_extract(name, '(\d+)$', 1))
  WHEN regexp_full_match(name, '.* \(\d+\)')
    THEN list_filter(range(1, len(names) + 1), lambda place: names[place] = regexp_extract(name, '^(.*) \(\d+\)$', 1))[whole(regexp_extract(name, '(\d+)\)$', 1))]
  END;
`;
