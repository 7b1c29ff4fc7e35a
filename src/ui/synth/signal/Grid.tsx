import type { ReactElement } from 'react';
import { parseDuration } from '../../../core/recipe';
import type { SyntheticSource } from '../../../core/recipe/types';
import { ok } from '../../../core/errors';
import { count } from '../../../core/format';
import { at, type Edit } from '../fields/edit';
import { Written } from '../fields/inputs';
import { countReading, timeReading } from '../fields/readings';
import { Section } from '../fields/Section';
import { Seed } from '../fields/Seed';
import { refuse, type Reading } from '../fields/useDraft';
import { durationWithin } from './FieldInput';
import { lengthText, MOST_ROWS, readLength, rowsOf } from '../lib/length';

const name: Reading<string> = {
  write: (text) => text,
  read: (text) =>
    text === '' ? refuse('Expected a name such as synthetic/series-1; it is empty.') : ok(text),
};
const rows = countReading(1, MOST_ROWS, 'rows');
const step = durationWithin({
  key: 'step',
  label: 'Step',
  unit: '',
  meaning: '',
  type: 'duration',
  min: 1000,
  max: 8.64e10,
});

/** Rows by the length of time that they cover. */
const lengthReading = (us: number): Reading<number> => ({
  write: (value) => lengthText(value * us),
  read: (text) => {
    const length = readLength(text);
    const most = `${lengthText(MOST_ROWS * us)}, ${count(MOST_ROWS)} rows at this step`;
    if (length === undefined)
      return refuse(`Expected a length of time such as 10d or 1 d 12 h, up to ${most}; got "${text}".`);
    const value = rowsOf(length, us);
    return value <= MOST_ROWS
      ? ok(value)
      : refuse(`Expected at most ${most}; got "${text}", ${count(value)} rows.`);
  },
});

/** What a series is called, where it starts, how far apart its rows are and how many there are. */
export function GridSection({ edit }: { edit: Edit<SyntheticSource> }): ReactElement {
  const us = parseDuration(edit.value.step) ?? 1e6;
  const byRows = at(edit, 'rows');
  return (
    <Section title="Series" said={`${count(edit.value.rows)} rows`}>
      <Written label="Name" reading={name} edit={at(edit, 'synthetic')} quiet={false} />
      <Written
        label="Start (UTC)"
        name="Start"
        meaning="Time of the first row"
        reading={timeReading}
        edit={at(edit, 'start')}
        quiet={false}
      />
      <Written
        label="Step"
        meaning="Between one row and the next: 1 ms to 1 d"
        reading={step}
        edit={at(edit, 'step')}
        quiet={false}
      />
      <Written
        label="Rows"
        meaning="Of each series, before faults take some away: 1 to 100,000,000"
        reading={rows}
        edit={byRows}
        quiet={false}
      />
      <Written
        label="Length"
        meaning="Rows times step; change either"
        reading={lengthReading(us)}
        edit={{ ...byRows, path: `${byRows.path}.length` }}
        quiet={false}
      />
      <Seed edit={at(edit, 'seed')} name="Seed" />
    </Section>
  );
}
