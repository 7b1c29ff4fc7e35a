import { DAY_US } from '../../civil';
import type { LabelHistory } from '../../label/history';
import type { LabelRow } from '../../label/types';
import { at } from '../../list';
import { formatInstant } from '../../recipe/instant';

/** An entry of `anomalies_v1.json`. Times are ISO 8601 UTC with microseconds. */
export interface AnomalyEntry extends LabelSteps {
  timestamp: string;
  type: string;
  id: string;
  series: string;
  /** Half-open. */
  start: string;
  end: string;
  /** First and last labelled row of the processed data, inclusive; null where no row is left. */
  labelStart: string | null;
  labelEnd: string | null;
  origin: string;
  file: string | null;
  rows: number;
  /** Greatest change in standard deviations of the values around it; null where unknown or where no value changed. */
  severitySigma: number | null;
  /** Of an injected anomaly: what the recipe asks for, and what was realised. */
  requested: Record<string, unknown> | null;
  realised: Record<string, unknown> | null;
  seed: number | null;
  injection: string | null;
  detector: string | null;
  note: string | null;
  confidence: number | null;
}

/** The history of one label. */
interface LabelSteps {
  rowsByStep: number[];
  changedByStep: number[];
  /** Place of the step that left it without a row; null where it kept one or never had one. */
  emptiedBy: number | null;
}

/** The history of the label at a place in the list. */
function labelSteps({ rows, changed }: LabelHistory, place: number): LabelSteps {
  const rowsByStep = rows.map((column) => at(column, place));
  const emptied = rowsByStep.findIndex(
    (its, stage) => its === 0 && stage > 0 && at(rowsByStep, stage - 1) > 0,
  );
  return {
    rowsByStep,
    changedByStep: changed.map((column) => at(column, place)),
    emptiedBy: emptied > 0 && at(rowsByStep, rowsByStep.length - 1) === 0 ? emptied - 1 : null,
  };
}

const two = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** Times as `formatInstant` writes them, one after the other: those of a day share its date, and many are the same as the one before. */
function instants(): (us: number) => string {
  let day = Number.NaN;
  let date = '';
  let before = Number.NaN;
  let text = '';
  return (us) => {
    if (us === before) return text;
    before = us;
    const today = Math.floor(us / DAY_US);
    if (today !== day) {
      day = today;
      date = formatInstant(today * DAY_US).slice(0, -'00:00:00Z'.length);
    }
    const seconds = (us - today * DAY_US) / 1e6;
    const hour = Math.floor(seconds / 3600);
    const minute = Math.floor(seconds / 60) % 60;
    text = Number.isInteger(seconds)
      ? `${date}${two[hour]}:${two[minute]}:${two[seconds % 60]}Z`
      : formatInstant(us);
    return text;
  };
}

/** The labels by series and time; one that lost all its rows stays, with 0 rows. */
export function* anomalyEntries(
  labels: readonly LabelRow[],
  history: LabelHistory,
): Generator<AnomalyEntry, void> {
  const text = instants();
  const places = Uint32Array.from(labels.keys()).sort((one, other) => {
    const [a, b] = [at(labels, one), at(labels, other)];
    return (
      (a.series < b.series ? -1 : a.series > b.series ? 1 : 0) || a.start - b.start || (a.id < b.id ? -1 : 1)
    );
  });
  for (const place of places) {
    const label = at(labels, place);
    const start = text(label.start);
    const { processedStart: first, processedLast: last } = label;
    yield {
      timestamp: start,
      type: label.type,
      id: label.id,
      series: label.series,
      start,
      end: text(label.end),
      labelStart: first === null ? null : text(first),
      labelEnd: last === null ? null : text(last),
      origin: label.origin,
      file: label.file ?? null,
      rows: label.processedRows,
      ...labelSteps(history, place),
      severitySigma: label.severitySigma ?? null,
      requested: label.requested ? { ...label.requested } : null,
      realised: label.realised ?? null,
      seed: label.seed ?? null,
      injection: label.injection ?? null,
      detector: label.detector ?? null,
      note: label.note ?? null,
      confidence: label.confidence ?? null,
    };
  }
}

/** Texts as JSON, of which one is often the same as one before. */
function quoted(): (text: string | null) => string {
  const known = new Map<string, string>();
  return (text) => {
    if (text === null) return 'null';
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = JSON.stringify(text);
    if (known.size < MOST_WORDS) known.set(text, made);
    return made;
  };
}
const MOST_WORDS = 1000;

/** Writes entries as JSON, the same as `JSON.stringify` does. */
export function anomalyLines(): (entry: AnomalyEntry) => string {
  const word = quoted();
  const json = (value: unknown): string => (value === null ? 'null' : JSON.stringify(value));
  const time = (text: string | null): string => (text === null ? 'null' : `"${text}"`);
  // Field by field: `JSON.stringify` of a whole entry takes twice as long.
  return (entry) => {
    const start = time(entry.start);
    const place = `"start":${start},"end":${time(entry.end)},"labelStart":${time(entry.labelStart)},"labelEnd":${time(entry.labelEnd)}`;
    const origin = `"origin":${word(entry.origin)},"file":${word(entry.file)},"rows":${entry.rows}`;
    const steps = `"rowsByStep":[${entry.rowsByStep.join(',')}],"changedByStep":[${entry.changedByStep.join(',')}],"emptiedBy":${entry.emptiedBy}`;
    const injected = `"severitySigma":${json(entry.severitySigma)},"requested":${json(entry.requested)},"realised":${json(entry.realised)},"seed":${json(entry.seed)},"injection":${word(entry.injection)}`;
    const told = `"detector":${word(entry.detector)},"note":${json(entry.note)},"confidence":${json(entry.confidence)}`;
    return `{"timestamp":${time(entry.timestamp)},"type":${word(entry.type)},"id":${JSON.stringify(entry.id)},"series":${word(entry.series)},${place},${origin},${steps},${injected},${told}}`;
  };
}
