/** Steps on pieces of rows beside their SQL, for tests: a series as a whole, cut in pieces, and as a table. */
import { append, at } from '../list';
import { double } from '../sql';
import { conclude, firstLook, gather, type Answer } from '../rows/measure';
import { ownRows, rowsOf } from '../rows/piece';
import { changeKinds, FILLED, OUTLIER, type Changes, type Piece, type Rows } from '../rows/types';
import { mergeCounts, type StepKernel } from './kernel';
import type { Counts, StepSql } from './types';

/** No value is NaN. */
export interface GivenRow {
  ts: number;
  value: number;
  outlier?: boolean;
  filled?: boolean;
}

/** Start and end, microseconds; no two touch. */
export type Spans = readonly (readonly [start: number, end: number])[];

export interface Done {
  rows: Required<GivenRow>[];
  /** With rowsIn, rowsOut and the facts. */
  counts: Counts;
  changes: { ts: number; action: string; before: number; after: number }[];
}

const isSet = (given: boolean | undefined, bit: number): number => (given ? bit : 0);

function rowsFrom(given: readonly GivenRow[]): Rows {
  const rows = rowsOf(
    Float64Array.from(given, ({ ts }) => ts),
    Float64Array.from(given, ({ value }) => value),
  );
  rows.flags = Uint8Array.from(
    given,
    ({ outlier, filled }) => isSet(outlier, OUTLIER) + isSet(filled, FILLED),
  );
  return rows;
}

const listed = ({ times, values, flags }: Rows, start: number, end: number): Required<GivenRow>[] =>
  Array.from({ length: end - start }, (_, i) => ({
    ts: at(times, start + i),
    value: at(values, start + i),
    outlier: (at(flags, start + i) & OUTLIER) !== 0,
    filled: (at(flags, start + i) & FILLED) !== 0,
  }));

const listedChanges = (changes: Changes | null): Done['changes'] =>
  Array.from({ length: changes?.length ?? 0 }, (_, i) => ({
    ts: at(changes?.times ?? [], i),
    action: at(changeKinds, at(changes?.kinds ?? [], i)),
    before: at(changes?.before ?? [], i),
    after: at(changes?.after ?? [], i),
  }));

/** Rows at times `[from, to)` with at least so many rows around them. */
function pieceOf(
  given: readonly GivenRow[],
  from: number,
  to: number,
  around: number,
  spans: Spans,
  backward: number,
): Piece {
  const place = (time: number): number => {
    const found = given.findIndex(({ ts }) => ts >= time);
    return found < 0 ? given.length : found;
  };
  let begin = Math.max(0, place(from) - around);
  let end = Math.min(given.length, place(to) + around);
  while (begin > 0 && at(given, begin - 1).ts === given[begin]?.ts) begin--;
  while (end > 0 && end < given.length && at(given, end - 1).ts === at(given, end).ts) end++;
  const first = begin === 0;
  return {
    series: 'a',
    rows: rowsFrom(given.slice(begin, end)),
    first,
    last: end === given.length,
    from,
    to,
    sureFrom: 0,
    sureTo: end - begin,
    spans: Float64Array.from(spans.flat()),
    backward: from === -Infinity ? backward : 0,
  };
}

/** Whether own rows are what they are in the series, the row before them and the one after. */
function isSure(piece: Piece): boolean {
  const { start, end } = ownRows(piece);
  const { first, last, rows, sureFrom, sureTo } = piece;
  return (
    start === end ||
    ((first && start === 0 ? sureFrom === 0 : sureFrom < start) &&
      (last && end === rows.length ? sureTo === end : sureTo > end))
  );
}

/**
 * Does a step to a series that is cut before the rows at some times, with `around` rows around each piece (absent: as many as the step asks for), and more where it is not sure. The counts of pieces are
 * added up as those of a run; `retries`: how many pieces had to be made again.
 */
