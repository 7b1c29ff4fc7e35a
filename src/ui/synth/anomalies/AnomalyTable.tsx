import { useMemo, useState, type KeyboardEvent, type ReactElement } from 'react';
import type { LabError } from '../../../core/errors';
import { plural } from '../../../core/format';
import { at } from '../../../core/list';
import type { RealisedAnomaly } from '../../../core/synth/inject/types';
import { removeLabels, selectLabels, useLabels } from '../../../state/label/labels';
import type { Sort } from '../../kit/columns';
import { Grid } from '../../kit/Grid';
import { ErrorNotice } from '../../kit/Notice';
import { showInterval } from '../actions';
import { columnsOf, sorted, type Found } from './columns';

interface AnomalyTableProps {
  series: string;
  anomalies: readonly RealisedAnomaly[];
  found: Found | undefined;
}

/** The anomalies as they were injected. Choosing one moves the chart there; Delete takes it out. */
export function AnomalyTable({ series, anomalies, found }: AnomalyTableProps): ReactElement {
  const columns = useMemo(() => columnsOf(found), [found]);
  const [sort, setSort] = useState<Sort>({ key: 'time', down: false });
  const [refused, setRefused] = useState<LabError>();
  const selected = useLabels((labels) => labels.selected);
  const rows = useMemo(() => sorted(anomalies, columns, sort), [anomalies, columns, sort]);
  const cursor = useMemo(() => {
    const chosen = new Set(selected);
    return rows.findIndex(({ id }) => chosen.has(id));
  }, [rows, selected]);
  const choose = (index: number): void => {
    const row = at(rows, index);
    selectLabels([row.id]);
    showInterval(series, row.start, row.end);
  };
  const remove = (): void => {
    const row = rows[cursor];
    if (!row) return;
    const next = rows[cursor + 1] ?? rows[cursor - 1];
    const error = removeLabels([row.id]);
    setRefused(error);
    if (!error && next) selectLabels([next.id]);
  };
  const onKey = ({ key }: KeyboardEvent): boolean => {
    if (key === 'Enter' || key === ' ') choose(Math.max(0, cursor));
    else if (key === 'Delete' || key === 'Backspace') remove();
    else return false;
    return true;
  };
  return (
    <section className="realised" aria-label="Realised anomalies">
      <div className="part-head">
        <h3 className="grow">
          {plural(rows.length, 'anomaly', 'anomalies')} <span className="muted">as injected</span>
        </h3>
        <button
          type="button"
          className="button quiet"
          disabled={cursor < 0}
          title="Delete the selected anomaly (Delete)"
          onClick={remove}
        >
          Delete
        </button>
      </div>
      {refused && <ErrorNotice error={refused} onDismiss={() => setRefused(undefined)} />}
      <Grid
        label={`Anomalies of ${series}`}
        columns={columns}
        total={rows.length}
        row={(index) => rows[index]}
        sort={{ by: sort, onSort: setSort }}
        selection={{
          role: 'grid',
          cursor,
          isChosen: (_, index) => index === cursor,
          onChoose: choose,
          onKey,
        }}
      />
    </section>
  );
}
