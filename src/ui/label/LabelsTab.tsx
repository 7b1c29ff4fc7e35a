import { useMemo, useState, type ReactElement } from 'react';
import type { Label } from '../../core/label/types';
import { useLabels } from '../../state/label/labels';
import { useShownLabels } from '../../state/label/places';
import { useLabelsNow } from '../../state/label/current';
import { currentRecipe } from '../../state/recipe/recipe';
import { useRun } from '../../state/engine/runState';
import type { Sort } from '../kit/columns';
import { Select } from '../kit/controls';
import { count, plural } from '../../core/format';
import { download } from '../kit/take';
import { jumpTo } from '../view/navigation';
import { OfRun } from '../view/OfRun';
import { useView } from '../../state/view/view';
import { addInSight, duplicateChosen, editLabel, jumpLabel, removeChosen, reveal } from './actions';
import { columnsOf, filtered, sorted, type Filter, type TableLabel } from './columns';
import { labelsCsv, labelsJson } from './labelFile';
import { LabelGrid } from './LabelGrid';
import './label.css';

const origins: readonly Label['origin'][] = ['imported', 'manual', 'detected', 'injected'];
/** Radix has no empty value. */
const ANY = '*';

/** The labels with the row counts of the last run. */
function useTableLabels(series: string, all: boolean): readonly TableLabel[] {
  const everywhere = useLabelsNow();
  const shown = useShownLabels(series);
  const report = useRun((run) => run.report?.labels);
  const counted = useMemo(() => new Map((report ?? []).map((row) => [row.id, row])), [report]);
  return useMemo(() => {
    const others = all ? [...everywhere].flatMap(([name, list]) => (name === series ? [] : list)) : [];
    return [...shown, ...others].map((label): TableLabel => {
      const row = counted.get(label.id);
      // Counts belong to the interval that they were taken from.
      const same = row && row.start === label.start && row.end === label.end;
      return same ? { ...label, counted: row } : label;
    });
  }, [everywhere, shown, counted, series, all]);
}

function Filters({
  types,
  filter,
  onFilter,
}: {
  types: readonly string[];
  filter: Filter;
  onFilter: (filter: Filter) => void;
}): ReactElement {
  return (
    <>
      <div className="pick-one">
        <Select
          label="Type"
          value={filter.type === '' ? ANY : `=${filter.type}`}
          options={[
            { value: ANY, label: 'any type' },
            ...types.map((type) => ({ value: `=${type}`, label: type })),
          ]}
          onChange={(value) => onFilter({ ...filter, type: value === ANY ? '' : value.slice(1) })}
        />
      </div>
      <div className="pick-one">
        <Select
          label="Origin"
          value={filter.origin === '' ? ANY : filter.origin}
          options={[
            { value: ANY, label: 'any origin' },
            ...origins.map((origin) => ({ value: origin, label: origin })),
          ]}
          onChange={(value) => onFilter({ ...filter, origin: value === ANY ? '' : value })}
        />
      </div>
    </>
  );
}

/** The labels of the chosen series or of all: to sort, select, edit and save as a file. Shows the same selection as the chart. */
export function LabelsTab({ series }: { series: string }): ReactElement {
  const [all, setAll] = useState(false);
  const [sort, setSort] = useState<Sort>({ key: 'start', down: false });
  const [filter, setFilter] = useState<Filter>({ type: '', origin: '' });
  const selected = useLabels((labels) => labels.selected);
  const labels = useTableLabels(series, all);
  const types = useMemo(() => [...new Set(labels.map(({ type }) => type))].sort(), [labels]);
  const current = types.includes(filter.type) ? filter : { ...filter, type: '' };
  const { type, origin } = current;
  const rows = useMemo(() => sorted(filtered(labels, { type, origin }), sort), [labels, type, origin, sort]);
  const chosen = useMemo(() => {
    const wanted = new Set(selected);
    return rows.filter(({ id }) => wanted.has(id)).map(({ id }) => id);
  }, [rows, selected]);
  const [first] = chosen;
  const show = (label: TableLabel): void => {
    if (label.series === useView.getState().chosen) reveal(label);
    else jumpTo(label.series, label.start, label.end);
  };
  const save = (kind: 'csv' | 'json'): void => {
    const { name } = currentRecipe();
    const text = kind === 'csv' ? labelsCsv(rows) : labelsJson(name, rows);
    download(new Blob([text], { type: kind === 'csv' ? 'text/csv' : 'application/json' }), `labels.${kind}`);
  };
  return (
    <>
      <div className="bar label-bar">
        <button type="button" className="button" aria-pressed={all} onClick={() => setAll(!all)}>
          All series
        </button>
        <Filters types={types} filter={current} onFilter={setFilter} />
        <span className="grow muted">
          {plural(rows.length, 'label')}
          {rows.length < labels.length && ` of ${count(labels.length)}`}
          {chosen.length > 0 && ` · ${count(chosen.length)} selected`}
        </span>
        <button
          type="button"
          className="button quiet"
          aria-label="Previous label"
          title="Previous label"
          onClick={() => jumpLabel(series, -1)}
        >
          ‹ <kbd>[</kbd>
        </button>
        <button
          type="button"
          className="button quiet"
          aria-label="Next label"
          title="Next label"
          onClick={() => jumpLabel(series, 1)}
        >
          › <kbd>]</kbd>
        </button>
        <button type="button" className="button" onClick={() => addInSight(series)}>
          Add
        </button>
        <button
          type="button"
          className="button"
          disabled={first === undefined}
          onClick={() => first !== undefined && editLabel(first)}
        >
          Edit
        </button>
        <button
          type="button"
          className="button"
          disabled={first === undefined}
          onClick={() => duplicateChosen(chosen)}
        >
          Duplicate
        </button>
        <button
          type="button"
          className="button"
          disabled={first === undefined}
          onClick={() => removeChosen(chosen)}
        >
          Delete
        </button>
        <button type="button" className="button quiet" onClick={() => save('csv')}>
          CSV
        </button>
        <button type="button" className="button quiet" onClick={() => save('json')}>
          JSON
        </button>
      </div>
      {rows.length === 0 ? (
        <p className="said">
          {labels.length > 0
            ? 'No label matches the filter.'
            : 'No labels yet. Press L and drag over the chart, drop NAB’s combined_labels.json or combined_windows.json, or run a detector under Suggestions.'}
        </p>
      ) : (
        <OfRun>
          <LabelGrid
            label={all ? 'Labels of all series' : `Labels of ${series}`}
            columns={columnsOf(all)}
            rows={rows}
            selected={selected}
            sort={sort}
            onSort={setSort}
            onChoose={show}
          />
        </OfRun>
      )}
    </>
  );
}
