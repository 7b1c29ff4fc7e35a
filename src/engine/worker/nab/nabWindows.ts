/** NAB's windows of everything that is loaded. */
import { lookup } from '../../../core/list';
import { nabNames, windowsOfSeries } from '../../../core/nab';
import type { CallArgument, CallResult } from '../../protocol';
import { bySeries } from '../label/agreement';
import { columnsOf } from '../series/rows';
import type { Session, SessionContext } from '../session';

/** NAB's name of every series that is loaded. */
export function namesOf({ series, labelFiles }: Session): Map<string, string> {
  const keys = new Set<string>();
  for (const { listed } of labelFiles) for (const key of listed) keys.add(key);
  return nabNames(
    series.map(({ name }) => name),
    keys,
  );
}

/** The windows of every series, from the present labels; rows are read only where there are labels. */
export async function nabWindows(
  { changes }: CallArgument<'nabWindows'>,
  { session, signal }: SessionContext,
): Promise<CallResult<'nabWindows'>> {
  const names = namesOf(session);
  const labels = bySeries(session.collect(changes).labels);
  const found: CallResult<'nabWindows'> = [];
  // Series may come and go while rows are read: those of the beginning are meant.
  for (const series of session.series.slice()) {
    const seriesLabels = labels.get(series.name) ?? [];
    const name = lookup(names, series.name);
    const { times } =
      seriesLabels.length > 0
        ? await columnsOf(session, series, signal, 'times')
        : { times: new Float64Array(0) };
    const { windows, counts } = windowsOfSeries(times, seriesLabels, name);
    found.push({ series: series.name, name, windows, counts });
  }
  return found;
}
