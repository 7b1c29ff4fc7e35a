/**
 * The service worker: it keeps the lab for use without a network, and a new version of it waits until the person takes it. On the browser's own
 * interface: workbox-window reloads pages by rules of its own, and not all of those that accepted.
 */
import { create } from 'zustand';
import { idle } from './page';

/** How often a page that stays open looks for a new version. */
const LOOK_MS = 3_600_000;

/**
 * `ready`: a new version waits for the person. `taken`: another tab has taken it, so what this page has not loaded yet is gone.
 */
type UpdateState = 'none' | 'ready' | 'taken';

export const useUpdate = create<{ state: UpdateState }>()(() => ({ state: 'none' }));

/** What is used of a service worker, of its registration, and of `navigator.serviceWorker`. */
export interface Version {
  readonly state: string;
  postMessage(message: unknown, options?: StructuredSerializeOptions): void;
  addEventListener(type: 'statechange', listener: () => void): void;
}
export interface Registration {
  readonly installing: Version | null;
  readonly waiting: Version | null;
  update(): Promise<unknown>;
  addEventListener(type: 'updatefound', listener: () => void): void;
}
interface Container {
  readonly controller: object | null;
  register(address: string, options: RegistrationOptions): Promise<Registration>;
  addEventListener(type: 'controllerchange', listener: () => void): void;
}

let waiting: (() => Version | null) | undefined;
let accepted = false;
let asked = false;

/** Registers the service worker and offers each new version. `reload` loads the page anew; only an accepted offer calls it. */
export async function followUpdates(
  container: Container,
  address: string,
  reload: () => void,
): Promise<void> {
  const registration = await container.register(address, { updateViaCache: 'none' });
  waiting = () => registration.waiting;
  // The first version takes the page over at once, and replaces nothing.
  let controlled = container.controller !== null;
  const offer = (): void => {
    if (controlled && registration.waiting) useUpdate.setState({ state: 'ready' });
  };
  registration.addEventListener('updatefound', () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => installing.state === 'installed' && offer());
  });
  container.addEventListener('controllerchange', () => {
    if (accepted) reload();
    else if (controlled) useUpdate.setState({ state: 'taken' });
    controlled = true;
  });
  offer();
  setInterval(() => void registration.update().catch(() => undefined), LOOK_MS);
}

/** Loads the new version: it takes over, and the page is loaded anew. */
export function takeUpdate(reload: () => void): void {
  const worker = waiting?.();
  if (!worker) {
    // Another tab has taken it already.
    reload();
    return;
  }
  accepted = true;
  worker.postMessage({ type: 'SKIP_WAITING' }, { transfer: [] });
}

/** Keeps the lab for use without a network, once the page has nothing else to do; the first call does. Only a build has a service worker. */
export async function keepOffline(): Promise<void> {
  if (asked || !import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  asked = true;
  await idle();
  const address = new URL('./sw.js', document.baseURI).href;
  // Where the browser refuses (a private window, a page without https), the lab works as long as there is a network.
  await followUpdates(navigator.serviceWorker, address, () => location.reload()).catch(() => undefined);
}
