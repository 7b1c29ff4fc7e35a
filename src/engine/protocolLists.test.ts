import fc from 'fast-check';
import { expect, it } from 'vitest';
import { takeLongLists, withLongLists } from './protocolLists';

/** Both ends of a channel; `sent`: how many list entries went over it. */
function ends() {
  const { port1, port2 } = new MessageChannel();
  const got: unknown[] = [];
  const sent = { entries: 0, slices: 0 };
  const far = new EventTarget();
  takeLongLists(far);
  far.addEventListener('message', (event) => got.push((event as MessageEvent<unknown>).data));
  port2.addEventListener('message', ({ data }: MessageEvent<{ items?: unknown[] }>) => {
    sent.entries += data.items?.length ?? 0;
    sent.slices += data.items ? 1 : 0;
    far.dispatchEvent(new MessageEvent('message', { data }));
  });
  port2.start();
  const near = withLongLists({
    postMessage: (message, transfer) => port1.postMessage(message, transfer),
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  });
  const arrived = async (count: number): Promise<unknown[]> => {
    while (got.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
    port1.close();
    return got;
  };
  return { near, arrived, sent };
}

const listOf = (length: number, of: string) =>
  Array.from({ length }, (_, index) => ({ id: `${of} ${index}` }));
const callOf = (id: string, recipe: object) => ({
  id,
  type: 'APPLY',
  argumentList: [
    { type: 'RAW', value: 7 },
    { type: 'RAW', value: { recipe } },
  ],
});

it('brings every message over as it was, in order, with lists of any length', async () => {
  const lists = [0, 1, 2000, 2001, 9000, 4001, 3000, 2500, 2600, 2700, 2800].map((length) =>
    listOf(length, `${length}`),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(lists.length - 1), fc.nat(lists.length - 1)), { minLength: 1, maxLength: 12 }),
      async (choices) => {
        const { near, arrived } = ends();
        const messages = choices.map(([first, second], index) =>
          callOf(`call ${index}`, { annotations: lists[first], edits: lists[second], steps: [{ a: 1 }] }),
        );
        for (const message of messages) near.postMessage(message, []);
        expect(await arrived(messages.length)).toEqual(messages);
      },
    ),
    { numRuns: 20 },
  );
});

it('sends a long list once, and in slices', async () => {
  const { near, arrived, sent } = ends();
  const annotations = listOf(10_000, 'label');
  for (const id of ['a', 'b', 'c']) near.postMessage(callOf(id, { annotations }), []);
  near.postMessage(callOf('d', { annotations: [] }), []);
  await arrived(4);
  expect(sent).toEqual({ entries: 10_000, slices: 5 });
});

it('leaves what the caller gave as it was', async () => {
  const { near, arrived } = ends();
  const annotations = listOf(3000, 'label');
  const message = callOf('a', { annotations });
  near.postMessage(message, []);
  await arrived(1);
  expect(message).toEqual(callOf('a', { annotations: listOf(3000, 'label') }));
});
