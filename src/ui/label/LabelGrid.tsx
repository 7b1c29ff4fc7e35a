import { useState, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import { at } from '../../core/list';
import { selectLabels } from '../../state/label/labels';
import type { GridColumn, Sort } from '../kit/columns';
import { Grid, type ChooseMode } from '../kit/Grid';
import { axisOf } from './actions';
import { chosenBy, type TableLabel } from './columns';
import { isField } from './fields';
import { LabelField } from './LabelEditor';
import { labelKey } from './useLabelEditing';

interface LabelGridProps {
  label: string;
  columns: readonly GridColumn<TableLabel>[];
  rows: readonly TableLabel[];
  selected: readonly string[];
  sort: Sort;
  onSort: (sort: Sort) => void;
  /** A row was chosen, not only added to the others. */
  onChoose: (label: TableLabel) => void;
}

/** The table of labels. Arrows choose, Shift chooses more, Enter or a double click edits a row in place, Delete takes labels out. */
export function LabelGrid({
  label,
  columns,
  rows,
  selected,
  sort,
  onSort,
  onChoose,
}: LabelGridProps): ReactElement {
  const [cursor, setCursor] = useState(-1);
  const [anchor, setAnchor] = useState(-1);
  /** The row that is edited, by its label. */
  const [edited, setEdited] = useState<string | null>(null);
  const chosen = new Set(selected);
  // What is chosen on the chart is shown here too.
  const [only] = selected;
  const [shown, setShown] = useState({ only, size: 0, index: -1 });
  if (shown.only !== only || shown.size !== selected.length) {
    const index = only === undefined ? -1 : rows.findIndex((row) => row.id === only);
    setShown({ only, size: selected.length, index: selected.length === 1 ? index : -1 });
    const current = rows[cursor];
    if (index >= 0 && !(current && chosen.has(current.id))) setCursor(index);
  }

  const choose = (index: number, mode: ChooseMode): void => {
    const row = at(rows, index);
    if (row.id === edited) return;
    setEdited(null);
    const ids = rows.map(({ id }) => id);
    const next = chosenBy(ids, selected, anchor, index, mode);
    selectLabels(next);
    setCursor(index);
    if (!mode.range || anchor < 0) setAnchor(index);
    if (next.length === 1) onChoose(row);
  };
  const edit = (index: number): void => {
    const { id } = at(rows, index);
    selectLabels([id]);
    setEdited(id);
  };
  const onKey = (event: KeyboardEvent): boolean => {
    const { key } = event;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const current = rows[cursor];
    if (plain && current && (key === 'Enter' || key === 'F2')) edit(cursor);
    else if (plain && current && key === ' ') choose(cursor, { range: false, toggle: true });
    else if (!plain && key.toLowerCase() === 'a') selectLabels(rows.map(({ id }) => id));
    else
      return (
        !key.startsWith('Arrow') &&
        current !== undefined &&
        labelKey(event, current.series, axisOf(current.series))
      );
    return true;
  };
  const fieldOf = (row: TableLabel, column: string): ReactNode =>
    row.id === edited && isField(column) ? <LabelField label={row} field={column} /> : undefined;
  return (
    <Grid
      className="label-grid"
      label={label}
      columns={columns}
      total={rows.length}
      row={(index) => rows[index]}
      rowKey={({ id }) => id}
      rowHeight={26}
      tone={({ id }) => (id === edited ? 'written' : '')}
      sort={{ by: sort, onSort }}
      selection={{
        role: 'grid',
        multiple: true,
        cursor,
        isChosen: ({ id }) => chosen.has(id),
        onChoose: choose,
        onOpen: edit,
        onKey,
        reveal: { key: `${shown.only} ${shown.size}`, index: shown.index },
      }}
      editing={{ fieldOf, onLeave: () => setEdited(null) }}
    />
  );
}
