import type { ReactElement } from 'react';
import type { CsvFormat } from '../../core/recipe/types';
import { editOf, member } from '../kit/form/edit';
import { SelectField, SwitchField, type Choice } from '../kit/form/fields';

const delimiters: Choice<CsvFormat['delimiter']>[] = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Pipe' },
  { value: ' ', label: 'Space' },
];
const encodings: Choice<CsvFormat['encoding']>[] = [
  { value: 'utf-8', label: 'UTF-8' },
  { value: 'utf-16le', label: 'UTF-16, little-endian' },
  { value: 'utf-16be', label: 'UTF-16, big-endian' },
  { value: 'windows-1252', label: 'Windows-1252 (Latin-1)' },
];

interface CsvFieldsProps {
  csv: CsvFormat;
  onChange: (csv: CsvFormat) => void;
}

/** How the text of a file is laid out. */
export function CsvFields({ csv, onChange }: CsvFieldsProps): ReactElement {
  const edit = editOf(csv, 'csv', onChange);
  const decimal = member(edit, 'decimal');
  return (
    <>
      <SelectField label="Delimiter" options={delimiters} edit={member(edit, 'delimiter')} />
      <SelectField label="Encoding" options={encodings} edit={member(edit, 'encoding')} />
      <SwitchField
        label="Decimal comma"
        edit={editOf(decimal.value === ',', decimal.path, (comma) => decimal.commit(comma ? ',' : '.'))}
      />
      <SwitchField label="Header line" name="First line is a header" edit={member(edit, 'header')} />
    </>
  );
}
