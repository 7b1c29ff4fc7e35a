import { Suspense, useEffect, useMemo, useState, type ReactElement } from 'react';
import { setRange, toggleLayer, useView } from '../../state/view/view';
import { dismissRefused, useLabels } from '../../state/label/labels';
import { useShownLabels } from '../../state/label/places';
import {
  allLayers,
  chartImage,
  lookAlike,
  Overview,
  SeriesChart,
  type ChartLabel,
  type LayerName,
  type Theme,
  type VisibleLayers,
} from '../charts';
import { ErrorNotice } from '../kit/Notice';
import { LabelEditor } from '../label/LabelEditor';
import { setChartAxis } from '../label/actions';
import { useLabelEditing, useLabelMarks } from '../label/useLabelEditing';
import { baseName } from '../kit/format';
import { download } from '../kit/take';
import { useKept } from '../kit/hooks';
import { ChartHead } from './ChartHead';
import { Legend } from './Legend';
import { useRowAxis, useSeriesData, useStale } from './seriesData';

interface ChartsProps {
  name: string;
  theme: Theme;
  /** Marks that are switched off; whether lines are is part of the view's state. */
  hidden: readonly LayerName[];
  onHide: (mark: LayerName) => void;
}

/** The chosen series: an overview of the whole, the visible range, and its labels to edit. */
export function Charts({ name, theme, hidden, onHide }: ChartsProps): ReactElement {
  const shown = useView((view) => view.layers);
  const [columns, setColumns] = useState(800);
  const { whole, data, error, extent, inSight, ahead, beforeRun } = useSeriesData(name, columns);
  const stale = useStale(name) && !beforeRun;
  // A changed parameter changes the facts of every anomaly and often the place of none.
  const labels = useKept<readonly ChartLabel[]>(useShownLabels(name), lookAlike);
  const refused = useLabels((state) => state.refused);
  const marks = useLabelMarks(name);
  const rows = useRowAxis(name, data, extent);
  const editing = useLabelEditing(name, rows);
  useEffect(() => setChartAxis(name, rows), [name, rows]);
  const visible = useMemo<VisibleLayers>(() => {
    const marksOff = Object.fromEntries(hidden.map((mark) => [mark, false]));
    return {
      ...allLayers,
      ...marksOff,
      raw: ahead || shown.includes('raw'),
      processed: !ahead && !stale && shown.includes('processed'),
    };
  }, [hidden, shown, ahead, stale]);
  const move = (from: number, to: number): void => {
    const wholeSeries = extent !== null && from <= extent.from && to >= extent.to;
    setRange(wholeSeries ? null : { from, to });
  };
  const save = async (kind: 'png' | 'svg'): Promise<void> => {
    if (!data) return;
    const picture = { chart: 'series', data, labels, theme, layers: visible, range: inSight } as const;
    download(await chartImage(kind, picture, { title: name }), `${baseName(name)}.${kind}`);
  };
  return (
    <>
      <ChartHead name={name} range={data ? inSight : null} onSave={(kind) => void save(kind)} />
      <div className="overview-box">
        {extent && (
          <Overview
            line={whole}
            labels={labels}
            extent={extent}
            range={inSight}
            onRange={move}
            theme={theme}
          />
        )}
      </div>
      <Legend
        data={data}
        labels={labels}
        range={inSight}
        visible={visible}
        ahead={beforeRun}
        onToggle={(layer) => (layer === 'raw' || layer === 'processed' ? toggleLayer(layer) : onHide(layer))}
      />
      <div className="chart-box">
        {error && <ErrorNotice error={error} />}
        <Suspense fallback={<p className="said">Loading the chart…</p>}>
          <SeriesChart
            name={name}
            data={data}
            labels={labels}
            theme={theme}
            layers={visible}
            range={inSight}
            onRange={move}
            editing={editing}
            marks={marks}
            onColumns={(width) => setColumns(Math.round(width))}
          />
        </Suspense>
        {beforeRun && <span className="of-run-mark">in sight; the rest is being run</span>}
        {refused && (
          <div className="chart-notices">
            <ErrorNotice error={refused} onDismiss={dismissRefused} />
          </div>
        )}
        <LabelEditor series={name} />
      </div>
    </>
  );
}
