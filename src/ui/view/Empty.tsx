import { useEffect, type ReactElement } from 'react';
import { addSamples } from '../../state/ingest/add';
import { warmUpCharts } from '../charts';
import { pickFiles } from '../ingest/files';
import { makeSynthetic } from '../synth/actions';

/** The centre while nothing is loaded. */
export function Empty(): ReactElement {
  useEffect(() => void warmUpCharts(), []);
  return (
    <div className="empty">
      <h2>Raw time series in, a clean labelled data set out</h2>
      <p>
        Drop CSV or Parquet files, or a whole NAB folder. See each series with its labelled windows, clean and
        resample it while you watch, and export partitioned Parquet. Nothing leaves this machine.
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
        <div className="row">
          <button type="button" className="button primary" onClick={() => void addSamples()}>
            Try the samples
          </button>
          <button type="button" className="button" onClick={makeSynthetic}>
            Make a synthetic series
          </button>
        </div>
        <span className="muted">
          Two files of the Numenta Anomaly Benchmark with their labels (
          <a href="./samples/LICENSE.txt">MIT licence</a>
          ), or a synthetic series
        </span>
      </div>
    </div>
  );
}
