/** What is said of the data set as a publication, and what is offered again for the next one. */
import { create } from 'zustand';
import { readJson } from '../../core/json';
import type { LabError } from '../../core/errors';
import type { About, Creator } from '../../core/recipe/types';
import { editRecipe } from '../recipe/recipe';

/** Of earlier data sets, the last first. */
interface Remembered {
  creators: readonly Creator[];
  licence: string | null;
}

const key = 'anomaly-data-lab.publication';
/** Creators that are offered again. */
const MAX_CREATORS = 20;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** A creator as it was kept; undefined for what is none. */
function creatorOf(value: unknown): Creator[] {
  if (typeof value !== 'object' || value === null || !('name' in value) || !isText(value.name)) return [];
  const { name, kind, url, email } = value as Record<string, unknown> & { name: string };
  return [
    {
      name,
      ...(kind === 'person' || kind === 'organisation' ? { kind } : {}),
      ...(isText(url) ? { url } : {}),
      ...(isText(email) ? { email } : {}),
    },
  ];
}

function stored(): Remembered {
  try {
    const value = readJson(localStorage.getItem(key) ?? 'null');
    if (typeof value !== 'object' || value === null) return { creators: [], licence: null };
    const { creators, licence } = value as Record<string, unknown>;
    return {
      creators: Array.isArray(creators) ? creators.flatMap(creatorOf).slice(0, MAX_CREATORS) : [],
      licence: isText(licence) ? licence : null,
    };
  } catch {
    return { creators: [], licence: null };
  }
}

export const useRemembered = create<Remembered>()(stored);

function remember({ creators = [], licence }: About): void {
  const before = useRemembered.getState();
  const names = new Set(creators.map(({ name }) => name));
  const others = before.creators.filter(({ name }) => !names.has(name));
  const next: Remembered = {
    creators: [...creators, ...others].slice(0, MAX_CREATORS),
    licence: licence ?? before.licence,
  };
  useRemembered.setState(next);
  try {
    localStorage.setItem(key, JSON.stringify(next));
  } catch {
    // A page without storage offers them until it is closed.
  }
}

/** Puts what is said into the recipe as one step of undo, and remembers who made it and under which licence. Undefined, or why it is refused. */
export function setAbout(about: About): LabError | undefined {
  const error = editRecipe(({ about: _before, ...rest }) =>
    Object.keys(about).length > 0 ? { ...rest, about } : rest,
  );
  if (!error) remember(about);
  return error;
}
