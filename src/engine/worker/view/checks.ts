import type { SeriesCheck } from '../../protocol';
import type { ViewContext } from './context';

/**
 * "All timestamps in UTC and no gaps", observed on the processed rows of every series. `utc`: whether the run has put their
 * times into UTC, which the rows cannot tell.
 */
export async function checks(
  context: ViewContext,
  utc: (sid: number) => boolean = () => true,
): Promise<SeriesCheck[]> {
  const { database, signal, tables, view } = context;
  if (tables.processed === null) return [];
  const profiles = await view.profiles(tables.processed, context);
  const names = await database.rows<{ sid: number; name: string }>(
    'SELECT sid, name FROM series ORDER BY sid',
    signal,
  );
  return names.map(({ sid, name }) => {
    const profile = profiles.get(sid);
    return {
      series: name,
      rows: profile?.rows ?? 0,
      utc: utc(sid),
      ordered: !profile || (profile.backward === 0 && profile.duplicates === 0),
      step: profile?.step ?? null,
      gaps: profile?.gaps ?? 0,
      missing: profile ? profile.rows - profile.count : 0,
      first: profile?.first ?? null,
      last: profile?.last ?? null,
    };
  });
}
