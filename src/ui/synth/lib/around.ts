/** A stretch to look at with an interval in its middle: five times as long, at least 200 rows, within the series. All whole microseconds. */
export function around(
  start: number,
  end: number,
  series: { start: number; end: number; step: number },
): { from: number; to: number } | null {
  const width = Math.ceil(Math.max(5 * (end - start), 200 * series.step));
  if (width >= series.end - series.start) return null;
  const centred = Math.floor((start + end - width) / 2);
  const from = Math.min(Math.max(series.start, centred), series.end - width);
  return { from, to: from + width };
}
