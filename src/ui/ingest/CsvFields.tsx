import type { ReactElement } from 'react';
import type { CsvFormat } from '../../core/recipe/types';
import { Field, Select, Switch, type Option } from '../kit/controls';

const delimiters: Option<CsvFormat['delimiter']>[] = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Bar' },
  { value: ' ', label: 'Space' },
];
const encodings: Option<CsvFormat['encoding']>[] = [
  { value: 'utf-8', label: 'UTF-8' },
  { value: 'utf-16le', label: 'UTF-16, little-endian' },
  { value: 'utf-16be', label: 'UTF-16, big-endian' },
  { value: 'windows-1252', label: 'Windows-1252 (Latin-1)' },
];

interface CsvFieldsProps {
  csv: CsvFormat;
  onChange: (change: Partial<CsvFormat>) => void;
}

/** How the text is laid out. */
export function CsvFields({ csv, onChange }: CsvFieldsProps): ReactElement {
  return (
    <>
      <Field label="Delimiter">
        <Select
          label="Delimiter"
          value={csv.delimiter}
          options={delimiters}
          onChange={(delimiter) => onChange({ delimiter })}
        />
      </Field>
      <Field label="Encoding">
        <Select
          label="Encoding"
          value={csv.encoding}
          options={encodings}
          onChange={(encoding) => onChange({ encoding })}
        />
      </Field>
      <Field label="Decimal comma">
        <Switch
          label="Decimal comma"
          checked={csv.decimal === ','}
          onChange={(comma) => onChange({ decimal: comma ? ',' : '.' })}
        />
      </Field>
      <Field label="Header line">
        <Switch
          label="First line names the columns"
          checked={csv.header}
          onChange={(header) => onChange({ header })}
        />
      </Field>
    </>
  );
}
