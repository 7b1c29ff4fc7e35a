import { useCallback, type ReactElement } from 'react';
import { EChartsHost } from './EChartsHost';
import { describeHistogram, histogramOption, type HistogramView } from './histogramOption';

/** Raw and processed values on common bins, box plots below. */
export default function HistogramChart({ data, theme, scale }: HistogramView): ReactElement {
  const option = useCallback(() => histogramOption({ data, theme, scale }), [data, theme, scale]);
  return (
    <div
      className="histogram-chart"
      role="img"
      aria-label={describeHistogram(data)}
      tabIndex={0}
      style={{ position: 'relative', width: '100%', height: '100%' }}
    >
      <EChartsHost option={option} />
    </div>
  );
}
