import { useCallback, type ReactElement } from 'react';
import { EChartsHost } from './EChartsHost';
import { describeHistogram, histogramOption, type HistogramView } from './histogramOption';

/** Raw and processed values on common bins, box plots below. */
export default function HistogramChart({ data, theme, scale }: HistogramView): ReactElement {
  const option = useCallback(() => histogramOption({ data, theme, scale }), [data, theme, scale]);
  return (
    // A picture that the keyboard reaches, so that its description can be heard; a canvas cannot be an <img>.
    <div
      className="histogram-chart"
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="img"
      aria-label={describeHistogram(data)}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      <EChartsHost option={option} />
    </div>
  );
}
