import { useMemo, type ReactElement } from 'react';
import type { ChartData } from '../../core/view/types';
import type { ChartLabel, LayerName, VisibleLayers } from '../charts';
import { count } from '../../core/format';
import { OfRun } from './OfRun';

/** What each mark of the chart looks like, drawn as the chart draws it. */
const signs: Record<LayerName, ReactElement> = {
  raw: <path d="M1 9 5 4l4 5 4-6" stroke="var(--chart-raw)" strokeWidth="2.4" fill="none" opacity=".7" />,
  processed: <path d="M1 9 5 4l4 5 4-6" stroke="var(--chart-processed)" strokeWidth="1.5" fill="none" />,
  labels: (
    <rect
      x="1.5"
      y="1.5"
      width="11"
      height="9"
      fill="var(--chart-labelled)"
      fillOpacity=".2"
      stroke="var(--chart-labelled)"
      strokeDasharray="2 1.5"
    />
  ),
  outliers: <path d="M7 1.5 12 10.5H2z" fill="var(--chart-outlier)" />,
  filled: <rect x="0" y="4" width="14" height="5" fill="var(--chart-filled)" />,
  gaps: <rect x="0" y="4" width="14" height="5" fill="var(--chart-gap)" opacity=".55" />,
};

const words: Record<LayerName, { name: string; meaning: string }> = {
  raw: { name: 'raw', meaning: 'Raw values' },
  processed: { name: 'processed', meaning: 'Processed values' },
  labels: { name: 'labels', meaning: 'Labelled windows as bands, labelled points as dashed lines' },
  outliers: {
    name: 'outliers',
    meaning: 'Outliers; hollow: kept, because a label covers them',
  },
  filled: { name: 'filled', meaning: 'Filled values: green bar below the plot' },
  gaps: { name: 'gaps', meaning: 'Ranges without rows in the source: grey bar below the plot' },
};

const order: readonly LayerName[] = ['raw', 'processed', 'labels', 'outliers', 'filled', 'gaps'];

interface LegendProps {
  data: ChartData | null;
  labels: readonly ChartLabel[];
  range: { from: number; to: number };
  visible: VisibleLayers;
  /** Whether the data are already those of the run which is to come. */
  ahead: boolean;
  onToggle: (layer: LayerName) => void;
}

/** Each layer of the chart: its meaning, how many marks of it are visible, and a switch for it. */
export function Legend({ data, labels, range, visible, ahead, onToggle }: LegendProps): ReactElement {
  const { from, to } = range;
  const inView = useMemo(
    () => labels.filter(({ start, end }) => start < to && end > from).length,
    [labels, from, to],
  );
  const numbers: Partial<Record<LayerName, number>> = {
    labels: inView,
    outliers: (data?.outliers.total ?? 0) + (data?.protectedOutliers.total ?? 0),
    filled: data?.filled.total ?? 0,
    gaps: data?.gaps.length ?? 0,
  };
  return (
    <div className="legend" role="group" aria-label="What the chart shows">
      <OfRun ahead={ahead}>
        {order.map((layer) => {
          const number = numbers[layer];
          const { name, meaning } = words[layer];
          return (
            <button
              key={layer}
              type="button"
              className="legend-entry"
              aria-pressed={visible[layer]}
              title={meaning}
              disabled={number === 0}
              onClick={() => onToggle(layer)}
            >
              <svg width="14" height="12" viewBox="0 0 14 12" aria-hidden="true">
                {signs[layer]}
              </svg>
              {name}
              {number !== undefined && (
                <span className="muted">
                  {count(number)}
                  {layer === 'gaps' && number === 500 ? '+' : ''}
                </span>
              )}
            </button>
          );
        })}
      </OfRun>
    </div>
  );
}
