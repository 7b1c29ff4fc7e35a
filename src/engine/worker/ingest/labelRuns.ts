/** Labels from a column of a data file. */
import type { ParsedChunk } from '../../../core/ingest/parse/types';
import { isMoment } from '../../../core/recipe/timeFormat';
import { localToUtc } from '../../../core/ingest/zone';
import type { LabelEntry } from '../../../core/label/attach';
import { at } from '../../../core/list';
import { microseconds } from '../../../core/recipe/duration';
import { instant } from '../../../core/recipe/instant';
import { seriesName } from '../../../core/recipe/series';
import type { FileSource } from '../../../core/recipe/types';

/** Start or step, which the recipe's checks ask of numbered rows. */
function lookupTime(text: string | undefined): string {
  if (text === undefined) throw new RangeError('expected the start and the step of numbered rows');
  return text;
}

interface Run {
  type: string;
  first: number;
  last: number;
}

/** Gathers the runs of anomalous rows of each key, in file order; a run ends where the type changes. */
export class LabelRuns {
  private readonly runs = new Map<string | undefined, Run[]>();
  private readonly open = new Map<string | undefined, Run | undefined>();

  private moments: boolean;

  constructor(private readonly source: FileSource) {
    this.moments = isMoment(source.time.format);
  }

  add({ labels, keys, times, rows, moments }: ParsedChunk): void {
    if (moments !== undefined) this.moments = moments;
    if (!labels) return;
    for (let i = 0; i < rows; i++) {
      const key = keys ? at(keys.names, keys.index[i] as number) : undefined;
      const index = labels.index[i] as number;
      if (index < 0) {
        if (this.open.get(key)) this.open.set(key, undefined);
        continue;
      }
      const us = times[i] as number;
      const type = at(labels.names, index);
      const run = this.open.get(key);
      if (run?.type === type) {
        run.first = Math.min(run.first, us);
        run.last = Math.max(run.last, us);
        continue;
      }
      const next = { type, first: us, last: us };
      this.open.set(key, next);
      const own = this.runs.get(key);
      if (own) own.push(next);
      else this.runs.set(key, [next]);
    }
  }

  /** Rows that the source names by their numbers. */
  private numbered(): Run[] {
    const { anomalies = [], time } = this.source;
    if (anomalies.length === 0) return [];
    const start = instant(lookupTime(time.start));
    const step = microseconds(lookupTime(time.step));
    return anomalies.map(([first, last]) => ({
      type: 'anomaly',
      first: start + first * step,
      last: start + last * step,
    }));
  }

  /** Labels of every series of the file, in UTC: from the first row of a run to behind its last. */
  entries(): LabelEntry[] {
    const { time, values } = this.source;
    const toUtc = this.moments ? (us: number): number => us : localToUtc(time.zone);
    return [...this.runs, [undefined, this.numbered()] as const].flatMap(([key, runs]) =>
      values.flatMap((column) =>
        runs.map(({ type, first, last }): LabelEntry => {
          const start = toUtc(first);
          const end = Math.max(start, toUtc(last)) + 1;
          return {
            key: seriesName(this.source, column, key),
            start,
            end,
            type,
            shape: first === last ? 'point' : 'window',
            ofRows: true,
          };
        }),
      ),
    );
  }
}
