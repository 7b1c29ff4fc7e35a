/**
 * The log of a session: the states of undo and redo in their order, the first one whole, each other as what it changes of the one before. A write
 * appends what is new; from time to time the log is compacted: what undo no longer reaches is dropped.
 */
import { readJson } from '../../core/json';
import { at, last } from '../../core/list';
import type { Recipe } from '../../core/recipe/types';
import { statesOf, type RunMark, type SessionDatabase } from './database';
import { isValidInParts, jsonInParts, parseInParts } from './parts';
import { apply, diff, type Patch } from './patch';

/** The states of undo, the present one, and those of redo, in the order in which they came. */
export interface Timeline {
  states: readonly Recipe[];
  /** Place of the present one. */
  current: number;
  /** What is noted of its runs; absent: nothing. */
  mark?: RunMark | undefined;
}

/** What reading a session brings: its states; nothing where there is none; or why it cannot be read, after it has been set apart. */
export type ReadSession =
  | { kind: 'read'; timeline: Timeline; historyLost: boolean }
  | { kind: 'none' }
  | { kind: 'unreadable'; reason: string };

interface Saved {
  recipe: Recipe;
  /** Characters of its text in the log. */
  size: number;
}

/** States in the log beyond those of undo, before it is compacted. */
const MOST_STATES = 400;
/** Characters of changes in the log, before it is compacted to half of that: older steps of undo end with the page. */
export const MOST_CHARACTERS = 64_000_000;

/** Whether a value has the lists that a change is checked by. */
const hasLists = (value: object): value is Recipe =>
  ['injections', 'annotations', 'edits'].every((list) =>
    Array.isArray((value as Record<string, unknown>)[list]),
  );

export class SessionLog {
  /** What the log holds, in order, and the place of the present one. */
  private saved: Saved[] = [];
  private current = -1;
  private mark: RunMark | undefined;

  constructor(
    private readonly database: SessionDatabase,
    private readonly session: string,
    private readonly mostCharacters = MOST_CHARACTERS,
  ) {}

  /**
   * Reads the session. One that cannot be read is set apart, so that nothing ever takes its place; with `readOnly` it stays where it is. Rejects
   * where the database fails.
   */
  async read({ readOnly = false } = {}): Promise<ReadSession> {
    const reading = this.database.transaction(['sessions', 'states']);
    const [record, texts] = await Promise.all([
      reading.objectStore('sessions').get(this.session),
      reading.objectStore('states').getAll(statesOf(this.session)),
    ]);
    if (!record) return { kind: 'none' };
    try {
      const { recipes, lost } = await readStates(texts, record.current);
      this.current = record.current;
      this.mark = record.mark;
      // Where its history is lost, the next write puts the one state in the place of all.
      this.saved = lost ? [] : recipes.map((recipe, index) => ({ recipe, size: at(texts, index).length }));
      return {
        kind: 'read',
        timeline: { states: recipes, current: lost ? 0 : record.current, mark: record.mark },
        historyLost: lost,
      };
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      if (!readOnly) await this.setApart(reason, JSON.stringify({ ...record, states: texts }, null, 2));
      return { kind: 'unreadable', reason };
    }
  }

  private async setApart(reason: string, text: string): Promise<void> {
    const { session } = this;
    const change = this.database.transaction(['sessions', 'states', 'unreadable'], 'readwrite');
    await Promise.all([
      change.objectStore('unreadable').add({ session, reason, text }),
      change.objectStore('states').delete(statesOf(session)),
      change.objectStore('sessions').delete(session),
      change.done,
    ]);
  }

