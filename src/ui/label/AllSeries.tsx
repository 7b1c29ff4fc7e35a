import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, type KeyboardEvent, type ReactElement } from 'react';
import type { Layer } from '../../core/view/types';
import { useFiles } from '../../state/ingest/files';
import { useLabelsNow } from '../../state/label/current';
import type { Label } from '../../core/label/types';
import { fetchChart } from '../../state/view/queries';
import { chooseSeries, useView } from '../../state/view/view';
import { toggleAllSeries, toggleLinked, useNavigation } from '../view/navigation';
import {
  allLayers,
  dataLayers,
  labelLayer,
  LayerCanvas,
  useSize,
  type PictureLayer,
  type Theme,
} from '../charts';
import { count, plural } from '../../core/format';
import { utc } from '../kit/format';
import { useFetched, useThrottled } from '../kit/hooks';
import { px } from '../styles/properties';
import './label.css';

const ROW = 56;
const COLUMNS = 400;
/** Pixels above the line are the lane of the labels' ticks. */
const TOP = 12;
const layers: Layer[] = ['raw'];
const plotted = ({ width, height }: { width: number; height: number }) => ({
  x: 4,
  y: TOP,
  width: Math.max(1, width - 12),
  height: Math.max(1, height - TOP - 4),
});
const lines = { ...allLayers, processed: false, outliers: false, filled: false, gaps: false };
const ASK_EVERY_MS = 120;

/** The same with lines as thin as a small picture needs them. */
const thin = (layer: PictureLayer): PictureLayer => ({
  ...layer,
  shapes: (box) => layer.shapes(box).map((shape) => (shape.kind === 'line' ? { ...shape, width: 1 } : shape)),
});

/** The line of a series with its labels, fetched when it comes into sight. */
function Picture({
  name,
  labels,
  theme,
}: {
  name: string;
  labels: readonly Label[];
  theme: Theme;
}): ReactElement {
  const box = useRef<HTMLSpanElement>(null);
  const size = useSize(box);
  const loads = useFiles((files) => files.version);
  const linked = useNavigation((navigation) => navigation.linked);
  const chosenRange = useView((view) => view.range);
  const range = useThrottled(linked ? chosenRange : null, ASK_EVERY_MS);
  const { data } = useFetched(`${name} ${loads} ${range?.from} ${range?.to}`, (signal) =>
    fetchChart({ series: name, columns: COLUMNS, layers, ...range }, signal),
  );
  const shown = useMemo(() => {
    if (!data) return [];
    const sight = range ?? { from: data.first, to: data.last + 1 };
    const view = { data, labels, theme, layers: lines, range: sight };
    return [labelLayer(view), ...dataLayers(view).map(thin)];
  }, [data, labels, theme, range]);
  return (
    <span ref={box} className="picture">
      <LayerCanvas layers={shown} plotted={plotted} size={size} />
    </span>
  );
}

const none: readonly Label[] = [];

/** Every series with its labels, one below the other; only those in sight are fetched. A click shows one alone. */
export function AllSeries({ theme }: { theme: Theme }): ReactElement {
  const series = useFiles((files) => files.series);
  const chosen = useView((view) => view.chosen);
  const range = useView((view) => view.range);
  const linked = useNavigation((navigation) => navigation.linked);
  const labels = useLabelsNow();
  const box = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: series.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 2,
  });
  const total = series.reduce((sum, { name }) => sum + (labels.get(name)?.length ?? 0), 0);
  const go = (name: string): void => {
    const { range: shown } = useView.getState();
    chooseSeries(name);
    if (linked && shown) useView.setState({ range: shown });
    toggleAllSeries();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const rows = [...(box.current?.querySelectorAll('button') ?? [])];
    const at = rows.findIndex((row) => row === document.activeElement);
    rows[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
    event.preventDefault();
  };
  return (
    <>
      <div className="chart-head">
        <h2 className="ellipsis grow">
          {plural(series.length, 'series', 'series')}, {plural(total, 'label')}
        </h2>
        <span className="muted ellipsis span">
          {linked && range
            ? `${utc(range.from).slice(0, 16)} to ${utc(range.to).slice(0, 16)} UTC`
            : 'full range of each series'}
        </span>
        <button
          type="button"
          className="button quiet"
          aria-pressed={linked}
          title="All series show the visible range of the selected one"
          onClick={toggleLinked}
        >
          Linked zoom
        </button>
        <button type="button" className="button quiet" aria-pressed="true" onClick={toggleAllSeries}>
          All series <kbd>A</kbd>
        </button>
      </div>
      {/* Arrows go from row to row; each row is a button of its own. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div ref={box} className="all-series" onKeyDown={onKeyDown}>
        <div
          role="list"
          aria-label="All series"
          className="virtual"
          style={{ '--height': px(list.getTotalSize()), '--row': px(ROW) }}
        >
          {list.getVirtualItems().map(({ index, start }) => {
            const one = series[index];
            if (!one) return null;
            const mine = labels.get(one.name) ?? none;
            return (
              <div key={one.name} role="listitem" style={{ '--top': px(start) }}>
                <button
                  type="button"
                  className={`small-multiple ${one.name === chosen ? 'chosen' : ''}`}
                  title={one.name}
                  onClick={() => go(one.name)}
                >
                  <span className="two">
                    <span className="ellipsis">{one.name}</span>
                    <span className="muted">
                      {count(one.rows)} rows · {plural(mine.length, 'label')}
                    </span>
                  </span>
                  <Picture name={one.name} labels={mine} theme={theme} />
                </button>
              </div>
            );
          })}
        </div>
      </div>
    </>
  );
}
