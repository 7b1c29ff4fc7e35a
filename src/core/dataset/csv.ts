/**
 * Cells of the processed CSV. Names are written as they are, quoted as RFC 4180 says: a data file must give back the name it
 * was given, so a leading `=` is kept and no apostrophe is put before it. The README of the bundle says so, for people who open it in a
 * spreadsheet program.
 */
export function csvCell(value: string): string {
  return /[",\r\n]|^[=+\-@\t ]/u.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** A double in the shortest form that reads back to the same bits; empty where missing. */
export function csvNumber(value: number, valid: boolean): string {
  return !valid ? '' : Object.is(value, -0) ? '-0' : String(value);
}

/** `2023-03-15T12:00:00.000000Z` of microseconds UTC. */
export function isoTime(us: number): string {
  const ms = Math.floor(us / 1000);
  return `${new Date(ms).toISOString().slice(0, -1)}${String(us - ms * 1000).padStart(3, '0')}Z`;
}