  /** Brings the log to these states; resolves once they are written. Rejects where the browser does not write them: then the log is as before. */
  async write({ states, current, mark }: Timeline): Promise<void> {
    const { saved } = this;
    // Where the log and the states meet: the log may still hold what undo forgot, and undo what the log dropped.
    const head = saved.findIndex(({ recipe }) => recipe === states[0]);
    const tail = head >= 0 ? 0 : states.findIndex((recipe) => recipe === saved[0]?.recipe);
    const offset = head >= 0 ? head : -tail;
    if (saved.length === 0 || (head < 0 && tail < 0) || current < tail)
      return this.rewrite(states, current, mark);
    const wanted = states.slice(tail);
    const next: Saved[] = saved.slice(0, Math.max(0, offset));
    const texts = new Map<number, string>();
    for (const [index, recipe] of wanted.entries()) {
      const place = next.length;
      const there = saved[place];
      const before = next.at(-1)?.recipe;
      if (there?.recipe === recipe && (place === 0 || saved[place - 1]?.recipe === before)) {
        next.push(there);
        continue;
      }
      const text = await jsonInParts(before && place > 0 ? diff(before, recipe) : at(wanted, index));
      texts.set(place, text);
      next.push({ recipe, size: text.length });
    }
    const changes = next.slice(1).reduce((sum, { size }) => sum + size, 0);
    if (next.length > MOST_STATES || changes > this.mostCharacters)
      return this.rewrite(states, current, mark);
    const place = current + offset;
    const same = texts.size === 0 && next.length === saved.length && place === this.current;
    if (same && mark === this.mark) return;
    await this.put(texts, { drop: false, next, current: place, mark });
  }

  /** The whole log anew, without the oldest steps where all are too long. */
  private async rewrite(
    states: readonly Recipe[],
    current: number,
    mark: RunMark | undefined,
  ): Promise<void> {
    const patches: string[] = [];
    for (const [index, recipe] of states.slice(1).entries())
      patches.push(await jsonInParts(diff(at(states, index), recipe)));
    let from = 0;
    let size = patches.reduce((sum, text) => sum + text.length, 0);
    while (size > this.mostCharacters / 2 && from < current) size -= at(patches, from++).length;
    const kept = [await jsonInParts(at(states, from)), ...patches.slice(from)];
    const next = kept.map((text, index) => ({ recipe: at(states, from + index), size: text.length }));
    await this.put(new Map(kept.entries()), { drop: true, next, current: current - from, mark });
  }

  private async put(
    texts: ReadonlyMap<number, string>,
    {
      drop,
      next,
      current,
      mark,
    }: { drop: boolean; next: Saved[]; current: number; mark: RunMark | undefined },
  ): Promise<void> {
    const { session } = this;
    const change = this.database.transaction(['sessions', 'states'], 'readwrite');
    const states = change.objectStore('states');
    const gone = drop ? statesOf(session) : IDBKeyRange.bound([session, next.length], [session, Infinity]);
    await Promise.all([
      states.delete(gone),
      ...[...texts].map(([place, text]) => states.put(text, [session, place])),
      change
        .objectStore('sessions')
        .put({ current, ...(mark ? { mark } : {}), written: Date.now() }, session),
      change.done,
    ]);
    Object.assign(this, { saved: next, current, mark });
  }
}

/** The states of a log; `lost`: only the one at `current`, because one before or after it is not valid. Throws where that one cannot be read. */
async function readStates(
  texts: readonly string[],
  current: number,
): Promise<{ recipes: Recipe[]; lost: boolean }> {
  const [head, ...rest] = texts;
  if (head === undefined || current < 0 || current >= texts.length)
    throw new Error('the log of changes has no state at its present place');
  const first = readJson(head) as Record<string, unknown>;
  const base = await parseInParts(first, { fresh: true });
  const documents: Readonly<Record<string, unknown>>[] = [base.ok ? { ...base.value } : first];
  for (const [index, text] of rest.entries()) {
    // A damaged change after the present state costs what redo would bring, no more.
    try {
      documents.push(apply(last(documents), readJson(text) as Patch));
    } catch (thrown) {
      if (index + 1 <= current) throw thrown;
      break;
    }
  }
  const valid = base.ok ? await validStates(base.value, documents) : [];
  if (valid.length === texts.length) return { recipes: valid, lost: false };
  const present = await parseInParts(at(documents, current));
  if (!present.ok) throw new Error(`${present.error.path ?? '$'}: ${present.error.message}`);
  return { recipes: [present.value], lost: true };
}

/** The states until the first that is not valid. */
async function validStates(base: Recipe, documents: readonly object[]): Promise<Recipe[]> {
  const valid = [base];
  for (const document of documents.slice(1)) {
    if (!hasLists(document) || !(await isValidInParts(last(valid), document))) break;
    valid.push(document);
  }
  return valid;
}
