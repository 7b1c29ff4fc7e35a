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

export type BrushPart = 'from' | 'to' | 'window';

/** The range after one of its ends, or all of it, moved by `by` microseconds. Ends pass neither each other nor the extent. */
export function moveBrush(part: BrushPart, by: number, range: Range, extent: Range): Range {
  if (part === 'window') return clampRange({ from: range.from + by, to: range.to + by }, extent);
  const shortest = Math.max(NARROWEST, Math.ceil((extent.to - extent.from) / 1e7));
  if (part === 'from') {
    return {
      from: Math.round(Math.max(extent.from, Math.min(range.from + by, range.to - shortest))),
      to: range.to,
    };
  }
  return {
    from: range.from,
    to: Math.round(Math.min(extent.to, Math.max(range.to + by, range.from + shortest))),
  };
}

/** How far a key moves a part of the brush: a hundredth of the extent, a tenth with Page or Shift; null for other keys. */
export function brushKey(key: string, shift: boolean, extent: Range): number | null {
  const length = extent.to - extent.from;
  const step = length * (shift ? 0.1 : 0.01);
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return -step;
    case 'ArrowRight':
    case 'ArrowUp':
      return step;
    case 'PageDown':
      return -length / 10;
    case 'PageUp':
      return length / 10;
    case 'Home':
      return -length;
    case 'End':
      return length;
    default:
      return null;
  }
}
