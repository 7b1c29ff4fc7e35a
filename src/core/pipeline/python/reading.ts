/** The part of the Python script that reads text: records, numbers, times. */

export const reading = String.raw`
# ---- Text files -----------------------------------------------------------------------------------------------------------------

BLANKS = " \t\r\0\u00a0"
SPACES = " \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
NO_VALUE = set(
    "|nan|+nan|-nan|1.#qnan|-1.#qnan|1.#ind|-1.#ind|na|n/a|n.a.|#n/a|#na|<na>|null|nil|none|missing|-|--|---|?|.|..|…"
    "|#div/0!|#value!|#ref!|#num!|#name?|#null!|unavailable|unknown|no data".split("|")
)
PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
LONGEST_QUOTED = 65536


def number(cell, decimal=".", thousands=None, unit=None, words=()):
    """The double nearest to a text; NaN where it says that it has no value, and where it holds no finite number."""
    text = cell.replace("\0", "").strip(SPACES)
    text = re.sub("^\u2212", "-", text)
    text = re.sub("[\u00a0\u2009\u202f]", " ", text).replace("\u2019", "'")
    word = text.lower()
    if word in NO_VALUE or word in words:
        return math.nan
    if unit and text.endswith(unit):
        text = text[: -len(unit)].rstrip(SPACES)
    if thousands:
        groups = re.match(rf"[+-]?[0-9]{{1,3}}(?:[{thousands}][0-9]{{3}})+(?=[^0-9]|$)", text)
        if groups:
            text = groups[0].replace(thousands, "") + text[groups.end() :]
    if decimal == ",":
        if "." in text and re.search("[0-9]", text):
            return math.nan
        text = text.replace(",", ".", 1)
    found = float(text) if PLAIN.fullmatch(text) else math.nan
    return found if math.isfinite(found) else math.nan


def closing_quote(text, start, end, quote):
    stop = min(end, start + LONGEST_QUOTED + 1)
    at = start + 1
    while True:
        at = text.find(quote, at, stop)
        if at < 0:
            return -1
        if at + 1 >= end or text[at + 1] != quote:
            return at
        at += 2


def read_record(text, at, end, delimiter, quote):
    """Cells, which of them are quoted, what is wrong, and where the next record begins (RFC 4180; a quote opens at the start of a cell only)."""
    cells, quoted, problem = [], [], ""
    while True:
        if delimiter == " ":
            while at < end and text[at] == " ":
                at += 1
            if cells:
                if at >= end:
                    return cells, quoted, problem, end
                if text[at] == "\n":
                    return cells, quoted, problem, at + 1
                if text.startswith("\r\n", at):
                    return cells, quoted, problem, at + 2
        if quote and at < end and text[at] == quote:
            close = closing_quote(text, at, end, quote)
            if close < 0:
                line_end = text.find("\n", at, end)
                return cells, quoted, "a quote is opened and not closed", end if line_end < 0 else line_end + 1
            stop = close + 1
            if stop < end and text[stop] == "\r" and (stop + 1 >= end or text[stop + 1] == "\n"):
                stop += 1
            cells.append(text[at + 1 : close].replace(quote * 2, quote))
            quoted.append(delimiter in text[at + 1 : close])
            if stop >= end:
                return cells, quoted, problem, end
            if text[stop] == "\n":
                return cells, quoted, problem, stop + 1
            if text[stop] == delimiter:
                at = stop + 1
                continue
            problem, at = "text behind a closing quote", stop
        start = at
        while at < end and text[at] != delimiter and text[at] != "\n":
            at += 1
        cell = text[start:at]
        if at >= end:
            return [*cells, cell], [*quoted, False], problem, end
        if text[at] == "\n":
            return [*cells, cell[:-1] if cell.endswith("\r") else cell], [*quoted, False], problem, at + 1
        cells.append(cell)
        quoted.append(False)
        at += 1


def whole_text(path, encoding):
    data = Path(path).read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    names = {"utf-8": "utf-8", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be", "windows-1252": "cp1252"}
    text = data.decode(names[encoding], errors="replace")
    return text[1:] if text.startswith("\ufeff") else text


def column_names(cells, header):
    """Names made unique: value, value (2); column 1 where there is none."""
    if header and len(cells) > 1 and cells[-1] == "":
        cells = cells[:-1]
    names = []
    for place, cell in enumerate(cells, 1):
        name = cell if header and cell else f"column {place}"
        unique, n = name, 2
        while unique in names:
            unique, n = f"{name} ({n})", n + 1
        names.append(unique)
    return names


class Csv:
    """Rows of a text: refused where their time cannot be read or where they have more cells than there are columns."""

    def __init__(self, text, delimiter, quote, comment, skip, header, after_header, columns, read_row, is_time, written):
        self.delimiter, self.quote, self.comment = delimiter, quote, comment
        self.header, self.after_header, self.read_row = header, after_header, read_row
        self.is_time, self.written = is_time, written
        start = 0
        for _ in range(skip):
            line_end = text.find("\n", start)
            start = len(text) if line_end < 0 else line_end + 1
        self.text, self.start = text, start
        self.layout(columns)

    def records(self, at):
        text, end, delimiter, quote = self.text, len(self.text), self.delimiter, self.quote
        limit = 0
        while at < end:
            line_end = text.find("\n", at)
            line_end = end if line_end < 0 else line_end
            if line_end == at or self.comment and text.startswith(self.comment, at):
                at = line_end + 1
                continue
            line = text[at:line_end]
            if delimiter != " " and (not quote or quote not in line):
                cells = (line[:-1] if line.endswith("\r") else line).split(delimiter)
                quoted, problem, after = (), "", line_end + 1
            else:
                cells, quoted, problem, after = read_record(text, at, limit if at < limit else end, delimiter, quote)
            several = line_end < after - 1
            blank = not cells and not problem or len(cells) == 1 and not problem and text[at] != quote and not cells[0].strip(" \t\r\0")
            if blank:
                at = after
                continue
            first_only = yield cells, quoted, problem, at, after, several
            if first_only:
                limit = max(limit, after)
                at = line_end + 1
            else:
                at = after

    def layout(self, wanted):
        sample = []
        for cells, *_ in self.records(self.start):
            sample.append([cell.replace("\0", "").strip(SPACES) for cell in cells])
            if len(sample) == 201:
                break
        if self.header:
            first = sample[0]
            ended = [row for row in sample[1:] if len(row) == len(first) and row[-1] == ""]
            self.trailing = len(first) > 1 and first[-1] == "" and len(ended) >= (len(sample) - 1) / 2
        else:
            widths = [len(row) for row in sample]
            first = [""] * max(set(widths), key=lambda width: (widths.count(width), width))
            self.trailing = False
        names = column_names(first, self.header)
        for name in wanted:
            if name not in names:
                sys.exit(f'there is no column "{name}"; the columns are {names}')
        self.places = [names.index(name) for name in wanted]
        self.width = len(names) + self.trailing

    def row_like_lines(self, at, end):
        enough = min(2, self.width) if self.written else self.width
        found = 0
        for line in self.text[at:end].removesuffix("\n").split("\n"):
            cells = line.split(self.delimiter)
            if len(cells) >= enough and any(self.is_time(cell.strip(BLANKS + '"')) for cell in cells):
                found += 1
        return found

    def rows(self):
        """Hands each record's cells to read_row, with its number, refused ones included."""
        to_pass = int(self.header) + self.after_header
        number_ = 0
        records = self.records(self.start)
        answer = None
        while True:
            try:
                cells, quoted, problem, at, after, several = records.send(answer)
            except StopIteration:
                return
            answer = None
            if to_pass > 0:
                to_pass -= 1
                continue
            number_ += 1
            if several and self.row_like_lines(at, after) > 1:
                number_ -= 1
                answer = True
                continue
            good = (
                not problem
                and len(cells) <= self.width
                and not (len(cells) < self.width and any(quoted))
                and not (self.trailing and len(cells) == self.width and cells[-1] != "")
            )
            if good:
                good = self.read_row([cells[p].strip(BLANKS) if p < len(cells) else "" for p in self.places], number_ - 1, several)
            if several and not good:
                answer = True


# ---- Times: microseconds since 1970, None for what is no such time -----------------------------------------------------------------

DAY = 86_400_000_000
EPOCH_DAY = date(1970, 1, 1).toordinal()
CLOCK = r"(?:(?:[Tt]| +)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]+))?)?)?(.*)"
ISO = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})" + CLOCK, re.DOTALL)
TURNED = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})" + CLOCK, re.DOTALL)


def within_years(us):
    return us if us is not None and abs(us) <= 9007199254740991 else None


@lru_cache(maxsize=4096)
def day_number(year, month, day):
    try:
        return date(year, month, day).toordinal() - EPOCH_DAY
    except ValueError:
        return None


def clock(days, hour, minute, second, fraction):
    if days is None or minute > 59 or second > 59:
        return None
    if hour > 23 and not (hour == 24 and minute == second == fraction == 0):
        return None
    return days * DAY + ((hour * 60 + minute) * 60 + second) * 1_000_000 + fraction


def micros(digits):
    return int((digits or "")[:6].ljust(6, "0"))


def offset_us(text):
    """Microseconds east of UTC of Z, +02, +0200, +02:00."""
    found = re.fullmatch(r"(?:[zZ]|UTC|GMT|([+\u2212-])([0-9]{2}):?([0-9]{2})?)", text)
    if not found:
        return None
    if not found[1]:
        return 0
    hours, minutes = int(found[2]), int(found[3] or 0)
    return None if hours > 18 or minutes > 59 else (1 if found[1] == "+" else -1) * (hours * 60 + minutes) * 60_000_000


def iso(text, to_utc=None):
    found = ISO.fullmatch(text)
    if not found:
        return None
    year, _, month, day, hour, minute, second, fraction, rest = found.groups()
    if rest and (hour is None or to_utc is None):
        return None
    us = within_years(clock(day_number(int(year), int(month), int(day)), int(hour or 0), int(minute or 0), int(second or 0), micros(fraction)))
    if us is None or to_utc is None:
        return us
    if not rest:
        return within_years(to_utc(us))
    offset = offset_us(rest.lstrip(SPACES))
    return None if offset is None else within_years(us - offset)


def turned(text, day_first):
    found = TURNED.fullmatch(text)
    if not found:
        return None
    a, _, b, year, hour, minute, second, fraction, rest = found.groups()
    hours = int(hour or 0)
    if rest:
        half = rest.strip(SPACES).lower()
        if half not in ("am", "pm") or hour is None or not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half == "pm" else 0)
    day, month = (a, b) if day_first else (b, a)
    return within_years(clock(day_number(int(year), int(month), int(day)), hours, int(minute or 0), int(second or 0), micros(fraction)))


def epoch(text, shift, decimal):
    """A number since 1970; what is finer than a microsecond is cut off towards the past."""
    found = re.fullmatch(r"([+-]?)([0-9]+)(?:[.,]([0-9]*))?", text)
    if not found or decimal == "," and "." in text:
        if not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]*)?[eE][+-]?[0-9]+", text):
            return None
        scaled = float(text) * 10**shift if shift >= 0 else float(text) / 10**-shift
        return within_years(math.floor(scaled)) if math.isfinite(scaled) else None
    sign, digits, fraction = found[1], found[2], found[3] or ""
    if shift >= 0:
        us, cut = int(digits + fraction[:shift].ljust(shift, "0")), fraction[shift:]
    else:
        us, cut = int(digits[:shift] or 0), digits[shift:] + fraction
    return within_years(-us - bool(cut.strip("0")) if sign == "-" else us)


def excel(text, decimal):
    """Days since 1899-12-30, to the millisecond."""
    text = text.replace(decimal, ".", 1)
    days = float(text) if re.fullmatch(r"[0-9]+(?:\.[0-9]*)?", text) else math.nan
    return within_years(-25569 * DAY + math.floor(days * 86_400_000 + 0.5) * 1000) if 61 <= days < 2958466 else None


def row_number(text, start, step):
    return within_years(start + int(float(text)) * step) if re.fullmatch(r"[+-]?[0-9]+(?:\.0*)?", text) else None


def interval_start(text):
    found = re.fullmatch(r"(.*\S)(?:\s+(?:-|\u2013|\u2014|to|/)\s+|/(?=[0-9]{4}-))\S.*", text)
    return found[1] if found else ""


MONTHS = "january february march april may june july august september october november december".split()


def month_of(text):
    word = text.lower().removesuffix(".")
    if word == "sept":
        return 9
    names = [name[:3] for name in MONTHS] if len(word) == 3 else MONTHS
    return names.index(word) + 1 if word in names else 0


def first_monday(year):
    fourth = day_number(year, 1, 4)
    return fourth - (fourth + 3) % 7


def by_pattern(text, pattern, fields):
    """A time written by a pattern; fields: what its groups hold."""
    found = pattern.fullmatch(text)
    if not found:
        return None
    part = {"y": 1970, "M": 1, "d": 1, "H": 0, "m": 0, "s": 0, "S": 0, "e": 1, "half": 0, "X": 0}
    for field, group in zip(fields, found.groups()):
        text = group or ""
        if field in ("y", "Y"):
            part["y"] = int(text)
        elif field == "yy":
            part["y"] = int(text) + (2000 if int(text) < 69 else 1900)
        elif field == "MMM":
            part["M"] = month_of(text)
        elif field == "Q":
            part["M"] = 3 * int(text) - 2
        elif field == "h":
            if not 1 <= int(text) <= 12:
                return None
            part["H"] = int(text) % 12
        elif field == "a":
            part["half"] = 12 if text[0].lower() == "p" else 0
        elif field == "S":
            part["S"] = micros(text) if text else part["S"]
        elif field == "X":
            part["X"] = offset_us(text)
            if part["X"] is None:
                return None
        else:
            part[field] = int(text or 0)
    year = part["y"]
    if "w" in part:
        days = first_monday(year) + 7 * (part["w"] - 1)
        days = days + part["e"] - 1 if part["w"] >= 1 and days < first_monday(year + 1) else None
    elif "D" in part:
        days = day_number(year, 1, 1) + part["D"] - 1
        days = days if part["D"] >= 1 and days < day_number(year + 1, 1, 1) else None
    else:
        days = day_number(year, part["M"], part["d"])
    us = clock(days, part["H"] + part["half"], part["m"], part["s"], part["S"])
    return None if us is None else within_years(us - part["X"])
`;
