import type { ReactElement } from 'react';
import { kinds } from '../../core/synth/inject/kinds';
import { sourceOf } from '../../state/synth/generated';
import { setAdds, toggleAdding, useLabels } from '../../state/label/labels';
import { useRecipe } from '../../state/recipe/recipe';
import { useFiles } from '../../state/ingest/files';
import { Select } from '../kit/controls';
import { localTime, utc } from '../kit/format';
import { toggleAllSeries } from './navigation';

/** What dragging over the chart adds: labels, and in a generated series anomalies. */
function Adding({ series }: { series: string }): ReactElement {
  const adding = useLabels((labels) => labels.adding);
  const adds = useLabels((labels) => labels.adds);
  const generated = useRecipe(({ recipe }) => sourceOf(recipe, series) !== undefined);
  const options = [
    { value: 'label' as const, label: 'a label' },
    ...Object.values(kinds).map(({ kind, label }) => ({ value: kind, label: label.toLowerCase() })),
  ];
  return (
    <>
      <button
        type="button"
        className="button quiet"
        aria-pressed={adding}
        title="Drag over the chart to add a label, click to add a point (L). Alt and drag works at any time."
        onClick={toggleAdding}
      >
        Draw labels <kbd>L</kbd>
      </button>
      {adding && generated && (
        <div className="adds">
          <Select label="Dragging adds" value={adds} options={options} onChange={setAdds} />
        </div>
      )}
    </>
  );
}

interface ChartHeadProps {
  name: string;
  /** The visible range; null while it is not known. */
  range: { from: number; to: number } | null;
  onSave: (kind: 'png' | 'svg') => void;
}

export function ChartHead({ name, range, onSave }: ChartHeadProps): ReactElement {
  const several = useFiles((files) => files.series.length > 1);
  return (
    <div className="chart-head">
      <h2 className="ellipsis grow" title={name}>
        {name}
      </h2>
      <span
        className="muted ellipsis span"
        title={range ? `${localTime(range.from)} to ${localTime(range.to)}` : ''}
      >
        {range ? `${utc(range.from).slice(0, 16)} to ${utc(range.to).slice(0, 16)} UTC` : ''}
      </span>
      <Adding series={name} />
      {several && (
        <button type="button" className="button quiet" onClick={toggleAllSeries}>
          All series <kbd>A</kbd>
        </button>
      )}
      <button type="button" className="button quiet" onClick={() => onSave('png')}>
        PNG
      </button>
      <button type="button" className="button quiet" onClick={() => onSave('svg')}>
        SVG
      </button>
    </div>
  );
}
