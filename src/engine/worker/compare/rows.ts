import { LabFailure } from '../../../core/errors';
import type { CompareSide, Sampling, Stretch } from '../../../core/compare/types';
import type { SeriesHolder } from '../series/loaded';
import { stageRows } from '../series/rows';
import { isDrawn } from './drawn';
import type { Rows, SideRows } from './numbers';
import { middleOf, SAMPLE_ROWS, stretchesOf, thinned } from './sampling';

export interface ReadSide {
  rows: SideRows;
  sampling: Pick<Sampling, 'rows' | 'taken' | 'inTime'>;
}

/** The rows of one side, or of a sample where there are more than 1,000,000. Rejects with `source-missing`, and AbortError. */
export async function readSide(
  session: SeriesHolder,
  side: CompareSide,
  signal: AbortSignal,
): Promise<ReadSide> {
  const { stages } = session;
  const { layer, part } = side;
  const sid = sidOf(session, side);
  const facts = stages.facts(sid, layer);
  if (!facts) throw notThere(side);
  const { rows: all, first, last } = facts;
  if (all === 0) return { rows: { taken: empty() }, sampling: { rows: 0, taken: 0, inTime: 0 } };
  const stretches = stretchesOf(part, first, last);
  const source: Source = { session, sid, layer, signal };
  const rows = part === 'all' ? all : await countIn(source, stretches);
  if (rows <= SAMPLE_ROWS) {
    const taken = await readStretches(source, stretches, rows);
    const { length } = taken.values;
    return { rows: { taken }, sampling: { rows, taken: length, inTime: length } };
  }
  const share = SAMPLE_ROWS / rows;
  const drawn = await draw(source, stretches, share);
  const taken = { times: thinned(drawn.times, SAMPLE_ROWS), values: thinned(drawn.values, SAMPLE_ROWS) };
  const inTime = await readStretches(source, middleOf(stretches, share), SAMPLE_ROWS);
  return {
    rows: { taken, inTime },
    sampling: { rows, taken: taken.values.length, inTime: inTime.values.length },
  };
}

function sidOf({ series }: SeriesHolder, { series: name }: CompareSide): number {
  const found = series.find((one) => one.name === name);
  if (found) return found.sid;
  throw new LabFailure({
    code: 'source-missing',
    message: `Expected a series that is loaded, got “${name}”. Choose another series to compare.`,
  });
}

const notThere = ({ series }: CompareSide): LabFailure =>
  new LabFailure({
    code: 'source-missing',
    message: `Expected processed rows of “${series}”; the steps have not run yet. Compare raw rows, or wait for the run.`,
  });

const empty = (): Rows => ({ times: new Float64Array(), values: new Float64Array() });

interface Source {
  session: SeriesHolder;
  sid: number;
  layer: CompareSide['layer'];
  signal: AbortSignal;
}

/** How many rows there are. */
async function countIn(source: Source, stretches: readonly Stretch[]): Promise<number> {
  const { session, sid, layer, signal } = source;
  let count = 0;
  for (const stretch of stretches) {
    for await (const rows of session.stages.rows(sid, layer, stretch, signal)) count += rows.length;
  }
  return count;
}

/** The first `limit` rows. */
async function readStretches(source: Source, stretches: readonly Stretch[], limit: number): Promise<Rows> {
  const { session, sid, layer, signal } = source;
  const parts: Rows[] = [];
  let filled = 0;
  for (const stretch of stretches) {
    if (filled >= limit) break;
    const wanted = { stage: layer, range: stretch, most: limit - filled };
    const part = await stageRows(session, sid, wanted, signal);
    parts.push(part);
    filled += part.times.length;
  }
  return joined(parts, filled);
}

/** A share of the rows, and a little more than wanted: how many it becomes is left to chance. */
async function draw(source: Source, stretches: readonly Stretch[], share: number): Promise<Rows> {
  const { session, sid, layer, signal } = source;
  const limit = Math.ceil(1.01 * SAMPLE_ROWS);
  const wanted = Math.min(1, 1.005 * share);
  const times = new Float64Array(limit);
  const values = new Float64Array(limit);
  let filled = 0;
  for (const stretch of stretches) {
    if (filled === limit) break;
    for await (const rows of session.stages.rows(sid, layer, stretch, signal)) {
      for (let row = 0; row < rows.length && filled < limit; row++) {
        const time = rows.times[row] as number;
        if (!isDrawn(time, wanted)) continue;
        times[filled] = time;
        values[filled++] = rows.values[row] as number;
      }
      if (filled === limit) break;
    }
  }
  return { times: times.slice(0, filled), values: values.slice(0, filled) };
}

function joined(parts: readonly Rows[], length: number): Rows {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const all = { times: new Float64Array(length), values: new Float64Array(length) };
  let filled = 0;
  for (const { times, values } of parts) {
    all.times.set(times, filled);
    all.values.set(values, filled);
    filled += times.length;
  }
  return all;
}
