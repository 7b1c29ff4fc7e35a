import { useState, type ReactElement } from 'react';
import type { CsvFormat, FileSource, TimeFormat } from '../../core/recipe/types';
import type { Inspection } from '../../core/ingest/types';
import { useFiles, type OpenQuestion } from '../../state/files';
import { Field, Select, Switch } from '../components/controls';
import { Modal } from '../components/Modal';
import { many } from '../lib/format';

const formats: { value: TimeFormat; label: string }[] = [
  { value: 'iso', label: 'ISO without offset' },
  { value: 'iso-offset', label: 'ISO with offset or Z' },
  { value: 'day-first', label: 'Day first: 31/12/2023' },
  { value: 'month-first', label: 'Month first: 12/31/2023' },
  { value: 'epoch-s', label: 'Seconds since 1970' },
  { value: 'epoch-ms', label: 'Milliseconds since 1970' },
  { value: 'epoch-us', label: 'Microseconds since 1970' },
  { value: 'epoch-ns', label: 'Nanoseconds since 1970' },
  { value: 'timestamp', label: 'Parquet timestamp' },
];
const ambiguous: TimeFormat[] = ['day-first', 'month-first'];
const absolute: TimeFormat[] = ['iso-offset', 'epoch-s', 'epoch-ms', 'epoch-us', 'epoch-ns'];
const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

const delimiters: { value: CsvFormat['delimiter']; label: string }[] = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Bar' },
  { value: ' ', label: 'Space' },
];

/** Names and rows when the person says that the header is there, or is not. */
function laidOut({ columns, preview }: Inspection, was: boolean, header: boolean): [string[], string[][]] {
  if (was === header) return [columns, preview];
  if (header) return [preview[0] ?? columns, preview.slice(1)];
  return [columns.map((_, index) => `column ${index + 1}`), [columns, ...preview]];
}

const alike = (a: Inspection, b: Inspection): boolean =>
  a.columns.join('\0') === b.columns.join('\0') && a.kind === b.kind;

