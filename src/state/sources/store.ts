import { create } from 'zustand';
import { defaultBase, parseUrlList, type UrlList } from '../../core/sources';
import type { LabError } from '../../core/errors';

export type ListName = 'nab' | 'urls';

/** Where one file stands; files that nobody asked for have no entry. */
export interface ItemState {
  phase: 'waiting' | 'fetching' | 'pausing' | 'adding' | 'done' | 'failed' | 'cancelled';
  /** Bytes that are there, and in all; null: nobody knows. */
  got: number;
  total: number | null;
  /** The next attempt, and when it comes (milliseconds since 1970). */
  attempt?: number;
  until?: number;
  error?: LabError;
}

interface CatalogueState {
  list: ListName;
  /** Address below which NAB's files lie; ends in a slash. */
  base: string;
  /** The list of addresses as typed, and as read. */
  text: string;
  urls: UrlList;
  /** Names of the files chosen, in each list. */
  chosen: Record<ListName, ReadonlySet<string>>;
  /** By address. */
  items: Record<string, ItemState>;
  /** Addresses of the files fetched together, until nothing is on its way and new ones are. */
  batch: readonly string[];
  /** Bytes of the files in the browser's storage, by sha256 or address; null: not looked up yet. */
  kept: Record<string, number> | null;
  /** Why nothing is kept. */
  keepProblem: string | null;
}

const baseKey = 'anomaly-data-lab.sources.base';
const textKey = 'anomaly-data-lab.sources.urls';

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A page without storage keeps the choice until it is closed.
  }
}

export const useCatalogue = create<CatalogueState>()(() => {
  const text = stored(textKey) ?? '';
  const urls = parseUrlList(text);
  return {
    list: 'nab',
    base: stored(baseKey) ?? defaultBase,
    text,
    urls,
    chosen: { nab: new Set(), urls: new Set(urls.files.map(({ name }) => name)) },
    items: {},
    batch: [],
    kept: null,
    keepProblem: null,
  };
});

export const showList = (list: ListName): void => useCatalogue.setState({ list });

/** Takes a base address that `checkBase` has let through. */
export function setBase(base: string): void {
  useCatalogue.setState({ base });
  store(baseKey, base);
}

/** Reads a list of addresses; all of its files are chosen but those that the person had left out. */
export function setUrlText(text: string): void {
  const urls = parseUrlList(text);
  useCatalogue.setState(({ chosen, urls: before }) => {
    const known = new Set(before.files.map(({ name }) => name));
    const names = urls.files.map(({ name }) => name);
    const wanted = new Set(names.filter((name) => !known.has(name) || chosen.urls.has(name)));
    return { text, urls, chosen: { ...chosen, urls: wanted } };
  });
  store(textKey, text);
}

/** Chooses files of a list, or takes them out of the choice. */
export function choose(list: ListName, names: readonly string[], on: boolean): void {
  useCatalogue.setState(({ chosen }) => {
    const next = new Set(chosen[list]);
    for (const name of names) {
      if (on) next.add(name);
      else next.delete(name);
    }
    return { chosen: { ...chosen, [list]: next } };
  });
}

/** Adds to the present batch; `fresh`: starts a new one. */
export function extendBatch(urls: readonly string[], fresh: boolean): void {
  useCatalogue.setState(({ batch }) => ({ batch: fresh ? urls : [...new Set([...batch, ...urls])] }));
}

/** What is not in the state yet, by address. */
const pending = new Map<string, Partial<ItemState>>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Puts what is new of a file into the state; bytes that come in are gathered for a tenth of a second. */
export function setItem(url: string, change: Partial<ItemState>): void {
  const { items } = useCatalogue.getState();
  pending.set(url, { ...pending.get(url), ...change });
  const onlyBytes = items[url]?.phase === change.phase && change.phase === 'fetching';
  if (!onlyBytes) flush();
  else timer ??= setTimeout(flush, 100);
}

function flush(): void {
  clearTimeout(timer);
  timer = undefined;
  useCatalogue.setState(({ items }) => {
    const next = { ...items };
    for (const [url, change] of pending) {
      next[url] = { ...(next[url] ?? { phase: 'waiting', got: 0, total: null }), ...change };
    }
    pending.clear();
    return { items: next };
  });
}
