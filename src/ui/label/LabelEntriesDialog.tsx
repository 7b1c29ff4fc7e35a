import type { ReactElement } from 'react';
import { sayProblems } from '../../core/nab';
import type { LabelSource } from '../../core/recipe/types';
import type { OpenQuestion } from '../../state/ingest/files';
import { Modal } from '../kit/Modal';
import { count, plural } from '../../core/format';
import './label.css';

/** A label file with bad entries: they are named and counted, and a person skips them or leaves the file out. */
export function LabelEntriesDialog({ question }: { question: OpenQuestion }): ReactElement {
  const { inspection, answer } = question;
  const { name, source, entries } = inspection;
  const { good = 0, bad = 0, counts = {}, problems = [] } = entries ?? {};
  const skip = (): void => answer(source ? { ...(source as LabelSource), bad: 'skip' } : null);
  return (
    <Modal
      title={`${plural(bad, 'entry', 'entries')} of ${name} ${bad === 1 ? 'is' : 'are'} no label`}
      description="What was loaded before stays as it is, whatever you choose."
      onClose={() => answer(null)}
      foot={
        <>
          <button type="button" className="button" onClick={() => answer(null)}>
            Refuse the file
          </button>
          <button type="button" className="button primary" onClick={skip}>
            Skip {plural(bad, 'bad entry', 'bad entries')} and load {count(good)}
          </button>
        </>
      }
    >
      <div className="entries">
        {sayProblems(counts).map(([kind, text]) => {
          const mine = problems.filter((problem) => problem.kind === kind);
          const all = counts[kind] ?? 0;
          return (
            <details key={kind} open={problems.length <= 5}>
              <summary>{text}</summary>
              <ul tabIndex={0} aria-label={text}>
                {mine.map(({ path, message }) => (
                  <li key={path}>{message}</li>
                ))}
                {all > mine.length && <li className="muted">… and {count(all - mine.length)} more.</li>}
              </ul>
            </details>
          );
        })}
      </div>
    </Modal>
  );
}
