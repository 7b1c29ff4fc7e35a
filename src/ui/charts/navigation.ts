/** A visible stretch of time in microseconds, half-open. */
export interface Range {
  from: number;
  to: number;
}

/** Nothing narrower than this can be looked at: ten microseconds. */
const NARROWEST = 10;

/** The range, whole numbers, moved and cut so that it lies within the extent. */
export function clampRange(range: Range, extent: Range): Range {
  const length = Math.min(
    Math.max(NARROWEST, Math.round(range.to - range.from)),
    Math.max(NARROWEST, extent.to - extent.from),
  );
  const from = Math.min(
    Math.max(Math.round(range.from), extent.from),
    Math.max(extent.from, extent.to - length),
  );
  return { from, to: from + length };
}

/** Scales the range by `factor` (below 1: closer), with the moment at `at` (0 to 1 of the range) staying where it is. */
export function zoomRange(range: Range, at: number, factor: number, extent: Range): Range {
  const length = range.to - range.from;
  const next = Math.max(NARROWEST, length * factor);
  const from = range.from + length * at - next * at;
  return clampRange({ from, to: from + next }, extent);
}

/** Moves the range by a part of its length. */
export function panRange(range: Range, part: number, extent: Range): Range {
  const by = (range.to - range.from) * part;
  return clampRange({ from: range.from + by, to: range.to + by }, extent);
}

/**
 * What a key does to the visible range; null where it does nothing. Arrows move a tenth (with Shift a half), + and - zoom, Home
 * and End go to the ends, 0 shows the whole.
 */
export function keyRange(key: string, shift: boolean, range: Range, extent: Range): Range | null {
  const length = range.to - range.from;
  switch (key) {
    case 'ArrowLeft':
      return panRange(range, shift ? -0.5 : -0.1, extent);
    case 'ArrowRight':
      return panRange(range, shift ? 0.5 : 0.1, extent);
    case '+':
    case '=':
      return zoomRange(range, 0.5, 0.6, extent);
    case '-':
    case '_':
      return zoomRange(range, 0.5, 1 / 0.6, extent);
    case 'Home':
      return clampRange({ from: extent.from, to: extent.from + length }, extent);
    case 'End':
      return clampRange({ from: extent.to - length, to: extent.to }, extent);
    case '0':
      return extent;
    default:
      return null;
  }
}

/** The wheel's turn as a factor of zoom: a notch of 100 is about a fifth. */
export function wheelFactor(deltaY: number, deltaMode: number): number {
  const pixels = deltaY * (deltaMode === 1 ? 16 : deltaMode === 2 ? 400 : 1);
  return Math.exp(Math.max(-300, Math.min(300, pixels)) * 0.002);
}
