/** A child worker's own side: what it does for the worker that started it, and how that one hears of its end. */
import { expose } from 'comlink';

/** What a child worker tells once: the lock that it holds as long as it lives. */
export interface Life {
  life: string;
}

export const isLife = (data: unknown): data is Life =>
  typeof data === 'object' && data !== null && 'life' in data && typeof data.life === 'string';

/**
 * Offers work to the worker that started this one. A worker that ends by an error is told to its parent; one that ends by itself or by the system
 * is not, and so it holds a lock, which ends with it however it ends. Where there are no locks (a page without HTTPS) such an end is not heard.
 */
export function offer(work: object): void {
  expose(work);
  if (!('locks' in navigator)) return;
  const life = `anomaly-data-lab.worker.${crypto.randomUUID()}`;
  void navigator.locks.request(life, () => {
    postMessage({ life } satisfies Life);
    return new Promise(() => undefined);
  });
}
