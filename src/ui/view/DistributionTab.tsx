import { Suspense, useState, type ReactElement } from 'react';
import type { HistogramRequest, Summary } from '../../core/view/types';
import { fetchHistogram, fetchSummary } from '../../state/view/queries';
import { useRun } from '../../state/engine/runState';
import { setTab, useView } from '../../state/view/view';
import { fittingScale, HistogramChart, type HistogramScale, type Theme } from '../charts';
import { Select } from '../kit/controls';
import { ErrorNotice } from '../kit/Notice';
import { count, measure } from '../../core/format';
import { minOf } from '../../core/list';
import { span } from '../kit/format';
import { useFetched } from '../kit/hooks';
import { OfRun } from './OfRun';

const lines: [string, (summary: Summary) => string][] = [
  ['rows', (s) => count(s.rows)],
  ['values', (s) => count(s.count)],
  ['missing', (s) => count(s.missing)],
  ['mean', (s) => measure(s.mean)],
  ['std', (s) => measure(s.std)],
  ['min', (s) => measure(s.min)],
  ['25 %', (s) => measure(s.q1)],
  ['median', (s) => measure(s.median)],
  ['75 %', (s) => measure(s.q3)],
  ['max', (s) => measure(s.max)],
  ['step', (s) => span(s.step)],
  ['gaps', (s) => count(s.gaps)],
  ['duplicates', (s) => count(s.duplicates)],
  ['out of order', (s) => count(s.backward)],
];

/** Histograms of raw and processed values on common bins, with summary statistics. */
export function DistributionTab({ series, theme }: { series: string; theme: Theme }): ReactElement {
  const version = useRun((run) => run.version);
  const range = useView((view) => view.range);
  const [asked, setScale] = useState<HistogramScale | 'auto'>('auto');
  const [rule, setRule] = useState<HistogramRequest['rule']>('auto');
  const [visible, setVisible] = useState(false);
  const part = visible && range ? range : {};
  const histogram = useFetched(`${series} ${version} ${rule} ${JSON.stringify(part)}`, async (signal) => ({
    version,
    bins: await fetchHistogram({ series, rule, ...part }, signal),
  }));
  const bins = histogram.data?.bins ?? null;
  const scale = asked === 'auto' ? fittingScale(bins) : asked;
  const summary = useFetched(`${series} ${version}`, async (signal) => ({
    version,
    of: await fetchSummary(series, signal),
  }));
  const numbers = summary.data?.of;
  const oldest = minOf([histogram, summary].map(({ data }) => data?.version ?? version));
  const error = histogram.error ?? summary.error;
  return (
    <OfRun of={oldest}>
      <div className="split-pane">
        <div className="distribution">
          <div className="bar">
            <span className="width-s">
              <Select
                label="Bin rule"
                value={rule}
                options={[
                  { value: 'auto', label: 'Auto bins' },
                  { value: 'scott', label: 'Scott’s bins' },
                  { value: 'freedman-diaconis', label: 'Freedman-Diaconis bins' },
                ]}
                onChange={setRule}
              />
            </span>
            <span className="width-s">
              <Select
                label="Bar height"
                value={scale}
                options={[
                  { value: 'linear', label: 'Count' },
                  { value: 'log', label: 'Log count' },
                  { value: 'share', label: 'Share' },
                ]}
                onChange={setScale}
              />
            </span>
            <button
              type="button"
              className="button"
              aria-pressed={visible}
              onClick={() => setVisible(!visible)}
            >
              Visible range only
            </button>
            <span className="grow" />
            <button type="button" className="button quiet" onClick={() => setTab('compare')}>
              Compare…
            </button>
          </div>
          {error && <ErrorNotice error={error} />}
          <div className="grow">
            <Suspense>
              <HistogramChart data={bins} theme={theme} scale={scale} />
            </Suspense>
          </div>
        </div>
        <div tabIndex={0} role="region" aria-label="Summary statistics">
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">
                  <span className="visually-hidden">Statistic</span>
                </th>
                <th scope="col" className="num">
                  raw
                </th>
                <th scope="col" className="num">
                  processed
                </th>
              </tr>
            </thead>
            <tbody>
              {lines.map(([label, text]) => (
                <tr key={label}>
                  <td className="muted">{label}</td>
                  <td className="num">{numbers ? text(numbers.raw) : ''}</td>
                  <td className="num">{numbers ? text(numbers.processed) : ''}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </OfRun>
  );
}
