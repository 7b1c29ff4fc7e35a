/** An SVG path through points scaled into a box, with a break at each null; lowest value at the bottom. Empty without a value. */
export function linePath(
  points: readonly (readonly [number, number | null])[],
  domain: readonly [number, number],
  width: number,
  height: number,
): string {
  let low = Infinity;
  let high = -Infinity;
  for (const [, value] of points) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return '';
  const span = domain[1] - domain[0] || 1;
  const room = high - low;
  let pen = 'M';
  let path = '';
  for (const [at, value] of points) {
    if (value === null) {
      pen = 'M';
      continue;
    }
    const x = ((at - domain[0]) / span) * width;
    const y = room > 0 ? height - ((value - low) / room) * height : height / 2;
    path += `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
    pen = 'L';
  }
  return path;
}
