import { useMemo, type ReactElement } from 'react';
import type { Detectability } from '../../../core/synth/inject';
import type { RealisedAnomaly } from '../../../core/synth/inject/types';
import { count, measure, plural } from '../../../core/format';
import { severityBins } from './severity';

const WIDTH = 320;
const HEIGHT = 48;

/** How far anomalies stand out of the noise: each one's greatest change over the deviation around it. */
export function Difficulty({
  anomalies,
  found,
}: {
  anomalies: readonly RealisedAnomaly[];
  /** What two plain detectors make of them; undefined while nobody has looked. */
  found: Detectability | undefined;
}): ReactElement | null {
  const sigmas = useMemo(() => anomalies.flatMap(({ severitySigma }) => severitySigma ?? []), [anomalies]);
  const bins = useMemo(() => severityBins(sigmas), [sigmas]);
  if (!bins) return null;
  const { counts, width, median } = bins;
  const highest = Math.max(...counts);
  const x = (sigma: number): number => (sigma / (counts.length * width)) * WIDTH;
  const below = sigmas.filter((sigma) => sigma < 3).length;
  const unmeasured = anomalies.length - sigmas.length;
  const drowned = sigmas.filter((sigma) => sigma < 1).length;
  const said = `${count(sigmas.length - below)} of ${count(sigmas.length)} stand out by 3 σ or more${
    drowned > 0 ? `, ${count(drowned)} by less than the noise itself (1 σ)` : ''
  }; median ${measure(Number(median.toPrecision(3)))} σ.`;
  const ticks = [1, 3, ...(x(10) < WIDTH - 24 ? [10] : [])];
  return (
    <figure className="difficulty">
      <figcaption>Strength as realised, in local standard deviations</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT + 16}`} role="img" aria-label={`Histogram of strength. ${said}`}>
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
          A plain Z-score would find {count(found.zscore)} of {count(anomalies.length)}, IQR{' '}
          {count(found.iqr)}.
        </p>
      )}
      <p className="hint">
        {said}
        {unmeasured > 0 && ` ${plural(unmeasured, 'anomaly', 'anomalies')} change no value by themselves.`}
      </p>
    </figure>
  );
}