/** The questions that a file leaves open; nothing ambiguous is guessed in silence. */
export function ImportDialog({ question }: { question: OpenQuestion }): ReactElement {
  const { inspection, answer } = question;
  const questions = useFiles((files) => files.questions);
  const others = questions.slice(1).filter((other) => alike(other.inspection, inspection));
  const [source, setSource] = useState(inspection.source as FileSource);
  const asks = (about: string): boolean => inspection.questions.some((one) => one.about === about);
  const [settled, setSettled] = useState(!asks('date-order'));
  const [decided, setDecided] = useState(!asks('epoch-unit'));
  const [all, setAll] = useState(others.length > 0);
  const [zoneText, setZoneText] = useState(source.time.zone);
  const { csv } = source;
  const wasHeader = inspection.format?.header ?? true;
  const [columns, rows] = laidOut(inspection, wasHeader, csv?.header ?? wasHeader);
  const set = (change: Partial<FileSource>): void => setSource({ ...source, ...change });
  const setCsv = (change: Partial<CsvFormat>): void => {
    if (csv) set({ csv: { ...csv, ...change } });
  };
  const renamed = (header: boolean): void => {
    const [names] = laidOut(inspection, wasHeader, header);
    const map = (name: string): string => names[columns.indexOf(name)] ?? name;
    setSource({
      ...source,
      ...(csv ? { csv: { ...csv, header } } : {}),
      time: { ...source.time, column: map(source.time.column) },
      values: source.values.map(map),
      ...(source.series === undefined ? {} : { series: map(source.series) }),
    });
  };
  const format = source.time.format;
  const fixedZone = absolute.includes(format);
  const open = [
    !settled && 'say whether the day or the month comes first',
    !decided && 'choose the unit of the epoch times',
    source.values.length === 0 && 'choose at least one value column',
    !fixedZone && !zones.includes(zoneText) && `choose a zone from the list; "${zoneText}" is none`,
  ].filter((one): one is string => one !== false);
  const take = (): void => {
    const { series, ...rest } = source;
    const done: FileSource = {
      ...rest,
      ...(series ? { series } : {}),
      time: { ...source.time, zone: fixedZone ? 'UTC' : zoneText },
    };
    answer(done);
    if (all) for (const other of others) other.answer({ ...done, file: other.inspection.name });
  };
  const pickFormat = (next: TimeFormat): void => {
    set({ time: { ...source.time, format: next } });
    if (ambiguous.includes(next) || !ambiguous.includes(format)) setSettled(true);
    setDecided(true);
  };
  return (
    <Modal
      title={`How is ${inspection.name} laid out?`}
      wide
      onClose={() => answer(null)}
      foot={
        <>
          {others.length > 0 && (
            <label className="row grow">
              <Switch label="Apply to all like this" checked={all} onChange={setAll} />
              Apply to {many(others.length, 'other file')} like this
            </label>
          )}
          <button type="button" className="button" onClick={() => answer(null)}>
            Leave this file out
          </button>
          <button type="button" className="button primary" disabled={open.length > 0} onClick={take}>
            Load
          </button>
        </>
      }
    >
      <div style={{ overflow: 'auto', maxHeight: 208 }} tabIndex={0} role="region" aria-label="First rows">
        <table className="plain">
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, 20).map((row, at) => (
              <tr key={at}>
                {row.map((cell, index) => (
                  <td key={index}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="columns">
        <Field label="Time column">
          <Select
            label="Time column"
            value={source.time.column}
            options={columns.map((value) => ({ value, label: value }))}
            onChange={(column) => set({ time: { ...source.time, column } })}
          />
        </Field>
        <Field label="Time format">
          <Select
            label="Time format"
            value={format}
            options={formats.filter(
              ({ value }) =>
                (value === 'timestamp') === (inspection.kind === 'parquet' && format === 'timestamp') ||
                value === format,
            )}
            onChange={pickFormat}
          />
        </Field>
        <Field label="Zone" {...(fixedZone ? { hint: 'The format says it: UTC.' } : {})}>
          <input
            className="input"
            aria-label="Zone of the source"
            list="zones"
            disabled={fixedZone}
            value={fixedZone ? 'UTC' : zoneText}
            onChange={(event) => setZoneText(event.target.value)}
          />
        </Field>
        <datalist id="zones">
          {zones.map((zone) => (
            <option key={zone} value={zone}>
              {zone}
            </option>
          ))}
        </datalist>
        <Field label="Series column">
          <Select
            label="Series column"
            value={source.series ?? ' none'}
            options={[
              { value: ' none', label: 'None' },
              ...columns.map((value) => ({ value, label: value })),
            ]}
            onChange={(series) => {
              const { series: _old, ...rest } = source;
              setSource(series === ' none' ? rest : { ...rest, series });
            }}
          />
        </Field>
        {csv && (
          <>
            <Field label="Delimiter">
              <Select
                label="Delimiter"
                value={csv.delimiter}
                options={delimiters}
                onChange={(delimiter) => setCsv({ delimiter })}
              />
            </Field>
            <Field label="Decimal comma">
              <Switch
                label="Decimal comma"
                checked={csv.decimal === ','}
                onChange={(comma) => setCsv({ decimal: comma ? ',' : '.' })}
              />
            </Field>
            <Field label="Header line">
              <Switch label="First line names the columns" checked={csv.header} onChange={renamed} />
            </Field>
          </>
        )}
      </div>
      <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
        <legend className="muted" style={{ fontSize: 12 }}>
          Value columns, each a series
        </legend>
        <div className="row" style={{ flexWrap: 'wrap', paddingTop: 4 }}>
          {columns.map((column) => (
            <label key={column} className="row" style={{ gap: 4 }}>
              <input
                type="checkbox"
                checked={source.values.includes(column)}
                disabled={column === source.time.column || column === source.series}
                onChange={(event) =>
                  set({
                    values: columns.filter((one) =>
                      one === column ? event.target.checked : source.values.includes(one),
                    ),
                  })
                }
              />
              {column}
            </label>
          ))}
        </div>
      </fieldset>
      {asks('date-order') && (
        <fieldset className="notice warning">
          <legend className="visually-hidden">Order of day and month</legend>
          No date in the sample tells whether the day or the month comes first.
          <div className="row" style={{ paddingTop: 4 }}>
            {ambiguous.map((value) => (
              <label key={value} className="row" style={{ gap: 4 }}>
                <input
                  type="radio"
                  name="date-order"
                  checked={settled && format === value}
                  onChange={() => pickFormat(value)}
                />
                {value === 'day-first' ? 'Day first' : 'Month first'}
              </label>
            ))}
          </div>
        </fieldset>
      )}
      {!decided && (
        <button type="button" className="button" onClick={() => setDecided(true)}>
          Yes, times are: {formats.find(({ value }) => value === format)?.label}
        </button>
      )}
      {open.length > 0 && (
        <p className="warn" role="status">
          Before loading: {open.join('; ')}.
        </p>
      )}
    </Modal>
  );
}
