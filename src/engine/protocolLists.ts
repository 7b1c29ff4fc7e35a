/**
 * Long lists on their way to the lab worker. To copy a recipe with 100,000 labels takes the page as long as several frames, and calls carry the same recipe again and
 * again. So a long list goes once, in slices with a turn of the event loop after each, and messages name it from then on. Messages keep their order.
 */

/** Longer lists travel so. */
const LONG = 2000;
const SLICE = 2000;
/** Lists that are kept at the other end; the one that was longest not sent goes first. */
const MOST_KEPT = 6;
/** Levels of a message at which lists are looked for: its arguments, their values, their fields, and the fields of these. */
const DEPTH = 6;

interface Slice {
  longList: number;
  /** Absent: the list goes. */
  items?: readonly unknown[];
}
interface Reference {
  keptList: number;
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

const isSlice = (data: unknown): data is Slice => isPlain(data) && typeof data['longList'] === 'number';
const isReference = (value: unknown): value is Reference =>
  isPlain(value) && typeof value['keptList'] === 'number';

const isLong = (value: unknown): value is readonly object[] =>
  Array.isArray(value) && value.length > LONG && isPlain(value[0]);

/** A copy in which `replace` has put others in the place of some values; the value itself where it has not. */
function replaced(value: unknown, replace: (value: unknown) => unknown, depth = DEPTH): unknown {
  const other = replace(value);
  if (other !== value || depth === 0) return other;
  if (Array.isArray(value)) {
    // A list of calls' arguments is short.
    if (value.length > 8) return value;
    const list: readonly unknown[] = value;
    const copy = list.map((one) => replaced(one, replace, depth - 1));
    return copy.some((one, index) => one !== list[index]) ? copy : value;
  }
  if (!isPlain(value)) return value;
  const entries = Object.entries(value).map(
    ([key, one]) => [key, replaced(one, replace, depth - 1)] as const,
  );
  return entries.some(([key, one]) => one !== value[key]) ? Object.fromEntries(entries) : value;
}

const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });

interface Port {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener: Worker['addEventListener'];
  removeEventListener: Worker['removeEventListener'];
}

/** A worker as the page talks to it, with long lists sent once. */
export function withLongLists(worker: Port): Port {
  const kept = new Map<readonly object[], number>();
  let lastId = 0;
  /** Ends with the messages so far; undefined where none waits. */
  let waiting: Promise<void> | undefined;

  async function send(list: readonly object[]): Promise<void> {
    const known = kept.get(list);
    if (known !== undefined) {
      kept.delete(list);
      kept.set(list, known);
      return;
    }
    const id = ++lastId;
    for (let from = 0; from < list.length; from += SLICE) {
      worker.postMessage({ longList: id, items: list.slice(from, from + SLICE) } satisfies Slice, []);
      await nextTurn();
    }
    kept.set(list, id);
    for (const [old, number] of kept) {
      if (kept.size <= MOST_KEPT) break;
      kept.delete(old);
      worker.postMessage({ longList: number } satisfies Slice, []);
    }
  }

  function post(message: unknown, transfer: Transferable[] = []): void {
    const lists: (readonly object[])[] = [];
    const note = (value: unknown): unknown => {
      if (isLong(value)) lists.push(value);
      return value;
    };
    replaced(message, note);
    if (lists.length === 0 && !waiting) {
      worker.postMessage(message, transfer);
      return;
    }
    const before = waiting ?? Promise.resolve();
    const mine = before
      .catch(() => undefined)
      .then(async () => {
        for (const list of lists) await send(list);
        const named = (value: unknown): unknown => {
          const id = isLong(value) ? kept.get(value) : undefined;
          return id === undefined ? value : ({ keptList: id } satisfies Reference);
        };
        worker.postMessage(replaced(message, named), transfer);
        if (waiting === mine) waiting = undefined;
      });
    waiting = mine;
  }

  return {
    postMessage: post,
    addEventListener: worker.addEventListener.bind(worker),
    removeEventListener: worker.removeEventListener.bind(worker),
  };
}

/** The other end: takes slices in, and puts lists back into the messages that name them. To be called before anything listens to messages. */
export function takeLongLists(port: { addEventListener: Worker['addEventListener'] }): void {
  const lists = new Map<number, unknown[]>();
  const list = (value: unknown): unknown => {
    if (!isReference(value)) return value;
    const found = lists.get(value.keptList);
    if (!found) throw new RangeError(`expected the list ${value.keptList} to have been sent`);
    return found;
  };
  port.addEventListener('message', (event: MessageEvent<unknown>) => {
    const { data } = event;
    if (isSlice(data)) {
      event.stopImmediatePropagation();
      const { longList: id, items } = data;
      if (!items) lists.delete(id);
      else {
        const so = lists.get(id) ?? [];
        for (const item of items) so.push(item);
        lists.set(id, so);
      }
      return;
    }
    if (!isPlain(data)) return;
    const whole = replaced(data, list);
    if (whole !== data && isPlain(whole)) Object.assign(data, whole);
  });
}
