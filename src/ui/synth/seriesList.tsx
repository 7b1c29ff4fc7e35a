/** What synthesis adds to the list of series. */
import { nameOf, seriesOf } from '../../core/recipe/series';
import type { ReactElement } from 'react';
import { editImport } from '../../state/ingest/add';
import { useFiles } from '../../state/ingest/files';
import type { SeriesInfo } from '../../state/engine/engine';
import { removeSource, useRecipe } from '../../state/recipe/recipe';
import { useGenerated } from '../../state/synth/generated';
import { useRun } from '../../state/engine/runState';
import { chooseSeries, useView } from '../../state/view/view';
import { at } from '../../core/list';
import { IconButton } from '../kit/controls';
import { baseName } from '../kit/format';
import { MenuButton } from '../kit/Menu';
import { injectInto, modelSeries } from './actions';

/** What can be made of a series. */
export function SeriesMenu({ series: { name, file, source } }: { series: SeriesInfo }): ReactElement {
  return (
    <MenuButton
      className="small remove menu-of"
      label={`Menu of ${name}`}
      entries={[
        ...(source === 'file' ? [{ label: 'Edit import…', run: () => void editImport(file) }] : []),
        { label: 'Inject anomalies…', run: () => injectInto(name) },
        { label: 'Model this series…', run: () => void modelSeries(name) },
        { label: 'Model with bootstrapped residuals…', run: () => void modelSeries(name, true) },
      ]}
    />
  );
}

/** Generated sources without any series, because generating them failed (chosen, they show why) or nothing is to run yet. */
export function FailedSources(): ReactElement | null {
  const { generated } = useRecipe((state) => state.recipe);
  const errors = useGenerated((state) => state.errors);
  const series = useFiles((files) => files.series);
  const chosen = useView((view) => view.chosen);
  const paused = useRun((run) => run.paused !== null);
  const made = new Set(series.map(({ file }) => file));
  const failed = generated.filter(
    (source) => (paused || errors[nameOf(source)]) && !made.has(nameOf(source)),
  );
  if (failed.length === 0) return null;
  return (
    <ul className="unmade" aria-label="Series that could not be generated">
      {failed.map((source) => {
        const name = nameOf(source);
        const names = seriesOf(source);
        const why = errors[name] ? 'not generated: show why' : 'not generated yet';
        const isChosen = chosen !== null && names.includes(chosen);
        return (
          <li key={name} className={`series-row ${isChosen ? 'chosen' : ''}`}>
            <button
              type="button"
              className="series-pick"
              aria-current={isChosen ? 'true' : undefined}
              aria-label={`${name}, ${why}`}
              title={errors[name]?.message}
              onClick={() => chooseSeries(at(names, 0))}
            >
              <span className={`dot ${errors[name] ? 'bad' : ''}`} />
              <span className="two">
                <span className="ellipsis">{baseName(name)}</span>
                <span className="ellipsis">{why}</span>
              </span>
            </button>
            <IconButton
              className="small remove"
              icon="close"
              label={`Remove ${name}`}
              onClick={() => removeSource(name)}
            />
          </li>
        );
      })}
    </ul>
  );
}
