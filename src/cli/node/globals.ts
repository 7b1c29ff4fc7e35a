/** What the engine expects of its surroundings and Node does not have, or not so: workers, their messages, addresses of files. Loaded before all else. */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker as Thread, type TransferListItem } from 'node:worker_threads';
import { transferHandlers } from 'comlink';
import { PathFile } from './pathFile';

/** A browser's `Worker` on a thread of Node's. The engine names a worker by its source, which is bundled beside this under the same name. */
class ThreadWorker extends EventTarget {
  private readonly thread: Thread;
  private ended = false;

  constructor(address: URL) {
    super();
    this.thread = new Thread(new URL(address.href.replace(/\.ts$/, '.js')));
    this.thread.on('message', (data: unknown) => this.dispatchEvent(new MessageEvent('message', { data })));
    this.thread.on('messageerror', () => this.dispatchEvent(new Event('messageerror')));
    this.thread.on('error', (error: unknown) =>
      this.fail(error instanceof Error ? error.message : String(error)),
    );
    this.thread.on('exit', (code) => this.fail(`it ended with exit code ${code}`));
  }

  postMessage(message: unknown, transfer: readonly TransferListItem[] = []): void {
    this.thread.postMessage(message, transfer);
  }

  terminate(): void {
    this.ended = true;
    void this.thread.terminate();
  }

  private fail(message: string): void {
    if (this.ended) return;
    this.ended = true;
    this.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message }));
  }
}

const given = globalThis.fetch;

/** Files of the bundle are fetched by their address. */
async function fetchFile(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const address = input instanceof Request ? input.url : String(input);
  if (!address.startsWith('file:')) return given(input, init);
  const type = address.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream';
  return new Response(await readFile(new URL(address)), { headers: { 'content-type': type } });
}

function define(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

define('Worker', ThreadWorker);
define('fetch', fetchFile);
if (typeof navigator === 'undefined')
  define('navigator', {
    hardwareConcurrency: availableParallelism(),
    userAgent: `Node.js/${process.versions.node.split('.')[0]}`,
  });
if (!isMainThread && parentPort) {
  const port = parentPort;
  define('self', globalThis);
  define('postMessage', (message: unknown, transfer: readonly TransferListItem[] = []) =>
    port.postMessage(message, transfer),
  );
  define('addEventListener', port.addEventListener.bind(port));
  define('removeEventListener', port.removeEventListener.bind(port));
}

/** Files cross to another thread as their place on the disk. */
transferHandlers.set('path-file', {
  canHandle: (value): value is PathFile => value instanceof PathFile,
  serialize: (file: PathFile) => [{ place: file.place, name: file.name }, []],
  deserialize: ({ place, name }: Pick<PathFile, 'place' | 'name'>) => new PathFile(place, name),
});
