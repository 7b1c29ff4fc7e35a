/** NAB's windows of everything that is loaded. */
import type { Label } from '../../../core/label/types';
import { nabNames, windowsOfSeries } from '../../../core/nab';
import type { CallArgument, CallContext, CallResult } from '../../protocol';
import type { Session } from '../session';
import { columnsOf } from '../series/rows';

export type NabContext = CallContext & { session: Session };

export function bySeries(labels: readonly Label[]): Map<string, Label[]> {
  const groups = new Map<string, Label[]>();
  for (const label of labels) {
    const mine = groups.get(label.series);
    if (mine) mine.push(label);
    else groups.set(label.series, [label]);
  }
  return groups;
}

/** NAB's name of every series that is loaded. */
export function namesOf({ series, labelFiles }: Session): Map<string, string> {
  const keys = new Set<string>();
  for (const { listed } of labelFiles) for (const key of listed) keys.add(key);
  return nabNames(
    series.map(({ name }) => name),
    keys,
  );
}

/** The windows of every series, from the labels as they stand; rows are read only where there are labels. */
export async function nabWindows(
  { changes }: CallArgument<'nabWindows'>,
  { session, signal }: NabContext,
): Promise<CallResult<'nabWindows'>> {
  const names = namesOf(session);
  const labels = bySeries(session.collect(changes).labels);
  const found: CallResult<'nabWindows'> = [];
  for (const series of session.series) {
    const mine = labels.get(series.name) ?? [];
    const name = names.get(series.name) ?? series.name;
    const { times } =
      mine.length > 0 ? await columnsOf(session, series, signal, 'times') : { times: new Float64Array(0) };
    const { windows, counts } = windowsOfSeries(times, mine, name);
    found.push({ series: series.name, name, windows, counts });
  }
  return found;
}
