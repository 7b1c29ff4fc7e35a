/** Where labels stand in pixels, which of those that stand close are drawn as ticks, and which one a pointer hits. */
import { scales } from '../seriesLayers';
import type { ChartLabel, SeriesView } from '../seriesView';
import type { Box } from '../shapes';
import type { LabelPart } from './drag';

/** A label within the visible range, in pixels of the chart; its ends may lie outside the plot. */
export interface PlacedLabel {
  label: ChartLabel;
  left: number;
  right: number;
}

interface Arrangement {
  /** With room for a band or a line of their own. */
  full: PlacedLabel[];
  /** Too narrow or too many for that: ticks in the lane above the plot. */
  ticks: PlacedLabel[];
}

/** Windows at least so wide are bands with a border. */
export const BORDERED = 8;
/** More wide windows than this become ticks. */
export const MAX_BANDS = 100;
/** More narrow windows and points than this become ticks. */
const MAX_NARROW = 40;
/** Height of the lane of ticks, just above the plot. */
export const TICK_LANE = 10;
/** How far from an end or a point the pointer still hits it. */
const REACH = 4;
/** A band narrower than this has its handles outside. */
const HANDLES_INSIDE = 16;

/** Labels within the visible range, in pixels. */
export function placed(view: Pick<SeriesView, 'labels' | 'range'>, plotted: Box): PlacedLabel[] {
  const { labels, range } = view;
  const { x } = scales(view, [0, 1], plotted);
  const all: PlacedLabel[] = [];
  for (const label of labels) {
    if (label.end <= range.from || label.start >= range.to) continue;
    all.push({ label, left: x(label.start / 1000), right: x(label.end / 1000) });
  }
  return all;
}

const isWide = ({ label, left, right }: PlacedLabel): boolean =>
  label.shape === 'window' && right - left >= BORDERED;

/** Which labels have room, and which become ticks. */
export function arrange(all: readonly PlacedLabel[]): Arrangement {
  const wide = all.filter(isWide);
  const narrow = all.filter((one) => !isWide(one));
  const full = [...(wide.length > MAX_BANDS ? [] : wide), ...(narrow.length > MAX_NARROW ? [] : narrow)];
  const ticks = [...(wide.length > MAX_BANDS ? wide : []), ...(narrow.length > MAX_NARROW ? narrow : [])];
  return { full, ticks };
}

/** Where the handles of a label stand: on its ends, or beside them where it is narrow. Points have none. */
export function handlesOf({ label, left, right }: PlacedLabel): { part: 'start' | 'end'; x: number }[] {
  if (label.shape === 'point') return [];
  const out = right - left >= HANDLES_INSIDE ? 0 : REACH + 2;
  return [
    { part: 'start', x: left - out },
    { part: 'end', x: right + out },
  ];
}

export interface LabelHit {
  id: string;
  part: LabelPart;
  /** Neither end is visible: dragging pans. */
  whole: boolean;
}

/** The label under a point of the chart: ends before bodies, chosen ones before others, narrow ones before wide ones; ticks in their lane alone. */
export function hitLabel(
  all: readonly PlacedLabel[],
  selected: ReadonlySet<string>,
  plotted: Box,
  { x, y }: { x: number; y: number },
): LabelHit | null {
  if (x < plotted.x - REACH || x > plotted.x + plotted.width + REACH) return null;
  if (y < plotted.y - TICK_LANE - 2 || y > plotted.y + plotted.height) return null;
  const { full, ticks } = arrange(all);
  const inLane = y <= plotted.y;
  const chosen = all.filter(({ label }) => selected.has(label.id));
  const others = (inLane ? [...full, ...ticks] : full).filter(({ label }) => !selected.has(label.id));
  const whole = ({ left, right }: PlacedLabel): boolean =>
    left < plotted.x && right > plotted.x + plotted.width;
  for (const group of [chosen, others]) {
    for (const one of group) {
      if (group === others && one.right - one.left < HANDLES_INSIDE) continue;
      const handle = handlesOf(one).find((each) => Math.abs(each.x - x) <= REACH);
      if (handle) return { id: one.label.id, part: handle.part, whole: false };
    }
    let best: PlacedLabel | undefined;
    let narrowest = Infinity;
    for (const one of group) {
      const slack = one.right - one.left < 2 * REACH ? REACH : 0;
      if (x < one.left - slack || x > one.right + slack) continue;
      const size = one.right - one.left + Math.abs(x - (one.left + one.right) / 2) / 1000;
      if (size < narrowest) [best, narrowest] = [one, size];
    }
    if (best) return { id: best.label.id, part: 'body', whole: whole(best) };
  }
  return null;
}
