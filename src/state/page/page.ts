/** The page by itself: its version, its session with the engine and with the browser's storage, and when it has nothing else to do. */
import { create } from 'zustand';
import type { LabError } from '../../core/errors';
import type { Recipe } from '../../core/recipe/types';
import type { Weight } from '../../core/recipe/weight';
import type { Progress } from '../../engine/protocol';

/** Of the app; equal to package.json's (page.test.ts). */
export const version = '0.1.0';

interface SessionState {
  engine: 'closed' | 'starting' | 'ready' | 'failed';
  progress: Progress | null;
  duckdb: string | null;
  error: LabError | null;
  /** Whether this browser lets the page keep files, and `cleared`: bytes that the person just gave up; null: not known yet. */
  storage: { kept: boolean; bytes: number; cleared?: number; message?: string } | null;
  /** Whether the saved files of the last session have been looked up. */
  restored: boolean;
  /** Whether this tab holds the session; another one may (`elsewhere`: the person is asked), or may have taken it over (`lost`); `reads`: shown alone. */
  tab: 'holds' | 'elsewhere' | 'lost' | 'reads';
  /** What of the last session is still on its way: `series`, how many (null: the session is still being read); null: nothing more. */
  restoring: { series: number | null } | null;
  /** Sessions that could not be read, as they were found; each stays until the person discards it. */
  unreadable: readonly { key: number; reason: string; text: string }[];
  /** A recipe from elsewhere that the person is asked about: it would replace one with sources, or what it generates is `heavy`. */
  incoming: { recipe: Recipe; from: string; replaces: boolean; heavy: Weight | undefined } | null;
}

export const useSession = create<SessionState>()(() => ({
  engine: 'closed',
  progress: null,
  duckdb: null,
  error: null,
  storage: null,
  restored: false,
  tab: 'holds',
  restoring: { series: null },
  unreadable: [],
  incoming: null,
}));

/** Waits until the page has nothing else to do, or at most `timeout` milliseconds; for a while where the browser cannot tell. */
export const idle = (timeout?: number): Promise<void> =>
  new Promise((resolve) => {
    if (typeof requestIdleCallback === 'function')
      requestIdleCallback(() => resolve(), timeout === undefined ? {} : { timeout });
    else setTimeout(resolve, 60);
  });
