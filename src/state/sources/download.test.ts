import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { retryPolicy, type SourceFile } from '../../core/sources';
import type { PartialFile } from './partial';
import { download, limiter, type DownloadEnvironment, type DownloadStep } from './download';

const content = Uint8Array.from({ length: 1000 }, (_, index) => (index * 31) % 251);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const known: SourceFile = {
  name: 'folder/one.csv',
  url: 'https://host.example/one.csv',
  bytes: content.length,
  sha256: sha256(content),
};
const unknown: SourceFile = { name: 'two.csv', url: 'https://host.example/two.csv' };

type Answer = (init: RequestInit) => Response | Promise<Response>;

interface BodyEnd {
  /** Bytes after which the body fails, or stays silent. */
  breakAt?: number;
  silentAt?: number;
}

function body(bytes: Uint8Array, { breakAt, silentAt }: BodyEnd = {}): ReadableStream<Uint8Array> {
  let at = 0;
  const end = breakAt ?? silentAt ?? bytes.length;
  return new ReadableStream({
    pull(control) {
      const next = bytes.slice(at, Math.min(at + 100, end));
      at += next.length;
      if (next.length > 0) control.enqueue(next);
      else if (breakAt !== undefined) control.error(new TypeError('network error'));
      else if (silentAt === undefined) control.close();
      else return new Promise(() => undefined);
      return undefined;
    },
  });
}

const offset = (init: RequestInit): number | null => {
  const range = (init.headers as Record<string, string>)['Range'];
  return range === undefined ? null : Number(/^bytes=(\d+)-$/.exec(range)?.[1]);
};

