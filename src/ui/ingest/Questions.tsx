import { useId, type ReactElement, type ReactNode } from 'react';
import { at } from '../../core/list';
import type { Answer, Question } from '../../core/ingest/types';
import { editOf } from '../kit/form/edit';
import { TextField } from '../kit/form/fields';
import { durationReading, timeReading } from '../kit/form/readings';
import { utc } from '../kit/format';
import { useFetched } from '../kit/hooks';
import { ErrorNotice } from '../kit/Notice';
import { formatName } from './formats';
import { ZoneField } from './TimeFields';
import type { Import } from './useImport';

const titles: Partial<Record<Question['field'], string>> = {
  format: 'How are the times read?',
  decimal: 'How are the numbers read?',
  zone: 'In which zone were the times written?',
  start: 'When was each row?',
  step: 'When was each row?',
};

interface CardProps {
  question: Question;
  done: boolean;
  children?: ReactNode;
}

function Card({ question: { field, why }, done, children }: CardProps): ReactElement {
  return (
    <fieldset className={`notice question ${done ? 'info' : 'warning'}`} data-field={field}>
      <legend className="strong">{titles[field]}</legend>
      <p>{why}</p>
      {children}
    </fieldset>
  );
}

interface ChoicesProps {
  question: Question;
  /** Readings that take the place of the question's own, one for each option. */
  readings?: readonly string[] | null;
  chosen: (option: Answer) => boolean;
  onPick: (option: Answer) => void;
}

/** Both readings, the proposed one first. */
function Choices({ question: { field, options }, readings, chosen, onPick }: ChoicesProps): ReactElement {
  const name = useId();
  return (
    <div className="readings">
      {options.map((option, index) => (
        <label key={index} className="choice reading">
          <input type="radio" name={name} checked={chosen(option)} onChange={() => onPick(option)} />
          <span>
            {field === 'format' ? formatName(option.value) : notationName(option)}
            {index === 0 && ' (proposed)'}
            <span className="muted below">{readings?.[index] ?? option.reading}</span>
          </span>
        </label>
      ))}
    </div>
  );
}

/** What each order or unit of the times leads to, with all that is chosen beside it now. */
function FormatChoices({ file, ...choices }: { file: Import } & ChoicesProps): ReactElement {
  const { source, look } = file;
  const { options } = choices.question;
  const sources = options.map(({ value }) => ({ ...source, time: { ...source.time, format: value } }));
  const { data } = useFetched(JSON.stringify(sources), (signal) =>
    Promise.all(
      sources.map(async (one, index) => {
        const outcome = await look(one, signal);
        return outcome?.first === null || outcome?.last === null || !outcome
          ? at(options, index).reading
          : `${utc(outcome.first)} to ${utc(outcome.last)} UTC`;
      }),
    ),
  );
  return <Choices {...choices} readings={data} />;
}

function notationName({ value, source: { csv } }: Answer): string {
  const decimal = value === ',' ? 'Decimal comma' : 'Decimal point';
  const sign = csv?.thousands;
  if (sign === undefined) return decimal;
  const name = { ',': 'commas', '.': 'points', ' ': 'blanks', "'": 'apostrophes' }[sign];
  return `${decimal}, ${name} between thousands`;
}

interface QuestionsProps {
  file: Import;
  onZone: (known: boolean) => void;
}

/** What the file leaves open, each with what every answer leads to. */
export function Questions({ file, onZone }: QuestionsProps): ReactElement {
  const { shown, questions, answered, source, pick, confirm, set } = file;
  const { time, csv } = source;
  const confirmed = answered.has('start') && answered.has('step');
  const cards = questions.map((question) => {
    const { field } = question;
    const done = answered.has(field);
    switch (field) {
      case 'format':
        return (
          <Card key={field} question={question} done={done}>
            <FormatChoices
              file={file}
              question={question}
              chosen={({ value }) => done && time.format === value}
              onPick={(option) => pick(question, option)}
            />
          </Card>
        );
      case 'decimal':
        return (
          <Card key={field} question={question} done={done}>
            <Choices
              question={question}
              chosen={(option) =>
                done && csv?.decimal === option.value && csv.thousands === option.source.csv?.thousands
              }
              onPick={(option) => pick(question, option)}
            />
          </Card>
        );
      case 'zone':
        return (
          <Card key={field} question={question} done={done}>
            <ZoneField
              label="Zone"
              name="Zone of the abbreviations"
              zone={time.zone}
              fixed={false}
              onChange={(zone) => {
                onZone(zone !== undefined);
                if (zone !== undefined)
                  set((before) => ({ ...before, time: { ...before.time, zone } }), 'zone');
              }}
            />
            {!done && (
              <button type="button" className="button" onClick={() => confirm('zone')}>
                Confirm: {time.zone}
              </button>
            )}
          </Card>
        );
      case 'start':
        return (
          <Card key={field} question={question} done={confirmed}>
            <TextField
              label="First row"
              name="Time of the first row, asked"
              reading={timeReading}
              edit={editOf(time.start ?? '', 'asked-start', (start) =>
                set((before) => ({ ...before, time: { ...before.time, start } }), 'start'),
              )}
            />
            <TextField
              label="Step"
              name="Step between rows, asked"
              reading={durationReading}
              edit={editOf(time.step ?? '', 'asked-step', (step) =>
                set((before) => ({ ...before, time: { ...before.time, step } }), 'step'),
              )}
            />
            <label className="choice">
              <input
                type="checkbox"
                checked={confirmed}
                disabled={confirmed}
                onChange={() => confirm('start', 'step')}
              />
              This start and step are right
            </label>
          </Card>
        );
      case 'step':
      case 'time':
      case 'values':
      case 'entries':
        return null;
    }
  });
  const { error } = shown;
  const missing = questions.some(
    ({ field }) =>
      (field === 'time' && !answered.has('time')) || (field === 'values' && source.values.length === 0),
  );
  return (
    <div className="questions">
      {error && missing && <ErrorNotice error={error} />}
      {cards}
    </div>
  );
}
