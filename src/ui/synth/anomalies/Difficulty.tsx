import { useMemo, type ReactElement } from 'react';
import { count, measure, plural } from '../../../core/format';
import { at, last, maxOf } from '../../../core/list';
import type { Detectability } from '../../../core/synth/inject';
import type { RealisedAnomaly } from '../../../core/synth/inject/types';
import { nice } from '../../kit/form/Slider';

interface SeverityBins {
  /** Counts of bins of one width from 0 on; the last holds all beyond. */
  counts: number[];
  width: number;
  median: number;
}

/** A histogram of how strong anomalies are, in local deviations. Undefined where none is measured. `bins`: how many at most. */
export function severityBins(sigmas: readonly number[], bins = 32): SeverityBins | undefined {
  if (sigmas.length === 0) return undefined;
  const sorted = Float64Array.from(sigmas).sort();
  const quantile = (share: number): number =>
    at(sorted, Math.min(sorted.length - 1, Math.floor(share * sorted.length)));
  // A few extreme ones do not squeeze the rest into one bin.
  const reach = Math.max(4, Math.min(last(sorted), 2 * quantile(0.95)));
  const width = nice(reach / bins);
  const counts = Array<number>(Math.floor(reach / width) + 1).fill(0);
  for (const sigma of sigmas) {
    const bin = Math.min(counts.length - 1, Math.floor(sigma / width));
    counts[bin] = at(counts, bin) + 1;
  }
  return { counts, width, median: quantile(0.5) };
}

const WIDTH = 320;
const HEIGHT = 48;

/** How strong the anomalies are: the greatest change of each over the standard deviation around it. */
export function Difficulty({
  anomalies,
  found,
}: {
  anomalies: readonly RealisedAnomaly[];
  /** What two simple detectors find of them; undefined until they have run. */
  found: Detectability | undefined;
}): ReactElement | null {
  const sigmas = useMemo(() => anomalies.flatMap(({ severitySigma }) => severitySigma ?? []), [anomalies]);
  const bins = useMemo(() => severityBins(sigmas), [sigmas]);
  if (!bins) return null;
  const { counts, width, median } = bins;
  const highest = maxOf(counts);
  const x = (sigma: number): number => (sigma / (counts.length * width)) * WIDTH;
  const below = sigmas.filter((sigma) => sigma < 3).length;
  const unmeasured = anomalies.length - sigmas.length;
  const weakest = sigmas.filter((sigma) => sigma < 1).length;
  const summary = `${count(sigmas.length - below)} of ${count(sigmas.length)} have 3 σ or more${
    weakest > 0 ? `, ${count(weakest)} less than 1 σ, the noise` : ''
  }; median ${measure(Number(median.toPrecision(3)))} σ.`;
  const ticks = [1, 3, ...(x(10) < WIDTH - 24 ? [10] : [])];
  return (
    <figure className="difficulty">
      <figcaption>Strength as injected, in local standard deviations</figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT + 16}`}
        role="img"
        aria-label={`Histogram of strength. ${summary}`}
      >
        <rect className="noise" x="0" y="0" width={x(1)} height={HEIGHT} />
        {counts.map((number, bin) => {
          const high = number === 0 ? 0 : Math.max(2, (number / highest) * (HEIGHT - 4));
          return (
            <rect
              key={bin * width}
              className="bar-of"
              x={x(bin * width) + 0.5}
              y={HEIGHT - high}
              width={Math.max(1, x(width) - 1)}
              height={high}
            >
              <title>
                {`${measure(bin * width)}${bin === counts.length - 1 ? ' σ and more' : ` to ${measure((bin + 1) * width)} σ`}: ${plural(number, 'anomaly', 'anomalies')}`}
              </title>
            </rect>
          );
        })}
        <line className="axis" x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
        {ticks.map((sigma) => (
          <g key={sigma} className={sigma === 3 ? 'three' : ''}>
            <line className="mark" x1={x(sigma)} x2={x(sigma)} y1="0" y2={HEIGHT + 3} />
            <text x={x(sigma)} y={HEIGHT + 13} textAnchor="middle">
              {sigma === 1 ? 'noise 1 σ' : `${sigma} σ`}
            </text>
          </g>
        ))}
      </svg>
      {found && (
        <p>
          Detected by Z-score: {count(found.zscore)} of {count(anomalies.length)}, by IQR: {count(found.iqr)}.
        </p>
      )}
      <p className="hint">
        {summary}
        {unmeasured > 0 && ` ${plural(unmeasured, 'anomaly', 'anomalies')} without a change of values.`}
      </p>
    </figure>
  );
}
