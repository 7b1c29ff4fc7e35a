import { Suspense, useDeferredValue, useEffect, useMemo, useState, type ReactElement } from 'react';
import { addSamples } from '../../state/add';
import { useFiles } from '../../state/files';
import { fetchChart } from '../../state/queries';
import { useRun } from '../../state/run';
import { setRange, toggleLayer, useView } from '../../state/view';
import type { Layer } from '../../core/view/types';
import {
  allLayers,
  chartImage,
  Overview,
  SeriesChart,
  warmUpCharts,
  type LayerName,
  type Theme,
  type VisibleLayers,
} from '../charts';
import { ErrorNotice } from '../components/Notice';
import { baseName, localTime, utc } from '../lib/format';
import { download, pickFiles } from '../lib/files';
import { useFetched, useThrottled } from '../lib/hooks';
import { Tabs } from '../tabs/Tabs';
import { Legend } from './Legend';

function Empty(): ReactElement {
  useEffect(() => void warmUpCharts(), []);
  return (
    <div className="empty">
      <h2>Raw time series in, a clean labelled data set out</h2>
      <p>
        Drop CSV or Parquet files, or a whole NAB folder. See each series with its labelled windows, clean and
        resample it while you watch, and take partitioned Parquet away. Nothing leaves this machine.
      </p>
      <div className="drop-zone">
        <strong>Drop files or folders anywhere</strong>
        <div className="row">
          <button type="button" className="button" onClick={() => pickFiles(false)}>
            Choose files
          </button>
          <button type="button" className="button" onClick={() => pickFiles(true)}>
            Choose a folder
          </button>
        </div>
        <button type="button" className="button primary" onClick={() => void addSamples()}>
          Try the samples
        </button>
        <span className="muted">
          Two files of the Numenta Anomaly Benchmark with their labels (
          <a href="./samples/LICENSE.txt" style={{ color: 'inherit' }}>
            MIT licence
          </a>
          )
        </span>
      </div>
    </div>
  );
}

const layers: Layer[] = ['raw', 'processed'];
/** A single turn of the wheel is answered at once, a series of them this often. */
const ASK_EVERY_MS = 60;

interface ChartsProps {
  name: string;
  theme: Theme;
  /** Marks switched off; lines are part of the view's state. */
  hidden: readonly LayerName[];
  onHide: (mark: LayerName) => void;
}

function Charts({ name, theme, hidden, onHide }: ChartsProps): ReactElement {
  const range = useView((view) => view.range);
  const shown = useView((view) => view.layers);
  const version = useRun((run) => run.version);
  const loads = useFiles((files) => files.version);
  const allRows = useRun((run) => run.report?.labels);
  const labels = useMemo(() => (allRows ?? []).filter((label) => label.series === name), [allRows, name]);
  const [columns, setColumns] = useState(800);
  const asked = useThrottled(range, ASK_EVERY_MS);
  const state = `${name} ${version} ${loads}`;
  const whole = useFetched(state, (signal) => fetchChart({ series: name, columns: 500, layers }, signal));
  const detail = useFetched(`${state} ${columns} ${asked?.from} ${asked?.to}`, (signal) =>
    fetchChart({ series: name, columns, layers, ...asked }, signal),
  );
  const data = detail.data ?? whole.data;
  const first = data?.first;
  const last = data?.last;
  const extent = useMemo(
    () => (first === undefined || last === undefined ? null : { from: first, to: last + 1 }),
    [first, last],
  );
  const inSight = range ?? extent ?? { from: 0, to: 1 };
  const visible = useMemo<VisibleLayers>(() => {
    const marks = Object.fromEntries(hidden.map((mark) => [mark, false]));
    return { ...allLayers, ...marks, raw: shown.includes('raw'), processed: shown.includes('processed') };
  }, [hidden, shown]);
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
      <div className="chart-head">
        <h2 className="ellipsis grow" title={name}>
          {name}
        </h2>
        <span
          className="muted ellipsis span"
          title={`${localTime(inSight.from)} to ${localTime(inSight.to)}`}
        >
          {data ? `${utc(inSight.from).slice(0, 16)} to ${utc(inSight.to).slice(0, 16)} UTC` : ''}
        </span>
        <button type="button" className="button quiet" onClick={() => void save('png')}>
          PNG
        </button>
        <button type="button" className="button quiet" onClick={() => void save('svg')}>
          SVG
        </button>
      </div>
      <div className="overview-box">
        {extent && (
          <Overview
            line={whole.data?.raw ?? null}
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
        onToggle={(layer) => (layer === 'raw' || layer === 'processed' ? toggleLayer(layer) : onHide(layer))}
      />
      <div className="chart-box">
        {detail.error && <ErrorNotice error={detail.error} />}
        <Suspense fallback={<p className="said">Loading the chart…</p>}>
          <SeriesChart
            name={name}
            data={data}
            labels={labels}
            theme={theme}
            layers={visible}
            range={inSight}
            onRange={move}
            onColumns={(width) => setColumns(Math.round(width))}
          />
        </Suspense>
      </div>
    </>
  );
}

export function Centre({ theme }: { theme: Theme }): ReactElement {
  // Deferred: all that a first series brings into the page is made bit by bit, not in one long task.
  const chosen = useDeferredValue(useView((view) => view.chosen));
  const [hidden, setHidden] = useState<readonly LayerName[]>([]);
  const hide = (mark: LayerName): void =>
    setHidden(hidden.includes(mark) ? hidden.filter((other) => other !== mark) : [...hidden, mark]);
  return (
    <main className="centre">
      {chosen === null ? (
        <Empty />
      ) : (
        <>
          <Charts key={chosen} name={chosen} theme={theme} hidden={hidden} onHide={hide} />
          <Tabs series={chosen} theme={theme} />
        </>
      )}
    </main>
  );
}
