/** Which tab holds the session: one at a time, by a lock of the browser that ends with its page. */
import type { LabError } from '../../core/errors';
import { useSession } from '../page/page';

const nameKey = 'anomaly-data-lab.session';
const takeKey = 'anomaly-data-lab.take-over';
/** How long a page that is closing, or is asked to, may still hold the session. */
const GRACE_MS = 1000;

const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(nameKey);

/** A value of this tab alone, which a reload keeps. */
function ofTab(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Name of this tab's session: the one of all tabs, or one of its own. */
export const sessionName = (): string => ofTab(nameKey) ?? 'main';

/** The lock that a session's tab holds. */
export const lockOf = (session: string): string => `${nameKey}.${session}`;

/** Why nothing may be changed in this tab; undefined where it holds the session. */
export function readOnly(): LabError | undefined {
  if (useSession.getState().tab === 'holds') return undefined;
  return {
    code: 'session-read-only',
    message: 'This tab only reads: the lab is open in another tab. Change it there, or take it over.',
  };
}

let release: (() => void) | undefined;

/** Asks for the session; whether it is this tab's now, until the page ends, the tab is asked to leave it, or it is stolen. */
function claim(options: LockOptions, onLost: () => void): Promise<boolean> {
  if (!('locks' in navigator)) return Promise.resolve(true);
  return new Promise((resolve) => {
    let held = false;
    const keep = (): Promise<void> =>
      new Promise((end) => {
        held = true;
        release = end;
        resolve(true);
      });
    navigator.locks.request(lockOf(sessionName()), options, keep).catch(() => {
      if (held) onLost();
      resolve(false);
    });
  });
}

const waiting = (onLost: () => void): Promise<boolean> =>
  claim({ signal: AbortSignal.timeout(GRACE_MS) }, onLost);

let readsOnly: () => void = () => undefined;

/**
 * Takes the session for this tab. Where another tab holds it, the person is asked, and it resolves when this tab is to read only. `beforeLeaving`
 * writes what is to be written when another tab takes the session over, `afterLoss` ends the writing.
 */
export async function takeSession(beforeLeaving: () => Promise<void>, afterLoss: () => void): Promise<void> {
  const lose = (): void => {
    afterLoss();
    useSession.setState({ tab: 'lost' });
  };
  channel?.addEventListener('message', ({ data }) => {
    if (data !== sessionName() || !release) return;
    const leave = release;
    release = undefined;
    void beforeLeaving().then(() => {
      lose();
      leave();
    });
  });
  const takes = ofTab(takeKey) !== null;
  if (takes) {
    sessionStorage.removeItem(takeKey);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none: it reaches this origin alone
    channel?.postMessage(sessionName());
  }
  if ((await waiting(lose)) || (takes && (await claim({ steal: true }, lose)))) return;
  useSession.setState({ tab: 'elsewhere' });
  await new Promise<void>((resolve) => (readsOnly = resolve));
}

/** The person's answer: this tab shows the session and changes nothing. */
export function readOnlyHere(): void {
  useSession.setState({ tab: 'reads' });
  readsOnly();
}

/** The person's answer: this tab takes the session over; the other one writes its last changes and leaves it. */
export function takeOverHere(): void {
  sessionStorage.setItem(takeKey, '1');
  location.reload();
}

/** The person's answer: this tab gets a session of its own, which begins empty. */
export function ownLabHere(): void {
  sessionStorage.setItem(nameKey, crypto.randomUUID());
  location.reload();
}
