import { create } from 'zustand';
import type { LabError } from '../../core/errors';
import type { Recipe } from '../../core/recipe/types';
import type { Progress } from '../../engine/protocol';

interface SessionState {
  engine: 'closed' | 'starting' | 'ready' | 'failed';
  progress: Progress | null;
  duckdb: string | null;
  error: LabError | null;
  /** Whether this browser lets the page keep files, and `cleared`: bytes that the person just gave up; null: not known yet. */
  storage: { kept: boolean; bytes: number; cleared?: number; message?: string } | null;
  /** Whether the kept files of the last session have been looked up. */
  restored: boolean;
  /** A recipe that came by link or file and would replace one with sources. */
  offered: { recipe: Recipe; from: string } | null;
}

export const useSession = create<SessionState>()(() => ({
  engine: 'closed',
  progress: null,
  duckdb: null,
  error: null,
  storage: null,
  restored: false,
  offered: null,
}));
