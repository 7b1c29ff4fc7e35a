/** What is still to be answered or chosen before a file can be loaded. */
import { listOf } from '../../core/recipe/series';
import { formatProblem } from '../../core/recipe/timeFormat';
import type { ImportPreview, Question } from '../../core/ingest/types';
import type { FileSource } from '../../core/recipe/types';

export type QuestionField = Question['field'];

const wanted: Record<Exclude<QuestionField, 'values' | 'time'>, string> = {
  format: 'choose how the times are read',
  decimal: 'choose how the numbers are read',
  zone: 'choose the time zone',
  start: 'confirm the time of the first row',
  step: 'confirm the step between rows',
  entries: 'decide about the entries',
};

interface Chosen {
  source: FileSource;
  questions: readonly Question[];
  answered: ReadonlySet<QuestionField>;
  /** What is written as the zone is one. */
  zoneKnown: boolean;
  /** What the source makes of the sample; undefined while it is not known. */
  outcome: ImportPreview | undefined;
}

/** Each as what is to be done, in the order of the dialog. */
export function openItems({ source, questions, answered, zoneKnown, outcome }: Chosen): string[] {
  const { time, values } = source;
  const problem = formatProblem(time.format);
  const asked = questions.flatMap(({ field }) => (answered.has(field) ? [] : [field]));
  const items = asked.flatMap((field) => (field === 'values' || field === 'time' ? [] : [wanted[field]]));
  if (asked.includes('time') && listOf(time.column).length > 0)
    items.push('choose the time column and its format');
  if (problem !== undefined) items.push(`correct the time pattern: ${problem}`);
  if (time.format === 'index' && (time.start === undefined || time.step === undefined))
    items.push('give the time of the first row and the step');
  if (time.format !== 'index' && listOf(time.column).length === 0) items.push('choose a time column');
  if (!zoneKnown) items.push('choose a time zone');
  if (values.length === 0) items.push('choose at least one value column');
  if (items.length === 0 && outcome?.rows === 0)
    items.push('choose settings that can read at least one line');
  return items;
}
