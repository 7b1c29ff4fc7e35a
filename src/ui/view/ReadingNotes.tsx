import type { ReactElement } from 'react';
import { count, plural } from '../../core/format';
import { useFiles } from '../../state/ingest/files';
import type { FileReport } from '../../state/engine/engine';
import { finerTimes, inexactCells } from '../kit/format';

/** Whether something of a file was not as expected and yet was read. */
export const hasNotes = ({ notes }: FileReport): boolean =>
  notes !== undefined &&
  (notes.unreadable.length > 0 ||
    notes.short > 0 ||
    notes.assumed > 0 ||
    notes.inexact !== undefined ||
    notes.finer !== undefined);

/** Whether a series lacks values because cells of its column, or the ends of lines, could not be read. */
export function hasUnread(report: FileReport | undefined, series: string): boolean {
  if (!report?.notes) return false;
  const { unreadable, short } = report.notes;
  const alone = report.source?.values.length === 1;
  return short > 0 || unreadable.some(({ column }) => alone || series.endsWith(`:${column}`));
}

function Notes({ report: { file, notes, source } }: { report: FileReport }): ReactElement | null {
  if (!notes) return null;
  const { unreadable, short, assumed, inexact = [], finer } = notes;
  return (
    <li>
      <strong>{file}</strong>
      <ul>
        {unreadable.map(({ column, cells, examples }) => (
          <li key={column}>
            {column}: {plural(cells, 'cell')} cannot be read and {cells === 1 ? 'is' : 'are'} missing
            {examples.length > 0 && ', such as '}
            {examples.map(({ line, reason }) => `${reason} (line ${count(line)})`).join('; ')}
          </li>
        ))}
        {inexact.map(({ column, cells }) => (
          <li key={`${column} inexact`}>
            {column}: {inexactCells(cells)}
          </li>
        ))}
        {finer && <li>{finerTimes(finer)}</li>}
        {short > 0 && (
          <li>{plural(short, 'line lacks its', 'lines lack their')} last cells, which are missing</li>
        )}
        {assumed > 0 && (
          <li>
            {plural(assumed, 'time')} without an offset among times with one, read in {source?.time.zone}
          </li>
        )}
      </ul>
    </li>
  );
}

/** What of the loaded files was read otherwise than it stands: cells, short lines, times without an offset. */
export function ReadingNotes(): ReactElement | null {
  const reports = useFiles((files) => files.reports);
  const noted = Object.values(reports).filter(hasNotes);
  const labelled = Object.values(reports).filter((report) => (report.labelled ?? 0) > 0);
  if (noted.length === 0 && labelled.length === 0) return null;
  return (
    <ul className="reading-notes plain-list" tabIndex={0} aria-label="Notes on files as read">
      {noted.map((report) => (
        <Notes key={report.file} report={report} />
      ))}
      {labelled.map(({ file, labelled: labels = 0 }) => (
        <li key={`${file} labels`}>
          <strong>{file}</strong>: {plural(labels, 'label')} from its column of labels
        </li>
      ))}
    </ul>
  );
}
