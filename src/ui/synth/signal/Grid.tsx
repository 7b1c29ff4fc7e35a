import type { ReactElement } from 'react';
import { ok } from '../../../core/errors';
import { count, plural } from '../../../core/format';
import { microseconds } from '../../../core/recipe';
import type { SyntheticSource } from '../../../core/recipe/types';
import { member, type Edit } from '../../kit/form/edit';
import { Section } from '../../kit/form/Field';
import { TextField } from '../../kit/form/fields';
import { countReading, refuse, requiredText, timeReading, type Reading } from '../../kit/form/readings';
import { SeedField } from '../SeedField';
import { durationWithin } from './FieldInput';
import { lengthText, MOST_ROWS, readLength, rowsOf } from './length';

const name = requiredText('a name such as synthetic/series-1');
const rows = countReading(1, MOST_ROWS, 'rows');
const step = durationWithin({ min: 1000, max: 8.64e10 });

/** Rows by the length of time that they cover. `us`: microseconds from row to row. */
const lengthReading = (us: number): Reading<number> => ({
  write: (value) => lengthText(value * us),
  read: (text) => {
    const length = readLength(text);
    const most = `${lengthText(MOST_ROWS * us)}, ${plural(MOST_ROWS, 'row')} at this step`;
    if (length === undefined)
      return refuse(`Expected a length of time such as 10d or 1 d 12 h, up to ${most}; got "${text}".`);
    const value = rowsOf(length, us);
    return value <= MOST_ROWS
      ? ok(value)
      : refuse(`Expected at most ${most}; got "${text}", ${plural(value, 'row')}.`);
  },
});

/** What a series is called, where it starts, how far apart its rows are and how many there are. */
export function GridSection({ edit }: { edit: Edit<SyntheticSource> }): ReactElement {
  const byRows = member(edit, 'rows');
  return (
    <Section title="Series" summary={`${count(edit.value.rows)} rows`}>
      <TextField label="Name" reading={name} edit={member(edit, 'synthetic')} live={false} />
      <TextField
        label="Start (UTC)"
        name="Start"
        meaning="Time of the first row"
        reading={timeReading}
        edit={member(edit, 'start')}
        live={false}
      />
      <TextField
        label="Step"
        meaning="Time from row to row: 1 ms to 1 d"
        reading={step}
        edit={member(edit, 'step')}
        live={false}
      />
      <TextField
        label="Rows"
        meaning="Rows of each series before faults remove some: 1 to 100,000,000"
        reading={rows}
        edit={byRows}
        live={false}
      />
      <TextField
        label="Length"
        meaning="Rows × step. Changing it changes the rows"
        reading={lengthReading(microseconds(edit.value.step))}
        edit={{ ...byRows, path: `${byRows.path}.length` }}
        live={false}
      />
      <SeedField edit={member(edit, 'seed')} name="Seed" />
    </Section>
  );
}
