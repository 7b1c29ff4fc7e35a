/** Fetches files into the lab: which are on their way, what the page's policy lets through, and what the browser keeps of them. */
import { createSHA256 } from 'hash-wasm';
import { blockedAddress, connectSources, retryPolicy, type SourceFile } from '../../core/sources';
import { LabFailure, toLabError, type LabError } from '../../core/errors';
import { download, limiter, type DownloadEnvironment, type DownloadStep } from './download';
import { addFetched, inLab, leaveOut } from './adding';
import { deleteKept, keep, keyOf, listKept, readKept } from './kept';
import type { Hasher, PartialFile } from './partial';
import { extendBatch, setItem, useCatalogue } from './store';

/** What the page's own policy says, in its meta tag; null where it has none. */
function pageSources(): string[] | null {
  const tag = document.querySelector<HTMLMetaElement>('meta[http-equiv="Content-Security-Policy"]');
  return tag ? connectSources(tag.content) : null;
}

/** Why the page may not ask an address, known before anything is sent; undefined where it may, as far as the page knows. */
export const whyBlocked = (url: string): LabError | undefined =>
  blockedAddress(url, location.href, pageSources());

/** Origins of requests that the policy stopped: the header's may be stricter than the tag's, and a redirect may lead anywhere. */
const stopped = new Set<string>();
let watching = false;

function watchPolicy(): void {
  if (watching) return;
  watching = true;
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
    if (effectiveDirective === 'connect-src' && URL.canParse(blockedURI))
      stopped.add(new URL(blockedURI).origin);
  });
}

/** Whether the policy stopped a request to this address's origin just now. */
async function wasBlocked(url: string): Promise<boolean> {
  // The event comes as a task of its own, after the request has failed.
  await new Promise((resolve) => setTimeout(resolve, 20));
  return stopped.delete(new URL(url).origin);
}

/** Files fetched at one time. */
const LIMIT = 4;
const STALL_MS = 20_000;

async function hasher(): Promise<Hasher> {
  const hash = await createSHA256();
  return { update: (bytes) => hash.update(bytes), digest: () => hash.digest('hex') };
}

const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', end);
      resolve();
    }, ms);
    signal.addEventListener('abort', end, { once: true });
  });

const environment: DownloadEnvironment = {
  fetch: (url, init) => fetch(url, init),
  hasher,
  now: () => Date.now(),
  random: () => Math.random(),
  sleep,
  retry: retryPolicy,
  stallMs: STALL_MS,
  wasBlocked,
};

const inTurn = limiter(LIMIT);
const partials = new Map<string, PartialFile>();
/** Files on their way, by address. */
const running = new Map<string, AbortController>();

/** Fetches files and adds them to the lab, kept ones from their copy. Files that are on their way or in the lab are passed over. */
export function fetchFiles(files: readonly SourceFile[]): void {
  watchPolicy();
  const wanted = files.filter(({ url, name }) => !running.has(url) && !inLab(name));
  extendBatch(
    wanted.map(({ url }) => url),
    running.size === 0,
  );
  for (const file of wanted) {
    const control = new AbortController();
    running.set(file.url, control);
    setItem(file.url, { phase: 'waiting', got: 0, total: file.bytes ?? null });
    void bring(file, control.signal)
      .catch((thrown: unknown) => {
        const error = toLabError(thrown);
        if (running.get(file.url) !== control) return;
        setItem(file.url, error.code === 'aborted' ? { phase: 'cancelled' } : { phase: 'failed', error });
      })
      .finally(() => {
        if (running.get(file.url) === control) running.delete(file.url);
      });
  }
}

async function bring(file: SourceFile, signal: AbortSignal): Promise<void> {
  const key = keyOf(file);
  const copy = await inTurn(() => readKept(key, hasher), signal);
  const content = copy ?? (await fetched(file, key, signal));
  signal.throwIfAborted();
  setItem(file.url, { phase: 'adding', got: content.size, total: content.size });
  const problem = await addFetched(file.name, content, signal);
  if (problem) throw new LabFailure(problem);
  setItem(file.url, { phase: 'done' });
}

async function fetched(file: SourceFile, key: string, signal: AbortSignal): Promise<Blob> {
  const blocked = whyBlocked(file.url);
  if (blocked) throw new LabFailure({ ...blocked, file: file.name });
  const onStep = (step: DownloadStep): void => {
    if (signal.aborted) return;
    if (step.phase === 'fetching') setItem(file.url, step);
    else {
      const { attempt, error, ms } = step;
      setItem(file.url, { phase: 'pausing', attempt, error, until: Date.now() + ms });
    }
  };
  const { blob, sha256 } = await download(file, environment, {
    signal,
    onStep,
    partials,
    slot: (attempt) => inTurn(attempt, signal),
  });
  // Kept beside the reading of it: a browser that keeps nothing is no reason to wait, or to fail.
  keep(key, sha256, blob).then(showKept, showKeepProblem);
  return blob;
}

/** Cancels files on their way, or all of them; what has come of them stays for the next try. */
export function cancelFetch(urls: readonly string[] = [...running.keys()]): void {
  for (const url of urls) {
    const control = running.get(url);
    if (!control) continue;
    running.delete(url);
    control.abort();
    leaveOut(control.signal);
    setItem(url, { phase: 'cancelled' });
  }
}

const showKept = (kept: Record<string, number>): void => useCatalogue.setState({ kept, keepProblem: null });

function showKeepProblem(thrown: unknown): void {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  useCatalogue.setState(({ kept }) => ({
    kept: kept ?? {},
    keepProblem: `This browser cannot save fetched files (private window or full storage): ${reason}. They are fetched again the next time.`,
  }));
}

/** Looks up which files the browser has kept. */
export const lookUpKept = (): Promise<void> => listKept().then(showKept, showKeepProblem);

/** Deletes kept files, or all of them; what is in the lab stays there. */
export const forgetKept = (keys?: readonly string[]): Promise<void> =>
  deleteKept(keys).then(showKept, showKeepProblem);
