import { memo, useRef, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import { at } from '../../core/list';
import type { LinePoints } from '../../core/view/types';
import { formatUtc } from './format';
import { brushKey, moveBrush, type BrushPart, type Range } from './navigation';
import { palettes, translucent, type Theme } from '../styles/palette';
import { percentage } from '../styles/properties';
import type { ChartLabel } from './seriesView';
import { boxPath, joined, linePath } from './shapes';

export interface OverviewProps {
  /** The whole series. */
  line: LinePoints | null;
  labels?: readonly ChartLabel[];
  extent: Range;
  range: Range;
  onRange: (from: number, to: number) => void;
  theme: Theme;
}

const WIDTH = 1000;
const HEIGHT = 40;
/** More labels than this are fainter. */
const MANY = 100;

const Background = memo(function Background({
  line,
  labels = [],
  extent,
  theme,
}: Pick<OverviewProps, 'line' | 'labels' | 'extent' | 'theme'>): ReactElement {
  const colours = palettes[theme];
  const length = extent.to - extent.from || 1;
  const points = line ? line.timesMs.map((time, index) => [time, at(line.values, index)] as const) : [];
  // As one path, joined where they touch: ten thousand are no more than the pixels.
  const bands = (of: readonly ChartLabel[]): string => {
    const x = (time: number): number => ((time - extent.from) / length) * WIDTH;
    const runs = joined(
      of.map(({ start, end }) => [x(start), x(end)] as const),
      WIDTH,
    );
    return boxPath(runs.map(([from, to]) => ({ x: from, y: -2, width: to - from, height: HEIGHT + 4 })));
  };
  return (
    <svg
      viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      {[false, true].map((injected) => (
        <path
          key={String(injected)}
          d={bands(labels.filter(({ origin }) => (origin === 'injected') === injected))}
          fill={translucent(
            injected ? colours.injected : colours.labelled,
            labels.length > MANY ? 0.15 : 0.3,
          )}
        />
      ))}
      <path
        d={linePath(points, [extent.from / 1000, extent.to / 1000], WIDTH, HEIGHT)}
        fill="none"
        stroke={colours.raw}
        strokeWidth="1"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
});

/** The whole series with a window over it: drag it or its ends, draw a new one beside it, or use the keys on each. */
export function Overview({ line, labels, extent, range, onRange, theme }: OverviewProps): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  /** What is being dragged, from which place and range, and how much time (microseconds) a pixel is. */
  const drag = useRef<{ part: BrushPart; x: number; range: Range; perPixel: number } | null>(null);
  const length = extent.to - extent.from || 1;
  const share = (time: number): number => Math.min(1, Math.max(0, (time - extent.from) / length));
  const change = (next: Range): void => {
    if (next.from !== range.from || next.to !== range.to) onRange(next.from, next.to);
  };

  const begin = (part: BrushPart | 'new') => (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0 || !box.current) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    const { left, width } = box.current.getBoundingClientRect();
    const x = event.clientX;
    const perPixel = length / Math.max(1, width);
    const time = Math.round(extent.from + (x - left) * perPixel);
    drag.current =
      part === 'new'
        ? { part: 'to', x, range: { from: time, to: time }, perPixel }
        : { part, x, range, perPixel };
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    if (!drag.current) return;
    event.stopPropagation();
    const { part, x, range: before, perPixel } = drag.current;
    const by = (event.clientX - x) * perPixel;
    // A new window drawn leftwards has its end where it was begun.
    if (before.from === before.to && by < 0) change(moveBrush('from', by, before, extent));
    else change(moveBrush(part, by, before, extent));
  };
  const end = (): void => {
    drag.current = null;
  };
  const key = (part: BrushPart) => (event: KeyboardEvent<HTMLDivElement>) => {
    const by =
      event.ctrlKey || event.metaKey || event.altKey ? null : brushKey(event.key, event.shiftKey, extent);
    if (by === null) return;
    event.preventDefault();
    change(moveBrush(part, by, range, extent));
  };
  const slider = (part: BrushPart, label: string, value: number, text: string) => ({
    role: 'slider',
    tabIndex: 0,
    'aria-label': label,
    'aria-orientation': 'horizontal' as const,
    'aria-valuemin': Math.round(extent.from / 1000),
    'aria-valuemax': Math.round(extent.to / 1000),
    'aria-valuenow': Math.round(value / 1000),
    'aria-valuetext': text,
    onPointerDown: begin(part),
    onPointerMove: move,
    onPointerUp: end,
    onPointerCancel: end,
    onKeyDown: key(part),
  });
  const from = percentage(share(range.from));
  const to = percentage(share(range.to));
  const fromText = formatUtc(range.from / 1000);
  const toText = formatUtc(range.to / 1000);
  return (
    // Its sliders take the keys; the pointer may also draw a new window anywhere.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={box}
      className="overview"
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="group"
      aria-label="Overview of the whole series"
      onPointerDown={begin('new')}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
      onDoubleClick={() => change(extent)}
    >
      <Background line={line} {...(labels ? { labels } : {})} extent={extent} theme={theme} />
      <div className="overview-shade before" style={{ '--from': from }} />
      <div className="overview-shade after" style={{ '--to': to }} />
      <div
        {...slider('window', 'Visible window', (range.from + range.to) / 2, `${fromText} to ${toText}`)}
        className="overview-window"
        style={{ '--from': from, '--to': to }}
      />
      <div
        {...slider('from', 'Start of the window', range.from, fromText)}
        className="overview-handle from"
        style={{ '--from': from }}
      />
      <div
        {...slider('to', 'End of the window', range.to, toText)}
        className="overview-handle to"
        style={{ '--to': to }}
      />
    </div>
  );
}
