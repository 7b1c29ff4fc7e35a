/** Times, lengths of time and paths as the page shows them. Numbers: `src/core/format.ts`. */
import { plural } from '../../core/format';
import { parseDuration, durationText } from '../../core/recipe';

/** `2015-09-08 11:39:00` from microseconds UTC. */
export function utc(us: number | null): string {
  if (us === null) return '–';
  const date = new Date(us / 1000);
  return Number.isNaN(date.getTime())
    ? '–'
    : date
        .toISOString()
        .replace('T', ' ')
        .replace(/\.000Z$|Z$/, '');
}

/** The same moment in the time of this machine, for a tooltip. */
export const localTime = (us: number | null): string =>
  us === null ? '' : `${new Date(us / 1000).toLocaleString('en-GB')} local time`;

/** `5 min`, `3 d 12 h` from microseconds. */
export const span = (us: number | null): string => (us === null ? '–' : durationText(us));

/** `15min` as `15 min`. */
export const spanOf = (duration: string): string => span(parseDuration(duration) ?? null);

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** Of integers beyond 2^53. */
export const inexactCells = (cells: number): string =>
  `${plural(cells, 'integer')} beyond 2^53, of which the last digits may be lost`;

/** Of times finer than a microsecond. */
export const finerTimes = ({ rows, merged }: { rows: number; merged: number }): string =>
  `${plural(rows, 'time')} finer than a microsecond, cut towards the past${merged > 0 ? `; ${plural(merged, 'distinct time falls', 'distinct times fall')} together with another by that` : ''}`;
