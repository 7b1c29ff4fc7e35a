import type { ReactElement } from 'react';
import { useFiles } from '../../state/ingest/files';
import { nameOf, seriesOf } from '../../core/recipe/series';
import { useGenerated } from '../../state/synth/generated';
import { removeSource, useRecipe } from '../../state/recipe/recipe';
import { chooseSeries, useView } from '../../state/view/view';
import { IconButton } from '../kit/controls';
import { baseName } from '../kit/format';

/** Generated sources of which nothing is there, because they could not be made: chosen, they say why. */
export function Unmade(): ReactElement | null {
  const { generated } = useRecipe((state) => state.recipe);
  const errors = useGenerated((state) => state.errors);
  const series = useFiles((files) => files.series);
  const chosen = useView((view) => view.chosen);
  const open = generated.filter(
    (source) => errors[nameOf(source)] && !series.some(({ file }) => file === nameOf(source)),
  );
  if (open.length === 0) return null;
  return (
    <ul className="unmade" aria-label="Series that could not be made">
      {open.map((source) => {
        const name = nameOf(source);
        const names = seriesOf(source);
        const isChosen = chosen !== null && names.includes(chosen);
        return (
          <li key={name} className={`series-row ${isChosen ? 'chosen' : ''}`}>
            <button
              type="button"
              className="series-pick"
              aria-current={isChosen ? 'true' : undefined}
              aria-label={`${name}, not made: see why`}
              title={errors[name]?.message}
              onClick={() => chooseSeries(names[0] ?? name)}
            >
              <span className="dot bad" />
              <span className="two">
                <span className="ellipsis">{baseName(name)}</span>
                <span className="ellipsis">not made: see why</span>
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
