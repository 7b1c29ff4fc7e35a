import { toLabError } from '../core/errors';
import { seriesCount } from '../core/recipe/series';
import { dataLab, releaseCalls } from './automation';
import { openHash } from './recipe/documents';
import { engine, engineIsReady } from './engine/engine';
import { followLabels } from './nab/windows';
import { gathered } from './ingest/dataSets';
import { rawFiles } from './ingest/files';
import { currentRecipe } from './recipe/recipe';
import { idle, useSession } from './page/page';
import { keepOffline } from './page/update';
import { cleanUpSessions } from './session/gone';
import { savedFiles } from './ingest/storage';
import { followRecipe, recoverFromDeath, runCurrent } from './engine/run';
import { flushSession, followSession, readSession, stopSaving } from './session/session';
import { readOnly, sessionName, takeSession } from './session/tab';

/** Reads the last session into the page and restores what it holds; the engine starts beside that, once the page has been painted. */
export async function start(): Promise<void> {
  requestAnimationFrame(() => setTimeout(() => void openEngine(), 0));
  await takeSession(flushSession, stopSaving);
  await readSession(sessionName(), { readOnly: readOnly() !== undefined });
  followSession();
  followRecipe();
  followLabels();
  await openHash();
  addEventListener('hashchange', () => void openHash());
  // Not before: `dataLab.recipe()` answers at once, with the session's recipe.
  window.dataLab = dataLab;
  await restore();
}

/** Takes the saved files of the recipe, which are read as soon as the engine is there, and makes what it generates. */
async function restore(): Promise<void> {
  const recipe = currentRecipe();
  const { sources, labels } = recipe;
  const series = seriesCount(recipe);
  useSession.setState({ restoring: series > 0 ? { series } : null });
  const saved = await savedFiles();
  for (const source of [...sources, ...labels]) {
    const copy = gathered(source, saved);
    if (copy && !rawFiles.has(source.file)) rawFiles.set(source.file, copy);
  }
  useSession.setState({ restored: true });
  releaseCalls();
  // A failure stands in the run's state.
  if (series + labels.length > 0) await runCurrent().catch(() => undefined);
  useSession.setState({ restoring: null });
  await idle();
  await cleanUpSessions().catch(() => undefined);
}

let listening = false;

/** Loads DuckDB; again after a failure, when the person asks. */
export async function openEngine(): Promise<void> {
  useSession.setState({ engine: 'starting', progress: null, error: null });
  try {
    const client = engine();
    if (!listening) client.onDeath(recoverFromDeath);
    listening = true;
    const { duckdb } = await client.open((progress) => useSession.setState({ progress }));
    useSession.setState({ engine: 'ready', duckdb, progress: null });
    engineIsReady();
  } catch (thrown) {
    useSession.setState({ engine: 'failed', error: toLabError(thrown), progress: null, restoring: null });
  } finally {
    // After the engine: what is kept at a first visit must not delay it. Also after a failure, for the next version may mend it.
    void keepOffline();
  }
}
