import { useId, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { toLabError, type LabError } from '../../core/errors';
import type { CsvFormat, FileSource, TimeFormat } from '../../core/recipe/types';
import { useFiles, type OpenQuestion } from '../../state/ingest/files';
import { Field, Select, Switch } from '../kit/controls';
import { Modal } from '../kit/Modal';
import { ErrorNotice } from '../kit/Notice';
import { plural } from '../../core/format';
import { CsvFields } from './CsvFields';
import { absolute, alike, ambiguous, applied, asks, carried, zoneOf, zones } from './layout';
import { Preview } from './Preview';

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
const NONE = ' none';

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

/** The questions that a file leaves open; nothing ambiguous is guessed in silence. */
export function ImportDialog({ question }: { question: OpenQuestion }): ReactElement {
  const { answer, reread } = question;
  const questions = useFiles((files) => files.questions);
  const others = questions.filter(
    (other) => other !== question && alike(question.inspection, other.inspection),
  );
  const [shown, setShown] = useState(question.inspection);
  const [source, setSource] = useState(question.inspection.source as FileSource);
  const [csv, setCsv] = useState(source.csv);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<LabError | null>(null);
  const [answered, setAnswered] = useState<readonly string[]>([]);
  const [all, setAll] = useState(true);
  const [zoneText, setZoneText] = useState(source.time.zone);
  const reading = useRef<AbortController>(undefined);
  const list = useId();
  const { columns } = shown;
  const { format } = source.time;
  const fixedZone = absolute.includes(format);
  const zone = fixedZone ? 'UTC' : zoneOf(zoneText);
  const asked = (about: string): boolean => asks(shown, about) && !answered.includes(about);
  const settle = (...about: string[]): void => setAnswered((before) => [...before, ...about]);
  const set = (change: Partial<FileSource>): void => setSource({ ...source, ...change });
  const error = failure ?? shown.error ?? null;
  const open = [
    asked('date-order') && 'say whether the day or the month comes first',
    asked('epoch-unit') && 'confirm or choose the unit of the epoch times',
    asked('decimal') && 'check the decimal sign',
    source.values.length === 0 && 'choose at least one value column',
    zone === undefined && `choose a zone from the list; "${zoneText}" is none`,
  ].filter((one): one is string => one !== false);

  const relay = async (change: Partial<CsvFormat>): Promise<void> => {
    if (!csv) return;
    const next = { ...csv, ...change };
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
  const pickSeries = (series: string): void => {
    const { series: _old, ...rest } = source;
    setSource(
      series === NONE ? rest : { ...rest, series, values: rest.values.filter((one) => one !== series) },
    );
  };
  const pickFormat = (next: TimeFormat): void => {
    set({ time: { ...source.time, format: next } });
    settle('epoch-unit', 'date-order');
  };
  const together = all ? others : [];
  const take = (): void => {
    const done: FileSource = { ...source, time: { ...source.time, zone: zone ?? 'UTC' } };
    const chosen = csv?.encoding !== question.inspection.format?.encoding;
    answer(done);
    for (const other of together) other.answer(applied(done, other.inspection, chosen));
  };
  const leave = (): void => {
    answer(null);
    for (const other of together) other.answer(null);
  };

  return (
    <Modal
      title={`How is ${question.inspection.name} laid out?`}
      wide
      onClose={() => answer(null)}
      foot={
        <>
          {others.length > 0 && (
            <label className="row grow">
              <Switch label="Apply to all like this" checked={all} onChange={setAll} />
              Apply to {plural(others.length, 'other file')} like this
            </label>
          )}
          <button type="button" className="button" onClick={leave}>
            {together.length > 0 ? `Leave all ${together.length + 1} out` : 'Leave this file out'}
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
      <Preview inspection={shown} busy={busy} />
      {error && <ErrorNotice error={error} />}
      <div className="columns">
        <Field label="Time column">
          <Select
            label="Time column"
            value={source.time.column}
            options={columns.map((value) => ({ value, label: value }))}
            onChange={pickTime}
          />
        </Field>
        <Field label="Time format">
          <Select
            label="Time format"
            value={format}
            options={formats.filter(
              ({ value }) =>
                (value === 'timestamp') === (shown.kind === 'parquet' && format === 'timestamp') ||
                value === format,
            )}
            onChange={pickFormat}
          />
        </Field>
        <Field label="Zone" {...(fixedZone ? { hint: 'The format says it: UTC.' } : {})}>
          <input
            className="input"
            aria-label="Zone of the source"
            list={list}
            disabled={fixedZone}
            aria-invalid={zone === undefined}
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
        <Field label="Series column">
          <Select
            label="Series column"
            value={source.series ?? NONE}
            options={[
              { value: NONE, label: 'None' },
              ...columns
                .filter((one) => one !== source.time.column)
                .map((value) => ({ value, label: value })),
            ]}
            onChange={pickSeries}
          />
        </Field>
        {csv && <CsvFields csv={csv} onChange={(change) => void relay(change)} />}
      </div>
      <fieldset className="choices">
        <legend className="muted">Value columns, each a series</legend>
        <div className="row">
          {columns.map((column) => (
            <label key={column} className="choice">
              <input
                type="checkbox"
                checked={source.values.includes(column)}
                disabled={column === source.time.column || column === source.series}
                onChange={({ target: { checked } }) =>
                  set({
                    values: columns.filter((one) => (one === column ? checked : source.values.includes(one))),
                  })
                }
              />
              {column}
            </label>
          ))}
        </div>
      </fieldset>
      {asks(shown, 'date-order') && (
        <Asked legend="Order of day and month">
          No date in the sample tells whether the day or the month comes first.
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
          The unit of these times is a guess from their size.{' '}
          <button type="button" className="button" onClick={() => settle('epoch-unit')}>
            Yes, times are: {formats.find(({ value }) => value === format)?.label}
          </button>
        </Asked>
      )}
      {asks(shown, 'decimal') && (
        <Asked legend="Decimal sign">
          A comma in this file may part columns, or stand before a fraction.
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
            The numbers above are read as they are meant
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
