import { lazy, Suspense, useMemo, type ReactElement } from 'react';
import { useCompare } from '../../state/compare/compare';
import type { Theme } from '../charts';
import { captions } from './numbers';
import { acfView, histogramViews, qqView, spectrumView, type PlotView } from './plots';
import type { SideLook } from './plots';
import type { Answer } from './useComparison';

const PlotChart = lazy(() => import('./PlotChart'));

interface PlotProps {
  title: string;
  unit: string;
  views: readonly PlotView[];
  theme: Theme;
  captions?: readonly string[];
}

function Plot({ title, unit, views, theme, captions: sentences = [] }: PlotProps): ReactElement {
  return (
    <figure className={views.length > 1 ? 'plot wide' : 'plot'}>
      <h3>
        {title} <span className="muted">{unit}</span>
      </h3>
      <div className="plot-pair">
        {views.map((view, i) => (
          <div key={i} className="plot-canvas">
            <Suspense>
              <PlotChart view={view} theme={theme} />
            </Suspense>
          </div>
        ))}
        {views.length === 0 && <p className="muted">No data.</p>}
      </div>
      {sentences.length > 0 && (
        <figcaption>
          {sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </figcaption>
      )}
    </figure>
  );
}

/** Distribution and temporal structure of both sides, on common axes. */
export function Plots({
  answer: { report },
  looks,
  theme,
}: {
  answer: Answer;
  looks: readonly [SideLook, SideLook];
  theme: Theme;
}): ReactElement {
  const mode = useCompare((state) => state.histogram);
  const views = useMemo(() => {
    const some = (view: PlotView | null): PlotView[] => (view ? [view] : []);
    return {
      histogram: report.bins.edges.length > 0 ? histogramViews(report, looks, mode) : [],
      qq: some(qqView(report, looks)),
      acf: some(acfView(report, looks)),
      spectrum: some(spectrumView(report, looks)),
    };
  }, [report, looks, mode]);
  return (
    <div className="plots">
      <Plot title="Distribution" unit="% of values per bin" views={views.histogram} theme={theme} />
      <Plot
        title="Quantiles"
        unit="other over reference"
        views={views.qq}
        theme={theme}
        captions={captions.qq(report)}
      />
      <Plot
        title="Autocorrelation"
        unit="by lag"
        views={views.acf}
        theme={theme}
        captions={captions.acf(report)}
      />
      <Plot
        title="Periodogram"
        unit="value²/Hz by period"
        views={views.spectrum}
        theme={theme}
        captions={captions.spectrum(report)}
      />
    </div>
  );
}