/** A server's answer with the file; one that knows ranges sends the rest alone. */
const serve =
  (bytes: Uint8Array, end: BodyEnd & { ranges?: boolean; headers?: Record<string, string> } = {}): Answer =>
  (init) => {
    const from = offset(init);
    if (from === null || !end.ranges) return new Response(body(bytes, end), { headers: end.headers ?? {} });
    const headers = { ...end.headers, 'Content-Range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` };
    return new Response(body(bytes.slice(from), end), { status: 206, headers });
  };

const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  () =>
    new Response('no', { status: code, headers });

/** Fetches a file from answers in their order; the last one again and again. */
function start(answers: Answer[], file: SourceFile = known, partials = new Map<string, PartialFile>()) {
  const asked: (number | null)[] = [];
  const pauses: number[] = [];
  const steps: DownloadStep[] = [];
  const control = new AbortController();
  const environment: DownloadEnvironment = {
    fetch: (_url, init) => {
      const answer = answers[Math.min(asked.length, answers.length - 1)]!;
      asked.push(offset(init));
      return Promise.resolve(answer(init));
    },
    hasher: () => {
      const hash = createHash('sha256');
      return Promise.resolve({ update: (bytes) => hash.update(bytes), digest: () => hash.digest('hex') });
    },
    now: () => Date.UTC(2024, 0, 1),
    random: () => 0,
    sleep: (ms, signal) => {
      pauses.push(ms);
      return signal.aborted ? Promise.reject(signal.reason as Error) : Promise.resolve();
    },
    retry: retryPolicy,
    stallMs: 30,
    wasBlocked: () => Promise.resolve(false),
  };
  const onStep = (step: DownloadStep): void => void steps.push(step);
  const slot = <T>(work: () => Promise<T>): Promise<T> => work();
  const run = (): Promise<Uint8Array> =>
    download(file, environment, { signal: control.signal, onStep, slot, partials }).then(
      async ({ blob }) => new Uint8Array(await blob.arrayBuffer()),
    );
  return { run, asked, pauses, steps, control, partials, environment };
}

describe('a download', () => {
  it('brings the bytes, says how far it is, and leaves nothing unfinished behind', async () => {
    const one = start([serve(content)]);
    expect(await one.run()).toEqual(content);
    expect(one.steps.map((step) => (step.phase === 'fetching' ? step.got : -1))).toEqual([
      0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000,
    ]);
    expect(one.asked).toEqual([null]);
    expect(one.partials.size).toBe(0);
  });

  it.each([401, 403, 404, 410])('answered %i is not tried again', async (code) => {
    const one = start([status(code)]);
    await expect(one.run()).rejects.toMatchObject({ error: { code: 'source-status', file: known.name } });
    expect(one.asked).toHaveLength(1);
  });

  it.each([408, 425, 429, 500, 502, 503, 504])('answered %i is tried again', async (code) => {
    const one = start([status(code), status(code), serve(content)]);
    expect(await one.run()).toEqual(content);
    expect(one.pauses).toEqual([250, 500]);
  });

  it('is given up after five attempts, with the last answer as its error', async () => {
    const one = start([status(500)]);
    await expect(one.run()).rejects.toMatchObject({
      error: { code: 'source-status', message: expect.stringContaining('answered 500') as unknown },
    });
    expect(one.asked).toHaveLength(5);
    expect(one.pauses).toEqual([250, 500, 1000, 2000]);
  });

  it('waits as long as the server asks, and gives up where that is too long', async () => {
    const patient = start([status(429, { 'Retry-After': '9' }), serve(content)]);
    expect(await patient.run()).toEqual(content);
    expect(patient.pauses).toEqual([9000]);
    const dated = start([status(503, { 'Retry-After': 'Mon, 01 Jan 2024 00:00:04 GMT' }), serve(content)]);
    await dated.run();
    expect(dated.pauses).toEqual([4000]);
    const long = start([status(429, { 'Retry-After': '3600' })]);
    await expect(long.run()).rejects.toMatchObject({
      error: { message: expect.stringContaining('come back in 3,600 s') as unknown },
    });
    expect(long.asked).toHaveLength(1);
  });

  it('without a network says that nobody answered, after trying again', async () => {
    const one = start([() => Promise.reject(new TypeError('Failed to fetch'))]);
    await expect(one.run()).rejects.toMatchObject({ error: { code: 'source-unreachable' } });
    expect(one.asked).toHaveLength(5);
  });

  it("stopped by the page's policy says so, and is not tried again", async () => {
    const one = start([() => Promise.reject(new TypeError('Failed to fetch'))]);
    one.environment.wasBlocked = () => Promise.resolve(true);
    await expect(one.run()).rejects.toMatchObject({ error: { code: 'source-blocked' } });
    expect(one.asked).toHaveLength(1);
  });

  it('whose answer never comes is stalled', async () => {
    const one = start([() => new Promise<Response>(() => undefined)]);
    await expect(one.run()).rejects.toMatchObject({ error: { code: 'source-stalled' } });
    expect(one.asked).toHaveLength(5);
  });
});

describe('what is missing of a file', () => {
  it('is fetched alone after a break, where the server knows ranges', async () => {
    const one = start([serve(content, { breakAt: 300 }), serve(content, { ranges: true })]);
    expect(await one.run()).toEqual(content);
    expect(one.asked).toEqual([null, 300]);
  });

  it('is fetched alone after a silence', async () => {
    const one = start([serve(content, { silentAt: 500 }), serve(content, { ranges: true })]);
    expect(await one.run()).toEqual(content);
    expect(one.asked).toEqual([null, 500]);
    expect(one.steps.find((step) => step.phase === 'pausing')).toMatchObject({
      error: { code: 'source-stalled' },
    });
  });

  it('comes with the whole file where the server knows no ranges', async () => {
    const one = start([serve(content, { breakAt: 300 }), serve(content)]);
    expect(await one.run()).toEqual(content);
    expect(one.asked).toEqual([null, 300]);
  });

  it('is asked for again from the start where the server has another version, or no such range', async () => {
    const old = serve(content, { breakAt: 300, headers: { ETag: '"old"' } });
    const changed = start([old, serve(content, { ranges: true, headers: { ETag: '"new"' } })], unknown);
    expect(await changed.run()).toEqual(content);
    expect(changed.asked).toEqual([null, 300, null]);
    const gone = start([serve(content, { breakAt: 300 }), status(416), serve(content)]);
    expect(await gone.run()).toEqual(content);
    expect(gone.asked).toEqual([null, 300, null]);
  });

  it('is not pieced together where nothing could tell two versions apart', async () => {
    const one = start([serve(content, { breakAt: 300 }), serve(content, { ranges: true })], unknown);
    expect(await one.run()).toEqual(content);
    expect(one.asked).toEqual([null, null]);
  });

  it('is all that a cancelled download fetches the next time', async () => {
    const first = start([serve(content, { silentAt: 400 })]);
    const end = first.run().catch((thrown: unknown) => thrown);
    await vi.waitFor(() => expect(first.steps).toContainEqual(expect.objectContaining({ got: 400 })));
    first.control.abort();
    expect(await end).toMatchObject({ error: { code: 'aborted' } });
    const second = start([serve(content, { ranges: true })], known, first.partials);
    expect(await second.run()).toEqual(content);
    expect(second.asked).toEqual([400]);
  });

  it('broken off each time is said with how much came', async () => {
    const one = start([serve(content, { breakAt: 300 })]);
    await expect(one.run()).rejects.toMatchObject({
      error: {
        code: 'source-cut-short',
        message: expect.stringContaining('300 bytes of 1,000 bytes') as unknown,
      },
    });
  });

  it('ended politely, but too early, is missing all the same', async () => {
    const one = start([serve(content.slice(0, 700)), serve(content, { ranges: true })]);
    expect(await one.run()).toEqual(content);
    expect(one.asked).toEqual([null, 700]);
  });
});

describe('the checksum', () => {
  const lie = Uint8Array.from(content, (byte) => byte ^ 1);

  it('refuses bytes that are not the known ones, and forgets them', async () => {
    const one = start([serve(lie)]);
    await expect(one.run()).rejects.toMatchObject({
      error: { code: 'source-checksum', detail: expect.stringContaining(sha256(lie)) as unknown },
    });
    expect(one.asked).toHaveLength(1);
    expect(one.partials.size).toBe(0);
  });

  it('of two pieces that do not belong together has the file fetched as a whole', async () => {
    const one = start([serve(lie, { breakAt: 300 }), serve(content, { ranges: true }), serve(content)]);
    expect(await one.run()).toEqual(content);
    expect(one.asked).toEqual([null, 300, null]);
  });

  it('is not needed to refuse a file that is too long, or another one that is shorter', async () => {
    const long = start([serve(new Uint8Array(5000))]);
    await expect(long.run()).rejects.toMatchObject({ error: { code: 'source-checksum' } });
    const short = start([serve(content.slice(0, 700), { headers: { 'Content-Length': '700' } })]);
    await expect(short.run()).rejects.toMatchObject({
      error: { code: 'source-checksum', message: expect.stringContaining('gave 700 bytes') as unknown },
    });
    expect(short.asked).toHaveLength(1);
  });

  it('is told of a file whose own nobody knows', async () => {
    const { environment, control, partials } = start([serve(content)], unknown);
    const done = await download(unknown, environment, {
      signal: control.signal,
      onStep: () => undefined,
      slot: (work) => work(),
      partials,
    });
    expect(done.sha256).toBe(sha256(content));
  });
});

describe('the limiter', () => {
  it('lets so many work at one time, and the next one in when one is done or fails', async () => {
    const slot = limiter(2);
    const { signal } = new AbortController();
    const ends: (() => void)[] = [];
    const works = [0, 1, 2, 3].map((index) =>
      slot(() => new Promise<number>((resolve) => ends.push(() => resolve(index))), signal),
    );
    await vi.waitFor(() => expect(ends).toHaveLength(2));
    ends[0]?.();
    await vi.waitFor(() => expect(ends).toHaveLength(3));
    ends[1]?.();
    await vi.waitFor(() => expect(ends).toHaveLength(4));
    for (const end of ends) end();
    expect(await Promise.all(works)).toEqual([0, 1, 2, 3]);
  });

  it('never starts a work that was cancelled while it waited', async () => {
    const slot = limiter(1);
    const control = new AbortController();
    let end = (): void => undefined;
    const first = slot(() => new Promise<void>((resolve) => (end = resolve)), new AbortController().signal);
    const started = vi.fn<() => Promise<void>>(() => Promise.resolve());
    const second = slot(started, control.signal);
    control.abort();
    await expect(second).rejects.toMatchObject({ name: 'AbortError' });
    end();
    await first;
    expect(started).not.toHaveBeenCalled();
  });
});
