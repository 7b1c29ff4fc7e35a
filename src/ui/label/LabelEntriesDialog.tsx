import type { ReactElement } from 'react';
import { countedProblems } from '../../core/nab';
import type { LabelSource } from '../../core/recipe/types';
import type { OpenQuestion } from '../../state/ingest/files';
import { Modal } from '../kit/Modal';
import { count, plural } from '../../core/format';
import './label.css';

/** A label file with invalid entries: lists and counts them, and asks whether to skip them or to leave the file out. */
export function LabelEntriesDialog({ question }: { question: OpenQuestion }): ReactElement {
  const { inspection, answer } = question;
  const { name, source, entries } = inspection;
  const { good = 0, bad = 0, counts = {}, problems = [] } = entries ?? {};
  const skip = (): void =>
    answer(source ? { source: { ...(source as LabelSource), bad: 'skip' }, guessed: false } : null);
  return (
    <Modal
      title={`${plural(bad, 'invalid entry', 'invalid entries')} in ${name}`}
      description="Fix the file, or import without the invalid entries. What is already loaded stays as it is."
      onClose={() => answer(null)}
      foot={
        <>
          <button type="button" className="button" onClick={() => answer(null)}>
            Cancel import
          </button>
          <button type="button" className="button primary" onClick={skip}>
            Import {count(good)}, skip {plural(bad, 'invalid entry', 'invalid entries')}
          </button>
        </>
      }
    >
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
