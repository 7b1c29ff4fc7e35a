import type { LinePoints, Marks } from '../../core/view/types';

/** A rectangle in pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export type Run = readonly [from: number, to: number];

/** The line in pieces without a break, each a list of pixels; a point with nothing beside it becomes a dash one pixel long. */
export function pieces(
  points: LinePoints,
  x: (ms: number) => number,
  y: (value: number) => number,
): [number, number][][] {
  const all: [number, number][][] = [];
  let piece: [number, number][] = [];
  const close = (): void => {
    const [only] = piece;
    if (only && piece.length === 1)
      piece = [
        [only[0] - 0.5, only[1]],
        [only[0] + 0.5, only[1]],
      ];
    if (piece.length > 0) all.push(piece);
    piece = [];
  };
  for (let index = 0; index < points.timesMs.length; index++) {
    const value = points.values[index] ?? null;
    if (value === null) close();
    else piece.push([x(points.timesMs[index] ?? 0), y(value)]);
  }
  close();
  return all;
}

/** Intervals cut to `[0, width]`, each at least a pixel wide, and joined where less than a pixel lies between them. */
export function joined(intervals: readonly Run[], width: number): Run[] {
  const inside = intervals
    .filter(([from, to]) => to >= 0 && from <= width)
    .map(([from, to]): Run => {
      const start = Math.max(0, Math.min(from, width - 1));
      return [start, Math.min(width, Math.max(to, start + 1))];
    })
    .toSorted((a, b) => a[0] - b[0]);
  const runs: [number, number][] = [];
  for (const [from, to] of inside) {
    const last = runs.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else runs.push([from, to]);
  }
  return runs;
}

/** How much time a mark stands for, in milliseconds: its row's step where rows are known one by one, else the column it was thinned to. */
export function markLength(marks: Marks, line: LinePoints | undefined, lengthMs: number): number {
  let step = Infinity;
  if (line?.exact) {
    line.timesMs.forEach((time, index) => {
      const distance = time - (line.timesMs[index - 1] ?? NaN);
      if (distance > 0) step = Math.min(step, distance);
    });
  }
  if (Number.isFinite(step)) return step;
  return marks.total > marks.timesMs.length ? lengthMs / 500 : lengthMs / 1000;
}

/** Slanted lines that fill boxes, as SVG path data. */
export function hatching(boxes: readonly Box[], spacing: number): string {
  let path = '';
  for (const { x, y, width, height } of boxes) {
    const bottom = y + height;
    const right = x + width;
    // Counted from 0, so that the lines of neighbouring boxes meet.
    for (let at = Math.floor((x - height) / spacing) * spacing; at < right; at += spacing) {
      const start = Math.max(at, x);
      const end = Math.min(at + height, right);
      if (end <= start) continue;
      path += `M${start.toFixed(1)} ${(bottom - (start - at)).toFixed(1)}L${end.toFixed(1)} ${(bottom - (end - at)).toFixed(1)}`;
    }
  }
  return path;
}

/** Boxes as SVG path data. */
export function boxPath(all: readonly Box[]): string {
  return all
    .map(
      ({ x, y, width, height }) =>
        `M${x.toFixed(1)} ${y.toFixed(1)}h${width.toFixed(1)}v${height.toFixed(1)}h${(-width).toFixed(1)}Z`,
    )
    .join('');
}

/** A circle as SVG path data. */
export const dotPath = (x: number, y: number, radius: number): string =>
  `M${(x - radius).toFixed(1)} ${y.toFixed(1)}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0Z`;

/** A triangle that points up, around a point. */
export const trianglePath = (x: number, y: number, size: number): string =>
  `M${x.toFixed(1)} ${(y - size / 2).toFixed(1)}l${size / 2} ${size}h${-size}Z`;

/** A square on its tip, around a point. */
export const diamondPath = (x: number, y: number, size: number): string =>
  `M${x.toFixed(1)} ${(y - size / 2).toFixed(1)}l${size / 2} ${size / 2}l${-size / 2} ${size / 2}l${-size / 2} ${-size / 2}Z`;

/** A line in stretches of at most `most` points (at least two), each from where the one before it ends. */
export function stretches<T>(points: readonly T[], most: number): T[][] {
  const all: T[][] = [];
  for (let at = 0; at < points.length - 1; at += most - 1) all.push(points.slice(at, at + most));
  return all;
}
