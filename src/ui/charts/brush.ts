import { clampRange, type Range } from './navigation';

export type BrushPart = 'from' | 'to' | 'window';

/** The range after one of its ends, or all of it, moved by `by` microseconds. Ends pass neither each other nor the extent. */
export function moveBrush(part: BrushPart, by: number, range: Range, extent: Range): Range {
  if (part === 'window') return clampRange({ from: range.from + by, to: range.to + by }, extent);
  const least = Math.max(10, Math.ceil((extent.to - extent.from) / 1e7));
  if (part === 'from') {
    return {
      from: Math.round(Math.max(extent.from, Math.min(range.from + by, range.to - least))),
      to: range.to,
    };
  }
  return {
    from: range.from,
    to: Math.round(Math.min(extent.to, Math.max(range.to + by, range.from + least))),
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
