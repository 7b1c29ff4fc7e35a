import type { ReactElement } from 'react';
import { formatInstant } from '../../../core/recipe';
import type { PlacedInjection } from '../../../core/recipe/types';
import { useView } from '../../../state/view/view';
import { at, type Edit } from '../fields/edit';
import { Written } from '../fields/inputs';
import { timeReading } from '../fields/readings';
import { useProblem } from '../fields/problems';
import { ShapeEditor } from './ShapeEditor';

/** An anomaly at a time that a person chose. */
export function PlacedForm({ edit, name }: { edit: Edit<PlacedInjection>; name: string }): ReactElement {
  const range = useView((view) => view.range);
  const start = at(edit, 'start');
  const { settle } = useProblem(start.path);
  return (
    <>
      <Written label="Start (UTC)" name={`${name}, start`} reading={timeReading} edit={start} quiet={false} />
      {range && (
        <button
          type="button"
          className="button quiet"
          onClick={() =>
            settle(start.commit(formatInstant(Math.round((range.from + range.to) / 2 / 1000) * 1000)))
          }
        >
          Move to the middle of the view
        </button>
      )}
      <ShapeEditor edit={at(edit, 'shape')} name={name} series={edit.value.series} />
    </>
  );
}
