import { useId, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { toLabError, type LabError } from '../../core/errors';
import { plural } from '../../core/format';
import type { Inspection } from '../../core/ingest/types';
import type { CsvFormat, FileSource, TimeFormat } from '../../core/recipe/types';
import { useFiles, type OpenQuestion } from '../../state/ingest/files';
import { Switch } from '../kit/controls';
import { editOf } from '../kit/form/edit';
import { Field } from '../kit/form/Field';
import { SelectField } from '../kit/form/fields';
import { Modal } from '../kit/Modal';
import { ErrorNotice } from '../kit/Notice';
import { ColumnChoices } from './ColumnChoices';
import { ColumnField } from './ColumnField';
import { CsvFields } from './CsvFields';
import { FirstRows } from './FirstRows';
import { absolute, alike, ambiguous, applied, asks, carried, sourceOf, zoneOf, zones } from './layout';

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

interface AskedProps {
  legend: string;
  children: ReactNode;
}

const Asked = ({ legend, children }: AskedProps): ReactElement => (
  <fieldset className="notice warning">
    <legend className="visually-hidden">{legend}</legend>
    {children}
  </fieldset>
);

/** What a file would be loaded as. A file is only asked about where that is known. */
function startingSource(inspection: Inspection): FileSource {
  const source = sourceOf(inspection);
  if (!source) throw new TypeError(`expected a file of observations, got ${inspection.kind}`);
  return source;
}

/** The questions that a file leaves open; nothing ambiguous is guessed in silence. */
export function ImportDialog({ question }: { question: OpenQuestion }): ReactElement {
  const { answer, reread } = question;
  const questions = useFiles((files) => files.questions);
  const others = questions.filter(
    (other) => other !== question && alike(question.inspection, other.inspection),
  );
  const [shown, setShown] = useState(question.inspection);
  const [source, setSource] = useState(() => startingSource(question.inspection));
  const [csv, setCsv] = useState(source.csv);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<LabError | null>(null);
  const [answered, setAnswered] = useState<readonly string[]>([]);
  const [all, setAll] = useState(true);
  const [zoneText, setZoneText] = useState(source.time.zone);
  const reading = useRef<AbortController>(undefined);
  const list = useId();
  const zoneError = useId();
  const { columns } = shown;
  const { format } = source.time;
  const fixedZone = absolute.includes(format);
  const zone = fixedZone ? 'UTC' : zoneOf(zoneText);
  const asked = (about: string): boolean => asks(shown, about) && !answered.includes(about);
  const confirm = (...about: string[]): void => setAnswered((before) => [...before, ...about]);
  const set = (change: Partial<FileSource>): void => setSource({ ...source, ...change });
  const error = failure ?? shown.error ?? null;
  const open = [
    asked('date-order') && 'choose whether the day or the month comes first',
    asked('epoch-unit') && 'confirm or choose the unit of the epoch times',
    asked('decimal') && 'confirm the decimal separator',
    source.values.length === 0 && 'choose at least one value column',
    zone === undefined && 'choose a time zone',
  ].filter((one): one is string => one !== false);

  const readAgain = async (next: CsvFormat): Promise<void> => {
    setCsv(next);
    reading.current?.abort();
    const control = new AbortController();
    reading.current = control;
    setBusy(true);
    try {
      const again = await reread(next, control.signal);
      if (control.signal.aborted) return;
      setSource((was) => carried(was, next, columns, again));
      setShown(again);
      setFailure(null);
    } catch (thrown) {
      if (!control.signal.aborted) setFailure(toLabError(thrown));
    } finally {
      if (reading.current === control) setBusy(false);
    }
  };
  const pickTime = (column: string): void =>
    set({ time: { ...source.time, column }, values: source.values.filter((one) => one !== column) });
  const pickSeries = (series: string | undefined): void => {
    const { series: _old, ...rest } = source;
    setSource(
      series === undefined ? rest : { ...rest, series, values: rest.values.filter((one) => one !== series) },
    );
  };
  const pickFormat = (next: TimeFormat): void => {
    set({ time: { ...source.time, format: next } });
    confirm('epoch-unit', 'date-order');
  };
  const together = all ? others : [];
  const take = (): void => {
    const done: FileSource = { ...source, time: { ...source.time, zone: zone ?? 'UTC' } };
    const chosen = csv?.encoding !== question.inspection.format?.encoding;
    answer(done);
    for (const other of together) other.answer(applied(done, other.inspection, chosen));
  };
  const skip = (): void => {
    answer(null);
    for (const other of together) other.answer(null);
  };

  return (
    <Modal
      title={`Import ${question.inspection.name}`}
      wide
      onClose={() => answer(null)}
      foot={
        <>
          {others.length > 0 && (
            <label className="row grow">
              <Switch label="Apply to all files with this layout" checked={all} onChange={setAll} />
              Apply to {plural(others.length, 'other file')} with this layout
            </label>
          )}
          <button type="button" className="button" onClick={skip}>
            {together.length > 0 ? `Skip all ${together.length + 1}` : 'Skip this file'}
          </button>
          <button
            type="button"
            className="button primary"
            disabled={open.length > 0 || busy || error !== null}
            onClick={take}
          >
            {together.length > 0 ? `Load all ${together.length + 1}` : 'Load'}
          </button>
        </>
      }
    >
      <FirstRows inspection={shown} busy={busy} />
      {error && <ErrorNotice error={error} />}
      <div className="columns">
        <ColumnField label="Time column" columns={columns} value={source.time.column} onPick={pickTime} />
        <SelectField
          label="Time format"
          options={formats.filter(
            ({ value }) =>
              (value === 'timestamp') === (shown.kind === 'parquet' && format === 'timestamp') ||
              value === format,
          )}
          edit={editOf(format, 'time.format', pickFormat)}
        />
        <Field
          label="Time zone"
          hint={fixedZone ? 'Given by the format: UTC.' : undefined}
          id={zoneError}
          error={
            zone === undefined
              ? {
                  code: 'zone-unknown',
                  message: `Expected a time zone such as Europe/Berlin; got "${zoneText}".`,
                }
              : undefined
          }
        >
          <input
            className="input"
            aria-label="Time zone of the source"
            list={list}
            disabled={fixedZone}
            aria-invalid={zone === undefined}
            aria-describedby={zone === undefined ? zoneError : undefined}
            value={fixedZone ? 'UTC' : zoneText}
            onChange={(event) => setZoneText(event.target.value)}
            onBlur={() => zone !== undefined && !fixedZone && setZoneText(zone)}
          />
        </Field>
        <datalist id={list}>
          {zones.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </datalist>
        <ColumnField
          label="Series column"
          columns={columns.filter((one) => one !== source.time.column)}
          value={source.series}
          onPick={pickSeries}
          onNone={() => pickSeries(undefined)}
        />
        {csv && <CsvFields csv={csv} onChange={(next) => void readAgain(next)} />}
      </div>
      <ColumnChoices
        columns={columns}
        chosen={source.values}
        taken={[source.time.column, source.series]}
        onChange={(values) => set({ values })}
      />
      {asks(shown, 'date-order') && (
        <Asked legend="Order of day and month">
          The sample does not show whether the day or the month comes first.
          <div className="row answers">
            {ambiguous.map((value) => (
              <label key={value} className="choice">
                <input
                  type="radio"
                  name="date-order"
                  checked={answered.includes('date-order') && format === value}
                  onChange={() => pickFormat(value)}
                />
                {value === 'day-first' ? 'Day first' : 'Month first'}
              </label>
            ))}
          </div>
        </Asked>
      )}
      {asked('epoch-unit') && (
        <Asked legend="Unit of the epoch times">
          The unit of these times was guessed from their size.{' '}
          <button type="button" className="button" onClick={() => confirm('epoch-unit')}>
            Confirm: {formats.find(({ value }) => value === format)?.label}
          </button>
        </Asked>
      )}
      {asks(shown, 'decimal') && (
        <Asked legend="Decimal separator">
          A comma in this file may separate columns or decimals.
          <label className="choice answers">
            <input
              type="checkbox"
              checked={answered.includes('decimal')}
              onChange={({ target: { checked } }) =>
                setAnswered((before) => [
                  ...before.filter((one) => one !== 'decimal'),
                  ...(checked ? ['decimal'] : []),
                ])
              }
            />
            The numbers above are read correctly
          </label>
        </Asked>
      )}
      {open.length > 0 && (
        <p className="warn" role="status">
          Before loading: {open.join('; ')}.
        </p>
      )}
    </Modal>
  );
}
