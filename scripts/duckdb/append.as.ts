/**
 * Appends doubles to a segment of a table and widens its statistics: least value at byte 32, greatest at byte 48, NaN above all others. `data` is
 * a column in DuckDB's unified format: at byte 0 the place of a selection of rows, at 4 the values, at 8 a bit for each row that is valid, each
 * of them zero where there is none. A row that is not valid leaves NaN. Values, order and statistics are those of DuckDB's own
 * function, which keeps the statistics in memory that each row reads and writes; here they stand in registers until the end.
 */
export function append(stats: usize, target: usize, to: u64, data: usize, from: u64, count: u64): void {
  if (count === 0) return;
  const selection = load<usize>(load<usize>(data));
  const values = load<usize>(data, 4);
  const validity = load<usize>(data, 8);
  let least = load<f64>(stats, 32);
  let greatest = load<f64>(stats, 48);
  let out = target + ((<usize>to) << 3);
  const end = <u32>from + <u32>count;
  for (let row = <u32>from; row < end; row++, out += 8) {
    const at = selection ? load<u32>(selection + (row << 2)) : row;
    if (validity && !((load<u64>(validity + ((at >> 6) << 3)) >> (at & 63)) & 1)) {
      store<f64>(out, NaN);
      continue;
    }
    const value = load<f64>(values + (at << 3));
    store<f64>(out, value);
    if (value >= least && value <= greatest) continue;
    if (value < least || (isNaN(least) && !isNaN(value))) least = value;
    if (value > greatest || (isNaN(value) && !isNaN(greatest))) greatest = value;
  }
  store<f64>(stats, least, 32);
  store<f64>(stats, greatest, 48);
}
