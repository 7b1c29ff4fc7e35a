import type { LinePoints, Marks } from '../../core/view/types';

/** CSS pixels. */
export interface Size {
  width: number;
  height: number;
}

/** A rectangle in pixels. */
export interface Box extends Size {
  x: number;
  y: number;
}

export type Run = readonly [from: number, to: number];

/** A shape in pixels, as a canvas and as ECharts can draw it. */
export type Shape =
  | {
      kind: 'line';
      points: readonly (readonly [number, number])[];
      stroke: string;
      width: number;
      dash?: readonly number[];
    }
  | { kind: 'boxes'; boxes: readonly Box[]; fill: string }
  | { kind: 'path'; path: string; fill?: string; stroke?: string; width?: number; dash?: readonly number[] };

/** One meaning in the picture: its name and colour in the legend, and its shapes for a plot at a place in pixels. */
export interface PictureLayer {
  name: string;
  colour: string;
  /** Whether shapes end at the plot; others may stand in the lanes below it. */
  clip: boolean;
  shapes: (plotted: Box) => Shape[];
}

/** A line without a break, as a list of pixels. */
export interface Piece {
  points: [number, number][];
  dashed: boolean;
}

/**
 * The line in pieces without a break, dashed where it goes through one of the spans (in order, milliseconds); pieces that meet share a point. A
 * point with nothing beside it becomes a dash one pixel long.
 */
export function pieces(
  { timesMs, values }: LinePoints,
  x: (ms: number) => number,
  y: (value: number) => number,
  spans: readonly { fromMs: number; toMs: number }[] = [],
): Piece[] {
  const all: Piece[] = [];
  let piece: Piece = { points: [], dashed: false };
  let last = 0;
  let span = 0;
  const close = (): void => {
    const [only] = piece.points;
    if (only && piece.points.length === 1)
      piece.points = [
        [only[0] - 0.5, only[1]],
        [only[0] + 0.5, only[1]],
      ];
    if (piece.points.length > 0) all.push(piece);
    piece = { points: [], dashed: false };
  };
  /** Whether the middle between the last point and this one lies within a span. */
  const isFilled = (time: number): boolean => {
    const middle = (last + time) / 2;
    while (span < spans.length && (spans[span]?.toMs ?? 0) <= middle) span++;
    const here = spans[span];
    return here !== undefined && here.fromMs <= middle;
  };
  for (let index = 0; index < timesMs.length; index++) {
    const time = timesMs[index] as number;
    const value = values[index] as number | null;
    if (value === null) close();
    else {
      const point: [number, number] = [x(time), y(value)];
      const before = piece.points.at(-1);
      const dashed = before !== undefined && isFilled(time);
      if (before && piece.points.length > 1 && dashed !== piece.dashed) {
        all.push(piece);
        piece = { points: [before], dashed };
      } else if (before) piece.dashed = dashed;
      piece.points.push(point);
      last = time;
    }
  }
  close();
  return all;
}

/** A line in stretches of at most `limit` points (at least two), each from where the one before it ends. */
export function stretches<T>(points: readonly T[], limit: number): T[][] {
  const all: T[][] = [];
  for (let start = 0; start < points.length - 1; start += limit - 1)
    all.push(points.slice(start, start + limit));
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
    const open = runs.at(-1);
    if (open && from <= open[1] + 1) open[1] = Math.max(open[1], to);
    else runs.push([from, to]);
  }
  return runs;
}

/** How much time a mark stands for, in milliseconds: its row's step where rows are known one by one, else the column it was thinned to. */
export function markLength(marks: Marks, line: LinePoints | undefined, lengthMs: number): number {
  let step = Infinity;
  if (line?.exact) {
    const { timesMs } = line;
    for (let index = 1; index < timesMs.length; index++) {
      const distance = (timesMs[index] as number) - (timesMs[index - 1] as number);
      if (distance > 0) step = Math.min(step, distance);
    }
  }
  if (Number.isFinite(step)) return step;
  return marks.total > marks.timesMs.length ? lengthMs / 500 : lengthMs / 1000;
}

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
  const extent = high - low;
  let pen = 'M';
  let path = '';
  for (const [position, value] of points) {
    if (value === null) {
      pen = 'M';
      continue;
    }
    const x = ((position - domain[0]) / span) * width;
    const y = extent > 0 ? height - ((value - low) / extent) * height : height / 2;
    path += `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
    pen = 'L';
  }
  return path;
}

/** Slanted lines that fill boxes, as SVG path data. */
export function hatching(boxes: readonly Box[], spacing: number): string {
  let path = '';
  for (const { x, y, width, height } of boxes) {
    const bottom = y + height;
    const right = x + width;
    // Counted from 0, so that the lines of neighbouring boxes meet.
    for (let foot = Math.floor((x - height) / spacing) * spacing; foot < right; foot += spacing) {
      const start = Math.max(foot, x);
      const end = Math.min(foot + height, right);
      if (end <= start) continue;
      path += `M${start.toFixed(1)} ${(bottom - (start - foot)).toFixed(1)}L${end.toFixed(1)} ${(bottom - (end - foot)).toFixed(1)}`;
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
