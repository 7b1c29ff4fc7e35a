import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type PointerEvent,
  type ReactElement,
} from 'react';
import type { ChartData } from '../../core/view/types';
import { EChartsHost } from './EChartsHost';
import { labelLayer } from './labelLayer';
import { LayerCanvas } from './LayerCanvas';
import type { Range } from './navigation';
import type { Theme } from './palette';
import { Reading } from './Reading';
import { dataLayers } from './seriesLayers';
import { axesOption, plot, plotBox } from './seriesOption';
import {
  allLayers,
  describeSeries,
  readingAt,
  type ChartLabel,
  type SeriesView,
  type VisibleLayers,
} from './seriesView';
import { useRangeInput } from './useRangeInput';
import { useSize } from './useSize';

export interface SeriesChartProps {
  name: string;
  data: ChartData | null;
  labels: readonly ChartLabel[];
  theme: Theme;
  layers?: VisibleLayers;
  /** What is visible, microseconds; moves at once, the data follow when they come. */
  range: Range;
  onRange: (from: number, to: number) => void;
  /** Width of the plot in pixels, whenever it changes: how many columns to ask for. */
  onColumns?: (columns: number) => void;
}

const noLabels: readonly ChartLabel[] = [];
const REACH_PIXELS = 12;
/** Four points for each column and layer: a wider plot would need more than can be drawn within a frame. */
const MOST_COLUMNS = 1000;

/** Detail of a series: zoom with the wheel, pan by dragging, keys for both, double click for the whole. */
export default function SeriesChart(props: SeriesChartProps): ReactElement {
  const { name, data, theme, range, onRange, onColumns } = props;
  const labels = props.labels.length > 0 ? props.labels : noLabels;
  const layers = props.layers ?? allLayers;
  const element = useRef<HTMLDivElement>(null);
  const [pointer, setPointer] = useState<{ x: number; width: number } | null>(null);
  const { from, to } = range;
  const view = useMemo<SeriesView>(
    () => ({ data, labels, theme, layers, range: { from, to } }),
    [data, labels, theme, layers, from, to],
  );
  const extent = data ? { from: data.first, to: data.last + 1 } : range;
  const input = useRangeInput(element, plot, range, extent, onRange);
  const size = useSize(element);
  const columns = size && Math.min(MOST_COLUMNS, plotBox(size).width);
  useEffect(() => {
    if (columns !== null) onColumns?.(columns);
  }, [columns, onColumns]);
  const axes = useCallback(({ width }: { width: number }) => axesOption(view, width), [view]);
  const dataShown = useMemo(() => dataLayers(view), [view]);
  // Of labels alone, so that they can be moved without the lines being drawn again, and the other way round.
  const labelsShown = useMemo(
    () => (layers.labels ? [labelLayer({ labels, theme, range: { from, to } })] : []),
    [labels, theme, layers.labels, from, to],
  );

  const move = (event: PointerEvent<HTMLDivElement>): void => {
    input.onPointerMove(event);
    const box = event.currentTarget.getBoundingClientRect();
    setPointer({ x: event.clientX - box.left, width: box.width });
  };
  const plotWidth = pointer ? Math.max(1, pointer.width - plot.left - plot.right) : 1;
  const at = pointer ? (from + ((pointer.x - plot.left) / plotWidth) * (to - from)) / 1000 : null;
  const inside = pointer !== null && pointer.x >= plot.left && pointer.x <= pointer.width - plot.right;
  const reading =
    inside && at !== null ? readingAt(view, at, ((to - from) / plotWidth / 1000) * REACH_PIXELS) : null;

  return (
    <div
      ref={element}
      className="series-chart"
      role="application"
      aria-roledescription="time series chart"
      aria-label={describeSeries(name, view)}
      // An application takes keys: arrows pan, plus and minus zoom.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      style={{
        position: 'relative',
        width: '100%',
        height: '100%',
        touchAction: 'pan-y',
        cursor: 'crosshair',
        userSelect: 'none',
      }}
      {...input}
      onPointerMove={move}
      onPointerCancel={input.onPointerUp}
      onPointerLeave={() => setPointer(null)}
    >
      <EChartsHost option={axes} />
      <LayerCanvas layers={labelsShown} plotted={plotBox} size={size} />
      <LayerCanvas layers={dataShown} plotted={plotBox} size={size} />
      {reading && pointer && (
        <Reading
          reading={reading}
          theme={theme}
          x={plot.left + ((reading.timeMs * 1000 - from) / (to - from)) * plotWidth}
          width={pointer.width}
        />
      )}
    </div>
  );
}
