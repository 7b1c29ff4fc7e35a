/** What a person is asked about the times of a file, whatever its kind. */
import { formatInstant } from '../../recipe/instant';
import { listOf } from '../../recipe/series';
import type { FileSource } from '../../recipe/types';
import type { ImportPreview, Question } from '../types';
import type { TimeRole } from './roles';

/** The sources that the answers about the format of times lead to, the proposed one first. */
export const formatAnswers = (source: FileSource, role: TimeRole): FileSource[] =>
  (role.options ?? []).map((format) => ({ ...source, time: { ...source.time, format } }));

const span = (outcome: ImportPreview | undefined): string =>
  !outcome || outcome.first === null || outcome.last === null
    ? 'no time can be read'
    : `${formatInstant(outcome.first)} to ${formatInstant(outcome.last)}`;

/** `own`: what the source makes of the sample; `formats`: each of `formatAnswers` with what it makes of it. */
export function timeQuestions(
  source: FileSource,
  role: TimeRole,
  own: ImportPreview | undefined,
  formats: readonly { source: FileSource; outcome: ImportPreview | undefined }[],
): Question[] {
  const { start = '', step = '' } = source.time;
  const column = listOf(source.time.column).join(', ');
  const questions: Question[] = [];
  if (role.numbered === true) {
    const why =
      column === ''
        ? 'The file has no column of times: its rows are numbered.'
        : `"${column}" counts rows: 0, 1, 2, …`;
    const reading = span(own);
    questions.push(
      {
        field: 'start',
        options: [{ value: start, reading, source }],
        why: `${why} When was the first of them?`,
      },
      {
        field: 'step',
        options: [{ value: step, reading, source }],
        why: `${why} How long is it from one to the next?`,
      },
    );
  }
  if (formats.length > 0)
    questions.push({
      field: 'format',
      options: formats.map((one) => ({
        value: one.source.time.format,
        reading: span(one.outcome),
        source: one.source,
      })),
      why:
        formats.length === 1
          ? `"${column}" may hold days as Excel counts them.`
          : `The times in "${column}" can be read in ${formats.length} ways.`,
    });
  if (role.abbreviated !== undefined)
    questions.push({
      field: 'zone',
      options: [],
      why: `The times have the abbreviation of a zone (${role.abbreviated}), which more than one zone may have. Choose the zone in which they were written.`,
    });
  return questions;
}
