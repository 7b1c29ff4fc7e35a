import { toLabError } from '../core/errors';
import { dataLab } from './automation';
import { openHash, storedRecipe, storeRecipe } from './recipe/documents';
import { engine, engineIsReady } from './engine/engine';
import { followLabels } from './nab/nab';
import { vault } from './ingest/files';
import { useRecipe } from './recipe/recipe';
import { useSession } from './page/session';
import { keptFiles } from './ingest/storage';
import { comeBack, followRecipe, scheduleRun } from './engine/sync';

/** Brings the last session back and, once the page has been painted, starts the engine. */
export function start(): void {
  window.dataLab = dataLab;
  const recipe = storedRecipe();
  if (recipe) useRecipe.setState({ recipe });
  useRecipe.temporal.getState().clear();
  useRecipe.subscribe((state) => storeRecipe(state.recipe));
  followRecipe();
  followLabels();
  openHash();
  addEventListener('hashchange', openHash);
  void restore();
  requestAnimationFrame(() => setTimeout(() => void openEngine(), 0));
}

/** Files of the recipe that this browser kept; they are read as soon as the engine is there. */
async function restore(): Promise<void> {
  const kept = await keptFiles();
  const { sources, labels, generated } = useRecipe.getState().recipe;
  for (const { file } of [...sources, ...labels]) {
    const copy = kept.get(file);
    if (copy && !vault.has(file)) vault.set(file, copy);
  }
  useSession.setState({ restored: true });
  if (sources.length + labels.length + generated.length > 0) scheduleRun(0);
}

let listening = false;

/** Loads DuckDB; again after a failure, when the person asks. */
export async function openEngine(): Promise<void> {
  useSession.setState({ engine: 'starting', progress: null, error: null });
  try {
    const client = engine();
    if (!listening) client.onDeath(comeBack);
    listening = true;
    const { duckdb } = await client.open((progress) => useSession.setState({ progress }));
    useSession.setState({ engine: 'ready', duckdb, progress: null });
    engineIsReady();
  } catch (thrown) {
    useSession.setState({ engine: 'failed', error: toLabError(thrown), progress: null });
  }
}
