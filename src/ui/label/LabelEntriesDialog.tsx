import { useState, type ReactElement } from 'react';
import { countedProblems } from '../../core/nab';
import type { LabelSource } from '../../core/recipe/types';
import type { OpenQuestion } from '../../state/ingest/files';
import { editOf } from '../kit/form/edit';
import { SelectField } from '../kit/form/fields';
import { Modal } from '../kit/Modal';
import { count, plural } from '../../core/format';
import './label.css';

/**
 * A label file with invalid entries: lists and counts them, and asks whether to skip them or to leave the file out. Of one whose series are in local
 * time it asks for the zone.
 */
export function LabelEntriesDialog({ question }: { question: OpenQuestion }): ReactElement {
  const { inspection, answer } = question;
  const { name, source, entries } = inspection;
  const { good = 0, bad = 0, counts = {}, problems = [] } = entries ?? {};
  const zoneQuestion = inspection.questions.find(({ field }) => field === 'zone');
  const proposed = zoneQuestion?.zones ?? [];
  const [zone, setZone] = useState(proposed[0]);
  const others = Intl.supportedValuesOf('timeZone').filter((one) => !proposed.includes(one));
  const zones = [...proposed, ...others].map((value) => ({ value, label: value }));
  const take = (): void => {
    if (!source || 'time' in source) return answer(null);
    const { zone: _proposed, ...rest } = source;
    const chosen: LabelSource = {
      ...rest,
      ...(bad > 0 ? { bad: 'skip' } : {}),
      ...(zone === undefined ? {} : { zone }),
    };
    answer({ source: chosen, guessed: false });
  };
  return (
    <Modal
      title={
        bad > 0
          ? `${plural(bad, 'invalid entry', 'invalid entries')} in ${name}`
          : `Zone of the labels in ${name}`
      }
      description={
        bad > 0
          ? 'Fix the file, or import without the invalid entries. What is already loaded stays as it is.'
          : (zoneQuestion?.why ?? '')
      }
      onClose={() => answer(null)}
      foot={
        <>
          <button type="button" className="button" onClick={() => answer(null)}>
            Cancel import
          </button>
          <button type="button" className="button primary" onClick={take}>
            Import {count(good)}
            {bad > 0 ? `, skip ${plural(bad, 'invalid entry', 'invalid entries')}` : ''}
          </button>
        </>
      }
    >
      {zone !== undefined && (
        <SelectField
          label="Zone"
          name="Zone of the labels"
          options={zones}
          hint={bad > 0 ? zoneQuestion?.why : undefined}
          edit={editOf(zone, 'zone', (chosen) => {
            setZone(chosen);
            return undefined;
          })}
        />
      )}
      <div className="entries">
        {countedProblems(counts).map(([kind, text]) => {
          const mine = problems.filter((problem) => problem.kind === kind);
          const total = counts[kind];
          return (
            <details key={kind} open={problems.length <= 5}>
              <summary>{text}</summary>
              <ul tabIndex={0} aria-label={text}>
                {mine.map(({ path, message }) => (
                  <li key={path}>{message}</li>
                ))}
                {total !== undefined && total > mine.length && (
                  <li className="muted">… and {count(total - mine.length)} more.</li>
                )}
              </ul>
            </details>
          );
        })}
      </div>
    </Modal>
  );
}
