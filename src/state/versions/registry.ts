/** The registry of one's data sets: the documents and recipes of versions that were exported in this browser, not their rows. */
import { create } from 'zustand';
import { readJson } from '../../core/json';
import { emptyRecipe, parseRecipe } from '../../core/recipe';
import type { Recipe } from '../../core/recipe/types';
import { documentOf } from '../../core/versions/since';
import type { PreviousVersion } from '../../core/versions/types';
import { sameJson } from '../../core/versions/values';
import { savedFolder } from '../page/savedFolder';
import { readOnly } from '../session/tab';

/** A version as the list shows it. */
export interface ListedVersion {
  /** Tells it from all others of this browser. */
  key: string;
  name: string;
  version: number;
  /** ISO 8601 UTC. */
  created: string;
  /** SHA-256 of its `dataset_v{n}.json`. */
  sha256: string;
  rows: number;
  series: number;
  labels: number;
  passed: number;
  failed: number;
}

interface RegistryState {
  /** By name, then the newest first; null: not read yet. */
  versions: readonly ListedVersion[] | null;
  /** Why the registry cannot be read or written. */
  problem: string | null;
}

export const useRegistry = create<RegistryState>()(() => ({ versions: null, problem: null }));

const folder = savedFolder({
  folder: 'versions',
  index: 'versions.json',
  lock: 'anomaly-data-lab.versions',
});

/** What is kept of a version. */
interface Entry {
  listed: ListedVersion;
  made: PreviousVersion;
  /** The version before it; null for the first. */
  before: PreviousVersion | null;
}

/** A data set that bears no name of its own has no versions: others may be called so too. */
export const hasVersions = ({ name }: Pick<Recipe, 'name'>): boolean =>
  name.trim() !== '' && name !== emptyRecipe().name;

const keyOf = (name: string, version: number): string => JSON.stringify([name, version]);

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const isMembers = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A version from what was kept of it; undefined where that is none. */
function versionFrom(value: unknown): PreviousVersion | undefined {
  if (!isMembers(value)) return undefined;
  const { version, sha256: hash, dataset, checks } = value;
  const recipe = parseRecipe(value['recipe']);
  if (typeof version !== 'number' || typeof hash !== 'string' || !isMembers(dataset) || !recipe.ok)
    return undefined;
  return {
    version,
    sha256: hash,
    dataset,
    recipe: recipe.value,
    checks: Array.isArray(checks) ? checks.filter(isMembers) : [],
  };
}

function listedOf(made: PreviousVersion): ListedVersion {
  const { processed, checks, anomalies, created } = documentOf(made);
  const { name } = made.recipe;
  return {
    key: keyOf(name, made.version),
    name,
    version: made.version,
    created,
    sha256: made.sha256,
    rows: processed.rows,
    series: processed.series.length,
    labels: anomalies.count,
    passed: checks.passed,
    failed: checks.failed,
  };
}

async function read(key: string): Promise<Entry | undefined> {
  const saved = (await folder.index())[key];
  if (!saved) return undefined;
  const value = readJson(await (await folder.file(saved)).text());
  if (!isMembers(value)) return undefined;
  const made = versionFrom(value['made']);
  return made && { made, before: versionFrom(value['before']) ?? null, listed: listedOf(made) };
}

const inOrder = (a: ListedVersion, b: ListedVersion): number =>
  a.name === b.name ? b.version - a.version : a.name < b.name ? -1 : 1;

const reason = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** Reads the list. A version that cannot be read is left out and told. */
export async function readRegistry(): Promise<void> {
  try {
    const versions: ListedVersion[] = [];
    let bad = 0;
    for (const key of Object.keys(await folder.index())) {
      const entry = await read(key).catch(() => undefined);
      if (entry) versions.push(entry.listed);
      else bad++;
    }
    versions.sort(inOrder);
    const problem =
      bad > 0
        ? `${bad} of the versions in this browser cannot be read and ${bad === 1 ? 'is' : 'are'} not shown.`
        : null;
    useRegistry.setState({ versions, problem });
  } catch (thrown) {
    useRegistry.setState({
      versions: [],
      problem: `This browser keeps no versions for the page (private window or full storage): ${reason(thrown)}.`,
    });
  }
}

/** The documents of a version of the list; undefined where they are gone. */
export const readVersion = async (key: string): Promise<PreviousVersion | undefined> =>
  (await read(key).catch(() => undefined))?.made;

/**
 * The version of a recipe's data set before the one that is exported; undefined for the first, where the data set has no name of its own, and where this browser keeps
 * none. A recipe that is the one of the newest version makes that version again.
 */
export async function versionBefore(recipe: Recipe): Promise<PreviousVersion | undefined> {
  if (!hasVersions(recipe)) return undefined;
  await readRegistry();
  const newest = useRegistry.getState().versions?.find(({ name }) => name === recipe.name);
  const entry = newest && (await read(newest.key).catch(() => undefined));
  if (!entry) return undefined;
  const same = sameJson(entry.made.recipe, recipe);
  return (same ? entry.before : entry.made) ?? undefined;
}

/** What the version of a recipe that is exported next is called, and what is before it. */
export interface NextVersion {
  version: number;
  /** Whether the version was exported already and is made again. */
  again: boolean;
  previous: PreviousVersion | undefined;
}

/** The version that an export of the recipe writes; null where the data set has no name of its own. Reads the registry. */
export async function nextVersion(recipe: Recipe): Promise<NextVersion | null> {
  if (!hasVersions(recipe)) return null;
  const previous = await versionBefore(recipe);
  const version = (previous?.version ?? 0) + 1;
  const again =
    useRegistry.getState().versions?.some((one) => one.name === recipe.name && one.version === version) ??
    false;
  return { version, again, previous };
}

/** Keeps a version that was exported; does nothing where its data set has no name of its own. A failure is told, not thrown: the export is done. */
export async function keepVersion(made: PreviousVersion, before: PreviousVersion | undefined): Promise<void> {
  if (!hasVersions(made.recipe) || readOnly()) return;
  const text = JSON.stringify({ made, before: before ?? null });
  try {
    const hash = await sha256(text);
    await folder.exclusive(() => folder.save(keyOf(made.recipe.name, made.version), hash, new Blob([text])));
    await readRegistry();
  } catch (thrown) {
    useRegistry.setState({
      problem: `Version ${made.version} of ${made.recipe.name} could not be kept in this browser: ${reason(thrown)}. The bundle has it.`,
    });
  }
}

/** Takes a version out of the registry; bundles stay as they are. */
export async function removeVersion(key: string): Promise<void> {
  await folder.exclusive(() => folder.remove((name) => name === key));
  await readRegistry();
}
