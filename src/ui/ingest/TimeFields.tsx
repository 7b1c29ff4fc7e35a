import { useId, useState, type ReactElement } from 'react';
import { INDEX_START, INDEX_STEP } from '../../core/ingest/guess/roles';
import { listOf } from '../../core/recipe/series';
import { formatProblem } from '../../core/recipe/timeFormat';
import { editOf, member } from '../kit/form/edit';
import { Field } from '../kit/form/Field';
import { SelectField, SwitchField, TextField } from '../kit/form/fields';
import { durationReading, timeReading } from '../kit/form/readings';
import { ColumnList } from './ColumnSelect';
import { formatName, isPattern, namedFormats, patternExamples, zoneMatters, zoneOf, zones } from './formats';
import type { Import } from './useImport';

interface ZoneFieldProps {
  label: string;
  name: string;
  zone: string;
  fixed: boolean;
  hint?: string | undefined;
  /** Undefined where what is written is no zone. */
  onChange: (zone: string | undefined) => void;
}

/** A time zone, found by any part of its name. */
export function ZoneField({ label, name, zone, fixed, hint, onChange }: ZoneFieldProps): ReactElement {
  const [text, setText] = useState(zone);
  const [from, setFrom] = useState(zone);
  const list = useId();
  const id = useId();
  if (from !== zone) {
    // Another field has chosen a zone.
    setFrom(zone);
    if (zoneOf(text) !== zone) setText(zone);
  }
  const known = fixed || zoneOf(text) !== undefined;
  return (
    <>
      <Field
        label={label}
        hint={fixed ? 'Given by the format: UTC.' : hint}
        id={id}
        error={
          known
            ? undefined
            : { code: 'zone-unknown', message: `Expected a time zone such as Europe/Berlin; got "${text}".` }
        }
      >
        <input
          className="input"
          aria-label={name}
          list={list}
          disabled={fixed}
          aria-invalid={!known}
          aria-describedby={known ? undefined : id}
          autoComplete="off"
          spellCheck={false}
          value={fixed ? 'UTC' : text}
          onChange={({ target }) => {
            setText(target.value);
            onChange(zoneOf(target.value));
          }}
          onBlur={() => {
            const found = zoneOf(text);
            if (found !== undefined && !fixed) setText(found);
          }}
        />
      </Field>
      <datalist id={list}>
        {zones.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </datalist>
    </>
  );
}

function PatternField({
  format,
  onChange,
}: {
  format: string;
  onChange: (format: string) => void;
}): ReactElement {
  const id = useId();
  const list = useId();
  const problem = formatProblem(format);
  return (
    <>
      <Field
        label="Pattern"
        meaning="Tokens of Unicode's date fields (UTS 35)"
        hint="yyyy year, MM month, MMM its name, dd day, HH hour, h and a with AM or PM, mm minute, ss second, XXX offset; other letters in 'quotes'."
        id={id}
        error={
          problem === undefined
            ? undefined
            : { code: 'recipe-value', message: `Not a time pattern: ${problem}.` }
        }
      >
        <input
          className="input mono"
          aria-label="Time pattern"
          list={list}
          aria-invalid={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : id}
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          value={format}
          onChange={({ target }) => onChange(target.value)}
        />
      </Field>
      <datalist id={list}>
        {patternExamples.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </datalist>
    </>
  );
}

const PATTERN = 'pattern';

interface TimeFieldsProps {
  file: Import;
  onZone: (known: boolean) => void;
}

/** Where the times are, how they are written, and in which zone. */
export function TimeFields({ file, onZone }: TimeFieldsProps): ReactElement {
  const { shown, source, set, setTime } = file;
  const { time } = source;
  const times = listOf(time.column);
  const edit = editOf(time, 'time', (next) => set((before) => ({ ...before, time: next })));
  // A pattern stays one while it is written, though it may be the name of a format on the way.
  const [writes, setWrites] = useState(isPattern(time.format));
  const pattern = writes || isPattern(time.format);
  const pickFormat = (format: string): void => {
    setWrites(format === PATTERN);
    const next = format === PATTERN ? (isPattern(time.format) ? time.format : 'yyyy-MM-dd HH:mm:ss') : format;
    const numbers =
      next === 'index' ? { start: time.start ?? INDEX_START, step: time.step ?? INDEX_STEP } : {};
    set((before) => ({ ...before, time: { ...before.time, ...numbers, format: next } }), 'format', 'time');
  };
  const isParquet = shown.kind === 'parquet';
  const aware = shown.aware?.some((column) => times.includes(column)) === true;
  const choices = namedFormats.filter(
    ({ value }) => value === time.format || value !== 'timestamp' || isParquet,
  );
  const numbered = time.format === 'index';
  return (
    <>
      <ColumnList
        label="Time column"
        add="Add a time column"
        none="None: number the rows"
        chosen={times}
        columns={shown.columns}
        onChange={(columns) => {
          setWrites(false);
          setTime(columns);
        }}
      />
      {times.length > 0 && (
        <SelectField
          label="Format"
          name="Time format"
          options={[...choices, { value: PATTERN, label: 'A pattern of your own…' }]}
          other={formatName}
          edit={editOf(pattern ? PATTERN : time.format, 'format', pickFormat)}
        />
      )}
      {times.length > 0 && pattern && (
        <PatternField
          format={time.format}
          onChange={(format) => {
            setWrites(true);
            set((before) => ({ ...before, time: { ...before.time, format } }), 'format', 'time');
          }}
        />
      )}
      {numbered && (
        <>
          <TextField
            label="First row"
            name="Time of the first row"
            meaning="The time of row number 0, in UTC"
            reading={timeReading}
            edit={editOf(time.start ?? '', 'start', (start) =>
              set((before) => ({ ...before, time: { ...before.time, start } }), 'start'),
            )}
          />
          <TextField
            label="Step"
            name="Step between rows"
            reading={durationReading}
            edit={editOf(time.step ?? '', 'step', (step) =>
              set((before) => ({ ...before, time: { ...before.time, step } }), 'step'),
            )}
          />
        </>
      )}
      <ZoneField
        label="Zone"
        name="Time zone of the source"
        zone={time.zone}
        fixed={!zoneMatters(time) || aware}
        hint={time.format === 'iso-offset' ? 'Of times that have no offset.' : undefined}
        onChange={(zone) => {
          onZone(zone !== undefined);
          if (zone !== undefined) set((before) => ({ ...before, time: { ...before.time, zone } }), 'zone');
        }}
      />
      {times.length > 0 && !numbered && (
        <SwitchField
          label="Intervals"
          name="Cells are intervals of which the start is the time"
          meaning={'"start - end": the start is the time'}
          edit={editOf(time.interval === true, 'interval', (interval) =>
            member(edit, 'interval').commit(interval ? true : undefined),
          )}
        />
      )}
    </>
  );
}
