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
import { chosenLayer, labelLayer } from './labels/layer';
import { markLayers, markReadings, type LabelMarks } from './labels/marks';
import { useLabelInput, type LabelEditing } from './labels/useLabelInput';
import { LayerCanvas, useSize } from './LayerCanvas';
import type { Range } from './navigation';
import type { Theme } from '../styles/palette';
import { Dragged, Reading } from './Reading';
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
import { valueExtent } from './valueExtent';

export interface SeriesChartProps {
  name: string;
  data: ChartData | null;
  labels: readonly ChartLabel[];
  theme: Theme;
  layers?: VisibleLayers;
  /** What is visible, microseconds; moves at once, the data follow when they come. */
  range: Range;
  onRange: (from: number, to: number) => void;
  /** What a person may do to the labels; absent: nothing. */
  editing?: LabelEditing;
  /** NAB's windows, false positives and detectors' proposals. */
  marks?: LabelMarks | undefined;
  /** Width of the plot in pixels, whenever it changes: how many columns to ask for. */
  onColumns?: (columns: number) => void;
}

const noLabels: readonly ChartLabel[] = [];
const nothing: readonly string[] = [];
const REACH_PIXELS = 12;
/** Four points for each column and layer: a wider plot would need more than can be drawn within a frame. */
const MAX_COLUMNS = 1000;

/** Detail of a series: zoom with the wheel, pan by dragging, keys for both, double click for the whole; labels to be chosen and dragged. */
export default function SeriesChart(props: SeriesChartProps): ReactElement {
  const { name, data, theme, range, onRange, onColumns, editing, marks } = props;
  const labels = props.labels.length > 0 ? props.labels : noLabels;
  const layers = props.layers ?? allLayers;
  const element = useRef<HTMLDivElement>(null);
  const [pointer, setPointer] = useState<{ x: number; width: number } | null>(null);
  const { from, to } = range;
  // Without labels, so that moving those redraws neither the lines nor the axes.
  const lines = useMemo<SeriesView>(
    () => ({ data, labels: noLabels, theme, layers, range: { from, to } }),
    [data, theme, layers, from, to],
  );
  const view = useMemo<SeriesView>(() => ({ ...lines, labels }), [lines, labels]);
  const described = useMemo(() => describeSeries(name, view), [name, view]);
  const extent = data ? { from: data.first, to: data.last + 1 } : range;
  const input = useRangeInput(element, plot, range, extent, onRange);
  const size = useSize(element);
  const columns = size && Math.min(MAX_COLUMNS, plotBox(size).width);
  useEffect(() => {
    if (columns !== null) onColumns?.(columns);
  }, [columns, onColumns]);
  const [low, high] = useMemo(() => valueExtent(lines), [lines]);
  // By numbers: as long as the scale stays, other values do not redraw it.
  const axes = useCallback(
    ({ width }: { width: number }) => axesOption({ range: { from, to }, theme, extent: [low, high] }, width),
    [from, to, theme, low, high],
  );
  const dataShown = useMemo(() => dataLayers(lines, [low, high]), [lines, low, high]);

  const shown = layers.labels ? editing : undefined;
  const labelInput = useLabelInput({ editing: shown, labels, range, box: size && plotBox(size) });
  const onTop = labelInput.dragged?.ids ?? shown?.selected ?? nothing;
  const labelsShown = useMemo(() => {
    const top = new Set(onTop);
    const below = top.size > 0 ? labels.filter(({ id }) => !top.has(id)) : labels;
    const frame = { theme, range: { from, to } };
    const marked = markLayers(marks, frame);
    return layers.labels ? [labelLayer({ labels: below, ...frame }), ...marked] : marked;
  }, [labels, onTop, marks, theme, layers.labels, from, to]);
  const dragged = labelInput.dragged?.labels;
  const chosenShown = useMemo(() => {
    const top = new Set(onTop);
    const chosen = dragged ?? (top.size > 0 ? labels.filter(({ id }) => top.has(id)) : noLabels);
    const drawn = layers.labels && chosen.length > 0;
    return drawn ? [chosenLayer({ labels: chosen, theme, range: { from, to } })] : [];
  }, [labels, onTop, dragged, theme, layers.labels, from, to]);

  const move = (event: PointerEvent<HTMLDivElement>): void => {
    if (labelInput.onPointerMove(event)) return;
    input.onPointerMove(event);
    const box = event.currentTarget.getBoundingClientRect();
    setPointer({ x: event.clientX - box.left, width: box.width });
  };
  const plotWidth = pointer ? Math.max(1, pointer.width - plot.left - plot.right) : 1;
  const moment = pointer ? (from + ((pointer.x - plot.left) / plotWidth) * (to - from)) / 1000 : null;
  const inside = pointer !== null && pointer.x >= plot.left && pointer.x <= pointer.width - plot.right;
  const reach = ((to - from) / plotWidth / 1000) * REACH_PIXELS;
  const found = !dragged && inside && moment !== null ? readingAt(view, moment, reach) : null;
  const reading = found &&
    moment !== null && { ...found, lines: [...found.lines, ...markReadings(marks, moment, reach)] };

  return (
    // An application takes keys and the pointer: arrows pan or move what is chosen, plus and minus zoom.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={element}
      className="series-chart"
      role="application"
      aria-roledescription="time series chart"
      aria-label={described}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      style={{ '--cursor': labelInput.cursor }}
      {...input}
      onPointerDown={(event) => {
        if (!labelInput.onPointerDown(event)) input.onPointerDown(event);
      }}
      onPointerMove={move}
      onPointerUp={(event) => {
        labelInput.onPointerUp(event);
        input.onPointerUp(event);
      }}
      onPointerCancel={(event) => {
        labelInput.onPointerCancel();
        input.onPointerUp(event);
      }}
      onPointerLeave={() => setPointer(null)}
      onKeyDown={(event) => {
        if (shown?.onKey(event)) event.preventDefault();
        else input.onKeyDown(event);
      }}
      onDoubleClick={(event) => {
        if (!labelInput.onDoubleClick(event)) input.onDoubleClick();
      }}
    >
      <EChartsHost option={axes} />
      <LayerCanvas layers={labelsShown} plotted={plotBox} size={size} />
      <LayerCanvas layers={dataShown} plotted={plotBox} size={size} />
      <LayerCanvas layers={chosenShown} plotted={plotBox} size={size} />
      {reading && pointer && (
        <Reading
          reading={reading}
          theme={theme}
          x={plot.left + ((reading.timeMs * 1000 - from) / (to - from)) * plotWidth}
          width={pointer.width}
        />
      )}
      {dragged?.[0] && shown && <Dragged label={dragged[0]} count={dragged.length} rows={shown.rows} />}
    </div>
  );
}
