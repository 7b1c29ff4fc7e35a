/** What in a label file fits nothing that is loaded: names without a series, series that it does not list, times that no row has. */
import { LabFailure } from '../../../core/errors';
import { attachLabels, labelMatcher } from '../../../core/label/attach';
import { last as lastOf } from '../../../core/list';
import type { CallArgument, CallResult, LabelFileDetails } from '../../protocol';
import { columnsOf, timesIn } from '../series/rows';
import type { SessionContext } from '../session';
import { bySeries } from './agreement';

/** Items of each list that go to the page. */
const SHOWN = 200;

/** Adds to a list that keeps the first and counts all. */
function note<T>(list: { total: number; first: T[] }, item: T): void {
  list.total++;
  if (list.first.length < SHOWN) list.first.push(item);
}

/** Looks at one label file beside what is loaded now. Rejects with `file-gone` where it is not loaded. */
export async function labelFileDetails(
  { file }: CallArgument<'labelFileDetails'>,
  { session, signal }: SessionContext,
): Promise<CallResult<'labelFileDetails'>> {
  const source = session.labelFiles.find((one) => one.file === file);
  if (!source) throw new LabFailure({ code: 'file-gone', file, message: `${file} is no longer loaded.` });
  const names = session.series.map(({ name }) => name);
  const details: LabelFileDetails = {
    file,
    entries: source.entries.length,
    ...source.skipped,
    unmatched: { total: 0, first: [] },
    unlisted: { total: 0, first: [] },
    between: { total: 0, first: [] },
    outside: { total: 0, first: [] },
  };
  const match = labelMatcher(session.series);
  const listed = new Set(source.listed.flatMap((key) => match(key)));
  for (const key of source.listed) if (match(key).length === 0) note(details.unmatched, key);
  for (const name of names) if (!listed.has(name)) note(details.unlisted, name);
  const groups = bySeries(attachLabels(source.entries, session.series, file).labels);
  for (const series of session.series) {
    const labels = groups.get(series.name);
    if (!labels) continue;
    const { times } = await columnsOf(session, series, signal, 'times');
    const hasTime = timesIn(times);
    let first = Infinity;
    let last = -Infinity;
    for (const time of times) {
      if (time < first) first = time;
      if (time > last) last = time;
    }
    for (const { start, end, shape } of labels) {
      const labelled = shape === 'point' ? [start] : [start, end - 1];
      if (lastOf(labelled) < first || start > last) {
        note(details.outside, { series: series.name, time: start });
        continue;
      }
      const absent = labelled.find((time) => !hasTime(time));
      if (absent !== undefined) note(details.between, { series: series.name, time: absent });
    }
  }
  return details;
}