export function doInPieces(
  kernel: StepKernel,
  given: readonly GivenRow[],
  {
    cuts = [],
    around,
    spans = [],
    backward = 0,
  }: { cuts?: number[]; around?: number; spans?: Spans; backward?: number } = {},
): Done & { retries: number } {
  const edges = [-Infinity, ...new Set(cuts), Infinity].sort((a, b) => a - b);
  const pieces = edges.slice(1).map((to, i) => ({ from: at(edges, i), to }));
  const answers: Answer[] = [];
  let ready = kernel(answers);
  while ('ask' in ready) {
    const question = ready.ask;
    let look = firstLook(question);
    for (;;) {
      const asked = look;
      const found = pieces.map(({ from, to }) => {
        const piece = pieceOf(given, from, to, 1, spans, backward);
        const { start, end } = ownRows(piece);
        return gather(asked, piece.rows, start, end, start === 0 ? null : at(piece.rows.times, start - 1));
      });
      const next = conclude(question, asked, found);
      if ('answer' in next) {
        answers.push(next.answer);
        break;
      }
      look = next.look;
    }
    ready = kernel(answers);
  }
  const step = ready.ready;
  const done: Done & { retries: number } = {
    rows: [],
    counts: {},
    changes: [],
    retries: 0,
  };
  const parts: Counts[] = [];
  for (const { from, to } of pieces) {
    for (let more = around ?? step.around.rows; ; more = 2 * more + 1) {
      const piece = pieceOf(given, from, to, more, spans, backward);
      const { rowsIn, rowsOut, counts, changes } = step.apply(piece);
      if (!isSure(piece)) {
        done.retries++;
        continue;
      }
      const { start, end } = ownRows(piece);
      append(done.rows, listed(piece.rows, start, end));
      append(done.changes, listedChanges(changes));
      parts.push({ rowsIn, rowsOut, ...counts });
      break;
    }
  }
  done.counts = mergeCounts(step, parts);
  return done;
}

/** What the tests need of a database. */
interface Tables {
  run(sql: string): Promise<unknown>;
  rows<T extends object>(sql: string): Promise<T[]>;
}

const time = (us: number): string => `make_timestamp(${us}::BIGINT)`;

/** Does the step in SQL to the rows in the order they are given in, as series 0. */
export async function doInSql(
  database: Tables,
  toSql: (context: { index: number; input: string; output: string }) => StepSql,
  given: readonly GivenRow[],
  spans: Spans = [],
): Promise<Done> {
  for (const sql of [
    'CREATE OR REPLACE TABLE given (sid INTEGER, "row" INTEGER, ts TIMESTAMP, value DOUBLE, outlier BOOLEAN, filled BOOLEAN)',
    'CREATE OR REPLACE TABLE changes (step INTEGER, sid INTEGER, ts TIMESTAMP, action VARCHAR, "before" DOUBLE, "after" DOUBLE)',
    'CREATE OR REPLACE TABLE label_spans (sid INTEGER, start TIMESTAMP, "end" TIMESTAMP)',
    "CREATE OR REPLACE TABLE series AS SELECT 0 AS sid, 'a' AS name",
    'DROP TABLE IF EXISTS done',
  ])
    await database.run(sql);
  const rows = given.map(
    ({ ts, value, outlier = false, filled = false }, row) =>
      `(0, ${row}, ${time(ts)}, ${Number.isNaN(value) ? 'NULL' : double(value)}, ${outlier}, ${filled})`,
  );
  if (rows.length > 0) await database.run(`INSERT INTO given VALUES ${rows.join()}`);
  const intervals = spans.map(([start, end]) => `(0, ${time(start)}, ${time(end)})`);
  if (intervals.length > 0) await database.run(`INSERT INTO label_spans VALUES ${intervals.join()}`);
  const sql = toSql({ index: 0, input: 'given', output: 'done' });
  const [found = {}] = await database.rows<Counts>(sql.probe);
  const act = sql.act(found);
  for (const statement of act.statements) await database.run(statement);
  const [{ sid: _, ...counts } = {} as Counts] = await database.rows<Counts>(act.report);
  for (const statement of act.cleanup) await database.run(statement);
  const orNaN = (value: number | null): number => value ?? NaN;
  const out = await database.rows<Required<GivenRow>>(
    `SELECT epoch_us(ts) AS ts, value, outlier, filled FROM ${act.output}`,
  );
  const changes = await database.rows<Done['changes'][number]>(
    'SELECT epoch_us(ts) AS ts, action, "before", "after" FROM changes',
  );
  return {
    rows: out.map((row) => ({ ...row, value: orNaN(row.value) })),
    counts,
    changes: changes.map((change) => ({
      ...change,
      before: orNaN(change.before),
      after: orNaN(change.after),
    })),
  };
}
