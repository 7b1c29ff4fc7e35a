import { useEffect, useRef, useState } from 'react';
import { toLabError, type LabError } from '../../core/errors';
import type { Answer, ImportPreview, Inspection, Question } from '../../core/ingest/types';
import type { CsvFormat, FileSource } from '../../core/recipe/types';
import type { OpenQuestion } from '../../state/ingest/files';
import {
  carried,
  changedFields,
  explicit,
  givenLayout,
  loses,
  sourceOf,
  tidied,
  timeOfParquet,
  withTime,
} from './layout';
import type { QuestionField } from './open';

/** A change is looked at after a pause of so many milliseconds. */
const PAUSE_MS = 200;
/** Questions that depend on the columns of times. */
const aboutTime: readonly QuestionField[] = ['format', 'zone', 'start', 'step', 'time'];

interface Chosen {
  /** The file as its layout is now: columns and first rows. */
  shown: Inspection;
  source: FileSource;
  questions: readonly Question[];
  answered: ReadonlySet<QuestionField>;
}

/** The choices about a file, and what they make of it. */
export interface Import extends Chosen {
  /** What was chosen last has been looked at: what is shown holds. */
  current: boolean;
  /** Of the last source that was looked at; undefined where it reads nothing. */
  outcome: ImportPreview | undefined;
  failure: LabError | null;
  set: (change: (source: FileSource) => FileSource, ...answers: QuestionField[]) => void;
  setCsv: (csv: CsvFormat, ...answers: QuestionField[]) => void;
  /** Takes other columns as times, and guesses how they are written. */
  setTime: (columns: readonly string[]) => void;
  confirm: (...answers: QuestionField[]) => void;
  pick: (question: Question, option: Answer) => void;
  /** What another source would make of the file. */
  look: (source: FileSource, signal: AbortSignal) => Promise<ImportPreview | undefined>;
}

/** What a file would be loaded as. A file is only asked about where that is known. */
function startingSource(inspection: Inspection): FileSource {
  const source = sourceOf(inspection);
  if (!source) throw new TypeError(`expected a file of observations, got ${inspection.kind}`);
  return source;
}

/** Two sources of one key read a file alike. */
const keyOf = (source: FileSource): string => JSON.stringify(tidied(source));

/** A source of which no part of the layout is guessed anew. */
const whole = (source: FileSource): FileSource =>
  source.csv ? { ...source, csv: explicit(source.csv) } : source;

const without = (fields: ReadonlySet<QuestionField>, gone: readonly QuestionField[]): Set<QuestionField> =>
  new Set([...fields].filter((field) => !gone.includes(field)));

