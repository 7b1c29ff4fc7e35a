import { useState, type ReactElement } from 'react';
import { plural } from '../../core/format';
import { listOf } from '../../core/recipe/series';
import { useFiles, type OpenQuestion } from '../../state/ingest/files';
import { Switch } from '../kit/controls';
import { Section } from '../kit/form/Field';
import { Modal } from '../kit/Modal';
import { ErrorNotice } from '../kit/Notice';
import { CsvFields, layoutSummary } from './CsvFields';
import { FirstRows } from './FirstRows';
import { formatName, zoneMatters } from './formats';
import { alike, applied, tidied } from './layout';
import { openItems } from './open';
import { Outcome } from './Outcome';
import { Questions } from './Questions';
import { SeriesFields } from './SeriesFields';
import { TimeFields } from './TimeFields';
import { useImport } from './useImport';
import { NumberFields, ValueColumns } from './ValueFields';

/** How a file is to be read: what is guessed, what it leads to, and all of it to be set. Nothing ambiguous is guessed in silence. */
export function ImportDialog({ question }: { question: OpenQuestion }): ReactElement {
  const { answer, inspection, edits = false } = question;
  const questions = useFiles((files) => files.questions);
  const others = edits
    ? []
    : questions.filter((other) => other !== question && !other.edits && alike(inspection, other.inspection));
  const file = useImport(question);
  const { shown, source, outcome, current, failure, answered, setCsv } = file;
  const [all, setAll] = useState(true);
  const [zoneKnown, setZoneKnown] = useState(true);
  const { csv, time } = source;
  const open = openItems({ ...file, zoneKnown, outcome: current ? outcome : undefined });
  const together = all ? others : [];
  const zoned = zoneMatters(time) ? time.zone : 'UTC';
  const take = (): void => {
    const done = tidied({ ...source, time: { ...time, zone: zoned } });
    const chosen = csv?.encoding !== inspection.format?.encoding;
    const guessed = !answered.has('format');
    answer({ source: done, guessed });
    for (const other of together)
      other.answer({ source: applied(done, other.inspection, chosen), guessed: true });
  };
  const skip = (): void => {
    answer(null);
    for (const other of together) other.answer(null);
  };
  const times = listOf(time.column);
  const busy = !current && failure === null;

  return (
    <Modal
      title={edits ? `Edit import of ${inspection.name}` : `Import ${inspection.name}`}
      className="import"
      onClose={() => answer(null)}
      foot={
        <>
          {others.length > 0 && (
            <label className="row">
              <Switch label="Apply to all files with this layout" checked={all} onChange={setAll} />
              Apply to {plural(others.length, 'other file')} with this layout
            </label>
          )}
          <p className="grow open-items" role="status">
            {open.length > 0 && <span className="warn">Before loading: {open.join('; ')}.</span>}
          </p>
          <button type="button" className="button" onClick={skip}>
            {edits ? 'Cancel' : together.length > 0 ? `Skip all ${together.length + 1}` : 'Skip this file'}
          </button>
          <button
            type="button"
            className="button primary"
            disabled={open.length > 0 || busy || failure !== null}
            onClick={take}
          >
            {together.length > 0 ? `Load all ${together.length + 1}` : 'Load'}
          </button>
        </>
      }
    >
      <div className="import-settings">
        <Questions file={file} onZone={setZoneKnown} />
        <Section title="Time" summary={`${times.join(' + ') || 'row numbers'}, ${formatName(time.format)}`}>
          <TimeFields file={file} onZone={setZoneKnown} />
        </Section>
        <Section title="Values">
          <ValueColumns file={file} />
          <NumberFields file={file} />
        </Section>
        <Section title="Series and labels">
          <SeriesFields file={file} />
        </Section>
        {csv && (
          <Section
            title="Text layout"
            summary={layoutSummary(csv)}
            startsOpen={failure !== null || inspection.error !== undefined}
          >
            <CsvFields
              csv={csv}
              onChange={(next) => setCsv(next, ...(next.decimal === csv.decimal ? [] : ['decimal' as const]))}
            />
          </Section>
        )}
      </div>
      <div className="import-seen">
        <Outcome outcome={outcome} source={source} current={current} />
        {failure && <ErrorNotice error={failure} />}
        <FirstRows inspection={shown} source={source} busy={busy} />
      </div>
    </Modal>
  );
}
