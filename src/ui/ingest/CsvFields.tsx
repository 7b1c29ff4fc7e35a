import { useState, type ReactElement } from 'react';
import type { CsvFormat } from '../../core/recipe/types';
import { editOf, member, omitted, withDefault } from '../kit/form/edit';
import { SelectField, SwitchField, TextField, type Choice } from '../kit/form/fields';
import { countReading, optional, textReading } from '../kit/form/readings';

const delimiters: Choice<string>[] = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Pipe' },
  { value: ' ', label: 'Blanks' },
];
const OTHER = 'other';
const encodings: Choice<CsvFormat['encoding']>[] = [
  { value: 'utf-8', label: 'UTF-8' },
  { value: 'utf-16le', label: 'UTF-16, little-endian' },
  { value: 'utf-16be', label: 'UTF-16, big-endian' },
  { value: 'windows-1252', label: 'Windows-1252 (Latin-1)' },
];
const quotes: Choice<NonNullable<CsvFormat['quote']>>[] = [
  { value: '"', label: 'Double quotes' },
  { value: "'", label: 'Single quotes' },
  { value: '', label: 'None' },
];

const oneSign = textReading((text) =>
  /^[\t !#-~]$/.test(text) ? undefined : `Expected one character of ASCII, not a quote; got "${text}".`,
);

/** The layout in a few words. */
export function layoutSummary({ delimiter, header, skip = 0 }: CsvFormat): string {
  const sign = delimiters.find(({ value }) => value === delimiter)?.label.toLowerCase() ?? delimiter;
  const lines = skip > 0 ? `, ${skip} skipped` : '';
  return `${sign}, ${header ? 'header' : 'no header'}${lines}`;
}

interface CsvFieldsProps {
  csv: CsvFormat;
  onChange: (csv: CsvFormat) => void;
}

/** How the text of a file is laid out. */
export function CsvFields({ csv, onChange }: CsvFieldsProps): ReactElement {
  const edit = editOf(csv, 'csv', onChange);
  const delimiter = member(edit, 'delimiter');
  const known = delimiters.some(({ value }) => value === csv.delimiter);
  const [own, setOwn] = useState(!known);
  return (
    <>
      <SelectField
        label="Delimiter"
        options={[...delimiters, { value: OTHER, label: 'Another sign…' }]}
        edit={editOf(own || !known ? OTHER : csv.delimiter, 'delimiter', (value) => {
          setOwn(value === OTHER);
          if (value !== OTHER) delimiter.commit(value);
        })}
      />
      {(own || !known) && <TextField label="Sign" name="Delimiter sign" reading={oneSign} edit={delimiter} />}
      <SwitchField label="Header line" name="First line is a header" edit={member(edit, 'header')} />
      <TextField
        label="Lines to skip"
        meaning="Lines before the header, or before the first row where there is none"
        reading={countReading(0, 10_000, 'lines')}
        edit={omitted(member(edit, 'skip'), 0)}
      />
      {csv.header && (
        <TextField
          label="After header"
          name="Lines between header and rows"
          meaning="Lines between the header and the first row, such as a row of units"
          reading={countReading(0, 100, 'lines')}
          edit={omitted(member(edit, 'afterHeader'), 0)}
        />
      )}
      <TextField
        label="Comment sign"
        meaning="Lines that begin with this sign are passed over"
        placeholder="none"
        reading={optional(oneSign)}
        edit={member(edit, 'comment')}
      />
      <SelectField label="Quotes" options={quotes} edit={withDefault(member(edit, 'quote'), '"')} />
      <SelectField label="Encoding" options={encodings} edit={member(edit, 'encoding')} />
    </>
  );
}
