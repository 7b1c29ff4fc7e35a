import type { ReactElement } from 'react';
import { listOf } from '../../core/recipe/series';
import { editOf, withKey } from '../kit/form/edit';
import { Field } from '../kit/form/Field';
import { TextField } from '../kit/form/fields';
import { ColumnList, ColumnSelect } from './ColumnSelect';
import { normalOf, withKeyColumns, withLabels } from './layout';
import type { Import } from './useImport';
import { wordsReading } from './ValueFields';

/** What tells series apart, and which column says what is anomalous. */
export function SeriesFields({ file }: { file: Import }): ReactElement {
  const { shown, source, set } = file;
  const { columns, preview } = shown;
  const times = listOf(source.time.column);
  const free = columns.filter((column) => !times.includes(column));
  const { labels } = source;
  const cellsOf = (column: string): string[] => {
    const place = columns.indexOf(column);
    return preview.map((row) => row[place] ?? '');
  };
  return (
    <>
      <ColumnList
        label="Key column"
        add="Add a key column"
        none="None: all rows are one series"
        chosen={listOf(source.series)}
        columns={free}
        onChange={(keys) => set((before) => withKeyColumns(before, keys))}
      />
      <Field label="Label column">
        <ColumnSelect
          label="Label column"
          none="None"
          value={labels?.column}
          columns={free}
          onChange={(column) =>
            set((before) =>
              withLabels(
                before,
                column === undefined ? undefined : { column, normal: [normalOf(cellsOf(column))] },
              ),
            )
          }
        />
      </Field>
      {labels && (
        <>
          <TextField
            label="Normal words"
            name="Words for normal"
            meaning="Rows with one of these words are normal; rows with any other are anomalous"
            hint="One word a line. Rows with another word are anomalous."
            lines={2}
            reading={wordsReading}
            edit={editOf(labels.normal, 'normal', (normal) =>
              set((before) => (before.labels ? { ...before, labels: { ...before.labels, normal } } : before)),
            )}
          />
          <Field label="Type column">
            <ColumnSelect
              label="Type column"
              none="None: the word itself"
              value={labels.type}
              columns={free.filter((column) => column !== labels.column)}
              onChange={(type) => set((before) => withLabels(before, withKey(labels, 'type', type)))}
            />
          </Field>
        </>
      )}
    </>
  );
}