export function useImport({ inspection, reread, edits = false }: OpenQuestion): Import {
  const [chosen, setChosen] = useState<Chosen>(() => ({
    shown: inspection,
    source: startingSource(inspection),
    questions: inspection.questions,
    answered: new Set(),
  }));
  const [seen, setSeen] = useState<{ key: string; outcome: ImportPreview | undefined }>(() => ({
    key: keyOf(startingSource(inspection)),
    outcome: inspection.outcome,
  }));
  const [reading, setReading] = useState(false);
  const [failure, setFailure] = useState<LabError | null>(null);
  const control = useRef<AbortController>(undefined);
  const { shown, source } = chosen;
  const key = keyOf(source);
  const current = !reading && key === seen.key;
  // A file whose guess failed has not been evaluated with what was guessed of it.
  const isNew = key !== seen.key || (seen.outcome === undefined && inspection.error !== undefined);

  useEffect(() => {
    if (reading || failure || !isNew) return;
    const evaluation = new AbortController();
    const { signal } = evaluation;
    const timer = setTimeout(() => {
      reread({ source: whole(source) }, signal).then(
        (again) => {
          if (signal.aborted) return;
          // What a Parquet file gives may be of its own guess.
          const read = sourceOf(again);
          setSeen({ key, outcome: read && keyOf(read) === key ? again.outcome : undefined });
        },
        (thrown: unknown) => {
          if (!signal.aborted) setFailure(toLabError(thrown));
        },
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      evaluation.abort();
    };
    // `source` is what `key` says.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [key, reading, failure, isNew, reread]);
  useEffect(() => () => control.current?.abort(), []);

  /** What of the layout a person has set. */
  const layoutSet = useRef(new Set<keyof CsvFormat>());
  /** Reads the file's beginning anew and brings the choices over to it; an older reading is given up. */
  const read = async (
    given: { csv?: Partial<CsvFormat>; time?: readonly string[] },
    take: (before: Chosen, again: Inspection) => Chosen,
  ): Promise<void> => {
    control.current?.abort();
    const mine = new AbortController();
    control.current = mine;
    setReading(true);
    try {
      const again = await reread(given, mine.signal);
      if (mine.signal.aborted) return;
      if (sourceOf(again)) {
        setChosen((before) => take(before, again));
        setFailure(null);
      } else setFailure(again.error ?? null);
    } catch (thrown) {
      if (!mine.signal.aborted) setFailure(toLabError(thrown));
    } finally {
      if (control.current === mine) setReading(false);
    }
  };

  const set: Import['set'] = (change, ...answers) => {
    // What failed was of the choices before this one.
    setFailure(null);
    setChosen((before) => ({
      ...before,
      source: change(before.source),
      answered: new Set([...before.answered, ...answers]),
    }));
  };
  const setCsv: Import['setCsv'] = (csv, ...answers) => {
    const { columns } = shown;
    const changed = source.csv ? changedFields(source.csv, csv) : [];
    for (const field of changed) layoutSet.current.add(field);
    set((before) => ({ ...before, csv }), ...answers);
    const given = edits ? explicit(csv) : givenLayout(csv, changed, layoutSet.current);
    void read({ csv: given }, (before, again) => {
      // The header may have come or gone: `carried` compares the layout before this change with the one now.
      const was = { ...before.source, ...(shown.format ? { csv: shown.format } : {}) };
      return {
        shown: again,
        source: carried(was, columns, again),
        // An answer that was given stays on show, to be changed.
        questions: [
          ...again.questions,
          ...before.questions.filter(
            ({ field }) => answers.includes(field) && !again.questions.some((one) => one.field === field),
          ),
        ],
        answered: loses(was, columns, again) ? new Set(answers) : before.answered,
      };
    });
  };
  const setTime: Import['setTime'] = (columns) => {
    if (shown.kind === 'parquet') {
      set((before) => withTime(before, timeOfParquet(shown, columns)), 'time');
      return;
    }
    set((before) =>
      withTime(before, { ...before.time, column: columns.length === 1 ? columns.join() : [...columns] }),
    );
    const csv = source.csv && explicit(source.csv);
    void read({ time: columns, ...(csv ? { csv } : {}) }, (before, again) => {
      const found = sourceOf(again);
      return {
        ...before,
        source: found ? withTime(before.source, found.time) : before.source,
        questions: [
          ...before.questions.filter(({ field }) => !aboutTime.includes(field)),
          ...again.questions.filter(({ field }) => aboutTime.includes(field) && field !== 'time'),
        ],
        answered: without(before.answered, aboutTime),
      };
    });
  };
  return {
    ...chosen,
    current,
    outcome: seen.outcome,
    failure,
    set,
    setCsv,
    setTime,
    look: async (other, signal) => (await reread({ source: whole(other) }, signal)).outcome,
    confirm: (...answers) => set((before) => before, ...answers),
    pick: ({ field }, option) => {
      const { csv, time } = option.source;
      if (field === 'decimal' && csv) setCsv({ ...csv, ...layoutOf(source.csv, csv) }, field);
      else set((before) => ({ ...before, time: { ...before.time, format: time.format } }), field);
    },
  };
}

/** A layout with the notation of an answer. */
function layoutOf(layout: CsvFormat | undefined, { decimal, thousands }: CsvFormat): CsvFormat {
  const { thousands: _old, ...rest } = layout ?? { delimiter: ',', header: true, encoding: 'utf-8' };
  return { ...rest, decimal, ...(thousands === undefined ? {} : { thousands }) };
}
